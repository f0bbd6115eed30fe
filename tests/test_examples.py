"""The examples run, as a newcomer runs them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.commands import SECONDS, started

QUICKSTART = Path(__file__).parent.parent / "examples" / "quickstart.py"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the quickstart prints."""
    command = [sys.executable, "-W", "error", str(QUICKSTART)]
    with started(command, tmp_path_factory.mktemp("demo")) as process:
        output, complaints = process.communicate(timeout=SECONDS)
    assert (process.returncode, complaints) == (0, "")
    return output


@pytest.mark.parametrize(
    "line",
    [
        r"customer joined: the conference is in-progress$",
        r"customer muted: True$",
        r"customer on hold: True$",
        r"supervisor coaches the agent: CA[0-9a-f]{32}$",
        r"everybody, in pages of two: supervisor, customer, agent$",
        r"who is muted: customer$",
        r"conferences in progress with that name: 1$",
        r"ended: completed, conference-ended-via-api$",
        r"participants left behind: 0$",
    ],
)
def test_the_quickstart_runs_a_whole_conference(said: str, line: str) -> None:
    assert re.search(f"^{line}", said, re.MULTILINE)


@pytest.mark.parametrize("code", [21208, 16026, 16099])
def test_the_quickstart_is_refused_with_the_vendors_codes(said: str, code: int) -> None:
    assert f"HTTP 400, code {code}: " in said


def test_the_quickstart_shows_what_the_vendor_would_not_have_said(said: str) -> None:
    assert "it is ignored (did you mean EndConferenceOnExit?)" in said
    assert "Muted: it is read as false (did you mean true?)" in said
