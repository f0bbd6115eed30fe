"""What these tests hold in their hands: the command, run in this process, and what it reports as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from mockconf.cli import main
from mockconf.reports.rulebook import describe
from tests.traffic.recordings import FORMATS, HAR, Format, Recorded


class Checked(NamedTuple):
    """How a command ended, and what it reported."""

    code: int
    report: dict[str, Any]

    @property
    def findings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.report["findings"]
        return found

    @property
    def rules(self) -> list[str]:
        return [one["rule"] for one in self.findings]

    def found(self, rule: str) -> list[dict[str, Any]]:
        """The findings of one rule."""
        return [one for one in self.findings if one["rule"] == rule]

    @property
    def unreadable(self) -> list[str]:
        """Why something could not be read."""
        return [one["message"] for one in self.report["unreadable"]]


Check = Callable[..., Checked]
Assess = Callable[..., Checked]


def reported(ran: Result) -> Checked:
    """What a command has reported as JSON; every rule in it is explained somewhere."""
    assert isinstance(ran.exception, SystemExit | None), ran.output
    found = Checked(ran.exit_code, json.loads(ran.stdout))
    for rule in found.rules:
        assert describe(rule) != f"{rule.replace('-', ' ').capitalize()}.", rule
    return found


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    """Runs `mockconf check` in an empty folder: `check(file, "--dialect", "signalwire")`."""
    monkeypatch.chdir(tmp_path)
    for name in ("TWILIO_AUTH_TOKEN", "SIGNALWIRE_SIGNING_KEY", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Checked:
        words = ["check", *map(str, arguments), "--report", "json"]
        ran = CliRunner().invoke(main, words)
        return reported(ran)

    return run


@pytest.fixture
def assess(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Assess:
    """Runs `mockconf portability` over recorded exchanges: `assess(MUTE, to="signalwire")`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def run(*recorded: Recorded, to: str = "signalwire", kind: Format = HAR) -> Checked:
        file = kind.at(tmp_path, *recorded)
        words = ["portability", "--to", to, str(file), "--report", "json"]
        ran = CliRunner().invoke(main, words)
        return reported(ran)

    return run


@pytest.fixture(params=FORMATS, ids=lambda one: one.name)
def kind(request: pytest.FixtureRequest) -> Format:
    """Every kind of recording in turn."""
    kind: Format = request.param
    return kind
