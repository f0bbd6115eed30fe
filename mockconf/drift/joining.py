"""Two shapes made one: where both hold, and where either does."""

from __future__ import annotations

from collections.abc import Mapping

from mockconf.drift.shape import LIMITS, Bound, Part, Shape, join

_TEXT = frozenset(["string"])


def both(upper: Shape, lower: Shape) -> Shape:
    """Both hold: the tightest counts, and of what cannot be joined what the upper one says."""
    return Shape(
        types=_common_types(upper.types, lower.types),
        nullable=_both_nullable(upper.nullable, lower.nullable),
        nullable_is_doubtful=upper.nullable_is_doubtful or lower.nullable_is_doubtful,
        values=_common_values(upper.values, lower.values),
        default=lower.default if upper.default is None else upper.default,
        limits=_tightest(upper, lower),
        pattern=lower.pattern if upper.pattern is None else upper.pattern,
        format=lower.format if upper.format is None else upper.format,
        description=lower.description if upper.description is None else upper.description,
        deprecated=upper.deprecated or lower.deprecated,
        read_only=upper.read_only or lower.read_only,
        write_only=upper.write_only or lower.write_only,
        properties=_members(upper, lower, is_all=True),
        required=_both_required(upper.required, lower.required),
        items=_either_part(upper.items, lower.items, is_all=True),
    )


def either(one: Shape, other: Shape) -> Shape:
    """One of them holds: only what both say of values of the same type is sure."""
    return Shape(
        types=None if one.types is None or other.types is None else one.types | other.types,
        nullable=_either_nullable(one.nullable, other.nullable),
        nullable_is_doubtful=one.nullable_is_doubtful or other.nullable_is_doubtful,
        values=_all_values(one.values, other.values),
        default=one.default if one.default == other.default else None,
        limits=_loosest(one, other),
        pattern=_said_of_text(one, other, one.pattern, other.pattern),
        format=_said_of_text(one, other, one.format, other.format),
        deprecated=one.deprecated and other.deprecated,
        read_only=one.read_only and other.read_only,
        write_only=one.write_only and other.write_only,
        properties=_members(one, other, is_all=False),
        required=_common_required(one.required, other.required),
        items=_items_of_either(one, other),
    )


def _common_types(
    one: frozenset[str] | None, other: frozenset[str] | None
) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    common = one & other
    if "integer" in one ^ other and "number" in one ^ other:  # a number may be an integer
        common |= {"integer"}
    return common


def _both_nullable(one: bool | None, other: bool | None) -> bool | None:
    if one is None or other is None:
        return other if one is None else one
    return one and other


def _either_nullable(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _common_values(
    one: tuple[str, ...] | None, other: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    known = set(other)
    return tuple(value for value in one if value in known)


def _all_values(
    one: tuple[str, ...] | None, other: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    if one is None or other is None:
        return None
    return tuple(dict.fromkeys([*one, *other]))


def _tightest(one: Shape, other: Shape) -> dict[str, Bound]:
    found = dict(one.limits)
    for name, bound in other.limits.items():
        if name not in found or found[name].is_looser_than(bound, name):
            found[name] = bound
    return found


def _loosest(one: Shape, other: Shape) -> dict[str, Bound]:
    """A limit counts for the types that it limits; where values of one cannot be of them, the other's counts."""
    found = {}
    for name in dict.fromkeys([*one.limits, *other.limits]):
        asked = [shape for shape in (one, other) if shape.may_be(LIMITS[name].types)]
        bounds = [shape.limits[name] for shape in asked if name in shape.limits]
        if bounds and len(bounds) == len(asked):
            first, last = bounds[0], bounds[-1]
            found[name] = last if last.is_looser_than(first, name) else first
    return found


def _said_of_text(one: Shape, other: Shape, first: str | None, second: str | None) -> str | None:
    if first == second:
        return first
    if second is None and not other.may_be(_TEXT):
        return first
    return second if first is None and not one.may_be(_TEXT) else None


def _members(one: Shape, other: Shape, *, is_all: bool) -> Mapping[str, Part]:
    if not one.properties or not other.properties:  # as beside a reference
        return one.properties or other.properties
    found = dict(one.properties)
    for name, part in other.properties.items():
        found[name] = join((found[name], part), is_all=is_all) if name in found else part
    return found


def _both_required(
    one: frozenset[str] | None, other: frozenset[str] | None
) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other


def _common_required(
    one: frozenset[str] | None, other: frozenset[str] | None
) -> frozenset[str] | None:
    if one is None is other:
        return None
    return (one or frozenset()) & (other or frozenset())


def _either_part(one: Part | None, other: Part | None, *, is_all: bool) -> Part | None:
    if one is None or other is None:
        return other if one is None else one
    return join((one, other), is_all=is_all)


def _items_of_either(one: Shape, other: Shape) -> Part | None:
    lists = [shape.items for shape in (one, other) if shape.is_list or shape.items]
    known = [items for items in lists if items is not None]
    return join(known, is_all=False) if known and len(known) == len(lists) else None
