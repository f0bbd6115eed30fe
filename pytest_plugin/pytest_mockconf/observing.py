"""Sees which properties of the vendor's answers are read, as far as an SDK hands them out as attributes; for whoever tells of it in the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

from mockconf.contract import load

_TWILIO, _SIGNALWIRE = "twilio-2010-04-01", "signalwire"
_ACCOUNT = "twilio.rest.api.v2010.account"
#: The SDK's classes for what is shown, each with an operation that shows it. SignalWire's SDK has Twilio's classes.
_CLASSES = (
    (f"{_ACCOUNT}.conference", "ConferenceInstance", "FetchConference"),
    (f"{_ACCOUNT}.conference.participant", "ParticipantInstance", "FetchParticipant"),
    (f"{_ACCOUNT}.conference.recording", "RecordingInstance", "FetchConferenceRecording"),
    (f"{_ACCOUNT}.recording", "RecordingInstance", "FetchRecording"),
)
#: Whoever reads there is no application; some read whatever there is.
_NOT_APPLICATIONS = frozenset(
    {"twilio", "signalwire", "_pytest", "inspect", "unittest", "copy", "pprint", "pydoc"}
)
#: Where older SDKs keep what newer ones have as attributes.
_INSIDE = "_properties"


class Read(NamedTuple):
    """A property that was read, and where."""

    dialect: str
    resource: str
    name: str
    file: str
    line: int

    @property
    def place(self) -> tuple[str, int]:
        """File and line, as seen from the current folder if it lies there."""
        is_here = self.file.startswith(os.getcwd())
        return os.path.relpath(self.file) if is_here else self.file, self.line


class Observer:
    """Watches the SDK's classes, of which only what comes from a mock is told."""

    def __init__(self) -> None:
        self._listeners: list[tuple[Callable[[str, str], None], Callable[[Read], None]]] = []
        self._known: set[str] = set()  # dialects of which something was handed out
        self._watched: list[Any] = []
        self.urls: set[str] = set()  # of the mocks

    def listen(self, seen: Callable[[str, str], None], read: Callable[[Read], None]) -> None:
        """Tell somebody.

        Args:
            seen: takes dialect and resource of what an SDK hands out, once for each.
            read: takes what is read outside the SDK.
        """
        self._listeners.append((seen, read))

    def install(self) -> None:
        """Begin to watch, if there is an SDK; a second time does nothing.

        It is imported for that, as an application may do so only when its test runs.
        """
        if self._watched:
            return
        for module, name, operation in _CLASSES:
            found = _imported(module, name)
            if found is not None and "__getattribute__" not in vars(found):
                found.__getattribute__ = self._watching(found, operation)
                self._watched.append(found)

    def remove(self) -> None:
        """Leave the SDK as it was."""
        for one in self._watched:
            del one.__getattribute__
        self._watched.clear()

    def _watching(self, watched: Any, operation: str) -> Callable[[Any, str], Any]:
        original = watched.__getattribute__
        names = frozenset({_INSIDE, *_properties(_TWILIO, operation)})
        names |= _properties(_SIGNALWIRE, operation)

        def __getattribute__(instance: Any, name: str) -> Any:
            value = original(instance, name)  # what fails is no read
            if name in names:
                with suppress(Exception):  # whatever an instance is like, its test goes on as ever
                    self._notice(instance, operation, name, sys._getframe(1))
            return value

        return __getattribute__

    def _notice(self, instance: Any, operation: str, name: str, caller: Any) -> None:
        domain = getattr(vars(instance).get("_version"), "domain", None)
        if getattr(domain, "base_url", None) not in self.urls:
            return
        dialect = _dialect_of(getattr(domain, "twilio", None))
        if dialect not in self._known:
            self._known.add(dialect)
            for _, _, shown_by in _CLASSES:
                if resource := _resource(dialect, shown_by):
                    for seen, _ in self._listeners:
                        seen(dialect, resource)
        package = caller.f_globals.get("__name__", "").partition(".")[0]
        if package in _NOT_APPLICATIONS or name not in _properties(dialect, operation):
            return
        place = caller.f_code.co_filename, caller.f_lineno
        one = Read(dialect, str(_resource(dialect, operation)), name, *place)
        for _, read in self._listeners:
            read(one)


def _imported(module: str, name: str) -> Any:
    """A class of the SDK; None where there is none, or where it cannot be imported, which is told whoever needs it."""
    with catch_warnings():
        simplefilter("ignore")
        try:
            return getattr(import_module(module), name, None)
        except Exception:  # noqa: BLE001 - somebody else's code, which may fail in any way
            return None


def _dialect_of(client: Any) -> str:
    is_signalwire = type(client).__module__.partition(".")[0] == "signalwire"
    return _SIGNALWIRE if is_signalwire else _TWILIO


@cache
def _resource(dialect: str, operation: str) -> str | None:
    contract = load(dialect)
    return contract.resource_of(operation) if operation in contract.operations else None


@cache
def _properties(dialect: str, operation: str) -> frozenset[str]:
    resource = _resource(dialect, operation)
    return frozenset(load(dialect).resources[resource]) if resource else frozenset()
