"""A clock that runs: what is due goes out by itself, and no other request is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from mockconf.app import build
from mockconf.server import Server
from mockconf.settings import load
from mockconf.site import Site, running_clock
from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import ABOUT_CALL, JINGLE, OF_CALLS, A, B, Stage
from tests.listener import Visit, answering

#: How long a callback is waited for, in seconds.
PATIENCE = 5.0

Running = Callable[..., "RunningStage"]


class RunningStage(Stage):
    """A stage where a test can wait for callbacks, as it must not settle: what is due lies ahead."""

    def __init__(self, mock: Mock) -> None:
        self._arrivals = Semaphore(0)
        super().__init__(mock, self._arrived)

    def _arrived(self, visit: Visit) -> None:
        answering(200)(visit)
        self._arrivals.release()

    def arrivals(self, count: int) -> list[dict[str, str]]:
        """The next forms, as soon as so many have arrived."""
        for _ in range(count):
            assert self._arrivals.acquire(timeout=PATIENCE), self.receiver.requests
        return [one.params for one in self.receiver.requests[-count:]]


@pytest.fixture
def running(tmp_path: Path) -> Any:
    """Starts mocks whose clocks run: `with running(answer_after=0.2) as stage`."""

    @contextmanager
    def start(**settings: Any) -> Iterator[RunningStage]:
        site = Site(load(tmp_path, {}, **settings), running_clock)
        with Server(build(site)) as server, RunningStage(Mock(site, server.url)) as stage:
            yield stage

    return start


def followed(stage: Stage, **form: str) -> None:
    stage.dial(**stage.asking(ABOUT_CALL, *OF_CALLS), **form)


def test_a_phone_is_answered_by_itself(running: Running) -> None:
    with running(answer_after=0.2) as stage:
        followed(stage)
        told = [form["CallStatus"] for form in stage.arrivals(3)]
    assert told == ["initiated", "ringing", "in-progress"]


def test_a_busy_phone_is_told_by_itself(running: Running) -> None:
    with running() as stage:
        stage.callees(CallOutcome.BUSY, 0.2)
        followed(stage)
        told = [form["CallStatus"] for form in stage.arrivals(3)]
    assert told == ["initiated", "ringing", "busy"]


def test_a_time_limit_ends_a_call_by_itself(running: Running) -> None:
    with running() as stage:
        followed(stage, TimeLimit="1")
        told = [form["CallStatus"] for form in stage.arrivals(4)]
    assert told == ["initiated", "ringing", "in-progress", "completed"]


def test_an_announcement_ends_by_itself(running: Running) -> None:
    with running(announcement_length=0.1) as stage:
        sid = stage.opened(A, B)
        stage.arrivals(3)
        stage.update(sid, AnnounceUrl=JINGLE)
        (ended,) = stage.arrivals(1)
    assert ended["StatusCallbackEvent"] == "announcement-end"


def test_a_delayed_callback_leaves_by_itself(running: Running) -> None:
    with running() as stage:
        stage.world.courier.hold()
        stage.opened(A, B)
        stage.world.settle()
        stage.world.courier.release("reversed", after=0.1)
        assert [form["SequenceNumber"] for form in stage.arrivals(3)] == ["3", "2", "1"]


def test_what_is_due_goes_out_in_the_order_of_the_clock(running: Running) -> None:
    with running() as stage:
        for number, seconds in enumerate([0.3, 0.1, 0.2]):
            stage.callees(CallOutcome.BUSY, seconds)
            stage.dial(f"Room {number}", To=f"+1555867530{number}", **stage.asking(ABOUT_CALL))
        assert [form["To"][-1] for form in stage.arrivals(3)] == ["1", "2", "0"]


def test_an_earlier_thing_overtakes_one_that_has_long_to_wait(running: Running) -> None:
    with running() as stage:
        stage.callees(CallOutcome.RING)
        stage.dial("Slow", **stage.asking(ABOUT_CALL))
        stage.callees(CallOutcome.BUSY, 0.1)
        stage.dial("Fast", **stage.asking(ABOUT_CALL))
        assert [form["CallStatus"] for form in stage.arrivals(1)] == ["busy"]


def test_a_moved_clock_brings_what_is_due_by_then_at_once(running: Running) -> None:
    with running() as stage:
        stage.callees(CallOutcome.RING)
        stage.dial(**stage.asking(ABOUT_CALL))
        stage.clock.advance(66)
        assert [form["CallStatus"] for form in stage.arrivals(1)] == ["no-answer"]


def test_a_moved_clock_goes_on_from_where_it_was_moved(running: Running) -> None:
    with running() as stage:
        stage.dial(TimeLimit="60", **stage.asking(ABOUT_CALL))
        stage.clock.advance(59.8)  # the limit comes in a moment
        (form,) = stage.arrivals(1)
    assert (form["CallStatus"], form["CallDuration"]) == ("completed", "60")


def test_what_was_due_in_a_world_that_was_reset_is_not_told(running: Running) -> None:
    with running() as stage:
        stage.callees(CallOutcome.BUSY, 0.1)
        stage.dial("Former", **stage.asking(ABOUT_CALL))
        stage.wire.control("POST", "reset")
        stage.callees(CallOutcome.FAIL, 0.2)
        stage.dial("Present", **stage.asking(ABOUT_CALL))
        assert [form["CallStatus"] for form in stage.arrivals(1)] == ["failed"]
