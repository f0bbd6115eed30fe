"""What may be shown of a request: everything but credentials."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl

REDACTED = "***"

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


def shown_fields(text: str, secrets: Collection[str]) -> list[list[str]]:
    """The fields of a query or form as pairs, the values of those named in `secrets` hidden."""
    fields = parse_qsl(text, keep_blank_values=True)
    return [[name, REDACTED if name in secrets else value] for name, value in fields]


def _shown_credentials(value: str) -> str:
    scheme, _, encoded = value.partition(" ")
    if scheme.lower() != "basic":
        return REDACTED
    try:
        username = b64decode(encoded, validate=True).decode().partition(":")[0]
    except ValueError:
        return f"Basic {REDACTED}"
    return f"Basic {username}:{REDACTED}"
