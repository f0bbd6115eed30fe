"""A warm transfer: an agent talks to a customer, brings in a second agent, and drops out.

Everybody is dialled into one conference of Twilio. What becomes of them the app learns from the conference's webhooks alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask, abort, request
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from heard import Heard, State, could_not_be_reached

AGENT, CUSTOMER, SECOND_AGENT = "agent", "customer", "second-agent"
#: What we want to hear of a conference.
EVENTS = ["start", "end", "join", "leave", "hold"]
_NAME = re.compile(r"[\w-]{1,64}")  # it becomes part of a path


class Transfers:
    """Starts sessions, transfers customers, and listens.

    It remembers everything in this process; what must outlive the process belongs in a database.
    """

    def __init__(self, client: Client, caller_id: str, callback_url: str) -> None:
        self._client = client
        self._caller_id = caller_id
        self._callback_url = callback_url
        self._conferences: dict[str, str] = {}  # name of a session -> ConferenceSid
        self._heard: dict[str, Heard] = {}  # by ConferenceSid

    def start(self, name: str, customer: str, agent: str) -> None:
        """Dial the agent and the customer into a conference of this name."""
        if name in self._conferences and self.state(name).status != "completed":
            abort(409, "there is a session of this name")
        # Whoever of the two hangs up ends the conference: nobody is left alone with the music.
        dialled = self._dial(name, AGENT, agent, end_conference_on_exit=True)
        self._conferences[name] = dialled.conference_sid
        try:
            # By SID: by name, this would open another conference if the agent's line was busy.
            self._dial(dialled.conference_sid, CUSTOMER, customer, end_conference_on_exit=True)
        except TwilioRestException:
            self._call_off(dialled.conference_sid)
            raise

    def bring_in(self, name: str, second_agent: str, *, hold: bool) -> None:
        """Dial a second agent, who talks to the first while the customer is on hold, or to both."""
        state = self.state(name)
        if not {AGENT, CUSTOMER} <= set(state.there) or SECOND_AGENT in state.there:
            abort(409, "a second agent comes to an agent and a customer")
        sid = self._conferences[name]
        customer = self._participants(sid)(CUSTOMER)
        if hold:
            # Before we dial: a line can be busy so soon that the customer would be put on hold for nobody.
            customer.update(hold=True)
        try:
            self._dial(sid, SECOND_AGENT, second_agent)
        except TwilioRestException:
            if hold and CUSTOMER not in state.on_hold:
                customer.update(hold=False)
            raise

    def complete(self, name: str) -> None:
        """Leave the customer to the second agent; the first one drops out."""
        if not {AGENT, CUSTOMER, SECOND_AGENT} <= set(self.state(name).there):
            abort(409, "a transfer needs both agents and the customer")
        participants = self._participants(self._conferences[name])
        participants(SECOND_AGENT).update(end_conference_on_exit=True)
        participants(AGENT).update(end_conference_on_exit=False)  # or all would go with them
        participants(CUSTOMER).update(hold=False)
        participants(AGENT).delete()

    def state(self, name: str) -> State:
        """How it stands with a session."""
        if name not in self._conferences:
            abort(404, "there is no session of this name")
        return self._heard_of(self._conferences[name]).state()

    def hear(self, form: Mapping[str, str]) -> None:
        """Take a webhook, and let nobody wait for somebody who is gone or could not be reached."""
        sid = form["ConferenceSid"]
        heard = self._heard_of(sid)
        if not heard.take(form) or form["StatusCallbackEvent"] != "participant-leave":
            return
        if form["ParticipantLabel"] != SECOND_AGENT:
            if could_not_be_reached(form):
                self._call_off(sid)
        elif {AGENT, CUSTOMER} <= set(heard.state().there):
            with _unless_gone():
                self._participants(sid)(CUSTOMER).update(hold=False)

    def _dial(self, room: str, label: str, number: str, **more: Any) -> Any:
        return self._participants(room).create(
            from_=self._caller_id,
            to=number,
            label=label,
            # With each of them: Twilio takes it from whoever comes first.
            conference_status_callback=self._callback_url,
            conference_status_callback_event=EVENTS,
            **more,
        )

    def _call_off(self, conference_sid: str) -> None:
        for participant in self._participants(conference_sid).list():
            with _unless_gone():
                participant.delete()

    def _participants(self, room: str) -> Any:
        return self._client.conferences(room).participants

    def _heard_of(self, conference_sid: str) -> Heard:
        return self._heard.setdefault(conference_sid, Heard())


def create_app(client: Client, public_url: str, auth_token: str, caller_id: str) -> Flask:
    """The app.

    Args:
        client: the SDK, with the credentials of the account.
        public_url: where Twilio reaches the app, such as `https://transfer.example`.
        auth_token: the account's token, with which Twilio signs its webhooks.
        caller_id: the number that everybody is called from.
    """
    app = Flask(__name__)
    callback_url = f"{public_url}/conference-events"
    transfers = Transfers(client, caller_id, callback_url)
    validator = RequestValidator(auth_token)

    @app.post("/sessions")
    def start() -> Any:
        name = request.form["name"]
        if not _NAME.fullmatch(name):
            abort(400, "a name consists of letters, digits, _ and -")
        transfers.start(name, request.form["customer"], request.form["agent"])
        return {"name": name}, 201

    @app.post("/sessions/<name>/second-agent")
    def bring_in(name: str) -> Any:
        hold = request.form.get("hold", "true") == "true"
        transfers.bring_in(name, request.form["number"], hold=hold)
        return "", 204

    @app.post("/sessions/<name>/complete-transfer")
    def complete(name: str) -> Any:
        transfers.complete(name)
        return "", 204

    @app.get("/sessions/<name>")
    def state(name: str) -> Any:
        return transfers.state(name)._asdict()

    @app.post("/conference-events")
    def hear() -> Any:
        # The public URL and not request.url: behind a proxy they differ, and the public one is signed.
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(callback_url, request.form, signature):
            abort(403, "this was not signed by Twilio")
        transfers.hear(request.form.to_dict())
        return "", 204

    @app.errorhandler(TwilioRestException)
    def refused(error: TwilioRestException) -> Any:
        return {"error": error.msg, "code": error.code}, 502

    return app


@contextmanager
def _unless_gone() -> Iterator[None]:
    """Somebody may hang up before the webhook that tells of it arrives."""
    try:
        yield
    except TwilioRestException as error:
        if error.status != 404:
            raise
