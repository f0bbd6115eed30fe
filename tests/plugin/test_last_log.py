"""`mockconf portability` without a file: the log that the last session of this project has written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockconf.cli import main
from tests.plugin.suites import Ran
from tests.plugin.test_recording import TWO_TESTS

Suite = Callable[..., Ran]


@pytest.fixture
def log(pytester: pytest.Pytester) -> Path:
    return pytester.path / "log.jsonl"


def test_portability_finds_the_log_of_the_last_run(
    suite: Suite, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite(TWO_TESTS, f"--mockconf-log={log}", "-p", "cacheprovider")
    monkeypatch.chdir(log.parent)
    ran = CliRunner().invoke(main, ["portability", "--to", "signalwire"])
    assert (
        "test_it.py:7: error: CreateParticipant: the operation does not exist there" in ran.output
    )


@pytest.mark.parametrize("mark", [".git", "pytest.ini"])
def test_the_log_of_another_project_is_none(
    mark: str, suite: Suite, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite(TWO_TESTS, f"--mockconf-log={log}", "-p", "cacheprovider")
    inner = log.parent / "inner"
    (inner / "deeper").mkdir(parents=True)
    monkeypatch.chdir(inner / "deeper")
    command = ["portability", "--to", "signalwire"]
    found = CliRunner().invoke(main, command)
    assert f"{log} is the log of the last run" in found.stderr
    (inner / mark).touch()
    missed = CliRunner().invoke(main, command)
    assert (missed.exit_code, "name a FILE" in missed.stderr) == (2, True)
