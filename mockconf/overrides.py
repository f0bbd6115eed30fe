"""How long and how often a callback is tried, as its URL's fragment says. The fragment is neither sent nor signed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

#: What a policy may name: a class of statuses, no connection, no (whole) answer.
CAUSES = frozenset({"4xx", "5xx", "ct", "rt"})
_EVERYTHING = "all"
#: Everything that may stand in the line of a request; escaping it again would change the meaning.
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_LONGEST_NUMBER = 6


class Overrides(NamedTuple):
    """How long a delivery is tried, in seconds, and how often."""

    connect_timeout: float = 5.0
    #: How long the receiver may be silent, before its answer and within it.
    read_timeout: float = 15.0
    #: All attempts and redirects together.
    total_timeout: float = 15.0
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})
    #: How often an attempt follows a redirect.
    redirects: int = 5


DEFAULTS = Overrides()


class Customs(NamedTuple):
    """What a vendor does unless a URL says otherwise, and how it may say so."""

    defaults: Overrides = DEFAULTS
    #: By field of `Overrides` the key in a fragment; what is not here cannot be overridden.
    keys: Mapping[str, str] = MappingProxyType(
        {
            "connect_timeout": "ct",
            "read_timeout": "rt",
            "total_timeout": "tt",
            "retries": "rc",
            "retry_on": "rp",
        }
    )


USUAL = Customs()


def split(url: str, customs: Customs = USUAL) -> tuple[str, Overrides]:
    """The URL as it is requested and signed, and what its fragment asks for.

    What cannot stand in a request is escaped, and a path is added where there is none, as a browser does. A value
    that is out of range or unreadable counts as not given.

    >>> split("https://app.example/hook#rc=2&rp=5xx,rt&tt=900")[0]
    'https://app.example/hook'
    """
    url, _, fragment = url.partition("#")
    if not (url.isascii() and url.isprintable() and " " not in url):
        url = escaped(url)
    at = _end_of_authority(url)
    if url[at : at + 1] != "/":  # what is requested has a path, and apps see it
        url = f"{url[:at]}/{url[at:]}"
    return url, _read(fragment, customs) if fragment else customs.defaults


def escaped(url: str) -> str:
    """The URL with every character behind the host escaped that cannot stand in the line of a request."""
    at = _end_of_authority(url)
    return url[:at] + quote(url[at:], safe=_PRINTABLE, errors="replace")


def _end_of_authority(url: str) -> int:
    start = url.find("://") + 3 if "://" in url else 0
    ends = (place for border in "/?" if (place := url.find(border, start)) >= 0)
    return min(ends, default=len(url))


def _read(fragment: str, customs: Customs) -> Overrides:
    sent = dict(pair.partition("=")[::2] for pair in fragment.split("&"))
    given = {field: sent[key] for field, key in customs.keys.items() if key in sent}
    usual = customs.defaults
    return usual._replace(
        connect_timeout=_seconds(given.get("connect_timeout"), 10_000, usual.connect_timeout),
        read_timeout=_seconds(given.get("read_timeout"), 15_000, usual.read_timeout),
        total_timeout=_seconds(given.get("total_timeout"), 15_000, usual.total_timeout),
        retries=_number(given.get("retries"), 0, 5, usual.retries),
        retry_on=_causes(given.get("retry_on", ""), usual.retry_on),
    )


def _seconds(text: str | None, most: int, default: float) -> float:
    milliseconds = _number(text, 100, most, 0)
    return milliseconds / 1_000 if milliseconds else default


def _number(text: str | None, least: int, most: int, default: int) -> int:
    if not text or not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_NUMBER:
        return default
    number = int(text)
    return number if least <= number <= most else default


def _causes(text: str, default: frozenset[str]) -> frozenset[str]:
    named = frozenset(word.strip().lower() for word in text.split(","))
    return CAUSES if _EVERYTHING in named else (named & CAUSES) or default
