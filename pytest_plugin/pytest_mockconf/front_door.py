"""One socket for a session, and behind it whichever world the current test has."""

from __future__ import annotations

from typing import Self

from mockconf.server import Server
from mockconf.settings import Settings
from mockconf.site import Site, still_clock
from mockconf.world import World
from mockconf.wsgi import wsgi_app


class FrontDoor:
    """Serves a world from the first test that asks, until the session ends."""

    def __init__(self, settings: Settings) -> None:
        self._site = Site(settings, still_clock)
        self._server = Server(wsgi_app(self._site))

    @property
    def url(self) -> str:
        """Where the mock is reached."""
        return self._server.url

    def open(self, seed: str) -> World:
        """Put a new world behind the door."""
        return self._site.reset(seed)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
