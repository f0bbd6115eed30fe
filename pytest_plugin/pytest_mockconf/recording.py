"""Writes down every exchange and every callback of a session, for `mockconf check` and `mockconf portability`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from errno import EISDIR
from pathlib import Path
from threading import Lock
from typing import Any

from mockconf.delivery import Delivery
from mockconf.errors import MockconfError
from mockconf.events import Happened
from mockconf.exchange import Exchange
from mockconf.reports.problem import Place
from mockconf.traffic.exchange_log import callback_line, exchange_line, reading_line
from pytest_mockconf.call_site import CallSite
from pytest_mockconf.ledger import Follower
from pytest_mockconf.observing import Observer, Read

#: Begins the names of what is not whole yet.
_DRAFT = ".part"


class Recorder:
    """Writes an exchange log; whoever looks at its path sees the log of a whole session, or none.

    Args:
        path: where the log will be.
        observer: sees what is read of the SDK's resources.
        worker: the name of this process among several that share a session.
    """

    def __init__(self, path: Path, observer: Observer, worker: str = "") -> None:
        self.path = path
        self._is_worker = bool(worker)
        self._draft = path.with_name(f".{path.name}{_DRAFT}{worker}")
        try:
            if path.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if not worker:  # what a session has left behind that was killed
                _remove(_parts_of(self._draft))
            self._file = self._draft.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise MockconfError(f"the log cannot be written to {path}: {error.strerror}") from error
        self._lock = Lock()
        self._read: dict[tuple[str, str, str], list[Any]] = {}  # how often, and where first
        observer.listen(self._note_seen, self._note_read)

    def follower(self, test: str, base_url: str) -> Follower:
        """What writes down the rows of one mock."""

        def follow(row: Exchange | Happened | Delivery, site: CallSite | None) -> None:
            if isinstance(row, Exchange):
                self._write(exchange_line(row, base_url, test, _place(site)))
            elif isinstance(row, Delivery):
                self._write(callback_line(row, test))

        return follow

    def close(self) -> None:
        """End the log; of several processes the one that is no worker puts together what all have written."""
        for what, (times, place) in self._read.items():
            self._write(reading_line(*what, times, place and Place(*place)))
        self._file.close()
        if self._is_worker:
            return
        with self._draft.open("ab") as whole:
            parts = sorted(_parts_of(self._draft))
            for part in parts:
                whole.write(part.read_bytes())
        _remove(parts)
        os.replace(self._draft, self.path)

    def _note_seen(self, dialect: str, resource: str) -> None:
        with self._lock:
            self._read[dialect, resource, ""] = [0, None]

    def _note_read(self, one: Read) -> None:
        with self._lock:
            counted = self._read.setdefault((one.dialect, one.resource, one.name), [0, one.place])
            counted[0] += 1

    def _write(self, line: str) -> None:
        with self._lock:
            if not self._file.closed:  # somebody may come late
                self._file.write(line)


def _parts_of(draft: Path) -> Iterator[Path]:
    """What the workers of a session have written."""
    return (one for one in draft.parent.glob(f"{draft.name}*") if one != draft)


def _remove(parts: Iterable[Path]) -> None:
    for part in parts:
        part.unlink(missing_ok=True)


def _place(site: CallSite | None) -> Place | None:
    """The line that made a request, as seen from where reports are read."""
    if site is None:
        return None
    file, _, line = str(site).rpartition(":")
    return Place(file, int(line))
