"""The changes of a value's shape, and of all that is inside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mockconf.drift.document import Node
from mockconf.drift.shape import LIMITS, Shape, shape_of
from mockconf.drift.silence import Terms
from mockconf.hints import nearest

_MOST_CANDIDATES = 200


class Change(NamedTuple):
    """One thing that is not as it was."""

    rule: str
    old: str | None
    new: str | None
    #: Into the newer document.
    pointer: str
    nearest: str | None = None


class Walk:
    """Goes through two shapes side by side, the outermost values first.

    Args:
        terms: how much of the older side counts.
        is_received: whether the client receives the value, or sends it.
        has_nulls: whether it can be null on the wire, as in JSON, and not in a form.
    """

    def __init__(self, terms: Terms, *, is_received: bool, has_nulls: bool = True) -> None:
        self._terms = terms
        self._is_received = is_received
        self._has_nulls = has_nulls
        self._noun = "property" if is_received else "parameter"

    def changes(
        self, old: Sequence[Node], new: Sequence[Node], *, is_member: bool
    ) -> Iterator[tuple[Change, str]]:
        """Each change, with the path to the value, such as `conferences[].status`.

        Two schemas are held against each other once, so that those that hold themselves come to an end.

        Args:
            old: the schemas that the older value may keep.
            new: those that the newer may keep.
            is_member: whether the value is a member of something larger, which has its words already.
        """
        seen = set()
        waiting = deque([(tuple(old), tuple(new), "", is_member)])
        while waiting:
            olds, news, path, is_member = waiting.popleft()
            pair = tuple(one.pointer for one in olds), tuple(one.pointer for one in news)
            if pair in seen:
                continue
            seen.add(pair)
            newer = shape_of(news)
            older = self._terms.shape(shape_of(olds), newer, is_member=is_member)
            for change in self._of_value(older, newer):
                yield change, path
            for change, name in self._of_members(older, newer):
                yield change, f"{path}.{name}".lstrip(".")
            for name, schemas in older.properties.items():
                if name in newer.properties:
                    waiting.append(
                        (schemas, newer.properties[name], f"{path}.{name}".lstrip("."), True)
                    )
            if older.items and newer.items:
                waiting.append((older.items, newer.items, f"{path}[]", False))

    def _of_value(self, old: Shape, new: Shape) -> Iterator[Change]:
        yield from self._types(old, new)
        yield from _values(old, new)
        for what in ("default", "pattern", "format"):
            before, now = getattr(old, what), getattr(new, what)
            if before != now:
                how = "added" if before is None else "removed" if now is None else "changed"
                yield Change(f"{what}-{how}", before, now, new.pointer)
        yield from _limits(old, new)
        if old.deprecated != new.deprecated:
            rule = "deprecated" if new.deprecated else "no-longer-deprecated"
            yield Change(rule, None, None, new.pointer)
        if old.description != new.description:
            yield Change("description-changed", old.description, new.description, new.pointer)

    def _types(self, old: Shape, new: Shape) -> Iterator[Change]:
        before, now = _all_types(old), _all_types(new)
        if before != now:
            looser, tighter = now is None, before is None
            if before is not None and now is not None:
                looser, tighter = before < now, now < before
            how = "changed"
            if self._is_received and tighter:
                how = "narrowed"
            elif looser and not self._is_received:
                how = "widened"
            yield Change(
                f"{self._noun}-type-{how}", _named(old.types), _named(new.types), new.pointer
            )
        if self._has_nulls and None not in (old.nullable, new.nullable):
            if new.nullable and not old.nullable:
                yield Change(f"{self._noun}-now-nullable", None, None, new.pointer)
            elif old.nullable and not new.nullable:
                yield Change(f"{self._noun}-no-longer-nullable", None, None, new.pointer)

    def _of_members(self, old: Shape, new: Shape) -> Iterator[tuple[Change, str]]:
        added = [name for name in new.properties if name not in old.properties]
        required, was_required = new.required or frozenset(), old.required or frozenset()
        for name in old.properties:
            if name not in new.properties:
                near = nearest_of(name, added)
                yield Change(f"{self._noun}-removed", None, None, new.pointer, near), name
            elif (name in required) != (name in was_required):
                yield Change(self._requirement(name in required), None, None, new.pointer), name
        for name in added:
            is_demanded = name in required and not self._is_received
            rule = "required-parameter-added" if is_demanded else f"{self._noun}-added"
            yield Change(rule, None, None, new.properties[name][0].pointer), name

    def _requirement(self, is_required: bool) -> str:
        if is_required:
            return f"{self._noun}-now-required"
        return "property-now-optional" if self._is_received else "parameter-no-longer-required"


def nearest_of(gone: str, added: Sequence[str]) -> str | None:
    """What came in the place of what is gone, most likely; among hundreds nobody can tell."""
    return nearest(gone, added) if len(added) <= _MOST_CANDIDATES else None


def _all_types(shape: Shape) -> frozenset[str] | None:
    """A number may be an integer."""
    types = shape.types
    return types | {"integer"} if types and "number" in types else types


def _named(types: frozenset[str] | None) -> str:
    return " or ".join(sorted(types)) if types else "anything"


def _values(old: Shape, new: Shape) -> Iterator[Change]:
    if old.values is None and new.values is not None:
        yield Change("enum-added", None, ", ".join(new.values), new.pointer)
    elif old.values is not None and new.values is None:
        yield Change("enum-removed", ", ".join(old.values), None, new.pointer)
    elif old.values is not None and new.values is not None:
        before, now = set(old.values), set(new.values)
        added = [value for value in new.values if value not in before]
        for value in old.values:
            if value not in now:
                near = nearest_of(value, added)
                yield Change("enum-value-removed", value, None, new.pointer, near)
        for value in added:
            yield Change("enum-value-added", None, value, new.pointer)


def _limits(old: Shape, new: Shape) -> Iterator[Change]:
    for name, grows in LIMITS.items():
        before, now = old.limits.get(name), new.limits.get(name)
        if before == now:
            continue
        is_looser = now is None or (before is not None and (now > before) is grows)
        rule = f"limit-{'loosened' if is_looser else 'tightened'}"
        yield Change(rule, _limit(name, before), _limit(name, now), new.pointer)


def _limit(name: str, value: float | None) -> str | None:
    return None if value is None else f"{name} {value:g}"
