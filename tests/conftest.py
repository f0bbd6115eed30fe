"""What many tests hold in their hands: the official SDK, a client without manners, and mocks with other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
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
#: Plugins that are here for tests/plugin; a suite that a test writes has them for the asking: `-p xdist`.
COMPANIONS = ("asyncio", "randomly", "rerunfailures", "schemathesis", "timeout", "xdist")
_WITHOUT_COMPANIONS = " ".join(f"-p no:{name}" for name in COMPANIONS)


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


@pytest.fixture(scope="session", autouse=True)
def _companions_stay_away() -> Iterator[None]:
    """Suites that run in processes of their own are not to change with what is installed here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_ADDOPTS", _WITHOUT_COMPANIONS)
        yield


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """That of pytest, which forgets the environment."""
    monkeypatch.setenv("PYTEST_ADDOPTS", _WITHOUT_COMPANIONS)
    return pytester


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Most tests here break the contract on purpose, and look for themselves at what was found."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.mockconf(strict=False))
