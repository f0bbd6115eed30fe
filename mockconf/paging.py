"""A page of a list: the newest first, at a place that later arrivals do not shift."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Generic, Literal, NamedTuple, TypeVar

from mockconf.model import Rank

#: The size of a page unless another is asked for.
DEFAULT_SIZE = 50

Item = TypeVar("Item")


class PageToken(NamedTuple):
    """Says that a page lies next to an item: the older ones `after` it, or the newer ones `before` it."""

    side: Literal["after", "before"]
    sid: str


class PageRequest(NamedTuple):
    """Which page is wanted; the number is the client's own count, the token decides."""

    number: int = 0
    size: int = DEFAULT_SIZE
    token: PageToken | None = None
    #: Whether the number decides and not a token, which also asks how many there are.
    by_number: bool = False


class Page(Generic[Item]):
    """The items of one page, newest first, and whether older ones follow."""

    def __init__(
        self, items: list[Item], has_next: bool, request: PageRequest, total: int | None = None
    ) -> None:
        self.items = items
        self.has_next = has_next
        self.request = request
        #: How many there are on all pages, where the request asks for that.
        self.total = total


def turn(
    shelf: Sequence[Rank],
    request: PageRequest,
    at: Rank | None,
    read: Callable[[str], Item | None],
    first: int = 0,
    last: int | None = None,
    total: int | None = None,
) -> Page[Item]:
    """Cut a page out of `shelf`, ranks in ascending order of which only `first` to `last` count.

    `at` is the rank that the token of `request` names. `read` gives the record of a SID, or None where it is filtered out.
    `total` is how many `read` gives, where that is known before.
    """
    last = len(shelf) if last is None else last
    if request.by_number:
        return _numbered(shelf, range(last - 1, first - 1, -1), request, read, total)
    if request.token and at and request.token.side == "before":
        middle = max(first, bisect_right(shelf, at))
        newer = _some((shelf[place] for place in range(middle, last)), read, request.size)
        older = _some((shelf[place] for place in range(middle - 1, first - 1, -1)), read, 1)
        return Page(items=newer[::-1], has_next=bool(older), request=request)
    if request.token and at:
        last = min(last, bisect_left(shelf, at))
    downwards = (shelf[place] for place in range(last - 1, first - 1, -1))
    found = _some(downwards, read, request.size + 1)
    return Page(items=found[: request.size], has_next=len(found) > request.size, request=request)


def _numbered(
    shelf: Sequence[Rank],
    places: range,
    request: PageRequest,
    read: Callable[[str], Item | None],
    total: int | None,
) -> Page[Item]:
    start, end = request.number * request.size, (request.number + 1) * request.size
    if total is None:
        found = _some((shelf[place] for place in places), read, len(places))
        return Page(found[start:end], end < len(found), request, total=len(found))
    skipped = min(start, total) if total == len(places) else 0  # then nothing is filtered out
    wanted = min(end, total) - skipped if start < total else 0
    found = _some((shelf[place] for place in places[skipped:]), read, wanted)
    return Page(found[start - skipped :], end < total, request, total)


def _some(ranks: Iterable[Rank], read: Callable[[str], Item | None], count: int) -> list[Item]:
    return list(islice((item for rank in ranks if (item := read(rank[2])) is not None), count))
