"""What happened in a world, oldest first and bounded: exchanges with their findings, and events."""

from __future__ import annotations

from collections import deque
from threading import Lock

from mockconf.events import Event
from mockconf.exchange import Exchange, Finding


class Journal:
    """Remembers the newest exchanges and events. Raw bytes are kept, and rendered when somebody looks.

    Args:
        size: so many of each at the most.
        most_bytes: so many bytes of request and answer bodies at the most; the newest exchange is always there.
    """

    def __init__(self, size: int, most_bytes: int) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._exchanges: deque[Exchange] = deque()
        self._events: deque[Event] = deque(maxlen=size)
        self._lock = Lock()
        #: How many events there were, the forgotten ones included.
        self.events_so_far = 0

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
            self.events_so_far += 1

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

    def events_since(self, number: int) -> list[Event]:
        """The events that came after the first `number` ones, as far as they are remembered."""
        with self._lock:
            missed = self.events_so_far - number
            return list(self._events)[-missed:] if missed else []

    @property
    def findings(self) -> list[tuple[Exchange, Finding]]:
        """The findings of the remembered exchanges, each with its exchange."""
        return [(one, finding) for one in self.exchanges for finding in one.findings]


def _weight(exchange: Exchange) -> int:
    return len(exchange.request.body) + len(exchange.answer.body)
