"""Finds what an account may see: its own records, as long as they are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from mockconf.clock import months_before
from mockconf.errors import ConferenceUnavailable, NoSuchResource
from mockconf.model import RETENTION_MONTHS, Conference, Participant, Recording
from mockconf.states import ConferenceStatus
from mockconf.store import Store

#: No thirteen months are shorter, so the calendar need not be asked about what is younger.
_SURELY_KEPT = timedelta(days=390)


class Directory:
    """Looks records up. All methods raise NoSuchResource for what is not there, another account's, or too old."""

    def __init__(self, store: Store) -> None:
        self._store = store
        #: When somebody looks.
        self.moment: datetime

    @property
    def oldest(self) -> datetime:
        """What was created before is not shown any more."""
        return months_before(self.moment, RETENTION_MONTHS)

    def conference(self, account_sid: str, sid: str) -> Conference:
        """The conference of this SID."""
        conference = self._store.conference(sid)
        if conference is None or conference.account_sid != account_sid:
            raise NoSuchResource(f"conference {sid}")
        if not self._is_kept(conference):
            raise NoSuchResource(f"conference {sid} any more, after {RETENTION_MONTHS} months")
        return conference

    def enterable(self, account_sid: str, room: str, *, by_sid: bool) -> Conference | None:
        """The conference that somebody joins who asks for `room`; None where a name has no open one.

        Raises:
            ConferenceUnavailable: there is no such SID, or that conference is over.
        """
        if not by_sid:
            there = self._store.open_conference(account_sid, room)
            return there if there and self._is_kept(there) else None
        try:
            conference = self.conference(account_sid, room)
        except NoSuchResource as error:
            raise ConferenceUnavailable(str(error)) from error
        if conference.status is ConferenceStatus.COMPLETED:
            raise ConferenceUnavailable(f"conference {room} has ended")
        return conference

    def participant(self, account_sid: str, sid: str, address: str) -> Participant:
        """Who is in the conference under this CallSid or label."""
        conference = self.conference(account_sid, sid)
        participant = self._store.participant(sid, address)
        if participant is None:
            is_over = conference.status is ConferenceStatus.COMPLETED
            raise NoSuchResource(f"participant {address!r} in {sid}", is_over=is_over)
        return participant

    def anywhere(self, account_sid: str, address: str) -> Participant:
        """Who has this CallSid or label in an open conference; of several with one label the latest to come."""
        for conference in self._store.open_conferences(account_sid):
            participant = self._store.participant(conference.sid, address)
            if participant is not None:
                return participant
        raise NoSuchResource(f"participant {address!r} in any open conference")

    def recording(self, account_sid: str, sid: str, recording_sid: str | None) -> Recording:
        """The recording of this SID; None asks for the one that is running or paused."""
        self.conference(account_sid, sid)
        active = (one for one in self._store.recordings(sid) if one.is_active)
        recording = (
            self._store.recording(sid, recording_sid) if recording_sid else next(active, None)
        )
        if recording is None:
            raise NoSuchResource(f"recording {recording_sid or 'that is running'} in {sid}")
        return recording

    def any_recording(self, account_sid: str, recording_sid: str) -> Recording:
        """The recording of this SID, of a conference or of a call."""
        recording = self._store.any_recording(account_sid, recording_sid)
        if recording is None:
            raise NoSuchResource(f"recording {recording_sid}")
        return recording

    def _is_kept(self, conference: Conference) -> bool:
        age = self.moment - conference.date_created
        return age < _SURELY_KEPT or conference.date_created >= self.oldest
