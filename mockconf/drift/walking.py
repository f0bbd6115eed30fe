"""Goes through two values side by side, with all that is inside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from mockconf.drift.composing import members, shape_of
from mockconf.drift.document import Node
from mockconf.drift.shape import Part, Shape, anything, key_of, leaves
from mockconf.drift.silence import Terms
from mockconf.drift.values import Change, Way, changes_of_value, nearest_of

#: How many pairs of values are held against each other in one comparison.
_MOST_PAIRS = 100_000
#: How deep a value may stand inside others.
_DEEPEST = 100


class Found(NamedTuple):
    """A change, and where in the value."""

    change: Change
    #: Such as `conferences[].status`; empty for the value itself.
    path: str
    #: The last name in it.
    leaf: str


class _Pair(NamedTuple):
    old: Part
    new: Part
    path: str
    leaf: str
    is_member: bool
    depth: int

    def inside(self, step: str, old: Part, new: Part, *, is_member: bool) -> _Pair:
        """A pair of values inside these."""
        path = _path(self.path, step) if is_member else f"{self.path}{step}"
        leaf = step if is_member else f"{self.leaf}{step}"
        return _Pair(old, new, path, leaf, is_member, self.depth + 1)


class Walks:
    """All walks of a comparison; what several operations share is walked through once.

    Args:
        terms: how much of the older side counts.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._known: dict[Hashable, list[Found]] = {}
        self._pairs = 0

    def changes(self, old: Part, new: Part, way: Way, *, is_member: bool) -> list[Found]:
        """Each change, the outermost values first.

        Args:
            old: what the older value keeps to.
            new: what the newer one does.
            way: how it travels.
            is_member: whether the value is a member of something larger, which has its words already.

        Raises:
            NotUnderstood: a schema cannot be understood, or there is no end to them.
        """
        old, new = _resolved(old), _resolved(new)
        key = key_of(old), key_of(new), way, is_member
        if key not in self._known:
            self._known[key] = list(self._walk(_Pair(old, new, "", "", is_member, 0), way))
        return self._known[key]

    def _walk(self, first: _Pair, way: Way) -> Iterator[Found]:
        """Two schemas are held against each other once, so that those that hold themselves come to an end."""
        seen = set()
        waiting = deque([first])
        while waiting:
            pair = waiting.popleft()
            key = key_of(pair.old), key_of(pair.new)
            if key in seen:
                continue
            seen.add(key)
            self._count(pair)
            newer = shape_of(pair.new)
            older = self._terms.shape(shape_of(pair.old), newer, is_member=pair.is_member)
            for change in changes_of_value(older, newer, way):
                yield Found(change, pair.path, pair.leaf)
            before = members(older, pair.old, is_received=way.is_received)
            now = members(newer, pair.new, is_received=way.is_received)
            for change, name in _of_members(older, newer, before, now, way):
                yield Found(change, _path(pair.path, name), name)
            for name, one in before.items():
                if name in now:
                    waiting.append(pair.inside(name, one, now[name], is_member=True))
            waiting.extend(_items(pair, older, newer))

    def _count(self, pair: _Pair) -> None:
        self._pairs += 1
        where = next(leaves(pair.new))
        if self._pairs > _MOST_PAIRS:
            where.refuse(f"more than {_MOST_PAIRS:,} pairs of values are compared up to here")
        if pair.depth > _DEEPEST:
            where.refuse(f"values stand inside one another more than {_DEEPEST} deep")


def _resolved(part: Part) -> Part:
    """What a bare reference leads to, so that operations which share a schema are seen to do so."""
    while isinstance(part, Node) and isinstance(part.value, dict) and part.value.keys() == {"$ref"}:
        part.followed()  # comes to an end
        part = part.target() or part
    return part


def _path(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _items(pair: _Pair, old: Shape, new: Shape) -> Iterator[_Pair]:
    """What a list holds; where nothing is said of it, that is anything."""
    if (old.items or new.items) and old.is_list and new.is_list:
        before = old.items or anything(pair.old.document, f"{old.pointer}/items")
        now = new.items or anything(pair.new.document, f"{new.pointer}/items")
        yield pair.inside("[]", before, now, is_member=False)


def _of_members(
    old: Shape, new: Shape, before: Mapping[str, Part], now: Mapping[str, Part], way: Way
) -> Iterator[tuple[Change, str]]:
    added = [name for name in now if name not in before]
    gone = [name for name in before if name not in now]
    required, was_required = new.required or frozenset(), old.required or frozenset()
    for name in before:
        if name not in now:
            near = nearest_of(name, added, len(gone))
            yield Change(f"{way.noun}-removed", None, None, new.pointer, near), name
        elif (name in required) != (name in was_required):
            yield Change(_requirement(name in required, way), None, None, new.pointer), name
    for name in added:
        is_demanded = name in required and not way.is_received
        rule = "required-parameter-added" if is_demanded else f"{way.noun}-added"
        yield Change(rule, None, None, next(leaves(now[name])).pointer), name


def _requirement(is_required: bool, way: Way) -> str:
    if is_required:
        return f"{way.noun}-now-required"
    return "property-now-optional" if way.is_received else "parameter-no-longer-required"
