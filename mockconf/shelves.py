"""The conferences of an account in order, which is what makes a page of a long list as cheap as one of a short list."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable

from mockconf.filters import ConferenceFilter, Span
from mockconf.model import Conference, Rank
from mockconf.states import ConferenceStatus

_ANY_TIME = Span()
#: So many are sorted in about the time that a page takes.
_FEW = 1_000


class Shelves:
    """Ranks in ascending order: all by their creation, and once more by their last update."""

    def __init__(self) -> None:
        self._all: list[Rank] = []
        self._by_status: dict[ConferenceStatus, list[Rank]] = {one: [] for one in ConferenceStatus}
        self._by_name: dict[str, list[Rank]] = {}
        #: Ranks by the last update.
        self.by_update: list[Rank] = []

    def add(self, conference: Conference) -> None:
        """Shelve a new conference."""
        rank = conference.rank
        insort(self._all, rank)
        insort(self._by_status[conference.status], rank)
        insort(self._by_name.setdefault(conference.friendly_name, []), rank)
        insort(self.by_update, _rank_by_update(conference))

    def move(self, before: Conference, after: Conference) -> None:
        """Shelve a changed conference anew."""
        if before.status is not after.status:
            _take(self._by_status[before.status], before.rank)
            insort(self._by_status[after.status], after.rank)
        if before.date_updated != after.date_updated:
            _take(self.by_update, _rank_by_update(before))
            insort(self.by_update, _rank_by_update(after))

    def holding(
        self, wanted: ConferenceFilter, rank_of: Callable[[str], Rank]
    ) -> tuple[list[Rank], int, int]:
        """A shelf, and the part of it that holds all that `wanted` may admit.

        Where few were updated when they should have been, it is a shelf of just those. Where many were, most of what
        was created before the end of that time is admitted, so that a page is soon found.
        """
        low, high = _stretch(self.by_update, wanted.updated)
        if wanted.updated != _ANY_TIME and high - low <= _FEW:
            updated = sorted(rank_of(sid) for _, _, sid in self.by_update[low:high])
            return updated, *_stretch(updated, wanted.created)
        shelf = self._shortest(wanted)
        return shelf, *_stretch(shelf, wanted.created.within(Span(end=wanted.updated.end)))

    def holding_by_update(
        self, wanted: ConferenceFilter, read: Callable[[str], Conference]
    ) -> tuple[list[Rank], int, int]:
        """The same, of ranks by the last update."""
        shelf = self._shortest(wanted)
        low, high = _stretch(shelf, wanted.created)
        if high - low <= _FEW:
            few = sorted(_rank_by_update(read(sid)) for _, _, sid in shelf[low:high])
            return few, *_stretch(few, wanted.updated)
        return self.by_update, *_stretch(self.by_update, wanted.updated)

    def count(self, wanted: ConferenceFilter) -> int | None:
        """How many `wanted` admits; None where each would have to be looked at."""
        narrows_twice = wanted.status is not None and wanted.friendly_name is not None
        if narrows_twice or wanted.updated != _ANY_TIME:
            return None
        low, high = _stretch(self._shortest(wanted), wanted.created)
        return high - low

    def _shortest(self, wanted: ConferenceFilter) -> list[Rank]:
        candidates = [self._all]
        if wanted.status is not None:
            candidates.append(self._by_status[wanted.status])
        if wanted.friendly_name is not None:
            candidates.append(self._by_name.get(wanted.friendly_name, []))
        return min(candidates, key=len)


def _rank_by_update(conference: Conference) -> Rank:
    return (conference.date_updated, conference.serial, conference.sid)


def _take(shelf: list[Rank], rank: Rank) -> None:
    del shelf[bisect_left(shelf, rank)]


def _stretch(shelf: list[Rank], span: Span) -> tuple[int, int]:
    """The part of a shelf whose ranks lie within `span`; a serial of -1 sorts before every rank of its moment."""
    first = bisect_left(shelf, (span.start, -1, "")) if span.start else 0
    last = bisect_left(shelf, (span.end, -1, "")) if span.end else len(shelf)
    return first, last
