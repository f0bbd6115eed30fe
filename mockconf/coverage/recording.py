"""Notes what a world is asked and what it tells, at next to no cost; it is counted when there is more of it, or somebody looks."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from mockconf.contract import Contract, Operation, load
from mockconf.coverage.cells import EVENTS, PARAMETERS, STATUSES, Path, readings
from mockconf.coverage.values import ABSENT
from mockconf.delivery import Delivery
from mockconf.exchange import Finding, Severity

#: So many calls are counted at once.
_BATCH = 64
#: So many kinds of calls of one operation are told apart before they are added up.
_MOST_SHAPES = 1_024
#: Of so many short texts it is known what they count.
_MOST_REMEMBERED = 2_048
_LONGEST_REMEMBERED = 64

_Key = TypeVar("_Key")


class Tally(NamedTuple):
    """How often something was seen."""

    times: int
    #: The number of the first exchange, or of the first delivery, in which it was.
    first: int


#: One call, as it is noted: a plain tuple, as millions may be made.
_Call = tuple[str, str, Mapping[str, str] | None, Sequence[Finding], int, int]


class Coverage:
    """Counts by operation what was sent and answered, and by webhook what was told."""

    def __init__(self) -> None:
        self._pending: deque[_Call] = deque()
        self._calls: dict[tuple[str, str], _Calls] = {}  # by dialect and operation
        self._told: _Tallies[Path] = {}
        self._lock = Lock()

    def note(
        self,
        dialect: str,
        operation: str,
        sent: Mapping[str, str] | None,
        findings: Sequence[Finding],
        status: int,
        number: int,
    ) -> None:
        """Count a call, soon.

        Args:
            dialect: the name of the contract.
            operation: its operationId.
            sent: the declared parameters that were sent, as they were spelled, of a list all texts with blanks between them;
                None if the request was refused, which covers its status alone.
            findings: what was wrong; what is concerned covers nothing.
            status: of the answer.
            number: of the exchange.
        """
        self._pending.append((dialect, operation, sent, findings, status, number))
        if len(self._pending) >= _BATCH:
            with self._lock:
                self._count()

    def note_delivery(self, delivery: Delivery) -> None:
        """Count a callback that has been delivered."""
        callback = delivery.callback
        told = load(callback.dialect).events[callback.topic]
        event = callback.params.get(told.parameter, "")
        with self._lock:
            path = (callback.dialect, callback.topic, EVENTS, event)
            _add(self._told, path, 1, delivery.number)

    def report(self, contract: Contract) -> dict[str, Any]:
        """For each operation of `contract` how often it was called and with what; what is 0 was never tried."""
        with self._lock:
            self._count()
            return {
                operation.id: self._row(contract.name, operation)
                for operation in contract.operations.values()
            }

    def calls(self) -> dict[Path, int]:
        """How often each operation was called, by dialect and operation; those that never were are not here."""
        with self._lock:
            self._count()
            return {key: calls.total for key, calls in self._calls.items()}

    def tallies(self) -> dict[Path, Tally]:
        """What was covered, by the path of the cell."""
        with self._lock:
            self._count()
            found = {path: Tally(*tally) for path, tally in self._told.items()}
            for key, calls in self._calls.items():
                found |= {(*key, *path): Tally(*tally) for path, tally in calls.tallies()}
            return found

    def _count(self) -> None:
        """Work off what is pending; others may add to it meanwhile, and only the holder of the lock takes from it."""
        for _ in range(len(self._pending)):
            dialect, operation, sent, findings, status, number = self._pending.popleft()
            key = dialect, operation
            calls = self._calls.get(key)
            if calls is None:
                calls = self._calls[key] = _Calls(*key)
            calls.take(sent, findings, status, number)

    def _row(self, dialect: str, operation: Operation) -> dict[str, Any]:
        calls = self._calls.get((dialect, operation.id)) or _Calls(dialect, operation.id)
        calls.add_up()
        statuses = sorted(calls.statuses.items())
        return {
            "calls": calls.total,
            "parameters": {name: calls.sent[name] for name in operation.parameters.by_name},
            "statuses": {str(status): count for status, (count, _) in statuses},
        }


#: Counts, each with the number of the first; in place, as millions may be made.
_Tallies = dict[_Key, list[int]]


class _Calls:
    """What is known of the calls of one operation."""

    def __init__(self, dialect: str, operation: str) -> None:
        self._readings = readings(dialect, operation)
        # By status and the names of what was sent.
        self._shapes: _Tallies[tuple[int, tuple[str, ...] | None]] = {}
        self._values: _Tallies[tuple[str, str]] = {}  # by name and class
        self._remembered: dict[
            tuple[str, str], list[list[int]]
        ] = {}  # what a name and a text count
        self._absent: _Tallies[str] = {}
        self.statuses: _Tallies[int] = {}
        self.sent: Counter[str] = Counter()

    @property
    def total(self) -> int:
        """How many there were."""
        self.add_up()
        return sum(count for count, _ in self.statuses.values())

    def take(
        self, sent: Mapping[str, str] | None, findings: Sequence[Finding], status: int, number: int
    ) -> None:
        """Count one of them."""
        names = None if sent is None else tuple(sent)
        _add(self._shapes, (status, names), 1, number)
        if sent:
            wrong = _misused(findings) if findings else ()
            remembered = self._remembered
            for pair in sent.items():
                if pair[0] in wrong:
                    continue
                tallies = remembered.get(pair)
                if tallies is None:
                    tallies = self._counted_by(pair, number)
                for tally in tallies:
                    tally[0] += 1
        if len(self._shapes) > _MOST_SHAPES:
            self.add_up()

    def add_up(self) -> None:
        """Tell from the kinds of calls what was sent and what was not, which takes too long to do for each call."""
        for (status, names), (count, first) in self._shapes.items():
            _add(self.statuses, status, count, first)
            if names is None:
                continue
            self.sent.update(dict.fromkeys(names, count))
            known = {self._readings.name_of(name) for name in names}
            for name in self._readings.optional:
                if name not in known:
                    _add(self._absent, name, count, first)
        self._shapes.clear()

    def tallies(self) -> Iterator[tuple[Path, list[int]]]:
        """What was covered, by the path below the operation."""
        self.add_up()
        for (name, one), tally in self._values.items():
            yield (PARAMETERS, name, one), tally
        for name, tally in self._absent.items():
            yield (PARAMETERS, name, ABSENT), tally
        for status, tally in self.statuses.items():
            yield (STATUSES, str(status)), tally

    def _counted_by(self, pair: tuple[str, str], number: int) -> list[list[int]]:
        """What a name and its text count."""
        name, text = self._readings.name_of(pair[0]), pair[1]
        classes = self._readings.values[name].read(text)
        tallies = [self._values.setdefault((name, one), [0, number]) for one in classes]
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[pair] = tallies
        return tallies


def _misused(findings: Sequence[Finding]) -> set[str | None]:
    """The parameters whose values were not what the contract asks for."""
    return {one.name for one in findings if one.severity is not Severity.NOTE}


def _add(tallies: _Tallies[_Key], key: _Key, count: int, first: int) -> None:
    known = tallies.get(key)
    if known is None:
        tallies[key] = [count, first]
    else:
        known[0] += count
