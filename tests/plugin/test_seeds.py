"""A test has SIDs of its own, and they are the same in every run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
#: Tests that note who they were.
WHO = """
import json
import os
from pathlib import Path

import pytest

@pytest.fixture(autouse=True)
def noted(mockconf, request):
    room = mockconf.conference("Support")
    sids = [mockconf.account_sid, mockconf.auth_token, room.sid, room.join().call_sid]
    Path(os.environ["NOTES"], request.node.name).write_text(json.dumps(sids))

@pytest.mark.parametrize("number", range(4))
def test_numbered(number):
    pass

def test_alone():
    pass

class TestInClass:
    def test_in_class(self):
        pass
"""


@pytest.fixture
def sids(
    suite: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, list[str]]]:
    """Runs six tests with some options: which SIDs each of them had, by their names."""
    runs = iter(range(10))

    def run(*options: str) -> dict[str, list[str]]:
        notes = tmp_path / f"run {next(runs)}"
        notes.mkdir()
        monkeypatch.setenv("NOTES", str(notes))
        ran = suite(WHO, *options)
        assert ran.status == 0, ran.output
        return {file.name: json.loads(file.read_text()) for file in notes.iterdir()}

    return run


def test_every_test_has_sids_of_its_own(sids: Callable[..., dict[str, list[str]]]) -> None:
    seen = [sid for each in sids().values() for sid in each]
    assert len(seen) == len(set(seen)) == 6 * 4


def test_a_test_sees_the_same_sids_in_every_run(sids: Callable[..., dict[str, list[str]]]) -> None:
    assert sids() == sids()


def test_a_test_sees_the_same_sids_alone_and_with_others(
    sids: Callable[..., dict[str, list[str]]],
) -> None:
    everybody, alone = sids(), sids("-k", "test_alone")
    assert alone == {"test_alone": everybody["test_alone"]}


@pytest.mark.parametrize("order", [1, 2])
def test_a_test_sees_the_same_sids_in_any_order(
    sids: Callable[..., dict[str, list[str]]], order: int
) -> None:
    assert sids("-p", "randomly", f"--randomly-seed={order}") == sids()


def test_a_test_sees_the_same_sids_in_any_worker(
    sids: Callable[..., dict[str, list[str]]],
) -> None:
    assert sids("-p", "xdist", "-n2") == sids()


def test_a_seed_of_the_session_changes_every_sid(
    sids: Callable[..., dict[str, list[str]]],
) -> None:
    one, other = sids("--mockconf-seed=7"), sids("--mockconf-seed=8")
    assert one.keys() == other.keys()
    assert not {sid for each in one.values() for sid in each} & {
        sid for each in other.values() for sid in each
    }


@pytest.mark.parametrize(
    ("marker", "option", "expected"),
    [('seed="nine"', "--mockconf-seed=8", "nine"), ("", "--mockconf-seed=8", "8:{id}")],
    ids=["marker", "command line"],
)
def test_a_marker_and_the_command_line_win_over_the_seed_of_the_project(
    suite: Suite, pytester: pytest.Pytester, marker: str, option: str, expected: str
) -> None:
    pytester.makepyprojecttoml('[tool.mockconf]\nseed = "project"\n')
    ran = suite(
        f"""
        import pytest
        from mockconf.settings import Settings
        from mockconf.world import World

        @pytest.mark.mockconf({marker})
        def test_it(mockconf, request):
            seed = {expected!r}.format(id=request.node.nodeid)
            assert mockconf.account_sid == World(Settings(seed=seed)).account_sid
        """,
        option,
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_a_seed_of_the_project_leaves_every_test_sids_of_its_own(
    sids: Callable[..., dict[str, list[str]]], pytester: pytest.Pytester
) -> None:
    pytester.makepyprojecttoml('[tool.mockconf]\nseed = "project"\n')
    seen = [sid for each in sids().values() for sid in each]
    assert len(set(seen)) == 6 * 4
