"""What happened in a world, oldest first and bounded: exchanges with their findings, events, and deliveries."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock

from mockconf.delivery import Delivery, Outcome
from mockconf.events import Event, Happened
from mockconf.exchange import Exchange, Finding

Row = Exchange | Happened | Delivery
Listener = Callable[[Row], None]


class Journal:
    """Remembers the newest exchanges, events and deliveries. Raw bytes are kept, and rendered when somebody looks.

    Args:
        size: how many of each at the most.
        most_bytes: about how many bytes of requests, findings and answers at the most; the newest exchange always stays.
    """

    def __init__(self, size: int, most_bytes: int) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._places = count(1)
        # Each row with its place in the order of all.
        self._exchanges: deque[tuple[int, Exchange, int]] = deque()  # and its weight
        self._happened: deque[tuple[int, Happened]] = deque(maxlen=size)
        self._events: deque[Event] = deque(maxlen=size)  # those of conferences, which are listed
        self._deliveries: dict[int, tuple[int, Delivery]] = {}  # by number
        self._lock = Lock()
        self._listeners: tuple[Listener, ...] = ()

    def place(self) -> int:
        """The next place in the order of all rows, for a request that will be remembered when it is answered."""
        return next(self._places)

    def add(self, exchange: Exchange, place: int) -> None:
        """Remember an exchange whose request came at `place`."""
        weight = _weight(exchange)
        with self._lock:
            self._exchanges.append((place, exchange, weight))
            self._bytes += weight
            while len(self._exchanges) > 1 and (
                len(self._exchanges) > self._size or self._bytes > self._most_bytes
            ):
                self._bytes -= self._exchanges.popleft()[2]
        self._tell(exchange)

    def add_event(self, happened: Happened) -> None:
        """Remember an event, be it of a conference, a call or a recording."""
        with self._lock:
            self._happened.append((self.place(), happened))
            if isinstance(happened, Event):
                self._events.append(happened)
        self._tell(happened)

    def put_delivery(self, delivery: Delivery) -> None:
        """Remember a delivery, in the place of what was known of it."""
        with self._lock:
            self._deliveries[delivery.number] = (self.place(), delivery)
            if len(self._deliveries) > self._size:
                del self._deliveries[next(iter(self._deliveries))]
        if delivery.outcome not in (Outcome.WAITING, Outcome.HELD):
            self._tell(delivery)

    @property
    def exchanges(self) -> list[Exchange]:
        """The remembered exchanges, oldest first."""
        with self._lock:
            return [exchange for _, exchange, _ in self._exchanges]

    @property
    def events(self) -> list[Event]:
        """The remembered events of conferences, oldest first."""
        with self._lock:
            return list(self._events)

    @property
    def deliveries(self) -> list[Delivery]:
        """The remembered deliveries, in the order in which their callbacks came to be."""
        with self._lock:
            return [delivery for _, delivery in self._deliveries.values()]

    @property
    def timeline(self) -> list[Row]:
        """Everything that is remembered, as it happened: requests when they came, deliveries when they last changed."""
        with self._lock:
            rows: list[tuple[int, Row]] = [row[:2] for row in self._exchanges]
            rows += self._happened
            rows += self._deliveries.values()
        return [row for _, row in sorted(rows, key=lambda placed: placed[0])]

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every row from now on, on the thread that adds it; deliveries when they are over.

        Returns what ends that.
        """
        with self._lock:
            self._listeners += (listener,)

        def stop() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return stop

    @contextmanager
    def listening(self) -> Iterator[list[Event]]:
        """A list that takes the events of conferences of meanwhile."""
        heard: list[Event] = []
        stop = self.listen(lambda row: heard.append(row) if isinstance(row, Event) else None)
        try:
            yield heard
        finally:
            stop()

    @property
    def findings(self) -> list[tuple[Exchange, Finding]]:
        """The findings of the remembered exchanges, each with its exchange."""
        return [(one, finding) for one in self.exchanges for finding in one.findings]

    def _tell(self, row: Row) -> None:
        for listener in self._listeners:
            listener(row)


def _weight(exchange: Exchange) -> int:
    """About what an exchange takes, in bytes."""
    request = exchange.request
    weight = len(request.path) + len(request.query) + len(request.body) + len(exchange.answer.body)
    weight += sum(map(len, request.headers.values()))
    for finding in exchange.findings:
        weight += len(finding.message) + len(finding.value or "")
    return weight
