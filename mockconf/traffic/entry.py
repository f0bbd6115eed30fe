"""One recorded request with its answer, whichever tool has recorded it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import NamedTuple, ParamSpec, TypeVar

from mockconf.exchange import Answer, Request
from mockconf.reports.problem import Place

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Entry(NamedTuple):
    """A row of a recording."""

    #: Where it stands in its file.
    place: Place
    #: What was requested, in full.
    url: str
    request: Request
    #: None where no answer was recorded.
    answer: Answer | None
    #: Pointers from the entry to its parts, by the locations of findings and `answer`.
    parts: Mapping[str, str]
    #: The line of the application that sent the request, where the recording knows it.
    call_site: Place | None = None
    #: Whether the body of the answer was recorded.
    has_body: bool = True
    #: Whether secrets were hidden when it was recorded, so that no signature can fit.
    is_redacted: bool = False

    def place_of(self, location: str) -> Place:
        """Where a part of it stands.

        Args:
            location: `path`, `query`, `form`, `header`, `body`, or `answer`.
        """
        return self.place._replace(pointer=self.place.pointer + self.parts.get(location, ""))

    @property
    def header(self) -> Mapping[str, str]:
        """The headers of the answer, by names in lower case."""
        return {name.lower(): value for name, value in self.answer.headers} if self.answer else {}


class Reading(NamedTuple):
    """That an application has read a property of the vendor's answers, or could have been seen to read one."""

    place: Place
    dialect: str
    #: The contract's title of what was read, such as `Participant`.
    resource: str
    #: Empty, and never read, where only the SDK is at work that would show it.
    name: str
    times: int
    #: The first line that read it.
    call_site: Place | None


class Unusable(ValueError):
    """An entry lacks what every recording of its kind has; the text says what."""


def readable(otherwise: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Make a reader tell what an entry lacks: whatever else goes wrong in it is an `Unusable`.

    Args:
        otherwise: what to say where nothing is missing, and something is of the wrong kind.
    """

    def decorate(read: Callable[_P, _R]) -> Callable[_P, _R]:
        @wraps(read)
        def reader(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            try:
                return read(*args, **kwargs)
            except Unusable:
                raise
            except KeyError as error:
                raise Unusable(f"it lacks {error}") from None
            except (TypeError, AttributeError, ValueError, OverflowError):
                raise Unusable(otherwise) from None

        return reader

    return decorate


def request_of(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Request:
    """A request to an absolute URL; the names of the headers are in lower case.

    Raises:
        UnicodeEncodeError: the URL cannot be written down.

    >>> request_of("GET", "https://api.example/a?b=1#c", {}, b"").path
    '/a'
    """
    url.encode()
    start = url.find("/", url.find("://") + 3)
    target = url[start:] if start >= 0 else "/"
    path, _, query = target.partition("#")[0].partition("?")
    return Request(method.upper(), path, query, headers, body)


def told(error: Exception) -> str:
    """What an error of a parser says, in a line."""
    return " ".join(str(error).split())[:300]
