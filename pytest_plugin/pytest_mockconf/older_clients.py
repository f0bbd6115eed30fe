"""SDKs that have no asynchronous client yet, SignalWire's among them, without a socket: their own HTTP client with our end of the line."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from mockconf.exchange import Answer, Request

_Desk = Callable[[Request], Answer]


def twilio_client(account_sid: str, auth_token: str, url: str, answer: _Desk) -> Any:
    """A client of Twilio's SDK whose requests are answered by `answer`."""
    client = Client(account_sid, auth_token, http_client=_http_client(answer))
    client.api.base_url = url
    return client


def signalwire_client(project_id: str, api_token: str, url: str, answer: _Desk) -> Any:
    """The same of SignalWire's SDK, which wraps Twilio's 6.54."""
    from signalwire.rest import Client as SignalWireClient

    door = _http_client(answer)
    client = SignalWireClient(project_id, api_token, signalwire_space_url=url, http_client=door)
    client.api.base_url = url  # it has made https of what it was given
    return client


def _http_client(answer: _Desk) -> TwilioHttpClient:
    http_client = TwilioHttpClient()
    for scheme in ("http://", "https://"):
        http_client.session.mount(scheme, _Line(answer))
    return http_client


class _Line(BaseAdapter):
    """Takes prepared requests to the world, whatever their host."""

    def __init__(self, answer: _Desk) -> None:
        super().__init__()
        self._answer = answer

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        """Ask the world, with the bytes that would go over the wire."""
        answer = self._answer(_request(request))
        response = Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = BytesIO(answer.body)
        response.encoding = "utf-8"
        response.request = request
        response.url = request.url or ""
        return response

    def close(self) -> None:
        """Nothing is open."""


def _request(prepared: PreparedRequest) -> Request:
    path, _, query = prepared.path_url.partition("?")
    body = prepared.body
    return Request(
        method=prepared.method or "GET",
        path=path,
        query=query,
        headers={name.lower(): str(value) for name, value in prepared.headers.items()},
        body=body.encode() if isinstance(body, str) else b"",  # a form, or nothing
    )
