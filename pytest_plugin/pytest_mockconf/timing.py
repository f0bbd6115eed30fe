"""The clock of a test: when it is moved, what is due happens, and its callbacks arrive before the test goes on."""

from __future__ import annotations

from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, Any

from mockconf.errors import MockconfError
from pytest_mockconf.steps import shown_at_the_test

if TYPE_CHECKING:
    from pytest_mockconf.script import MockConf


class ScriptClock:
    """The clock of `mockconf`. It stands still until it is moved, and never goes back.

    >>> mockconf.on_dial("+1555*", "ring")
    >>> participants = mockconf.twilio_client().conferences("Support").participants
    >>> created = participants.create(from_="+15017122661", to="+15558675310", timeout=30)
    >>> mockconf.clock.advance(40)  # a phone rings five seconds longer than its Timeout
    >>> mockconf.wait_for("participant-leave").participant_call_status.value
    'no-answer'
    """

    def __init__(self, mock: MockConf) -> None:
        self._mock = mock

    def now(self) -> datetime:
        """The current moment, in UTC."""
        return self._mock.world.clock.now()

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`.

        Raises:
            MockconfError: `seconds` is no number from 0, or leads beyond the calendar.
        """
        __tracebackhide__ = True
        require_seconds("advance", seconds)
        shown_at_the_test(lambda: self._mock.world.clock.advance(seconds))
        self._mock.settle()

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`, which carries a time zone.

        Raises:
            MockconfError: `moment` is none, lies in the past or has no time zone.
        """
        __tracebackhide__ = True
        if not isinstance(moment, datetime):
            raise MockconfError(f"the clock moves to a datetime, and not to {moment!r}")
        shown_at_the_test(lambda: self._mock.world.clock.move_to(moment))
        self._mock.settle()


def require_seconds(name: str, value: Any) -> None:
    """A value is a number of seconds from 0.

    Raises:
        MockconfError: it is not; `name` is what takes it.
    """
    __tracebackhide__ = True
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < inf:
        raise MockconfError(f"{name} takes a number of seconds from 0, and not {value!r}")
