"""A client of our own that keeps its connections open and has one request at a time under way on each.

Run as a module it reads one job from its input and prints what it saw, so that it shares no lock with a server.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.processes import Broken, ask, python, running

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_SILENCE = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """What a client saw; times in seconds."""

    per_second: float
    p50: float
    p99: float


def drive(
    url: str,
    requests: Sequence[str],
    connections: int,
    *,
    seconds: float = 600.0,
    count: int = 10_000_000,
    statuses: Sequence[int] = (200,),
) -> Load:
    """Send `requests` in turn by the client of our own until `count` are answered or `seconds` are over."""
    job = {
        "address": (urlsplit(url).hostname, urlsplit(url).port),
        "requests": requests,
        "connections": connections,
        "seconds": seconds,
        "count": count,
    }
    with running(python("benchmarks.load"), limit=seconds + 2 * _SILENCE) as client:
        saw = ask(client, job)
    strange = {int(status) for status in saw.pop("statuses")} - set(statuses)
    if strange:
        raise Broken(f"{url} answered {strange}, expected were {statuses}")
    return Load(**saw)


def raw(method: str, url: str, headers: Mapping[str, str], body: str = "") -> str:
    """An HTTP request as it goes over the wire."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    all_headers = {"Host": parts.netloc, **headers}
    if body:
        all_headers["Content-Type"] = "application/x-www-form-urlencoded"
        all_headers["Content-Length"] = str(len(body))
    lines = [f"{method} {target} HTTP/1.1", *(f"{key}: {all_headers[key]}" for key in all_headers)]
    return "\r\n".join([*lines, "", body])


@dataclass(slots=True)
class _Client:
    """All connections in one thread: a client with threads would wait for itself."""

    requests: list[bytes]
    sent: int = 0
    began: dict[socket.socket, float] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def send(self, connection: socket.socket) -> None:
        request = self.requests[self.sent % len(self.requests)]
        self.sent += 1
        self.began[connection] = time.perf_counter()
        connection.sendall(request)

    def receive(self, connection: socket.socket) -> None:
        """Read one whole answer: both servers send it in one piece, so there is hardly ever a second read."""
        answer = connection.recv(1 << 18)
        while not _is_whole(answer):
            more = connection.recv(1 << 18)
            if not more:
                raise Broken("the server closed the connection")
            answer += more
        self.times.append(time.perf_counter() - self.began[connection])
        self.statuses[answer[9:12].decode()] += 1

    def run(self, connections: list[socket.socket], seconds: float, count: int) -> float:
        """Returns how many seconds it took."""
        with selectors.DefaultSelector() as selector:
            for connection in connections:
                selector.register(connection, selectors.EVENT_READ)
            start = time.perf_counter()
            for connection in connections:
                self.send(connection)
            while len(self.times) < count and time.perf_counter() < start + seconds:
                ready = selector.select(_SILENCE)
                if not ready:
                    raise Broken("the server is silent")
                for key, _ in ready:
                    assert isinstance(key.fileobj, socket.socket)
                    self.receive(key.fileobj)
                    self.send(key.fileobj)
            return time.perf_counter() - start


def _is_whole(answer: bytes) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    if not blank:
        return False
    length = _LENGTH.search(head)
    return length is None or len(body) >= int(length[1])


def _main() -> None:
    job = json.loads(sys.stdin.readline())
    client = _Client([request.encode() for request in job["requests"]])
    connections = [
        socket.create_connection(tuple(job["address"]), _SILENCE) for _ in range(job["connections"])
    ]
    for connection in connections:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    took = client.run(connections, job["seconds"], job["count"])
    ordered = sorted(client.times)
    saw = {
        "per_second": len(ordered) / took,
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[len(ordered) * 99 // 100],
        "statuses": list(client.statuses),
    }
    print(json.dumps(saw), flush=True)


if __name__ == "__main__":
    _main()
