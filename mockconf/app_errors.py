"""Tells, in one sentence, what a mounted application raised and where."""

from __future__ import annotations

import os
from types import TracebackType

from mockconf.transport import Callback, Undeliverable, shown_url

_STANDARD_LIBRARY = os.path.dirname(os.__file__) + os.sep
_PACKAGES = ("site-packages", "dist-packages")
_MOST_SHOWN = 300


def raised(callback: Callback, error: BaseException) -> Undeliverable:
    """The failure of a delivery whose application raised `error`, which has come through one frame of ours."""
    import traceback

    text = " ".join("".join(traceback.format_exception_only(error)).split())[:_MOST_SHOWN]
    where = _origin(error.__traceback__ and error.__traceback__.tb_next)
    return Undeliverable("app", f"the app at {shown_url(callback.url)} raised {text}{where}")


def _origin(step: TracebackType | None) -> str:
    """The innermost line of the application itself: libraries raise deep below what is wrong."""
    innermost = own = ""
    while step:
        file = step.tb_frame.f_code.co_filename
        innermost = f" ({_shown(file)}:{step.tb_lineno})"
        if not _is_library(file):
            own = innermost
        step = step.tb_next
    return own or innermost


def _is_library(file: str) -> bool:
    return file.startswith(("<", _STANDARD_LIBRARY)) or any(name in file for name in _PACKAGES)


def _shown(file: str) -> str:
    here = os.getcwd() + os.sep
    return file.removeprefix(here)
