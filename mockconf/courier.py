"""Sends callbacks on a thread of its own, one after the other, so that no request ever waits for a receiver."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from itertools import count
from threading import Condition, Thread
from typing import Literal, NamedTuple

from mockconf.agenda import Agenda
from mockconf.clock import ManualClock
from mockconf.delivery import Delivery, Outcome
from mockconf.errors import MockconfError
from mockconf.events import Happened
from mockconf.overrides import DEFAULTS
from mockconf.sending import Sent
from mockconf.transport import Callback, shown_url

_log = logging.getLogger(__name__)

#: In which order held callbacks leave: as they were held, the other way round, or these positions first.
Order = Literal["reversed"] | Sequence[int] | None


#: Which courier is calling the receiver that runs now; threads that an ASGI server lends it know that too.
_CALLING: ContextVar[Courier | None] = ContextVar("mockconf_courier", default=None)


class _Task(NamedTuple):
    """An event to be told, and what a test wanted to become of such events when it happened."""

    happened: Happened
    is_held: bool
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
        self._is_holding = self._is_closed = False
        self._dropped: frozenset[str] = frozenset()

    def take(self, happened: Happened) -> None:
        """Tell of an event to whoever asked to hear of it, soon."""
        if happened.webhook is not None:
            self._enqueue([_Task(happened, self._is_holding, self._dropped)])

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
                    "this very test?"
                )

    @property
    def under_way(self) -> int:
        """How many callbacks are queued or just being delivered; those that are held or delayed are not."""
        with self._news:
            return len(self._queue) + (self._in_flight is not None)

    def hold(self) -> None:
        """Keep back what happens from now on, until it is released."""
        with self._news:
            self._is_holding = True

    @property
    def held(self) -> list[Delivery]:
        """What is kept back, in the order of the events."""
        with self._news:
            return list(self._held)

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
            MockconfError: there is no such position.
        """
        with self._news:
            places = _places(order, len(self._held))
            for place in (*duplicate, *drop):
                _require_place(place, len(self._held))
            held, self._held, self._is_holding = self._held, [], False
            self._queue = deque(map(_let_go, self._queue))
        for place in drop:
            self._keep(held[place]._replace(outcome=Outcome.DROPPED))
        leaving: list[_Task | Delivery] = []
        for place in places:
            leaving += [held[place]] if place not in drop else []
            leaving += [self._copy(held[place])] if place in duplicate else []
        if after:
            due = self._clock.now() + timedelta(seconds=after)
            self._delayed.enter(due, partial(self._enqueue, leaving))
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
                self._keep(_failed(written[0], "its world was closed before it left"))

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
            self._keep(_failed(delivery, fault))
        elif delivery.event in task.dropped:
            self._keep(delivery._replace(outcome=Outcome.DROPPED))
        elif task.is_held:
            kept = delivery._replace(outcome=Outcome.HELD)
            self._keep(kept)
            with self._news:
                self._held.append(kept)
        else:
            self._bring(delivery)

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

    def _copy(self, delivery: Delivery) -> Delivery:
        return delivery._replace(number=next(self._numbers), duplicate_of=delivery.number)


def _let_go(task: _Task | Delivery) -> _Task | Delivery:
    """A task that would have been held when its turn came, and is not any more."""
    return task if isinstance(task, Delivery) else task._replace(is_held=False)


def _places(order: Order, size: int) -> list[int]:
    places = list(range(size))
    if order is None:
        return places
    if order == "reversed":
        return places[::-1]
    for place in order:
        _require_place(place, size)
    if len(set(order)) < len(order):
        raise MockconfError(
            f"{list(order)} names a position twice; duplicate=[...] sends one twice"
        )
    return [*order, *(place for place in places if place not in order)]


def _require_place(place: object, size: int) -> None:
    if not isinstance(place, int) or not 0 <= place < size:
        known = f"0 to {size - 1}" if size else "none, as nothing is held"
        raise MockconfError(f"there is no held callback at {place!r}; there are {known}")


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


def _failed(delivery: Delivery, reason: str) -> Delivery:
    return delivery._replace(outcome=Outcome.FAILED, reason=reason)


def _unwritten(happened: Happened) -> Callback:
    """A callback that could not be made, for the record that it could not."""
    webhook = happened.webhook
    return Callback(
        event=type(happened).__name__,
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
