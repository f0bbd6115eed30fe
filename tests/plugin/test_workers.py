"""The plugin under pytest-xdist: a port for each worker, and one summary for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plugin.breaking import BREACH, LENIENT, summary
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
XDIST = ("-p", "xdist", "-n2")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the tests of a suite leave what they have seen: `NOTES`."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv("NOTES", str(folder))
    return folder


def test_each_worker_has_a_port_and_all_its_tests_share_it(suite: Suite, notes: Path) -> None:
    ran = suite(
        """
        import os
        from pathlib import Path

        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test_it(mockconf, number, worker_id):
            Path(os.environ["NOTES"], str(number)).write_text(f"{worker_id} {mockconf.url}")
        """,
        *XDIST,
    )
    assert ran.outcomes == {"passed": 6}, ran.output
    seen = {tuple(file.read_text().split()) for file in notes.iterdir()}
    assert {worker for worker, _ in seen} == {"gw0", "gw1"}
    assert len({url for _, url in seen}) == len(seen) == 2


def test_what_the_workers_found_is_added_up_and_told_once(suite: Suite) -> None:
    ran = suite(
        f"""{LENIENT}{BREACH}
@pytest.mark.parametrize("number", range(6))
def test_it(mockconf, number):
    breach(mockconf)

def test_callback(mockconf):
    mockconf.conference("Support", status_callback="http://127.0.0.1:9/nobody").join()
""",
        *XDIST,
    )
    assert ran.outcomes == {"passed": 7}, ran.output
    assert summary(ran) == "found without failing a test: 6 no-such-path, 1 callback-failed"


def test_nothing_found_is_nothing_said(suite: Suite) -> None:
    ran = suite("def test_it(mockconf): mockconf.conference('Support').join()", *XDIST)
    assert ran.outcomes == {"passed": 1}, ran.output
    assert summary(ran) is None


def test_a_breach_fails_its_test_alone_and_shows_its_timeline(suite: Suite) -> None:
    ran = suite(
        f"""{BREACH}
def test_good(mockconf):
    mockconf.conference("Support").join()

def test_bad(mockconf):
    breach(mockconf)
""",
        *XDIST,
    )
    assert ran.outcomes == {"passed": 1, "failed": 1}, ran.output
    assert list(ran.failures) == ["test_bad"]
    assert "no-such-path" in ran.failure
    assert "GET /nowhere -> 404" in ran.section


def test_options_reach_the_workers(suite: Suite) -> None:
    source = f"{BREACH}\ndef test_it(mockconf):\n    breach(mockconf)\n"
    seeded = "    assert mockconf.chosen.seed == '7:test_it.py::test_it'\n"
    ran = suite(source + seeded, *XDIST, "--mockconf-no-strict", "--mockconf-seed=7")
    assert ran.outcomes == {"passed": 1}, ran.output
