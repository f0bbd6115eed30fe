"""The one place where conferences change: every door enters here, one at a time, and takes records away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import RLock

from mockconf import rules
from mockconf.agenda import Agenda
from mockconf.clock import ManualClock
from mockconf.directory import Directory
from mockconf.errors import (
    ConferenceInWrongState,
    MockconfError,
)
from mockconf.events import Event, Kind, kinds_of_change
from mockconf.filters import ConferenceFilter, ParticipantFilter, Span
from mockconf.lifecycle import Lifecycle
from mockconf.model import (
    Conference,
    ConferenceStatus,
    EndReason,
    LeaveReason,
    NewParticipant,
    Participant,
    ParticipantChanges,
    Recording,
    RecordingStatus,
)
from mockconf.paging import Page, PageRequest
from mockconf.sids import SidFactory
from mockconf.store import Store


class Switchboard:
    """The only writer of a world. Errors leave everything as it was."""

    def __init__(
        self,
        clock: ManualClock,
        sids: SidFactory,
        emit: Callable[[Event], None],
        answer_after: float = 0.0,
    ) -> None:
        self._clock = clock
        self._store = Store()
        self._find = Directory(self._store)
        self._life = Lifecycle(self._store, sids, emit)
        self._answer_after = answer_after
        self._agenda = Agenda()
        self._lock = RLock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have the switchboard to oneself, after all that was due before, each at its own moment.

        Every method takes a turn; whoever needs several of them undisturbed takes one around them.
        """
        with self._lock:
            now = self._clock.now()
            for due, step in self._agenda.due(now):
                self._life.moment = due
                step()
            self._life.moment = now
            self._find.moment = now
            yield

    def catch_up(self) -> None:
        """Let everything happen that is due on the clock."""
        with self.turn():
            pass

    def fetch_conference(self, account_sid: str, sid: str) -> Conference:
        """The conference of this SID.

        Raises:
            NoSuchResource: the account has none, or it is beyond its retention.
        """
        with self.turn():
            return self._find.conference(account_sid, sid)

    def list_conferences(
        self, account_sid: str, wanted: ConferenceFilter, request: PageRequest
    ) -> Page[Conference]:
        """A page of the account's conferences, newest first."""
        with self.turn():
            kept = wanted.created.within(Span(start=self._find.oldest))
            shown = wanted._replace(created=kept)
            return self._store.page_of_conferences(account_sid, shown, request)

    def open_conference(self, account_sid: str, friendly_name: str) -> Conference:
        """The open conference of this name, made now if there is none."""
        with self.turn():
            there = self._find.enterable(account_sid, friendly_name, by_sid=False)
            return there or self._life.create(account_sid, friendly_name)

    def update_conference(
        self, account_sid: str, sid: str, *, complete: bool = False, announce_url: str | None = None
    ) -> Conference:
        """Announce something to everybody, end the conference, or both.

        Raises:
            ConferenceInWrongState: the conference cannot be completed from where it stands.
            ConferenceNotBridged: there is nobody to announce to.
        """
        with self.turn():
            conference = self._find.conference(account_sid, sid)
            if conference.status is ConferenceStatus.COMPLETED and (complete or announce_url):
                raise ConferenceInWrongState("the conference has ended")
            if complete and conference.status is ConferenceStatus.INIT:
                raise ConferenceInWrongState("the conference has not started")
            if announce_url:
                rules.require_bridge(conference, self._store.participants(sid))
                conference = self._life.announce(conference)
            if complete:
                conference = self._life.end(sid, EndReason.VIA_API, None)
            return conference

    def create_participant(
        self, account_sid: str, room: str, new: NewParticipant, *, by_sid: bool
    ) -> Participant:
        """Dial somebody into the conference of the SID `room`, or into the open one of that name, or into a new one.

        Returns the participant as queued; on the clock the phone rings and is answered.
        """
        with self.turn():
            conference = self._find.enterable(account_sid, room, by_sid=by_sid)
            present = self._store.participants(conference.sid) if conference else []
            rules.require_place(conference, present, new)
            conference = conference or self._life.create(account_sid, room)
            queued = self._life.enter(conference, new)
            self._dial(queued)
            return queued

    def join(self, account_sid: str, sid: str, new: NewParticipant) -> Participant:
        """Somebody calls in by themselves and is connected at once.

        Raises:
            MockconfError: the call is in a conference already.
        """
        with self.turn():
            if new.call_sid and (there := self._store.whereabouts(new.call_sid)):
                raise MockconfError(f"{new.call_sid} is in {there}; let it leave there first")
            conference = self._find.conference(account_sid, sid)
            rules.require_place(conference, self._store.participants(sid), new)
            return self._life.connect(self._life.enter(conference, new))

    def list_participants(
        self, account_sid: str, sid: str, wanted: ParticipantFilter, request: PageRequest
    ) -> Page[Participant]:
        """A page of those who are in the conference, newest first; nobody once it is completed."""
        with self.turn():
            self._find.conference(account_sid, sid)
            return self._store.page_of_participants(sid, wanted, request)

    def fetch_participant(self, account_sid: str, sid: str, address: str) -> Participant:
        """The participant with this CallSid or label.

        Raises:
            NoSuchResource: nobody of that address is in the conference.
        """
        with self.turn():
            return self._find.participant(account_sid, sid, address)

    def update_participant(
        self, account_sid: str, sid: str, address: str, changes: ParticipantChanges
    ) -> Participant:
        """Mute, hold, coach, announce, or change what happens on exit: all of it, or nothing on an error."""
        with self.turn():
            before = self._find.participant(account_sid, sid, address)
            room = self._store.participants(sid)
            values = changes.values | rules.coaching_values(room, before, changes)
            if changes.announce_url:
                rules.require_bridge(self._find.conference(account_sid, sid), room)
            after = self._life.change(before, **values)
            for kind in kinds_of_change(before, after):
                self._life.tell(kind, sid, after)
            return after

    def remove_participant(self, account_sid: str, sid: str, address: str) -> None:
        """Kick somebody out through the API."""
        with self.turn():
            participant = self._find.participant(account_sid, sid, address)
            self._life.depart(participant, None, kicked=True)

    def leave(self, account_sid: str, sid: str, address: str) -> None:
        """Somebody hangs up."""
        with self.turn():
            participant = self._find.participant(account_sid, sid, address)
            self._life.depart(participant, LeaveReason.HUNG_UP, kicked=False)

    def tell(self, account_sid: str, sid: str, kind: Kind, address: str | None = None) -> None:
        """Let something be noticed that changes no record: speech, or how an announcement went."""
        with self.turn():
            participant = self._find.participant(account_sid, sid, address) if address else None
            self._find.conference(account_sid, sid)
            self._life.notice(sid, kind, participant)

    def list_recordings(
        self, account_sid: str, sid: str, created: Span, request: PageRequest
    ) -> Page[Recording]:
        """A page of the recordings of a conference, newest first."""
        with self.turn():
            self._find.conference(account_sid, sid)
            return self._store.page_of_recordings(sid, created, request)

    def fetch_recording(self, account_sid: str, sid: str, recording_sid: str | None) -> Recording:
        """The recording of this SID; None asks for the one that is running or paused."""
        with self.turn():
            return self._find.recording(account_sid, sid, recording_sid)

    def update_recording(
        self,
        account_sid: str,
        sid: str,
        recording_sid: str | None,
        status: RecordingStatus,
        *,
        skip: bool = False,
    ) -> Recording:
        """Pause, resume or stop a recording; a stopped one is completed right after."""
        with self.turn():
            recording = self._find.recording(account_sid, sid, recording_sid)
            rules.require_transition(recording, status)
            moved = self._life.move_recording(recording, status, skip=skip)
            if status is RecordingStatus.STOPPED:
                self._life.move_recording(moved, RecordingStatus.COMPLETED)
            return moved

    def delete_recording(self, account_sid: str, sid: str, recording_sid: str) -> None:
        """Forget a finished recording."""
        with self.turn():
            recording = self._find.recording(account_sid, sid, recording_sid)
            rules.require_finished(recording)
            self._store.drop_recording(recording)

    def restore(self, conference: Conference, participants: list[Participant]) -> None:
        """Take in records that were made elsewhere, such as believable history.

        Raises:
            MockconfError: the name already belongs to an open conference.
        """
        with self.turn():
            taken = self._store.open_conference(conference.account_sid, conference.friendly_name)
            if taken and conference.status is not ConferenceStatus.COMPLETED:
                raise MockconfError(f"{conference.friendly_name!r} is already open; end it first")
            self._store.add_conference(conference)
            for participant in participants:
                self._store.put_participant(participant)

    def next_serial(self) -> int:
        """The next number in the order of arrival of all records."""
        return self._life.next_serial()

    def _dial(self, queued: Participant) -> None:
        """Ring within a second, as one call a second is let through; answer when the settings say."""
        if not self._answer_after:
            self._life.connect(queued)
            return
        ring_after = min(1.0, self._answer_after / 2)
        self._schedule(ring_after, queued, self._life.ring)
        self._schedule(self._answer_after, queued, self._life.connect)

    def _schedule(
        self, seconds: float, participant: Participant, step: Callable[[Participant], object]
    ) -> None:
        def unless_gone() -> None:
            there = self._store.participant(participant.conference_sid, participant.call_sid)
            if there is not None and there.sid == participant.sid:
                step(there)

        with suppress(OverflowError):  # what lies beyond the calendar never comes
            self._agenda.enter(self._life.moment + timedelta(seconds=seconds), unless_gone)
