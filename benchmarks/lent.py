"""A mock as the fixture lends it, for those who measure without pytest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mockconf.settings import Settings
from mockconf.transport import over_http
from pytest_mockconf.front_door import FrontDoor
from pytest_mockconf.options import Chosen
from pytest_mockconf.script import MockConf

_CHOSEN = Chosen(
    dialect="twilio-2010-04-01", strict=True, settle_timeout=5.0, seed="benchmark", settings={}
)


@contextmanager
def lent() -> Iterator[MockConf]:
    """A mock behind a door of its own."""
    with FrontDoor() as door:
        mock = MockConf(door, _CHOSEN.applied_to(Settings()), over_http, _CHOSEN)
        try:
            yield mock
        finally:
            mock.close()
