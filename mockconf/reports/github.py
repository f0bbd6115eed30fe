"""A result as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from mockconf.exchange import Severity
from mockconf.reports.problem import Problem
from mockconf.reports.result import Result

#: GitHub shows ten of each kind for a step; more would only fill the log.
_MOST_OF_A_KIND = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(result: Result) -> str:
    """A command in a line for each problem (GitHub: "Workflow commands")."""
    problems = [*result.unreadable, *result.problems]
    shown = [
        one
        for severity in Severity
        for one in [one for one in problems if one.severity is severity][:_MOST_OF_A_KIND]
    ]
    return "".join(f"{_command(one)}\n" for one in shown)


def _command(problem: Problem) -> str:
    place = problem.shown_at
    says = f"{problem.message} (nearest: {problem.nearest})" if problem.nearest else problem.message
    where = "" if problem.call_site else f" at {place.pointer}" if place.pointer else ""
    properties = {"file": place.file, "line": str(place.line or 1), "title": problem.rule}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_KINDS[problem.severity]} {listed}::{_data(says + where)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
