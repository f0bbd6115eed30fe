"""The events of a conference: which ones there are, in which order, and with which numbers and moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.wire import Wire

A, B, C = (f"CA{digit * 32}" for digit in "abc")
JINGLE = "https://example.com/jingle.mp3"
#: What the script of an announcement says besides.
DETAILS: dict[str, dict[str, str]] = {
    "announcement-end": {"announce_url": JINGLE},
    "announcement-fail": {"announce_url": JINGLE, "reason_announcement_failed": "no audio"},
}

#: An event, who it happened to and why they left.
Told = tuple[str, str | None, str | None]

START: Told = ("conference-start", None, None)
END: Told = ("conference-end", None, None)


def join(call: str) -> Told:
    return ("participant-join", call, None)


def left(call: str, reason: str | None) -> Told:
    return ("participant-leave", call, reason)


def opened(wire: Wire, *calls: str) -> str:
    """The SID of a new conference that these calls have joined."""
    sid = str(wire.control("POST", "conferences", {"friendly_name": "Support"}).json["sid"])
    for call in calls:
        wire.script(sid, "participant-join", call_sid=call)
    return sid


def rows(wire: Wire, sid: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wire.control("GET", f"conferences/{sid}").json["events"]
    return found


def told(wire: Wire, sid: str) -> list[Told]:
    return [
        (row["event"], row["call_sid"], row["reason_participant_left"]) for row in rows(wire, sid)
    ]


def test_two_who_come_and_go_are_told_in_their_order(wire: Wire) -> None:
    sid = opened(wire, A, B)
    for call in (A, B):
        wire.script(sid, "participant-leave", call_sid=call)
    hung_up = "participant_hung_up"
    assert told(wire, sid) == [join(A), join(B), START, left(A, hung_up), left(B, hung_up), END]


def test_an_end_through_the_api_lets_everybody_leave_first(wire: Wire) -> None:
    sid = opened(wire, A, B, C)
    wire.post(f"Conferences/{sid}.json", {"Status": "completed"})
    departures = [left(call, "conference_ended_via_api") for call in (A, B, C)]
    assert told(wire, sid) == [join(A), join(B), START, join(C), *departures, END]


def test_a_scripted_end_is_told_like_one_through_the_api(wire: Wire) -> None:
    sid = opened(wire, A, B)
    step = wire.script(sid, "conference-end").json["events"]
    assert [row["event"] for row in step] == ["participant-leave"] * 2 + ["conference-end"]
    assert {row["reason_participant_left"] for row in step} == {"conference_ended_via_api", None}


def test_a_moderator_leaves_before_the_others_are_sent_away(wire: Wire) -> None:
    sid = opened(wire, A)
    wire.script(sid, "participant-join", call_sid=B, end_conference_on_exit=True)
    wire.script(sid, "participant-join", call_sid=C)
    wire.script(sid, "participant-leave", call_sid=B)
    assert told(wire, sid)[4:] == [
        left(B, "participant_hung_up"),
        left(A, "moderator_ended_conference"),
        left(C, "moderator_ended_conference"),
        END,
    ]


def test_a_kicked_moderator_takes_the_others_along(wire: Wire) -> None:
    sid = opened(wire, A)
    wire.script(sid, "participant-join", call_sid=B, end_conference_on_exit=True)
    wire.send("DELETE", f"Conferences/{sid}/Participants/{B}.json")
    expected = [left(B, None), left(A, "moderator_ended_conference"), END]
    assert told(wire, sid)[3:] == expected


def test_a_kick_is_told_without_a_reason(wire: Wire) -> None:
    sid = opened(wire, A, B)
    wire.send("DELETE", f"Conferences/{sid}/Participants/{B}.json")
    assert told(wire, sid)[3:] == [left(B, None)]


def test_a_dialled_participant_who_does_not_answer_leaves_without_having_joined(
    mock_with: Callable[..., Mock],
) -> None:
    wire = mock_with(answer_after=20).wire
    created = wire.dial("Support").json
    wire.script(created["conference_sid"], "participant-leave", call_sid=created["call_sid"])
    expected = left(created["call_sid"], "participant_add_failed")
    assert told(wire, created["conference_sid"])[:1] == [expected]


@pytest.mark.parametrize("people", [1, 2, 3])
def test_the_start_is_told_once_and_right_after_the_second_join(wire: Wire, people: int) -> None:
    sid = opened(wire, *(A, B, C)[:people])
    expected = [join(A), join(B), START, join(C)][: people + (people > 1)]
    assert told(wire, sid) == expected


@pytest.mark.parametrize(
    ("before", "form", "kind"),
    [
        ({}, {"Muted": "true"}, "participant-mute"),
        ({"Muted": "true"}, {"Muted": "false"}, "participant-unmute"),
        ({}, {"Hold": "true"}, "participant-hold"),
        ({"Hold": "true"}, {"Hold": "false"}, "participant-unhold"),
        ({}, {"BeepOnExit": "true"}, "participant-modify"),
        ({}, {"EndConferenceOnExit": "true"}, "participant-modify"),
        ({}, {"WaitUrl": JINGLE}, "participant-modify"),
        ({}, {"CallSidToCoach": A}, "participant-modify"),
        ({"CallSidToCoach": A}, {"CallSidToCoach": C}, "participant-modify"),
        ({"CallSidToCoach": A}, {"Coaching": "false"}, "participant-modify"),
    ],
)
def test_a_change_of_a_participant_is_told_once(
    wire: Wire, before: dict[str, str], form: dict[str, str], kind: str
) -> None:
    sid = opened(wire, A, B, C)
    path = f"Conferences/{sid}/Participants/{B}.json"
    wire.post(path, before)
    count = len(rows(wire, sid))
    for _ in range(2):
        assert wire.post(path, form).status == 200
    assert told(wire, sid)[count:] == [(kind, B, None)]


def test_an_update_that_changes_nothing_tells_nothing(wire: Wire) -> None:
    sid = opened(wire, A, B)
    for form in ({}, {"Muted": "false"}, {"Hold": "false"}, {"Coaching": "false"}):
        wire.post(f"Conferences/{sid}/Participants/{B}.json", form)
    assert told(wire, sid) == [join(A), join(B), START]


def test_an_update_of_everything_tells_each_change(wire: Wire) -> None:
    sid = opened(wire, A, B)
    form = {"Muted": "true", "Hold": "true", "BeepOnExit": "true", "EndConferenceOnExit": "true"}
    wire.post(f"Conferences/{sid}/Participants/{B}.json", form)
    kinds = ["participant-mute", "participant-hold", "participant-modify"]
    assert told(wire, sid)[3:] == [(kind, B, None) for kind in kinds]


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        ("participant-mute", {"muted": True}),
        ("participant-hold", {"hold": True}),
        ("participant-modify", {"beep_on_exit": True}),
    ],
)
def test_a_scripted_change_is_seen_by_rest_and_told(
    wire: Wire, event: str, changed: dict[str, bool]
) -> None:
    sid = opened(wire, A, B)
    given = changed if event == "participant-modify" else {}
    step = wire.script(sid, event, call_sid=B, **given).json
    assert step["participant"] | changed == step["participant"]
    assert [(row["event"], row["call_sid"]) for row in step["events"]] == [(event, B)]
    shown = wire.get(f"Conferences/{sid}/Participants/{B}.json").json
    assert {name: shown[name] for name in changed if name in shown}.items() <= changed.items()


@pytest.mark.parametrize(
    ("event", "call"),
    [
        ("participant-speech-start", B),
        ("participant-speech-stop", B),
        ("announcement-end", None),
        ("announcement-end", B),
        ("announcement-fail", None),
        ("announcement-fail", B),
    ],
)
def test_what_is_heard_is_told_and_changes_no_record(
    wire: Wire, mockconf: MockConf, event: str, call: str | None
) -> None:
    sid = opened(wire, A, B)
    paths = (f"Conferences/{sid}.json", f"Conferences/{sid}/Participants.json")
    before = [wire.get(path).json for path in paths]
    mockconf.clock.advance(10)
    answer = wire.script(
        sid, event, **DETAILS.get(event, {}), **({"call_sid": call} if call else {})
    )
    assert (answer.status, told(wire, sid)[3:]) == (200, [(event, call, None)])
    assert [wire.get(path).json for path in paths] == before


@pytest.mark.parametrize("to", [None, B])
def test_an_announcement_through_the_api_tells_its_end_by_itself(
    wire: Wire, to: str | None
) -> None:
    sid = opened(wire, A, B)
    path = f"Conferences/{sid}/Participants/{to}.json" if to else f"Conferences/{sid}.json"
    assert wire.post(path, {"AnnounceUrl": JINGLE}).status == 200
    assert told(wire, sid)[3:] == [("announcement-end", to, None)]


@pytest.mark.parametrize(
    "event",
    [
        "participant-speech-start",
        "participant-speech-stop",
        "announcement-end",
        "announcement-fail",
    ],
)
def test_nothing_is_heard_before_the_start(wire: Wire, event: str) -> None:
    sid = opened(wire, A)
    assert wire.script(sid, event, call_sid=A, **DETAILS.get(event, {})).status == 409
    assert told(wire, sid) == [join(A)]


def test_the_events_of_a_conference_are_numbered_from_one(wire: Wire) -> None:
    sid = opened(wire, A, B)
    wire.script(sid, "participant-mute", call_sid=A)
    wire.script(sid, "conference-end")
    numbers = [row["sequence_number"] for row in rows(wire, sid)]
    assert numbers == list(range(1, 8))


def test_every_conference_counts_for_itself(wire: Wire) -> None:
    first = opened(wire, A, B)
    other = wire.dial("Elsewhere").json["conference_sid"]
    wire.script(first, "conference-end")
    second = opened(wire, C)
    assert second != first
    for sid in (other, second):
        assert [row["sequence_number"] for row in rows(wire, sid)] == [1]
        assert {row["conference_sid"] for row in rows(wire, sid)} == {sid}


def test_an_event_tells_its_moment(wire: Wire, mockconf: MockConf) -> None:
    sid = opened(wire, A)
    mockconf.clock.advance(90)
    wire.script(sid, "participant-join", call_sid=B)
    moments = [row["timestamp"] for row in rows(wire, sid)]
    assert moments == ["2026-01-05T09:00:00+00:00", *["2026-01-05T09:01:30+00:00"] * 2]


def test_a_step_shows_only_what_it_caused(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(answer_after=3)
    created = mock.wire.dial("Support").json
    mock.world.clock.advance(5)
    step = mock.wire.script(created["conference_sid"], "participant-join", call_sid=B).json
    assert [(row["event"], row["call_sid"]) for row in step["events"]] == [
        ("participant-join", B),
        ("conference-start", None),
    ]


def test_reading_tells_nothing(wire: Wire) -> None:
    sid = opened(wire, A, B)
    before = told(wire, sid)
    for path in (f"{sid}.json", f"{sid}/Participants.json", f"{sid}/Participants/{A}.json"):
        assert wire.get(f"Conferences/{path}").status == 200
    assert told(wire, sid) == before


def test_a_refused_change_tells_nothing(wire: Wire) -> None:
    sid = opened(wire, A, B)
    before = told(wire, sid)
    refused = {"Muted": "true", "CallSidToCoach": C}
    assert wire.post(f"Conferences/{sid}/Participants/{B}.json", refused).status == 400
    assert told(wire, sid) == before
