"""Markdown: a table that nothing of what was recorded can break."""

from __future__ import annotations

import re

import pytest

from mockconf.exchange import Severity
from mockconf.reports.markdown import render, text
from mockconf.reports.problem import Place
from tests.reports.results import CALL_SITE, HOSTILE, problem, result


def cells(line: str) -> list[str]:
    """The cells of a row, as GitHub cuts them: at every pipe that is not escaped."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_a_problem_is_a_row_of_a_table() -> None:
    one = problem(Severity.ERROR, "no such name", call_site=CALL_SITE, nearest="Muted")
    told = render(result(one)).splitlines()
    assert told[0] == "### mockconf probe: 10 exchanges, 1 error"
    assert [cells(line) for line in told[2:5]] == [
        ["severity", "where", "what", "rule"],
        ["---"] * 4,
        ["error", "app/coaching.py:41", "no such name (instead: Muted)", "unknown-parameter"],
    ]
    assert told[-1] == "- left out: 2 of other services"


def test_nothing_found_is_no_table() -> None:
    assert render(result()) == (
        "### mockconf probe: 10 exchanges, no findings\n\n- left out: 2 of other services\n"
    )


def test_what_could_not_be_read_is_a_row_too() -> None:
    told = render(result(unreadable="it is no JSON"))
    assert "| error | broken.har | it is no JSON | unreadable |" in told


def test_what_was_recorded_stays_within_its_cell() -> None:
    one = problem(message=HOSTILE, rule=HOSTILE, nearest=HOSTILE, place=Place(HOSTILE))
    clean = problem(message="a", rule="a", nearest="a", place=Place("a"))
    told, plain = render(result(one)), render(result(clean))
    assert len(told.splitlines()) == len(plain.splitlines())
    assert all(len(cells(line)) == 4 for line in told.splitlines() if line.startswith("|"))
    assert not {"<", "\x1b", "\x00", "\u202e"} & {*told}
    assert told.encode()


@pytest.mark.parametrize("mark", [*"\\`*_[]|~$"])
def test_what_would_be_markup_is_escaped(mark: str) -> None:
    assert text(f"a{mark}b") == f"a\\{mark}b"


def test_only_the_worst_are_shown_when_there_are_very_many() -> None:
    one = result(*(problem(Severity.NOTE) for _ in range(600)), problem(Severity.ERROR))
    told = render(one)
    assert told.count("\n| note") == 499
    assert told.count("\n| error") == 1
    assert "... and 101 more findings." in told


def test_a_long_value_is_cut() -> None:
    assert len(render(result(problem(message="x" * 1_000_000)))) < 3_000
