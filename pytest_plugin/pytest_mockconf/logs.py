"""What a test sees of the journal: sequences that stay current and print as a person would write them down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, overload

from mockconf.delivery import Delivery
from mockconf.exchange import Exchange, Finding
from pytest_mockconf import lines
from pytest_mockconf.steps import shown_at_the_test

if TYPE_CHECKING:
    from pytest_mockconf.script import MockConf

_Row = TypeVar("_Row")


class Log(Sequence[_Row], Generic[_Row]):
    """A sequence that is looked up anew whenever it is used, oldest first."""

    #: What one row is called.
    _what = "row"

    def __init__(self, mock: MockConf) -> None:
        self._mock = mock

    def _rows(self) -> list[_Row]:
        raise NotImplementedError

    def _lines(self) -> list[str]:
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> _Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[_Row]: ...
    def __getitem__(self, index: int | slice) -> _Row | list[_Row]:
        return self._rows()[index]

    def __len__(self) -> int:
        return len(self._rows())

    def __iter__(self) -> Iterator[_Row]:
        return iter(self._rows())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._rows() == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        shown = self._lines()
        head = f"{len(shown)} {self._what}{'' if len(shown) == 1 else 's'}"
        return "\n  ".join([head + (":" if shown else ""), *shown])


class Requests(Log[Exchange]):
    """What was asked over the API, each row with `operation`, `request`, `answer` and `findings`.

    >>> conferences = mockconf.twilio_client().conferences.list(status="completed")
    >>> [one.operation for one in mockconf.requests]
    ['ListConference']
    >>> mockconf.requests
    1 request:
      #1 GET Conferences.json?Status=completed -> 200 ListConference
    """

    _what = "request"

    def _rows(self) -> list[Exchange]:
        return self._mock.world.journal.exchanges

    def _lines(self) -> list[str]:
        return [lines.of_exchange(one) for one in self]


class Findings(Log[Finding]):
    """What was wrong with those requests, or worth knowing: each with `rule`, `severity`, `name`, `value`, `nearest`.

    >>> mockconf.findings
    0 findings
    """

    _what = "finding"

    def _rows(self) -> list[Finding]:
        return [found.finding for found in self._mock.ledger.found]

    def _lines(self) -> list[str]:
        return [lines.of_found(found) for found in self._mock.ledger.found]


class Callbacks(Log[Delivery]):
    """The callbacks, each with `event`, `params`, `url`, `outcome` and `status`; and the way to disturb them.

    >>> received = []
    >>> def app(environ, start_response):
    ...     received.append(environ["QUERY_STRING"].partition("SequenceNumber=")[2][0])
    ...     start_response("204 No Content", [])
    ...     return []
    >>> mockconf.mount("https://app.example", app)
    >>> room = mockconf.conference(
    ...     "Support", status_callback="https://app.example/hook", status_callback_method="GET"
    ... )
    >>> mockconf.callbacks.hold()
    >>> alice, bob = room.join(), room.join()
    >>> [one.event for one in mockconf.callbacks.held]
    ['participant-join', 'participant-join', 'conference-start']
    >>> mockconf.callbacks.release(order="reversed", duplicate=[0])
    >>> received
    ['3', '2', '1', '1']
    """

    _what = "callback"

    def _rows(self) -> list[Delivery]:
        return self._mock.world.journal.deliveries

    def _lines(self) -> list[str]:
        return [lines.of_delivery(one) for one in self]

    @property
    def held(self) -> Held:
        """Those that are kept back, in the order of their events; behind them what was released and is not due yet.

        Callbacks that are still under way are waited for.

        Raises:
            MockconfError: some are still under way.
        """
        __tracebackhide__ = True
        self._mock.settle()
        return Held(self._mock)

    def hold(self) -> None:
        """Keep callbacks back from now on, until they are released."""
        self._mock.world.courier.hold()

    def release(
        self,
        order: Literal["reversed"] | Sequence[int] | None = None,
        *,
        duplicate: Collection[int] = (),
        drop: Collection[int] = (),
        after: float = 0.0,
    ) -> None:
        """Let go of those that were kept back, keep back no more, and wait until they have arrived.

        What the callbacks say stays as it was, their SequenceNumbers included.

        Args:
            order: positions in `held`, from 0, of those that leave first; the others follow. Or "reversed".
            duplicate: positions of those that arrive twice.
            drop: positions of those that get lost.
            after: seconds on the world's clock until they leave.

        Raises:
            MockconfError: there is no such position, `after` is no number of seconds, or callbacks are still under way.
        """
        __tracebackhide__ = True
        self._mock.settle()  # or what is about to be held would have no position
        release = self._mock.world.courier.release
        shown_at_the_test(lambda: release(order, duplicate=duplicate, drop=drop, after=after))
        self._mock.settle()

    def drop(self, event: str) -> None:
        """Lose every callback of this event from now on.

        Args:
            event: such as `participant-mute`, `call-answered`, `recording-completed`.

        Raises:
            MockconfError: there is no such event.
        """
        __tracebackhide__ = True
        from pytest_mockconf.vocabulary import require_event

        require_event(event)
        self._mock.world.courier.drop(event)


class Held(Callbacks):
    """The callbacks that are kept back."""

    _what = "held callback"

    def _rows(self) -> list[Delivery]:
        return self._mock.world.courier.held
