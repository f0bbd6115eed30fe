"""How names and plain values are spelled outside JSON."""

from __future__ import annotations

import re
from typing import Any

#: What XML 1.0 cannot hold at all, not even escaped.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def camel_case(name: str) -> str:
    """`account_sid` as `AccountSid`."""
    return "".join(part.capitalize() for part in name.split("_"))


def text_of(value: Any) -> str:
    """A plain value as text: nothing for null, booleans in lower case, no characters that XML cannot hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNSPEAKABLE.sub("\ufffd", str(value))
