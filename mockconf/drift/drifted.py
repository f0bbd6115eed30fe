"""What has drifted: differences that say the same of several operations told once, and as problems of a result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mockconf.drift.baseline import Baseline
from mockconf.drift.classing import EXPLAINED, RULES, Class, class_of
from mockconf.drift.comparing import Difference
from mockconf.reports.plain import one_line
from mockconf.reports.problem import Place, Problem
from mockconf.reports.result import Result

_LONGEST = 120


class Drift(NamedTuple):
    """A difference, with all the operations that have it: most schemas are shared by several."""

    rule: str
    kind: Class
    operations: tuple[str, ...]
    #: Method and path of each of them.
    titles: tuple[str, ...]
    #: What has changed and how, without the operations.
    says: str
    place: Place
    nearest: str | None

    @property
    def problem(self) -> Problem:
        """How a report tells it."""
        named = f"{', '.join(self.operations)}: {self.says}"
        return Problem(self.rule, self.kind.severity, named, self.place, nearest=self.nearest)


class Sides(NamedTuple):
    """What the two sides are called."""

    old: str
    new: str


class DriftResult(Result):
    """What was found, as problems and as drifts.

    Args:
        file: the newer file.
        sides: what the two sides are called.
    """

    def __init__(self, file: str, sides: Sides) -> None:
        super().__init__("drift", "operation")
        self.file = file
        self.sides = sides
        self.baseline = Baseline()
        self.words = EXPLAINED
        #: All of them, those that the baseline accepts included.
        self.differences: list[Difference] = []
        #: What is in `problems`, in more detail.
        self.drifts: list[Drift] = []

    def tell(self, drifts: Iterable[Drift]) -> None:
        """Take what has drifted."""
        for drift in drifts:
            self.add(drift.problem)
            self.drifts.append(drift)
        del self.drifts[len(self.problems) :]


def told(differences: Iterable[Difference], file: str, sides: Sides) -> list[Drift]:
    """Bring together what is the same change, such as that of a schema which many answers have.

    Args:
        differences: in the order in which they are told.
        file: the newer file.
        sides: what the two sides are called.
    """
    alike: dict[tuple[object, ...], list[Difference]] = {}
    for one in differences:
        place, _, _ = one.subject.partition(" ")  # such as `query`, `body`, `answer`
        whose = "" if one.subject else _alone(one)
        key = one.rule, one.is_received, one.pointer, one.old, one.new, place, one.leaf, whose
        alike.setdefault(key, []).append(one)
    return [_drift(group, file, sides) for group in alike.values()]


def _alone(one: Difference) -> str:
    """An operation that is gone is one of its own, wherever its file says nothing of it."""
    return one.operation.title if one.rule == "operation-removed" else ""


def _drift(group: list[Difference], file: str, sides: Sides) -> Drift:
    first = min(group, key=lambda one: len(one.subject))
    says = " ".join(filter(None, (first.subject, RULES[first.rule].says))) + _values(first, sides)
    return Drift(
        rule=first.rule,
        kind=class_of(first.rule, is_received=first.is_received),
        operations=tuple(dict.fromkeys(one_line(one.operation.label) for one in group)),
        titles=tuple(dict.fromkeys(one_line(one.operation.title) for one in group)),
        says=one_line(says),
        place=Place(file, pointer=first.pointer),
        nearest=first.nearest,
    )


def _values(one: Difference, sides: Sides) -> str:
    both = zip(sides, (one.old, one.new), strict=True)
    said = [f"{side}: {_short(value)}" for side, value in both if value]
    return f" ({', '.join(said)})" if said else ""


def _short(value: str) -> str:
    plain = " ".join(value.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}..."
