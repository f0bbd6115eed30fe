"""A book as JSON, by the schema `reports/coverage.json`: what a report says to programs is also what is read again."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path as File
from typing import Any

import mockconf_schemas
from mockconf.coverage.book import Book, Seen
from mockconf.coverage.measuring import Measured, Node
from mockconf.dialects import BY_NAME
from mockconf.errors import UnreadableInput
from mockconf.reports.result import Result
from mockconf.schema import Schema

#: A report of all dialects with an example for each cell has about 4 MB.
_MOST_BYTES = 256 * 2**20


def document(book: Book, measured: Measured, result: Result) -> dict[str, Any]:
    """What the report of a run says, as one JSON object."""
    total = measured.total
    cells = [_cell(leaf) for dialect in measured.dialects for leaf in dialect.leaves()]
    shown = {cell["example"] for cell in cells}
    return {
        "command": "coverage",
        "version": 1,
        "complete": not book.is_incomplete,
        "percentage": total.percentage,
        "covered": total.covered,
        "count": total.cells,
        "dialects": [
            {**_sum(one), "parts": [_sum(part) for part in one.children]}
            for one in measured.dialects
        ],
        "calls": [
            {"dialect": dialect, "operation": operation, "count": count}
            for (dialect, operation), count in sorted(book.calls.items())
        ],
        "observed": [list(path) for path in sorted(book.observed)],
        "cells": cells,
        "lost": [list(leaf.path) for leaf in measured.lost],
        "findings": [
            {"rule": one.rule, "severity": one.severity.value, "message": one.message}
            for one in result.problems
        ],
        "examples": {name: row for name, row in book.examples.items() if name in shown},
    }


def read_file(file: File) -> Book:
    """The book that a JSON report holds.

    Raises:
        UnreadableInput: the file cannot be read, is none, or is not such a report; the text says where and why.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise UnreadableInput(f"{file}: a report of coverage has at most {_MOST_BYTES:,} bytes")
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableInput(f"{file}: it cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file}: it is no text in UTF-8, at byte {error.start}") from error
    return read(text, str(file))


def read(text: str, name: str) -> Book:
    """The book that the text of a JSON report holds; `name` is what complaints call it.

    Raises:
        UnreadableInput: it is not such a report, and the text says where and why.
    """
    if not text.strip():
        raise UnreadableInput(f"{name}: it is empty")
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableInput(f"{name}: it is not JSON: {error.msg}, {place}") from error
    except ValueError as error:
        raise UnreadableInput(f"{name}: it holds a number of too many digits") from error
    except RecursionError as error:
        raise UnreadableInput(f"{name}: it is JSON nested too deeply") from error
    if not _schema().admits(said):
        breach = _schema().breaches(said)[0]
        where = f" at {breach.name!r}" if breach.name else ""
        raise UnreadableInput(
            f"{name}: it is no report of coverage{where}: {breach.message[:200]}; "
            f"make one with --mockconf-report=json=FILE"
        )
    return _book(said, name)


def _book(said: dict[str, Any], name: str) -> Book:
    book = Book()
    spoken = {one["path"][0] for one in said["cells"]} | {one["dialect"] for one in said["calls"]}
    strangers = spoken - BY_NAME.keys()
    if strangers:
        raise UnreadableInput(f"{name}: there is no dialect {min(strangers)!r}")
    for one in said["calls"]:
        book.calls[one["dialect"], one["operation"]] += one["count"]
    for one in said["cells"]:
        if one["count"]:
            book.covered[tuple(one["path"])] = Seen(one["count"], one["example"])
    book.observed = {(dialect, resource) for dialect, resource in said["observed"]}
    book.examples = said["examples"]
    book.is_incomplete = not said.get("complete", True)
    return book


@cache
def _schema() -> Schema:
    return Schema(mockconf_schemas.load("reports/coverage.json"))


def _cell(leaf: Node) -> dict[str, Any]:
    return {
        "path": list(leaf.path),
        "state": leaf.state.value,
        "count": leaf.count,
        "example": leaf.example,
    }


def _sum(node: Node) -> dict[str, Any]:
    return {
        "name": node.name,
        "state": node.state.value,
        "percentage": node.percentage,
        "covered": node.covered,
        "count": node.cells,
        "lost": node.lost,
    }
