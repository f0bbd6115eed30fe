"""What may be shown of a request: everything but credentials."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

REDACTED = "***"

#: Names that suggest a secret, misspelled ones included; the contract says which parameters really are one.
_SECRET_NAME = re.compile(
    "pass?w|secret|sip_?auth|(?:auth|call|access|api)_?token|api[_-]?key", re.IGNORECASE
)
#: The same as words of their own, in URLs and answers of applications, whose names are not the vendors'. A page token is no secret.
_SECRET_WORD = re.compile(
    "(?<![a-z])(?:(?<!page[_-])tokens?|sig|(?<!twilio[_-])(?<!signalwire[_-])signature|jwt|auth|credentials?)(?![a-z])"
)
_NEW_WORD = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: A member of a JSON object, up to its value.
_MEMBER = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:')
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


def shown_body(text: str) -> str:
    """What an application has answered, be it JSON, a form or any text: what looks like a secret in it is hidden.

    >>> shown_body('{"ok": true, "token": "abc"}')
    '{"ok": true, "token": "***"}'
    >>> shown_body("ok=true&token=abc")
    'ok=true&token=***'
    """
    if not text.lstrip().startswith(("{", "[")):
        return without_secrets(f"?{text}")[1:]
    try:
        said = json.loads(text)
        shown = _shown_value(said)
        return text if shown == said else json.dumps(shown, ensure_ascii=False)
    except (ValueError, RecursionError):  # only its beginning, or not what it looks like
        for found in _MEMBER.finditer(text):
            if _is_secret_of_an_app(found[1]):
                return f"{text[: found.end()]} {REDACTED}"
        return without_secrets(text)


def _shown_value(value: Any) -> Any:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, list):
        return [_shown_value(one) for one in value]
    if isinstance(value, dict):
        return {
            name: REDACTED if _is_secret_of_an_app(name) else _shown_value(one)
            for name, one in value.items()
        }
    return value


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
        if _is_secret_of_an_app(unquote(found[1])):
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


def _is_secret_of_an_app(name: str) -> bool:
    words = _NEW_WORD.sub("_", name).lower()
    return looks_secret(name) or bool(_SECRET_WORD.search(words))


def _shown_credentials(value: str) -> str:
    scheme, _, encoded = value.partition(" ")
    if scheme.lower() != "basic":
        return REDACTED
    try:
        username = b64decode(encoded, validate=True).decode().partition(":")[0]
    except ValueError:
        return f"Basic {REDACTED}"
    return f"Basic {username}:{REDACTED}"
