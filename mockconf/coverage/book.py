"""What was covered in many worlds, processes and runs: it takes, merges, and travels as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from mockconf.contract import load
from mockconf.coverage.cells import EVENTS, PARAMETERS, STATUSES, Path, cells, readings
from mockconf.coverage.examples import Row, id_of, of_delivery, of_exchange
from mockconf.coverage.recording import Coverage
from mockconf.coverage.values import ABSENT
from mockconf.delivery import Delivery
from mockconf.dialects import require
from mockconf.errors import MockconfError
from mockconf.exchange import Exchange
from mockconf.hints import nearest
from mockconf.reports.result import counted

#: The lowest status of a refusal.
_REFUSED = 400


class Exercised(NamedTuple):
    """How much was done."""

    calls: int
    #: Those that were delivered, and told what the contract knows.
    callbacks: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.calls + self.callbacks

    def __str__(self) -> str:
        calls = counted(self.calls, "call")
        return f"{calls} and {counted(self.callbacks, 'callback')}" if self.callbacks else calls


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
        #: Whether something is missing that was exercised, as a worker has crashed.
        self.is_incomplete = False

    @property
    def dialects(self) -> set[str]:
        """Those that were spoken."""
        return {path[0] for path in (*self.calls, *self.covered)}

    def exercised(self, dialects: Collection[str] = ()) -> Exercised:
        """How much was done in these dialects, or in all."""

        def is_meant(path: Path) -> bool:
            return not dialects or path[0] in dialects

        told = (
            one.times for path, one in self.covered.items() if path[2] == EVENTS and is_meant(path)
        )
        return Exercised(sum(n for path, n in self.calls.items() if is_meant(path)), sum(told))

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
            status: of the answer; from 400 on it alone is covered, as a request that is refused exercises nothing else.
            example: makes the row that the report shows, as `examples.of_exchange` does; only asked if the call covers
                what nothing has covered before.

        Raises:
            MockconfError: there is no such dialect, operation or parameter, and the text names the nearest.

        >>> book = Book()
        >>> book.note("twilio-2010-04-01", "UpdateParticipant", {"Muted": ["true"]}, 200)
        >>> book.covered["twilio-2010-04-01", "UpdateParticipant", "parameters", "Muted", "=true"].times
        1
        """
        _require(operation, load(require(dialect).name).operations, "operation")
        known = readings(dialect, operation)
        names = {name: known.name_of(name) for name in sent}
        for name in names.values():
            _require(name, known.values, "parameter")
        self.calls[dialect, operation] += 1
        ways: list[Path] = [(STATUSES, str(status))]
        if status < _REFUSED:
            ways += (
                (PARAMETERS, names[name], one)
                for name, texts in sent.items()
                for one in known.values[names[name]].read(" ".join(texts))
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
        self.is_incomplete |= other.is_incomplete
        for path, seen in other.covered.items():
            self.add(path, seen.times, partial(other.examples.get, seen.example or ""))


def _require(name: str, known: Collection[str], kind: str) -> None:
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near!r}?" if near else f"it has {', '.join(known) or 'none'}"
        raise MockconfError(f"the contract has no {kind} {name!r}; {hint}")
