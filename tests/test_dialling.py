"""Dialling: from `queued` to `ringing` to `connected` on the clock, and what holds while a phone rings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Mock
from tests.wire import Wire

JINGLE = "https://example.com/jingle.mp3"


@pytest.fixture
def mock(mock_with: Callable[..., Mock]) -> Mock:
    """A mock whose callees answer after ten seconds."""
    return mock_with(answer_after=10)


def status(wire: Wire, uri: str) -> str:
    return str(wire.get(uri).json["status"])


def room(wire: Wire, created: dict[str, str]) -> str:
    return status(wire, f"Conferences/{created['conference_sid']}.json")


def events(wire: Wire, created: dict[str, str]) -> list[tuple[str, str]]:
    shown = wire.control("GET", f"conferences/{created['conference_sid']}").json
    return [(row["event"], row["timestamp"][11:19]) for row in shown["events"]]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "queued"),
        (0.5, "queued"),
        (1, "ringing"),
        (9.9, "ringing"),
        (10, "connected"),
        (1e6, "connected"),
    ],
)
def test_a_phone_rings_until_it_is_answered(mock: Mock, seconds: float, expected: str) -> None:
    created = mock.wire.dial("Support").json
    mock.world.clock.advance(seconds)
    assert (created["status"], status(mock.wire, created["uri"])) == ("queued", expected)


@pytest.mark.parametrize("setting", [0.5, 1, 2.5, 60])
def test_a_callee_answers_when_the_setting_says(
    mock_with: Callable[..., Mock], setting: float
) -> None:
    mock = mock_with(answer_after=setting)
    uri = mock.wire.dial("Support").json["uri"]
    mock.world.clock.advance(setting - 0.01)
    seen = [status(mock.wire, uri)]
    mock.world.clock.advance(0.01)
    assert [*seen, status(mock.wire, uri)] == ["ringing", "connected"]


def test_without_the_setting_a_callee_answers_at_once(wire: Wire) -> None:
    created = wire.dial("Support").json
    assert (created["status"], status(wire, created["uri"])) == ("queued", "connected")


def test_the_control_api_lets_phones_ring_and_be_answered(mock: Mock) -> None:
    created = mock.wire.dial("Support").json
    seen = []
    for _ in range(2):
        mock.wire.control("PUT", "clock", {"advance": 5})
        seen.append(status(mock.wire, created["uri"]))
    assert seen == ["ringing", "connected"]


def test_what_was_due_has_its_own_moment_however_late_somebody_looks(mock: Mock) -> None:
    created = mock.wire.dial("Support").json
    mock.world.clock.advance(3_600)
    shown = mock.wire.get(created["uri"]).json
    assert shown["date_created"] == "Mon, 05 Jan 2026 09:00:00 +0000"
    assert shown["date_updated"] == "Mon, 05 Jan 2026 09:00:10 +0000"


def test_the_conference_starts_when_the_second_callee_answers(mock: Mock) -> None:
    wire = mock.wire
    first = wire.dial("Support").json
    mock.world.clock.advance(4)
    wire.dial("Support")
    seen = []
    for seconds in (0, 6, 3.9, 0.1):
        mock.world.clock.advance(seconds)
        seen.append(room(wire, first))
    assert seen == ["init", "init", "init", "in-progress"]
    assert events(wire, first) == [
        ("participant-join", "09:00:10"),
        ("participant-join", "09:00:14"),
        ("conference-start", "09:00:14"),
    ]


def test_answers_come_in_the_order_of_the_clock_in_one_big_step(mock: Mock) -> None:
    wire = mock.wire
    created = []
    for label in ("first", "second", "third"):
        created.append(wire.dial("Support", Label=label).json)
        mock.world.clock.advance(1)
    mock.world.clock.advance(100)
    moments = [moment for kind, moment in events(wire, created[0]) if kind.endswith("join")]
    assert moments == ["09:00:10", "09:00:11", "09:00:12"]


def test_a_ringing_participant_is_listed_and_fetched(mock: Mock) -> None:
    created = mock.wire.dial("Support", Label="guest").json
    mock.world.clock.advance(5)
    sid = created["conference_sid"]
    listed = mock.wire.get(f"Conferences/{sid}/Participants.json").json["participants"]
    by_label = mock.wire.get(f"Conferences/{sid}/Participants/guest.json").json
    assert listed == [by_label]
    assert by_label["status"] == "ringing"


def test_a_flag_set_while_the_phone_rings_holds_after_the_answer(mock: Mock) -> None:
    created = mock.wire.dial("Support").json
    mock.world.clock.advance(5)
    answer = mock.wire.post(created["uri"], {"Muted": "true"}).json
    mock.world.clock.advance(5)
    shown = mock.wire.get(created["uri"]).json
    assert (answer["status"], shown["status"], shown["muted"]) == ("ringing", "connected", True)


def test_who_is_kicked_while_the_phone_rings_never_joins(mock: Mock) -> None:
    wire = mock.wire
    created = [wire.dial("Support").json for _ in range(2)]
    mock.world.clock.advance(5)
    assert wire.send("DELETE", created[1]["uri"]).status == 204
    mock.world.clock.advance(60)
    assert wire.get(created[1]["uri"]).error == (404, 20404)
    assert events(wire, created[0]) == [
        ("participant-leave", "09:00:05"),
        ("participant-join", "09:00:10"),
    ]


def test_who_is_kicked_while_the_phone_rings_may_be_the_last(mock: Mock) -> None:
    created = mock.wire.dial("Support").json
    mock.wire.send("DELETE", created["uri"])
    shown = mock.wire.get(f"Conferences/{created['conference_sid']}.json").json
    assert shown["status"] == "completed"
    assert shown["reason_conference_ended"] == "last-participant-kicked"
    assert shown["call_sid_ending_conference"] == created["call_sid"]


def test_a_moderator_whose_phone_still_rings_ends_nothing(mock: Mock) -> None:
    wire = mock.wire
    created = [wire.dial("Support").json for _ in range(2)]
    mock.world.clock.advance(20)
    moderator = wire.dial("Support", EndConferenceOnExit="true").json
    wire.send("DELETE", moderator["uri"])
    assert room(wire, created[0]) == "in-progress"


def test_one_who_may_start_but_left_before_the_answer_of_others_starts_nothing(
    mock: Mock,
) -> None:
    wire = mock.wire
    starter = wire.dial("Support").json
    mock.world.clock.advance(10)
    for _ in range(2):
        wire.dial("Support", StartConferenceOnEnter="false")
    wire.send("DELETE", starter["uri"])
    mock.world.clock.advance(10)
    assert room(wire, starter) == "init"


def test_an_answer_after_the_end_of_the_conference_joins_nothing(mock: Mock) -> None:
    wire = mock.wire
    created = [wire.dial("Support").json for _ in range(2)]
    mock.world.clock.advance(10)
    late = wire.dial("Support").json
    wire.post(f"Conferences/{late['conference_sid']}.json", {"Status": "completed"})
    mock.world.clock.advance(60)
    assert wire.get(late["uri"]).error == (404, 20404)
    kinds = [kind for kind, _ in events(wire, created[0])]
    assert kinds[3:] == ["participant-leave"] * 3 + ["conference-end"]
    again = wire.dial("Support").json
    assert again["conference_sid"] != late["conference_sid"]
    assert room(wire, again) == "init"


def test_a_ringing_participant_holds_a_label_and_a_place(mock: Mock) -> None:
    wire = mock.wire
    wire.dial("Support", Label="agent", MaxParticipants="2")
    assert wire.dial("Support", Label="agent").error == (400, 16026)
    assert wire.dial("Support", Label="guest").status == 201
    assert wire.dial("Support", Label="third").error == (400, 16020)


def test_a_ringing_participant_cannot_be_coached_yet(mock: Mock) -> None:
    wire = mock.wire
    agent = wire.dial("Support").json
    mock.world.clock.advance(9)
    assert wire.dial("Support", CallSidToCoach=agent["call_sid"]).error == (400, 16028)
    mock.world.clock.advance(1)
    assert wire.dial("Support", CallSidToCoach=agent["call_sid"]).status == 201


@pytest.mark.parametrize(
    ("form", "code"),
    [
        pytest.param({"Status": "completed"}, 16099, id="completed"),
        pytest.param({"AnnounceUrl": JINGLE}, 16001, id="announced-to"),
    ],
)
def test_a_conference_whose_phones_ring_cannot_be(
    mock: Mock, form: dict[str, str], code: int
) -> None:
    sid = mock.wire.dial("Support").json["conference_sid"]
    mock.wire.dial("Support")
    assert mock.wire.post(f"Conferences/{sid}.json", form).error == (400, code)
    mock.world.clock.advance(10)
    assert mock.wire.post(f"Conferences/{sid}.json", form).status == 200


def test_nothing_is_announced_while_the_second_phone_rings(mock: Mock) -> None:
    wire = mock.wire
    first, second = (wire.dial("Support").json for _ in range(2))
    mock.world.clock.advance(10)
    wire.send("DELETE", second["uri"])
    wire.dial("Support")
    path = f"Conferences/{first['conference_sid']}.json"
    assert room(wire, first) == "in-progress"
    assert wire.post(path, {"AnnounceUrl": JINGLE}).error == (400, 16001)


def test_a_recording_begins_with_the_second_answer(mock: Mock) -> None:
    wire = mock.wire
    sid = wire.dial("Support", ConferenceRecord="true").json["conference_sid"]
    wire.dial("Support")
    mock.world.clock.advance(70)
    (only,) = wire.get(f"Conferences/{sid}/Recordings.json").json["recordings"]
    assert only["start_time"] == "Mon, 05 Jan 2026 09:00:10 +0000"
    stopped = f"Conferences/{sid}/Recordings/{only['sid']}.json"
    wire.post(stopped, {"Status": "stopped"})
    assert wire.get(stopped).json["duration"] == "60"


def test_who_calls_in_is_not_kept_waiting(mock: Mock) -> None:
    sid = mock.wire.dial("Support").json["conference_sid"]
    joined = mock.wire.script(sid, "participant-join").json["participant"]
    assert joined["status"] == "connected"


def test_somebody_can_be_dialled_at_the_end_of_the_calendar(mock: Mock) -> None:
    mock.wire.control("PUT", "clock", {"now": "9999-12-31T23:59:55+00:00"})
    assert mock.wire.dial("Support").status == 201
