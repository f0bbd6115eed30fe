"""Percent-encoding, read strictly."""

from __future__ import annotations

import re
from urllib.parse import unquote

from mockconf.errors import MalformedRequest

_BROKEN = re.compile("%(?![0-9a-fA-F]{2})")


def require_escapes(text: str) -> None:
    """Every % in `text` escapes a byte.

    Raises:
        MalformedRequest: one of them does not.
    """
    if "%" in text and _BROKEN.search(text):
        raise MalformedRequest("a % escapes nothing")


def unescaped(text: str) -> str:
    """What `text` says, such as a segment of a path.

    Raises:
        MalformedRequest: its escapes are broken, or not UTF-8.
    """
    if "%" not in text:
        return text
    require_escapes(text)
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise MalformedRequest("the escapes are not UTF-8") from None
