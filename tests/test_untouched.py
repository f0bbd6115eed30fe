"""A refused request leaves everything as it was: conferences, participants, recordings and events."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.wire import Reply, Wire

JINGLE = "https://example.com/jingle.mp3"
STRANGER = f"CA{'9' * 32}"


class Scene:
    """Three rooms: `running` with a paused recording and somebody on hold, `waiting` and `over`."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        running = {"ConferenceRecord": "true", "MaxParticipants": "4"}
        self.agent = wire.dial("running", Label="agent", **running).json
        self.held = wire.dial("running", Label="held").json
        self.coach = wire.dial("running", CallSidToCoach=self.agent["call_sid"]).json
        wire.post(self.held["uri"], {"Hold": "true"})
        self.waiting = wire.dial("waiting", Label="agent").json
        self.over = wire.dial("over", ConferenceRecord="true").json
        wire.dial("over")
        wire.post(f"Conferences/{self.over['conference_sid']}.json", {"Status": "completed"})
        recordings = f"Conferences/{self.agent['conference_sid']}/Recordings"
        wire.post(f"{recordings}/Twilio.CURRENT.json", {"Status": "paused"})
        (self.recording,) = wire.get(f"{recordings}.json").json["recordings"]

    def filled(self, text: str) -> str:
        """Put SIDs and call SIDs in the place of `{names}`."""
        return text.format(
            running=self.agent["conference_sid"],
            waiting=self.waiting["conference_sid"],
            over=self.over["conference_sid"],
            agent=self.agent["call_sid"],
            held=self.held["call_sid"],
            coach=self.coach["call_sid"],
            recording=self.recording["sid"],
        )

    def send(self, method: str, path: str, form: dict[str, str]) -> Reply:
        """Send a request to `Conferences/...`, with names filled in."""
        filled = {name: self.filled(value) for name, value in form.items()}
        return self.wire.send(method, f"Conferences/{self.filled(path)}.json", filled or None)

    def photograph(self) -> list[Any]:
        """Everything that REST and the control API show."""
        conferences = self.wire.get("Conferences.json").json["conferences"]
        below = [
            self.wire.get(uri).json
            for one in conferences
            for uri in one["subresource_uris"].values()
        ]
        inside = [self.wire.control("GET", f"conferences/{one['sid']}").json for one in conferences]
        return [conferences, below, inside]


DIALLED = {"From": "+15017122661", "To": "+15558675310"}

#: What is asked for, and how it is refused.
REFUSALS: list[tuple[str, str, dict[str, str], tuple[int, int]]] = [
    ("POST", "running/Participants", DIALLED | {"Label": "agent"}, (400, 16026)),
    ("POST", "running/Participants", DIALLED | {"Label": "a/b"}, (400, 16024)),
    ("POST", "running/Participants", DIALLED | {"CallSidToCoach": STRANGER}, (400, 16028)),
    ("POST", "running/Participants", DIALLED | {"CallSidToCoach": "{held}"}, (400, 16027)),
    ("POST", "running/Participants", DIALLED | {"Coaching": "true"}, (400, 16002)),
    ("POST", "running/Participants", DIALLED | {"Timeout": "3"}, (400, 21208)),
    ("POST", "running/Participants", {"From": "+15017122661"}, (400, 21201)),
    ("POST", "waiting/Participants", DIALLED | {"Region": "mars1"}, (400, 16002)),
    ("POST", "waiting/Participants", DIALLED | {"MaxParticipants": "1"}, (400, 16002)),
    ("POST", "waiting/Participants", DIALLED | {"Label": "agent", "Region": "ie1"}, (400, 16026)),
    ("POST", "brand new/Participants", DIALLED | {"CallSidToCoach": "{agent}"}, (400, 16028)),
    ("POST", "brand new/Participants", DIALLED | {"Coaching": "true"}, (400, 16002)),
    ("POST", "brand new/Participants", DIALLED | {"WaitUrl": "nowhere"}, (400, 21205)),
    ("POST", "{over}/Participants", DIALLED, (400, 16022)),
    ("POST", f"CF{'0' * 32}/Participants", DIALLED, (400, 16022)),
    ("POST", "{waiting}", {"Status": "completed"}, (400, 16099)),
    ("POST", "{waiting}", {"AnnounceUrl": JINGLE}, (400, 16001)),
    ("POST", "{waiting}", {"AnnounceUrl": JINGLE, "Status": "completed"}, (400, 16099)),
    ("POST", "{over}", {"Status": "completed"}, (400, 16099)),
    ("POST", "{running}", {"Status": "done"}, (400, 20001)),
    ("POST", "{running}", {"Status": "completed", "AnnounceUrl": "nowhere"}, (400, 21205)),
    (
        "POST",
        "{running}",
        {"Status": "completed", "AnnounceUrl": JINGLE, "AnnounceMethod": "get"},
        (400, 21209),
    ),
    ("POST", "{running}/Participants/agent", {"Muted": "true", "HoldUrl": "?"}, (400, 21205)),
    (
        "POST",
        "{running}/Participants/agent",
        {"Muted": "true", "CallSidToCoach": STRANGER},
        (400, 16028),
    ),
    (
        "POST",
        "{running}/Participants/{coach}",
        {"Muted": "true", "CallSidToCoach": "{held}"},
        (400, 16027),
    ),
    (
        "POST",
        "{running}/Participants/agent",
        {"Hold": "true", "EndConferenceOnExit": "true", "Coaching": "true"},
        (400, 16002),
    ),
    (
        "POST",
        "{waiting}/Participants/agent",
        {"Muted": "true", "AnnounceUrl": JINGLE},
        (400, 16001),
    ),
    ("POST", "{over}/Participants/agent", {"Muted": "true"}, (404, 20404)),
    ("POST", "{running}/Participants/nobody", {"Muted": "true"}, (404, 20404)),
    ("DELETE", "{running}/Participants/nobody", {}, (404, 20404)),
    ("DELETE", "{waiting}/Participants/{agent}", {}, (404, 20404)),
    ("POST", "{running}/Recordings/{recording}", {"Status": "paused"}, (400, 16114)),
    ("POST", "{running}/Recordings/{recording}", {"Status": "completed"}, (400, 16114)),
    ("POST", "{running}/Recordings/{recording}", {"PauseBehavior": "skip"}, (400, 20001)),
    ("POST", "{over}/Recordings/{recording}", {"Status": "stopped"}, (404, 20404)),
    ("DELETE", "{running}/Recordings/{recording}", {}, (400, 16114)),
]


@pytest.mark.parametrize(
    ("method", "path", "form", "error"),
    REFUSALS,
    ids=[f"{error[1]}-{path}-{','.join(form)}" for _, path, form, error in REFUSALS],
)
def test_a_refused_request_leaves_no_trace(
    wire: Wire,
    mockconf: MockConf,
    method: str,
    path: str,
    form: dict[str, str],
    error: tuple[int, int],
) -> None:
    scene = Scene(wire)
    before = scene.photograph()
    mockconf.clock.advance(60)
    assert scene.send(method, path.replace(" ", "%20"), form).error == error
    assert scene.photograph() == before


def test_a_full_room_stays_as_it_is(wire: Wire, mockconf: MockConf) -> None:
    scene = Scene(wire)
    wire.dial("running")
    before = scene.photograph()
    mockconf.clock.advance(60)
    assert wire.dial("running", Label="fifth").error == (400, 16020)
    assert scene.photograph() == before


@pytest.mark.parametrize(
    ("event", "given", "status"),
    [
        ("participant-join", {"label": "agent"}, 409),
        ("participant-join", {"call_sid_to_coach": STRANGER}, 409),
        ("participant-join", {"coaching": True}, 409),
        ("participant-leave", {"label": "nobody"}, 404),
        ("participant-modify", {"label": "held", "muted": True, "coaching": True}, 409),
        ("participant-modify", {"label": "held", "call_sid_to_coach": STRANGER}, 409),
    ],
)
def test_a_refused_step_of_a_script_leaves_no_trace(
    wire: Wire, mockconf: MockConf, event: str, given: dict[str, Any], status: int
) -> None:
    scene = Scene(wire)
    before = scene.photograph()
    mockconf.clock.advance(60)
    assert wire.script(scene.agent["conference_sid"], event, **given).status == status
    assert scene.photograph() == before
