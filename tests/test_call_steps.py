"""What a test decides for calls by hand: they ring, are answered, or are not, when the control API says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import ABOUT_CALL, OF_CALLS, A, Stage
from tests.wire import Reply

STEPS = {
    "call-ringing": "ringing",
    "call-answered": "in-progress",
    "call-busy": "busy",
    "call-no-answer": "no-answer",
    "call-failed": "failed",
    "call-canceled": "canceled",
}
OVER = ["call-busy", "call-no-answer", "call-failed", "call-canceled"]


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    """A stage where phones ring until somebody decides, or the Timeout."""
    with Stage(mock_with()) as stage:
        stage.callees(CallOutcome.RING)
        yield stage


@pytest.fixture
def created(stage: Stage) -> dict[str, str]:
    """Somebody who is dialled into a conference where A is, and of whose call everything is told."""
    stage.opened(A)
    made: dict[str, str] = stage.dial(Label="callee", **stage.asking(ABOUT_CALL, *OF_CALLS))
    return made


def decide(stage: Stage, created: dict[str, str], event: str) -> Reply:
    return stage.wire.script(created["conference_sid"], event, call_sid=created["call_sid"])


def told(stage: Stage) -> list[str]:
    return [form["CallStatus"] for form in stage.forms(ABOUT_CALL)]


@pytest.mark.parametrize("event", STEPS)
def test_a_step_is_told_at_once(stage: Stage, created: dict[str, str], event: str) -> None:
    assert decide(stage, created, event).status == 200
    assert told(stage)[-1] == STEPS[event]
    assert stage.forms(ABOUT_CALL)[-1]["Timestamp"] == "Mon, 05 Jan 2026 09:00:00 +0000"


@pytest.mark.parametrize("address", ["call_sid", "label"])
def test_a_call_is_named_by_its_sid_or_the_label(
    stage: Stage, created: dict[str, str], address: str
) -> None:
    who = {address: created[address]}
    stage.play(created["conference_sid"], "call-answered", **who)
    assert told(stage) == ["initiated", "ringing", "in-progress"]


@pytest.mark.parametrize("event", OVER)
def test_who_is_not_reached_leaves_the_conference(
    stage: Stage, created: dict[str, str], event: str
) -> None:
    answer = decide(stage, created, event).json
    left = stage.forms()[-1]
    assert left["StatusCallbackEvent"] == "participant-leave"
    assert left["ReasonParticipantLeft"] == "participant_add_failed"
    assert left["ParticipantCallStatus"] == STEPS[event]
    assert answer["participant"] is None
    assert [(row["event"], row["call_sid"]) for row in answer["events"]] == [
        ("participant-leave", created["call_sid"])
    ]


def test_an_answer_connects(stage: Stage, created: dict[str, str]) -> None:
    answer = decide(stage, created, "call-answered").json
    assert answer["participant"]["status"] == "connected"
    assert stage.told() == ["participant-join", "participant-join", "conference-start"]


def test_a_ring_changes_the_participant_and_tells_the_conference_nothing(
    stage: Stage, created: dict[str, str]
) -> None:
    answer = decide(stage, created, "call-ringing").json
    assert (answer["participant"]["status"], answer["events"]) == ("ringing", [])


def test_a_phone_that_is_made_to_ring_rings_once(stage: Stage, created: dict[str, str]) -> None:
    for _ in range(2):
        assert decide(stage, created, "call-ringing").status == 200
    stage.clock.advance(10)
    assert told(stage) == ["initiated", "ringing"]


@pytest.mark.parametrize("seconds", [0, 30, 64])
def test_somebody_answered_by_hand_before_the_timeout_stays(
    stage: Stage, created: dict[str, str], seconds: float
) -> None:
    stage.clock.advance(seconds)
    decide(stage, created, "call-answered")
    stage.clock.advance(600)
    assert stage.wire.get(created["uri"]).json["status"] == "connected"
    assert told(stage) == ["initiated", "ringing", "in-progress"]


def test_somebody_busy_by_hand_is_not_told_again_at_the_timeout(
    stage: Stage, created: dict[str, str]
) -> None:
    decide(stage, created, "call-busy")
    stage.clock.advance(600)
    assert told(stage) == ["initiated", "busy"]
    assert stage.told().count("participant-leave") == 1


def test_somebody_made_to_ring_still_has_a_timeout(stage: Stage, created: dict[str, str]) -> None:
    stage.clock.advance(0.5)
    decide(stage, created, "call-ringing")
    stage.clock.advance(64.5)
    assert told(stage) == ["initiated", "ringing", "no-answer"]


@pytest.mark.parametrize("event", STEPS)
def test_a_connected_call_cannot_end_as_if_it_were_on_its_way(
    stage: Stage, created: dict[str, str], event: str
) -> None:
    decide(stage, created, "call-answered")
    before = told(stage)
    refused = decide(stage, created, event)
    assert refused.status == 409
    assert created["call_sid"] in refused.json["error"]
    assert "is connected; only one that is queued, connecting or ringing" in refused.json["error"]
    assert told(stage) == before


@pytest.mark.parametrize("event", STEPS)
def test_a_caller_has_no_call_to_be_decided(stage: Stage, event: str) -> None:
    sid = stage.opened(A)
    assert stage.wire.script(sid, event, call_sid=A).status == 409
    assert stage.told() == ["participant-join"]


@pytest.mark.parametrize("event", STEPS)
def test_nobody_is_decided_who_is_not_there(
    stage: Stage, created: dict[str, str], event: str
) -> None:
    decide(stage, created, "call-busy")
    assert decide(stage, created, event).status == 404


@pytest.mark.parametrize("event", STEPS)
def test_a_step_says_whose_call_it_is(stage: Stage, created: dict[str, str], event: str) -> None:
    refused = stage.wire.script(created["conference_sid"], event)
    assert refused.status == 400
    assert "call_sid or label" in refused.json["error"]


def test_whoever_leaves_while_the_phone_rings_has_canceled(
    stage: Stage, created: dict[str, str]
) -> None:
    stage.clock.advance(5)
    decide(stage, created, "participant-leave")
    assert told(stage)[-1] == "canceled"
    left = stage.forms()[-1]
    assert left["ReasonParticipantLeft"] == "participant_add_failed"
    assert left["ParticipantCallStatus"] == "canceled"


def test_whoever_leaves_after_the_answer_has_completed(
    stage: Stage, created: dict[str, str]
) -> None:
    decide(stage, created, "call-answered")
    decide(stage, created, "participant-leave")
    assert told(stage)[-1] == "completed"
    assert stage.forms()[-1]["ParticipantCallStatus"] == "completed"
