"""A result for a program, as the schema `reports/result.json` describes it."""

from __future__ import annotations

import json
from typing import Any

from mockconf.reports.problem import Place, Problem
from mockconf.reports.result import Result


def render(result: Result) -> str:
    """One JSON object."""
    return json.dumps(document(result), indent=1) + "\n"


def document(result: Result) -> dict[str, Any]:
    """The object, before it becomes text."""
    return {
        "command": result.command,
        "checked": result.checked,
        "subjects": dict(result.subjects),
        "skipped": dict(result.skipped),
        "counts": [
            {"severity": severity.value, "rule": rule, "count": number}
            for (severity, rule), number in result.counts.items()
        ],
        "findings": [_finding(one) for one in result.problems],
        "unreadable": [_finding(one) for one in result.unreadable],
    }


def _finding(problem: Problem) -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "message": problem.message,
        "place": _place(problem.place),
        "call_site": _place(problem.call_site),
        "nearest": problem.nearest,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return place and place._asdict()
