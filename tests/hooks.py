"""A mock and a receiver of what it tells, on a stage together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, make_server

from mockconf.clock import ManualClock
from mockconf.states import CallOutcome
from mockconf.world import World
from tests.conftest import Mock
from tests.listener import MOST_PATIENCE, Habit, Listener, Received, Visit, answering
from tests.wire import Wire

A, B, C = (f"CA{digit * 32}" for digit in "abc")
JINGLE = "https://example.com/jingle.mp3"

#: The words of a StatusCallbackEvent.
OF_CALLS = ("initiated", "ringing", "answered", "completed")
ABOUT_CONFERENCE, ABOUT_CALL = "ConferenceStatusCallback", "StatusCallback"
ABOUT_RECORDING, ABOUT_LEG = "ConferenceRecordingStatusCallback", "RecordingStatusCallback"


#: The conference itself, in the place of who is updated.
ROOM = "room"
#: Something to do in a conference: update somebody, update the conference, or play an event.
Step = tuple[str, dict[str, Any]]

WHO = {
    "CallSid": B,
    "Muted": "false",
    "Hold": "false",
    "Coaching": "false",
    "EndConferenceOnExit": "false",
    "StartConferenceOnEnter": "true",
    "ParticipantLabel": "guest",
}
LEFT = {"ParticipantCallStatus": "completed", "ReasonParticipantLeft": "participant_hung_up"}
ENDED = {"ReasonConferenceEnded": "conference-ended-via-api", "Reason": "Conference ended via API"}
FAILED: dict[str, str] = {"announce_url": JINGLE, "reason_announcement_failed": "no audio"}

#: Of each event: what brings it about when A and B are there, its number then, and what it tells besides.
EVENTS: dict[str, tuple[list[Step], str, dict[str, str]]] = {
    "participant-join": ([], "2", WHO),
    "conference-start": ([], "3", {}),
    "participant-mute": ([(B, {"Muted": "true"})], "4", WHO | {"Muted": "true"}),
    "participant-unmute": ([(B, {"Muted": "true"}), (B, {"Muted": "false"})], "5", WHO),
    "participant-hold": ([(B, {"Hold": "true"})], "4", WHO | {"Hold": "true"}),
    "participant-unhold": ([(B, {"Hold": "true"}), (B, {"Hold": "false"})], "5", WHO),
    "participant-modify": (
        [(B, {"CallSidToCoach": A, "EndConferenceOnExit": "true"})],
        "4",
        WHO | {"Coaching": "true", "EndConferenceOnExit": "true"},
    ),
    "participant-speech-start": ([("participant-speech-start", {"call_sid": B})], "4", WHO),
    "participant-speech-stop": ([("participant-speech-stop", {"label": "guest"})], "4", WHO),
    "announcement-end": ([(ROOM, {"AnnounceUrl": JINGLE})], "4", {"AnnounceUrl": JINGLE}),
    "announcement-fail": (
        [("announcement-fail", FAILED)],
        "4",
        {"AnnounceUrl": JINGLE, "ReasonAnnouncementFailed": "no audio"},
    ),
    "participant-leave": ([("participant-leave", {"call_sid": B})], "4", WHO | LEFT),
    "conference-end": ([(ROOM, {"Status": "completed"})], "6", ENDED),
}

#: By word of a ConferenceStatusCallbackEvent: what it asks for.
WORDS = {
    "start": ["conference-start"],
    "end": ["conference-end"],
    "join": ["participant-join"],
    "leave": ["participant-leave"],
    "mute": ["participant-mute", "participant-unmute"],
    "hold": ["participant-hold", "participant-unhold"],
    "modify": ["participant-modify"],
    "speaker": ["participant-speech-start", "participant-speech-stop"],
    "announcement": ["announcement-end", "announcement-fail"],
}
OF_CONFERENCES = tuple(WORDS)


#: A WSGI application.
App = Callable[[dict[str, Any], Any], list[bytes]]


class Stage:
    """A mock whose callbacks go to a receiver on a socket, each to a path named like the parameter that asks for it.

    Args:
        mock: tells what happens.
        habits: how the first, second, ... callback is answered; the last habit stays.
    """

    def __init__(self, mock: Mock, *habits: Habit) -> None:
        self.mock = mock
        self.receiver = Listener(*habits)

    def __enter__(self) -> Self:
        self.receiver.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.world.close()
        self.receiver.__exit__(kind, error, at)

    @property
    def world(self) -> World:
        return self.mock.world

    @property
    def wire(self) -> Wire:
        return self.mock.wire

    @property
    def clock(self) -> ManualClock:
        return self.world.clock

    def asking(self, name: str, *words: str, method: str | None = None) -> dict[str, Any]:
        """The parameters by which a new participant asks for `words` of the callback `name`."""
        asked: dict[str, Any] = {name: f"{self.receiver.url}/{name}"}
        asked |= {f"{name}Event": list(words)} if words else {}
        return asked | ({f"{name}Method": method} if method else {})

    def opened(self, *calls: str, room: str = "Support", **given: Any) -> str:
        """The SID of a new conference that tells everything and that these calls have joined."""
        given = {"status_callback": f"{self.receiver.url}/{ABOUT_CONFERENCE}"} | given
        opened = self.wire.control("POST", "conferences", {"friendly_name": room, **given})
        assert opened.status == 201, opened.json
        sid = str(opened.json["sid"])
        for call in calls:
            self.play(sid, "participant-join", call_sid=call)
        return sid

    def play(self, sid: str, event: str, **given: Any) -> None:
        """Let something happen in a conference, through the control API."""
        reply = self.wire.script(sid, event, **given)
        assert reply.status == 200, reply.json

    def dial(self, room: str = "Support", **form: Any) -> dict[str, Any]:
        """The participant that the API makes in a room."""
        reply = self.wire.dial(room, **form)
        assert reply.status == 201, reply.json
        created: dict[str, Any] = reply.json
        return created

    def update(self, sid: str, address: str | None = None, **form: str) -> None:
        """Change a conference, or somebody in it."""
        who = f"/Participants/{address}" if address else ""
        reply = self.wire.post(f"Conferences/{sid}{who}.json", form)
        assert reply.status == 200, reply.json

    def kick(self, sid: str, address: str) -> None:
        """Remove somebody through the API."""
        path = f"Conferences/{sid}/Participants/{address}.json"
        assert self.wire.send("DELETE", path).status == 204

    def callees(self, outcome: CallOutcome, after: float | None = None, to: str = "*") -> None:
        """Let callees do this when they are dialled."""
        self.world.switchboard.on_dial(to, outcome, after)

    def received(self, name: str = "") -> list[Received]:
        """What has come in so far for a callback, when all is delivered; for all of them without a name."""
        self.world.settle()
        everything = self.receiver.requests
        return [one for one in everything if name in ("", one.target.split("?")[0][1:])]

    def forms(self, name: str = ABOUT_CONFERENCE) -> list[dict[str, str]]:
        """The forms that have come in so far for a callback."""
        return [one.params for one in self.received(name)]

    def told(self, sid: str | None = None) -> list[str]:
        """Which events of conferences, or of this one, have been told so far."""
        forms = self.forms(ABOUT_CONFERENCE)
        wanted = [form for form in forms if sid in (None, form["ConferenceSid"])]
        return [form["StatusCallbackEvent"] for form in wanted]

    def shown(self) -> list[dict[str, Any]]:
        """The callbacks as the control API lists them, when all is delivered."""
        self.world.settle()
        rows: list[dict[str, Any]] = self.wire.control("GET", "callbacks").json["callbacks"]
        return rows


def act(stage: Stage, sid: str, steps: list[Step]) -> None:
    for what, given in steps:
        if what in (ROOM, B):
            stage.update(sid, None if what == ROOM else what, **given)
        else:
            stage.play(sid, what, **given)


def act_everything(stage: Stage, sid: str) -> None:
    """Every event happens, in a conference that A and B have joined."""
    for event in ("unmute", "unhold", "modify", "speech-start", "speech-stop"):
        act(stage, sid, EVENTS[f"participant-{event}"][0])
    for event in ("announcement-end", "announcement-fail", "conference-end"):
        act(stage, sid, EVENTS[event][0])


def with_two(stage: Stage, **given: Any) -> str:
    """The SID of a conference of A and, 90 seconds later, B, whose label is guest."""
    sid = stage.opened(A, **given)
    stage.clock.advance(90)
    stage.play(sid, "participant-join", call_sid=B, label="guest")
    return sid


def answering_app(react: Callable[[dict[str, str]], None]) -> App:
    """An application that reacts to each form before it answers."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        react(dict(parse_qsl(body.decode())))
        start_response("204 No Content", [])
        return []

    return app


@contextmanager
def one_at_a_time(app: App) -> Iterator[str]:
    """The URL of an application on a server with a single thread."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        thread = Thread(target=server.serve_forever, args=(0.001,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(MOST_PATIENCE)


def awaiting(gate: Event) -> Habit:
    """Answers when the gate opens."""

    def habit(visit: Visit) -> None:
        gate.wait(MOST_PATIENCE)
        answering(200)(visit)

    return habit
