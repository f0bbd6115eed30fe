"""Same seed and same calls give the same bytes, in every process; looking changes nothing that comes later."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from mockconf.exchange import Answer, Request
from mockconf.settings import Settings
from mockconf.world import World
from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.wire import Wire

CALLER = {"From": "+15017122661", "To": "+15558675310"}
#: What is asked of each world, as method, path below the account, and form or query.
STORY: list[tuple[str, str, dict[str, str]]] = [
    ("POST", "Conferences/Room/Participants.json", CALLER | {"Label": "a", "Lable": "x"}),
    ("POST", "Conferences/Room/Participants.xml", CALLER | {"ConferenceRecord": "true"}),
    ("POST", "Conferences/Other/Participants.json", CALLER),
    ("GET", "Conferences.json", {"PageSize": "1"}),
    ("GET", "Conferences.csv", {}),
    ("GET", "Conferences/nobody.json", {}),
    ("POST", "Conferences/Room/Participants.json", CALLER | {"Timeout": "1"}),
    ("GET", "Conferences.xml", {"Status": "in-progress"}),
    ("DELETE", "Conferences.json", {}),
]


def tell(world: World, story: list[tuple[str, str, dict[str, str]]]) -> list[Answer]:
    """The answers to a story."""
    token = b64encode(f"{world.account_sid}:{world.auth_token}".encode()).decode()
    answers = []
    for method, path, given in story:
        query, body = ("", urlencode(given)) if method == "POST" else (urlencode(given), "")
        request = Request(
            method=method,
            path=f"/2010-04-01/Accounts/{world.account_sid}/{path}",
            query=query,
            headers={"authorization": f"Basic {token}"},
            body=body.encode(),
        )
        answers.append(world.answer(request))
    return answers


def fresh(seed: str, conferences: int = 0) -> World:
    world = World(Settings(seed=seed))
    world.populate(conferences)
    return world


def created(wire: Wire, name: str) -> tuple[str, str]:
    shown = wire.dial(name).json
    return shown["conference_sid"], shown["call_sid"]


@pytest.mark.parametrize("conferences", [0, 25], ids=["empty", "populated"])
def test_the_same_seed_and_calls_give_the_same_bytes(conferences: int) -> None:
    one, other = (tell(fresh("seven", conferences), STORY) for _ in range(2))
    assert one == other
    assert {answer.status for answer in one} == {200, 201, 400, 405}


def test_another_seed_gives_other_ids_throughout() -> None:
    worlds = [fresh(seed, conferences=5) for seed in ("seven", "eight")]
    answers = [tell(world, STORY) for world in worlds]
    assert worlds[0].account_sid != worlds[1].account_sid
    assert worlds[0].auth_token != worlds[1].auth_token
    for one, other in zip(*answers, strict=True):
        assert one.headers != other.headers
        assert (one.body != other.body) is (one.status < 300)


def test_reading_does_not_change_what_is_created_later(mock_with: Callable[..., Mock]) -> None:
    quiet, curious = mock_with(seed="same").wire, mock_with(seed="same").wire
    first = created(quiet, "Room")
    assert created(curious, "Room") == first
    for path in ("Conferences.json", f"Conferences/{first[0]}.json", "nowhere.json"):
        for _ in range(3):
            curious.get(path)
    for path in ("health", "conferences", "requests", "findings", "coverage", "clock"):
        curious.control("GET", path)
    curious.send("OPTIONS", "Conferences.json", auth=None)
    curious.get("Conferences.json", auth=None)
    assert created(curious, "Other") == created(quiet, "Other")


def test_a_refused_creation_takes_no_id_away(mock_with: Callable[..., Mock]) -> None:
    quiet, clumsy = mock_with(seed="same").wire, mock_with(seed="same").wire
    assert clumsy.dial("Room", Timeout="1").status == 400
    assert clumsy.dial("Room", CallSidToCoach=f"CA{'0' * 32}").status == 400
    assert clumsy.dial(f"CF{'0' * 32}").status == 400
    assert created(clumsy, "Room") == created(quiet, "Room")


def test_the_events_of_equal_worlds_are_equal() -> None:
    worlds = [fresh("seven"), fresh("seven")]
    for world in worlds:
        tell(world, STORY)
    assert worlds[0].journal.events == worlds[1].journal.events
    assert worlds[0].journal.events


def test_the_findings_of_equal_worlds_are_equal() -> None:
    worlds = [fresh("seven"), fresh("seven")]
    for world in worlds:
        tell(world, STORY)
    told = [[finding for _, finding in world.journal.findings] for world in worlds]
    assert told[0] == told[1]
    assert "unknown-parameter" in {finding.rule for finding in told[0]}


def test_the_fixture_is_seeded_by_the_name_of_its_test(
    mockconf: MockConf, request: pytest.FixtureRequest
) -> None:
    again = World(Settings(seed=request.node.nodeid))
    assert (mockconf.account_sid, mockconf.auth_token) == (again.account_sid, again.auth_token)


DIGEST = """
import sys
from tests.test_determinism import digest
print(digest())
"""


def digest() -> str:
    """A fingerprint of all that a populated world answers."""
    whole = hashlib.sha256()
    for answer in tell(fresh("seven", conferences=25), STORY):
        whole.update(repr(answer).encode())
    return whole.hexdigest()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_another_process_gives_the_same_bytes(hash_seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Asia/Kolkata", "LC_ALL": "C"},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == digest()
