"""One thing that a check has found, and where."""

from __future__ import annotations

from typing import NamedTuple

from mockconf.exchange import Severity


class Place(NamedTuple):
    """Where something stands: in a file that was checked, or in the user's code."""

    #: As it was named to us, or relative to the current folder.
    file: str
    #: From 1; of a file in which lines mean something.
    line: int | None = None
    #: Which entry of a recording, from 0, as in a JSON pointer.
    entry: int | None = None
    #: A JSON pointer (RFC 6901) into the file; empty where the whole file is meant.
    pointer: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}{f' {self.pointer}' if self.pointer else ''}"


class Problem(NamedTuple):
    """A finding of a check."""

    #: A stable name, listed in docs/findings.md or docs/ci.md.
    rule: str
    severity: Severity
    #: A sentence without a full stop.
    message: str
    place: Place
    #: The line of the application that caused it, where that is known.
    call_site: Place | None = None
    #: The legal name or value that is nearest, or what to use in its place.
    nearest: str | None = None

    @property
    def shown_at(self) -> Place:
        """Where a person looks first: the application's own line, else the file."""
        return self.call_site or self.place


def pointer(*steps: str | int) -> str:
    """A JSON pointer.

    >>> pointer("paths", "/Calls.json", 0)
    '/paths/~1Calls.json/0'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
