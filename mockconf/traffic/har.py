"""Recordings as HAR 1.2 (W3C draft "HTTP Archive format"), which browsers and proxies write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mockconf.exchange import Answer
from mockconf.reports.problem import Place
from mockconf.traffic.bodies import from_base64, plain
from mockconf.traffic.entry import Entry, readable, request_of

_PARTS = {
    "path": "/request/url",
    "query": "/request/url",
    "form": "/request/postData",
    "body": "/request/postData",
    "header": "/request/headers",
    "answer": "/response/content/text",
    "status": "/response/status",
}


@readable("it is not built as HAR 1.2 says")
def entry_of(recorded: Mapping[str, Any], place: Place) -> Entry:
    """Read an element of `log.entries`.

    Raises:
        Unusable: it is none.
    """
    asked, answered = recorded["request"], recorded.get("response")
    headers = {name.lower(): text for name, text in _headers(asked)}
    request = request_of(asked["method"], asked["url"], headers, _body(asked, headers))
    answer = _answer(answered) if answered and answered["status"] else None  # 0: there was none
    has_body = "text" in ((answered or {}).get("content") or {})  # many tools leave it out
    return Entry(place, asked["url"], request, answer, _PARTS, has_body=has_body)


def _body(asked: Mapping[str, Any], headers: dict[str, str]) -> bytes:
    posted = asked.get("postData")
    if not posted:
        return b""
    if "content-type" not in headers and posted.get("mimeType"):
        headers["content-type"] = str(posted["mimeType"])
    text = posted.get("text")
    if not text and posted.get("params"):
        pairs = [(one["name"], one.get("value", "")) for one in posted["params"]]
        text = urlencode(pairs)
    body = from_base64(text) if posted.get("encoding") == "base64" else (text or "").encode()
    return plain(body, headers)


def _headers(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(one["name"]), str(one["value"])) for one in message.get("headers") or ()]


def _answer(answered: Mapping[str, Any]) -> Answer:
    headers = tuple(_headers(answered))
    content = answered.get("content") or {}
    text = content.get("text") or ""
    body = text.encode()
    if content.get("encoding") == "base64":
        body = plain(from_base64(text), {name.lower(): value for name, value in headers})
    return Answer(int(answered["status"]), headers, body)
