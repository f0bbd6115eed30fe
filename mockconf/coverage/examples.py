"""How a cell was covered, as it may be shown: an exchange, a callback, or where a property was read; without credentials, and short."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from mockconf.contract import load
from mockconf.delivery import Delivery
from mockconf.exchange import Answer, Exchange, Request
from mockconf.redaction import shown_body, shown_target, without_secrets
from mockconf.reports.problem import Place
from mockconf.rows import callback_row, exchange_row

Row = dict[str, Any]
#: What is shown of a body at the most, in characters.
MOST_SHOWN = 4_096


def of_exchange(exchange: Exchange, test: str) -> Row:
    """A request and its answer.

    Args:
        exchange: as the journal has it.
        test: where it comes from: the id of a test, or the entry of a recording.
    """
    row = exchange_row(exchange, load(exchange.dialect).secrets)
    findings = [f"{one['severity']} {one['rule']}: {one['message']}" for one in row["findings"]]
    return {
        "kind": "exchange",
        "test": _of_test(test),
        "dialect": exchange.dialect,
        "title": exchange.operation or "",
        "number": exchange.number,
        "method": _cut(exchange.request.method, 32),
        "target": _cut(shown_target(exchange.request.path)),
        "fields": _fields([*row["query"], *row["form"]]),
        "status": exchange.answer.status,
        "answer": _cut(row["answer"]),
        "findings": [_cut(one) for one in findings[:20]],
    }


def of_delivery(delivery: Delivery, test: str) -> Row:
    """A callback and what the application answered."""
    row = callback_row(delivery)
    return {
        "kind": "callback",
        "test": _of_test(test),
        "dialect": delivery.callback.dialect,
        "title": delivery.callback.topic,
        "number": delivery.number,
        "method": delivery.method,
        "target": _cut(shown_target(delivery.url)),
        "fields": _fields(row["params"].items()),
        "status": delivery.status,
        "answer": _cut(shown_body(delivery.answer.decode(errors="replace"))),
        "findings": [],
    }


def of_read(dialect: str, resource: str, file: str, line: int, test: str) -> Row:
    """A line of the application or of a test that read a property; what it says is nobody else's business."""
    return {
        "kind": "read",
        "test": _of_test(test),
        "dialect": dialect,
        "title": resource,
        "number": line,
        "method": "",
        "target": _cut(file),
        "fields": [],
        "status": None,
        "answer": "",
        "findings": [],
    }


def of_webhook(
    dialect: str,
    topic: str,
    request: Request,
    params: Mapping[str, str],
    answer: Answer | None,
    place: Place,
) -> Row:
    """A callback out of a recording.

    Args:
        dialect: the one that sends such callbacks.
        topic: the contract's name of it.
        request: as it was recorded.
        params: what it told.
        answer: that of the application, if it was recorded.
        place: where it stands.
    """
    return {
        "kind": "callback",
        "test": _of_test(str(place)),
        "dialect": dialect,
        "title": topic,
        "number": place.entry or 0,
        "method": _cut(request.method, 32),
        "target": _cut(shown_target(request.path)),
        "fields": _fields((name, without_secrets(text)) for name, text in params.items()),
        "status": answer.status if answer else None,
        "answer": _cut(shown_body(answer.body.decode(errors="replace"))) if answer else "",
        "findings": [],
    }


def id_of(example: Row) -> str:
    """A name for it, the same for the same example wherever it comes from."""
    told = json.dumps(example, sort_keys=True)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:16]


def _of_test(test: str) -> str:
    """Its id may hold whatever it is parametrised with."""
    return _cut(without_secrets(test), 1_024)


def _fields(pairs: Iterable[Any]) -> list[list[str]]:
    """Name and value of each, as many as fit."""
    shown: list[list[str]] = []
    left = MOST_SHOWN
    for name, value in pairs:
        shown.append([_cut(name, 128), _cut(value, max(left, 0))])
        left -= len(name) + len(value)
        if left <= 0:
            break
    return shown


def _cut(text: str, most: int = MOST_SHOWN) -> str:
    """The beginning of a text that is long, in characters that can be written down."""
    whole = text.encode(errors="replace").decode()
    return whole if len(whole) <= most else f"{whole[:most]}... ({len(whole):,} characters)"
