"""Fixtures, nothing else. What they need is imported inside them, so that loading the plugin costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_mockconf.front_door import FrontDoor
    from pytest_mockconf.script import MockConf


@pytest.fixture(scope="session")
def mockconf_front_door(pytestconfig: pytest.Config) -> Iterator[FrontDoor]:
    """The socket that all tests of a session share: 127.0.0.1, a free port, the settings of the project."""
    from mockconf.settings import load
    from pytest_mockconf.front_door import FrontDoor

    with FrontDoor(load(pytestconfig.rootpath)) as front_door:
        yield front_door


@pytest.fixture
def mockconf(request: pytest.FixtureRequest, mockconf_front_door: FrontDoor) -> MockConf:
    """A mock of one's own: a new world at the session's address, the same one in every run of the test."""
    from pytest_mockconf.script import MockConf

    return MockConf(mockconf_front_door, seed=request.node.nodeid)
