"""JSON: as its schema describes it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

import mockconf_schemas
from mockconf.exchange import Severity
from mockconf.reports.json_document import render
from mockconf.reports.problem import Place
from mockconf.reports.result import Result
from tests.reports.results import CALL_SITE, HOSTILE, problem, result

SCHEMA = mockconf_schemas.load("reports/result.json")

EVERY_KIND = [
    result(),
    result(checked=0),
    result(unreadable="it is no JSON"),
    *(result(problem(severity)) for severity in Severity),
    result(problem(call_site=CALL_SITE, nearest="Muted")),
    result(problem(message=HOSTILE, rule=HOSTILE, nearest=HOSTILE, place=Place(HOSTILE, line=1))),
    result(*(problem(severity) for severity in [*Severity] * 4_000)),
]


def told(one: Result) -> Any:
    return json.loads(render(one))


@pytest.mark.parametrize("one", EVERY_KIND, ids=range(len(EVERY_KIND)))
def test_a_document_is_valid_by_its_schema(one: Result) -> None:
    assert [*jsonschema.Draft202012Validator(SCHEMA).iter_errors(told(one))] == []


def test_the_schema_is_a_schema_and_describes_all_that_there_is() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert {*told(result())} == {*SCHEMA["properties"]}
    assert {*told(result(problem()))["findings"][0]} == {*SCHEMA["$defs"]["finding"]["properties"]}


@pytest.mark.parametrize("change", [{"severity": "bad"}, {"mood": "calm"}, {"place": None}])
def test_the_schema_refuses_a_finding_that_is_none(change: dict[str, Any]) -> None:
    said = told(result(problem()))
    said["findings"][0] |= change
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(said)


def test_a_document_says_what_was_found_where() -> None:
    said = told(result(problem(message="no such name", call_site=CALL_SITE, nearest="Muted")))
    assert said == {
        "command": "probe",
        "checked": 10,
        "subjects": {"calls.har": 5, "clean.har": 5},
        "skipped": {"of other services": 2},
        "counts": [{"severity": "warning", "rule": "unknown-parameter", "count": 1}],
        "findings": [
            {
                "rule": "unknown-parameter",
                "severity": "warning",
                "message": "no such name",
                "place": {
                    "file": "calls.har",
                    "line": None,
                    "entry": 3,
                    "pointer": "/log/entries/3/request/postData",
                },
                "call_site": {
                    "file": "app/coaching.py",
                    "line": 41,
                    "entry": None,
                    "pointer": "",
                },
                "nearest": "Muted",
            }
        ],
        "unreadable": [],
    }


def test_findings_beyond_ten_thousand_are_still_counted() -> None:
    said = told(EVERY_KIND[-1])
    assert len(said["findings"]) == 10_000
    assert [one["count"] for one in said["counts"]] == [4_000] * 3
