"""The pytest plugin of mockconf. Its names are imported when somebody asks for them, since pytest loads this at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_mockconf.script import MockConf

__all__ = ["MockConf"]


def __getattr__(name: str) -> Any:
    if name == "MockConf":
        from pytest_mockconf.script import MockConf

        return MockConf
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
