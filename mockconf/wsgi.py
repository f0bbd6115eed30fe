"""The door on the wire: a WSGI request becomes ours, our answer its response. Any WSGI server can stand before it."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mockconf.exchange import Answer, Request
from mockconf.site import Site

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

_ASCII = bytes(range(0x21, 0x7F))
_NO_CONTENT = 204


class _BrokenBody(Exception):
    """The body is not as long as it said, or its chunks are none."""


def wsgi_app(site: Site) -> WSGIApplication:
    """A WSGI app that hands every request to `site`, whatever its method and path."""

    def app(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        try:
            answer = site.answer(_request_of(environ, site.world.settings.max_body))
        except _BrokenBody:
            answer = _BROKEN
        headers = list(answer.headers)
        if answer.status != _NO_CONTENT:
            headers.append(("Content-Length", str(len(answer.body))))
        start_response(_status_line(answer.status), headers)
        return [answer.body]

    return app


#: The server did not notice; what was wanted is not known.
_BROKEN = Answer(
    status=400,
    headers=(("Content-Type", "application/json"),),
    body=json.dumps({"message": "the body breaks off", "status": 400}).encode(),
)


@cache
def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _request_of(environ: dict[str, Any], max_body: int) -> Request:
    path, _, query = _target(environ).partition("?")
    headers = {
        _header_name(key): value for key, value in environ.items() if key.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return Request(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=query,
        headers=headers,
        # One byte more than is allowed is enough to see that it is too much.
        body=_body(environ, max_body + 1),
        peer=environ.get("REMOTE_ADDR"),
    )


@lru_cache(maxsize=256)
def _header_name(key: str) -> str:
    return key.removeprefix("HTTP_").replace("_", "-").lower()


def _target(environ: dict[str, Any]) -> str:
    """The path and query as sent: WSGI decodes the path, and then an escaped slash looks like any other."""
    raw = _escaped(str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""))
    if raw.startswith("/"):
        return raw
    if "://" in raw:  # a client that believes to speak to a proxy
        return "/" + raw.partition("://")[2].partition("/")[2]
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"))
    return f"{path}?{_escaped(environ.get('QUERY_STRING', ''))}"


def _escaped(text: str) -> str:
    """Escape bytes that the client should have escaped; WSGI gives a character for each."""
    return text if text.isascii() else quote(text.encode("latin-1"), safe=_ASCII)


def _body(environ: dict[str, Any], most: int) -> bytes:
    stream = environ["wsgi.input"]
    try:
        if environ.get("wsgi.input_terminated"):  # the server knows where it ends
            return bytes(stream.read(most))
        length = min(int(environ.get("CONTENT_LENGTH") or 0), most)
        content = bytes(stream.read(length)) if length else b""
    except (OSError, ValueError) as error:
        raise _BrokenBody from error
    if len(content) < length:
        raise _BrokenBody
    return content
