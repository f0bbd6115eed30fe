"""What these tests hold in their hands: a client of SignalWire's, and a conference of two that it can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from mockconf.contract import Operation, load
from pytest_mockconf import MockConf
from pytest_mockconf.rooms import ConferenceScript
from tests.conftest import Mock
from tests.hooks import Stage
from tests.listener import Habit
from tests.wire import Reply, Wire

if TYPE_CHECKING:  # it spells ids by what stands here
    from tests.signalwire.telling import Told

BASE = "/api/laml/2010-04-01"
A, B = "CA" + "a" * 32, "CA" + "b" * 32
CALL_A, CALL_B = (str(UUID(call[2:])) for call in (A, B))
NOBODY = "00000000-0000-0000-0000-000000000000"
NOW = "Mon, 05 Jan 2026 09:00:00 +0000"
MORE_INFO = "https://developer.signalwire.com/compatibility-api/reference/error-codes"

in_both_forms = pytest.mark.parametrize("suffix", ["", ".json"], ids=["bare", "json"])


def uuid(sid: str) -> str:
    """What a SID is called here."""
    return str(UUID(sid[2:]))


def operations() -> dict[str, Operation]:
    """The contract's operations."""
    return load("signalwire").operations


def keys(name: str) -> list[str]:
    """The properties that the contract has of a resource, in their order."""
    answers = operations()[f"Fetch{name}"].answers["200"]
    assert answers is not None
    return list(answers.definition["properties"])


def refused(reply: Reply) -> tuple[int, int]:
    """The HTTP status and the code of an error, which is an object of the four keys."""
    assert list(reply.json) == ["code", "message", "more_info", "status"]
    assert reply.json["status"] == reply.status
    assert reply.json["more_info"] == MORE_INFO
    return reply.error


def sentence(reply: Reply) -> str:
    """The only sentence of an error that is told in sentences."""
    assert (reply.status, list(reply.json)) == (422, ["errors"])
    (text,) = reply.json["errors"]
    return str(text)


def rules(mockconf: MockConf) -> list[tuple[str, str | None]]:
    """What was found so far: each rule and the parameter."""
    return [(finding.rule, finding.name) for _, finding in mockconf.world.journal.findings]


@pytest.fixture
def laml(mockconf: MockConf) -> Wire:
    """A client of the project; its paths are below it."""
    return Wire(mockconf.url, mockconf.world.project_id, mockconf.world.api_token, BASE)


@pytest.fixture
def project(mockconf: MockConf) -> str:
    """The project as paths have it."""
    return f"{BASE}/Accounts/{mockconf.world.project_id}"


@pytest.fixture
def script(mockconf: MockConf) -> ConferenceScript:
    """A running conference of A and B."""
    room = mockconf.conference("Support")
    room.join(call_sid=A, label="agent")
    room.join(call_sid=B)
    return room


@pytest.fixture
def room(script: ConferenceScript) -> str:
    """The path of that conference below the project."""
    return f"Conferences/{uuid(script.sid)}"


@pytest.fixture
def recorded(wire: Wire) -> str:
    """The path of a running conference that is being recorded."""
    created = [wire.dial("Recorded", ConferenceRecord="true").json for _ in range(2)]
    return f"Conferences/{uuid(created[0]['conference_sid'])}"


@pytest.fixture
def recording(laml: Wire, recorded: str) -> str:
    """The path of its recording."""
    (only,) = listed(laml, f"{recorded}/Recordings")
    return f"{recorded}/Recordings/{only['sid']}"


def listed(wire: Wire, path: str) -> list[dict[str, Any]]:
    """The items of a list."""
    reply = wire.get(path)
    assert reply.status == 200, reply.json
    (found,) = [value for value in reply.json.values() if isinstance(value, list)]
    return list(found)


@pytest.fixture
def told(mock_with: Callable[..., Mock]) -> Iterator[Told]:
    from tests.signalwire.telling import Told

    with Stage(mock_with()) as stage:
        yield Told(stage)


@pytest.fixture
def told_to(mock_with: Callable[..., Mock]) -> Iterator[Callable[..., Told]]:
    """Lets the receiver have habits."""
    from tests.signalwire.telling import Told

    stages: list[Stage] = []

    def start(*habits: Habit) -> Told:
        stages.append(Stage(mock_with(), *habits).__enter__())
        return Told(stages[-1])

    yield start
    for stage in stages:
        stage.__exit__(None, None, None)


# Events and forms
