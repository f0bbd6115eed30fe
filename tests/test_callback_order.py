"""In which order conferences tell: the natural scenarios, why somebody left, why it ended, and the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import ABOUT_CONFERENCE, JINGLE, OF_CONFERENCES, A, B, C, Stage

JOIN, LEAVE = "participant-join", "participant-leave"
START, END = "conference-start", "conference-end"

HUNG_UP, ADD_FAILED = "participant_hung_up", "participant_add_failed"
VIA_API, MODERATOR = "conference_ended_via_api", "moderator_ended_conference"


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


def heard(stage: Stage, **form: str) -> dict[str, str]:
    """Somebody who is dialled into a conference that tells everything."""
    created: dict[str, str] = stage.dial(**stage.asking(ABOUT_CONFERENCE, *OF_CONFERENCES), **form)
    return created


def departures(stage: Stage) -> list[tuple[str, str | None, str]]:
    """Who left, why, and where their call stood."""
    return [
        (form["CallSid"], form.get("ReasonParticipantLeft"), form["ParticipantCallStatus"])
        for form in stage.forms()
        if form["StatusCallbackEvent"] == LEAVE
    ]


# The natural order


def test_two_who_come_and_go(stage: Stage) -> None:
    sid = stage.opened(A, B)
    for call in (A, B):
        stage.play(sid, LEAVE, call_sid=call)
    assert stage.told() == [JOIN, JOIN, START, LEAVE, LEAVE, END]
    assert departures(stage) == [(A, HUNG_UP, "completed"), (B, HUNG_UP, "completed")]


def test_an_end_through_the_api(stage: Stage) -> None:
    sid = stage.opened(A, B, C)
    stage.update(sid, Status="completed")
    assert stage.told() == [JOIN, JOIN, START, JOIN, LEAVE, LEAVE, LEAVE, END]
    assert departures(stage) == [(call, VIA_API, "completed") for call in (A, B, C)]


def test_a_moderator_who_leaves(stage: Stage) -> None:
    sid = stage.opened(A, B)
    stage.play(sid, JOIN, call_sid=C, end_conference_on_exit=True)
    stage.play(sid, LEAVE, call_sid=C)
    assert stage.told()[4:] == [LEAVE, LEAVE, LEAVE, END]
    assert departures(stage) == [
        (C, HUNG_UP, "completed"),
        (A, MODERATOR, "in-progress"),
        (B, MODERATOR, "in-progress"),
    ]


def test_a_busy_number(stage: Stage) -> None:
    stage.opened(A)
    stage.callees(CallOutcome.BUSY)
    busy = stage.dial()["call_sid"]
    assert stage.told() == [JOIN, LEAVE]
    assert departures(stage) == [(busy, ADD_FAILED, "busy")]


def test_a_busy_number_in_an_empty_room_ends_the_conference(stage: Stage) -> None:
    stage.callees(CallOutcome.BUSY)
    call = heard(stage)["call_sid"]
    assert stage.told() == [LEAVE, END]
    ended = stage.forms()[-1]
    assert ended["ReasonConferenceEnded"] == "last-participant-left"
    assert ended["CallSidEndingConference"] == call


def test_an_update_of_everything_tells_each_change_in_one_order(stage: Stage) -> None:
    sid = stage.opened(A, B)
    form = {"WaitUrl": JINGLE, "Hold": "true", "Muted": "true", "AnnounceUrl": JINGLE}
    stage.update(sid, B, **form)
    kinds = ["mute", "hold", "modify"]
    assert stage.told()[3:] == [*(f"participant-{kind}" for kind in kinds), "announcement-end"]


# How somebody leaves


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (CallOutcome.BUSY, "busy"),
        (CallOutcome.NO_ANSWER, "no-answer"),
        (CallOutcome.FAIL, "failed"),
        (CallOutcome.CANCEL, "canceled"),
    ],
)
def test_who_cannot_be_reached_leaves_without_having_joined(
    stage: Stage, outcome: CallOutcome, status: str
) -> None:
    stage.opened(A)
    stage.callees(outcome)
    call = stage.dial()["call_sid"]
    stage.clock.advance(65)
    assert departures(stage) == [(call, ADD_FAILED, status)]
    assert stage.told() == [JOIN, LEAVE]


@pytest.mark.parametrize(("is_dialled", "status"), [(True, "completed"), (False, "in-progress")])
def test_a_kick_has_no_reason_and_only_a_dialled_call_is_over(
    stage: Stage, is_dialled: bool, status: str
) -> None:
    sid = stage.opened(A, B)
    call = stage.dial()["call_sid"] if is_dialled else B
    stage.kick(sid, call)
    assert departures(stage) == [(call, None, status)]


@pytest.mark.parametrize(("is_dialled", "status"), [(True, "completed"), (False, "in-progress")])
def test_whom_a_moderator_leaves_behind_goes_on_with_their_call_if_they_called_in(
    stage: Stage, is_dialled: bool, status: str
) -> None:
    sid = stage.opened()
    stage.play(sid, JOIN, call_sid=A, end_conference_on_exit=True)
    other = B
    if is_dialled:
        other = stage.dial()["call_sid"]
    else:
        stage.play(sid, JOIN, call_sid=B)
    stage.play(sid, LEAVE, call_sid=A)
    assert departures(stage)[1:] == [(other, MODERATOR, status)]


def test_an_end_through_the_api_ends_dialled_calls_too(stage: Stage) -> None:
    sid = stage.opened(A)
    call = stage.dial()["call_sid"]
    stage.update(sid, Status="completed")
    assert departures(stage)[1:] == [(call, VIA_API, "completed")]


def test_a_dialled_callee_who_hangs_up(stage: Stage) -> None:
    sid = stage.opened(A)
    call = stage.dial()["call_sid"]
    stage.play(sid, LEAVE, call_sid=call)
    assert departures(stage) == [(call, HUNG_UP, "completed")]


@pytest.mark.parametrize("way", ["leave", "kick", "end"])
def test_whoever_goes_while_the_phone_rings_was_not_added(stage: Stage, way: str) -> None:
    sid = stage.opened(A, B)
    stage.callees(CallOutcome.RING)
    call = stage.dial()["call_sid"]
    if way == "leave":
        stage.play(sid, LEAVE, call_sid=call)
    elif way == "kick":
        stage.kick(sid, call)
    else:
        stage.update(sid, Status="completed")
    assert (call, ADD_FAILED, "canceled") in departures(stage)
    assert stage.told().count(JOIN) == 2


# How it ends


@pytest.mark.parametrize("label", [None, "boss"])
@pytest.mark.parametrize(
    ("is_moderator", "is_kicked", "reason", "text"),
    [
        (False, False, "last-participant-left", f"Last participant {B} left"),
        (False, True, "last-participant-kicked", f"Last participant {B} was removed"),
        (
            True,
            False,
            "participant-with-end-conference-on-exit-left",
            f"Participant {B} with endConferenceOnExit left",
        ),
        (
            True,
            True,
            "participant-with-end-conference-on-exit-kicked",
            f"Participant {B} with endConferenceOnExit was removed",
        ),
    ],
)
def test_the_end_tells_why_and_through_whom(
    stage: Stage, is_moderator: bool, is_kicked: bool, reason: str, text: str, label: str | None
) -> None:
    sid = stage.opened(A)
    named = {"label": label} if label else {}
    stage.play(sid, JOIN, call_sid=B, end_conference_on_exit=is_moderator, **named)
    if not is_moderator:
        stage.play(sid, LEAVE, call_sid=A)
    if is_kicked:
        stage.kick(sid, B)
    else:
        stage.play(sid, LEAVE, call_sid=B)
    ended = stage.forms()[-1]
    about_the_end = {"ReasonConferenceEnded": reason, "Reason": text, "CallSidEndingConference": B}
    if label:
        about_the_end["ParticipantLabelEndingConference"] = label
    assert {name: ended[name] for name in ended if "Ending" in name or "Reason" in name} == (
        about_the_end
    )


def test_nobody_has_ended_what_the_api_ends(stage: Stage) -> None:
    stage.update(stage.opened(A, B), Status="completed")
    assert [name for name in stage.forms()[-1] if "Ending" in name] == []


# Numbers and moments


def test_what_nobody_asked_for_is_numbered_too(stage: Stage) -> None:
    sid = stage.opened(A, B, status_callback_event=["start", "end"])
    stage.update(sid, A, Muted="true")
    stage.update(sid, Status="completed")
    numbers = [(form["StatusCallbackEvent"], form["SequenceNumber"]) for form in stage.forms()]
    assert numbers == [(START, "3"), (END, "7")]


def test_each_conference_numbers_its_own_events_from_one(stage: Stage) -> None:
    rooms = [stage.opened(room=room) for room in ("One", "Two")]
    for _ in range(3):
        for sid in rooms:
            stage.play(sid, JOIN)
    for sid in rooms:
        told = [form for form in stage.forms() if form["ConferenceSid"] == sid]
        assert [form["SequenceNumber"] for form in told] == ["1", "2", "3", "4"]


def test_an_event_carries_its_own_moment_however_late_somebody_looks(
    mock_with: Callable[..., Mock],
) -> None:
    with Stage(mock_with(answer_after=10)) as stage:
        heard(stage)
        stage.clock.advance(4)
        stage.dial()
        stage.clock.advance(3_600)
        told = [(form["StatusCallbackEvent"], form["Timestamp"]) for form in stage.forms()]
    assert told == [
        (JOIN, "Mon, 05 Jan 2026 09:00:10 +0000"),
        (JOIN, "Mon, 05 Jan 2026 09:00:14 +0000"),
        (START, "Mon, 05 Jan 2026 09:00:14 +0000"),
    ]
