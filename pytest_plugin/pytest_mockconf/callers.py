"""What a test holds of a participant: what they do by themselves, and what is done to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mockconf.errors import MockconfError, NoSuchResource
from mockconf.events import Kind
from mockconf.model import Participant, ParticipantChanges
from mockconf.states import CallOutcome
from pytest_mockconf.asking import require_flags, require_text
from pytest_mockconf.naming import shown
from pytest_mockconf.steps import Mock, name_of, take

if TYPE_CHECKING:
    from pytest_mockconf.rooms import ConferenceScript


class ParticipantScript:
    """Somebody in a conference, or on the way there.

    Every step waits until its callbacks have arrived. One that cannot happen now raises `ScriptError`, which names the state.

    Attributes:
        label: the name by which the API may address them, if they have one.
    """

    def __init__(self, mock: Mock, participant: Participant) -> None:
        self._mock = mock
        self._seen = participant
        self._call_sid = participant.call_sid
        self.label = participant.label

    @property
    def call_sid(self) -> str:
        """The call, as the API shows it that the test speaks."""
        return shown(self._mock.dialect, self._call_sid)

    @property
    def conference(self) -> ConferenceScript:
        """Where they are, or were."""
        from pytest_mockconf.rooms import ConferenceScript

        sid = self._seen.conference_sid
        switchboard = self._mock.world.switchboard
        return ConferenceScript(
            self._mock, switchboard.fetch_conference(self._mock.account_sid, sid)
        )

    @property
    def status(self) -> str:
        """`queued`, `ringing`, `connected`, and once they are gone `complete` or `failed`."""
        return self._participant().status.value

    @property
    def is_muted(self) -> bool:
        """Whether nobody hears them."""
        return self._participant().muted

    @property
    def is_on_hold(self) -> bool:
        """Whether they hear nothing but the hold music."""
        return self._participant().hold

    @property
    def is_coaching(self) -> bool:
        """Whether only the one they coach hears them."""
        return self._participant().coaching

    def leave(self) -> None:
        """They hang up.

        >>> room = mockconf.conference("Support")
        >>> alice = room.join(label="alice")
        >>> alice.leave()
        >>> alice.mute()  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        pytest_mockconf.steps.ScriptError: alice cannot be muted: not in conference 'Support' CF..., which is completed (...)
        """
        __tracebackhide__ = True
        self._do("cannot leave", self._mock.world.switchboard.leave)

    def kick(self) -> None:
        """They are removed, as by a DELETE of the API."""
        __tracebackhide__ = True
        self._do("cannot be kicked", self._mock.world.switchboard.remove_participant)

    def mute(self) -> None:
        """They are muted.

        >>> alice = mockconf.conference("Support").join(label="alice")
        >>> alice.mute()
        >>> alice.is_muted
        True
        """
        __tracebackhide__ = True
        self._change("cannot be muted", muted=True)

    def unmute(self) -> None:
        """They are heard again."""
        __tracebackhide__ = True
        self._change("cannot be unmuted", muted=False)

    def hold(self) -> None:
        """They are put on hold."""
        __tracebackhide__ = True
        self._change("cannot be put on hold", hold=True)

    def unhold(self) -> None:
        """They are taken back from hold."""
        __tracebackhide__ = True
        self._change("cannot be taken from hold", hold=False)

    def modify(
        self,
        *,
        end_conference_on_exit: bool | None = None,
        beep_on_exit: bool | None = None,
        wait_url: str | None = None,
        coach: ParticipantScript | str | None = None,
        coaching: bool | None = None,
    ) -> None:
        """Change what the event `participant-modify` tells; what is not named stays.

        Args:
            coach: who alone hears them from now on: a participant, a CallSid or a label.
            coaching: False ends it, and everybody hears them.

        Raises:
            ScriptError: they are not in the conference, or whom they should coach is not.
            MockconfError: nothing is named.

        >>> room = mockconf.conference("Support")
        >>> agent, supervisor = room.join(label="agent"), room.join(label="supervisor")
        >>> supervisor.modify(coach=agent)
        >>> supervisor.is_coaching
        True
        """
        __tracebackhide__ = True
        require_text("wait_url", wait_url)
        if coach is not None and not isinstance(coach, ParticipantScript):
            coach = self.conference.participant(coach)
        values = {
            "end_conference_on_exit": end_conference_on_exit,
            "beep_on_exit": beep_on_exit,
            "wait_url": wait_url,
            "coaching": coaching,
            "call_sid_to_coach": coach._call_sid if coach else None,
        }
        if not any(value is not None for value in values.values()):
            raise MockconfError(
                "name what is modified, such as modify(end_conference_on_exit=True)"
            )
        flags = ("end_conference_on_exit", "beep_on_exit", "coaching")
        require_flags(**{name: values[name] for name in flags if values[name] is not None})
        self._change("cannot be modified", **values)

    def speak(self) -> None:
        """They start to speak."""
        __tracebackhide__ = True
        self._tell("cannot speak", Kind.PARTICIPANT_SPEECH_START)

    def stop_speaking(self) -> None:
        """They fall silent."""
        __tracebackhide__ = True
        self._tell("cannot stop speaking", Kind.PARTICIPANT_SPEECH_STOP)

    def answer(self) -> None:
        """Their phone rings, and they answer it; this and the four below are for calls that the API dialled.

        >>> mockconf.on_dial("+1555*", "ring")
        >>> support = mockconf.twilio_client().conferences("Support")
        >>> created = support.participants.create(from_="+15017122661", to="+15558675310", label="bob")
        >>> bob = mockconf.participant("bob")
        >>> bob.status
        'queued'
        >>> bob.answer()
        >>> bob.status
        'connected'
        """
        __tracebackhide__ = True
        self._settle_call("cannot answer", CallOutcome.ANSWER)

    def busy(self) -> None:
        """Their line is busy."""
        __tracebackhide__ = True
        self._settle_call("cannot be busy", CallOutcome.BUSY)

    def no_answer(self) -> None:
        """They let it ring, and the call is given up now; `mockconf.clock.advance(70)` waits for that instead."""
        __tracebackhide__ = True
        self._settle_call("cannot leave it unanswered", CallOutcome.NO_ANSWER)

    def fail(self) -> None:
        """They cannot be reached."""
        __tracebackhide__ = True
        self._settle_call("cannot fail", CallOutcome.FAIL)

    def cancel(self) -> None:
        """The call is taken back before they answer."""
        __tracebackhide__ = True
        self._settle_call("cannot be cancelled", CallOutcome.CANCEL)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ParticipantScript):
            return NotImplemented
        return other._mock is self._mock and other._seen.sid == self._seen.sid

    def __hash__(self) -> int:
        return hash(self._seen.sid)

    def __repr__(self) -> str:
        return f"<participant {shown(self._mock.dialect, name_of(self._seen))}: {self.status}>"

    def _participant(self) -> Participant:
        """As they are; of somebody who is gone, as they went."""
        seen, switchboard = self._seen, self._mock.world.switchboard
        try:
            there = switchboard.fetch_participant(
                self._mock.account_sid, seen.conference_sid, seen.call_sid
            )
        except NoSuchResource:
            there = None
        if there is None or there.sid != seen.sid:  # a call may come back as somebody new
            there = next(filter(self._is_me, self._photographs()), seen)
        self._seen = there
        return there

    def _photographs(self) -> list[Participant]:
        events = reversed(self._mock.world.journal.events)
        return [one.participant for one in events if one.participant]

    def _is_me(self, other: Participant) -> bool:
        return other.sid == self._seen.sid

    def _change(self, cannot: str, **values: Any) -> None:
        __tracebackhide__ = True
        changes = ParticipantChanges(**values)
        update = self._mock.world.switchboard.update_participant
        self._do(cannot, lambda account, sid, address: update(account, sid, address, changes))

    def _tell(self, cannot: str, kind: Kind) -> None:
        __tracebackhide__ = True
        tell = self._mock.world.switchboard.tell
        self._do(cannot, lambda account, sid, address: tell(account, sid, kind, address))

    def _settle_call(self, cannot: str, outcome: CallOutcome) -> None:
        __tracebackhide__ = True
        settle_call = self._mock.world.switchboard.settle_call
        self._do(cannot, lambda account, sid, address: settle_call(account, sid, address, outcome))

    def _do(self, cannot: str, step: Callable[[str, str, str], object]) -> None:
        __tracebackhide__ = True
        sid, address = self._seen.conference_sid, self._call_sid
        take(
            self._mock,
            name_of(self._seen),
            cannot,
            sid,
            lambda: step(self._mock.account_sid, sid, address),
        )
