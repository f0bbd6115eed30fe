"""A receiver of webhooks on a real socket, with every habit that a real one may have."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from mockconf.overrides import split
from mockconf.signing import sign
from mockconf.transport import Callback

#: No receiver outlives its test by more than this, in seconds.
MOST_PATIENCE = 20.0
AUTH_TOKEN = "12345"
PARAMS = {"ConferenceSid": "CF" + "b" * 32, "FriendlyName": "Zoë & Co", "SequenceNumber": "1"}


class Received(NamedTuple):
    """A request as it came in."""

    method: str
    target: str
    #: By their names in lower case.
    headers: Mapping[str, str]
    body: bytes

    @property
    def params(self) -> dict[str, str]:
        """The form; of a GET, the query."""
        sent = self.body.decode() or urlsplit(self.target).query
        return dict(parse_qsl(sent, keep_blank_values=True))


class Visit(NamedTuple):
    """One request at the receiver, to be answered by a habit."""

    handler: BaseHTTPRequestHandler
    #: Set when the test is over.
    is_over: Event

    def say(self, sent: bytes) -> None:
        """Send bytes as they are, if the other side still listens."""
        self.handler.wfile.write(sent)


Habit = Callable[[Visit], None]


class Listener:
    """Listens on a port of its own while its block lasts.

    Args:
        habits: how the first, second, ... request is answered; the last habit stays.
        certified: answers by TLS with this certificate.
    """

    def __init__(self, *habits: Habit, certified: ssl.SSLContext | None = None) -> None:
        self.requests: list[Received] = []
        #: What the habits themselves raised.
        self.errors: list[BaseException] = []
        self._habits = habits or (answering(200),)
        self._lock = Lock()
        self._is_over = Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self._receive))
        self._server.errors = self.errors
        if certified:
            self._server.socket = certified.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.url = f"http{'s' if certified else ''}://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.001,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._server.shutdown()
        self._thread.join(MOST_PATIENCE)
        self._server.server_close()  # waits for the threads of the visits, too

    def _receive(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self._lock:
            habit = self._habits[min(len(self.requests), len(self._habits) - 1)]
            self.requests.append(Received(handler.command, handler.path, headers, body))
        habit(Visit(handler, self._is_over))


def answering(status: int, body: bytes = b"", **headers: str) -> Habit:
    """Answers at once and in full."""
    given = {"Content-Length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in given.items())]
    return saying("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def redirecting(location: str, status: int = 302) -> Habit:
    """Sends the caller elsewhere."""
    return answering(status, Location=location)


def saying(sent: bytes) -> Habit:
    """Sends these bytes, whatever they are, and closes."""
    return lambda visit: visit.say(sent)


def hanging(visit: Visit) -> None:
    """Never answers."""
    visit.is_over.wait(MOST_PATIENCE)


def closing_midway(visit: Visit) -> None:
    """Promises more than it sends."""
    visit.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthe beginning")


def dripping(beginning: bytes, every: float = 0.02) -> Habit:
    """Sends a beginning, and then a byte from time to time for as long as somebody listens."""

    def habit(visit: Visit) -> None:
        visit.say(beginning)
        for _ in range(round(MOST_PATIENCE / every)):
            if visit.is_over.wait(every):
                return
            visit.say(b"x")

    return habit


def raising(visit: Visit) -> None:
    """Fails, as a handler does that nobody catches."""
    raise RuntimeError("the receiver is broken")


def callback_to(
    url: str, method: str = "POST", params: Mapping[str, str] = PARAMS, **headers: str
) -> Callback:
    """A signed callback; the fragment of the URL says how often and how long it is tried."""
    url, overrides = split(url)
    is_form = method == "POST"
    if not is_form:
        url += ("&" if "?" in url else "?") + urlencode(params)
    given = {
        "X-Twilio-Signature": sign(AUTH_TOKEN, url, params.items() if is_form else ()),
        "I-Twilio-Idempotency-Token": "6b1b6c9e",
    }
    if is_form:
        given["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    return Callback(
        event="participant-join",
        dialect="twilio-2010-04-01",
        topic="ConferenceStatusCallback",
        conference_sid=PARAMS["ConferenceSid"],
        method=method,
        url=url,
        headers=given | headers,
        body=urlencode(params).encode() if is_form else b"",
        params=params,
        timestamp=datetime(2026, 1, 1, tzinfo=UTC),
        overrides=overrides,
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    errors: list[BaseException]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note it: a caller that hangs up in the middle is part of many tests."""
        if error := sys.exception():
            self.errors.append(error)


def _handler(receive: Callable[[BaseHTTPRequestHandler], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _visit(self) -> None:
            receive(self)

        do_GET = do_POST = _visit

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    return Handler
