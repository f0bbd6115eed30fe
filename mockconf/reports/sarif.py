"""A result as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code scanning services read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mockconf.reports.plain import printable
from mockconf.reports.problem import Place, Problem
from mockconf.reports.repository import path_in
from mockconf.reports.result import Result, counted
from mockconf.reports.rulebook import describe

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(result: Result) -> str:
    """One log with one run."""
    problems = result.problems
    rules = sorted({one.rule for one in problems})
    run = {
        "tool": {
            "driver": {
                "name": "mockconf",
                "version": version("mockconf"),
                "rules": [_rule(rule, result.words.get(rule) or describe(rule)) for rule in rules],
            }
        },
        "automationDetails": {"id": f"mockconf/{result.command}/"},
        "invocations": [
            {
                "executionSuccessful": not result.unreadable and result.checked > 0,
                "toolExecutionNotifications": list(_notifications(result)),
            }
        ],
        "results": [
            _result(one, rules.index(one.rule), fingerprint)
            for one, fingerprint in zip(problems, _fingerprints(problems), strict=True)
        ],
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _rule(rule: str, words: str) -> dict[str, Any]:
    """GitHub shows a rule only with all three texts."""
    text = {"text": words}
    pascal_case = "".join(part.capitalize() for part in rule.split("-"))
    return {
        "id": rule,
        "name": pascal_case,
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
    }


def _notifications(result: Result) -> Iterator[dict[str, Any]]:
    for one in result.unreadable:
        yield {**_notification(one.message), "locations": [_location(one.place)]}
    if not result.checked and not result.unreadable:
        yield _notification(result.headline)
    if result.lost:
        yield _notification(f"{counted(result.lost, 'more finding')}, not listed here")


def _notification(message: str) -> dict[str, Any]:
    return {"level": "error", "message": {"text": printable(message)}}


def _result(problem: Problem, rule_index: int, fingerprint: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": problem.severity.value,  # the three words are SARIF's own
        "message": {"text": _sentence(problem)},
        "locations": [_location(problem.shown_at)],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if problem.call_site:
        related = {**_location(problem.place), "id": 1, "message": {"text": str(problem.place)}}
        said["relatedLocations"] = [related]
    if problem.nearest:
        said["properties"] = {"nearest": problem.nearest}
    return said


def _sentence(problem: Problem) -> str:
    nearest = f" (instead: {problem.nearest})" if problem.nearest else ""
    return printable(f"{problem.message}{nearest}")


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": place.pointer, "kind": "element"}]
    return location


def _uri(file: str) -> str:
    """Relative where it lies in the repository, as services look for it there."""
    path = path_in(file)
    return quote(os.fsencode(path)) if path else Path(os.path.abspath(file)).as_uri()


def _fingerprints(problems: Iterable[Problem]) -> Iterator[str]:
    """Stay the same when lines move, or other entries come or go, under the only name that GitHub looks at.

    Without them GitHub makes its own of the line of source, and that of a recording is always the same. As in GitHub's, a
    number tells apart what is found alike in several lines of the application.
    """
    seen: dict[str, dict[int | None, int]] = {}
    for one in problems:
        told = json.dumps([one.rule, one.message, one.shown_at.file])
        digest = hashlib.sha256(told.encode()).hexdigest()[:32]
        lines = seen.setdefault(digest, {})
        line = one.call_site.line if one.call_site else None
        yield f"{digest}:{lines.setdefault(line, len(lines) + 1)}"
