"""A result for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mockconf.reports.plain import one_line
from mockconf.reports.problem import Problem
from mockconf.reports.result import Result, counted

#: How many problems are shown one by one.
_MOST_SHOWN = 200


def render(result: Result) -> str:
    """A line or three for each problem, then the sums."""
    lines = [line for one in result.worst(_MOST_SHOWN) for line in _told(one)]
    hidden = result.counts.total() - _MOST_SHOWN
    if hidden > 0:
        lines += [f"... and {counted(hidden, 'more finding')}", *_sums(result)]
    lines += [line for one in result.unreadable[:_MOST_SHOWN] for line in _told(one)]
    lines += [f"left out: {number:,} {why}" for why, number in result.skipped.items()]
    return "".join(f"{one_line(line)}\n" for line in [*lines, result.headline])


def _told(problem: Problem) -> Iterator[str]:
    yield f"{problem.shown_at}: {problem.severity}: {problem.message} [{problem.rule}]"
    if problem.nearest:
        yield f"    instead  {problem.nearest}"
    if problem.call_site:
        yield f"    in       {problem.place}"


def _sums(result: Result) -> Iterator[str]:
    for (severity, rule), number in result.counts.most_common():
        yield f"    {number:8,} {severity} {rule}"
