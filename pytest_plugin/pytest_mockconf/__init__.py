"""The pytest plugin of mockconf. Its names are imported when somebody asks for them, since pytest loads this at every start.

PYTEST_DONT_REWRITE: there is no assert here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_mockconf.rooms import ConferenceScript, ParticipantScript, ScriptError
    from pytest_mockconf.script import MockConf

__all__ = ["ConferenceScript", "MockConf", "ParticipantScript", "ScriptError"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pytest_mockconf import rooms, script

    return getattr(script if name == "MockConf" else rooms, name)
