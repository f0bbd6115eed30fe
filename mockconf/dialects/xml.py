"""A document as XML: elements in CamelCase, a null as an empty element, a list with its paging in attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from mockconf.dialects.protocol import Document
from mockconf.dialects.spelling import camel_case, text_of

_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"


def to_xml(
    document: Document,
    *,
    root: str,
    orders: Mapping[str, Sequence[str]],
    attributes: Sequence[tuple[str, str]],
) -> bytes:
    """Encode `document`.

    Args:
        document: a resource, an error or a list.
        root: the element around it.
        orders: by name the order of the properties; those not named follow as they come. For the resources in a list
            the name of the list is looked for first.
        attributes: for a list, the keys of the envelope that become attributes, and their names there.
    """
    if document.item is None:
        order = orders.get(document.name, ())
        inner = _element(document.name, _ordered(document.body, order))
    else:
        order = orders.get(document.name) or orders.get(document.item, ())
        written = "".join(_element(document.item, _ordered(item, order)) for item in document.items)
        start = f"<{document.name}{_attributes(document.body, attributes)}"
        inner = f"{start}>{written}</{document.name}>" if written else f"{start}/>"
    return f"{_DECLARATION}<{root}>{inner}</{root}>".encode()


def _ordered(body: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    first = {name: body[name] for name in order if name in body}
    return first | dict(body)


def _element(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        content = "".join(_element(camel_case(key), inner) for key, inner in value.items())
    else:
        content = escape(text_of(value), quote=False)
    return f"<{name}>{content}</{name}>" if content else f"<{name}/>"


def _attributes(body: Mapping[str, Any], attributes: Sequence[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(text_of(body[key]))}"' for key, name in attributes)
