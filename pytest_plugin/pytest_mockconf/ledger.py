"""What a mock hears of its worlds as it happens: what went wrong, and the events that somebody waits for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from threading import Condition
from time import monotonic
from typing import NamedTuple

from mockconf.delivery import Delivery, Outcome
from mockconf.events import Happened
from mockconf.exchange import Exchange, Finding
from pytest_mockconf import call_site
from pytest_mockconf.call_site import CallSite

#: How many troubles are kept; of more there is only the number.
_MOST = 1_000
_MOST_EVENTS = 10_000


class Found(NamedTuple):
    """A finding, with what explains it."""

    finding: Finding
    exchange: Exchange
    #: The user's own line; None where that could not be told.
    call_site: CallSite | None


class Unfinished(NamedTuple):
    """Callbacks that were still under way when the test had ended."""

    #: Which, as a sentence.
    message: str


#: What may fail a test: a finding, a callback that failed or was never released, or callbacks that are not finished.
Trouble = Found | Delivery | Unfinished


#: Hears of a row of a journal and, of a request, where it came from.
Follower = Callable[[Exchange | Happened | Delivery, CallSite | None], None]


class Ledger:
    """Listens to the journals of one mock's worlds.

    Args:
        port: where clients of other threads are connected to.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._events: deque[Happened] = deque(maxlen=_MOST_EVENTS)
        self._news = Condition()
        #: In the order in which they came up.
        self.troubles: list[Trouble] = []
        #: How many more there were.
        self.lost = 0
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        """Tell somebody else of every row, and where a request came from."""
        self._followers.append(follower)

    def hear(self, row: Exchange | Happened | Delivery) -> None:
        """Take a row of a journal, on the thread that wrote it."""
        site = None
        if isinstance(row, Exchange):
            if row.findings or self._followers:
                site = call_site.find(self._port)
            self.keep([Found(finding, row, site) for finding in row.findings])
        elif isinstance(row, Delivery):
            if row.outcome is Outcome.FAILED:
                self.keep([row])
        else:
            with self._news:
                self._events.append(row)
                self._news.notify_all()
        for follower in self._followers:
            follower(row, site)

    def keep(self, troubles: Sequence[Trouble]) -> None:
        """Remember what has gone wrong."""
        with self._news:
            room = _MOST - len(self.troubles)
            self.troubles += troubles[:room]
            self.lost += len(troubles[room:])

    def keep_held(self, held: Iterable[Delivery]) -> None:
        """Remember callbacks that nobody has released, once."""
        self.keep([one for one in held if one not in self.troubles])

    def take(self, fits: Callable[[Happened], bool], timeout: float) -> Happened | None:
        """The first event that fits and has not been taken before; None if there is none within `timeout` seconds."""
        deadline = monotonic() + timeout
        with self._news:
            while True:
                for place, event in enumerate(self._events):
                    if fits(event):
                        del self._events[place]
                        return event
                if not self._news.wait(deadline - monotonic()):
                    return None

    @property
    def found(self) -> list[Found]:
        """The findings, oldest first."""
        return [one for one in list(self.troubles) if isinstance(one, Found)]

    @property
    def events(self) -> list[Happened]:
        """Those that nobody has taken, oldest first."""
        with self._news:
            return list(self._events)
