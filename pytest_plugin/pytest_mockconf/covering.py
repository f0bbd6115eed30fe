"""What a session covers of the contract: asked for by options, gathered from worlds and workers, told and judged in the end."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from mockconf.coverage.book import Book
from mockconf.coverage.cells import PROPERTIES
from mockconf.coverage.checking import Checked, Demand, check
from mockconf.coverage.examples import of_read
from mockconf.coverage.rendering import FORMATS, renderers
from mockconf.coverage.stored import read, read_file
from mockconf.coverage.terminal import told
from mockconf.errors import MockconfError
from mockconf.reports.writing import Wish, require_writable, write
from mockconf.world import World
from pytest_mockconf.observing import Observer, Read

#: What findings name as their place.
_SUBJECT = "pytest"
_NOTHING = "nothing of the contract was exercised: does any test use the fixture mockconf?"
_INTERRUPTED = "coverage: not reported, as the session did not come to its end"


class Asked(NamedTuple):
    """What the options ask for."""

    reports: list[str]
    #: What paths of the reports are relative to: the current folder, or that of the ini file.
    reports_from: Path
    fail_under: str | None
    baseline: str | None
    baseline_from: Path


class Covering:
    """Gathers what is covered, in a session or in one of its workers.

    Args:
        asked: what the options say.
        observer: sees what is read of the SDK's resources.
        is_worker: whether another process reports.

    Raises:
        MockconfError: an option is wrong, a report cannot be written, or the baseline cannot be read.
    """

    def __init__(self, asked: Asked, observer: Observer, *, is_worker: bool) -> None:
        self._book = Book()
        wishes = (Wish.read(text, FORMATS) for text in asked.reports)
        self._wishes = [_placed(wish, asked.reports_from) for wish in wishes]
        self._demand = Demand()
        if not is_worker:
            require_writable(self._wishes)
            before = read_file(asked.baseline_from / asked.baseline) if asked.baseline else None
            self._demand = Demand(_percentage(asked.fail_under), before)
        self._lock = Lock()
        observer.listen(self._note_seen, self._note_read)

    def require_other_files_than(self, path: Path) -> None:
        """No report is to be written where something else is.

        Raises:
            MockconfError: one is.
        """
        for wish in self._wishes:
            if wish.path and os.path.realpath(wish.path) == os.path.realpath(path):
                raise MockconfError(f"a report and the log want to be written to {wish.path}")

    def harvest(self, world: World, test: str) -> None:
        """Take what a world has recorded, which is closed."""
        journal = world.journal
        with self._lock:
            self._book.harvest(world.coverage, journal.exchanges, journal.deliveries, test)

    def take(self, handed_in: str | None) -> None:
        """Take what a worker has handed in, if it came to that."""
        if handed_in is None:
            self.miss()
        else:
            self._book.merge(read(handed_in, "a worker"))

    def miss(self) -> None:
        """Something that would have been covered is missing: a worker has crashed, or the session was cut short."""
        self._book.is_incomplete = True

    def hand_in(self) -> str:
        """What a worker has covered, for the process that reports."""
        return renderers(self._checked(Demand()))["json"]()

    def conclude(self, *, is_complete: bool) -> tuple[str, bool]:
        """Write the reports.

        Args:
            is_complete: whether the session came to its end.

        Returns:
            What is to be printed, and whether the session fails.
        """
        if not is_complete:
            return _INTERRUPTED, False
        checked = self._checked(self._demand)
        try:
            printed = write(self._wishes, renderers(checked))
        except MockconfError as error:
            return f"error: {error}", True
        lines = [printed.rstrip("\n")] if printed else []
        if not any(wish.format == "terminal" and wish.path is None for wish in self._wishes):
            lines += map(told, checked.troubles[:20])
            lines.append(f"coverage: {checked.headline}")
        lines += [f"coverage: {one.format} in {one.path}" for one in self._wishes if one.path]
        if not checked.result.checked:
            lines.append(f"error: {_NOTHING} [nothing-exercised]")
        return "\n".join(lines), bool(checked.result.exit())

    def _checked(self, demand: Demand) -> Checked:
        return check(self._book, demand, {_SUBJECT: self._book.exercised().total})

    def _note_seen(self, dialect: str, resource: str) -> None:
        with self._lock:
            self._book.observed.add((dialect, resource))

    def _note_read(self, one: Read) -> None:
        path = (one.dialect, one.resource, PROPERTIES, one.name)

        def example() -> dict[str, Any]:
            test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
            return of_read(one.dialect, one.resource, *one.place, test)

        with self._lock:
            self._book.add(path, 1, example)


def _placed(wish: Wish, folder: Path) -> Wish:
    return wish._replace(path=folder / wish.path) if wish.path else wish


def _percentage(text: str | None) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise MockconfError(f"fail-under is a percentage from 0 to 100, and not {text!r}")
    return number
