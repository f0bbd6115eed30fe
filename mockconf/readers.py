"""Reads the value of one setting, from a file, the environment or Python; what does not fit is a ValueError or TypeError that says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from math import inf
from typing import Any, get_args

from mockconf.sids import is_sid, is_uuid


def text(value: Any) -> str:
    """A text of one line."""
    if not isinstance(value, str) or not value.isprintable() or not value.strip():
        raise ValueError("it must be a text")
    return value


def token(value: Any) -> str | None:
    """An empty token is none, and not one that anybody could send."""
    return None if value == "" else text(value)


def whole(most: int = 2**53) -> Callable[[Any], int]:
    """Reads whole numbers up to `most`."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch("[0-9]{1,16}", str(value)):
            raise ValueError("it must be a whole number from 0")
        if int(value) > most:
            raise ValueError(f"it must not be above {most}")
        return int(value)

    return read


def seconds(value: Any) -> float:
    """A number of seconds."""
    if isinstance(value, bool) or not 0 <= float(value) < inf:
        raise ValueError("it must be a number of seconds from 0")
    return float(value)


def moment(value: Any) -> datetime:
    """A date and time with its zone, in UTC."""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if read.tzinfo is None:
        raise ValueError("it needs a time zone, such as +00:00")
    return read.astimezone(UTC)


def one_of(choice: Any) -> Callable[[Any], str]:
    """Reads the texts of a Literal."""
    choices = get_args(choice)

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return str(value)

    return read


def sid(prefix: str) -> Callable[[Any], str]:
    """Reads SIDs of a prefix."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not is_sid(prefix, value):
            raise ValueError(f"it must be {prefix} and 32 hexadecimal digits")
        return value

    return read


def uuid(value: Any) -> str:
    """A UUID."""
    if not isinstance(value, str) or not is_uuid(value):
        raise ValueError("it must be a UUID in lower case")
    return value


def truth(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise TypeError("it must be true or false")
    return value


def zone(value: Any) -> str:
    """The name of a time zone."""
    from zoneinfo import ZoneInfo  # hardly anybody names one

    try:
        return ZoneInfo(text(value)).key
    except (KeyError, OSError) as error:
        raise ValueError("it must be a time zone, such as America/Los_Angeles") from error


def keys(value: Any) -> dict[str, str]:
    """A table of API keys and their secrets."""
    if not isinstance(value, Mapping):
        raise TypeError("it must be a table of API key SIDs and secrets")
    return {sid("SK")(key): text(secret) for key, secret in value.items()}


def hosts(value: Any) -> tuple[str, ...]:
    """A list, or a text with commas, as the environment has it."""
    given = value.split(",") if isinstance(value, str) else value
    return tuple(_host(host) for host in given if host != "")


def _host(value: Any) -> str:
    host = text(value).strip()
    if not re.fullmatch(r"[^\s/@?#]+", host):
        raise ValueError(f"{host!r} is not a host, such as app.example or app.example:8443")
    return host
