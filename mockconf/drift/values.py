"""The changes of a value's shape, without what is inside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mockconf.drift.shape import LIMITS, Bound, Shape
from mockconf.hints import nearest

#: How many pairs of what is gone and what came are searched for the nearest.
_MOST_PAIRS = 10_000
#: What a form or a URL writes as text.
_WRITTEN = frozenset(["string", "integer", "number", "boolean"])


class Change(NamedTuple):
    """One thing that is not as it was."""

    rule: str
    old: str | None
    new: str | None
    #: Into the newer document.
    pointer: str
    nearest: str | None = None


class Way(NamedTuple):
    """How a value travels."""

    #: Whether the client receives it, or sends it.
    is_received: bool
    #: Whether it is JSON, which knows null and types, or text in a form or a URL.
    is_json: bool = True

    @property
    def noun(self) -> str:
        """What it is called in the names of rules."""
        return "property" if self.is_received else "parameter"


def changes_of_value(old: Shape, new: Shape, way: Way) -> Iterator[Change]:
    """Each thing that is said otherwise of the value itself."""
    yield from _types(old, new, way)
    if way.is_json and None not in (old.nullable, new.nullable):
        if new.nullable and not old.nullable:
            yield Change(f"{way.noun}-now-nullable", None, None, new.pointer)
        elif old.nullable and not new.nullable:
            yield Change(f"{way.noun}-no-longer-nullable", None, None, new.pointer)
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


def nearest_of(gone: str, added: Sequence[str], gone_in_all: int) -> str | None:
    """What came in the place of what is gone, most likely; among thousands nobody can tell."""
    return nearest(gone, added) if len(added) * gone_in_all <= _MOST_PAIRS else None


def _types(old: Shape, new: Shape, way: Way) -> Iterator[Change]:
    before, now = _all_types(old), _all_types(new)
    if before == now:
        return
    looser, tighter = now is None, before is None
    if before is not None and now is not None:
        is_still_text = not way.is_json and before <= _WRITTEN and "string" in now
        looser, tighter = before < now or is_still_text, now < before
    how = "changed"
    if way.is_received and tighter:
        how = "narrowed"
    elif looser and not way.is_received:
        how = "widened"
    yield Change(f"{way.noun}-type-{how}", _named(old.types), _named(new.types), new.pointer)


def _all_types(shape: Shape) -> frozenset[str] | None:
    """A number may be an integer."""
    types = shape.types
    return types | {"integer"} if types and "number" in types else types


def _named(types: frozenset[str] | None) -> str:
    return "anything" if types is None else " or ".join(sorted(types)) or "nothing"


def _values(old: Shape, new: Shape) -> Iterator[Change]:
    if old.values is None and new.values is not None:
        yield Change("enum-added", None, ", ".join(new.values), new.pointer)
    elif old.values is not None and new.values is None:
        yield Change("enum-removed", ", ".join(old.values), None, new.pointer)
    elif old.values is not None and new.values is not None:
        before, now = set(old.values), set(new.values)
        added = [value for value in new.values if value not in before]
        gone = [value for value in old.values if value not in now]
        for value in gone:
            near = nearest_of(value, added, len(gone))
            yield Change("enum-value-removed", value, None, new.pointer, near)
        for value in added:
            yield Change("enum-value-added", None, value, new.pointer)


def _limits(old: Shape, new: Shape) -> Iterator[Change]:
    for name in LIMITS:
        before, now = old.limits.get(name), new.limits.get(name)
        if before == now:
            continue
        is_looser = now is None or (before is not None and now.is_looser_than(before, name))
        rule = f"limit-{'loosened' if is_looser else 'tightened'}"
        yield Change(rule, _limit(name, before), _limit(name, now), new.pointer)


def _limit(name: str, bound: Bound | None) -> str | None:
    if bound is None:
        return None
    value = bound.value
    exact = int(value) if isinstance(value, float) and value.is_integer() else value
    return f"{f'exclusive{name.title()}' if bound.is_exclusive else name} {exact}"
