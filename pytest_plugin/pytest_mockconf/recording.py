"""Writes down every exchange and every callback of a session, for `mockconf check` and `mockconf portability`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from threading import Lock
from typing import Any, TextIO

from mockconf.delivery import Delivery
from mockconf.errors import MockconfError
from mockconf.events import Happened
from mockconf.exchange import Exchange
from mockconf.reports.problem import Place
from mockconf.reports.writing import Wish, require_writable
from mockconf.traffic.exchange_log import BEGIN, callback_line, exchange_line, reading_line
from pytest_mockconf.call_site import CallSite
from pytest_mockconf.ledger import Follower
from pytest_mockconf.observing import Observer, Read


class Recorder:
    """Writes an exchange log; whoever looks at its path sees the log of a whole session, or that of an earlier one.

    Args:
        path: where the log will be.
        observer: sees what is read of the SDK's resources.
        draft: of a worker, where the process that it works for expects what it writes.

    Raises:
        MockconfError: nothing can be written there.
    """

    def __init__(self, path: Path, observer: Observer, draft: Path | None = None) -> None:
        self.path = path
        self._is_worker = draft is not None
        if draft is None:
            require_writable([Wish("log", path)])
            _require_log(path)
            place = Path(os.path.realpath(path))  # what a link leads to
            draft = place.with_name(f".{place.name}.{os.getpid()}")
        self._draft = draft
        self._drafts: list[Path] = []  # of workers
        self._file: TextIO | None = None
        self._is_closed = False
        self._lock = Lock()
        self._read: dict[tuple[str, str, str], list[Any]] = {}  # how often, and where first
        observer.listen(self._note_seen, self._note_read)

    def draft_of(self, worker: str) -> str:
        """Where a worker is to write."""
        draft = self._draft.with_name(f"{self._draft.name}.{worker}")
        self._drafts.append(draft)
        return str(draft)

    def follower(self, test: str, base_url: str) -> Follower:
        """What writes down the rows of one mock."""

        def follow(row: Exchange | Happened | Delivery, site: CallSite | None) -> None:
            if isinstance(row, Exchange):
                self._write(exchange_line(row, base_url, test, _place(site)))
            elif isinstance(row, Delivery):
                self._write(callback_line(row, test))

        return follow

    def end(self) -> None:
        """Write no more. What is read of resources is told last, and once."""
        for what, (times, place) in self._read.items():
            self._write(reading_line(*what, times, place and Place(*place)))
        with self._lock:
            self._is_closed = True
            if self._file:
                self._file.close()

    def publish(self, *, has_run: bool) -> None:
        """Put the log in its place.

        Args:
            has_run: whether tests have run; if not, as when they are only collected, an earlier log stays what it is.
        """
        self.end()
        drafts = [one for one in (self._draft, *self._drafts) if one.exists()]
        try:
            if drafts or has_run:
                _join(drafts, Path(os.path.realpath(self.path)))
        finally:
            for draft in drafts:
                draft.unlink(missing_ok=True)

    def _note_seen(self, dialect: str, resource: str) -> None:
        with self._lock:
            self._read[dialect, resource, ""] = [0, None]

    def _note_read(self, one: Read) -> None:
        with self._lock:
            counted = self._read.setdefault((one.dialect, one.resource, one.name), [0, one.place])
            counted[0] += 1

    def _write(self, line: str) -> None:
        with self._lock:
            if self._is_closed:  # somebody has come late
                return
            if self._file is None:
                self._file = self._draft.open("w", encoding="utf-8", newline="\n", buffering=1)
            self._file.write(line)


def _require_log(path: Path) -> None:
    """What the log would take the place of is a log, or nothing: a forgotten value must not cost somebody a file."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        begins = file.read(len(BEGIN))
    if begins not in (b"", BEGIN):
        raise MockconfError(f"the log would take the place of {path}, which is none")


def _join(drafts: Iterable[Path], place: Path) -> None:
    """Put what several processes have written into one file; a device or a pipe gets it as it is."""
    is_plain = place.is_file() or not place.exists()
    whole = place.with_name(f".{place.name}.{os.getpid()}.whole") if is_plain else place
    with whole.open("wb") as log:
        for draft in drafts:
            with draft.open("rb") as part:
                copyfileobj(part, log)
    if is_plain:
        os.replace(whole, place)


def _place(site: CallSite | None) -> Place | None:
    """The line that made a request, as seen from where reports are read."""
    if site is None:
        return None
    file, _, line = str(site).rpartition(":")
    return Place(file, int(line))
