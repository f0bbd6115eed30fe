"""What becomes of conferences and participants: the tables of the statuses, put in motion on the store.

Everything here runs under the Switchboard's lock, at the moment that the Switchboard says it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from mockconf.errors import ConferenceInWrongState
from mockconf.events import CallKind, Happened, Kind
from mockconf.model import Conference, ConferenceCallbacks, NewParticipant, Participant
from mockconf.recorder import Recorder
from mockconf.sids import SidFactory
from mockconf.states import (
    ENDINGS,
    LIFE_CYCLE,
    CallStatus,
    ConferenceStatus,
    EndReason,
    Happening,
    LeaveReason,
    ParticipantStatus,
)
from mockconf.store import Store
from mockconf.telling import Teller

#: Where a conference is mixed when no participant named a region.
_DEFAULT_REGION = "us1"

#: What is told of a conference without changing a record.
_HEARD = {
    Kind.PARTICIPANT_SPEECH_START: Happening.SPEAK,
    Kind.PARTICIPANT_SPEECH_STOP: Happening.SPEAK,
    Kind.ANNOUNCEMENT_END: Happening.ANNOUNCE,
    Kind.ANNOUNCEMENT_FAIL: Happening.ANNOUNCE,
}

#: After these a caller's phone is hung up as well; after all others it goes on with the next verb of its TwiML.
_HUNG_UP = (LeaveReason.HUNG_UP, LeaveReason.ENDED_VIA_API)


class Lifecycle:
    """Moves records from one status to the next and tells each change as an Event."""

    def __init__(
        self,
        store: Store,
        sids: SidFactory,
        emit: Callable[[Happened], None],
        *,
        empty_are_absent: bool = False,
    ) -> None:
        self._store = store
        self._sids = sids
        self._teller = Teller(emit)
        self._serials = count(1)
        #: Moves recordings.
        self.recorder = Recorder(
            store, sids, emit, partial(next, self._serials), empty_are_absent=empty_are_absent
        )
        #: When the current change happens.
        self.moment: datetime

    def next_serial(self) -> int:
        """The next number in the order of arrival of all records."""
        return next(self._serials)

    def create(
        self, account_sid: str, friendly_name: str, callbacks: ConferenceCallbacks | None = None
    ) -> Conference:
        """Open a new conference, still empty."""
        conference = Conference(
            sid=self._sids.make("CF"),
            account_sid=account_sid,
            friendly_name=friendly_name,
            date_created=self.moment,
            date_updated=self.moment,
            serial=self.next_serial(),
            callbacks=callbacks,
        )
        self._store.add_conference(conference)
        return conference

    def enter(
        self, conference: Conference, new: NewParticipant, *, is_dialled: bool = False
    ) -> Participant:
        """Queue somebody for `conference`; what the conference takes from its first participants is fixed here."""
        self._happens(conference.sid, Happening.JOIN)
        self._change_conference(conference.sid, **new.fixes(conference))
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
            beep_on_exit=new.beep in ("true", "onExit") if new.beep else None,
            wait_url=new.wait_url,
            is_dialled=is_dialled,
            timeout=new.timeout,
            time_limit=new.time_limit,
            status_callback=new.status_callback,
            is_recorded=new.record_call,
            recording_status_callback=new.recording_status_callback,
        )
        self._store.put_participant(participant)
        return participant

    def call(self, participant: Participant) -> Participant:
        """The call is placed."""
        told = self._teller.progress(
            participant, CallKind.INITIATED, CallStatus.INITIATED, self.moment
        )
        return self.change(told)

    def ring(self, participant: Participant) -> Participant:
        """The callee's phone rings."""
        told = self._teller.progress(participant, CallKind.RINGING, CallStatus.RINGING, self.moment)
        return self.change(told, status=ParticipantStatus.RINGING)

    def connect(self, participant: Participant) -> Participant:
        """The callee answers and is in the conference, which may start it.

        Documented: a conference starts with two participants of whom one may start it ("Voice Conference"). Assumed:
        the second join is told before the start.
        """
        told = self._teller.progress(
            participant, CallKind.ANSWERED, CallStatus.IN_PROGRESS, self.moment
        )
        connected = self.change(told, status=ParticipantStatus.CONNECTED, date_answered=self.moment)
        self.tell(Kind.PARTICIPANT_JOIN, connected.conference_sid, connected)
        self._start_when_ready(connected.conference_sid)
        self.recorder.start_call(self._conference(connected.conference_sid), connected)
        return connected

    def change(self, participant: Participant, **values: Any) -> Participant:
        """Replace the record of a participant by one with other `values`."""
        self._happens(participant.conference_sid, Happening.CHANGE)
        changed = participant._replace(date_updated=self.moment, **values)
        self._store.put_participant(changed)
        return changed

    def depart(
        self,
        participant: Participant,
        reason: LeaveReason | None,
        *,
        kicked: bool = False,
        call_status: CallStatus = CallStatus.CANCELED,
    ) -> None:
        """Somebody leaves; the last one and a moderator take the conference with them.

        Documented: the five reasons of `reason_conference_ended` on Twilio's Conference page.

        Args:
            participant: who leaves.
            reason: what is told of a connected one; None where the vendor documents none, as for a kick.
            kicked: whether the API removed them.
            call_status: how the call ends of one who was not reached.
        """
        conference_sid = participant.conference_sid
        self._happens(conference_sid, Happening.LEAVE)
        self._drop(participant, reason, call_status)
        moderator = participant.is_connected and participant.end_conference_on_exit
        if moderator or not self._store.participants(conference_sid):
            self.end(conference_sid, ENDINGS[moderator, kicked], participant)

    def end(
        self, conference_sid: str, reason: EndReason, ended_by: Participant | None
    ) -> Conference:
        """The conference is over: everybody out, recordings finished.

        Args:
            conference_sid: which one.
            reason: what ended it.
            ended_by: whose call ended it; None when the API did.
        """
        after = self._happens(conference_sid, reason)
        departure = (
            LeaveReason.ENDED_VIA_API
            if reason is EndReason.VIA_API
            else LeaveReason.MODERATOR_ENDED
        )
        for participant in self._store.participants(conference_sid):
            self._drop(participant, departure, CallStatus.CANCELED)
        ended = self._change_conference(
            conference_sid,
            status=after,
            reason_conference_ended=reason,
            call_sid_ending_conference=ended_by and ended_by.call_sid,
        )
        self.tell(Kind.CONFERENCE_END, conference_sid, ended_by=ended_by)
        self.recorder.finish(ended, self.moment)
        return ended

    def announce(self, conference: Conference) -> Conference:
        """Something is announced to the whole conference."""
        self._happens(conference.sid, Happening.ANNOUNCE)
        return self._change_conference(conference.sid)

    def notice(
        self, conference_sid: str, kind: Kind, participant: Participant | None, **details: Any
    ) -> None:
        """Something is heard in the conference: speech, or how an announcement ended."""
        self._happens(conference_sid, _HEARD[kind])
        self.tell(kind, conference_sid, participant, **details)

    def tell(
        self,
        kind: Kind,
        conference_sid: str,
        participant: Participant | None = None,
        **details: Any,
    ) -> None:
        """Photograph what just happened; `details` are fields that only some events have."""
        conference = self._conference(conference_sid)
        self._teller.tell(kind, conference, self.moment, participant, **details)

    def _conference(self, conference_sid: str) -> Conference:
        conference = self._store.conference(conference_sid)
        assert conference is not None, "only conferences of the store live"
        return conference

    def _happens(self, conference_sid: str, what: Happening | EndReason) -> ConferenceStatus:
        status = self._conference(conference_sid).status
        try:
            return LIFE_CYCLE[status, what]
        except KeyError:
            raise ConferenceInWrongState(
                f"{what.value} cannot happen while a conference is {status.value}"
            ) from None

    def _change_conference(self, conference_sid: str, **values: Any) -> Conference:
        changed = self._conference(conference_sid)._replace(date_updated=self.moment, **values)
        self._store.replace_conference(changed)
        return changed

    def _start_when_ready(self, conference_sid: str) -> None:
        """A conference starts with the second participant, if one of those present may start it."""
        conference = self._conference(conference_sid)
        connected = [one for one in self._store.participants(conference_sid) if one.is_connected]
        startable = any(one.start_conference_on_enter for one in connected)
        if conference.status is not ConferenceStatus.INIT or len(connected) < 2 or not startable:
            return
        started = self._change_conference(
            conference_sid,
            status=self._happens(conference_sid, Happening.START),
            region=conference.region or _DEFAULT_REGION,
        )
        self.tell(Kind.CONFERENCE_START, conference_sid)
        if started.record:
            self.recorder.start(started, connected[0].call_sid, self.moment)

    def _drop(
        self, participant: Participant, reason: LeaveReason | None, unreached: CallStatus
    ) -> None:
        """Take somebody out; who was not reached leaves as documented for one who could not be added."""
        self._store.drop_participant(participant)
        call_status = unreached
        if participant.is_connected:
            is_over = participant.is_dialled or reason in _HUNG_UP
            call_status = CallStatus.COMPLETED if is_over else CallStatus.IN_PROGRESS
        gone = participant._replace(
            status=ParticipantStatus.COMPLETE
            if participant.is_connected
            else ParticipantStatus.FAILED,
            date_updated=self.moment,
        )
        self.tell(
            Kind.PARTICIPANT_LEAVE,
            participant.conference_sid,
            gone,
            reason_participant_left=reason if participant.is_connected else LeaveReason.ADD_FAILED,
            participant_call_status=call_status,
        )
        recording = self.recorder.finish_call(gone, self.moment)
        self._teller.progress(gone, CallKind.COMPLETED, call_status, self.moment, recording)
