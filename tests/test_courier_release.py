"""What a release is asked for is judged before anything moves, and no order of threads loses what is held or delayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf, nan
from threading import Event
from typing import Any

import pytest

from mockconf.clock import DEFAULT_START, ManualClock
from mockconf.courier import Courier
from mockconf.delivery import Delivery
from mockconf.errors import MockconfError
from mockconf.events import CallEvent, CallKind
from mockconf.model import NewParticipant, Webhook
from mockconf.overrides import DEFAULTS
from mockconf.sending import Sent
from mockconf.states import CallStatus
from mockconf.transport import Callback
from mockconf.world import World
from tests.conftest import Mock
from tests.hooks import A, B, C, Stage
from tests.listener import MOST_PATIENCE

HOOK = Webhook(
    url="https://app.example/hook",
    dialect="twilio-2010-04-01",
    method="POST",
    events=frozenset(CallKind),
)


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


@pytest.fixture
def held(stage: Stage) -> str:
    """The SID of a conference of which three callbacks are held: of two who joined, and the start."""
    stage.world.courier.hold()
    sid = stage.opened(A, B)
    stage.world.settle()
    return sid


def numbers(stage: Stage) -> list[str]:
    return [form["SequenceNumber"] for form in stage.forms()]


class Slow:
    """A courier that takes an event out of its queue, and then waits for a gate before it knows what to tell."""

    def __init__(self) -> None:
        self.is_composing, self.gate = Event(), Event()
        self.sent: list[str] = []
        self.kept: list[Delivery] = []
        self.courier = Courier(
            self._compose, self._send, self.kept.append, ManualClock(DEFAULT_START)
        )
        world = World()
        room = world.switchboard.open_conference(world.account_sid, "Support")
        joined = world.switchboard.join(world.account_sid, room.sid, NewParticipant())
        self._joined = joined._replace(status_callback=HOOK)

    def take(self, number: int) -> None:
        """Let something happen."""
        status = CallStatus.IN_PROGRESS
        self.courier.take(CallEvent(CallKind.ANSWERED, self._joined, status, number, DEFAULT_START))

    def _compose(self, happened: Any) -> tuple[Callback, None]:
        self.is_composing.set()
        assert self.gate.wait(MOST_PATIENCE)
        number, nothing = str(happened.sequence_number), b""
        told = {"SequenceNumber": number}
        parts = ("call-answered", "", "", "", "POST", HOOK.url, {}, nothing, told, DEFAULT_START)
        return Callback(*parts, DEFAULTS), None

    def _send(self, callback: Callback) -> Sent:
        self.sent.append(callback.params["SequenceNumber"])
        return Sent(204, None, 1, b"")


def test_a_release_lets_go_of_what_is_just_being_held() -> None:
    slow = Slow()
    slow.courier.hold()
    slow.take(0)
    assert slow.is_composing.wait(MOST_PATIENCE)
    slow.courier.release()
    slow.gate.set()
    slow.courier.settle()
    assert slow.sent == ["0"]
    assert slow.courier.held == []


def test_what_one_hold_kept_back_is_not_held_by_the_next() -> None:
    slow = Slow()
    slow.courier.hold()
    slow.take(0)
    slow.courier.release()
    slow.courier.hold()
    slow.take(1)
    slow.gate.set()
    slow.courier.settle()
    assert slow.sent == ["0"]
    assert [one.params["SequenceNumber"] for one in slow.courier.held] == ["1"]


# Delay


def test_what_is_delayed_counts_as_held_until_it_is_due(stage: Stage, held: str) -> None:
    stage.world.courier.release(drop=[0], duplicate=[1], after=30)
    assert [one.number for one in stage.world.courier.held] == [2, 4, 3]
    stage.clock.advance(30)
    assert stage.world.courier.held == []


def test_positions_are_those_of_what_is_held_and_not_delayed(stage: Stage, held: str) -> None:
    stage.world.courier.release(after=30)
    stage.world.courier.hold()
    stage.play(held, "participant-join", call_sid=C)
    stage.world.settle()
    with pytest.raises(MockconfError, match="no held callback at 1; there are 0 to 0"):
        stage.world.courier.release([1])
    stage.world.courier.release([0])
    assert numbers(stage) == ["4"]


def test_a_delayed_callback_says_when_it_leaves(stage: Stage, held: str) -> None:
    stage.world.courier.release(after=30)
    [reason] = {row["reason"] for row in stage.shown()}
    assert reason == "it leaves at 2026-01-05 09:00:30, and the clock has not got there"
    stage.clock.advance(30)
    assert {row["reason"] for row in stage.shown()} == {None}


# Mistakes


@pytest.mark.parametrize("after", [-1, nan, inf, True, "30", None, 1e300])
def test_a_delay_is_a_number_of_seconds_and_else_nothing_is_let_go(
    stage: Stage, held: str, after: Any
) -> None:
    with pytest.raises(MockconfError, match="after"):
        stage.world.courier.release(after=after)
    assert len(stage.world.courier.held) == 3
    stage.world.courier.release()
    assert numbers(stage) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"order": 5}, 'order is "reversed" or a list of positions, and not 5'),
        ({"order": "backwards"}, 'order is "reversed" or a list of positions, and not \'backwards\''),
        ({"order": [True, 0]}, "there is no held callback at True; there are 0 to 2"),
        ({"order": [[0]]}, r"there is no held callback at \[0\]; there are 0 to 2"),
        ({"drop": 0}, r"drop is a list of positions, such as \[0\], and not 0"),
        ({"drop": [False]}, "there is no held callback at False; there are 0 to 2"),
        ({"drop": None}, "drop is a list of positions"),
        ({"duplicate": "1"}, "duplicate is a list of positions"),
        ({"duplicate": 1}, "duplicate is a list of positions"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_positions_is_refused_in_a_sentence(
    stage: Stage, held: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(MockconfError, match=f"^{says}"):
        stage.world.courier.release(**given)
    assert len(stage.world.courier.held) == 3
