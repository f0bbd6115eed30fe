"""The server behind `mockconf serve` and the fixture: werkzeug's threads, with connections that stay open.

As shipped, werkzeug closes after each answer. Kept open, an answer in two writes would stall for a delayed
acknowledgement, so an answer leaves in one piece and without Nagle's delay.
"""

from __future__ import annotations

import json
import logging
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from selectors import EVENT_READ, DefaultSelector
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from mockconf import framing
from mockconf.redaction import shown_target
from mockconf.settings import DEFAULT_MAX_BODY

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_access = logging.getLogger("mockconf.access")

#: How long a connection may be silent before its thread goes, in seconds.
_IDLE = 30.0
#: What a client may still send that is refused in the middle of its request, in bytes, and how long each piece may
#: take, in seconds. Hanging up at once would reset the connection, and the client might never read why.
_MOST_IGNORED = 33_554_432
_PATIENCE = 1.0
_PIECE = 65_536


class Server:
    """Serves a WSGI app on a socket that is bound, and so reachable, as soon as this object exists.

    Args:
        app: what is served.
        host: the address to listen on.
        port: 0 takes a free one.
        max_body: of a larger request body the app sees this and one byte more.

    Raises:
        OSError: the address cannot be bound.
    """

    def __init__(
        self,
        app: WSGIApplication,
        host: str = "127.0.0.1",
        port: int = 0,
        max_body: int = DEFAULT_MAX_BODY,
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family) as bound:
            self._server = _ThreadedServer(host, port, app, _Handler, fd=bound.fileno())
        self._server.max_body = max_body
        self.host, self.port = str(self._server.host), int(self._server.port)
        self._rope, self._bell = socket.socketpair()
        self._thread = Thread(
            target=self._server.serve_until, args=(self._bell,), name="mockconf-server", daemon=True
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
        if self._thread.ident is None:  # never started
            self._server.server_close()
        elif self._thread.is_alive():
            self._rope.send(b"!")
            self._thread.join()
            self._server.cut_connections()
        self._rope.close()
        self._bell.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _ThreadedServer(ThreadedWSGIServer):
    daemon_threads = True
    max_body: int
    timeout = 0  # `handle_request` does not wait for a client who has gone again

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(*args, **kwargs)

    def serve_until(self, bell: socket.socket) -> None:
        """Sleep until a client comes or the bell rings; `serve_forever` would get up again and again to look."""
        with self.socket, DefaultSelector() as selector:
            selector.register(self.socket, EVENT_READ)
            selector.register(bell, EVENT_READ)
            while all(key.fileobj is not bell for key, _ in selector.select()):
                self.handle_request()

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


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    idle = _IDLE
    server: _ThreadedServer
    fields: framing.Headers
    is_cut_short = False

    def setup(self) -> None:
        """Let the kernel bound the waits: a timeout of Python's costs a second system call for each read."""
        super().setup()
        bound = _timeval(self.idle)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, bound)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, bound)

    def handle(self) -> None:
        """Answer one request after the other until either side has had enough."""
        with suppress(BlockingIOError):  # the client reads no more
            super().handle()
        if self.is_cut_short:
            with suppress(OSError):
                self._let_finish()

    def parse_request(self) -> bool:
        """Read all but the body; False where that is no request, which has then been answered."""
        if self.raw_requestline in (b"\r\n", b"\n"):
            # Some clients end their bodies with an empty line.
            self.close_connection = False
            return False
        self.close_connection = True
        try:
            line = framing.request_line(self.raw_requestline)
            self.command, self.path = line.method, line.target
            self.fields = framing.headers(self.rfile)
        except framing.Unreadable as error:
            self.send_error(error.status, str(error))
            return False
        wish = self.fields.get("connection", "").lower()
        is_modern = line.version >= (1, 1)
        self.close_connection = "close" in wish or not (is_modern or "keep-alive" in wish)
        if is_modern and self.fields.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def run_wsgi(self) -> None:
        """Call the app and write its answer in one piece."""
        try:
            body = framing.body(self.fields, self.rfile, self.server.max_body + 1)
        except framing.Unreadable as error:
            self.send_error(error.status, str(error))
            return
        if not body.is_complete:
            self.close_connection = self.is_cut_short = True
        started: list[Any] = []
        written: list[bytes] = []

        def start_response(*response: Any) -> Callable[[bytes], object]:
            started[:] = response[:2]
            return written.append

        chunks = self.server.app(self._environ(body.content), start_response)
        try:
            written.extend(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started
        if _access.isEnabledFor(logging.INFO):  # first, so that whoever has the answer has the line
            _access.info("%s %s %s", self.command, shown_target(self.path), str(status)[:3])
        self._write(str(status), headers, b"".join(written))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request; its path, and so the wanted representation, is not known."""
        self.close_connection = self.is_cut_short = True
        phrase = HTTPStatus(code).phrase
        content = json.dumps({"message": message or phrase, "status": int(code)}).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
        self._write(f"{int(code)} {phrase}", headers, content)

    def log_error(self, format: str, *args: Any) -> None:
        """A client that falls silent is nobody's error."""
        _access.debug(format, *args)

    def _environ(self, content: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            _environ_key(name): value
            for name, value in self.fields.items()
            if "_" not in name  # it would pass for the one with a hyphen
            and name != "transfer-encoding"  # the chunks have been joined
        }
        environ.update(
            REQUEST_METHOD=self.command,
            SCRIPT_NAME="",
            PATH_INFO=unquote(path, "latin-1"),
            QUERY_STRING=query,
            RAW_URI=self.path,
            CONTENT_TYPE=self.fields.get("content-type", ""),
            CONTENT_LENGTH=str(len(content)),
            SERVER_NAME=str(self.server.host),
            SERVER_PORT=str(self.server.port),
            SERVER_PROTOCOL=self.protocol_version,
            REMOTE_ADDR=self.client_address[0],
        )
        environ |= {
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(content),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        return environ

    def _write(self, status: str, headers: list[tuple[str, str]], content: bytes) -> None:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        lines.append(f"Date: {_date(int(monotonic()))}")
        lines.append(f"Connection: {'close' if self.close_connection else 'keep-alive'}")
        head = "\r\n".join(lines) + "\r\n\r\n"
        self.wfile.write(head.encode("latin-1") + content)

    def _let_finish(self) -> None:
        """Hear a client out that has been refused, within bounds."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_PATIENCE)
        until, ignored = monotonic() + _IDLE, 0
        while ignored < _MOST_IGNORED and monotonic() < until:
            piece = self.connection.recv(_PIECE)
            if not piece:
                return
            ignored += len(piece)


@lru_cache(maxsize=256)
def _environ_key(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    """The date for the answers of a second; it need not be written anew for each of them."""
    return formatdate(usegmt=True)


def _timeval(seconds: float) -> bytes:
    """A duration as the kernel takes it."""
    if sys.platform == "win32":
        return struct.pack("@L", round(seconds * 1_000))
    return struct.pack("@ll", int(seconds), round(seconds % 1 * 1_000_000))
