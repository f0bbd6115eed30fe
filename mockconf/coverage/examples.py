"""How a cell was covered, as it may be shown: an exchange, a callback, or a line that read a property; without credentials, and short."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from mockconf.contract import load
from mockconf.delivery import Delivery
from mockconf.exchange import Exchange
from mockconf.redaction import shown_target, without_secrets
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
        "test": test,
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
        "test": test,
        "dialect": delivery.callback.dialect,
        "title": delivery.callback.topic,
        "number": delivery.number,
        "method": delivery.method,
        "target": _cut(shown_target(delivery.url)),
        "fields": _fields(row["params"].items()),
        "status": delivery.status,
        "answer": _cut(without_secrets(delivery.answer.decode(errors="replace"))),
        "findings": [],
    }


def of_read(dialect: str, resource: str, file: str, line: int, source: str, test: str) -> Row:
    """A line of the application or of a test that read a property."""
    return {
        "kind": "read",
        "test": test,
        "dialect": dialect,
        "title": resource,
        "number": line,
        "method": "",
        "target": _cut(file),
        "fields": [],
        "status": None,
        "answer": _cut(source),
        "findings": [],
    }


def id_of(example: Row) -> str:
    """A name for it, the same for the same example wherever it comes from."""
    told = json.dumps(example, sort_keys=True)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:16]


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
