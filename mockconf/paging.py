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


class Page(Generic[Item]):
    """The items of one page, newest first, and whether older ones follow."""

    def __init__(self, items: list[Item], has_next: bool, request: PageRequest) -> None:
        self.items = items
        self.has_next = has_next
        self.request = request


def turn(
    shelf: Sequence[Rank],
    request: PageRequest,
    at: Rank | None,
    read: Callable[[str], Item | None],
    first: int = 0,
    last: int | None = None,
) -> Page[Item]:
    """Cut a page out of `shelf`, ranks in ascending order of which only `first` to `last` count.

    `at` is the rank that the token of `request` names. `read` gives the record of a SID, or None where it is filtered out.
    """
    last = len(shelf) if last is None else last
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


def _some(ranks: Iterable[Rank], read: Callable[[str], Item | None], count: int) -> list[Item]:
    return list(islice((item for rank in ranks if (item := read(rank[2])) is not None), count))
