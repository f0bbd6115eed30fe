"""Workflow commands: one line each, escaped, and no more than GitHub shows."""

from __future__ import annotations

import pytest

from mockconf.exchange import Severity
from mockconf.reports.github import render
from mockconf.reports.problem import Place
from tests.reports.results import CALL_SITE, HOSTILE, problem, result


def test_a_problem_is_shown_beside_the_line_of_the_application() -> None:
    one = problem(Severity.ERROR, "no such name", call_site=CALL_SITE, nearest="Muted")
    assert render(result(one)) == (
        "::error file=app/coaching.py,line=41,title=unknown-parameter"
        "::no such name (instead: Muted)\n"
    )


def test_without_it_a_problem_is_shown_at_its_file_and_says_where_in_it() -> None:
    assert render(result(problem(message="no such name"))) == (
        "::warning file=calls.har,line=1,title=unknown-parameter"
        "::no such name at /log/entries/3/request/postData\n"
    )


@pytest.mark.parametrize(
    ("severity", "kind"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")],
)
def test_a_severity_is_one_of_the_kinds_that_github_knows(severity: Severity, kind: str) -> None:
    assert render(result(problem(severity))).startswith(f"::{kind} ")


def test_percent_signs_and_line_feeds_of_a_message_are_escaped() -> None:
    one = problem(message="100%\r\nsure: a, b", place=Place("a.har"))
    assert render(result(one)).endswith("::100%25\\r%0Asure: a, b\n")


def test_colons_and_commas_of_a_property_are_escaped_too() -> None:
    one = problem(rule="a%:b", place=Place("c:,\nd.har"))
    assert "file=c%3A%2C%0Ad.har,line=1,title=a%25%3Ab::" in render(result(one))


def test_what_was_recorded_gives_no_command() -> None:
    one = problem(message=HOSTILE, rule=HOSTILE, nearest=HOSTILE, place=Place(HOSTILE))
    lines = render(result(one)).splitlines()
    assert len(lines) == 1
    assert "\x1b" not in lines[0]


def test_ten_of_each_kind_are_shown_and_the_others_counted() -> None:
    one = result(*(problem(severity) for severity in [*Severity] * 14), unreadable="it is no JSON")
    lines = render(one).splitlines()
    kinds = [line.split()[0] for line in lines]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "::error": 10,
        "::warning": 10,
        "::notice": 10,
        "mockconf": 1,
    }
    assert "it is no JSON" in lines[0]
    assert lines[-1] == "mockconf probe: 13 more findings"


def test_nothing_found_is_no_line() -> None:
    assert render(result()) == ""


def test_nothing_checked_is_an_error() -> None:
    says = "::error title=mockconf probe::probe: 0 exchanges, so nothing was checked\n"
    assert render(result(checked=0)) == says


def test_a_file_is_named_by_its_path_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", "/")
    assert "file=tmp/a.har," in render(result(problem(place=Place("/tmp/a.har"))))
