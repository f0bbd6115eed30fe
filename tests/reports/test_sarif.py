"""SARIF: valid by the official schema, and as code scanning services look at it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mockconf.exchange import Severity
from mockconf.reports.problem import Place
from mockconf.reports.result import Result
from mockconf.reports.sarif import render
from tests.reports.results import CALL_SITE, FILE, HOSTILE, problem, result

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def told(one: Result) -> Any:
    """The only run of the log."""
    log = json.loads(render(one))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (only,) = log["runs"]
    return only


EVERY_KIND = [
    result(),
    result(checked=0),
    result(unreadable="it ends in the middle"),
    *(result(problem(severity)) for severity in Severity),
    result(problem(call_site=CALL_SITE, nearest="CallSidToCoach")),
    result(problem(message=HOSTILE, nearest=HOSTILE, place=Place(HOSTILE, pointer=HOSTILE))),
    result(problem(place=Place("/elsewhere/a b:c.har", line=7))),
    result(*(problem(rule=rule) for rule in ("crash", "never-heard-of", "label-taken"))),
]


@pytest.mark.parametrize("one", EVERY_KIND, ids=range(len(EVERY_KIND)))
def test_a_log_is_valid_by_the_official_schema(one: Result) -> None:
    assert told(one)["tool"]["driver"]["name"] == "mockconf"


def test_the_official_schema_refuses_what_is_no_log() -> None:
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_the_location_is_the_line_of_the_application_where_that_is_known() -> None:
    (found,) = told(result(problem(call_site=CALL_SITE)))["results"]
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "app/coaching.py"},
        "region": {"startLine": 41},
    }
    (related,) = found["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "calls.har"


def test_without_it_the_location_is_the_entry_of_the_file() -> None:
    (found,) = told(result(problem()))["results"]
    (location,) = found["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "calls.har"}}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == FILE.pointer


def uri(file: str | Path) -> str:
    (found,) = told(result(problem(place=Place(str(file)))))["results"]
    return str(found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def test_a_file_is_named_by_its_path_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert uri(tmp_path / "sub" / "a b%.har") == uri("a b%.har") == "a%20b%25.har"
    for root in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.setenv(root, str(tmp_path))
        assert uri("a.har") == "sub/a.har"
        assert uri("../b.har") == "b.har"
        monkeypatch.setenv(root, "/elsewhere")
        assert uri("a.har") == "a.har"
        monkeypatch.delenv(root)


def test_a_file_outside_of_the_repository_is_named_whole() -> None:
    assert uri("/elsewhere/a.har") == "file:///elsewhere/a.har"


def test_a_colon_in_the_name_of_a_file_is_not_taken_for_a_scheme() -> None:
    assert uri("file:x.har") == "file%3Ax.har"


def test_every_result_leads_to_its_rule_which_is_explained() -> None:
    run = told(result(problem(), problem(rule="label-taken"), problem(rule="never-heard-of")))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    texts = {rule["id"]: rule["fullDescription"]["text"] for rule in rules}
    assert texts == {
        "unknown-parameter": "No such parameter; it is ignored.",
        "label-taken": "Another participant of this conference carries the label.",
        "never-heard-of": "Never heard of.",
    }
    assert all(rule["shortDescription"] == rule["help"] for rule in rules)


@pytest.mark.parametrize("severity", Severity)
def test_the_level_is_the_severity(severity: Severity) -> None:
    assert told(result(problem(severity)))["results"][0]["level"] == severity


def fingerprints(*lines_and_entries: tuple[int | None, int]) -> list[str]:
    problems = [
        problem(
            place=Place("calls.har", entry=entry, pointer=f"/log/entries/{entry}"),
            call_site=Place("app.py", line=line) if line else None,
        )
        for line, entry in lines_and_entries
    ]
    found = told(result(*problems))["results"]
    return [one["partialFingerprints"]["primaryLocationLineHash"] for one in found]


def test_the_same_in_another_entry_is_the_same_alert() -> None:
    assert len(set(fingerprints((None, 1), (None, 2)))) == 1
    assert len(set(fingerprints((41, 1), (41, 2)))) == 1


def test_the_same_in_another_line_of_the_application_is_another_alert() -> None:
    assert len(set(fingerprints((41, 1), (52, 2)))) == 2


def test_an_alert_stays_the_same_when_its_line_moves() -> None:
    assert fingerprints((41, 1)) == fingerprints((43, 7))


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (result(), []),
        (result(checked=0), ["probe: 0 exchanges, so nothing was checked"]),
        (result(unreadable="it ends in the middle"), ["it ends in the middle"]),
    ],
    ids=["checked", "nothing-checked", "unreadable"],
)
def test_a_check_that_did_not_check_has_not_succeeded(one: Result, says: list[str]) -> None:
    (invocation,) = told(one)["invocations"]
    assert invocation["executionSuccessful"] is not bool(says)
    notifications = invocation["toolExecutionNotifications"]
    assert [one["message"]["text"] for one in notifications] == says
