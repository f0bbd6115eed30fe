"""What ends a conference, how the end is explained, and what is left of those who were in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_mockconf import MockConf
from tests.wire import Wire

CALLS = {name: f"CA{digit * 32}" for name, digit in (("moderator", "a"), ("guest", "b"))}
MODERATOR, GUEST = CALLS.values()

LEFT = "participant-with-end-conference-on-exit-left"
KICKED = "participant-with-end-conference-on-exit-kicked"


@pytest.fixture
def sid(wire: Wire) -> str:
    """A running conference of a moderator, whose exit ends it, and a guest, whose exit does not."""
    sid = str(wire.control("POST", "conferences", {"friendly_name": "Support"}).json["sid"])
    wire.script(sid, "participant-join", call_sid=MODERATOR, end_conference_on_exit=True)
    wire.script(sid, "participant-join", call_sid=GUEST)
    return sid


def hang_up(wire: Wire, sid: str, *calls: str) -> None:
    for call in calls:
        wire.script(sid, "participant-leave", call_sid=call)


def kick(wire: Wire, sid: str, *calls: str) -> None:
    for call in calls:
        wire.send("DELETE", f"Conferences/{sid}/Participants/{call}.json")


def ordinary(wire: Wire, sid: str) -> None:
    """Take the moderator's power away."""
    path = f"Conferences/{sid}/Participants/{MODERATOR}.json"
    wire.post(path, {"EndConferenceOnExit": "false"})


def end(wire: Wire, sid: str) -> tuple[str, str | None, str | None]:
    shown = wire.get(f"Conferences/{sid}.json").json
    reason, call = shown["reason_conference_ended"], shown["call_sid_ending_conference"]
    return shown["status"], reason, call


@pytest.mark.parametrize(
    ("out", "reason"),
    [pytest.param(hang_up, LEFT, id="left"), pytest.param(kick, KICKED, id="kicked")],
)
def test_a_moderator_who_goes_ends_the_conference(
    wire: Wire, sid: str, out: Callable[..., None], reason: str
) -> None:
    out(wire, sid, MODERATOR)
    assert end(wire, sid) == ("completed", reason, MODERATOR)


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        pytest.param(hang_up, "last-participant-left", id="left"),
        pytest.param(kick, "last-participant-kicked", id="kicked"),
    ],
)
def test_the_last_participant_who_goes_ends_the_conference(
    wire: Wire, sid: str, out: Callable[..., None], reason: str
) -> None:
    ordinary(wire, sid)
    out(wire, sid, MODERATOR, GUEST)
    assert end(wire, sid) == ("completed", reason, GUEST)


def test_it_is_the_last_departure_that_explains_the_end(wire: Wire, sid: str) -> None:
    ordinary(wire, sid)
    kick(wire, sid, MODERATOR)
    hang_up(wire, sid, GUEST)
    assert end(wire, sid) == ("completed", "last-participant-left", GUEST)


def test_the_api_ends_a_conference_without_naming_a_call(wire: Wire, sid: str) -> None:
    wire.post(f"Conferences/{sid}.json", {"Status": "completed"})
    assert end(wire, sid) == ("completed", "conference-ended-via-api", None)


def test_the_script_ends_a_conference_as_the_api_does(wire: Wire, sid: str) -> None:
    wire.script(sid, "conference-end")
    assert end(wire, sid) == ("completed", "conference-ended-via-api", None)


@pytest.mark.parametrize("out", [hang_up, kick])
def test_a_guest_who_goes_ends_nothing(wire: Wire, sid: str, out: Callable[..., None]) -> None:
    out(wire, sid, GUEST)
    assert end(wire, sid) == ("in-progress", None, None)


def test_an_open_conference_tells_no_reason_for_its_end(wire: Wire) -> None:
    sid = wire.dial("Waiting").json["conference_sid"]
    assert end(wire, sid) == ("init", None, None)


def test_a_guest_can_be_made_the_one_whose_exit_ends_the_conference(wire: Wire, sid: str) -> None:
    path = f"Conferences/{sid}/Participants/{GUEST}.json"
    wire.post(path, {"EndConferenceOnExit": "true"})
    hang_up(wire, sid, GUEST)
    assert end(wire, sid) == ("completed", LEFT, GUEST)


@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        pytest.param("true", LEFT, id="moderator"),
        pytest.param("false", "last-participant-left", id="ordinary"),
    ],
)
def test_a_waiting_conference_ends_when_its_only_participant_leaves(
    wire: Wire, flag: str, reason: str
) -> None:
    only = wire.dial("Waiting", EndConferenceOnExit=flag).json
    hang_up(wire, only["conference_sid"], only["call_sid"])
    assert end(wire, only["conference_sid"]) == ("completed", reason, only["call_sid"])


def test_a_waiting_conference_goes_on_while_somebody_waits(wire: Wire) -> None:
    flag = {"StartConferenceOnEnter": "false"}
    first, _ = (wire.dial("Waiting", **flag).json for _ in range(2))
    kick(wire, first["conference_sid"], first["call_sid"])
    assert end(wire, first["conference_sid"]) == ("init", None, None)


def test_an_end_stays_as_it_was_explained(wire: Wire, sid: str, mockconf: MockConf) -> None:
    hang_up(wire, sid, MODERATOR)
    before = wire.get(f"Conferences/{sid}.json").json
    mockconf.clock.advance(60)
    kick(wire, sid, GUEST)
    hang_up(wire, sid, GUEST)
    wire.post(f"Conferences/{sid}.json", {"Status": "completed"})
    assert wire.get(f"Conferences/{sid}.json").json == before


ENDS: list[Callable[[Wire, str], object]] = [
    lambda wire, sid: wire.post(f"Conferences/{sid}.json", {"Status": "completed"}),
    lambda wire, sid: hang_up(wire, sid, MODERATOR),
    lambda wire, sid: kick(wire, sid, MODERATOR),
    lambda wire, sid: hang_up(wire, sid, GUEST, MODERATOR),
]
END_IDS = ["via-api", "moderator-left", "moderator-kicked", "last-left"]


@pytest.mark.parametrize("finish", ENDS, ids=END_IDS)
def test_nobody_is_listed_after_the_end(
    wire: Wire, sid: str, finish: Callable[[Wire, str], object]
) -> None:
    listed = wire.get(f"Conferences/{sid}/Participants.json").json["participants"]
    finish(wire, sid)
    answer = wire.get(f"Conferences/{sid}/Participants.json")
    assert (len(listed), answer.status, answer.json["participants"]) == (2, 200, [])


@pytest.mark.parametrize("finish", ENDS, ids=END_IDS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_no_participant_is_found_after_the_end(
    wire: Wire, sid: str, finish: Callable[[Wire, str], object], method: str
) -> None:
    finish(wire, sid)
    path = f"Conferences/{sid}/Participants/{GUEST}.json"
    form = {"Muted": "true"} if method == "POST" else None
    assert wire.send(method, path, form).error == (404, 20404)


@pytest.mark.parametrize(
    "event", ["participant-leave", "participant-mute", "participant-speech-start"]
)
def test_callers_do_nothing_in_a_conference_after_the_end(wire: Wire, sid: str, event: str) -> None:
    hang_up(wire, sid, MODERATOR)
    assert wire.script(sid, event, call_sid=GUEST).status == 404


def test_a_script_cannot_end_a_conference_twice(wire: Wire, sid: str) -> None:
    assert wire.script(sid, "conference-end").status == 200
    assert wire.script(sid, "conference-end").status == 409


def test_the_conferences_of_other_rooms_go_on(wire: Wire, sid: str) -> None:
    other = wire.dial("Elsewhere").json["conference_sid"]
    wire.dial("Elsewhere")
    hang_up(wire, sid, MODERATOR)
    assert end(wire, other) == ("in-progress", None, None)
