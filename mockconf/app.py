"""Flask, the door on the wire: its request becomes ours, our answer its response. Nothing else knows Flask."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, request

from mockconf.exchange import Request
from mockconf.site import Site

_ASCII = bytes(range(0x21, 0x7F))


def build(site: Site) -> Flask:
    """A Flask app that hands every request to `site`, whatever its method and path."""
    app = Flask("mockconf", static_folder=None)

    # Before any routing: Flask would answer odd paths with redirects and pages of HTML, which no SDK expects.
    @app.before_request
    def everything() -> Response:
        try:
            ours = _our_request(site.world.settings.max_body)
        except OSError:
            abort(400)
        answer = site.answer(ours)
        response = Response(answer.body, answer.status)
        response.headers.clear()  # a default type would be claimed for an answer without a body
        response.headers.extend(answer.headers)
        return response

    @app.errorhandler(400)
    def broken(_: Exception) -> tuple[dict[str, object], int]:
        """A body that breaks off, where the server left it to Flask to find out."""
        return {"message": "the body breaks off", "status": 400}, 400

    return app


def _our_request(max_body: int) -> Request:
    environ = request.environ
    path, _, query = _target(environ).partition("?")
    headers = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return Request(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=query,
        headers=headers,
        body=_read_body(max_body + 1),
        peer=environ.get("REMOTE_ADDR"),
    )


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


def _read_body(most: int) -> bytes:
    """One byte more than is allowed is enough to see that it is too much."""
    body = b""
    while len(body) < most and (part := request.stream.read(most - len(body))):
        body += part
    return body
