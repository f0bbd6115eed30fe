"""The example of a downstream project, as its reader runs it: what passes, what fails by itself, and what its README shows."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.commands import SECONDS, started

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "warm-transfer"
README = (EXAMPLE / "README.md").read_text()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `make demo` prints."""
    folder = tmp_path_factory.mktemp("demo")
    with started([sys.executable, str(EXAMPLE / "demo.py")], folder) as process:
        output, complaints = process.communicate(timeout=SECONDS)
    assert (process.returncode, complaints) == (0, ""), output
    return output


def test_the_suite_passes_and_what_is_broken_on_purpose_fails(said: str) -> None:
    suite, broken = said.split("$ cd ")[1:]
    assert re.search(r" (\d+) passed in ", suite)
    assert "FAILED" not in suite
    assert re.search(r" 3 failed in ", broken)
    assert "PASSED" not in broken


@pytest.mark.parametrize(
    "line",
    [
        r"boolean-spelling \(warning\) in request #3, UpdateParticipant",
        r"  sent     Hold='yes' in the form",
        r"  nearest  true",
        r"  from     broken_on_purpose\.py:\d+, for broken_on_purpose\.py:\d+",
        r"  again    curl .* -d Hold=yes http://127\.0\.0\.1:\d+/.*/Participants/customer\.json",
        r"  nearest  CallSidToCoach",
        r"callback-failed: participant-join, SequenceNumber 1",
    ],
)
def test_a_failure_says_what_was_sent_and_what_was_meant(said: str, line: str) -> None:
    assert re.search(f"^{line}$", said, re.MULTILINE)


def test_the_readme_shows_what_the_runs_print(said: str) -> None:
    shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    assert len(shown) == 2
    printed = set(_comparable(said).splitlines())
    missing = [one for one in _comparable("".join(shown)).splitlines() if one not in printed]
    assert missing == []


def test_the_suite_runs_from_the_root_of_a_clone(tmp_path: Path) -> None:
    """Where another pyproject.toml and a conftest.py lie above it, of which it must know nothing."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE)]
    with started([*command, "-k", "handed_to or sockets"], ROOT) as process:
        output, complaints = process.communicate(timeout=SECONDS)
    assert (process.returncode, complaints) == (0, ""), output
    assert "2 passed, 11 deselected" in output


def _comparable(text: str) -> str:
    """Without what differs from run to run: ports, and the order of the tests."""
    text = re.sub(r" +\[ *\d+%\]$", "", text, flags=re.MULTILINE)
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:40123", text)
