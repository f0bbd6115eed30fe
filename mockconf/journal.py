"""What happened in a world, oldest first and bounded: exchanges with their findings, and events."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from mockconf.events import Event
from mockconf.exchange import Exchange, Finding


class Journal:
    """Remembers the newest exchanges and events. Raw bytes are kept, and rendered when somebody looks.

    Args:
        size: how many of each at the most.
        most_bytes: about how many bytes of requests, findings and answers at the most; the newest exchange always stays.
    """

    def __init__(self, size: int, most_bytes: int) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._exchanges: deque[tuple[int, Exchange]] = deque()  # each with its weight
        self._events: deque[Event] = deque(maxlen=size)
        self._lock = Lock()
        self._listeners: list[list[Event]] = []

    def add(self, exchange: Exchange) -> None:
        """Remember an exchange."""
        weight = _weight(exchange)
        with self._lock:
            self._exchanges.append((weight, exchange))
            self._bytes += weight
            while len(self._exchanges) > 1 and (
                len(self._exchanges) > self._size or self._bytes > self._most_bytes
            ):
                self._bytes -= self._exchanges.popleft()[0]

    def add_event(self, event: Event) -> None:
        """Remember an event."""
        with self._lock:
            self._events.append(event)
            for heard in self._listeners:
                heard.append(event)

    @property
    def exchanges(self) -> list[Exchange]:
        """The remembered exchanges, oldest first."""
        with self._lock:
            return [exchange for _, exchange in self._exchanges]

    @property
    def events(self) -> list[Event]:
        """The remembered events, oldest first."""
        with self._lock:
            return list(self._events)

    @contextmanager
    def listening(self) -> Iterator[list[Event]]:
        """A list that takes the events of meanwhile."""
        heard: list[Event] = []
        with self._lock:
            self._listeners.append(heard)
        try:
            yield heard
        finally:
            with self._lock:
                self._listeners = [other for other in self._listeners if other is not heard]

    @property
    def findings(self) -> list[tuple[Exchange, Finding]]:
        """The findings of the remembered exchanges, each with its exchange."""
        return [(one, finding) for one in self.exchanges for finding in one.findings]


def _weight(exchange: Exchange) -> int:
    """About what an exchange takes, in bytes."""
    request = exchange.request
    texts = [request.path, request.query, *request.headers, *request.headers.values()]
    for finding in exchange.findings:
        texts += (finding.message, finding.value or "")
    return sum(map(len, texts)) + len(request.body) + len(exchange.answer.body)
