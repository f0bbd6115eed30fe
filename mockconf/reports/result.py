"""What a check has found in all, and with which code its command ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import IntEnum
from operator import itemgetter

from mockconf.exchange import Severity
from mockconf.reports.problem import Place, Problem

#: How many problems are shown by any report; of more there is only the number.
_MOST = 10_000


class Exit(IntEnum):
    """How a command ends."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    NOTHING_CHECKED = 3
    UNREADABLE = 4


class Result:
    """Takes what a check finds, as it finds it, in bounded memory.

    Args:
        command: the name of the check, such as `check`.
        unit: what it counts, such as `exchange`.
    """

    def __init__(self, command: str, unit: str) -> None:
        self.command = command
        self.unit = unit
        #: What its own rules are about; of the others the rulebook tells.
        self.words: Mapping[str, str] = {}
        #: By severity the first ones, each with its number.
        self._kept: dict[Severity, list[tuple[int, Problem]]] = {one: [] for one in Severity}
        #: What could not be read: these end the command with a code of its own.
        self.unreadable: list[Problem] = []
        #: All of them, by severity and rule.
        self.counts: Counter[tuple[Severity, str]] = Counter()
        #: What was looked at, such as files, each with how many units were checked in it.
        self.subjects: Counter[str] = Counter()
        #: What was left out, by the reason.
        self.skipped: Counter[str] = Counter()

    def add(self, problem: Problem) -> None:
        """Take a problem."""
        self.counts[problem.severity, problem.rule] += 1
        kept = self._kept[problem.severity]
        if len(kept) < _MOST:
            kept.append((self.counts.total(), problem))

    def add_unreadable(self, message: str, place: Place) -> None:
        """Take something that could not be read, and so was not checked."""
        if len(self.unreadable) < _MOST:
            self.unreadable.append(Problem("unreadable", Severity.ERROR, message, place))

    @property
    def problems(self) -> list[Problem]:
        """Those that are kept, in the order in which they were found; severe ones are the last to be left out."""
        return self.worst(_MOST)

    def worst(self, most: int) -> list[Problem]:
        """The most severe problems, in the order in which they were found."""
        kept = [one for severity in Severity for one in self._kept[severity]][:most]
        return [problem for _, problem in sorted(kept, key=itemgetter(0))]

    @property
    def checked(self) -> int:
        """How many units were checked."""
        return self.subjects.total()

    @property
    def lost(self) -> int:
        """How many problems there are beyond those that are kept."""
        return self.counts.total() - len(self.problems)

    def count_of(self, severity: Severity) -> int:
        """How many problems of a severity there are."""
        return sum(number for (one, _), number in self.counts.items() if one is severity)

    def exit(self, fail_on: Severity = Severity.WARNING) -> Exit:
        """The code that its command ends with.

        Args:
            fail_on: the mildest severity that counts.
        """
        if self.unreadable:
            return Exit.UNREADABLE
        if not self.checked:
            return Exit.NOTHING_CHECKED
        counting = Severity.up_to(fail_on)
        return Exit.FINDINGS if any(map(self.count_of, counting)) else Exit.CLEAN

    @property
    def headline(self) -> str:
        """All in a line: `check: 3 exchanges, 1 error, 2 warnings`."""
        parts = [counted(self.checked, self.unit)]
        parts += [counted(self.count_of(one), one.value) for one in Severity if self.count_of(one)]
        if len(parts) == 1:
            parts.append("no findings" if self.checked else "so nothing was checked")
        if self.unreadable:
            parts.append(f"{len(self.unreadable)} unreadable")
        return f"{self.command}: {', '.join(parts)}"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(2, "exchange")
    '2 exchanges'
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
