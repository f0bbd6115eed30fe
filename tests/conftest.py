"""What many tests hold in their hands: the official SDK, a client without manners, and mocks with other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from twilio.rest import Client

from mockconf.app import build
from mockconf.clock import DEFAULT_START, ManualClock
from mockconf.server import Server
from mockconf.settings import load
from mockconf.site import Site
from mockconf.world import World
from pytest_mockconf import MockConf
from tests.line import basic
from tests.wire import Wire

CALLER = {"From": "+15017122661", "To": "+15558675310"}
AS_SDK = {"from_": "+15017122661", "to": "+15558675310"}


@dataclass(frozen=True)
class Mock:
    """A mock with settings of its own."""

    site: Site
    url: str

    @property
    def world(self) -> World:
        return self.site.world

    @property
    def wire(self) -> Wire:
        return Wire(self.url, self.world.account_sid, self.world.auth_token)

    @property
    def client(self) -> Client:
        return sdk(self.url, self.world.account_sid, self.world.auth_token)


def sdk(url: str, account_sid: str, auth_token: str) -> Client:
    """The official SDK, unmodified, pointed at a mock."""
    client = Client(account_sid, auth_token)
    client.api.base_url = url
    return client


@pytest.fixture
def client(mockconf: MockConf) -> Client:
    return sdk(mockconf.url, mockconf.account_sid, mockconf.auth_token)


@pytest.fixture
def wire(mockconf: MockConf) -> Wire:
    return Wire(mockconf.url, mockconf.account_sid, mockconf.auth_token)


@pytest.fixture
def own(wire: Wire) -> dict[str, str]:
    """The headers that open the account."""
    return {"Authorization": basic(wire.account_sid, wire.auth_token)}


@pytest.fixture
def listing(wire: Wire) -> str:
    """Where the conferences are listed."""
    return f"/2010-04-01/Accounts/{wire.account_sid}/Conferences.json"


@pytest.fixture
def target(wire: Wire) -> str:
    """Where somebody is added to a conference."""
    return f"/2010-04-01/Accounts/{wire.account_sid}/Conferences/Support/Participants.json"


@pytest.fixture
def mock_with(tmp_path: Any) -> Iterator[Callable[..., Mock]]:
    """Starts mocks with other settings: `mock_with(answer_after=3)`; their clocks stand still too."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Mock:
            site = Site(load(tmp_path, {}, **settings), lambda _: ManualClock(DEFAULT_START))
            server = stack.enter_context(Server(build(site)))
            return Mock(site, server.url)

        yield start
