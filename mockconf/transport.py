"""How a callback gets to its receiver, and the way there over HTTP."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from functools import cache, lru_cache
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from mockconf.overrides import Overrides

if TYPE_CHECKING:  # most tests deliver to mounted apps, and need no network
    import socket
    import ssl
    from http.client import HTTPResponse

#: What is read of an answer at the most, in bytes; nothing depends on it, it is only shown.
MOST_READ = 65_536
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Callback(NamedTuple):
    """A signed request, made from an event."""

    #: Such as `participant-join`, `answered`, `completed`.
    event: str
    #: The name of the contract, and what that calls this webhook.
    dialect: str
    topic: str
    conference_sid: str
    method: str
    #: As requested: with its query, without its fragment, a username and password still inside.
    url: str
    headers: Mapping[str, str]
    body: bytes
    params: Mapping[str, str]
    #: The virtual time of the event.
    timestamp: datetime
    overrides: Overrides


class Reply(NamedTuple):
    """What the receiver answered."""

    status: int
    #: By their names in lower case.
    headers: Mapping[str, str]
    #: Its beginning, if it is long.
    body: bytes


class Undeliverable(Exception):
    """There was no answer; the text is a sentence that says why.

    The kind is `ct` (no connection), `rt` (no answer in time), `app` (the mounted application raised) or `host` (not called).
    """

    def __init__(self, kind: Literal["ct", "rt", "app", "host"], text: str) -> None:
        super().__init__(text)
        self.kind = kind


#: Takes a callback to its receiver, or raises Undeliverable.
Transport = Callable[[Callback], Reply]


class Target(NamedTuple):
    """Where a URL leads."""

    scheme: str
    host: str
    port: int
    #: Host and port as written: the header `Host`.
    authority: str
    path: str
    query: str
    #: Basic credentials, if the URL has a username or password.
    authorization: str | None


def over_http(callback: Callback) -> Reply:
    """Deliver over the network. No proxy is used and no redirect followed.

    Raises:
        Undeliverable: no connection, or no answer within the callback's timeouts.
    """
    target, limits = target_of(callback.url), callback.overrides
    deadline = monotonic() + limits.total_timeout
    with closing(_connect(target, limits, deadline)) as connection:
        source = _Patient(connection, limits.read_timeout, deadline)
        try:
            source.await_within_limits()
            connection.sendall(_request(callback, target))
            return _reply(callback, source)
        except TimeoutError:
            raise Undeliverable("rt", _impatience(callback, deadline)) from None
        except OSError as error:
            raise Undeliverable("rt", _broken(callback, error)) from error


@lru_cache(maxsize=256)
def target_of(url: str) -> Target:
    """Where a URL leads.

    Raises:
        Undeliverable: it leads nowhere.
    """
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme, parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except ValueError:
        scheme, port, host = "", None, ""
    if scheme not in _DEFAULT_PORTS or not host or not host.isprintable() or " " in host:
        raise Undeliverable(
            "host", f"{shown_url(url)!r} cannot be called: it is no http(s) URL with a host"
        )
    authority = parts.netloc.rpartition("@")[2]
    return Target(
        scheme=scheme,
        host=host,
        port=port or _DEFAULT_PORTS[scheme],
        authority=authority if authority.isascii() else f"{host}:{port}" if port else host,
        path=parts.path or "/",
        query=parts.query,
        authorization=_basic(parts.netloc),
    )


def shown_url(url: str) -> str:
    """A URL for a sentence: without username, password, query and fragment.

    >>> shown_url("https://ada:secret@app.example/hook?step=1")
    'https://app.example/hook'
    """
    scheme, mark, rest = url.partition("#")[0].partition("?")[0].partition("://")
    authority, slash, path = rest.partition("/")
    return scheme + mark + authority.rpartition("@")[2] + slash + path


def seconds(duration: float) -> str:
    """A duration for a sentence."""
    return f"{duration:.3g} s"


def _basic(netloc: str) -> str | None:
    userinfo, mark, _ = netloc.rpartition("@")
    if not mark:
        return None
    username, _, password = userinfo.partition(":")
    return (
        "Basic " + b64encode(unquote_to_bytes(f"{username}:") + unquote_to_bytes(password)).decode()
    )


def _connect(target: Target, limits: Overrides, deadline: float) -> socket.socket:
    import socket

    until = min(monotonic() + limits.connect_timeout, deadline)
    # Every name below localhost means this machine, also where the name service has not heard of that.
    host = "localhost" if target.host.endswith(".localhost") else target.host
    try:
        addresses = socket.getaddrinfo(host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Undeliverable(
            "ct", f"host {target.host!r} cannot be found: {error.strerror or error}"
        ) from error
    failure: Exception = TimeoutError()
    for family, kind, protocol, _, address in addresses:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(max(until - monotonic(), 0.001))
            connection.connect(address)
            if target.scheme == "https":
                connection.settimeout(max(until - monotonic(), 0.001))
                return _trusting().wrap_socket(connection, server_hostname=target.host)
        except (OSError, ValueError) as error:
            failure = error
            connection.close()
        else:
            return connection
    raise Undeliverable("ct", _no_connection(target, limits, failure)) from failure


@cache
def _trusting() -> ssl.SSLContext:
    """Whom to believe; reading the list of authorities takes longer than a delivery."""
    import ssl

    return ssl.create_default_context()


def _no_connection(target: Target, limits: Overrides, failure: Exception) -> str:
    import ssl

    place = _place(target)
    match failure:
        case TimeoutError():
            limit = min(limits.connect_timeout, limits.total_timeout)
            return f"no connection to {place} within {seconds(limit)}"
        case ConnectionRefusedError():
            return f"nothing listens at {place}"
        case ssl.SSLCertVerificationError():
            return (
                f"the certificate of {place} is not trusted: {failure.verify_message}; "
                "mount(...) the app, or name its authority in SSL_CERT_FILE"
            )
        case ssl.SSLError():
            return f"{place} does not speak TLS as it should: {failure.reason or failure}"
        case _:
            return f"no connection to {place}: {getattr(failure, 'strerror', None) or failure}"


def _place(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{host}:{target.port}"


def _request(callback: Callback, target: Target) -> bytes:
    path = f"{target.path}?{target.query}" if target.query else target.path
    headers = {"Host": target.authority, **callback.headers, "Connection": "close"}
    if target.authorization:
        headers["Authorization"] = target.authorization
    if callback.body or callback.method != "GET":
        headers["Content-Length"] = str(len(callback.body))
    lines = [f"{callback.method} {path} HTTP/1.1", *map(": ".join, headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + callback.body


class _Patient(RawIOBase):
    """Reads from a connection within both limits: how long it may be silent and how long all may take.

    A timeout of the socket alone begins anew with every byte, and so a receiver that drips could hold us forever.
    """

    def __init__(self, connection: socket.socket, silence: float, deadline: float) -> None:
        self._connection, self._silence, self._deadline = connection, silence, deadline

    def await_within_limits(self) -> None:
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(min(left, self._silence))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.await_within_limits()
        return self._connection.recv_into(buffer)

    def makefile(self, mode: str) -> BufferedReader:
        """What http.client asks of a socket."""
        return BufferedReader(self)


def _reply(callback: Callback, source: _Patient) -> Reply:
    from http.client import HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected

    response = HTTPResponse(source, method=callback.method)  # type: ignore[arg-type]  # all it uses
    try:
        with closing(response):
            response.begin()
            body = response.read(MOST_READ)
            if _is_cut_short(response, body):
                raise Undeliverable("rt", _broken(callback))
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, headers, body)
    except RemoteDisconnected:
        raise Undeliverable(
            "rt", f"{shown_url(callback.url)} closed the connection without an answer"
        ) from None
    except IncompleteRead:
        raise Undeliverable("rt", _broken(callback)) from None
    except HTTPException as error:
        raise Undeliverable(
            "rt", f"{shown_url(callback.url)} answered what is not HTTP: {str(error)[:80].strip()}"
        ) from error


def _is_cut_short(response: HTTPResponse, body: bytes) -> bool:
    """Whether it ended before its own Content-Length."""
    return bool(response.length) and len(body) < MOST_READ


def _broken(callback: Callback, error: OSError | None = None) -> str:
    why = f": {error.strerror or error}" if error else ""
    return f"{shown_url(callback.url)} broke off in the middle of its answer{why}"


def _impatience(callback: Callback, deadline: float) -> str:
    limits, where = callback.overrides, shown_url(callback.url)
    if monotonic() >= deadline:
        return f"{where} gave no whole answer within {seconds(limits.total_timeout)}"
    return f"{where} was silent for {seconds(limits.read_timeout)}"
