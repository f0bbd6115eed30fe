"""Recordings as mockconf writes them: a JSON object in a line for each exchange and each callback."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from mockconf.contract import FORM, load
from mockconf.delivery import Delivery
from mockconf.errors import MalformedRequest
from mockconf.exchange import Answer, Exchange, Request
from mockconf.reading import fields_of_body
from mockconf.redaction import (
    shown_body,
    shown_fields,
    shown_headers,
    without_secrets,
)
from mockconf.reports.problem import Place
from mockconf.traffic.bodies import from_base64
from mockconf.traffic.entry import Entry, Reading, Unusable, readable, request_of

#: Stands in every line, with the version of the format.
MARK = "mockconf"
_VERSION = 1
#: How every such log begins that mockconf writes.
BEGIN = f'{{"{MARK}": '.encode()
_KINDS = ("exchange", "callback")
_READ = "read"

_PARTS = {
    "path": "/request/url",
    "query": "/request/url",
    "form": "/request/body",
    "body": "/request/body",
    "header": "/request/headers",
    "answer": "/answer/body",
    "status": "/answer/status",
}


def exchange_line(
    exchange: Exchange, base_url: str, test: str | None = None, call_site: Place | None = None
) -> str:
    """A line that tells of a request to the API and its answer, without secrets.

    Args:
        exchange: as the journal has it.
        base_url: where the mock was reached, such as `http://127.0.0.1:2010`.
        test: the id of the test meanwhile.
        call_site: the line of the application that sent the request.
    """
    secrets = load(exchange.dialect).secrets
    request = _without_secrets(exchange.request, secrets)
    query = f"?{request.query}" if request.query else ""
    return _line(
        kind="exchange",
        number=exchange.number,
        timestamp=exchange.timestamp.isoformat(),
        dialect=exchange.dialect,
        operation=exchange.operation,
        test=test,
        call_site=call_site and {"file": call_site.file, "line": call_site.line},
        request={
            "method": request.method,
            "url": f"{base_url}{request.path}{query}",
            "headers": dict(request.headers),
            **_body(request.body),
        },
        answer={
            "status": exchange.answer.status,
            "headers": dict(exchange.answer.headers),
            **_body(exchange.answer.body),
        },
    )


def callback_line(delivery: Delivery, test: str | None = None) -> str:
    """A line that tells of a webhook and what the application answered, if it did."""
    body = delivery.callback.body
    if hidden := body and _shown([*delivery.params.items()], ()):
        body = hidden.encode()
    answer = None
    if delivery.status is not None:
        said = shown_body(delivery.answer.decode(errors="replace"))
        answer = {"status": delivery.status, "headers": {}, "body": said}
    return _line(
        kind="callback",
        number=delivery.number,
        timestamp=delivery.timestamp.isoformat(),
        event=delivery.event,
        outcome=delivery.outcome.value,
        test=test,
        request={
            "method": delivery.method,
            "url": without_secrets(delivery.url),
            "headers": shown_headers(delivery.headers),
            **_body(body),
        },
        answer=answer,
    )


def reading_line(dialect: str, resource: str, name: str, times: int, place: Place | None) -> str:
    """A line that tells which property of the vendor's answers the application reads.

    Args:
        dialect: the one that is spoken.
        resource: the contract's title of it, such as `Participant`.
        name: of the property; empty where it is only told that reading could be seen.
        times: how often it was read.
        place: the first line that read it.
    """
    return _line(
        kind=_READ,
        dialect=dialect,
        resource=resource,
        property=name,
        times=times,
        call_site=place and {"file": place.file, "line": place.line},
    )


def tells_of_a_request(recorded: Any) -> bool:
    """Whether a line is an exchange or a callback; there may be lines of other kinds.

    Raises:
        Unusable: it is no line of such a log.
    """
    if not isinstance(recorded, dict) or MARK not in recorded:
        raise Unusable("the line is none of an exchange log")
    if recorded[MARK] != _VERSION:
        raise Unusable(f"the log is of version {recorded[MARK]!r}, and {_VERSION} is read")
    return recorded.get("kind") in _KINDS


@readable("it is no line of an exchange log")
def reading_of(recorded: Mapping[str, Any], place: Place) -> Reading | None:
    """What a line tells of reading, if it does.

    Raises:
        Unusable: it is none of such a log.
    """
    if recorded.get("kind") != _READ:
        return None
    return Reading(
        place=place,
        dialect=str(recorded["dialect"]),
        resource=str(recorded["resource"]),
        name=str(recorded["property"]),
        times=int(recorded["times"]),
        call_site=_site(recorded),
    )


@readable("it is no line of an exchange log")
def entry_of(recorded: Mapping[str, Any], place: Place) -> Entry:
    """Read a line.

    Raises:
        Unusable: it is none of such a log.
    """
    asked, answered = recorded["request"], recorded["answer"]
    headers = {name.lower(): str(text) for name, text in asked["headers"].items()}
    request = request_of(asked["method"], asked["url"], headers, _bytes(asked))
    answer = None
    if answered:
        named = tuple((name, str(text)) for name, text in answered["headers"].items())
        answer = Answer(int(answered["status"]), named, _bytes(answered))
    where = _site(recorded)
    return Entry(place, asked["url"], request, answer, _PARTS, where, is_redacted=True)


def _bytes(message: Mapping[str, Any]) -> bytes:
    text: str = message["body"]
    return from_base64(text) if message.get("encoding") == "base64" else text.encode()


def _site(recorded: Mapping[str, Any]) -> Place | None:
    site = recorded.get("call_site")
    return Place(str(site["file"]), int(site["line"])) if site else None


def _line(**row: Any) -> str:
    return json.dumps({MARK: _VERSION, **row}) + "\n"


def _body(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body": b64encode(body).decode(), "encoding": "base64"}


def _without_secrets(request: Request, secrets: Collection[str]) -> Request:
    """The request as it may be shown; a body that holds a secret becomes a form, whatever it was."""
    headers = shown_headers(request.headers)
    query = _shown(parse_qsl(request.query, keep_blank_values=True), secrets) or request.query
    try:
        hidden = _shown(fields_of_body(request), secrets)
    except MalformedRequest:
        text = request.body.decode(errors="replace")
        shown = shown_body(text)
        hidden = None if shown == text else shown
    body = request.body
    if hidden is not None:
        body = hidden.encode()
        headers["content-type"] = FORM
    return request._replace(query=query, headers=headers, body=body)


def _shown(fields: list[tuple[str, str]], secrets: Collection[str]) -> str | None:
    """The fields with their secrets hidden; None where there are none."""
    shown = [(name, value) for name, value in shown_fields(fields, secrets)]
    return None if shown == fields else urlencode(shown)
