"""What a schema says of a value, as far as a client notices: OpenAPI 3.0 and 3.1 read alike from here on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from mockconf.drift.document import Node

#: Keywords whose value is a number, and which a larger value makes looser (True) or tighter (False).
LIMITS: Mapping[str, bool] = {
    "minimum": False,
    "exclusiveMinimum": False,
    "minLength": False,
    "minItems": False,
    "maximum": True,
    "exclusiveMaximum": True,
    "maxLength": True,
    "maxItems": True,
}


class Shape(NamedTuple):
    """What is said of a value. None stands for what is not said."""

    pointer: str = ""
    types: frozenset[str] | None = None
    nullable: bool | None = None
    #: By the letter of OpenAPI 3.0 a `nullable` beside a `$ref` means nothing; many files mean it.
    nullable_is_doubtful: bool = False
    #: The legal values, as JSON.
    values: tuple[str, ...] | None = None
    #: As JSON.
    default: str | None = None
    limits: Mapping[str, float] = {}
    pattern: str | None = None
    format: str | None = None
    description: str | None = None
    deprecated: bool = False
    #: By name; where a value may have one of several shapes, a property has the schemas of all of them.
    properties: Mapping[str, tuple[Node, ...]] = {}
    #: The names of properties that are always there.
    required: frozenset[str] | None = None
    items: tuple[Node, ...] = ()


_NOTHING = Shape()


def shape_of(schemas: Sequence[Node]) -> Shape:
    """What the schemas say, any of which the value may keep.

    Raises:
        NotUnderstood: a part of them cannot be understood.
    """
    gathered = _alternatives([_gathered(schema) for schema in schemas])
    is_3_0 = schemas[0].document.is_3_0
    if is_3_0 and gathered.nullable is None and (gathered.types or gathered.values):
        gathered = gathered._replace(nullable=False)
    return gathered._replace(pointer=schemas[0].followed().pointer)


def _gathered(schema: Node) -> Shape:
    known = schema.document.known
    if schema.pointer not in known:
        known[schema.pointer] = _NOTHING  # what stands within itself adds nothing to itself
        known[schema.pointer] = _composed(schema)
    shape: Shape = known[schema.pointer]
    return shape


def _composed(schema: Node) -> Shape:
    if schema.value is True:  # JSON Schema: anything
        return _NOTHING
    own = _flat(schema)
    target = schema.target()
    parts = [own] if target is None else [own, _gathered(target)]
    if target is not None and schema.document.is_3_0 and own.nullable is not None:
        parts[0] = own._replace(nullable_is_doubtful=True)
    parts += [_gathered(one) for one in _listed(schema, "allOf")]
    for keyword in ("anyOf", "oneOf"):
        options = _listed(schema, keyword)
        if options:
            others = [one for one in options if not _is_null(one)]
            parts.append(_alternatives([_gathered(one) for one in others]))
            if len(others) < len(options):
                parts.append(Shape(nullable=True))
                parts[-2] = parts[-2]._replace(nullable=None)
    return reduce(_overlaid, parts)


def _listed(schema: Node, keyword: str) -> list[Node]:
    found = schema.below(keyword)
    return list(found.items()) if found else []


def _is_null(schema: Node) -> bool:
    return isinstance(schema.value, dict) and schema.value.get("type") == "null"


def _flat(schema: Node) -> Shape:
    """What the schema says itself, without what it is composed of."""
    says = schema.mapping()
    values = _values(schema)
    types = _types(schema, values)
    properties = schema.below("properties")
    items = schema.below("items")
    required = schema.below("required")
    return Shape(
        types=None if types is None else types - {"null"},
        nullable=_nullable(schema, types),
        values=None if values is None else tuple(one for one in values if one != "null"),
        default=_as_json(says["default"]) if "default" in says else None,
        limits=_limits(says),
        pattern=schema.text("pattern"),
        format=schema.text("format"),
        description=schema.text("description"),
        deprecated=says.get("deprecated") is True,
        properties={name: (one,) for name, one in properties.entries()} if properties else {},
        required=required and frozenset(str(one.value) for one in required.items()),
        items=(items,) if items else (),
    )


def _values(schema: Node) -> list[str] | None:
    if "const" in schema.value:
        return [_as_json(schema.value["const"])]
    listed = schema.below("enum")
    return [_as_json(one.value) for one in listed.items()] if listed else None


def _types(schema: Node, values: Iterable[str] | None) -> frozenset[str] | None:
    says = schema.value
    given = says.get("type")
    if isinstance(given, str):
        return frozenset([given])
    if isinstance(given, list):
        return frozenset(map(str, given))
    if given is not None:
        schema.refuse(f"'type' is neither text nor a list: {_as_json(given)}")
    if "properties" in says:
        return frozenset(["object"])
    if "items" in says:
        return frozenset(["array"])
    return frozenset(map(_type_of, values)) if values else None


def _type_of(value: str) -> str:
    kinds = {'"': "string", "t": "boolean", "f": "boolean", "n": "null", "{": "object"}
    is_whole = value.lstrip("-").isdigit()
    return kinds.get(value[0], "array" if value[0] == "[" else "integer" if is_whole else "number")


def _nullable(schema: Node, types: frozenset[str] | None) -> bool | None:
    if schema.document.is_3_0:
        said = schema.value.get("nullable")
        return said if isinstance(said, bool) else None
    return None if types is None else "null" in types


def _limits(says: Mapping[str, Any]) -> dict[str, float]:
    found = {name: says[name] for name in LIMITS if _is_number(says.get(name))}
    for name in ("Minimum", "Maximum"):  # in OpenAPI 3.0 `exclusive` is said of the limit
        if says.get(f"exclusive{name}") is True and name.lower() in found:
            found[f"exclusive{name}"] = found.pop(name.lower())
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _overlaid(upper: Shape, lower: Shape) -> Shape:
    """Both hold; where both say something, the upper one counts."""
    required = (upper.required or frozenset()) | (lower.required or frozenset())
    return Shape(
        types=lower.types if upper.types is None else upper.types,
        nullable=lower.nullable if upper.nullable is None else upper.nullable,
        nullable_is_doubtful=upper.nullable_is_doubtful or lower.nullable_is_doubtful,
        values=lower.values if upper.values is None else upper.values,
        default=lower.default if upper.default is None else upper.default,
        limits={**lower.limits, **upper.limits},
        pattern=lower.pattern if upper.pattern is None else upper.pattern,
        format=lower.format if upper.format is None else upper.format,
        description=lower.description if upper.description is None else upper.description,
        deprecated=upper.deprecated or lower.deprecated,
        properties={**lower.properties, **upper.properties},
        required=None if upper.required is None is lower.required else required,
        items=upper.items or lower.items,
    )


def _alternatives(shapes: Sequence[Shape]) -> Shape:
    """One of them holds: only what all say is sure."""
    if len(shapes) == 1:
        return shapes[0]
    return reduce(_either, shapes) if shapes else _NOTHING


def _either(one: Shape, other: Shape) -> Shape:
    names = dict.fromkeys([*one.properties, *other.properties])
    return Shape(
        types=None if one.types is None or other.types is None else one.types | other.types,
        nullable=one.nullable or other.nullable,
        nullable_is_doubtful=one.nullable_is_doubtful or other.nullable_is_doubtful,
        values=_all_values(one, other),
        default=one.default if one.default == other.default else None,
        limits={
            name: limit for name, limit in one.limits.items() if other.limits.get(name) == limit
        },
        pattern=one.pattern if one.pattern == other.pattern else None,
        format=one.format if one.format == other.format else None,
        deprecated=one.deprecated and other.deprecated,
        properties={
            name: _joined(one.properties.get(name, ()), other.properties.get(name, ()))
            for name in names
        },
        required=_both_required(one.required, other.required),
        items=_joined(one.items, other.items),
    )


def _joined(some: tuple[Node, ...], others: tuple[Node, ...]) -> tuple[Node, ...]:
    """Each once, lest schemas that name the next one twice grow with every step."""
    return tuple({node.pointer: node for node in (*some, *others)}.values())


def _all_values(one: Shape, other: Shape) -> tuple[str, ...] | None:
    if one.values is None or other.values is None:
        return None
    return tuple(dict.fromkeys([*one.values, *other.values]))


def _both_required(
    one: frozenset[str] | None, other: frozenset[str] | None
) -> frozenset[str] | None:
    if one is None is other:
        return None
    return (one or frozenset()) & (other or frozenset())
