"""Finds the line of the user's own code that made a request, as a breach is mended there and not in an SDK."""

from __future__ import annotations

import gc
import linecache
import os
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import get_ident
from types import FrameType
from typing import NamedTuple

import mockconf
import mockconf_schemas

_HTTP_CLIENT = os.path.join("http", "client.py")
#: What calls tests and fixtures; who calls it may be a user's script.
_RUNNER = f"{os.sep}_pytest{os.sep}"
#: What httpx waits in, and its connections that know where they lead.
_HTTPCORE = f"{os.sep}httpcore{os.sep}"


class CallSite(NamedTuple):
    """A line of the user's code."""

    file: str
    line: int
    #: Where the test, or a fixture of its, was meanwhile, if that is another line.
    on_behalf_of: CallSite | None = None

    @property
    def source(self) -> str:
        """What stands there, without indentation; empty if it cannot be read."""
        return linecache.getline(self.file, self.line).strip()

    def __str__(self) -> str:
        try:
            shown = os.path.relpath(self.file)
        except ValueError:  # another drive
            shown = self.file
        return f"{self.file if shown.startswith('..') else shown}:{self.line}"


def find(port: int) -> CallSite | None:
    """Where the request comes from that is being answered on this thread; None if that cannot be told.

    Args:
        port: where a client of another thread would be connected to.
    """
    here = next(filter(_is_users, _frames(sys._getframe(1))), None)
    if here is not None:  # on the thread of whoever asks
        return _site(here)
    waiting = [
        frame
        for thread, top in _innermost_frames().items()
        if thread != get_ident() and (frame := _waiting(top, port)) is not None
    ]
    return _site(waiting[0]) if len(waiting) == 1 else None


def _innermost_frames() -> dict[int, FrameType]:
    """That of each thread, by the thread's number.

    CPython 3.11 holds a lock meanwhile that the end of a `threading.local` takes too: a garbage collection in between
    would wait for itself, and the session with it.
    """
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        return sys._current_frames()
    finally:
        if is_collecting:
            gc.enable()


def _waiting(top: FrameType, port: int) -> FrameType | None:
    """The user's frame of a thread that waits inside an HTTP client which is connected to `port`, as far as one can see.

    Of a client that does not show its port nothing is known, and nobody is blamed on a guess.
    """
    is_client = False
    for frame in _frames(top):
        if _is_users(frame):
            return frame if is_client else None
        file = frame.f_code.co_filename
        if file.endswith(_HTTP_CLIENT):
            known = getattr(frame.f_locals.get("self"), "port", None)
        elif _HTTPCORE in file:
            known = getattr(getattr(frame.f_locals.get("self"), "_origin", None), "port", None)
        else:
            continue
        if known not in (None, port):
            return None
        is_client = is_client or known == port
    return None


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    """A frame and those that called it, the innermost first."""
    while frame is not None:
        yield frame
        frame = frame.f_back


def _site(frame: FrameType) -> CallSite:
    outermost = frame
    for caller in _frames(frame):
        if _RUNNER in caller.f_code.co_filename:
            break
        if _is_users(caller):
            outermost = caller
    site, test = _line_of(frame), _line_of(outermost)
    return site if site == test else site._replace(on_behalf_of=test)


def _line_of(frame: FrameType) -> CallSite:
    return CallSite(frame.f_code.co_filename, frame.f_lineno)


def _is_users(frame: FrameType) -> bool:
    return _is_users_file(frame.f_code.co_filename)


@lru_cache(maxsize=4096)
def _is_users_file(file: str) -> bool:
    if file.startswith("<"):
        return file.startswith("<doctest ")
    return not os.path.abspath(file).startswith(_others())


@cache
def _others() -> tuple[str, ...]:
    """Folders of code that the user did not write: the standard library, what is installed, and our own."""
    installed = {
        sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")
    }
    installed |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    ours = {str(package.__path__[0]) for package in (mockconf, mockconf_schemas)}
    ours.add(os.path.dirname(__file__))
    programs = {os.path.dirname(sys.executable)}  # `pytest`, where it was started from
    return tuple(
        sorted(os.path.join(os.path.abspath(path), "") for path in installed | ours | programs)
    )
