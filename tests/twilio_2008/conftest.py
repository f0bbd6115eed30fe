"""A client of 2008, and a conference for it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mockconf import shelves
from pytest_mockconf import MockConf
from tests.twilio_2008.old import Old
from tests.wire import Wire


@dataclass(frozen=True)
class Room:
    """A running conference of two, of whom the first does not end it by leaving."""

    sid: str
    alice: str
    bob: str

    @property
    def path(self) -> str:
        return f"Conferences/{self.sid}"

    @property
    def everybody(self) -> str:
        return f"{self.path}/Participants"

    @property
    def first(self) -> str:
        return f"{self.everybody}/{self.alice}"


@pytest.fixture
def old(wire: Wire) -> Old:
    return Old(wire)


@pytest.fixture(params=[0, 1_000], ids=["large", "small"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A world in which everything counts as many, and one in which it counts as few."""
    monkeypatch.setattr(shelves, "_FEW", request.param)


@pytest.fixture
def room(mockconf: MockConf) -> Room:
    conference = mockconf.conference("1234")
    alice = conference.join(label="alice")
    bob = conference.join(label="bob", muted=True, end_conference_on_exit=True)
    return Room(conference.sid, alice.call_sid, bob.call_sid)
