"""What becomes of conferences and participants: the tables of the model, put in motion on the store.

Everything here runs under the Switchboard's lock, at the moment that the Switchboard says it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count

from mockconf.errors import ConferenceInWrongState
from mockconf.events import Event, Kind
from mockconf.model import (
    ENDINGS,
    LIFE_CYCLE,
    Conference,
    ConferenceStatus,
    EndReason,
    Happening,
    LeaveReason,
    NewParticipant,
    Participant,
    ParticipantStatus,
    Recording,
    RecordingStatus,
)
from mockconf.sids import SidFactory
from mockconf.store import Store

#: Where a conference is mixed when no participant named a region.
_DEFAULT_REGION = "us1"

#: What is told of a conference without changing a record.
_HEARD = {
    Kind.PARTICIPANT_SPEECH_START: Happening.SPEAK,
    Kind.PARTICIPANT_SPEECH_STOP: Happening.SPEAK,
    Kind.ANNOUNCEMENT_END: Happening.ANNOUNCE,
    Kind.ANNOUNCEMENT_FAIL: Happening.ANNOUNCE,
}


class Lifecycle:
    """Moves records from one status to the next and tells each change as an Event."""

    def __init__(self, store: Store, sids: SidFactory, emit: Callable[[Event], None]) -> None:
        self._store = store
        self._sids = sids
        self._emit = emit
        self._serials = count(1)
        self._events_of: dict[str, int] = {}  # open conference sid -> number of events so far
        #: When the current change happens.
        self.moment: datetime

    def next_serial(self) -> int:
        """The next number in the order of arrival of all records."""
        return next(self._serials)

    def create(self, account_sid: str, friendly_name: str) -> Conference:
        """Open a new conference, still empty."""
        conference = Conference(
            sid=self._sids.make("CF"),
            account_sid=account_sid,
            friendly_name=friendly_name,
            date_created=self.moment,
            date_updated=self.moment,
            serial=self.next_serial(),
        )
        self._store.add_conference(conference)
        return conference

    def enter(self, conference: Conference, new: NewParticipant) -> Participant:
        """Queue somebody for `conference`; what the conference takes from its first participants is fixed here."""
        self._happens(conference.sid, Happening.JOIN)
        self._change_conference(
            conference.sid,
            region=conference.region or new.region,
            max_participants=conference.max_participants or new.max_participants,
            record=conference.record or (new.record and conference.status is ConferenceStatus.INIT),
        )
        participant = Participant(
            sid=self._sids.make("CP"),
            call_sid=new.call_sid or self._sids.make("CA"),
            account_sid=conference.account_sid,
            conference_sid=conference.sid,
            date_created=self.moment,
            date_updated=self.moment,
            serial=self.next_serial(),
            from_=new.from_,
            to=new.to,
            label=new.label,
            muted=new.muted,
            coaching=bool(new.call_sid_to_coach) if new.coaching is None else new.coaching,
            call_sid_to_coach=None if new.coaching is False else new.call_sid_to_coach,
            start_conference_on_enter=new.start_conference_on_enter,
            end_conference_on_exit=new.end_conference_on_exit,
            wait_url=new.wait_url,
        )
        self._store.put_participant(participant)
        return participant

    def ring(self, participant: Participant) -> Participant:
        """The callee's phone rings."""
        return self.change(participant, status=ParticipantStatus.RINGING)

    def connect(self, participant: Participant) -> Participant:
        """The callee answers and is in the conference, which may start it.

        Documented: a conference starts with two participants of whom one may start it ("Voice Conference"). Assumed:
        the second join is told before the start.
        """
        connected = self.change(participant, status=ParticipantStatus.CONNECTED)
        self.tell(Kind.PARTICIPANT_JOIN, connected.conference_sid, connected)
        self._start_when_ready(connected.conference_sid)
        return connected

    def change(self, participant: Participant, **values: object) -> Participant:
        """Replace the record of a participant by one with other `values`."""
        self._happens(participant.conference_sid, Happening.CHANGE)
        changed = participant._replace(date_updated=self.moment, **values)  # type: ignore[arg-type]
        self._store.put_participant(changed)
        return changed

    def depart(self, participant: Participant, reason: LeaveReason | None, *, kicked: bool) -> None:
        """Somebody leaves; the last one and a moderator take the conference with them.

        Documented: the five reasons of `reason_conference_ended` on Twilio's Conference page.

        Args:
            participant: who leaves.
            reason: what is told of a connected one; None where the vendor documents none, as for a kick.
            kicked: whether the API removed them.
        """
        conference_sid = participant.conference_sid
        self._happens(conference_sid, Happening.LEAVE)
        was_in = participant.status is ParticipantStatus.CONNECTED
        self._drop(participant, reason if was_in else LeaveReason.ADD_FAILED)
        moderator = was_in and participant.end_conference_on_exit
        if moderator or not self._store.participants(conference_sid):
            self.end(conference_sid, ENDINGS[moderator, kicked], participant.call_sid)

    def end(self, conference_sid: str, reason: EndReason, call_sid: str | None) -> Conference:
        """The conference is over: everybody out, recordings finished.

        Args:
            conference_sid: which one.
            reason: what ended it.
            call_sid: the call that ended it; None when the API did.
        """
        after = self._happens(conference_sid, reason)
        departure = (
            LeaveReason.ENDED_VIA_API
            if reason is EndReason.VIA_API
            else LeaveReason.MODERATOR_ENDED
        )
        for participant in self._store.participants(conference_sid):
            self._drop(participant, departure)
        for recording in self._store.recordings(conference_sid):
            if recording.status is not RecordingStatus.COMPLETED:
                self.move_recording(recording, RecordingStatus.COMPLETED)
        ended = self._change_conference(
            conference_sid,
            status=after,
            reason_conference_ended=reason,
            call_sid_ending_conference=call_sid,
        )
        self.tell(Kind.CONFERENCE_END, conference_sid)
        del self._events_of[conference_sid]
        return ended

    def announce(self, conference: Conference) -> Conference:
        """Something is announced to the whole conference."""
        self._happens(conference.sid, Happening.ANNOUNCE)
        return self._change_conference(conference.sid)

    def notice(self, conference_sid: str, kind: Kind, participant: Participant | None) -> None:
        """Something is heard in the conference: speech, or the end of an announcement."""
        self._happens(conference_sid, _HEARD[kind])
        self.tell(kind, conference_sid, participant)

    def move_recording(
        self, recording: Recording, status: RecordingStatus, *, skip: bool = False
    ) -> Recording:
        """Put a recording into `status`; a pause is recorded as silence, unless it is to be skipped."""
        goes_on = status is RecordingStatus.IN_PROGRESS or (
            status is RecordingStatus.PAUSED and not skip
        )
        stretch = 0.0
        if recording.running_since is not None:
            stretch = (self.moment - recording.running_since).total_seconds()
        moved = recording._replace(
            status=status,
            date_updated=self.moment,
            recorded=recording.recorded + stretch,
            running_since=self.moment if goes_on else None,
        )
        self._store.put_recording(moved)
        return moved

    def tell(
        self,
        kind: Kind,
        conference_sid: str,
        participant: Participant | None = None,
        reason_participant_left: LeaveReason | None = None,
    ) -> None:
        """Photograph what just happened."""
        conference = self._store.conference(conference_sid)
        assert conference is not None, "only conferences of the store are told about"
        number = self._events_of.get(conference_sid, 0) + 1
        self._events_of[conference_sid] = number
        self._emit(
            Event(
                kind=kind,
                conference=conference,
                participant=participant,
                sequence_number=number,
                timestamp=self.moment,
                reason_participant_left=reason_participant_left,
            )
        )

    def _happens(self, conference_sid: str, what: Happening | EndReason) -> ConferenceStatus:
        conference = self._store.conference(conference_sid)
        assert conference is not None, "only conferences of the store change"
        try:
            return LIFE_CYCLE[conference.status, what]
        except KeyError:
            raise ConferenceInWrongState(
                f"{what.value} cannot happen while a conference is {conference.status.value}"
            ) from None

    def _change_conference(self, conference_sid: str, **values: object) -> Conference:
        conference = self._store.conference(conference_sid)
        assert conference is not None, "only conferences of the store change"
        changed = conference._replace(date_updated=self.moment, **values)  # type: ignore[arg-type]
        self._store.replace_conference(changed)
        return changed

    def _start_when_ready(self, conference_sid: str) -> None:
        """A conference starts with the second participant, if one of those present may start it."""
        conference = self._store.conference(conference_sid)
        connected = [
            one
            for one in self._store.participants(conference_sid)
            if one.status is ParticipantStatus.CONNECTED
        ]
        startable = any(one.start_conference_on_enter for one in connected)
        if conference is None or conference.status is not ConferenceStatus.INIT:
            return
        if len(connected) < 2 or not startable:
            return
        self._change_conference(
            conference_sid,
            status=self._happens(conference_sid, Happening.START),
            region=conference.region or _DEFAULT_REGION,
        )
        self.tell(Kind.CONFERENCE_START, conference_sid)
        if conference.record:
            self._record(conference, connected[0].call_sid)

    def _record(self, conference: Conference, call_sid: str) -> None:
        self._store.put_recording(
            Recording(
                sid=self._sids.make("RE"),
                account_sid=conference.account_sid,
                conference_sid=conference.sid,
                call_sid=call_sid,
                date_created=self.moment,
                date_updated=self.moment,
                start_time=self.moment,
                serial=self.next_serial(),
                running_since=self.moment,
            )
        )

    def _drop(self, participant: Participant, reason: LeaveReason | None) -> None:
        self._store.drop_participant(participant)
        connected = participant.status is ParticipantStatus.CONNECTED
        gone = participant._replace(
            status=ParticipantStatus.COMPLETE if connected else ParticipantStatus.FAILED,
            date_updated=self.moment,
        )
        self.tell(Kind.PARTICIPANT_LEAVE, participant.conference_sid, gone, reason)
