"""What a test holds of a conference and of its callers: each step goes where a REST call goes, and waits for its callbacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from mockconf.filters import ParticipantFilter
from mockconf.model import Conference, NewParticipant
from mockconf.paging import PageRequest
from mockconf.redaction import without_secrets
from pytest_mockconf.asking import (
    require_attributes,
    require_flags,
    require_given,
    require_text,
    webhook,
)
from pytest_mockconf.callers import ParticipantScript
from pytest_mockconf.naming import read_call_sid, shown
from pytest_mockconf.steps import Mock, ScriptError, described, somebody, take

__all__ = ["ConferenceScript", "ParticipantScript", "ScriptError"]

_EVERYBODY = PageRequest(size=1_000)
Method = Literal["GET", "POST"]
_Record = Literal["do-not-record", "record-from-start"]


class ConferenceScript:
    """A conference, as `mockconf.conference("Support")` gives it.

    Attributes:
        friendly_name: its name.
    """

    def __init__(self, mock: Mock, conference: Conference, *, opens_next: bool = False) -> None:
        self._mock = mock
        self._opens_next = opens_next
        self._sid = conference.sid
        self.friendly_name = conference.friendly_name

    @property
    def sid(self) -> str:
        """Its ConferenceSid, as the API shows it that the test speaks."""
        return shown(self._mock.dialect, self._sid)

    @property
    def status(self) -> str:
        """`init`, `in-progress` or `completed`."""
        return self._conference().status.value

    @property
    def participants(self) -> list[ParticipantScript]:
        """Who is in it, oldest first, those included whose phone still rings.

        >>> room = mockconf.conference("Support")
        >>> room.join(label="alice"), room.join(label="bob")
        (<participant alice: connected>, <participant bob: connected>)
        >>> [one.label for one in room.participants]
        ['alice', 'bob']
        """
        present = self._mock.world.switchboard.list_participants(
            self._mock.account_sid, self._sid, ParticipantFilter(), _EVERYBODY
        )
        return [ParticipantScript(self._mock, one) for one in reversed(present.items)]

    def join(
        self,
        call_sid: str | None = None,
        *,
        label: str | None = None,
        muted: bool = False,
        start_conference_on_enter: bool = True,
        end_conference_on_exit: bool = False,
        coach: ParticipantScript | str | None = None,
        beep: Literal["true", "false", "onEnter", "onExit"] | None = None,
        from_: str | None = None,
        to: str | None = None,
        region: str | None = None,
        max_participants: int | None = None,
        record: _Record = "do-not-record",
        wait_url: str | None = None,
        status_callback: str | None = None,
        status_callback_event: str | Iterable[str] | None = None,
        status_callback_method: Method = "POST",
        recording_status_callback: str | None = None,
        recording_status_callback_event: str | Iterable[str] = ("completed",),
        recording_status_callback_method: Method = "POST",
    ) -> ParticipantScript:
        """Let somebody call in, with the attributes of TwiML's `<Conference>`; they are connected at once.

        The first one who joins fixes who hears of the conference, as with the vendor. Of a conference that had ended when
        it was asked for by name, the next one of that name is opened, and is this one from then on.

        Args:
            call_sid: `CA` and 32 hexadecimal digits, or a UUID; made up by default.
            label: at most 128 characters, of one participant only.
            coach: who alone hears them: a participant, a CallSid or a label.
            from_: the number that calls, such as `+15017122661`.
            to: the number that was called.
            max_participants: from 2 to 250.
            status_callback: a URL; it needs `status_callback_event`, as TwiML has no default for it.
            status_callback_event: from `start end join leave mute hold modify speaker announcement`.
            recording_status_callback: a URL, told of a recording that starts with this call.

        Raises:
            ScriptError: the conference is over or full, the label is taken, or the coached call is not there.
            MockconfError: a value is not one that the contract knows.

        >>> alice = mockconf.conference("Support").join(label="alice", muted=True)
        >>> alice.is_muted
        True
        """
        __tracebackhide__ = True
        require_text("from_", from_)
        require_text("to", to)
        require_flags(
            muted=muted,
            start_conference_on_enter=start_conference_on_enter,
            end_conference_on_exit=end_conference_on_exit,
        )
        require_attributes(
            label=label,
            beep=beep,
            region=region,
            max_participants=max_participants,
            record=record,
            wait_url=wait_url,
        )
        if call_sid is not None:
            call_sid = read_call_sid(self._mock.dialect, str(call_sid))
        new = NewParticipant(
            call_sid=call_sid,
            from_=from_,
            to=to,
            label=label,
            muted=muted,
            coaching=coach is not None or None,
            call_sid_to_coach=self._call_sid_of(coach),
            start_conference_on_enter=start_conference_on_enter,
            end_conference_on_exit=end_conference_on_exit,
            beep=beep,
            wait_url=wait_url,
            region=region,
            max_participants=max_participants,
            record=record == "record-from-start",
            conference_status_callback=webhook(
                self._mock.dialect,
                "ConferenceStatusCallback",
                status_callback,
                status_callback_method,
                status_callback_event,
            ),
            conference_recording_status_callback=webhook(
                self._mock.dialect,
                "ConferenceRecordingStatusCallback",
                recording_status_callback,
                recording_status_callback_method,
                recording_status_callback_event,
            ),
        )
        switchboard, account_sid = self._mock.world.switchboard, self._mock.account_sid
        joined = take(
            self._mock,
            label or call_sid or "a caller",
            "cannot join",
            self._sid,
            lambda: switchboard.join(account_sid, self._enterable(), new),
        )
        self._sid, self._opens_next = joined.conference_sid, False
        return ParticipantScript(self._mock, joined)

    def participant(self, address: str) -> ParticipantScript:
        """Whoever is in it under this CallSid or label, however they came.

        Raises:
            ScriptError: nobody is.

        >>> room = mockconf.conference("Support")
        >>> room.join(label="alice") == room.participant("alice")
        True
        """
        __tracebackhide__ = True
        found = somebody(self._mock, address, self._sid)
        return ParticipantScript(self._mock, found)

    def announce(
        self, url: str, *, to: ParticipantScript | str | None = None, fails: str | None = None
    ) -> None:
        """Play an announcement, which ends at once: the event is `announcement-end`, or `-fail`.

        Args:
            url: what is played.
            to: who alone hears it: a participant, a CallSid or a label; by default everybody.
            fails: why it cannot be played, if so.

        Raises:
            ScriptError: the conference has not started, is over, or they are not there.

        >>> room = mockconf.conference("Support")
        >>> alice, bob = room.join(label="alice"), room.join(label="bob")
        >>> room.announce("https://app.example/welcome.xml", to=bob)
        >>> mockconf.wait_for("announcement-end").announce_url
        'https://app.example/welcome.xml'
        """
        __tracebackhide__ = True
        require_given("announce", url)
        require_text("fails", fails)
        switchboard, account_sid = self._mock.world.switchboard, self._mock.account_sid
        address = self._call_sid_of(to)
        take(
            self._mock,
            without_secrets(url),
            "cannot be announced",
            self._sid,
            lambda: switchboard.announce(account_sid, self._sid, address, url, fails),
        )

    def end(self) -> None:
        """End it, as the API would.

        Raises:
            ScriptError: it has not started, or is over.

        >>> room = mockconf.conference("Support")
        >>> alice, bob = room.join(), room.join()
        >>> room.end()
        >>> room.status, alice.status
        ('completed', 'complete')
        """
        __tracebackhide__ = True
        switchboard, account_sid = self._mock.world.switchboard, self._mock.account_sid
        take(
            self._mock,
            f"conference {self.friendly_name!r}",
            "cannot be ended",
            self._sid,
            lambda: switchboard.update_conference(account_sid, self._sid, complete=True),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ConferenceScript):
            return NotImplemented
        return other._mock is self._mock and other._sid == self._sid

    def __hash__(self) -> int:
        return hash(self.friendly_name)  # a join may change the SID, and nothing changes the name

    def __repr__(self) -> str:
        return shown(self._mock.dialect, f"<{described(self._conference())}>")

    def _conference(self) -> Conference:
        switchboard = self._mock.world.switchboard
        return switchboard.fetch_conference(self._mock.account_sid, self._sid)

    def _enterable(self) -> str:
        if not self._opens_next:
            return self._sid
        switchboard, account_sid = self._mock.world.switchboard, self._mock.account_sid
        return switchboard.open_conference(account_sid, self.friendly_name).sid

    def _call_sid_of(self, somebody: ParticipantScript | str | None) -> str | None:
        """The call of somebody who is named by a script, a CallSid or a label."""
        __tracebackhide__ = True
        if somebody is None:
            return None
        if isinstance(somebody, ParticipantScript):
            return somebody._call_sid
        return self.participant(somebody)._call_sid
