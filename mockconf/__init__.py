"""A contract-testing double for conference-call APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from mockconf.world import World

__all__ = ["World", "create_app"]


def create_app(seed_data: int = 0, **settings: Any) -> Flask:
    """The app that `flask --app mockconf run` serves.

    Args:
        seed_data: how many believable conferences are there from the start.
        settings: what overrides the settings of file and environment, by the names of `mockconf.settings.Settings`.
    """
    from mockconf.app import build
    from mockconf.settings import load
    from mockconf.site import Site, running_clock

    return build(Site(load(**settings), running_clock, seed_data))


def __getattr__(name: str) -> Any:
    if name == "World":
        from mockconf.world import World

        return World
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
