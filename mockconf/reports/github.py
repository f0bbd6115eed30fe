"""A result as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from mockconf.exchange import Severity
from mockconf.reports.plain import printable
from mockconf.reports.problem import Problem
from mockconf.reports.repository import path_in
from mockconf.reports.result import Result, counted

#: GitHub shows ten of each kind for a step; more would only fill the log.
_MOST_OF_A_KIND = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(result: Result) -> str:
    """A command in a line for each problem (GitHub: "Workflow commands"); what is left out is counted in plain words."""
    problems = [*result.unreadable, *result.problems]
    shown = [
        one
        for severity in Severity
        for one in [one for one in problems if one.severity is severity][:_MOST_OF_A_KIND]
    ]
    lines = [_about(one) for one in shown]
    if not result.checked and not result.unreadable:
        title = _property(f"mockconf {result.command}")
        lines.append(f"::error title={title}::{_data(result.headline)}")
    hidden = result.counts.total() + len(result.unreadable) - len(shown)
    if hidden:
        lines.append(f"mockconf {result.command}: {counted(hidden, 'more finding')}")
    return "".join(f"{line}\n" for line in lines)


def _about(problem: Problem) -> str:
    place = problem.shown_at
    says = f"{problem.message} (instead: {problem.nearest})" if problem.nearest else problem.message
    where = "" if problem.call_site else f" at {place.pointer}" if place.pointer else ""
    properties = {
        "file": path_in(place.file) or place.file,
        "line": str(place.line or 1),
        "title": problem.rule,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_KINDS[problem.severity]} {listed}::{_data(says + where)}"


def _data(words: str) -> str:
    return printable(words).replace("%", "%25").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
