"""What a run has covered, made without one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mockconf.coverage.book import Book
from mockconf.coverage.cells import EVENTS, PARAMETERS, PROPERTIES, STATUSES, cells
from mockconf.coverage.checking import Demand, check
from mockconf.coverage.rendering import renderers

TWILIO, OLD, SIGNALWIRE = "twilio-2010-04-01", "twilio-2008-08-01", "signalwire"
MUTE = {"Muted": ["true"]}
KINDS = {PARAMETERS, STATUSES, EVENTS, PROPERTIES}


def book(*calls: tuple[str, Mapping[str, Sequence[str]], int], dialect: str = TWILIO) -> Book:
    """A book of calls: operation, what was sent, status."""
    made = Book()
    for operation, sent, status in calls:
        made.note(dialect, operation, sent, status)
    return made


def covered(made: Book, *start: str) -> set[str]:
    """What a book has covered below a path, as texts."""
    return {"/".join(path[len(start) :]) for path in made.covered if path[: len(start)] == start}


def known(*start: str) -> list[str]:
    """The cells of a contract below a path, as texts, in its order."""
    return ["/".join(path[len(start) :]) for path in cells(start[0]) if path[: len(start)] == start]


def text_of(made: Book, format_: str = "json", **demand: Any) -> str:
    """A report on a book."""
    checked = check(made, Demand(**demand), {"a run": made.exercised().total})
    return renderers(checked)[format_]()


def document_of(made: Book, **demand: Any) -> Any:
    """The JSON report on a book, read."""
    return json.loads(text_of(made, **demand))


def saved(made: Book, path: Path) -> Path:
    """The JSON report on a book, in a file."""
    path.write_text(text_of(made), encoding="utf-8")
    return path
