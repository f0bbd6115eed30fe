"""A document as XML: elements in CamelCase, a null as an empty element, a list with its paging in attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from mockconf.dialects.protocol import Document

_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"
#: What XML 1.0 cannot hold at all, not even escaped.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_xml(
    document: Document,
    orders: Mapping[str, Sequence[str]],
    attributes: Sequence[tuple[str, str]],
) -> bytes:
    """Encode `document`.

    Args:
        document: a resource, an error or a list.
        orders: for the name of a resource the order of its elements; those not named follow as they come.
        attributes: for a list, the keys of the envelope that become attributes, and their names there.
    """
    body = document.body
    items = next((value for value in body.values() if isinstance(value, list)), None)
    if items is None:
        inner = _element(document.name, _ordered(body, orders.get(document.name, ())))
    else:
        single = document.name.removesuffix("s")
        order = orders.get(document.name) or orders.get(single, ())
        written = "".join(_element(single, _ordered(item, order)) for item in items)
        named = "".join(f' {name}="{escape(text_of(body[key]))}"' for key, name in attributes)
        start = f"<{document.name}{named}"
        inner = f"{start}>{written}</{document.name}>" if written else f"{start}/>"
    return f"{_DECLARATION}<TwilioResponse>{inner}</TwilioResponse>".encode()


def camel_case(name: str) -> str:
    """`account_sid` as `AccountSid`."""
    return "".join(part.capitalize() for part in name.split("_"))


def _ordered(body: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    first = {name: body[name] for name in order if name in body}
    return first | dict(body)


def _element(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        content = "".join(_element(camel_case(key), inner) for key, inner in value.items())
    else:
        content = escape(text_of(value), quote=False)
    return f"<{name}>{content}</{name}>" if content else f"<{name}/>"


def text_of(value: Any) -> str:
    """A plain value as text: nothing for null, lower-case booleans, no characters that XML cannot hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNSPEAKABLE.sub("\ufffd", str(value))
