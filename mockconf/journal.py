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
        size: so many of each at the most.
        most_bytes: about so many bytes of requests, findings and answers at the most; the newest exchange is always there.
    """

    def __init__(self, size: int, most_bytes: int) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._exchanges: deque[Exchange] = deque()
        self._events: deque[Event] = deque(maxlen=size)
        self._lock = Lock()
        self._listeners: list[list[Event]] = []

    def add(self, exchange: Exchange) -> None:
        """Remember an exchange."""
        with self._lock:
            self._exchanges.append(exchange)
            self._bytes += _weight(exchange)
            while len(self._exchanges) > 1 and (
                len(self._exchanges) > self._size or self._bytes > self._most_bytes
            ):
                self._bytes -= _weight(self._exchanges.popleft())

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
            return list(self._exchanges)

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
    headers = sum(len(name) + len(value) for name, value in request.headers.items())
    findings = sum(len(finding.message) + len(finding.value or "") for finding in exchange.findings)
    texts = len(request.path) + len(request.query) + headers + findings
    return texts + len(request.body) + len(exchange.answer.body)
