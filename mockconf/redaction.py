"""What may be shown of a request: everything but credentials."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote

REDACTED = "***"

#: Names that suggest a secret, misspelled ones included; the contract says which parameters really are one.
_SECRET_NAME = re.compile("pass?w|secret|sip_?auth|(?:auth|call)_?token|api_?key", re.IGNORECASE)
_USERINFO = re.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@]*@")
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, of a Basic Authorization only the username.

    >>> shown_headers({"authorization": "Basic QUMxOnNlY3JldA==", "accept": "*/*"})
    {'authorization': 'Basic AC1:***', 'accept': '*/*'}
    """
    return {
        name: _shown_credentials(value) if name in _SECRET_HEADERS else value
        for name, value in headers.items()
    }


def shown_fields(fields: Iterable[tuple[str, str]], secrets: Collection[str]) -> list[list[str]]:
    """The fields of a query or form as pairs; the values of those named in `secrets` and passwords in URLs are hidden."""
    return [
        [name, REDACTED if name in secrets or looks_secret(name) else _without_userinfo(value)]
        for name, value in fields
    ]


def shown_target(target: str) -> str:
    """A path and its query for a log: no secrets, and nothing that moves a terminal's cursor.

    >>> shown_target("/a?Page=1&AuthToken=abc")
    '/a?Page=1&AuthToken=***'
    """
    return without_secrets(target).encode("unicode_escape").decode()


def without_secrets(target: str) -> str:
    """A path and its query, the values of what looks like a secret hidden."""
    path, mark, query = target.partition("?")
    fields = (field.partition("=") for field in query.split("&"))
    shown = "&".join(
        name + equals + (REDACTED if value and looks_secret(unquote(name)) else value)
        for name, equals, value in fields
    )
    return _without_userinfo(path) + mark + shown


def _without_userinfo(url: str) -> str:
    return _USERINFO.sub(rf"\1{REDACTED}@", url)


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
