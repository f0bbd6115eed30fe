"""What a schema says itself, without what it is composed of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mockconf.drift.document import Node
from mockconf.drift.shape import LIMITS, Bound, Shape


def stated(schema: Node) -> Shape:
    """Read its keywords.

    Raises:
        NotUnderstood: one of them has a value that it cannot have.
    """
    if schema.value is False:  # JSON Schema: there is no such value
        return Shape(types=frozenset(), nullable=False)
    says = schema.mapping()
    values = _values(schema)
    types = _types(schema, values)
    properties, items = schema.below("properties"), schema.below("items")
    return Shape(
        types=None if types is None else types - {"null"},
        nullable=_nullable(schema, types),
        values=None if values is None else tuple(one for one in values if one != "null"),
        default=as_json(says["default"]) if "default" in says else None,
        limits=_limits(schema),
        pattern=schema.text("pattern"),
        format=schema.text("format"),
        description=schema.words("description"),
        deprecated=bool(schema.flag("deprecated")),
        read_only=bool(schema.flag("readOnly")),
        write_only=bool(schema.flag("writeOnly")),
        properties=dict(properties.entries()) if properties else {},
        required=_required(schema),
        items=items,
    )


def as_json(value: object) -> str:
    """A value as text that is the same for the same value.

    >>> as_json(60.0), as_json(True), as_json({"b": [1.5], "a": "1"})
    ('60', 'true', '{"a": "1", "b": [1.5]}')
    """
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """To JSON, 60.0 and 60 are the same number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value


def _values(schema: Node) -> list[str] | None:
    if "const" in schema.value:
        return [as_json(schema.value["const"])]
    listed = schema.below("enum")
    if listed is None:
        return None
    return list(dict.fromkeys(as_json(one.value) for one in listed.items()))


_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})


def _types(schema: Node, values: Iterable[str] | None) -> frozenset[str] | None:
    says = schema.value
    given = says.get("type")
    named = [given] if isinstance(given, str) else given
    if isinstance(named, list) and all(isinstance(one, str) for one in named):
        if strangers := set(named) - _TYPES:
            schema.refuse(f"there is no type {min(strangers)!r}")
        return frozenset(named)
    if "type" in says:
        schema.refuse(f"'type' is neither text nor a list: {as_json(given)}")
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
    has_null = types is not None and "null" in types
    if schema.document.is_3_0:  # which has no type `null`, and files that use it all the same
        said = schema.flag("nullable")
        return True if said is None and has_null else said
    return None if types is None else has_null


def _required(schema: Node) -> frozenset[str] | None:
    listed = schema.below("required")
    if listed is None:
        return None
    for one in listed.items():
        if not isinstance(one.value, str):
            one.refuse(f"the name of a property is text, and not {as_json(one.value)}")
    return frozenset(listed.value)


def _limits(schema: Node) -> dict[str, Bound]:
    found = {name: Bound(value) for name in LIMITS if (value := schema.number(name)) is not None}
    for name in ("minimum", "maximum"):
        keyword = f"exclusive{name.title()}"
        if isinstance(schema.value.get(keyword), bool):  # in OpenAPI 3.0 it is said of the limit
            if schema.value[keyword] and name in found:
                found[name] = found[name]._replace(is_exclusive=True)
        elif (value := schema.number(keyword)) is not None:
            bound = Bound(value, is_exclusive=True)
            if name not in found or found[name].is_looser_than(bound, name):
                found[name] = bound
    return found
