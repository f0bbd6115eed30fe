"""What happened in a world, oldest first and bounded: exchanges with their findings, and events."""

from __future__ import annotations

from collections import deque

from mockconf.events import Event
from mockconf.exchange import Exchange, Finding


class Journal:
    """Remembers the newest `size` exchanges and events. Raw bytes are kept and rendered when somebody looks."""

    def __init__(self, size: int) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=size)
        self._events: deque[Event] = deque(maxlen=size)
        #: How many events there were, the forgotten ones included.
        self.events_so_far = 0

    def add(self, exchange: Exchange) -> None:
        """Remember an exchange."""
        self._exchanges.append(exchange)

    def add_event(self, event: Event) -> None:
        """Remember an event."""
        self._events.append(event)
        self.events_so_far += 1

    @property
    def exchanges(self) -> list[Exchange]:
        """The remembered exchanges, oldest first."""
        return list(self._exchanges)

    @property
    def events(self) -> list[Event]:
        """The remembered events, oldest first."""
        return list(self._events)

    def events_since(self, number: int) -> list[Event]:
        """The events that came after the first `number` ones, as far as they are remembered."""
        missed = self.events_so_far - number
        return self.events[-missed:] if missed else []

    @property
    def findings(self) -> list[tuple[Exchange, Finding]]:
        """The findings of the remembered exchanges, each with its exchange."""
        return [(one, finding) for one in self.exchanges for finding in one.findings]
