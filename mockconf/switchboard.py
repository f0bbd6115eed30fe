"""The one place where conferences change: every door enters here, one at a time, and takes records away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from mockconf import rules
from mockconf.agenda import Agenda
from mockconf.announcer import Announcer
from mockconf.clock import ManualClock
from mockconf.dialling import Dialler, DialRule
from mockconf.directory import Directory
from mockconf.errors import ConferenceInWrongState, MockconfError
from mockconf.events import Happened, Kind, kinds_of_change
from mockconf.filters import ConferenceFilter, ParticipantFilter, Span
from mockconf.lifecycle import Lifecycle
from mockconf.model import (
    Conference,
    ConferenceCallbacks,
    NewParticipant,
    Participant,
    ParticipantChanges,
)
from mockconf.paging import Page, PageRequest
from mockconf.recordings import Recordings
from mockconf.settings import Settings
from mockconf.sids import SidFactory, folded
from mockconf.states import (
    CallOutcome,
    ConferenceStatus,
    EndReason,
    LeaveReason,
)
from mockconf.store import Store
from mockconf.streams import Streams
from mockconf.turns import Turn


class Switchboard:
    """The only writer of a world. Errors leave everything as it was."""

    def __init__(
        self,
        clock: ManualClock,
        sids: SidFactory,
        emit: Callable[[Happened], None],
        settings: Settings,
    ) -> None:
        self._store = Store()
        self._find = Directory(self._store)
        self._life = Lifecycle(
            self._store, sids, emit, empty_are_absent=settings.empty_recordings == "absent"
        )
        self._agenda = Agenda(clock.remind)
        self._dialler = Dialler(self._life, self._store, self._agenda, settings.answer_after)
        self._announcer = Announcer(
            self._life, self._store, self._agenda, settings.announcement_length
        )
        self._turn = Turn(clock, self._agenda, self._life, self._find)
        #: What has been recorded.
        self.recordings = Recordings(self._turn, self._store, self._find, self._life.recorder)
        #: Where its audio is sent.
        self.streams = Streams(self._turn, self._store, self._find, sids)

    def turn(self) -> Turn:
        """Have the switchboard to oneself, after all that was due before, each at its own moment; gives the present one.

        Every method takes a turn; whoever needs several of them undisturbed takes one around them.
        """
        return self._turn

    def catch_up(self) -> None:
        """Let everything happen that is due on the clock."""
        with self._turn:
            pass

    def fetch_conference(self, account_sid: str, sid: str) -> Conference:
        """The conference of this SID.

        Raises:
            NoSuchResource: the account has none, or it is beyond its retention.
        """
        with self._turn:
            return self._find.conference(account_sid, sid)

    def list_conferences(
        self,
        account_sid: str,
        wanted: ConferenceFilter,
        request: PageRequest,
        newest_by: Literal["creation", "update"] = "creation",
    ) -> Page[Conference]:
        """A page of the account's conferences, newest first, by their creation or their last update."""
        with self._turn:
            kept = wanted.created.within(Span(start=self._find.oldest))
            shown = wanted._replace(created=kept)
            return self._store.page_of_conferences(account_sid, shown, request, newest_by)

    def open_conference(
        self, account_sid: str, friendly_name: str, callbacks: ConferenceCallbacks | None = None
    ) -> Conference:
        """The open conference of this name, made now if there is none.

        Raises:
            MockconfError: it is open, and who hears of it has been fixed otherwise.
        """
        with self._turn:
            there = self._find.enterable(account_sid, friendly_name, by_sid=False)
            if there and callbacks and callbacks != there.callbacks:
                raise MockconfError(
                    f"{friendly_name!r} is open already, and its callbacks stay as they were "
                    "fixed; name them where it is opened first"
                )
            return there or self._life.create(account_sid, friendly_name, callbacks)

    def update_conference(
        self, account_sid: str, sid: str, *, complete: bool = False, announce_url: str | None = None
    ) -> Conference:
        """Announce something to everybody, end the conference, or both.

        Raises:
            ConferenceInWrongState: the conference cannot be completed from where it stands.
            ConferenceNotBridged: there is nobody to announce to.
        """
        with self._turn:
            conference = self._find.conference(account_sid, sid)
            if conference.status is ConferenceStatus.COMPLETED and (complete or announce_url):
                raise ConferenceInWrongState("the conference has ended")
            if complete and conference.status is ConferenceStatus.INIT:
                raise ConferenceInWrongState("the conference has not started")
            if announce_url:
                self._announcer.require_bridge(conference)
                conference = self._life.announce(conference)
                self._announcer.end_later(sid, None, announce_url)
            if complete:
                conference = self._life.end(sid, EndReason.VIA_API, None)
            return conference

    def create_participant(
        self, account_sid: str, room: str, new: NewParticipant, *, by_sid: bool
    ) -> Participant:
        """Dial somebody into the conference of the SID `room`, or into the open one of that name, or into a new one.

        Returns the participant as queued; on the clock the phone rings and is answered.
        """
        with self._turn:
            conference = self._find.enterable(account_sid, room, by_sid=by_sid)
            present = self._store.participants(conference.sid) if conference else []
            rules.require_place(conference, present, new)
            conference = conference or self._life.create(account_sid, room)
            queued = self._life.enter(conference, new, is_dialled=True)
            self._dialler.dial(queued)
            return queued

    def join(self, account_sid: str, sid: str, new: NewParticipant) -> Participant:
        """Somebody calls in by themselves and is connected at once.

        Raises:
            MockconfError: the call is in a conference already.
        """
        if new.call_sid:
            new = new._replace(call_sid=folded(new.call_sid))
        with self._turn:
            if new.call_sid and (there := self._store.whereabouts(new.call_sid)):
                raise MockconfError(f"{new.call_sid} is in {there}; let it leave there first")
            conference = self._find.conference(account_sid, sid)
            rules.require_place(conference, self._store.participants(sid), new)
            return self._life.connect(self._life.enter(conference, new))

    def list_participants(
        self, account_sid: str, sid: str, wanted: ParticipantFilter, request: PageRequest
    ) -> Page[Participant]:
        """A page of those who are in the conference, newest first; nobody once it is completed."""
        with self._turn:
            self._find.conference(account_sid, sid)
            return self._store.page_of_participants(sid, wanted, request)

    def fetch_participant(self, account_sid: str, sid: str, address: str) -> Participant:
        """The participant with this CallSid or label.

        Raises:
            NoSuchResource: nobody of that address is in the conference.
        """
        with self._turn:
            return self._find.participant(account_sid, sid, address)

    def find_participant(self, account_sid: str, address: str) -> Participant:
        """Whoever has this CallSid or label in an open conference of the account.

        Raises:
            NoSuchResource: nobody has.
        """
        with self._turn:
            return self._find.anywhere(account_sid, address)

    def update_participant(
        self, account_sid: str, sid: str, address: str, changes: ParticipantChanges
    ) -> Participant:
        """Mute, hold, coach, announce, or change what happens on exit: all of it, or nothing on an error."""
        with self._turn:
            before = self._find.participant(account_sid, sid, address)
            room = self._store.participants(sid)
            values = changes.values | rules.coaching_values(room, before, changes)
            if changes.announce_url:
                self._announcer.require_bridge(self._find.conference(account_sid, sid))
            after = self._life.change(before, **values)
            for kind in kinds_of_change(before, after):
                self._life.tell(kind, sid, after)
            if changes.announce_url:
                self._announcer.end_later(sid, after.call_sid, changes.announce_url)
            return after

    def remove_participant(self, account_sid: str, sid: str, address: str) -> None:
        """Kick somebody out through the API."""
        with self._turn:
            participant = self._find.participant(account_sid, sid, address)
            self._life.depart(participant, None, kicked=True)

    def leave(self, account_sid: str, sid: str, address: str) -> None:
        """Somebody hangs up."""
        with self._turn:
            participant = self._find.participant(account_sid, sid, address)
            self._life.depart(participant, LeaveReason.HUNG_UP)

    def settle_call(self, account_sid: str, sid: str, address: str, outcome: CallOutcome) -> None:
        """Let the callee of somebody who is still on the way do this now.

        Raises:
            MockconfError: the call is not on its way any more.
        """
        with self._turn:
            participant = self._find.participant(account_sid, sid, address)
            self._dialler.settle(participant, outcome)

    def on_dial(self, pattern: str, outcome: CallOutcome, after: float | None = None) -> None:
        """From now on, let callees whose number or address fits `pattern` do this; the newest rule that fits counts."""
        with self._turn:
            self._dialler.add(DialRule(pattern, outcome, after))

    def announce(
        self,
        account_sid: str,
        sid: str,
        address: str | None,
        announce_url: str,
        failure: str | None = None,
    ) -> None:
        """Announce something to everybody, or to the one at `address`; it ends now, or fails as `failure` says.

        Raises:
            ConferenceNotBridged: there is nobody to announce to.
        """
        with self._turn:
            conference = self._find.conference(account_sid, sid)
            participant = self._find.participant(account_sid, sid, address) if address else None
            self._announcer.require_bridge(conference)
            self._life.announce(conference)
            self._announcer.end(sid, participant and participant.call_sid, announce_url, failure)

    def tell(
        self, account_sid: str, sid: str, kind: Kind, address: str | None = None, **details: str
    ) -> None:
        """Let something be noticed that changes no record: speech, or how an announcement went, with its `details`."""
        with self._turn:
            participant = self._find.participant(account_sid, sid, address) if address else None
            self._find.conference(account_sid, sid)
            self._life.notice(sid, kind, participant, **details)

    def restore(self, conference: Conference, participants: list[Participant]) -> None:
        """Take in records that were made elsewhere, such as believable history.

        Raises:
            MockconfError: the name already belongs to an open conference.
        """
        with self._turn:
            taken = self._store.open_conference(conference.account_sid, conference.friendly_name)
            if taken and conference.status is not ConferenceStatus.COMPLETED:
                raise MockconfError(f"{conference.friendly_name!r} is already open; end it first")
            self._store.add_conference(conference)
            for participant in participants:
                self._store.put_participant(participant)

    def next_serial(self) -> int:
        """The next number in the order of arrival of all records."""
        return self._life.next_serial()
