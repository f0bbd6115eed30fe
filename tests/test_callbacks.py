"""What the callbacks of conferences say: the parameters of each event, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mockconf.contract import load
from mockconf.events import Kind
from tests.conftest import Mock
from tests.hooks import (
    ABOUT_CONFERENCE,
    EVENTS,
    WHO,
    WORDS,
    A,
    B,
    Stage,
    act,
    with_two,
)


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


def test_every_event_is_looked_at_here() -> None:
    assert (
        set(EVENTS) == {kind.value for kind in Kind} == {e for told in WORDS.values() for e in told}
    )


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("event", EVENTS)
def test_an_event_tells_what_is_documented_and_nothing_else(
    stage: Stage, event: str, method: str
) -> None:
    steps, number, params = EVENTS[event]
    sid = with_two(stage, status_callback_method=method)
    act(stage, sid, steps)
    (*_, last) = [one for one in stage.received() if one.params["StatusCallbackEvent"] == event]
    assert last.method == method
    assert last.params == params | {
        "ConferenceSid": sid,
        "FriendlyName": "Support",
        "AccountSid": stage.world.account_sid,
        "SequenceNumber": number,
        "Timestamp": "Mon, 05 Jan 2026 09:01:30 +0000",
        "StatusCallbackEvent": event,
    }


@pytest.mark.parametrize("event", EVENTS)
def test_the_contract_admits_every_form(stage: Stage, event: str) -> None:
    act(stage, with_two(stage), EVENTS[event][0])
    schema = load("twilio-2010-04-01").webhooks[ABOUT_CONFERENCE]
    assert [schema.breaches(form) for form in stage.forms() if not schema.admits(form)] == []


def test_who_has_no_label_is_told_without_one(stage: Stage) -> None:
    stage.opened(A)
    assert "ParticipantLabel" not in stage.forms()[0]


def test_whom_somebody_coaches_is_not_told(stage: Stage) -> None:
    sid = with_two(stage)
    stage.update(sid, B, CallSidToCoach=A)
    form = stage.forms()[-1]
    assert (form["StatusCallbackEvent"], form["Coaching"]) == ("participant-modify", "true")
    assert A not in form.values()


def test_the_flags_are_those_of_the_moment_of_the_event(stage: Stage) -> None:
    sid = with_two(stage)
    stage.update(sid, B, Muted="true", Hold="true", BeepOnExit="true")
    stage.play(sid, "participant-leave", call_sid=B)
    forms = {form["StatusCallbackEvent"]: form for form in stage.forms()}
    assert forms["participant-join"].items() >= WHO.items()
    assert forms["participant-leave"].items() >= (WHO | {"Muted": "true", "Hold": "true"}).items()


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("name", ["Zoë & Co", "a+b=c?", "100%", "日本語", "x" * 128])
def test_a_name_arrives_as_it_was_given(stage: Stage, name: str, method: str) -> None:
    stage.opened(A, room=name, status_callback_method=method)
    assert [form["FriendlyName"] for form in stage.forms()] == [name]


@pytest.mark.parametrize("label", ["a b", "Zoë & Co", "x" * 128])
def test_a_label_arrives_as_it_was_given(stage: Stage, label: str) -> None:
    stage.play(stage.opened(), "participant-join", label=label)
    assert [form["ParticipantLabel"] for form in stage.forms()] == [label]
