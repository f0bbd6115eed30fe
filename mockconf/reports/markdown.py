"""A result for a job summary or a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mockconf.reports.plain import one_line
from mockconf.reports.problem import Problem
from mockconf.reports.result import Result, counted

#: A job summary holds a megabyte.
_MOST_SHOWN = 500


def render(result: Result) -> str:
    """A headline, and a table of the problems."""
    lines = [f"### mockconf {text(result.headline)}", ""]
    shown = [*result.unreadable[:_MOST_SHOWN], *result.worst(_MOST_SHOWN)]
    if shown:
        lines += [*table(("severity", "where", "what", "rule"), map(_row, shown)), ""]
    hidden = result.counts.total() - _MOST_SHOWN
    if hidden > 0:
        lines += [f"... and {counted(hidden, 'more finding')}.", ""]
    lines += [f"- left out: {number:,} {text(why)}" for why, number in result.skipped.items()]
    return "\n".join(lines) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, whose cells are Markdown already."""
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def text(words: str) -> str:
    """Words as Markdown that shows just them.

    >>> text("a|b <i>*c*")
    'a\\\\|b &lt;i&gt;\\\\*c\\\\*'
    """
    marked = "".join(f"\\{one}" if one in "\\`*_[]|~$" else one for one in one_line(words))
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip()


def _row(problem: Problem) -> tuple[str, ...]:
    says = problem.message + (f" (instead: {problem.nearest})" if problem.nearest else "")
    where = text(str(problem.shown_at))
    return problem.severity.value, where, text(says), text(problem.rule)
