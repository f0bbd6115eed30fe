"""The clock of a mock that people use by hand: it runs, and never back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic

import pytest

from mockconf.clock import ManualClock, RunningClock
from mockconf.errors import MockconfError
from mockconf.events import Kind
from mockconf.exchange import Request
from mockconf.model import NewParticipant
from mockconf.scripting import play
from mockconf.settings import Settings
from mockconf.world import World

THE_END = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)


def test_a_running_clock_runs() -> None:
    clock, seen = RunningClock(), set()
    until = monotonic() + 5
    while len(seen) < 3 and monotonic() < until:
        seen.add(clock.now())
    assert len(seen) == 3


def test_a_running_clock_goes_on_from_where_it_is_moved_to() -> None:
    clock = RunningClock(datetime(2026, 1, 5, tzinfo=UTC))
    clock.advance(3600)
    assert clock.now() >= datetime(2026, 1, 5, 1, tzinfo=UTC)


def test_a_running_clock_stops_at_the_end_of_the_calendar() -> None:
    world = World(clock=RunningClock(THE_END))
    until = monotonic() + 5
    while world.clock.now() < datetime.max.replace(tzinfo=UTC) and monotonic() < until:
        assert world.answer(Request(method="GET", path="/2010-04-01/x.json")).status == 404
    assert world.clock.now() == datetime.max.replace(tzinfo=UTC)


def test_a_running_clock_does_not_go_back_while_it_is_moved() -> None:
    clock, done, backwards = RunningClock(), Event(), []

    def watch() -> None:
        last = clock.now()
        while not done.is_set():
            now = clock.now()
            if now < last:
                backwards.append((last, now))
            last = now

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    for _ in range(2_000):
        clock.advance(1)
    done.set()
    watcher.join(10)
    assert (watcher.is_alive(), backwards) == (False, [])


@pytest.mark.parametrize("clock", [ManualClock(), RunningClock()], ids=["manual", "running"])
def test_a_clock_refuses_to_go_back(clock: ManualClock) -> None:
    with pytest.raises(MockconfError, match="never goes back"):
        clock.move_to(datetime(2020, 1, 1, tzinfo=UTC))


def test_a_step_shows_nothing_of_other_rooms_that_falls_due_meanwhile() -> None:
    class HastyClock(ManualClock):
        """Each look at it takes a second."""

        def now(self) -> datetime:
            self._now += timedelta(seconds=1)
            return self._now

    world = World(Settings(answer_after=2), clock=HastyClock())
    switchboard, account = world.switchboard, world.account_sid
    room = switchboard.open_conference(account, "Here")
    switchboard.create_participant(account, "Elsewhere", NewParticipant(), by_sid=False)
    step = play(world, account, room.sid, {"event": "participant-join"})
    assert [event.kind for event in step.events] == [Kind.PARTICIPANT_JOIN]
    assert len(world.journal.events) == 2
