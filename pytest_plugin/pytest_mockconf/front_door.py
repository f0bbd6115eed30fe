"""One socket for a session, and behind it the world of the current test; who comes late is sent to where they belong."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from typing import Self

from mockconf.exchange import Answer, Request
from mockconf.server import Server
from mockconf.settings import Settings
from mockconf.site import Site, still_clock
from mockconf.world import World
from mockconf.wsgi import wsgi_app

#: How many worlds of finished tests still answer for themselves, and how many names of their accounts are known.
_MOST_WORLDS = 8
_MOST_NAMES = 20_000
_BEFORE_ACCOUNT = "/Accounts/"
_AFTER_ACCOUNT = re.compile("[/.]")


class FrontDoor:
    """Serves one world after the other, from when it is entered until it is left."""

    def __init__(self) -> None:
        self._lobby = _Lobby()
        self._server = Server(wsgi_app(self._lobby))
        #: What to say in the end of requests that came after their test.
        self.late: Counter[str] = self._lobby.late

    @property
    def url(self) -> str:
        """Where the mock is reached."""
        return self._server.url

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.port

    def open(self, world: World, renew: Callable[[str | None], World]) -> None:
        """Put a world behind the door.

        Args:
            world: it answers from now on.
            renew: makes its successor, when the control API is told to reset it.
        """
        self._lobby.receive(world, renew)

    def close(self, world: World) -> None:
        """Take a world away: its test is over."""
        self._lobby.see_off(world)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()


class _Lobby(Site):
    """Answers by the world that a path names, so that a test never sees a request of another."""

    def __init__(self) -> None:
        self._former: dict[
            str, World
        ] = {}  # by what each vendor calls their accounts, oldest first
        self._latest: deque[World] = deque()  # those that still answer
        self._renew: Callable[[str | None], World] | None = None
        self.late: Counter[str] = Counter()
        super().__init__(Settings(), still_clock)
        #: Answers while there is no test.
        self._nobody = self.world

    def receive(self, world: World, renew: Callable[[str | None], World]) -> None:
        for name in _names_of(world):  # a test that runs again has its names again
            self._former.pop(name, None)
        self.world, self._renew = world, renew

    def see_off(self, world: World) -> None:
        former = self._former
        former.update(
            dict.fromkeys(_names_of(world), world)
        )  # before it goes: no request falls between
        if self.world is world:
            self.world, self._renew = self._nobody, None
        self._latest.append(world)
        if len(self._latest) > _MOST_WORLDS:
            gone = self._latest.popleft()
            names = [name for name in _names_of(gone) if former.get(name) is gone]
            former.update(dict.fromkeys(names, self._nobody))
        while len(former) > _MOST_NAMES:
            del former[next(iter(former))]

    def reset(self, seed: str | None = None) -> World:
        if self._renew is None:
            return super().reset(seed)
        self.world = self._renew(seed)
        return self.world

    def answer(self, request: Request) -> Answer:
        world = self.world
        account = _account_of(request.path)
        if account in _names_of(world):
            return world.answer(request)
        former = self._former.get(account)
        if former is not None:
            self.late["request-after-its-test"] += 1
            return former.answer(request)
        return super().answer(request)


def _account_of(path: str) -> str:
    """What a path calls the account, in either vendor's spelling."""
    _, _, below = path.partition(_BEFORE_ACCOUNT)
    return _AFTER_ACCOUNT.split(below, maxsplit=1)[0]


def _names_of(world: World) -> tuple[str, str]:
    return world.account_sid, world.project_id
