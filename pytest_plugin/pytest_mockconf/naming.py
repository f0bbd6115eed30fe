"""How conferences and calls are named to a test: by the ids that the API shows which it speaks. Both spellings are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mockconf.dialects import BY_NAME, require
from mockconf.dialects.protocol import Dialect
from mockconf.errors import MockconfError
from mockconf.sids import is_sid, is_uuid, sid_of, uuid_of

_OUR_SIDS = re.compile(r"\b(?:CF|CA|RE|ST)[0-9a-fA-F]{32}\b")


@cache
def dialect_of(name: str) -> Dialect:
    """The dialect of this name."""
    return BY_NAME[name]


def require_dialect(name: str) -> str:
    """A dialect has this name.

    Raises:
        MockconfError: none has, and the text names the nearest.
    """
    __tracebackhide__ = True
    try:
        return require(name).name
    except MockconfError as error:
        refusal = str(error)
    raise MockconfError(refusal)  # from here, or the error would stand inside of mockconf


def has_uuids(dialect: str) -> bool:
    """Whether records are named by UUIDs there."""
    return bool(dialect_of(dialect).sid_prefixes)


def shown(dialect: str, text: str) -> str:
    """A SID, or a text with SIDs in it, as a test reads it.

    >>> shown("signalwire", "not in CFb3877c40da60499890adb792e98472cf")
    'not in b3877c40-da60-4998-90ad-b792e98472cf'
    """
    if not has_uuids(dialect):
        return text
    return _OUR_SIDS.sub(lambda found: uuid_of(found[0]), text)


def read_call_sid(dialect: str, text: str) -> str:
    """Our SID of a call that a test names.

    Raises:
        MockconfError: it is none.

    >>> read_call_sid("signalwire", "b3877c40-da60-4998-90ad-b792e98472cf")
    'CAb3877c40da60499890adb792e98472cf'
    """
    __tracebackhide__ = True
    if is_uuid(text):
        return sid_of("CA", text)
    if is_sid("CA", text):
        return f"CA{text[2:].lower()}" if has_uuids(dialect) else text  # a UUID has no capitals
    form = "a UUID in lower case" if has_uuids(dialect) else "CA and 32 hexadecimal digits"
    raise MockconfError(f"call_sid is {form}, and not {text!r}")


def read_conference_sid(text: str) -> str | None:
    """Our SID of a conference, in either spelling; None for what can only be a name."""
    if is_uuid(text):
        return sid_of("CF", text)
    return text if is_sid("CF", text) else None


def addresses(text: str) -> Iterator[str]:
    """What somebody may be addressed by that a test calls so: a label or our SID of the call."""
    yield text
    if is_uuid(text):
        yield sid_of("CA", text)
