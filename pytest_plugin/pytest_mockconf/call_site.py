"""Finds the line of the user's own code that made a request, as a breach is mended there and not in an SDK."""

from __future__ import annotations

import gc
import linecache
import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from threading import Lock, get_ident
from types import FrameType
from typing import NamedTuple

import mockconf
import mockconf_schemas

_HTTP_CLIENT = os.path.join("http", "client.py")
#: What calls tests and fixtures; who calls it may be a user's script.
_RUNNER = f"{os.sep}_pytest{os.sep}"
#: What httpx waits in, and its connections that know where they lead.
_HTTPCORE = f"{os.sep}httpcore{os.sep}"


#: For so long, in seconds, no other thread interrupts one that looks at the stacks of all, which takes far less.
_MOMENT = 0.05
_ONE_AT_A_TIME = Lock()


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
    here = list(_lines(sys._getframe(1)))
    if any(_is_users_file(line.file) for line in here):  # on the thread of whoever asks
        return _site(here)
    waiting = [stack for stack in _other_stacks() if _is_waiting(stack, port)]
    return _site(waiting[0]) if len(waiting) == 1 else None


class _Line(NamedTuple):
    """Where a function stands; of an HTTP client also the port that it is connected to."""

    file: str
    line: int
    port: int | None


def _other_stacks() -> list[list[_Line]]:
    """Where every other thread stands, the innermost function first; none where threads need not share an interpreter."""
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        return []
    with _everybody_still():
        frames = sys._current_frames()
        return [list(_lines(top)) for thread, top in frames.items() if thread != get_ident()]


@contextmanager
def _everybody_still() -> Iterator[None]:
    """Keep the other threads from running meanwhile, as a stack must not be walked while it changes.

    For a moment this thread need not share the interpreter. Whoever waits for it already had an older promise, so it is
    let go of once. Nothing is collected either: CPython 3.11 holds a lock while it looks for the stacks that the end of a
    `threading.local` takes too.
    """
    with _ONE_AT_A_TIME:
        interval, is_collecting = sys.getswitchinterval(), gc.isenabled()
        sys.setswitchinterval(_MOMENT)
        os.stat(os.devnull)  # whatever lets go of the interpreter
        gc.disable()
        try:
            yield
        finally:
            if is_collecting:
                gc.enable()
            sys.setswitchinterval(interval)


def _lines(frame: FrameType | None) -> Iterator[_Line]:
    """A stack as plain values, the innermost function first."""
    while frame is not None:
        file = frame.f_code.co_filename
        yield _Line(file, frame.f_lineno, _port_of(file, frame))
        frame = frame.f_back


def _port_of(file: str, frame: FrameType) -> int | None:
    if file.endswith(_HTTP_CLIENT):
        return getattr(frame.f_locals.get("self"), "port", None)
    if _HTTPCORE in file:
        return getattr(getattr(frame.f_locals.get("self"), "_origin", None), "port", None)
    return None


def _is_waiting(stack: list[_Line], port: int) -> bool:
    """Whether a thread waits below the user's code in an HTTP client that is connected to `port`, as far as one can see.

    Of a client that does not show its port nothing is known, and nobody is blamed on a guess.
    """
    ports: list[int] = []
    for line in stack:
        if _is_users_file(line.file):
            return bool(ports) and set(ports) == {port}
        if line.port is not None:
            ports.append(line.port)
    return False


def _site(stack: list[_Line]) -> CallSite:
    """The innermost line of the user's, and the outermost one that the test runner has called."""
    users: list[_Line] = []
    for line in stack:
        if users and _RUNNER in line.file:
            break
        if _is_users_file(line.file):
            users.append(line)
    site, test = (CallSite(one.file, one.line) for one in (users[0], users[-1]))
    return site if site == test else site._replace(on_behalf_of=test)


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
