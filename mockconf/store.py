"""The records of a world, and the ordered shelves that make a page cost the page and not the history."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from mockconf.errors import InvalidPageToken
from mockconf.model import Conference, ConferenceStatus, Participant, Rank, Recording
from mockconf.paging import Page, PageRequest, turn


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

    def widened(self, by: timedelta) -> Span:
        """The stretch, beginning earlier by so much, or with the calendar."""
        earliest = datetime.min.replace(tzinfo=UTC) + by
        start = self.start - by if self.start and self.start > earliest else None
        return Span(start=start, end=self.end)

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


class _Room:
    """Who is in an open conference. Dropped when it completes: then nobody is served any more."""

    def __init__(self) -> None:
        self.participants: dict[str, Participant] = {}  # by CallSid
        self.ranks: dict[str, Rank] = {}  # by sid, also of those who left


class _Shelves:
    """The ranks of an account's conferences, ascending."""

    def __init__(self) -> None:
        self.all: list[Rank] = []
        self.by_status: dict[ConferenceStatus, list[Rank]] = {one: [] for one in ConferenceStatus}
        self.by_name: dict[str, list[Rank]] = {}
        #: The longest time between creation and last update: whose update is sought was created shortly before.
        self.longest = timedelta()

    def note_life(self, conference: Conference) -> None:
        """Remember how long conferences are changed after their creation."""
        self.longest = max(self.longest, conference.date_updated - conference.date_created)


class Store:
    """Records by what is unique to them. Only the Switchboard writes here, and it holds a lock meanwhile."""

    def __init__(self) -> None:
        self._conferences: dict[str, Conference] = {}  # by sid
        self._open: dict[tuple[str, str], str] = {}  # (account_sid, friendly_name) -> sid
        self._rooms: dict[str, _Room] = {}  # by conference sid, while open
        self._calls: dict[str, str] = {}  # CallSid -> sid of the conference that it is in
        self._recordings: dict[str, dict[str, Recording]] = {}  # conference sid -> sid -> recording
        self._shelves: dict[str, _Shelves] = {}  # by account_sid

    def __len__(self) -> int:
        return len(self._conferences)

    def conference(self, sid: str) -> Conference | None:
        """The conference of this SID, whatever its account."""
        return self._conferences.get(sid)

    def open_conference(self, account_sid: str, friendly_name: str) -> Conference | None:
        """The one conference of this name that is not completed."""
        sid = self._open.get((account_sid, friendly_name))
        return None if sid is None else self._conferences[sid]

    def add_conference(self, conference: Conference) -> None:
        """Shelve a new conference."""
        rank = conference.rank
        self._conferences[conference.sid] = conference
        shelves = self._shelves.setdefault(conference.account_sid, _Shelves())
        insort(shelves.all, rank)
        insort(shelves.by_status[conference.status], rank)
        insort(shelves.by_name.setdefault(conference.friendly_name, []), rank)
        shelves.note_life(conference)
        if conference.status is not ConferenceStatus.COMPLETED:
            self._open[conference.account_sid, conference.friendly_name] = conference.sid
            self._rooms[conference.sid] = _Room()

    def replace_conference(self, conference: Conference) -> None:
        """Put a newer record in the place of the one with the same SID."""
        before = self._conferences[conference.sid]
        self._conferences[conference.sid] = conference
        self._shelves[conference.account_sid].note_life(conference)
        if before.status is conference.status:
            return
        by_status = self._shelves[conference.account_sid].by_status
        rank = by_status[before.status].pop(bisect_left(by_status[before.status], before.rank))
        insort(by_status[conference.status], rank)
        if conference.status is ConferenceStatus.COMPLETED:
            name = (conference.account_sid, conference.friendly_name)
            if self._open[name] == conference.sid:  # it may have been succeeded when it was too old
                del self._open[name]
            del self._rooms[conference.sid]

    def page_of_conferences(
        self, account_sid: str, wanted: ConferenceFilter, request: PageRequest
    ) -> Page[Conference]:
        """A page of the conferences of an account that `wanted` admits, newest first.

        Raises:
            InvalidPageToken: the token names no conference of this account.
        """
        shelf = self._shortest_shelf(account_sid, wanted)
        at = None
        if request.token:
            marked = self._conferences.get(request.token.sid)
            if marked is None or marked.account_sid != account_sid:
                raise InvalidPageToken(str(request.token))
            at = marked.rank

        def read(sid: str) -> Conference | None:
            conference = self._conferences[sid]
            return conference if wanted.admits(conference) else None

        longest = self._shelves[account_sid].longest if shelf else timedelta()
        span = wanted.created.within(wanted.updated.widened(longest))
        return turn(shelf, request, at, read, *_stretch(shelf, span))

    def _shortest_shelf(self, account_sid: str, wanted: ConferenceFilter) -> list[Rank]:
        shelves = self._shelves.get(account_sid, _Shelves())
        candidates = [shelves.all]
        if wanted.status is not None:
            candidates.append(shelves.by_status[wanted.status])
        if wanted.friendly_name is not None:
            candidates.append(shelves.by_name.get(wanted.friendly_name, []))
        return min(candidates, key=len)

    def participants(self, conference_sid: str) -> list[Participant]:
        """Who is in the conference, in order of arrival; nobody when it is completed."""
        room = self._rooms.get(conference_sid)
        return [] if room is None else list(room.participants.values())

    def participant(self, conference_sid: str, address: str) -> Participant | None:
        """The participant with this CallSid or label."""
        room = self._rooms.get(conference_sid)
        if room is None:
            return None
        if address in room.participants:
            return room.participants[address]
        return next((one for one in room.participants.values() if one.label == address), None)

    def whereabouts(self, call_sid: str) -> str | None:
        """The SID of the conference that a call is in."""
        return self._calls.get(call_sid)

    def page_of_participants(
        self, conference_sid: str, wanted: ParticipantFilter, request: PageRequest
    ) -> Page[Participant]:
        """A page of those in the conference whom `wanted` admits, newest first.

        Raises:
            InvalidPageToken: the token names nobody who was in this conference.
        """
        room = self._rooms.get(conference_sid)
        if room is None:
            return Page(items=[], has_next=False, request=request)
        present = {one.sid: one for one in room.participants.values() if wanted.admits(one)}
        at = _at(request, room.ranks)
        return turn([one.rank for one in present.values()], request, at, present.get)

    def put_participant(self, participant: Participant) -> None:
        """Keep a new participant, or a newer record of one."""
        room = self._rooms[participant.conference_sid]
        room.participants[participant.call_sid] = participant
        room.ranks[participant.sid] = participant.rank
        self._calls[participant.call_sid] = participant.conference_sid

    def drop_participant(self, participant: Participant) -> None:
        """Forget a participant who left."""
        del self._rooms[participant.conference_sid].participants[participant.call_sid]
        del self._calls[participant.call_sid]

    def recordings(self, conference_sid: str) -> list[Recording]:
        """The recordings of a conference, in order of creation."""
        return list(self._recordings.get(conference_sid, {}).values())

    def recording(self, conference_sid: str, sid: str) -> Recording | None:
        """The recording of this SID."""
        return self._recordings.get(conference_sid, {}).get(sid)

    def page_of_recordings(
        self, conference_sid: str, created: Span, request: PageRequest
    ) -> Page[Recording]:
        """A page of the recordings of a conference, newest first.

        Raises:
            InvalidPageToken: the token names no recording of this conference.
        """
        every = self.recordings(conference_sid)
        wanted = {one.sid: one for one in every if created.covers(one.date_created)}
        at = _at(request, {one.sid: one.rank for one in every})
        return turn([one.rank for one in wanted.values()], request, at, wanted.get)

    def put_recording(self, recording: Recording) -> None:
        """Keep a new recording, or a newer record of one."""
        self._recordings.setdefault(recording.conference_sid, {})[recording.sid] = recording

    def drop_recording(self, recording: Recording) -> None:
        """Forget a deleted recording."""
        del self._recordings[recording.conference_sid][recording.sid]


def _at(request: PageRequest, ranks: Mapping[str, Rank]) -> Rank | None:
    if request.token is None:
        return None
    try:
        return ranks[request.token.sid]
    except KeyError:
        raise InvalidPageToken(str(request.token)) from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _end_of(day: date) -> datetime:
    """The next midnight, or the last moment of the calendar."""
    return (
        _midnight(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)
    )


def _stretch(shelf: list[Rank], span: Span) -> tuple[int, int]:
    """The part of a shelf that was created within `span`; a serial of -1 sorts before every rank of its moment."""
    first = bisect_left(shelf, (span.start, -1, "")) if span.start else 0
    last = bisect_left(shelf, (span.end, -1, "")) if span.end else len(shelf)
    return first, last
