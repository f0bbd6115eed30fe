"""What becomes of a dialled call on the clock: timeouts, limits, what callees do, and who decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import ABOUT_CALL, OF_CALLS, A, B, Stage


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


def dialled(stage: Stage, **form: str) -> dict[str, str]:
    """Somebody who is dialled, and of whose call everything is told."""
    created: dict[str, str] = stage.dial(**stage.asking(ABOUT_CALL, *OF_CALLS), **form)
    return created


def told(stage: Stage, created: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """The steps of a call, or of all, each with its second on the clock that began at 09:00."""
    return [
        (form["CallStatus"], form["Timestamp"][20:25])
        for form in stage.forms(ABOUT_CALL)
        if created is None or form["CallSid"] == created["call_sid"]
    ]


def status(stage: Stage, created: dict[str, str]) -> str | int:
    """Where somebody stands, or the status of the answer that nobody is there."""
    reply = stage.wire.get(created["uri"])
    return str(reply.json["status"]) if reply.status == 200 else reply.status


# The clock


@pytest.mark.parametrize(("form", "seconds"), [({}, 65), ({"Timeout": "20"}, 25)])
def test_a_phone_that_nobody_answers_rings_five_seconds_beyond_its_timeout(
    stage: Stage, form: dict[str, str], seconds: int
) -> None:
    stage.callees(CallOutcome.RING)
    created = dialled(stage, **form)
    stage.clock.advance(seconds - 0.1)
    seen = [status(stage, created)]
    stage.clock.advance(0.1)
    assert [*seen, status(stage, created)] == ["ringing", 404]
    over = f"{seconds // 60:02}:{seconds % 60:02}"
    assert told(stage) == [("initiated", "00:00"), ("ringing", "00:01"), ("no-answer", over)]


def test_no_answer_is_what_a_phone_comes_to_that_rings_out(stage: Stage) -> None:
    stage.callees(CallOutcome.NO_ANSWER)
    dialled(stage)
    stage.clock.advance(64)
    assert told(stage)[-1] == ("ringing", "00:01")
    stage.clock.advance(1)
    assert told(stage)[-1] == ("no-answer", "01:05")


@pytest.mark.parametrize(("after", "last"), [(25, "in-progress"), (25.1, "no-answer")])
def test_whoever_would_answer_after_the_timeout_does_not(
    mock_with: Callable[..., Mock], after: float, last: str
) -> None:
    with Stage(mock_with(answer_after=after)) as stage:
        dialled(stage, Timeout="20")
        stage.clock.advance(600)
        assert told(stage)[2] == (last, "00:25")


def test_an_answer_comes_when_the_setting_says(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(answer_after=3)) as stage:
        dialled(stage)
        stage.clock.advance(600)
        assert told(stage) == [
            ("initiated", "00:00"),
            ("ringing", "00:01"),
            ("in-progress", "00:03"),
        ]


@pytest.mark.parametrize(("after", "rings"), [(0.5, "00:00"), (2, "00:01"), (30, "00:01")])
def test_a_phone_rings_after_a_second_or_halfway_to_an_earlier_answer(
    mock_with: Callable[..., Mock], after: float, rings: str
) -> None:
    with Stage(mock_with(answer_after=after)) as stage:
        dialled(stage)
        stage.clock.advance(after)
        assert told(stage)[1] == ("ringing", rings)


def test_a_time_limit_ends_the_call(stage: Stage) -> None:
    sid = stage.opened(A)
    created = dialled(stage, TimeLimit="90")
    stage.clock.advance(89.9)
    assert status(stage, created) == "connected"
    stage.clock.advance(0.1)
    assert (status(stage, created), told(stage)[-1]) == (404, ("completed", "01:30"))
    left = stage.forms()[-1]
    assert left["ConferenceSid"] == sid
    assert left["ReasonParticipantLeft"] == "participant_hung_up"
    assert stage.forms(ABOUT_CALL)[-1]["CallDuration"] == "90"


def test_a_time_limit_counts_from_the_answer(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(answer_after=30)) as stage:
        dialled(stage, TimeLimit="60")
        stage.clock.advance(600)
        assert told(stage)[-2:] == [("in-progress", "00:30"), ("completed", "01:30")]


def test_a_time_limit_of_somebody_who_has_left_does_nothing(stage: Stage) -> None:
    created = dialled(stage, TimeLimit="90")
    other = dialled(stage)
    stage.kick(created["conference_sid"], created["call_sid"])
    stage.clock.advance(600)
    assert told(stage, created)[-1] == ("completed", "00:00")
    assert status(stage, other) == "connected"


def test_a_time_limit_beyond_the_calendar_never_comes(stage: Stage) -> None:
    created = dialled(stage, TimeLimit="999999999999")
    stage.clock.advance(1e7)
    assert status(stage, created) == "connected"


# What callees do


@pytest.mark.parametrize(
    ("outcome", "after", "expected"),
    [
        (CallOutcome.ANSWER, None, [("ringing", "00:00"), ("in-progress", "00:00")]),
        (CallOutcome.ANSWER, 4, [("ringing", "00:01"), ("in-progress", "00:04")]),
        (CallOutcome.BUSY, None, [("busy", "00:00")]),
        (CallOutcome.BUSY, 4, [("ringing", "00:01"), ("busy", "00:04")]),
        (CallOutcome.NO_ANSWER, 10, [("ringing", "00:01"), ("no-answer", "00:10")]),
        (CallOutcome.NO_ANSWER, None, [("ringing", "00:01"), ("no-answer", "01:05")]),
        (CallOutcome.FAIL, None, [("failed", "00:00")]),
        (CallOutcome.FAIL, 2, [("ringing", "00:01"), ("failed", "00:02")]),
        (CallOutcome.CANCEL, 30, [("ringing", "00:01"), ("canceled", "00:30")]),
        (CallOutcome.RING, None, [("ringing", "00:01"), ("no-answer", "01:05")]),
        (CallOutcome.RING, 10, [("ringing", "00:01"), ("no-answer", "01:05")]),
        (CallOutcome.BUSY, 100, [("ringing", "00:01"), ("no-answer", "01:05")]),
    ],
)
def test_a_callee_does_what_the_rule_says_when_it_says(
    stage: Stage, outcome: CallOutcome, after: float | None, expected: list[tuple[str, str]]
) -> None:
    stage.callees(outcome, after)
    dialled(stage)
    stage.clock.advance(300)
    assert told(stage) == [("initiated", "00:00"), *expected]


@pytest.mark.parametrize(
    ("pattern", "to", "fits"),
    [
        ("*", "+15558675310", True),
        ("+1555*", "+15558675310", True),
        ("+1555*", "+15018675310", False),
        ("+1555867531[0-4]", "+15558675310", True),
        ("+1555867531[5-9]", "+15558675310", False),
        ("+15558675310", "+15558675310", True),
        ("+1555", "+15558675310", False),
        ("client:*", "client:ada", True),
        ("client:Ada", "client:ada", False),
        ("sip:*@example.com", "sip:bob@example.com", True),
    ],
)
def test_a_rule_is_for_the_callees_that_fit_its_pattern(
    stage: Stage, pattern: str, to: str, fits: bool
) -> None:
    stage.callees(CallOutcome.BUSY, to=pattern)
    dialled(stage, To=to)
    assert told(stage)[-1][0] == ("busy" if fits else "in-progress")


def test_the_newest_rule_that_fits_counts(stage: Stage) -> None:
    stage.callees(CallOutcome.BUSY, to="+1555*")
    stage.callees(CallOutcome.FAIL, to="*")
    stage.callees(CallOutcome.CANCEL, to="client:*")
    dialled(stage)
    stage.callees(CallOutcome.ANSWER, to="+1555*")
    dialled(stage)
    assert [step for step, _ in told(stage)] == [
        *("initiated", "failed"),
        *("initiated", "ringing", "in-progress"),
    ]


def test_a_rule_comes_before_the_setting(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(answer_after=30)) as stage:
        stage.callees(CallOutcome.ANSWER)
        assert status(stage, dialled(stage)) == "connected"


def test_a_rule_does_not_change_who_is_dialled_already(stage: Stage) -> None:
    stage.callees(CallOutcome.ANSWER, 10)
    created = dialled(stage)
    stage.callees(CallOutcome.BUSY)
    stage.clock.advance(10)
    assert status(stage, created) == "connected"


def test_callers_know_no_rules(stage: Stage) -> None:
    stage.callees(CallOutcome.BUSY)
    stage.opened(A, B)
    assert stage.told() == ["participant-join", "participant-join", "conference-start"]


def test_calls_end_in_the_order_of_the_clock_in_one_big_step(stage: Stage) -> None:
    stage.callees(CallOutcome.RING)
    waiting = dialled(stage)
    stage.callees(CallOutcome.BUSY, 4)
    stage.clock.advance(1)
    dialled(stage)
    stage.clock.advance(600)
    moments = [moment for _, moment in told(stage)]
    assert moments == sorted(moments)
    assert told(stage, waiting)[-1] == ("no-answer", "01:05")
