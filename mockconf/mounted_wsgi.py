"""Delivers into a WSGI application in this process, as its server would."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mockconf.app_errors import raised
from mockconf.transport import (
    MOST_READ,
    Callback,
    Reply,
    Target,
    Transport,
    Undeliverable,
    seconds,
    shown_url,
    target_of,
)

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_EVERY_REQUEST: dict[str, Any] = {
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}


def into_wsgi(app: WSGIApplication, base_url: str) -> Transport:
    """A transport that calls `app`, which sees what is below the path of `base_url`.

    The call runs on the thread that delivers and cannot be broken off. An answer that comes later than the callback's
    timeouts allow is a failure all the same, as the vendor would not have waited for it.
    """
    root = target_of(base_url).path.rstrip("/")

    def transport(callback: Callback) -> Reply:
        start = monotonic()
        limits = callback.overrides
        limit = min(limits.read_timeout, limits.total_timeout)
        environ = _environ(callback, target_of(callback.url), root)
        try:
            started, body = _called(app, environ, start + limit)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # pytest.fail() and sys.exit() raise no Exception
            raise raised(callback, error) from error
        if (taken := monotonic() - start) > limit:
            raise Undeliverable(
                "rt",
                f"{shown_url(callback.url)} took {seconds(taken)}; "
                f"the vendor gives up after {seconds(limit)}",
            )
        return _reply(callback, started, body)

    return transport


def _environ(callback: Callback, target: Target, root: str) -> dict[str, Any]:
    environ: dict[str, Any] = {_key(name): value for name, value in callback.headers.items()}
    environ |= _EVERY_REQUEST
    path = target.path.removeprefix(root)
    environ |= {
        "REQUEST_METHOD": callback.method,
        "SCRIPT_NAME": unquote(root, "latin-1") if "%" in root else root,
        "PATH_INFO": unquote(path, "latin-1") if "%" in path else path,
        "QUERY_STRING": target.query,
        "RAW_URI": f"{target.path}?{target.query}" if target.query else target.path,
        "SERVER_NAME": target.host,
        "SERVER_PORT": str(target.port),
        "HTTP_HOST": target.authority,
        "wsgi.url_scheme": target.scheme,
        "wsgi.input": BytesIO(callback.body),
        "wsgi.errors": sys.stderr,
    }
    if target.authorization:
        environ["HTTP_AUTHORIZATION"] = target.authorization
    if callback.body or callback.method != "GET":
        environ["CONTENT_LENGTH"] = str(len(callback.body))
    return environ


@lru_cache(maxsize=256)
def _key(header: str) -> str:
    key = header.upper().replace("-", "_")
    return key if key == "CONTENT_TYPE" else f"HTTP_{key}"


def _called(
    app: WSGIApplication, environ: dict[str, Any], deadline: float
) -> tuple[list[Any], bytes]:
    """Call the app and read its answer, or the beginning of a long one."""
    started: list[Any] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        if started and not exc_info:
            raise AssertionError("start_response was called twice")
        started[:] = status, headers
        return written.append

    chunks = app(environ, start_response)
    try:
        size = 0
        for chunk in chunks:
            written.append(chunk)
            size += len(chunk)
            if size >= MOST_READ or monotonic() > deadline:
                break
        return started, b"".join(written)[:MOST_READ]
    finally:
        if hasattr(chunks, "close"):
            chunks.close()


def _reply(callback: Callback, started: list[Any], body: bytes) -> Reply:
    where = shown_url(callback.url)
    if not started:
        raise Undeliverable("app", f"{where} returned without having called start_response")
    status, headers = started
    code = str(status).partition(" ")[0]
    if not (code.isascii() and code.isdigit() and len(code) == 3 and "100" <= code <= "599"):
        raise Undeliverable("app", f"{where} answered {status!r}, which is no HTTP status")
    return Reply(int(code), {name.lower(): value for name, value in headers}, body)
