"""What was measured, row by row: what, how much, what was wanted, and whether it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_WIDTHS = (47, 45, 10)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    wanted: str
    verdict: str

    @property
    def is_missed(self) -> bool:
        """Whether something was wanted and not reached."""
        return self.verdict == "MISSED"

    def __str__(self) -> str:
        cells = (self.what, self.measured, self.wanted)
        padded = (cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
        return "  ".join([*padded, self.verdict])


def at_least(what: str, values: Sequence[float], floor: float, says: str = "") -> Row:
    """The median of `values`, one for each round, must reach `floor`."""
    return _judged(what, values, says, f">= {floor:g}", median(values) >= floor)


def at_most(what: str, values: Sequence[float], ceiling: float, says: str = "") -> Row:
    """The median of `values`, one for each round, must not exceed `ceiling`."""
    return _judged(what, values, says, f"<= {ceiling:g}", median(values) <= ceiling)


def within(what: str, values: Sequence[float], low: float, high: float, says: str = "") -> Row:
    """The median of `values`, one for each round, must lie from `low` to `high`."""
    return _judged(what, values, says, f"{low:g} - {high:g}", low <= median(values) <= high)


def told(what: str, measured: str) -> Row:
    """Something worth knowing, of which nothing is wanted."""
    return Row(what, measured, "", "")


def skipped(what: str, reason: str) -> Row:
    """A peer that is not there is named, so that nobody takes its silence for a good result."""
    return Row(what, f"not present, skipped because {reason}", "", "")


def print_rows(rows: Iterable[Row]) -> int:
    """Print `rows` as they come, below a head; returns how many were missed."""
    print(Row("what", "measured", "wanted", "verdict"))
    what, measured, wanted = ("-" * width for width in _WIDTHS)
    print(Row(what, measured, wanted, "-------"))
    missed = 0
    for row in rows:
        print(row, flush=True)
        missed += row.is_missed
    return missed


def interleaved(rounds: int) -> Iterator[bool]:
    """Once for each round, whether to go through the peers backwards: whoever always comes second is not hurt."""
    return (bool(number % 2) for number in range(rounds))


def _judged(what: str, values: Sequence[float], says: str, wanted: str, good: bool) -> Row:
    spread = f" ({min(values):.2f}-{max(values):.2f})" if len(values) > 1 else ""
    measured = f"{median(values):.2f}{spread}{says and f'  {says}'}"
    return Row(what, measured, wanted, "ok" if good else "MISSED")
