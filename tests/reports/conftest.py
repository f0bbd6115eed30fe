"""A command that reports, run in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from tests.reports.results import probe

Probe = Callable[..., Result]


@pytest.fixture
def run(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Probe:
    """Runs the command in an empty folder, as if no CI service did."""
    monkeypatch.chdir(str(tmp_path))
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(probe, arguments)
