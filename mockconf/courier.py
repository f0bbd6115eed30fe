"""Sends callbacks on a thread of its own, one after the other, so that no request ever waits for a receiver."""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from datetime import datetime
from itertools import count
from threading import Condition, Thread
from typing import NamedTuple

from mockconf.agenda import Agenda
from mockconf.clock import ManualClock
from mockconf.delivery import Delivery, Outcome
from mockconf.errors import MockconfError
from mockconf.events import Happened
from mockconf.overrides import DEFAULTS
from mockconf.sending import Sent
from mockconf.transport import Callback, shown_url
from mockconf.wishes import Order, moment_after, places_in, require_places

_log = logging.getLogger(__name__)

#: Which courier is calling the receiver that runs now; threads that an ASGI server lends it know that too.
_CALLING: ContextVar[Courier | None] = ContextVar("mockconf_courier", default=None)


class _Task(NamedTuple):
    """An event to be told, and what a test wanted to become of such events when it happened."""

    happened: Happened
    #: The hold that kept such events back; it is held if that has not ended when its turn comes.
    hold: int | None
    dropped: frozenset[str]


class Courier:
    """Delivers in the order of the events, unless a test holds, drops or delays what it should deliver.

    Args:
        compose: makes the callback that tells of an event, if there is one; a text beside it says why it must not leave.
        send: delivers one callback, or finds out why not.
        keep: takes each delivery whenever there is news of it.
        clock: decides when delayed callbacks leave.
    """

    def __init__(
        self,
        compose: Callable[[Happened], tuple[Callback, str | None] | None],
        send: Callable[[Callback], Sent],
        keep: Callable[[Delivery], None],
        clock: ManualClock,
    ) -> None:
        self._compose = compose
        self._send = send
        self._keep = keep
        self._clock = clock
        self._delayed = Agenda(clock.remind)
        self._numbers = count(1)
        self._queue: deque[_Task | Delivery] = deque()
        self._news = Condition()
        self._thread: Thread | None = None
        self._in_flight: _Task | Delivery | None = None
        self._held: list[Delivery] = []
        self._later: list[Delivery] = []  # released, and to leave at a moment that has not come
        self._holds = count(1)
        self._hold: int | None = None  # the one that lasts
        self._is_closed = False
        self._dropped: frozenset[str] = frozenset()

    def take(self, happened: Happened) -> None:
        """Tell of an event to whoever asked to hear of it, soon."""
        if happened.webhook is not None:
            with self._news:
                self._enqueue([_Task(happened, self._hold, self._dropped)])

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until nothing is queued or under way, including what the callbacks themselves cause.

        Args:
            timeout: seconds of real time. Inside a receiver that this courier is just calling, there is no wait.

        Raises:
            MockconfError: something is still under way then.
        """
        if _CALLING.get() is self:
            return
        with self._news:
            if not self._news.wait_for(self._is_idle, timeout):
                raise MockconfError(
                    f"callbacks are still under way after {timeout:g} s: {_named(self._in_flight)}, "
                    f"and {len(self._queue)} wait behind it; does the receiver hang, or wait for "
                    f"this very test?{_hint_of_a_loop()}"
                )

    @property
    def under_way(self) -> int:
        """How many callbacks are queued or just being delivered; those that are held or delayed are not."""
        with self._news:
            return len(self._queue) + (self._in_flight is not None)

    def hold(self) -> None:
        """Keep back what happens from now on, until it is released."""
        with self._news:
            self._hold = self._hold or next(self._holds)

    @property
    def held(self) -> list[Delivery]:
        """What is kept back, in the order of the events; behind it what was released and is not due yet."""
        with self._news:
            return self._held + self._later

    def release(
        self,
        order: Order = None,
        *,
        duplicate: Collection[int] = (),
        drop: Collection[int] = (),
        after: float = 0.0,
    ) -> None:
        """Let go of what was kept back, and keep back no more. Numbers inside the callbacks stay as they are.

        Args:
            order: positions in `held`, counted from 0, that leave first, in this order; or "reversed".
            duplicate: positions of those that leave twice, right after one another.
            drop: positions of those that never leave.
            after: seconds on the world's clock until they leave.

        Raises:
            MockconfError: there is no such position, or `after` is no number of seconds; then nothing is let go.
        """
        due = moment_after(self._clock.now(), after)
        with self._news:
            places = places_in(order, len(self._held))
            require_places("duplicate", duplicate, len(self._held))
            require_places("drop", drop, len(self._held))
            held, self._held, self._hold = self._held, [], None
        for place in drop:
            self._keep(held[place]._replace(outcome=Outcome.DROPPED))
        leaving: list[Delivery] = []
        for place in places:
            leaving += [held[place]] if place not in drop else []
            if place in duplicate:
                copied = held[place]._replace(number=next(self._numbers))
                leaving.append(copied._replace(duplicate_of=held[place].number))
        if after:
            self._delay(leaving, due)
        else:
            self._enqueue(leaving, before_others=True)

    def drop(self, event: str) -> None:
        """Lose every callback of `event` from now on."""
        self._dropped |= {event}

    def catch_up(self) -> None:
        """Let everything leave whose delay is over on the clock."""
        for _, step in self._delayed.due(self._clock.now()):
            step()

    def close(self) -> None:
        """Send nothing more; what still waits has failed. A delivery that is under way ends by its own timeouts."""
        with self._news:
            self._is_closed = True
            waiting = list(self._queue)
            self._queue.clear()
            self._news.notify_all()
        for task in waiting:
            written = (task, None) if isinstance(task, Delivery) else self._written(task.happened)
            if written:
                self._keep(written[0].failed("its world was closed before it left"))

    def _delay(self, leaving: Sequence[Delivery], due: datetime) -> None:
        reason = f"it leaves at {due:%Y-%m-%d %H:%M:%S}, and the clock has not got there"
        waiting = [one._replace(reason=reason) for one in leaving]
        for one in waiting:
            self._keep(one)
        with self._news:
            self._later += waiting

        def leave() -> None:
            with self._news:
                self._later = [one for one in self._later if one not in waiting]
                self._enqueue(leaving)

        self._delayed.enter(due, leave)

    def _is_idle(self) -> bool:
        return self._is_closed or not (self._queue or self._in_flight)

    def _enqueue(self, tasks: Sequence[_Task | Delivery], *, before_others: bool = False) -> None:
        with self._news:
            if self._is_closed:
                return
            if before_others:
                self._queue.extendleft(reversed(tasks))
            else:
                self._queue.extend(tasks)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="mockconf-courier", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def _work(self) -> None:
        _CALLING.set(self)
        while True:
            with self._news:
                self._in_flight = None
                self._news.notify_all()
                self._news.wait_for(lambda: self._queue or self._is_closed)
                if self._is_closed:
                    return
                task = self._in_flight = self._queue.popleft()
            self._deliver(task)

    def _deliver(self, task: _Task | Delivery) -> None:
        if isinstance(task, Delivery):
            self._bring(task)
            return
        written = self._written(task.happened)
        if written is None:
            return
        delivery, fault = written
        if fault:
            self._keep(delivery.failed(fault))
        elif delivery.event in task.dropped:
            self._keep(delivery._replace(outcome=Outcome.DROPPED))
        elif not self._is_kept_back(task, delivery):
            self._bring(delivery)

    def _is_kept_back(self, task: _Task, delivery: Delivery) -> bool:
        """Hold a delivery if the hold of its event lasts; a release comes before that or after it, and not between."""
        with self._news:
            if task.hold is None or task.hold != self._hold:
                return False
            self._held.append(delivery._replace(outcome=Outcome.HELD))
            self._keep(self._held[-1])
            return True

    def _bring(self, delivery: Delivery) -> None:
        with self._news:
            self._in_flight = delivery
        self._keep(delivery._replace(outcome=Outcome.WAITING))
        self._keep(_sent(delivery, self._send(delivery.callback)))

    def _written(self, happened: Happened) -> tuple[Delivery, str | None] | None:
        """The delivery of an event, and why it must not leave, if so; None where there is nothing to tell."""
        try:
            composed = self._compose(happened)
        except Exception as error:  # noqa: BLE001 - a crash is a delivery that says so
            _log.exception("mockconf failed to tell of %s", happened)
            composed = _unwritten(happened), f"mockconf failed: {type(error).__name__}: {error}"
        if composed is None:
            return None
        callback, fault = composed
        return Delivery(number=next(self._numbers), callback=callback), fault


def _hint_of_a_loop() -> str:
    """What to do about a thread that waits, and whose event loop could be what is waited for."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None or asyncio._get_running_loop() is None:
        return ""
    return " An event loop stands still meanwhile: await asyncio.to_thread(...) what waits here"


def _named(task: _Task | Delivery | None) -> str:
    if isinstance(task, Delivery):
        return f"{task.event} to {shown_url(task.url)}"
    return "the first one"


def _sent(delivery: Delivery, sent: Sent) -> Delivery:
    return delivery._replace(
        outcome=Outcome.FAILED if sent.reason else Outcome.DELIVERED,
        status=sent.status,
        reason=sent.reason,
        attempts=sent.attempts,
        answer=sent.answer,
    )


def _unwritten(happened: Happened) -> Callback:
    """A callback that could not be made, for the record that it could not."""
    webhook = happened.webhook
    return Callback(
        event=type(happened).__name__,
        dialect=webhook.dialect if webhook else "",
        topic="",
        conference_sid=happened.owner[1],
        method=webhook.method if webhook else "",
        url=webhook.url if webhook else "",
        headers={},
        body=b"",
        params={},
        timestamp=happened.timestamp,
        overrides=DEFAULTS,
    )
