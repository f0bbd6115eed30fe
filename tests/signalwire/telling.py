"""Conferences whose callbacks are told in SignalWire's words."""

from __future__ import annotations

from typing import Any

from mockconf.model import ConferenceCallbacks, NewParticipant, Webhook
from tests.hooks import Stage
from tests.listener import Received
from tests.signalwire.conftest import NOW, uuid

WORDS = ("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement")
STARTED = ["participant-join", "participant-join", "conference-start"]
PHONES = {"from_": "+15017122661", "to": "+15558675310"}


class Told:
    """A stage whose conferences are heard of in SignalWire's words."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.world = stage.world
        self.sid = ""

    def open(
        self,
        *calls: str,
        name: str = "Support",
        method: str = "POST",
        record: bool = False,
        url: str = "",
    ) -> None:
        """Open a conference that tells everything, and let these calls join it."""
        hook = Webhook(url or f"{self.stage.receiver.url}/hook", "signalwire", method)
        callbacks = ConferenceCallbacks(
            status=hook._replace(events=frozenset(WORDS)),
            recording=hook._replace(events=frozenset(("in-progress", "completed", "absent"))),
        )
        switchboard, account_sid = self.world.switchboard, self.world.account_sid
        self.sid = switchboard.open_conference(account_sid, name, callbacks).sid
        for call in calls:
            new = NewParticipant(call_sid=call, record=record, **PHONES)  # type: ignore[arg-type]
            switchboard.join(account_sid, self.sid, new)

    def play(self, event: str, **given: Any) -> None:
        self.stage.play(self.sid, event, **given)

    @property
    def received(self) -> list[Received]:
        return self.stage.received()

    @property
    def forms(self) -> list[dict[str, str]]:
        return [one.params for one in self.received]

    @property
    def events(self) -> list[str]:
        return [form["StatusCallbackEvent"] for form in self.forms]

    @property
    def common(self) -> dict[str, str]:
        """What every event of the conference tells, but for its name."""
        return {
            "AccountSid": self.world.project_id,
            "ApiVersion": "2010-04-01",
            "ConferenceSid": uuid(self.sid),
            "FriendlyName": "Support",
            "Timestamp": NOW,
        }
