"""Which records a list shall hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from mockconf.model import Conference, Participant, Recording
from mockconf.states import ConferenceStatus, ParticipantStatus, RecordingSource


class Span(NamedTuple):
    """A stretch of time, its start included, its end not; None is open."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of_days(
        cls,
        on: date | None,
        before: date | None,
        after: date | None,
        *,
        whole_last_day: bool,
        zone: tzinfo = UTC,
    ) -> Span:
        """The stretch that three date filters leave: created `on` a day of `zone`, `before` it, `after` it.

        Read literally, `before` goes up to midnight of its day, which takes in the first instant of that day only;
        `whole_last_day` takes in all of it.
        """
        starts = [_midnight(day, zone) for day in (on, after) if day]
        ends = [_end_of(on, zone)] if on else []
        if before:
            literal = _midnight(before, zone) + timedelta(microseconds=1)
            ends.append(_end_of(before, zone) if whole_last_day else literal)
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
    #: Whether somebody can be seen at all, by the status of the conference and their own.
    shows: Callable[[ConferenceStatus, ParticipantStatus], bool] | None = None

    def admits(self, participant: Participant, status: ConferenceStatus) -> bool:
        """Whether `participant` belongs into the list of a conference with that `status`."""
        return (
            (self.shows is None or self.shows(status, participant.status))
            and self.muted in (None, participant.muted)
            and self.hold in (None, participant.hold)
            and self.coaching in (None, participant.coaching)
        )


class RecordingFilter(NamedTuple):
    """Which recordings of an account a list shall hold; None does not filter."""

    created: Span = Span()
    call_sid: str | None = None
    conference_sid: str | None = None

    def admits(self, recording: Recording) -> bool:
        """Whether `recording` belongs into the list."""
        by_conference = recording.source is RecordingSource.CONFERENCE
        return (
            self.created.covers(recording.date_created)
            and self.call_sid in (None, None if by_conference else recording.call_sid)
            and self.conference_sid in (None, recording.conference_sid if by_conference else None)
        )


def _midnight(day: date, zone: tzinfo) -> datetime:
    try:
        return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
    except OverflowError:  # at the end of the calendar, where it is another day in UTC
        return datetime.combine(day, time.min, tzinfo=UTC)


def _end_of(day: date, zone: tzinfo) -> datetime:
    """The next midnight, or the last moment of the calendar."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return _midnight(day + timedelta(days=1), zone)
