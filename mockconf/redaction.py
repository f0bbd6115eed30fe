"""What may be shown of a request: everything but credentials."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote, unquote, unquote_plus

REDACTED = "***"

#: Names that suggest a secret, misspelled ones included; the contract says which parameters really are one.
_SECRET_NAME = re.compile(
    "pass?w|secret|sip_?auth|(?:auth|call|access|api)_?token|api[_-]?key", re.IGNORECASE
)
#: Of a URL, or of a SIP address, which has a password only behind a colon.
_USERINFO = re.compile("(?<=://)[^/?#]*@|(?<=sip:|ips:)([^:@]{0,200}:)[^@]{0,200}@", re.IGNORECASE)
_FIELD = re.compile("(?:^|[?#])([^=?#]+)=(?=.)", re.DOTALL)
#: How often a URL may be a parameter of another.
_DEEPEST = 3
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, of a Basic Authorization only the username.

    >>> shown_headers({"authorization": "Basic QUMxOnNlY3JldA==", "accept": "*/*"})
    {'authorization': 'Basic AC1:***', 'accept': '*/*'}
    """
    return {
        name: _shown_credentials(value) if name in _SECRET_HEADERS or looks_secret(name) else value
        for name, value in headers.items()
    }


def shown_fields(fields: Iterable[tuple[str, str]], secrets: Collection[str]) -> list[list[str]]:
    """The fields of a query or form as pairs; what is secret in them is hidden, as are the values of those in `secrets`."""
    return [
        [name, REDACTED if name in secrets or looks_secret(name) else without_secrets(value)]
        for name, value in fields
    ]


def shown_target(target: str) -> str:
    """A path and its query for a log: no secrets, and nothing that moves a terminal's cursor.

    >>> shown_target("/a?Page=1&AuthToken=abc")
    '/a?Page=1&AuthToken=***'
    """
    return without_secrets(target).encode("unicode_escape").decode()


def without_secrets(text: str) -> str:
    """A target, or a value that may be a URL: without userinfo, and the values of what looks like a secret hidden.

    >>> without_secrets("https://ada:abc@app.example/hook?step=1&api_key=abc")
    'https://***@app.example/hook?step=1&api_key=***'
    """
    return _without_secrets(text, _DEEPEST)


def _without_secrets(text: str, depth: int) -> str:
    if ":" in text:
        text = _USERINFO.sub(lambda found: f"{found[1] or ''}{REDACTED}@", text)
    path, *others = text.split("&")
    start = min((path.find(mark) for mark in "?#" if mark in path), default=len(path))
    shown = path[:start] + _shown_field(path[start:], depth)
    return "&".join([shown, *(_shown_field(other, depth) for other in others)])


def _shown_field(field: str, depth: int) -> str:
    """A field of a query, whose value may be a URL itself."""
    for found in _FIELD.finditer(field):
        if looks_secret(unquote(found[1])):
            return field[: found.end()] + REDACTED
    name, equals, value = field.partition("=")
    if not depth or "%" not in value:
        return field
    plain = unquote_plus(value)
    shown = _without_secrets(plain, depth - 1)
    return field if shown == plain else name + equals + quote(shown, safe="*")


def looks_secret(name: str) -> bool:
    """Whether a parameter of this name most likely holds a secret."""
    return bool(_SECRET_NAME.search(name))


def _shown_credentials(value: str) -> str:
    scheme, _, encoded = value.partition(" ")
    if scheme.lower() != "basic":
        return REDACTED
    try:
        username = b64decode(encoded, validate=True).decode().partition(":")[0]
    except ValueError:
        return f"Basic {REDACTED}"
    return f"Basic {username}:{REDACTED}"
