"""From recorded bytes back to documents: the way of the encoders in reverse, led by the schema of what is expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mockconf.dialects.spelling import camel_case

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: A schema, all of whose references have been resolved.
Definition = Mapping[str, Any]

_WHOLE = re.compile("-?[0-9]{1,18}")
_FLAGS = {"true": True, "false": False}


def from_xml(body: bytes, definition: Definition, attributes: Iterable[tuple[str, str]]) -> Any:
    """The resource, error or list inside the root of an XML document.

    Args:
        body: the document.
        definition: the schema of what it should hold.
        attributes: for a list, the keys of its envelope, and the attributes that they become.

    Raises:
        ValueError: it is no such XML, or plays tricks with entities.
    """
    inner = _inner(body)
    items = listed(definition)
    if items is None:
        return _resource(inner, definition)
    envelope = {attribute: key for key, attribute in attributes}
    properties = definition["properties"]
    document: dict[str, Any] = {}
    for attribute, text in inner.attrib.items():
        key = envelope.get(attribute, attribute)
        document[key] = value_of(text, properties.get(key, {}))
    document[items] = [_resource(one, properties[items]["items"]) for one in inner]
    return document


def listed(definition: Definition) -> str | None:
    """The property that holds the resources of a list; None where the schema is that of a single one."""
    properties = definition.get("properties", {}).items()
    return next((name for name, one in properties if one.get("type") == "array"), None)


def value_of(text: Any, definition: Definition) -> Any:
    """The value that a text stands for in the place of what `definition` describes; what is no text stays.

    >>> value_of("", {"type": ["string", "null"]}), value_of("7", {"type": "integer"})
    (None, 7)
    """
    if not isinstance(text, str):
        return text
    kinds = kinds_of(definition)
    if text == "" and "null" in kinds:
        return None
    if "integer" in kinds and _WHOLE.fullmatch(text):
        return int(text)
    if "boolean" in kinds and text in _FLAGS:
        return _FLAGS[text]
    return text


def _inner(body: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(body)
    except ParseError as error:
        raise ValueError(f"it is no XML: {error}") from None
    if len(root) != 1:
        raise ValueError(f"the root <{root.tag}> should hold one element, and holds {len(root)}")
    return root[0]


def _resource(element: Element, definition: Definition) -> dict[str, Any]:
    properties = definition.get("properties", {})
    names = _names(tuple(properties))
    found: dict[str, Any] = {}
    for child in element:
        name = names.get(child.tag, child.tag)
        schema = properties.get(name, {})
        nested = "properties" in schema and len(child)
        found[name] = _resource(child, schema) if nested else value_of(child.text or "", schema)
    return found


@lru_cache(maxsize=256)
def _names(properties: tuple[str, ...]) -> dict[str, str]:
    """The names of properties by their elements."""
    return {camel_case(name): name for name in properties}


def kinds_of(definition: Definition) -> set[str]:
    given = definition.get("type", [])
    kinds = {given} if isinstance(given, str) else set(given)
    for other in (*definition.get("anyOf", ()), *definition.get("oneOf", ())):
        kinds |= kinds_of(other)
    return kinds
