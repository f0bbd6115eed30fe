"""The report for a person at a terminal."""

from __future__ import annotations

from mockconf.exchange import Severity
from mockconf.reports.problem import Place
from mockconf.reports.terminal import render
from tests.reports.results import CALL_SITE, HOSTILE, problem, result


def test_a_problem_says_where_what_and_what_instead() -> None:
    one = problem(Severity.ERROR, "no such name", call_site=CALL_SITE, nearest="Muted")
    assert render(result(one)).splitlines() == [
        "app/coaching.py:41: error: no such name [unknown-parameter]",
        "    instead  Muted",
        "    in       calls.har /log/entries/3/request/postData",
        "left out: 2 of other services",
        "probe: 10 exchanges, 1 error",
    ]


def test_what_was_recorded_moves_no_cursor_and_begins_no_line() -> None:
    one = problem(message=HOSTILE, rule=HOSTILE, nearest=HOSTILE, place=Place(HOSTILE))
    told = render(result(one))
    assert len(told.splitlines()) == 4
    assert not {"\x1b", "\x00", "\u202e", "\udcff"} & {*told}


def test_errors_are_shown_before_the_many_that_matter_less() -> None:
    one = result(*(problem(Severity.NOTE) for _ in range(300)), problem(Severity.ERROR))
    told = render(one).splitlines()
    assert sum(": note: " in line for line in told) == 199
    assert sum(": error: " in line for line in told) == 1
    assert "... and 101 more findings" in told
    assert "         300 note unknown-parameter" in told
