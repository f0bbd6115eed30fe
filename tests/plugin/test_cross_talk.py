"""Tests that use the same names, in workers side by side and one after the other, see themselves alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import benchmarks.crosstalk
from tests.commands import started

_TESTS = 60
_LONGEST_RUN = 30.0
#: A project that gives all its tests the same SIDs.
_SAME = """
import pytest
from mockconf.settings import Settings

@pytest.fixture
def mockconf_settings():
    return Settings(seed="same")
"""


def run(folder: Path, *options: str) -> tuple[int, str]:
    """The suite of neighbours, of which some go on asking after their tests: its exit status and what it says."""
    suite = benchmarks.crosstalk.SUITE.read_text(encoding="utf-8")
    folder.joinpath("test_neighbours.py").write_text(suite, encoding="utf-8")
    ours = ("-q", "-W", "error", "-p", "mockconf", "-p", "no:cacheprovider")
    environ = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "NEIGHBOURS": str(_TESTS)}
    with started([sys.executable, "-m", "pytest", *ours, *options], folder, **environ) as process:
        said, complaints = process.communicate(timeout=_LONGEST_RUN)
    assert complaints == ""
    return process.returncode, said


@pytest.mark.parametrize("seed", [1, 2])
def test_no_test_sees_sids_callbacks_or_requests_of_another(seed: int, tmp_path: Path) -> None:
    status, said = run(tmp_path, "-p", "xdist", "-n2", f"--mockconf-seed={seed}")
    assert status == 0, said
    assert f"{_TESTS} passed" in said


def test_the_suite_would_see_another_if_tests_shared_their_seed(tmp_path: Path) -> None:
    tmp_path.joinpath("conftest.py").write_text(_SAME, encoding="utf-8")
    status, said = run(tmp_path, "-x")
    assert status == 1, said
    assert "1 failed" in said
