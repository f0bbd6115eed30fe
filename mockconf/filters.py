"""Which records a list shall hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from mockconf.model import Conference, Participant
from mockconf.states import ConferenceStatus


class Span(NamedTuple):
    """A stretch of time, its start included, its end not; None is open."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of_days(
        cls, on: date | None, before: date | None, after: date | None, *, whole_last_day: bool
    ) -> Span:
        """The stretch that three date filters leave: created `on` a UTC day, `before` it, `after` it.

        Read literally, `before` goes up to midnight of its day, which takes in the first instant of that day only;
        `whole_last_day` takes in all of it.
        """
        starts = [_midnight(day) for day in (on, after) if day]
        ends = [_end_of(on)] if on else []
        if before:
            literal = _midnight(before) + timedelta(microseconds=1)
            ends.append(_end_of(before) if whole_last_day else literal)
        return cls(start=max(starts, default=None), end=min(ends, default=None))

    def within(self, other: Span) -> Span:
        """The stretch that both have."""
        starts = [one.start for one in (self, other) if one.start]
        ends = [one.end for one in (self, other) if one.end]
        return Span(start=max(starts, default=None), end=min(ends, default=None))

    def covers(self, moment: datetime) -> bool:
        """Whether `moment` lies within."""
        return (self.start is None or self.start <= moment) and (
            self.end is None or moment < self.end
        )


class ConferenceFilter(NamedTuple):
    """Which conferences a list shall hold."""

    status: ConferenceStatus | None = None
    friendly_name: str | None = None
    created: Span = Span()
    updated: Span = Span()

    def admits(self, conference: Conference) -> bool:
        """Whether `conference` belongs into the list; its date of creation is looked at elsewhere."""
        return (
            (self.status is None or conference.status is self.status)
            and (self.friendly_name is None or conference.friendly_name == self.friendly_name)
            and self.updated.covers(conference.date_updated)
        )


class ParticipantFilter(NamedTuple):
    """Which participants a list shall hold; None does not filter."""

    muted: bool | None = None
    hold: bool | None = None
    coaching: bool | None = None

    def admits(self, participant: Participant) -> bool:
        """Whether `participant` belongs into the list."""
        return (
            self.muted in (None, participant.muted)
            and self.hold in (None, participant.hold)
            and self.coaching in (None, participant.coaching)
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _end_of(day: date) -> datetime:
    """The next midnight, or the last moment of the calendar."""
    return (
        _midnight(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)
    )
