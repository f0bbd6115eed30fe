"""Judges what was covered: what was lost, what is below the limit, what was never exercised."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path as File
from typing import NamedTuple

from mockconf.coverage.book import Book, Exercised
from mockconf.coverage.cells import PARAMETERS, STATUSES, Path
from mockconf.coverage.measuring import Measured, Node, State, measure
from mockconf.coverage.stored import read_file
from mockconf.exchange import Severity
from mockconf.reports.problem import Place, Problem
from mockconf.reports.result import Result

_INCOMPLETE = (
    "this is incomplete: a worker has crashed or the session was cut short, and what is missing is not known; "
    "nothing is compared with a baseline"
)
_INCOMPLETE_BEFORE = "the baseline is incomplete: a worker had crashed or the session was cut short, so that more may be lost than is told; make a new one"


class Demand(NamedTuple):
    """What is asked of a run."""

    #: The percentage that must be covered at the least.
    fail_under: float | None = None
    #: What was covered before.
    baseline: Book | None = None
    #: What is looked at; by default all dialects that were spoken, now or in the baseline.
    dialects: tuple[str, ...] = ()
    #: Whether the report shows nothing but what was lost.
    only_lost: bool = False


class Checked(NamedTuple):
    """What was covered, and what is to be said about it."""

    book: Book
    demand: Demand
    measured: Measured
    result: Result

    @property
    def shown(self) -> Measured:
        """What a report shows."""
        return self.measured.lost_only() if self.demand.only_lost else self.measured

    @property
    def troubles(self) -> list[Problem]:
        """What is wrong with it; that an operation was never called is not."""
        return [one for one in self.result.problems if one.severity is not Severity.NOTE]

    @property
    def exercised(self) -> Exercised:
        """How much was done in what is looked at."""
        return self.book.exercised(self.demand.dialects)

    @property
    def headline(self) -> str:
        """All in a line: `41.2 % of the contract: 123 of 298 cells, in 57 calls and 4 callbacks`."""
        total = self.measured.total
        cells = f"{total.covered:,} of {total.cells:,} cells"
        nothing = "" if self.result.checked else ", so nothing was checked"
        return f"{total.percentage} % of the contract: {cells}, in {self.exercised}{nothing}"


def check_files(
    files: Sequence[File],
    *,
    baseline: File | None = None,
    fail_under: float | None = None,
    dialects: Collection[str] = (),
    only_lost: bool = False,
    read: Callable[[File], Book] = read_file,
) -> Checked:
    """Merge the JSON reports of some runs, and judge what they covered together.

    Args:
        files: the reports.
        baseline: an earlier one; what it covered and these do not is lost.
        fail_under: the percentage that must be covered at the least, from 0 to 100.
        dialects: the names of those that are looked at; by default all that were spoken.
        only_lost: whether reports show nothing but what was lost.
        read: makes a book of a file, where it may be something else than such a report.

    Raises:
        UnreadableInput: a file is no such report.
    """
    book = Book()
    subjects = {}
    for file in files:
        one = read(file)
        subjects[str(file)] = one.exercised(dialects).total
        book.merge(one)
    before = read_file(baseline) if baseline else None
    demand = Demand(fail_under, before, tuple(dialects), only_lost)
    return check(book, demand, subjects)


def check(book: Book, demand: Demand, subjects: dict[str, int]) -> Checked:
    """Judge what a book holds.

    Args:
        book: what was covered.
        demand: what is asked of it.
        subjects: where it comes from, each with the number of its calls and callbacks; the first one is where findings are
            placed.

    >>> book = Book()
    >>> book.note("twilio-2008-08-01", "FetchConference", {}, 200)
    >>> checked = check(book, Demand(fail_under=50), {"ci.json": 1})
    >>> [one.rule for one in checked.result.problems][0], checked.result.exit().name
    ('coverage-below', 'FINDINGS')
    """
    result = Result("coverage", "exchange")
    result.subjects.update(subjects)
    place = Place(next(iter(subjects)))
    if book.is_incomplete:
        demand = demand._replace(baseline=None, only_lost=False)  # who knows what was lost
        result.add(Problem("coverage-incomplete", Severity.WARNING, _INCOMPLETE, place))
    elif demand.baseline and demand.baseline.is_incomplete:
        result.add(Problem("coverage-incomplete", Severity.WARNING, _INCOMPLETE_BEFORE, place))
    measured = measure(book, demand.baseline, demand.dialects)
    total = measured.total
    if demand.fail_under is not None and measured.is_below(demand.fail_under):
        says = f"{total.percentage} % of the contract is covered, and {demand.fail_under:.15g} % is wanted"
        result.add(Problem("coverage-below", Severity.ERROR, says, place))
    for leaf in measured.lost:
        says = f"{spelled(leaf.path)} was covered in the baseline and is not now"
        result.add(Problem("coverage-lost", Severity.ERROR, says, place))
    for node in (part for dialect in measured.dialects for part in dialect.children):
        if is_operation(node) and node.state is State.NEVER and not demand.only_lost:
            says = f"{spelled(node.path)} was never called"
            result.add(Problem("never-exercised", Severity.NOTE, says, place))
    return Checked(book, demand, measured, result)


def is_operation(node: Node) -> bool:
    """Whether something that holds cells is an operation, and not a webhook or a resource."""
    return node.children[0].path[2] in (PARAMETERS, STATUSES)


def spelled(path: Path) -> str:
    """A path for a person.

    >>> spelled(("signalwire", "UpdateParticipant", "parameters", "Muted", "=true"))
    'signalwire UpdateParticipant Muted=true'
    >>> spelled(("signalwire", "UpdateParticipant", "parameters", "Muted", "absent"))
    'signalwire UpdateParticipant Muted absent'
    >>> spelled(("signalwire", "UpdateParticipant", "statuses", "404"))
    'signalwire UpdateParticipant 404'
    """
    words = [step for place, step in enumerate(path) if place != 2]
    if len(words) == 4 and words[3].startswith("="):
        words[2:] = ["".join(words[2:])]
    return " ".join(words)
