"""Steps that cannot happen now: the error names who, what and the state that stands against it, at the test's own line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf, ParticipantScript, ScriptError
from tests.plugin.suites import Ran
from tests.plugin.webhooks import Heard

JINGLE = "https://app.example/jingle.xml"
OF_THE_PRESENT = ["mute", "unmute", "hold", "unhold", "speak", "stop_speaking", "leave", "kick"]
OF_THE_DIALLED = ["answer", "busy", "no_answer", "fail", "cancel"]
IN_ROOM = r"conference 'Support' CF[0-9a-f]{32}, which"


@pytest.fixture
def alice(room: ConferenceScript) -> ParticipantScript:
    """In a conference with bob, which has started."""
    alice = room.join(label="alice")
    room.join(label="bob")
    return alice


@pytest.mark.parametrize("step", OF_THE_PRESENT + OF_THE_DIALLED)
def test_nobody_does_anything_after_they_have_left(alice: ParticipantScript, step: str) -> None:
    alice.leave()
    with pytest.raises(ScriptError, match=rf"^alice cannot .*: not in {IN_ROOM} is in-progress$"):
        getattr(alice, step)()


@pytest.mark.parametrize("step", [*OF_THE_PRESENT, "answer"])
def test_nobody_does_anything_after_the_conference_is_over(
    room: ConferenceScript, alice: ParticipantScript, step: str
) -> None:
    room.end()
    state = r"is completed \(conference-ended-via-api\)"
    with pytest.raises(ScriptError, match=f"^alice cannot .*: not in {IN_ROOM} {state}$"):
        getattr(alice, step)()


def test_somebody_who_is_gone_cannot_be_modified(alice: ParticipantScript) -> None:
    alice.kick()
    with pytest.raises(ScriptError, match=r"^alice cannot be modified: not in conference"):
        alice.modify(end_conference_on_exit=True)


@pytest.mark.parametrize("step", ["speak", "stop_speaking"])
def test_nobody_is_heard_before_the_start(room: ConferenceScript, step: str) -> None:
    alone = room.join(label="alice")
    with pytest.raises(ScriptError, match=rf"^alice cannot s.* init, in {IN_ROOM} has not started"):
        getattr(alone, step)()


@pytest.mark.parametrize("step", OF_THE_DIALLED)
def test_a_call_that_is_connected_has_been_decided(alice: ParticipantScript, step: str) -> None:
    with pytest.raises(ScriptError, match=rf"^alice .*: the call {alice.call_sid} is connected"):
        getattr(alice, step)()


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (ConferenceScript.end, "^conference 'Support' cannot be ended: .* has not started"),
        (
            lambda room: room.announce(JINGLE),
            "jingle.xml cannot be announced: .* has not started",
        ),
    ],
    ids=["end", "announce"],
)
def test_a_conference_that_has_not_started_has_nothing_to_end_or_to_announce_to(
    room: ConferenceScript, step: Callable[[ConferenceScript], None], says: str
) -> None:
    room.join()
    with pytest.raises(ScriptError, match=says):
        step(room)


@pytest.mark.parametrize(
    "step",
    [
        ConferenceScript.end,
        ConferenceScript.join,
        lambda room: room.announce(JINGLE),
        lambda room: room.participant("alice"),
        lambda room: room.join(coach="bob"),
    ],
    ids=["end", "join", "announce", "participant", "coach"],
)
def test_a_conference_that_is_over_stays_so(
    room: ConferenceScript, alice: ParticipantScript, step: Callable[[ConferenceScript], None]
) -> None:
    alice.leave()
    room.participant("bob").leave()
    with pytest.raises(ScriptError, match=r"which is completed \(last-participant-left\)$"):
        step(room)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"label": "alice"}, "^alice cannot join: .*alice.*, in conference 'Support'"),
        ({"coach": "carol"}, "^'carol' cannot be found: not in conference 'Support'"),
        ({"coach": f"CA{'0' * 32}"}, "CA0000.* not in conference 'Support'"),
    ],
    ids=["label", "coach", "coach's call"],
)
def test_somebody_cannot_join_with_what_is_not_free_or_not_there(
    room: ConferenceScript, alice: ParticipantScript, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(ScriptError, match=says):
        room.join(**given)


def test_a_call_is_in_one_conference_at_a_time(
    mockconf: MockConf, room: ConferenceScript, alice: ParticipantScript
) -> None:
    with pytest.raises(ScriptError, match=f"cannot join: {alice.call_sid} is in {room.sid}"):
        mockconf.conference("Sales").join(alice.call_sid)


def test_nobody_coaches_whom_the_conference_has_on_hold(
    room: ConferenceScript, alice: ParticipantScript
) -> None:
    alice.hold()
    with pytest.raises(ScriptError, match=f"cannot join: {alice.call_sid} is on hold"):
        room.join(coach=alice)


@pytest.mark.parametrize("name", ["carol", f"CA{'0' * 32}"])
def test_nobody_is_found_who_is_not_there(
    mockconf: MockConf, room: ConferenceScript, alice: ParticipantScript, name: str
) -> None:
    with pytest.raises(ScriptError, match=f"'{name}' cannot be found: not in conference"):
        room.participant(name)
    with pytest.raises(ScriptError, match=f"'{name}' "):
        mockconf.participant(name)


def test_a_refused_step_changes_nothing_and_tells_nobody(
    room: ConferenceScript, alice: ParticipantScript, heard: Heard
) -> None:
    before = list(heard)
    for step in (alice.answer, lambda: room.join(label="alice")):
        with pytest.raises(ScriptError):
            step()
    assert heard == before
    assert len(room.participants) == 2


def test_a_refused_step_is_no_finding(mockconf: MockConf, alice: ParticipantScript) -> None:
    with pytest.raises(ScriptError):
        alice.answer()
    assert list(mockconf.findings) == []


def test_a_modification_says_what_to_change(alice: ParticipantScript) -> None:
    with pytest.raises(MockconfError, match=r"modify\(end_conference_on_exit=True\)"):
        alice.modify()


LINES = [
    "alice.mute()",
    "alice.unhold()",
    "alice.kick()",
    "alice.leave()",
    "alice.speak()",
    "alice.answer()",
    "alice.modify(coaching=False)",
    "alice.modify(coach='bob')",
    "room.end()",
    "room.join()",
    "room.join(coach='carol')",
    "room.join(label='x' * 129)",
    "room.announce('https://app.example/x')",
    "room.announce('https://app.example/x', to='carol')",
    "room.participant('alice')",
    "mockconf.participant('alice')",
    "mockconf.conference('CF' + '0' * 32)",
    "mockconf.conference('Sales', status_callback='nowhere')",
    "mockconf.on_dial('*', 'bussy')",
    "mockconf.base_url('twilio')",
    "mockconf.mount('nowhere', print)",
    "mockconf.clock.advance(-1)",
    "mockconf.callbacks.drop('join')",
    "mockconf.callbacks.release([0])",
    "mockconf.assert_requested('UpdateParticipant')",
    "mockconf.assert_callback('participant-hold')",
    "mockconf.assert_callback('hold')",
    "mockconf.wait_for('participant-hold', timeout=0)",
    "mockconf.expect_finding('crash', nme='x')",
]


def test_an_error_of_a_step_stands_at_the_tests_own_line(suite: Callable[..., Ran]) -> None:
    beginning = (
        "room = mockconf.conference('Support'); alice = room.join(label='alice'); alice.leave()"
    )
    tests = "\n".join(
        f"def test_{number}(mockconf):\n    {beginning}\n    {line}\n"
        for number, line in enumerate(LINES)
    )
    ran = suite(tests)
    assert ran.outcomes == {"failed": len(LINES)}
    last = {one.location[2]: one.longrepr for one in ran.reports if one.failed}
    places = [getattr(last[f"test_{one}"], "reprtraceback", None) for one in range(len(LINES))]
    ends = [place and place.reprentries[-1].reprfileloc for place in places]
    where = [end and (end.path, end.lineno) for end in ends]
    assert where == [("test_it.py", 4 * number + 3) for number in range(len(LINES))]
