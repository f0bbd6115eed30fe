"""The time of a world: it comes in from outside, so that a test decides what moment it is."""

from __future__ import annotations

import time
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import TIMEOUT_MAX, Lock, Timer

from mockconf.errors import MockconfError

#: Where a manual clock stands unless told otherwise: the same moment in every run.
DEFAULT_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class ManualClock:
    """A clock that stands still until it is moved; it never goes back.

    >>> clock = ManualClock()
    >>> clock.advance(90)
    >>> clock.now().isoformat()
    '2026-01-05T09:01:30+00:00'
    """

    def __init__(self, start: datetime = DEFAULT_START) -> None:
        if start.tzinfo is None:
            raise MockconfError("a clock needs a start with a time zone, for example tzinfo=UTC")
        self._now = start.astimezone(UTC)
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever the clock has been moved, and when a moment comes that `remind` was told.

        Returns what ends that.
        """
        self._listeners = [*self._listeners, listener]

        def stop() -> None:
            self._listeners = [one for one in self._listeners if one is not listener]

        return stop

    def remind(self, moment: datetime) -> None:
        """Something is due at `moment`. A clock that stands still hears of it when it is moved there."""

    def now(self) -> datetime:
        """The current moment, in UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`.

        Raises:
            MockconfError: `seconds` is negative, or leads beyond the calendar.
        """
        try:
            self.move_to(self.now() + timedelta(seconds=seconds))
        except (OverflowError, ValueError) as error:
            raise MockconfError(f"the clock cannot advance by {seconds} seconds") from error

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`, which carries a time zone.

        Raises:
            MockconfError: `moment` lies in the past or has no time zone.
        """
        if moment.tzinfo is None:
            raise MockconfError("the clock needs a moment with a time zone, for example ...+00:00")
        try:
            moment = moment.astimezone(UTC)
        except OverflowError as error:
            raise MockconfError("the clock cannot leave the calendar") from error
        if moment < self.now():
            raise MockconfError(
                f"the clock stands at {self.now().isoformat()} and never goes back; "
                "reset the world to start earlier"
            )
        self._set(moment)
        self._tell()

    def _set(self, moment: datetime) -> None:
        self._now = moment

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


class RunningClock(ManualClock):
    """A clock that also runs by itself, for a mock that people use by hand."""

    def __init__(self, start: datetime | None = None) -> None:
        super().__init__(start or datetime.now(UTC))
        self._runs_from = self._now, time.monotonic()
        self._lock = Lock()
        self._alarm: Timer | None = None
        self._alarm_at: datetime

    def now(self) -> datetime:
        """The current moment, in UTC."""
        start, at = self._runs_from  # read together, or the clock could go back
        try:
            return start + timedelta(seconds=time.monotonic() - at)
        except OverflowError:  # it stops at the end of the calendar
            return datetime.max.replace(tzinfo=UTC)

    def remind(self, moment: datetime) -> None:
        """Let the listeners hear when `moment` comes; one alarm, for the earliest, is enough."""
        with self._lock:
            if self._alarm and self._alarm_at <= moment:
                return
            if self._alarm:
                self._alarm.cancel()
            seconds = (moment - self.now()).total_seconds()
            self._alarm_at = moment
            self._alarm = Timer(min(max(seconds, 0.0), TIMEOUT_MAX), self._ring)
            self._alarm.daemon = True
            self._alarm.start()

    def _ring(self) -> None:
        with self._lock:
            self._alarm = None
        self._tell()

    def _set(self, moment: datetime) -> None:
        with self._lock:  # an alarm rings by the time that ran before
            if self._alarm:
                self._alarm.cancel()
            self._alarm = None
            super()._set(moment)
            self._runs_from = moment, time.monotonic()


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time some calendar months earlier; a day that month lacks becomes its last.

    >>> months_before(datetime(2026, 3, 31, tzinfo=UTC), 13).isoformat()
    '2025-02-28T00:00:00+00:00'
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    if year < 1:
        return datetime.min.replace(tzinfo=UTC)
    last_day = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))
