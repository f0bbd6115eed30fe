"""A connection by hand: a test writes its bytes, broken ones too, and reads one answer after the other."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Mapping
from http.client import parse_headers
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.wire import SECONDS, Reply


class Line:
    """An open connection to the mock at `url`. No wait on it lasts longer than `seconds`."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        where = urlsplit(url)
        self.socket = socket.create_connection((where.hostname, where.port), timeout=seconds)
        self._incoming = self.socket.makefile("rb")

    def send(self, sent: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(sent)

    def say_no_more(self) -> None:
        """Close our half, as a client does that has gone in the middle of its request."""
        self.socket.shutdown(socket.SHUT_WR)

    def answer(self) -> Reply:
        """The next answer."""
        first = self._incoming.readline()
        assert first, "the connection was closed without an answer"
        status = int(first.split()[1])
        headers: Mapping[str, str] = dict(parse_headers(self._incoming))
        length = int(headers.get("Content-Length", "0"))
        return Reply(status, headers, self._incoming.read(length))

    def rest(self) -> bytes:
        """Everything that still comes until the connection ends."""
        return self._incoming.read()

    def is_closed(self) -> bool:
        """Whether the mock closes its half with nothing left to read; waits for it as long as for an answer."""
        try:
            return self._incoming.read(1) == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._incoming.close()
        self.socket.close()


def basic(username: str, password: str) -> str:
    """The value of an Authorization header."""
    return f"Basic {b64encode(f'{username}:{password}'.encode()).decode()}"


def request(
    method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> bytes:
    """A request as bytes, with a Content-Length where there is a body and none is given."""
    fields = {"Host": "127.0.0.1", **(headers or {})}
    framed = {"content-length", "transfer-encoding"} & {name.lower() for name in fields}
    if body and not framed:
        fields["Content-Length"] = str(len(body))
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
