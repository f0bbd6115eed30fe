"""Recordings as cassettes of vcrpy (its documentation, "Usage"), whose YAML and JSON hold the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mockconf.exchange import Answer
from mockconf.reports.problem import Place
from mockconf.traffic.bodies import from_base64, plain
from mockconf.traffic.entry import Entry, readable, request_of

_PARTS = {
    "path": "/request/uri",
    "query": "/request/uri",
    "form": "/request/body",
    "body": "/request/body",
    "header": "/request/headers",
    "answer": "/response/body/string",
    "status": "/response/status/code",
}


@readable("it is not built as a cassette of vcrpy is")
def entry_of(recorded: Mapping[str, Any], place: Place) -> Entry:
    """Read an element of `interactions`.

    Raises:
        Unusable: it is none.
    """
    asked, answered = recorded["request"], recorded.get("response")
    headers = {name.lower(): text for name, text in _headers(asked)}
    body = plain(_bytes(asked.get("body")), headers)
    request = request_of(asked["method"], asked["uri"], headers, body)
    answer = _answer(answered) if answered else None
    return Entry(place, asked["uri"], request, answer, _PARTS)


def _answer(answered: Mapping[str, Any]) -> Answer:
    status = answered.get("status", answered.get("status_code"))
    code = status["code"] if isinstance(status, dict) else status
    headers = tuple(_headers(answered))
    recorded = answered["content"] if "content" in answered else answered.get("body")
    body = plain(_bytes(recorded), {name.lower(): text for name, text in headers})
    return Answer(int(code), headers, body)


def _headers(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each header with its text; a list of texts is one header for each."""
    found = []
    for name, given in (message.get("headers") or {}).items():
        for text in given if isinstance(given, list) else [given]:
            found.append((name, text.decode("latin-1") if isinstance(text, bytes) else str(text)))
    return found


def _bytes(recorded: Any) -> bytes:
    """A body: text, bytes, the fields of a form, or an object around one of them."""
    if recorded is None:
        return b""
    if isinstance(recorded, str):
        return recorded.encode()
    if isinstance(recorded, bytes):
        return recorded
    if "base64_string" in recorded:
        return from_base64(recorded["base64_string"])
    if "string" in recorded:
        return _bytes(recorded["string"])
    return urlencode(recorded, doseq=True).encode()
