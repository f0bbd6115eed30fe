"""One request by hand, and the wait for a server's first answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from benchmarks.processes import Broken

_PATIENCE = 60.0


def fetch(url: str, headers: Mapping[str, str] | None = None) -> tuple[list[tuple[str, str]], str]:
    """The headers and the body that a GET of `url` is answered with; the status must be 200."""
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=_PATIENCE)
    try:
        connection.request(
            "GET", parts._replace(scheme="", netloc="").geturl(), headers=headers or {}
        )
        response = connection.getresponse()
        body = response.read().decode()
    except HTTPException as error:
        raise Broken(f"{url} does not speak HTTP: {error}") from error
    finally:
        connection.close()
    if response.status != 200:
        raise Broken(f"{url} answered {response.status}: {body[:200]}")
    return response.getheaders(), body


def wait_for(url: str, headers: Mapping[str, str] | None = None) -> None:
    """Ask until somebody answers."""
    over = time.monotonic() + _PATIENCE
    while True:
        try:
            fetch(url, headers)
            return
        except ConnectionError:
            if time.monotonic() > over:
                raise Broken(f"nobody answers at {url}") from None
            time.sleep(0.001)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
