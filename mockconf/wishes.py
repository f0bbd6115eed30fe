"""What a test wishes to become of callbacks that it held: in which order they leave, which of them twice, never, or later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Any, Literal

from mockconf.errors import MockconfError

#: In which order held callbacks leave: as they were held, the other way round, or these positions first.
Order = Literal["reversed"] | Sequence[int] | None


def places_in(order: Any, size: int) -> list[int]:
    """The positions of `size` held callbacks in the order in which they leave.

    Raises:
        MockconfError: `order` is none.
    """
    places = list(range(size))
    if order is None:
        return places
    if isinstance(order, str) and order == "reversed":
        return places[::-1]
    if isinstance(order, str) or not isinstance(order, Sequence):
        raise MockconfError(f'order is "reversed" or a list of positions, and not {order!r}')
    require_places("order", order, size)
    if len(set(order)) < len(order):
        raise MockconfError(
            f"{list(order)} names a position twice; duplicate=[...] sends one twice"
        )
    return [*order, *(place for place in places if place not in order)]


def require_places(name: str, given: Any, size: int) -> None:
    """What was given as `name` are positions of held callbacks.

    Raises:
        MockconfError: they are not.
    """
    if isinstance(given, str) or not isinstance(given, Collection):
        raise MockconfError(f"{name} is a list of positions, such as [0], and not {given!r}")
    for place in given:
        is_whole = isinstance(place, int) and not isinstance(place, bool)
        if not is_whole or not 0 <= place < size:
            known = f"0 to {size - 1}" if size else "none, as nothing is held"
            raise MockconfError(f"there is no held callback at {place!r}; there are {known}")


def moment_after(now: datetime, after: Any) -> datetime:
    """The moment that comes `after` so many seconds.

    Raises:
        MockconfError: that is no number of seconds.
    """
    if isinstance(after, bool) or not isinstance(after, int | float) or not 0 <= after < inf:
        raise MockconfError(f"after is a number of seconds from 0, and not {after!r}")
    try:
        return now + timedelta(seconds=after)
    except OverflowError:
        raise MockconfError(f"after={after!r} leads beyond the calendar") from None
