"""`--report` and `--fail-on`: which reports are made, where they go, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reports.conftest import Probe

WARNING = ("--found", "warning")


def test_without_a_wish_a_person_is_told(run: Probe) -> None:
    done = run(*WARNING)
    assert done.stdout.splitlines()[-1] == "probe: 10 exchanges, 1 warning"
    assert done.exit_code == 1


def test_several_reports_are_made_at_once(run: Probe) -> None:
    done = run(*WARNING, "--report", "sarif=out.sarif", "--report", "github")
    assert done.stdout.startswith("::warning file=calls.har,")
    assert json.loads(Path("out.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("terminal", "calls.har"),
        ("json", "{"),
        ("markdown", "### mockconf probe"),
        ("junit", "<?xml"),
        ("sarif", "{"),
        ("github", "::warning"),
        ("html", "<p>"),
    ],
)
def test_a_report_is_printed_or_written_the_same(run: Probe, format: str, begins: str) -> None:
    printed = run(*WARNING, "--report", format)
    written = run(*WARNING, "--report", f"{format}=out")
    assert printed.stdout.startswith(begins)
    assert Path("out").read_text() == printed.stdout
    assert written.stdout.startswith("calls.har")
    assert printed.exit_code == written.exit_code == 1


@pytest.mark.parametrize("name", ["json=-", "json=/dev/stdout", "json"])
def test_a_machine_reads_the_standard_output_alone(
    run: Probe, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert json.loads(run(*WARNING, "--report", name).stdout)["checked"] == 10


@pytest.mark.parametrize(
    "wishes",
    [[], ["--report", "terminal"], ["--report", "json=out"]],
    ids=["none", "terminal", "file"],
)
@pytest.mark.parametrize(("value", "are_there"), [("true", True), ("", False), ("false", False)])
def test_github_gets_annotations_beside_what_a_person_reads(
    run: Probe,
    monkeypatch: pytest.MonkeyPatch,
    wishes: list[str],
    value: str,
    are_there: bool,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    done = run(*WARNING, *wishes)
    assert ("\n::warning file=calls.har," in done.stdout) is are_there
    assert "probe: 10 exchanges, 1 warning\n" in done.stdout


def test_annotations_that_are_asked_for_come_once(
    run: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = run(*WARNING, "--report", "terminal", "--report", "github")
    assert done.stdout.count("::warning") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--found", "note"], 0),
        (["--found", "note", "--fail-on", "note"], 1),
        (["--found", "warning"], 1),
        (["--found", "warning", "--fail-on", "error"], 0),
        (["--found", "error", "--fail-on", "error"], 1),
        (["--checked", "0"], 3),
        (["--unreadable", "no JSON"], 4),
        (["--found", "error", "--unreadable", "no JSON"], 4),
        (["--fail-on", "never"], 2),
    ],
)
def test_the_exit_code_says_how_it_went(run: Probe, arguments: list[str], code: int) -> None:
    assert run(*arguments).exit_code == code


@pytest.mark.parametrize("arguments", [["--checked", "0"], ["--unreadable", "no JSON"]])
def test_the_reports_are_made_however_it_went(run: Probe, arguments: list[str]) -> None:
    run(*arguments, "--report", "json=out", "--report", "junit=out.xml")
    assert json.loads(Path("out").read_text())["findings"] == []
    assert "<error" in Path("out.xml").read_text()


def test_what_fails_a_test_of_junit_is_what_fails_the_command(run: Probe) -> None:
    assert "<failure" in run(*WARNING, "--report", "junit").stdout
    assert "<failure" not in run(*WARNING, "--report", "junit", "--fail-on", "error").stdout


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        (["srif=x"], "there is no report 'srif'; did you mean 'sarif'?"),
        (["htm"], "there is no report 'htm'; did you mean 'html'?"),
        (["x"], "known are terminal, json, markdown, junit, sarif, github, html"),
        (["sarif="], "'sarif=' names no file; say sarif=PATH, or sarif alone"),
        (["terminal", "terminal"], "terminal is to be printed twice"),
        (["json=x", "sarif=x"], "two reports want to be written to x"),
        (["json=x", "sarif=./y/../x"], "two reports want to be written to"),
        (["json", "sarif"], "json and sarif cannot be printed at once; name a FILE"),
        (["html", "terminal"], "html and terminal cannot be printed at once; name a FILE"),
        (["json=."], "nothing can be written to .: Is a directory"),
        (["json=missing/x"], "nothing can be written to missing/x: No such file or directory"),
        ([f"json={'x' * 300}"], "File name too long"),
        (["json=file/x"], "Not a directory"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_before_anything_is_done(
    run: Probe, wishes: list[str], says: str
) -> None:
    Path("file").touch()
    Path("y").mkdir()
    done = run(*(part for wish in wishes for part in ("--report", wish)), "--unreadable", "no")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
    assert {path.name for path in Path().iterdir()} == {"file", "y"}
