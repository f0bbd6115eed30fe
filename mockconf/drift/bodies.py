"""What is in a body: its media types, the schema that is compared, and what examples show."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from mockconf.drift.document import Node, NotUnderstood

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def media_types(content: Node | None) -> frozenset[str]:
    """Those of a `content`, in lower case and without parameters."""
    return frozenset(_plain(name) for name, _ in content.entries()) if content else frozenset()


def is_json(types: frozenset[str]) -> bool:
    """Whether it is JSON that is compared of a body of these media types."""
    return FORM not in types and any(map(_is_json, types))


def described(content: Node) -> Node | None:
    """The schema of a form, else of JSON, else of whatever is there.

    Raises:
        NotUnderstood: a form or JSON has none.
    """
    known = {_plain(name): media_type.followed() for name, media_type in content.entries()}
    for media_type in known.values():
        media_type.mapping()
    for name in (FORM, JSON, *filter(_is_json, known)):
        if name in known:
            found = known[name].below("schema")
            return found or known[name].refuse(f"{name} without a schema says nothing")
    return next((one.below("schema") for one in known.values() if "schema" in one.value), None)


def shown(content: Node) -> Iterator[str]:
    """The members that examples of a body have; examples are not compared, so those that cannot be read show nothing."""
    for _, media_type in content.entries():
        for name in _listed_examples(media_type):
            example = _value_of(media_type, name)
            if isinstance(example, dict):
                yield from example


def _listed_examples(media_type: Node) -> list[str]:
    examples = media_type.value.get("examples") if isinstance(media_type.value, dict) else None
    return list(examples) if isinstance(examples, dict) else []


def _value_of(media_type: Node, name: str) -> object:
    try:
        example = media_type.required("examples", "").required(name, "")
    except NotUnderstood:
        return None
    return example.value.get("value") if isinstance(example.value, dict) else None


def _is_json(media_type: str) -> bool:
    return media_type == JSON or media_type.endswith("+json")


def _plain(media_type: str) -> str:
    return unquote(media_type.partition(";")[0].strip().lower())
