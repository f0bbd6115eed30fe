"""`mockconf coverage`: merges reports, judges them, ends with the right code, and leaves nothing behind when it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner, Result
from defusedxml.ElementTree import fromstring

from mockconf.cli import main
from mockconf.coverage.checking import check_files
from tests.commands import run
from tests.coverage.books import MUTE, OLD, SIGNALWIRE, TWILIO, book, saved

FULL = book(("UpdateParticipant", MUTE, 200), ("FetchConference", {}, 200))
LESS = book(("UpdateParticipant", {}, 200))


@pytest.fixture
def full(tmp_path: Path) -> Path:
    return saved(FULL, tmp_path / "full.json")


@pytest.fixture
def less(tmp_path: Path) -> Path:
    return saved(LESS, tmp_path / "less.json")


def coverage(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["coverage", *map(str, arguments)])


def test_it_says_what_was_covered_and_what_never(full: Path) -> None:
    result = coverage(full)
    assert result.exit_code == 0, result.output
    assert "UpdateParticipant" in result.output
    assert "never sent: Hold, " in result.output
    assert result.output.endswith("in 2 calls\n")


def test_several_reports_count_as_one(full: Path, less: Path) -> None:
    checked = check_files([full, less])
    assert checked.book.calls[TWILIO, "UpdateParticipant"] == 2
    assert checked.result.subjects == {str(full): 2, str(less): 1}
    assert checked.measured.total.covered > check_files([less]).measured.total.covered


def test_too_little_ends_with_1(full: Path) -> None:
    result = coverage(full, "--fail-under", 80)
    assert result.exit_code == 1
    assert "80 % is wanted [coverage-below]" in result.output
    assert coverage(full, "--fail-under", 1).exit_code == 0


def test_what_is_wanted_is_not_rounded(full: Path) -> None:
    assert "and 99.99999 % is wanted" in coverage(full, "--fail-under", "99.99999").output


def test_what_is_lost_ends_with_1_and_is_named(full: Path, less: Path) -> None:
    result = coverage(less, "--baseline", full)
    assert result.exit_code == 1
    assert (
        f"{TWILIO} UpdateParticipant Muted=true was covered in the baseline and is not now"
        in result.output
    )
    assert coverage(less, full, "--baseline", full).exit_code == 0


def test_only_what_is_lost_can_be_shown(full: Path, less: Path) -> None:
    result = coverage(less, "--baseline", full, "--only-lost")
    assert result.exit_code == 1
    assert "FetchConference" in result.output
    assert "ListConference" not in result.output
    for machine in ("github", "sarif", "json"):
        told = coverage(less, "--baseline", full, "--only-lost", "--report", machine).output
        assert ("coverage-lost" in told, "never-exercised" in told) == (True, False)


def test_a_dialect_that_was_not_spoken_counts_when_it_is_asked_for(full: Path) -> None:
    result = coverage(full, "--dialect", TWILIO, "--dialect", SIGNALWIRE)
    assert result.exit_code == 0
    assert "CreateConferenceStream" in result.output


def test_calls_of_dialects_that_are_not_looked_at_do_not_count(full: Path, tmp_path: Path) -> None:
    old = saved(book(("FetchConference", {}, 200), dialect=OLD), tmp_path / "old.json")
    assert coverage(full, old, "--dialect", OLD).output.endswith("in 1 call\n")
    assert coverage(full, old).output.endswith("in 3 calls\n")


def test_a_dialect_that_was_not_spoken_at_all_is_nothing_checked(full: Path) -> None:
    assert coverage(full, "--dialect", OLD).exit_code == 3


def test_a_run_that_exercised_nothing_is_nothing_checked(tmp_path: Path) -> None:
    assert coverage(saved(book(), tmp_path / "empty.json")).exit_code == 3


def test_merged_reports_can_be_merged_again(full: Path, less: Path, tmp_path: Path) -> None:
    merged = tmp_path / "merged.json"
    assert coverage(full, less, "--report", f"json={merged}").exit_code == 0
    assert check_files([merged]).book.covered == check_files([full, less]).book.covered


@pytest.mark.parametrize("format_", ["markdown", "html", "sarif", "github", "json", "junit"])
def test_every_format_is_written(full: Path, tmp_path: Path, format_: str) -> None:
    file = tmp_path / "out"
    result = coverage(full, "--fail-under", 80, "--report", f"{format_}={file}")
    assert result.exit_code == 1
    assert "is covered, and 80 %" in file.read_text(encoding="utf-8")


def test_operations_that_were_never_called_are_notes(full: Path) -> None:
    result = coverage(full, "--report", "sarif")
    [log] = json.loads(result.output)["runs"]
    texts = [one["message"]["text"] for one in log["results"]]
    assert f"{TWILIO} FetchParticipant was never called" in texts
    assert {one["level"] for one in log["results"]} == {"note"}
    assert result.exit_code == 0
    assert coverage(full, "--fail-on", "note").exit_code == 1


def cases(text: str) -> dict[str, Element]:
    return {str(one.get("name")): one for one in fromstring(text).iter("testcase")}


def test_junit_has_a_test_for_each_operation_that_fails_when_something_is_lost(
    full: Path, less: Path
) -> None:
    result = coverage(less, "--baseline", full, "--report", "junit")
    found = cases(result.output)
    lost = found["UpdateParticipant"].find("failure")
    assert lost is not None
    assert lost.text == f"{TWILIO} UpdateParticipant Muted=true"
    assert found["ListConference"].find("failure") is None
    assert found["Conference"].find("skipped") is not None
    assert fromstring(result.output).find("testsuite").get("failures") == "2"


def test_junit_fails_what_the_command_fails(full: Path) -> None:
    result = coverage(full, "--fail-on", "note", "--report", "junit")
    never = cases(result.output)["ListConference"].find("failure")
    assert never is not None
    assert never.get("message") == f"{TWILIO} ListConference was never called"
    assert cases(result.output)["FetchConference"].find("failure") is None
    assert (
        cases(coverage(full, "--report", "junit").output)["ListConference"].find("failure") is None
    )


def test_a_report_that_is_incomplete_says_so_in_every_format_and_loses_nothing(
    full: Path, less: Path, tmp_path: Path
) -> None:
    part = book(("UpdateParticipant", {}, 200))
    part.is_incomplete = True
    file = saved(part, tmp_path / "part.json")
    for format_ in ("terminal", "markdown", "html", "sarif", "github", "json", "junit"):
        result = coverage(less, file, "--baseline", full, "--only-lost", "--report", format_)
        assert result.exit_code == 1
        assert "this is incomplete: a worker has crashed" in result.output
        assert "was covered in the baseline" not in result.output
    assert "Nothing was lost" not in result.output
    assert coverage(file, "--fail-on", "error").exit_code == 0


def test_a_baseline_that_is_incomplete_is_told_of(full: Path, tmp_path: Path) -> None:
    part = book(("UpdateParticipant", MUTE, 200))
    part.is_incomplete = True
    result = coverage(full, "--baseline", saved(part, tmp_path / "part.json"))
    assert (result.exit_code, "the baseline is incomplete" in result.output) == (1, True)


def test_junit_of_nothing_is_no_success(tmp_path: Path) -> None:
    result = coverage(saved(book(), tmp_path / "empty.json"), "--report", "junit")
    assert cases(result.output)["coverage"].find("error") is not None


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "truncated": (b'{"command": "coverage", "cel', "it is not JSON: Unterminated string"),
    "binary": (b"\x1f\x8b\x08\x00\xff\xfe", "is binary"),
    "no text": (b'{"command": "coverage", "\xff": 1}', "it is no text in UTF-8"),
    "half a report": (b'{"command": "coverage"}', "it is no report of coverage"),
    "a list": (b"[]", "cannot be read"),
    "another command": (b'{"command": "check"}', "neither HAR"),
    "nested": (b'{"command": "coverage", "cells": ' + b"[" * 100_000, "nested too deeply"),
    "many digits": (b'{"command": "coverage", "count": ' + b"1" * 5_000 + b"}", "too many digits"),
    "a broken recording": (b'{"log": {"entries": [{}]}}', "/log/entries/0: it lacks 'request'"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_report_ends_with_4_and_leaves_no_file(tmp_path: Path, case: str) -> None:
    content, says = BAD[case]
    file, out = tmp_path / "bad.json", tmp_path / "out.html"
    file.write_bytes(content)
    result = coverage(file, "--report", f"html={out}")
    assert result.exit_code == 4
    assert says in result.output
    assert str(file) in result.output
    assert list(tmp_path.iterdir()) == [file]


def test_a_baseline_that_is_no_report_ends_with_4_too(full: Path, tmp_path: Path) -> None:
    result = coverage(full, "--baseline", tmp_path / "nowhere.json")
    assert result.exit_code == 4
    assert "nowhere.json: it cannot be read" in result.output


@pytest.mark.parametrize("name", ["twilio-2030", "control"])
def test_a_report_of_a_dialect_that_nobody_speaks_ends_with_4(full: Path, name: str) -> None:
    full.write_text(full.read_text().replace(TWILIO, name), encoding="utf-8")
    result = coverage(full)
    assert (result.exit_code, f"there is no dialect '{name}'" in result.output) == (4, True)


def test_a_file_that_is_too_large_ends_with_4_and_is_not_read(full: Path) -> None:
    with full.open("r+b") as file:
        file.truncate(257 * 2**20)  # of which nothing takes room on the disk
    result = coverage(full)
    assert (result.exit_code, "has at most 268,435,456 bytes" in result.output) == (4, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--only-lost"], "add --baseline=FILE"),
        (["--dialect", "signalwyre"], "did you mean 'signalwire'?"),
        (["--report", "htm"], "did you mean 'html'?"),
        (["--report", "html=/nowhere/at/all.html"], "nothing can be written"),
        (["--fail-under", "101"], "0<=x<=100"),
        (["--fail-under", "nan"], "nan is no percentage"),
        (["--report", "terminal", "--report", "terminal"], "to be printed twice"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_meant(
    full: Path, arguments: list[str], says: str
) -> None:
    result = coverage(full, *arguments)
    assert (result.exit_code, says in result.output) == (2, True), result.output


def test_it_works_as_a_program(full: Path, tmp_path: Path) -> None:
    code, said = run(tmp_path, "coverage", "full.json", "--fail-under", "80")
    assert (code, "80 % is wanted" in said) == (1, True)


def test_github_hears_of_it_in_its_own_way(full: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error file=" in coverage(full, "--fail-under", "80").output
