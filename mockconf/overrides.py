"""What the fragment of a callback's URL says about timeouts and retries. It is neither sent nor signed."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

#: What a policy may name: a class of statuses, no connection, no (whole) answer.
_CAUSES = frozenset({"4xx", "5xx", "ct", "rt"})
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


DEFAULTS = Overrides()


def split(url: str) -> tuple[str, Overrides]:
    """The URL as it is requested and signed, and what its fragment asks for.

    What cannot stand in a request is escaped, as a browser does. A value that is out of range or unreadable counts
    as not given.

    >>> split("https://app.example/hook#rc=2&rp=5xx,rt&tt=900")[0]
    'https://app.example/hook'
    """
    url, _, fragment = url.partition("#")
    if not (url.isascii() and url.isprintable() and " " not in url):
        url = escaped(url)
    return url, _read(fragment) if fragment else DEFAULTS


def escaped(url: str) -> str:
    """The URL with every character behind the host escaped that cannot stand in the line of a request."""
    scheme, mark, rest = url.partition("://")
    at = min((rest.find(border) for border in "/?" if border in rest), default=len(rest))
    return scheme + mark + rest[:at] + quote(rest[at:], safe=_PRINTABLE, errors="replace")


def _read(fragment: str) -> Overrides:
    given = dict(pair.partition("=")[::2] for pair in fragment.split("&"))
    return Overrides(
        connect_timeout=_seconds(given.get("ct"), 10_000, DEFAULTS.connect_timeout),
        read_timeout=_seconds(given.get("rt"), 15_000, DEFAULTS.read_timeout),
        total_timeout=_seconds(given.get("tt"), 15_000, DEFAULTS.total_timeout),
        retries=_number(given.get("rc"), 0, 5, DEFAULTS.retries),
        retry_on=_causes(given.get("rp", "")),
    )


def _seconds(text: str | None, most: int, default: float) -> float:
    milliseconds = _number(text, 100, most, 0)
    return milliseconds / 1_000 if milliseconds else default


def _number(text: str | None, least: int, most: int, default: int) -> int:
    if not text or not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_NUMBER:
        return default
    number = int(text)
    return number if least <= number <= most else default


def _causes(text: str) -> frozenset[str]:
    named = frozenset(word.strip().lower() for word in text.split(","))
    return _CAUSES if _EVERYTHING in named else (named & _CAUSES) or DEFAULTS.retry_on
