"""The server behind `mockconf serve` and the fixture: werkzeug's threads, with connections that stay open.

As shipped, werkzeug closes after each answer. Kept open, an answer in two writes would stall for a delayed
acknowledgement, so an answer leaves in one piece and without Nagle's delay.
"""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from threading import Lock, Thread
from typing import Any, Self

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

_access = logging.getLogger("mockconf.access")

#: How long a connection may be silent before its thread goes, in seconds.
_IDLE = 30.0
#: How soon the server notices that it shall stop, in seconds; by default half a second, at every stop.
_POLL = 0.001
#: Of a body that nobody read, so many bytes are swallowed to keep the connection; beyond that it is closed.
_MOST_DRAINED = 1_048_576
_SECRET_FIELD = re.compile(
    "([^?&=]*(?:password|secret|auth_?token|calltoken)[^?&=]*=)[^&]*", re.IGNORECASE
)

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server:
    """Serves a WSGI app on a socket that is bound, and so reachable, as soon as this object exists.

    Args:
        app: what is served.
        host: the address to listen on.
        port: 0 takes a free one.

    Raises:
        OSError: the address cannot be bound.
    """

    def __init__(self, app: WsgiApp, host: str = "127.0.0.1", port: int = 0) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family) as bound:
            self._server = _ThreadedServer(host, port, app, _Handler, fd=bound.fileno())
        self.host, self.port = str(self._server.host), int(self._server.port)
        self._thread = Thread(
            target=self._server.serve_forever, args=(_POLL,), name="mockconf-server", daemon=True
        )

    @property
    def url(self) -> str:
        """Where it is reached."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> Self:
        """Serve from now on, on a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving, cut the connections that are still open and release the socket."""
        self._server.shutdown()
        self._thread.join()
        self._server.cut_connections()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _ThreadedServer(ThreadedWSGIServer):
    daemon_threads = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(*args, **kwargs)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        """Wake the threads that wait for another request; each closes its own socket."""
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Body:
    """The body of a request, counted, so that what the app leaves unread can be swallowed."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self.unread = length

    def read(self, size: int = -1) -> bytes:
        wanted = self.unread if size < 0 else min(size, self.unread)
        data: bytes = self._stream.read(wanted)
        self.unread -= len(data)
        return data


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE

    def run_wsgi(self) -> None:
        """Call the app and write its answer in one piece."""
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            self.send_error(HTTPStatus.BAD_REQUEST, "Content-Length is not a number")
            return
        body = _Body(self.rfile, int(length))
        environ = self.make_environ()
        if "wsgi.input_terminated" in environ:  # chunked: its end cannot be counted
            self.close_connection = True
        else:
            environ["wsgi.input"] = body
        started: list[Any] = []

        def start_response(*response: Any) -> Callable[[bytes], object]:
            started.extend(response[:2])
            return self.wfile.write  # WSGI asks for it; Flask never uses it

        chunks = self.server.app(environ, start_response)
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        self._drain(body)
        status, headers = started
        self._write(str(status), headers, content)
        if _access.isEnabledFor(logging.INFO):
            _access.info("%s %s %s", self.command, _shown(self.path), str(status)[:3])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is not even HTTP; the path, and so the wanted representation, is not known."""
        self.close_connection = True
        says = message or HTTPStatus(code).phrase
        body = json.dumps({"message": says, "status": int(code)}).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        self._write(f"{int(code)} {HTTPStatus(code).phrase}", headers, body)

    def _drain(self, body: _Body) -> None:
        if body.unread > _MOST_DRAINED:
            self.close_connection = True
        elif body.unread:
            with suppress(OSError):
                body.read()

    def _write(self, status: str, headers: list[tuple[str, str]], content: bytes) -> None:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        lines.append(f"Date: {self.date_time_string()}")
        lines.append(f"Connection: {'close' if self.close_connection else 'keep-alive'}")
        head = "\r\n".join(lines) + "\r\n\r\n"
        self.wfile.write(head.encode("latin-1") + content)


def _shown(target: str) -> str:
    """The request target for the access log: no secrets, nothing that moves a terminal's cursor."""
    redacted = _SECRET_FIELD.sub(r"\1***", target)
    return redacted.encode("unicode_escape").decode()
