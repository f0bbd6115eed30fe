"""The official SDK without a socket: its HTTP clients hand each request to the world and take the answer from it."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import lru_cache
from re import compile as pattern
from typing import Any, Self
from urllib.parse import urlencode

from twilio.http import AsyncHttpClient, HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from mockconf.exchange import Answer, Request

_log = logging.getLogger("twilio.http_client")
#: A path without this goes over the wire as it is.
_ODD = pattern("[^A-Za-z0-9/._~:@!$&'()*+,;=-]")
_JSON = ("application/json", "application/scim+json")


def twilio_client(
    account_sid: str,
    auth_token: str,
    url: str,
    answer: Callable[[Request], Answer],
    *,
    is_async: bool,
) -> Client:
    """An SDK client whose requests are answered by `answer`."""
    http_client = _AsyncDoor(answer) if is_async else _Door(answer)
    client = Client(account_sid, auth_token, http_client=http_client)
    client.api.base_url = url
    return client


class _Door(HttpClient):  # type: ignore[misc]  # the SDK carries no types
    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        super().__init__(_log, False)
        self._answer = answer

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Ask the world, with the bytes that the SDK's own client would send."""
        if timeout is not None and timeout <= 0:
            raise ValueError(timeout)
        return _response(self._answer(_request(method, uri, params, data, headers, auth)))


class _AsyncDoor(AsyncHttpClient):  # type: ignore[misc]  # the SDK carries no types
    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        super().__init__(_log, True)
        self._answer = answer

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Ask the world, which answers without waiting for anything."""
        if timeout is not None and timeout <= 0:
            raise ValueError(timeout)
        return _response(self._answer(_request(method, uri, params, data, headers, auth)))

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is open."""


class _Headers(dict[str, str]):
    """The headers of an answer, found in any case."""

    def __missing__(self, name: str) -> str:
        wanted = name.lower()
        for known, value in self.items():
            if known.lower() == wanted:
                return value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return self.get(str(name)) is not None

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or `default` where the answer has no such header."""
        try:
            return self[name]
        except KeyError:
            return default


def _request(
    method: str,
    uri: str,
    params: Mapping[str, object] | None,
    data: Mapping[str, object] | None,
    headers: Mapping[str, str] | None,
    auth: tuple[str, str] | None,
) -> Request:
    path, query = _target(uri, params)
    sent = {name.lower(): value for name, value in headers.items()} if headers else {}
    if auth:
        sent["authorization"] = _basic(*auth)
    return Request(
        method=method.upper(),
        path=path,
        query=query,
        headers=sent,
        body=_body(data, sent.get("content-type")) if data else b"",
    )


def _target(uri: str, params: Mapping[str, object] | None) -> tuple[str, str]:
    start = uri.find("/", 8)  # behind https:// and the host
    path, _, query = (uri[start:] if start > 0 else "/").partition("?")  # links to pages have one
    if not (_ODD.search(path) or (query and (params or _ODD.search(query)))):
        return path, urlencode(_pairs(params)) if params else query
    from twilio.http import http_client  # leaves the odd cases to a library

    prepared = http_client.Request(method="GET", url=uri, params=params).prepare()
    path, _, query = prepared.path_url.partition("?")
    return path, query


def _body(data: Mapping[str, object], content_type: str | None) -> bytes:
    if content_type in _JSON:
        return json.dumps(data).encode()
    return urlencode(_pairs(data)).encode()


def _pairs(fields: Mapping[str, object]) -> list[tuple[str, object]]:
    """Each value with its name, as the requests library takes them apart."""
    pairs: list[tuple[str, object]] = []
    for name, value in fields.items():
        if isinstance(value, list | tuple | set):
            pairs += ((name, one) for one in value if one is not None)
        elif value is not None:
            pairs.append((name, value))
    return pairs


@lru_cache(maxsize=64)
def _basic(username: str, password: str) -> str:
    return f"Basic {b64encode(f'{username}:{password}'.encode()).decode()}"


def _response(answer: Answer) -> Response:
    return Response(answer.status, answer.body.decode(errors="replace"), _Headers(answer.headers))
