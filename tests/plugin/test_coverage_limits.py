"""What a session is held to: a percentage, and what an earlier one covered; in one process and in several."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
XDIST = ("-p", "xdist", "-n2")
LISTS = """
def test_one(mockconf):
    mockconf.twilio_client().conferences.list(status="init")

def test_two(mockconf):
    mockconf.twilio_client().conferences.list(status="completed")
"""
LISTS_ONCE = LISTS.partition("def test_two")[0]
BELOW = ("twilio-2010-04-01", "ListConference", "parameters", "Status")


@pytest.fixture(params=[(), XDIST], ids=["alone", "with workers"])
def way(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """How the session runs."""
    options: tuple[str, ...] = request.param
    return options


def counts(report: Path) -> dict[tuple[str, ...], int]:
    """How often each cell of a report was seen."""
    cells = json.loads(report.read_text(encoding="utf-8"))["cells"]
    return {tuple(one["path"]): one["count"] for one in cells}


def test_too_little_fails_the_session_and_no_test(suite: Suite, way: tuple[str, ...]) -> None:
    ran = suite(LISTS, *way, "--mockconf-fail-under=80")
    assert (ran.status, ran.outcomes) == (1, {"passed": 2}), ran.output
    assert "80 % is wanted [coverage-below]" in ran.output


def test_a_session_without_a_terminal_says_why_it_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(LISTS)
    result = pytester.runpytest_subprocess("-p", "no:terminal", "--mockconf-fail-under=80")
    assert result.ret == 1
    result.stderr.fnmatch_lines("error: * 80 % is wanted [[]coverage-below]")
    quiet = pytester.runpytest_subprocess("-p", "no:terminal", "--mockconf-fail-under=1")
    assert (quiet.ret, quiet.stderr.str()) == (0, "")


def test_enough_does_not(suite: Suite, way: tuple[str, ...]) -> None:
    ran = suite(LISTS, *way, "--mockconf-fail-under=1")
    assert ran.status == 0, ran.output


def test_what_an_earlier_session_covered_and_this_does_not_fails_it(
    suite: Suite, way: tuple[str, ...], tmp_path: Path
) -> None:
    before = tmp_path / "before.json"
    assert suite(LISTS, *way, f"--mockconf-report=json={before}").status == 0
    assert suite(LISTS, *way, f"--mockconf-baseline={before}").status == 0
    ran = suite(LISTS_ONCE, *way, f"--mockconf-baseline={before}")
    assert ran.status == 1
    assert "ListConference Status=completed was covered in the baseline" in ran.output
    assert "Status=init was" not in ran.output


def test_workers_report_once_and_together(suite: Suite, tmp_path: Path) -> None:
    together, alone = tmp_path / "together.json", tmp_path / "alone.json"
    ran = suite(LISTS, *XDIST, f"--mockconf-report=json={together}", "--mockconf-report=terminal")
    assert ran.status == 0, ran.output
    assert ran.output.count("of the contract:") == 1
    suite(LISTS, f"--mockconf-report=json={alone}")
    assert counts(together) == counts(alone)


def test_a_worker_that_crashes_is_told_of(suite: Suite, tmp_path: Path) -> None:
    report = tmp_path / "coverage.json"
    crashing = f"{LISTS}\ndef test_three():\n    __import__('os')._exit(3)\n"
    ran = suite(crashing, "-p", "xdist", "-n1", f"--mockconf-report=json={report}")
    assert ran.status == 1
    assert "warning: this is incomplete: a worker has crashed" in ran.output
    assert ran.output.count("[coverage-incomplete]") == 1
    said = json.loads(report.read_text(encoding="utf-8"))
    assert said["complete"] is False
    assert "coverage-incomplete" in [one["rule"] for one in said["findings"]]


def test_what_a_crashed_worker_had_covered_is_not_lost(suite: Suite, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    assert suite(LISTS, f"--mockconf-report=json={before}").status == 0
    assert json.loads(before.read_text(encoding="utf-8"))["complete"] is True
    crashing = f"{LISTS_ONCE}\ndef test_three():\n    __import__('os')._exit(3)\n"
    ran = suite(crashing, "-p", "xdist", "-n1", f"--mockconf-baseline={before}")
    assert "a worker has crashed" in ran.output
    assert "coverage-lost" not in ran.output


@pytest.mark.parametrize("way", [(), ("-p", "xdist", "-n1")], ids=["alone", "in a worker"])
def test_a_session_that_stops_early_reports_what_it_has(
    suite: Suite, way: tuple[str, ...], tmp_path: Path
) -> None:
    report = tmp_path / "coverage.json"
    bad = "".join(f"def test_bad_{number}():\n    assert False\n\n" for number in range(9))
    failing = LISTS.replace("def test_two", f"{bad}def test_two")
    ran = suite(failing, *way, "-x", f"--mockconf-report=json={report}")
    assert ran.status in (1, 2)
    seen = counts(report)
    assert (seen[*BELOW, "=init"], seen[*BELOW, "=completed"]) == (1, 0)
    assert json.loads(report.read_text(encoding="utf-8"))["complete"] is False


def test_what_tests_that_did_not_run_would_have_covered_is_not_lost(
    suite: Suite, way: tuple[str, ...], tmp_path: Path
) -> None:
    before = tmp_path / "before.json"
    assert suite(LISTS, *way, f"--mockconf-report=json={before}").status == 0
    failing = LISTS.replace("def test_two", "def test_bad():\n    assert False\n\ndef test_two")
    ran = suite(failing, "-x", f"--mockconf-baseline={before}")
    assert "the session was cut short" in ran.output
    assert "coverage-lost" not in ran.output
