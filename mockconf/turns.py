"""Whose turn it is at the switchboard, and what moment it is meanwhile."""

from __future__ import annotations

from datetime import datetime
from threading import RLock

from mockconf.agenda import Agenda
from mockconf.clock import ManualClock
from mockconf.directory import Directory
from mockconf.lifecycle import Lifecycle


class Turn:
    """Has the switchboard to itself while it is entered, after all that was due before, each at its own moment.

    One object serves every turn of a world, also one within another: each request takes a turn or two, and a generator
    for each would cost more than what most of them do.

    Args:
        clock: says what moment it is.
        agenda: what happens by itself.
        life: is told the moment of every change.
        find: is told the moment at which it looks.
    """

    def __init__(
        self, clock: ManualClock, agenda: Agenda, life: Lifecycle, find: Directory
    ) -> None:
        self._clock = clock
        self._agenda = agenda
        self._life = life
        self._find = find
        self._lock = RLock()

    def __enter__(self) -> datetime:
        self._lock.acquire()
        try:
            return self._begun()
        except BaseException:  # then nobody leaves it
            self._lock.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def _begun(self) -> datetime:
        now = self._clock.now()
        for due, step in self._agenda.due(now):
            self._life.moment = due
            step()
        self._life.moment = now
        self._find.moment = now
        return now
