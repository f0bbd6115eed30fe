"""An assessment as Markdown: what breaks, operation by operation, and what to use instead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mockconf.exchange import Severity
from mockconf.portability.assessment import Assessment
from mockconf.portability.obstacle import Met
from mockconf.reports.markdown import table, text

_HEADS = {
    Severity.ERROR: "Breaks",
    Severity.WARNING: "May break: it depends on what the application makes of it",
    Severity.NOTE: "Differs",
}
_COLUMNS = ("operation", "why", "instead", "exchanges", "first")


def render(assessment: Assessment) -> str:
    """The report that a team reads before it moves."""
    result, target = assessment.result, assessment.target.name
    lines = [f"# Would it run on {text(target)}?", "", text(result.headline), ""]
    for severity, group in groupby(assessment.met, lambda one: one.obstacle.severity):
        lines += [f"## {_HEADS[severity]}", "", *table(_COLUMNS, map(_row, group)), ""]
    lines += [f"- left out: {number:,} {text(why)}" for why, number in result.skipped.items()]
    lines += _unreadable(assessment)
    return "\n".join(lines).rstrip() + "\n"


def _row(met: Met) -> tuple[str, ...]:
    one = met.obstacle
    where = text(str(met.call_site or met.place))
    return (
        text(one.operation),
        text(one.message),
        text(one.replacement or ""),
        f"{met.times:,}",
        where,
    )


def _unreadable(assessment: Assessment) -> Iterator[str]:
    for one in assessment.result.unreadable:
        yield f"- unreadable: {text(one.message)}"
