"""What the plugin's tests hold in their hands: an app that hears, the SDK without a socket, and suites of somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_mockconf import ConferenceScript, MockConf
from tests.conftest import sdk
from tests.plugin.suites import Ran, run
from tests.plugin.webhooks import APP, HOOK, Heard


@pytest.fixture
def client(mockconf: MockConf) -> Any:
    """The official SDK, as the fixture hands it out."""
    return mockconf.twilio_client()


@pytest.fixture
def over_socket(mockconf: MockConf) -> Any:
    """The SDK as applications use it."""
    return sdk(mockconf.url, mockconf.account_sid, mockconf.auth_token)


@pytest.fixture
def heard(mockconf: MockConf) -> Heard:
    """The forms that a mounted application has received."""
    heard = Heard()
    mockconf.mount(APP, heard.app)
    return heard


@pytest.fixture
def room(mockconf: MockConf, heard: Heard) -> ConferenceScript:
    """A conference without anybody in it, of which the application hears everything."""
    return mockconf.conference("Support", status_callback=HOOK)


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a suite in this process: `suite("def test_it(mockconf): ...", app="...")`."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def start(source: str, *options: str, **modules: str) -> Ran:
        return run(pytester, source, options, modules)

    return start
