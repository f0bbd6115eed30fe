"""The records of a world, by what is unique to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mockconf.errors import InvalidPageToken
from mockconf.filters import ConferenceFilter, ParticipantFilter, RecordingFilter, Span
from mockconf.model import Conference, Participant, Rank, Recording, Stream
from mockconf.paging import Page, PageRequest, turn
from mockconf.shelves import Shelves
from mockconf.states import ConferenceStatus, RecordingSource


class _Room:
    """Who is in an open conference. Dropped when it completes: then nobody is served any more."""

    def __init__(self) -> None:
        self.participants: dict[str, Participant] = {}  # by CallSid
        self.ranks: dict[str, Rank] = {}  # by sid, also of those who left


class Store:
    """Records by what is unique to them. Only the Switchboard writes here, and it holds a lock meanwhile."""

    def __init__(self) -> None:
        self._conferences: dict[str, Conference] = {}  # by sid
        self._open: dict[tuple[str, str], str] = {}  # (account_sid, friendly_name) -> sid
        self._rooms: dict[str, _Room] = {}  # by conference sid, while open
        self._calls: dict[str, str] = {}  # CallSid -> sid of the conference that it is in
        self._recordings: dict[str, dict[str, Recording]] = {}  # conference sid -> sid -> recording
        self._by_account: dict[str, dict[str, Recording]] = {}  # those of calls as well
        self._streams: dict[str, dict[str, Stream]] = {}  # conference sid -> sid -> stream
        self._shelves: dict[str, Shelves] = {}  # by account_sid

    def conference(self, sid: str) -> Conference | None:
        """The conference of this SID, whatever its account."""
        return self._conferences.get(sid)

    def open_conference(self, account_sid: str, friendly_name: str) -> Conference | None:
        """The one conference of this name that is not completed."""
        sid = self._open.get((account_sid, friendly_name))
        return None if sid is None else self._conferences[sid]

    def open_conferences(self, account_sid: str) -> list[Conference]:
        """Those that are not completed, newest first."""
        sids = reversed(self._open.items())
        return [self._conferences[sid] for (owner, _), sid in sids if owner == account_sid]

    def add_conference(self, conference: Conference) -> None:
        """Shelve a new conference."""
        self._conferences[conference.sid] = conference
        self._shelves.setdefault(conference.account_sid, Shelves()).add(conference)
        if conference.status is not ConferenceStatus.COMPLETED:
            self._open[conference.account_sid, conference.friendly_name] = conference.sid
            self._rooms[conference.sid] = _Room()

    def replace_conference(self, conference: Conference) -> None:
        """Put a newer record in the place of the one with the same SID."""
        before = self._conferences[conference.sid]
        self._conferences[conference.sid] = conference
        self._shelves[conference.account_sid].move(before, conference)
        if (
            before.status is conference.status
            or conference.status is not ConferenceStatus.COMPLETED
        ):
            return
        name = (conference.account_sid, conference.friendly_name)
        if self._open[name] == conference.sid:  # it may have been succeeded when it was too old
            del self._open[name]
        del self._rooms[conference.sid]

    def page_of_conferences(
        self,
        account_sid: str,
        wanted: ConferenceFilter,
        request: PageRequest,
        newest_by: Literal["creation", "update"] = "creation",
    ) -> Page[Conference]:
        """A page of the conferences of an account that `wanted` admits, newest first.

        Raises:
            InvalidPageToken: the token names no conference of this account.
        """
        at = None
        if request.token:
            marked = self._conferences.get(request.token.sid)
            if marked is None or marked.account_sid != account_sid:
                raise InvalidPageToken(request.token)
            at = marked.rank

        def read(sid: str) -> Conference | None:
            conference = self._conferences[sid]
            admitted = wanted.admits(conference) and wanted.created.covers(conference.date_created)
            return conference if admitted else None

        shelves = self._shelves.get(account_sid) or Shelves()
        if newest_by == "update":
            shelf, first, last = shelves.holding_by_update(wanted, self._conferences.__getitem__)
            return turn(shelf, request, at, read, first, last, shelves.count(wanted))
        shelf, first, last = shelves.holding(wanted, lambda sid: self._conferences[sid].rank)
        return turn(shelf, request, at, read, first, last)

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
            total = 0 if request.by_number else None
            return Page(items=[], has_next=False, request=request, total=total)
        status = self._conferences[conference_sid].status
        everybody = room.participants.values()
        present = {one.sid: one for one in everybody if wanted.admits(one, status)}
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
        self._by_account.setdefault(recording.account_sid, {})[recording.sid] = recording
        if recording.source is RecordingSource.CONFERENCE:
            self._recordings.setdefault(recording.conference_sid, {})[recording.sid] = recording

    def drop_recording(self, recording: Recording) -> None:
        """Forget a deleted recording."""
        del self._by_account[recording.account_sid][recording.sid]
        self._recordings.get(recording.conference_sid, {}).pop(recording.sid, None)

    def any_recording(self, account_sid: str, sid: str) -> Recording | None:
        """The recording of this SID, of a conference or of a call."""
        return self._by_account.get(account_sid, {}).get(sid)

    def page_of_all_recordings(
        self, account_sid: str, wanted: RecordingFilter, request: PageRequest
    ) -> Page[Recording]:
        """A page of the recordings of an account that `wanted` admits, newest first.

        Raises:
            InvalidPageToken: the token names no recording of this account.
        """
        every = self._by_account.get(account_sid, {})
        admitted = {sid: one for sid, one in every.items() if wanted.admits(one)}
        at = _at(request, {sid: one.rank for sid, one in every.items()})
        return turn([one.rank for one in admitted.values()], request, at, admitted.get)

    def streams(self, conference_sid: str) -> dict[str, Stream]:
        """The streams of a conference, by SID."""
        return self._streams.setdefault(conference_sid, {})


def _at(request: PageRequest, ranks: Mapping[str, Rank]) -> Rank | None:
    if request.token is None:
        return None
    try:
        return ranks[request.token.sid]
    except KeyError:
        raise InvalidPageToken(request.token) from None
