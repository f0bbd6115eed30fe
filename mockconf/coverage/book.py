"""What was covered in many worlds, processes and runs: it takes, merges, and travels as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from mockconf.coverage.cells import EVENTS, PARAMETERS, STATUSES, Path, cells, readings
from mockconf.coverage.examples import Row, id_of, of_delivery, of_exchange
from mockconf.coverage.recording import Coverage
from mockconf.coverage.values import ABSENT
from mockconf.delivery import Delivery
from mockconf.exchange import Exchange


class Seen(NamedTuple):
    """A cell that was covered."""

    times: int
    #: The name of the first example, if one was kept.
    example: str | None


class Book:
    """Takes what was covered; of each cell it keeps how often, and one example."""

    def __init__(self) -> None:
        #: How often each operation was called, by dialect and operation.
        self.calls: Counter[Path] = Counter()
        self.covered: dict[Path, Seen] = {}
        #: By name.
        self.examples: dict[str, Row] = {}
        #: What is seen when it is read, by dialect and resource, as an SDK is at work that shows it.
        self.observed: set[Path] = set()

    @property
    def dialects(self) -> set[str]:
        """Those that were spoken."""
        return {path[0] for path in (*self.calls, *self.covered)}

    def note(
        self,
        dialect: str,
        operation: str,
        sent: Mapping[str, Sequence[str]],
        status: int,
        example: Callable[[], Row] | None = None,
    ) -> None:
        """Take one call of an operation that is not one of a world, such as one from a recording.

        Args:
            dialect: the name of the contract.
            operation: its operationId.
            sent: all texts of each declared parameter that was sent and is legal; what is illegal covers nothing.
            status: of the answer.
            example: makes the row that the report shows, as `examples.of_exchange` does; only asked if the call covers
                what nothing has covered before.

        >>> book = Book()
        >>> book.note("twilio-2010-04-01", "UpdateParticipant", {"Muted": ["true"]}, 200)
        >>> book.covered["twilio-2010-04-01", "UpdateParticipant", "parameters", "Muted", "=true"].times
        1
        """
        known = readings(dialect, operation)
        self.calls[dialect, operation] += 1
        ways: list[Path] = [(STATUSES, str(status))]
        names = {name: known.name_of(name) for name in sent}
        for name, texts in sent.items():
            counted = names[name]
            ways += (
                (PARAMETERS, counted, one) for one in known.values[counted].read(" ".join(texts))
            )
        ways += (
            (PARAMETERS, name, ABSENT) for name in known.optional if name not in names.values()
        )
        for way in ways:
            self.add((dialect, operation, *way), 1, example)

    def harvest(
        self,
        coverage: Coverage,
        exchanges: Iterable[Exchange],
        deliveries: Iterable[Delivery],
        test: str,
    ) -> None:
        """Take what a world has recorded.

        Args:
            coverage: that of the world.
            exchanges: those that it remembers.
            deliveries: likewise.
            test: the id of the test that the world was for.
        """
        self.calls.update(coverage.calls())
        by_number = {one.number: one for one in exchanges}
        told = {one.number: one for one in deliveries}
        for path, tally in coverage.tallies().items():

            def example(path: Path = path, number: int = tally.first) -> Row | None:
                if path[2] == EVENTS:
                    return of_delivery(told[number], test) if number in told else None
                return of_exchange(by_number[number], test) if number in by_number else None

            self.add(path, tally.times, example)

    def add(self, path: Path, times: int, example: Callable[[], Row | None] | None = None) -> None:
        """Take a cell; what is none in the contract, such as a status that does not count, is left out."""
        if path not in cells(path[0]):
            return
        known = self.covered.get(path)
        if known is not None:
            self.covered[path] = known._replace(times=known.times + times)
            return
        row = example and example()
        name = None
        if row:
            name = id_of(row)
            self.examples[name] = row
        self.covered[path] = Seen(times, name)

    def merge(self, other: Book) -> None:
        """Take all that another book holds."""
        self.calls.update(other.calls)
        self.observed |= other.observed
        for path, seen in other.covered.items():
            self.add(path, seen.times, partial(other.examples.get, seen.example or ""))
