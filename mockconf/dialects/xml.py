"""A document as XML: elements in CamelCase, a null as an empty element, a list with its paging in attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from mockconf.dialects.protocol import Document
from mockconf.dialects.spelling import camel_case, text_of

DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"

#: Texts that need neither escaping nor replacing, as almost all do.
_PLAIN = re.compile("[\t\n -%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def to_xml(
    document: Document,
    *,
    root: str,
    orders: Mapping[str, tuple[str, ...]],
    attributes: Sequence[tuple[str, str]],
    declaration: str = DECLARATION,
) -> bytes:
    """Encode `document`.

    Args:
        document: a resource, an error or a list.
        root: the element around it.
        orders: by name the order of the properties; those not named follow as they come. For the resources in a list
            the name of the list is looked for first.
        attributes: for a list, the keys of the envelope that become attributes, and their names there.
        declaration: what stands before the root.
    """
    name, item = document.name, document.item
    if item is None:
        inner = _element(name, _content(document.body, orders.get(name, ())))
    else:
        order = orders.get(name) or orders.get(item, ())
        written = "".join([_element(item, _content(one, order)) for one in document.items])
        start = f"<{name}{_attributes(document.body, attributes)}"
        inner = f"{start}>{written}</{name}>" if written else f"{start}/>"
    return f"{declaration}<{root}>{inner}</{root}>".encode()


def _content(body: Mapping[str, Any], order: tuple[str, ...] = ()) -> str:
    """The elements of a resource. Whether their texts may stand as they are is asked once for all of them."""
    elements, texts = [], []
    tags = _tags(tuple(body), order)
    for key, tag in tags:
        value = body[key]
        if isinstance(value, str):
            texts.append(value)
        else:
            value = _content(value) if isinstance(value, dict) else text_of(value)
        elements.append(f"<{tag}>{value}</{tag}>" if value else f"<{tag}/>")
    if _PLAIN.fullmatch("".join(texts)):
        return "".join(elements)
    return "".join([_element(tag, _escaped(body[key])) for key, tag in tags])


def _escaped(value: Any) -> str:
    if isinstance(value, dict):
        return _content(value)
    # A parser takes a bare carriage return for a line feed.
    return escape(text_of(value), quote=False).replace("\r", "&#13;")


def _element(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag}>" if content else f"<{tag}/>"


@lru_cache(maxsize=256)
def _tags(keys: tuple[str, ...], order: tuple[str, ...]) -> list[tuple[str, str]]:
    """Keys in their order, each with its element."""
    first = [key for key in order if key in keys]
    return [(key, camel_case(key)) for key in dict.fromkeys([*first, *keys])]


def _attributes(body: Mapping[str, Any], attributes: Sequence[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(text_of(body[key]))}"' for key, name in attributes)
