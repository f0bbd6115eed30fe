"""Whom the app dials over the API: what a test decides for the callee, by a step or by a rule, on the world's clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf, ParticipantScript
from tests.plugin.webhooks import HOOK, Heard

FROM, TO = "+15017122661", "+15558675310"
EVERY_STEP = ["initiated", "ringing", "answered", "completed"]

#: By step of the script, and by outcome of a rule: how the call ends, and how often the phone rang.
UNREACHED = {
    "busy": ("busy", "busy", False),
    "no_answer": ("no-answer", "no-answer", True),
    "fail": ("fail", "failed", False),
    "cancel": ("cancel", "canceled", False),
}

Dial = Callable[..., ParticipantScript]


@pytest.fixture
def dial(mockconf: MockConf, room: ConferenceScript, client: Any) -> Dial:
    """Lets the app dial somebody into the room, where alice is, and hear of the call."""
    room.join(label="alice")

    def start(to: str = TO, **given: Any) -> ParticipantScript:
        asked = {"status_callback": HOOK, "status_callback_event": EVERY_STEP} | given
        made = client.conferences("Support").participants.create(from_=FROM, to=to, **asked)
        mockconf.settle()
        return ParticipantScript(mockconf, record(mockconf, made.call_sid))

    return start


def record(mockconf: MockConf, call_sid: str) -> Any:
    """Of somebody who is there, or who has gone already."""
    events = [one.participant for one in mockconf.world.journal.events if one.participant]
    gone = [one for one in events if one.call_sid == call_sid]
    there = mockconf.world.switchboard
    return gone[-1] if gone else there.find_participant(mockconf.account_sid, call_sid)


def of_the_call(heard: Heard) -> list[str]:
    """What the call's own callbacks told."""
    return [form["CallStatus"] for form in heard if "CallbackSource" in form]


def shown(client: Any, room: ConferenceScript) -> dict[str, str]:
    """How the API shows those in the room, by label."""
    present = client.conferences(room.sid).participants.list()
    return {one.label: one.status for one in present}


# Steps


def test_without_a_rule_the_callee_answers_at_once(
    dial: Dial, room: ConferenceScript, heard: Heard, client: Any
) -> None:
    bob = dial(label="bob")
    assert bob.status == "connected"
    assert shown(client, room) == {"alice": "connected", "bob": "connected"}
    assert of_the_call(heard) == ["initiated", "ringing", "in-progress"]
    assert heard.events == ["participant-join", "participant-join", "conference-start"]


def test_whoever_is_left_ringing_is_queued_until_they_answer(
    mockconf: MockConf, dial: Dial, room: ConferenceScript, heard: Heard, client: Any
) -> None:
    mockconf.on_dial("*", "ring")
    bob = dial(label="bob")
    assert shown(client, room) == {"alice": "connected", "bob": "queued"}
    bob.answer()
    assert shown(client, room) == {"alice": "connected", "bob": "connected"}
    assert of_the_call(heard) == ["initiated", "ringing", "in-progress"]
    assert heard.events[1:] == ["participant-join", "conference-start"]


def test_a_phone_rings_a_second_after_it_was_dialled(
    mockconf: MockConf, dial: Dial, room: ConferenceScript, client: Any
) -> None:
    mockconf.on_dial("*", "ring")
    dial(label="bob")
    mockconf.clock.advance(1)
    assert shown(client, room)["bob"] == "ringing"


@pytest.mark.parametrize("step", UNREACHED)
def test_somebody_whom_nobody_reaches_leaves_without_having_joined(
    mockconf: MockConf,
    dial: Dial,
    room: ConferenceScript,
    heard: Heard,
    client: Any,
    step: str,
) -> None:
    mockconf.on_dial("*", "ring")
    bob = dial(label="bob")
    getattr(bob, step)()
    _, status, rang = UNREACHED[step]
    assert shown(client, room) == {"alice": "connected"}
    assert bob.status == "failed"
    assert of_the_call(heard) == ["initiated", *(["ringing"] if rang else []), status]
    assert heard.events == ["participant-join", "participant-leave"]
    left = next(form for form in heard if form.get("StatusCallbackEvent") == "participant-leave")
    assert left["ReasonParticipantLeft"] == "participant_add_failed"
    assert left["ParticipantCallStatus"] == status


@pytest.mark.parametrize("step", ["answer", *UNREACHED])
def test_a_step_takes_no_time(mockconf: MockConf, dial: Dial, heard: Heard, step: str) -> None:
    mockconf.on_dial("*", "ring")
    before = mockconf.clock.now()
    getattr(dial(), step)()
    assert mockconf.clock.now() == before
    assert {form["Timestamp"] for form in heard} == {"Mon, 05 Jan 2026 09:00:00 +0000"}


def test_a_call_that_was_answered_ends_when_they_hang_up(
    mockconf: MockConf, dial: Dial, heard: Heard
) -> None:
    bob = dial()
    mockconf.clock.advance(90)
    bob.leave()
    assert of_the_call(heard)[-1] == "completed"
    ended = [form for form in heard if form.get("CallStatus") == "completed"][-1]
    assert ended["CallDuration"] == "90"


# Rules


@pytest.mark.parametrize("step", UNREACHED)
def test_a_rule_decides_after_its_time(
    mockconf: MockConf, dial: Dial, heard: Heard, step: str
) -> None:
    outcome, status, _ = UNREACHED[step]
    mockconf.on_dial("+1555*", outcome, after=4)  # type: ignore[arg-type]
    bob = dial()
    mockconf.clock.advance(3.9)
    assert bob.status == "ringing"
    mockconf.clock.advance(0.1)
    assert bob.status == "failed"
    assert of_the_call(heard) == ["initiated", "ringing", status]
    assert heard[-1]["Timestamp"] == "Mon, 05 Jan 2026 09:00:04 +0000"


def test_an_answer_may_take_its_time(mockconf: MockConf, dial: Dial, heard: Heard) -> None:
    mockconf.on_dial("*", "answer", after=12)
    bob = dial()
    mockconf.clock.advance(12)
    assert bob.status == "connected"
    assert heard.events[1:] == ["participant-join", "conference-start"]


@pytest.mark.parametrize("outcome", ["busy", "fail", "cancel"])
def test_a_rule_without_a_time_decides_at_once(
    mockconf: MockConf, dial: Dial, outcome: Any
) -> None:
    mockconf.on_dial("*", outcome)
    assert dial().status == "failed"


@pytest.mark.parametrize("outcome", ["ring", "no-answer"])
@pytest.mark.parametrize(("timeout", "gives_up"), [(60, 65), (30, 35), (5, 10)])
def test_a_phone_that_nobody_answers_rings_until_the_timeout(
    mockconf: MockConf, dial: Dial, heard: Heard, outcome: Any, timeout: int, gives_up: int
) -> None:
    mockconf.on_dial("*", outcome)
    bob = dial(timeout=timeout)
    mockconf.clock.advance(gives_up - 0.5)
    assert bob.status == "ringing"
    mockconf.clock.advance(0.5)
    assert bob.status == "failed"
    assert of_the_call(heard) == ["initiated", "ringing", "no-answer"]


def test_a_timeout_of_sixty_is_over_after_seventy(
    mockconf: MockConf, dial: Dial, heard: Heard
) -> None:
    mockconf.on_dial("*", "ring")
    dial(timeout=60)
    mockconf.clock.advance(70)
    mockconf.assert_callback("call-completed", CallStatus="no-answer")
    left = mockconf.assert_callback("participant-leave", ParticipantCallStatus="no-answer")
    assert left.params["Timestamp"] == "Mon, 05 Jan 2026 09:01:05 +0000"


def test_a_rule_that_is_slower_than_the_timeout_comes_too_late(
    mockconf: MockConf, dial: Dial, heard: Heard
) -> None:
    mockconf.on_dial("*", "answer", after=300)
    dial(timeout=30)
    mockconf.clock.advance(600)
    assert of_the_call(heard)[-1] == "no-answer"


def test_a_step_comes_before_the_rule(mockconf: MockConf, dial: Dial, heard: Heard) -> None:
    mockconf.on_dial("*", "busy", after=10)
    dial().answer()
    mockconf.clock.advance(60)
    assert of_the_call(heard) == ["initiated", "ringing", "in-progress"]


def test_the_newest_rule_that_fits_counts(mockconf: MockConf, dial: Dial) -> None:
    mockconf.on_dial("*", "busy")
    mockconf.on_dial("+1555*", "ring")
    mockconf.on_dial("+44*", "fail")
    assert dial("+15558675310").status == "queued"
    assert dial("+15017122662").status == "failed"


@pytest.mark.parametrize(
    ("pattern", "to"),
    [("client:*", "client:bob"), ("sip:*@example.com", "sip:bob@example.com"), (TO, TO)],
)
def test_a_rule_fits_numbers_and_addresses(
    mockconf: MockConf, dial: Dial, pattern: str, to: str
) -> None:
    mockconf.on_dial(pattern, "ring")
    assert dial(to).status == "queued"


def test_a_rule_says_nothing_of_those_who_call_in(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    mockconf.on_dial("*", "busy")
    assert room.join(to=TO).status == "connected"


@pytest.mark.parametrize(
    ("outcome", "hint"), [("bussy", "busy"), ("noanswer", "no-answer"), ("hangup", "answer")]
)
def test_an_outcome_that_does_not_exist_is_refused(
    mockconf: MockConf, outcome: Any, hint: str
) -> None:
    with pytest.raises(MockconfError, match=f"{outcome}.*{hint}"):
        mockconf.on_dial("*", outcome)


@pytest.mark.parametrize("after", [-1, float("nan"), "soon"])
def test_a_time_that_is_none_is_refused(mockconf: MockConf, after: Any) -> None:
    with pytest.raises(MockconfError, match="after"):
        mockconf.on_dial("*", "busy", after=after)


def test_nobody_waits_for_a_phone(mockconf: MockConf, dial: Dial, heard: Heard) -> None:
    """Ten calls that ring for ten minutes each, one after the other."""
    mockconf.on_dial("*", "ring")
    for _ in range(10):
        dial(timeout=595)
        mockconf.clock.advance(600)
    assert of_the_call(heard).count("no-answer") == 10
    assert mockconf.clock.now().isoformat() == "2026-01-05T10:40:00+00:00"
