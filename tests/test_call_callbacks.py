"""What is told of a dialled call: its steps, how it ended, how long it took, and the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest

from mockconf.contract import load
from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import ABOUT_CALL, OF_CALLS, A, C, Stage

#: By word of a StatusCallbackEvent: the CallStatus of its callback, when the callee answers.
STATUSES = dict(zip(OF_CALLS, ("initiated", "ringing", "in-progress", "completed"), strict=True))
UNREACHED = {
    CallOutcome.BUSY: "busy",
    CallOutcome.NO_ANSWER: "no-answer",
    CallOutcome.FAIL: "failed",
    CallOutcome.CANCEL: "canceled",
}


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


def followed(stage: Stage, *words: str, **form: str) -> dict[str, str]:
    """Somebody who is dialled and of whose call these steps are told, or all."""
    created: dict[str, str] = stage.dial(**stage.asking(ABOUT_CALL, *(words or OF_CALLS)), **form)
    return created


def hang_up(stage: Stage, created: dict[str, str]) -> None:
    stage.play(created["conference_sid"], "participant-leave", call_sid=created["call_sid"])


def statuses(stage: Stage) -> list[str]:
    return [form["CallStatus"] for form in stage.forms(ABOUT_CALL)]


def test_the_steps_of_a_call_are_told_in_their_order(stage: Stage) -> None:
    hang_up(stage, followed(stage))
    told = [(form["SequenceNumber"], form["CallStatus"]) for form in stage.forms(ABOUT_CALL)]
    assert told == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("word", OF_CALLS)
def test_a_step_tells_what_is_documented_and_nothing_else(
    stage: Stage, word: str, method: str
) -> None:
    called = stage.asking(ABOUT_CALL, word, method=method)
    created = stage.dial(From="+15017122661", To="+15558675310", Label="guest", **called)
    stage.clock.advance(61)
    hang_up(stage, created)
    (got,) = stage.received(ABOUT_CALL)
    over = {"CallDuration": "61", "Duration": "2", "SipResponseCode": "200"}
    minute = "01" if word == "completed" else "00"
    assert got.method == method
    assert got.params == (over if word == "completed" else {}) | {
        "CallSid": created["call_sid"],
        "AccountSid": stage.world.account_sid,
        "From": "+15017122661",
        "To": "+15558675310",
        "Caller": "+15017122661",
        "Called": "+15558675310",
        "CallStatus": STATUSES[word],
        "ApiVersion": "2010-04-01",
        "Direction": "outbound-api",
        "CallbackSource": "call-progress-events",
        "SequenceNumber": "0",
        "Timestamp": f"Mon, 05 Jan 2026 09:{minute}:{minute} +0000",
    }


@pytest.mark.parametrize("outcome", CallOutcome)
def test_the_contract_admits_every_form(stage: Stage, outcome: CallOutcome) -> None:
    stage.callees(outcome)
    created = followed(stage)
    stage.clock.advance(65)
    if outcome is CallOutcome.ANSWER:
        hang_up(stage, created)
    schema = load("twilio-2010-04-01").webhooks["CallStatusCallback"]
    forms = stage.forms(ABOUT_CALL)
    assert forms[-1]["CallStatus"] not in ("initiated", "ringing", "in-progress")
    assert [schema.breaches(form) for form in forms if not schema.admits(form)] == []


def test_only_the_end_is_told_unless_somebody_asks_for_more(stage: Stage) -> None:
    hang_up(stage, stage.dial(**stage.asking(ABOUT_CALL)))
    assert statuses(stage) == ["completed"]


@pytest.mark.parametrize(
    "words", [words for size in range(1, 5) for words in combinations(OF_CALLS, size)]
)
def test_the_steps_that_are_told_are_numbered_from_zero(
    stage: Stage, words: tuple[str, ...]
) -> None:
    hang_up(stage, followed(stage, *words))
    assert statuses(stage) == [STATUSES[word] for word in words]
    numbers = [form["SequenceNumber"] for form in stage.forms(ABOUT_CALL)]
    assert numbers == [str(number) for number in range(len(words))]


def test_steps_may_stand_side_by_side(stage: Stage) -> None:
    hang_up(stage, followed(stage, "initiated answered"))
    assert statuses(stage) == ["initiated", "in-progress"]


@pytest.mark.parametrize("outcome", UNREACHED)
def test_who_is_not_reached_completes_with_the_reason(stage: Stage, outcome: CallOutcome) -> None:
    stage.callees(outcome)
    followed(stage, "answered", "completed")
    stage.clock.advance(65)
    (form,) = stage.forms(ABOUT_CALL)
    assert form["CallStatus"] == UNREACHED[outcome]
    assert (form["CallDuration"], form["Duration"]) == ("0", "0")


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (CallOutcome.BUSY, "486"),
        (CallOutcome.NO_ANSWER, "487"),
        (CallOutcome.CANCEL, "487"),
        (CallOutcome.FAIL, None),
    ],
)
def test_a_call_that_is_not_answered_tells_a_likely_sip_status(
    stage: Stage, outcome: CallOutcome, code: str | None
) -> None:
    stage.callees(outcome)
    followed(stage, "completed")
    stage.clock.advance(65)
    assert stage.forms(ABOUT_CALL)[0].get("SipResponseCode") == code


@pytest.mark.parametrize(
    ("seconds", "duration", "minutes"),
    [(0, "0", "0"), (1, "1", "1"), (59, "59", "1"), (60, "60", "1"), (61, "61", "2")],
)
def test_a_call_lasts_from_its_answer_to_its_end(
    mock_with: Callable[..., Mock], seconds: int, duration: str, minutes: str
) -> None:
    with Stage(mock_with(answer_after=20)) as stage:
        created = followed(stage, "completed")
        stage.clock.advance(20)
        stage.clock.advance(seconds)
        hang_up(stage, created)
        (form,) = stage.forms(ABOUT_CALL)
    assert (form["CallDuration"], form["Duration"]) == (duration, minutes)


def test_each_step_has_its_own_moment(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(answer_after=10)) as stage:
        created = followed(stage)
        stage.clock.advance(600)
        hang_up(stage, created)
        moments = [form["Timestamp"][17:25] for form in stage.forms(ABOUT_CALL)]
    assert moments == ["09:00:00", "09:00:01", "09:00:10", "09:10:00"]


def test_each_call_has_a_callback_and_numbers_of_its_own(stage: Stage) -> None:
    first = followed(stage)
    second = stage.dial(StatusCallback=f"{stage.receiver.url}/second")
    stage.update(first["conference_sid"], Status="completed")
    assert {form["CallSid"] for form in stage.forms(ABOUT_CALL)} == {first["call_sid"]}
    (other,) = stage.forms("second")
    assert (other["CallSid"], other["SequenceNumber"]) == (second["call_sid"], "0")


@pytest.mark.parametrize("way", ["leave", "kick", "end", "moderator"])
def test_however_somebody_leaves_their_call_is_completed(stage: Stage, way: str) -> None:
    sid = stage.opened()
    stage.play(sid, "participant-join", call_sid=A, end_conference_on_exit=True)
    created = followed(stage, "completed")
    if way == "leave":
        hang_up(stage, created)
    elif way == "kick":
        stage.kick(sid, created["call_sid"])
    elif way == "end":
        stage.update(sid, Status="completed")
    else:
        stage.play(sid, "participant-leave", call_sid=A)
    assert statuses(stage) == ["completed"]


@pytest.mark.parametrize("way", ["leave", "kick", "end"])
def test_whoever_goes_while_the_phone_rings_is_canceled(stage: Stage, way: str) -> None:
    sid = stage.opened(A, C)
    stage.callees(CallOutcome.RING)
    created = followed(stage, "completed")
    if way == "leave":
        hang_up(stage, created)
    elif way == "kick":
        stage.kick(sid, created["call_sid"])
    else:
        stage.update(sid, Status="completed")
    assert statuses(stage) == ["canceled"]


@pytest.mark.parametrize(
    ("caller", "callee"),
    [("client:ada", "client:bob"), ("ada", "sip:bob@example.com"), ("+15017122661", "client:ü")],
)
def test_whoever_calls_and_is_called_is_told_as_given(
    stage: Stage, caller: str, callee: str
) -> None:
    followed(stage, "initiated", From=caller, To=callee)
    (form,) = stage.forms(ABOUT_CALL)
    assert [form[name] for name in ("From", "Caller", "To", "Called")] == [caller] * 2 + [
        callee
    ] * 2


def test_the_callback_of_a_call_tells_nothing_of_the_conference(stage: Stage) -> None:
    created = followed(stage)
    stage.update(created["conference_sid"], created["call_sid"], Muted="true")
    hang_up(stage, created)
    assert len(stage.received()) == len(OF_CALLS)


def test_a_recorded_call_tells_its_recording_when_it_is_over(stage: Stage) -> None:
    created = followed(stage, Record="true")
    stage.clock.advance(12)
    hang_up(stage, created)
    *steps, over = stage.forms(ABOUT_CALL)
    assert over["RecordingSid"].startswith("RE")
    assert over["RecordingUrl"].endswith(over["RecordingSid"])
    assert over["RecordingDuration"] == "12"
    assert not [name for form in steps for name in form if name.startswith("Recording")]
