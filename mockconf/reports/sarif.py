"""A result as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code scanning services read."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mockconf.reports.problem import Place, Problem
from mockconf.reports.result import Result

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(result: Result) -> str:
    """One log with one run."""
    rules = sorted({one.rule for one in result.problems})
    run = {
        "tool": {
            "driver": {
                "name": "mockconf",
                "version": version("mockconf"),
                "rules": [{"id": rule, "name": _pascal_case(rule)} for rule in rules],
            }
        },
        "automationDetails": {"id": f"mockconf/{result.command}/"},
        "invocations": [
            {
                "executionSuccessful": not result.unreadable and result.checked > 0,
                "toolExecutionNotifications": [_notification(one) for one in result.unreadable],
            }
        ],
        "results": [_result(one, rules.index(one.rule)) for one in result.problems],
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _result(problem: Problem, rule_index: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": problem.severity.value,  # the three words are SARIF's own
        "message": {"text": _sentence(problem)},
        "locations": [_location(problem.shown_at)],
        "partialFingerprints": {"mockconf/v1": _fingerprint(problem)},
    }
    if problem.call_site:
        said["relatedLocations"] = [{**_location(problem.place), "id": 0}]
    if problem.nearest:
        said["properties"] = {"nearest": problem.nearest}
    return said


def _sentence(problem: Problem) -> str:
    nearest = f" (nearest: {problem.nearest})" if problem.nearest else ""
    return f"{problem.message}{nearest}"


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": place.pointer, "kind": "element"}]
    return location


def _uri(file: str) -> str:
    """Relative where it lies in the current folder, as services look for it in the repository."""
    path = Path(os.path.abspath(file))
    try:
        return quote(path.relative_to(Path.cwd()).as_posix())
    except ValueError:
        return path.as_uri()


def _fingerprint(problem: Problem) -> str:
    """Stays the same when other entries come or go."""
    place = problem.call_site or problem.place._replace(entry=None, line=None, pointer="")
    told = json.dumps([problem.rule, problem.message, place.file])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": problem.message},
        "locations": [_location(problem.place)],
    }


def _pascal_case(rule: str) -> str:
    return "".join(part.capitalize() for part in rule.split("-"))
