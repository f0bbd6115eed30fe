"""What will happen later on the clock, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from itertools import count


class Agenda:
    """Steps with the moments at which they are due.

    Args:
        remind: is told each moment, for a clock that runs by itself.
    """

    def __init__(self, remind: Callable[[datetime], None]) -> None:
        self._remind = remind
        self._steps: list[tuple[datetime, int, Callable[[], None]]] = []
        self._entries = count()  # keeps steps of the same moment in the order of entry

    def enter(self, due: datetime, step: Callable[[], None]) -> None:
        """Let `step` happen at `due`."""
        heappush(self._steps, (due, next(self._entries), step))
        self._remind(due)

    def due(self, now: datetime) -> Iterable[tuple[datetime, Callable[[], None]]]:
        """Take out what is due by `now`, the earliest first, also what those steps enter meanwhile."""
        return self._taken(now) if self._steps else ()

    def _taken(self, now: datetime) -> Iterator[tuple[datetime, Callable[[], None]]]:
        while self._steps and self._steps[0][0] <= now:
            due, _, step = heappop(self._steps)
            yield due, step
        if self._steps:
            self._remind(self._steps[0][0])
