"""What one address serves: the current world, and the control API that can put another in its place."""

from __future__ import annotations

from collections.abc import Callable

from mockconf.clock import DEFAULT_START, ManualClock, RunningClock
from mockconf.exchange import Answer, Request
from mockconf.settings import Settings
from mockconf.world import World

#: All paths of the control API begin so.
CONTROL_BASE = "/_mockconf/"


class Site:
    """Answers whatever comes to an address.

    Args:
        settings: those of its worlds.
        make_clock: gives each new world its clock.
        conferences: how many believable ones are in each new world.
    """

    def __init__(
        self,
        settings: Settings,
        make_clock: Callable[[Settings], ManualClock],
        conferences: int = 0,
    ) -> None:
        self._settings = settings
        self._make_clock = make_clock
        self._conferences = conferences
        #: Who answers now.
        self.world = self._made(settings)

    def reset(self, seed: str | None = None) -> World:
        """Put a new world in the place of the current one, which is closed and goes on unreachable."""
        former = self.world
        self._settings = self._settings._replace(seed=seed or self._settings.seed)
        self.world = self._made(self._settings)
        former.close()
        return self.world

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        if not request.path.startswith(CONTROL_BASE):
            return self.world.answer(request)
        from mockconf import control  # many runs never ask for it

        steering = control.Steering(
            world=self.world, reset=self.reset, token=self._settings.control_token
        )
        return control.answer(steering, request)

    def _made(self, settings: Settings) -> World:
        world = World(settings, clock=self._make_clock(settings))
        world.populate(self._conferences)
        return world


def still_clock(settings: Settings) -> ManualClock:
    """The clock of a test: it stands where the settings say, or where it stands in every run."""
    return ManualClock(settings.now or DEFAULT_START)


def running_clock(settings: Settings) -> ManualClock:
    """The clock of a mock that people use by hand: it runs, from now or from where the settings say."""
    return RunningClock(settings.now)
