"""An event is a photograph of a change, taken at its moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from mockconf.model import Conference, Participant, Recording, Webhook
from mockconf.states import CallStatus, LeaveReason


class Kind(StrEnum):
    """What happened in a conference, in the vocabulary of the vendors' status callbacks."""

    CONFERENCE_START = "conference-start"
    CONFERENCE_END = "conference-end"
    PARTICIPANT_JOIN = "participant-join"
    PARTICIPANT_LEAVE = "participant-leave"
    PARTICIPANT_MUTE = "participant-mute"
    PARTICIPANT_UNMUTE = "participant-unmute"
    PARTICIPANT_HOLD = "participant-hold"
    PARTICIPANT_UNHOLD = "participant-unhold"
    PARTICIPANT_MODIFY = "participant-modify"
    PARTICIPANT_SPEECH_START = "participant-speech-start"
    PARTICIPANT_SPEECH_STOP = "participant-speech-stop"
    ANNOUNCEMENT_END = "announcement-end"
    ANNOUNCEMENT_FAIL = "announcement-fail"


class CallKind(StrEnum):
    """How far a dialled call has come."""

    INITIATED = "initiated"
    RINGING = "ringing"
    ANSWERED = "answered"
    COMPLETED = "completed"


#: Which word of a StatusCallbackEvent parameter asks for an event of a conference.
ASKED_FOR_BY: Mapping[Kind, str] = {
    Kind.CONFERENCE_START: "start",
    Kind.CONFERENCE_END: "end",
    Kind.PARTICIPANT_JOIN: "join",
    Kind.PARTICIPANT_LEAVE: "leave",
    Kind.PARTICIPANT_MUTE: "mute",
    Kind.PARTICIPANT_UNMUTE: "mute",
    Kind.PARTICIPANT_HOLD: "hold",
    Kind.PARTICIPANT_UNHOLD: "hold",
    Kind.PARTICIPANT_MODIFY: "modify",
    Kind.PARTICIPANT_SPEECH_START: "speaker",
    Kind.PARTICIPANT_SPEECH_STOP: "speaker",
    Kind.ANNOUNCEMENT_END: "announcement",
    Kind.ANNOUNCEMENT_FAIL: "announcement",
}


class Event(NamedTuple):
    """A change in a conference: its kind, the records as they were right after it, its number and its moment."""

    kind: Kind
    conference: Conference
    participant: Participant | None
    #: Counts the events of one conference, from 1.
    sequence_number: int
    timestamp: datetime
    #: Of a departure.
    reason_participant_left: LeaveReason | None = None
    participant_call_status: CallStatus | None = None
    #: Of an announcement.
    announce_url: str | None = None
    reason_announcement_failed: str | None = None
    #: Of the end: who took the conference with them.
    ended_by: Participant | None = None

    @property
    def name(self) -> str:
        """Such as `participant-join`."""
        return self.kind.value

    @property
    def owner(self) -> tuple[str, str]:
        """The account and the conference that it belongs to."""
        return self.conference.account_sid, self.conference.sid

    @property
    def webhook(self) -> Webhook | None:
        """Who wants to hear of it."""
        callbacks = self.conference.callbacks
        return _if_asked(callbacks and callbacks.status, ASKED_FOR_BY[self.kind])


class CallEvent(NamedTuple):
    """A step in the progress of a dialled call."""

    kind: CallKind
    participant: Participant
    call_status: CallStatus
    #: Counts the steps of one call that somebody wants to hear of, from 0.
    sequence_number: int
    timestamp: datetime
    #: Of a recorded call, at its end.
    recording: Recording | None = None

    @property
    def name(self) -> str:
        """Such as `call-answered`."""
        return f"call-{self.kind.value}"

    @property
    def owner(self) -> tuple[str, str]:
        """The account and the conference that it belongs to."""
        return self.participant.account_sid, self.participant.conference_sid

    @property
    def webhook(self) -> Webhook | None:
        """Who wants to hear of it."""
        return _if_asked(self.participant.status_callback, self.kind)


class RecordingEvent(NamedTuple):
    """A change of a recording."""

    recording: Recording
    #: Who hears of this recording, whatever the change.
    listener: Webhook | None
    timestamp: datetime

    @property
    def name(self) -> str:
        """Such as `recording-completed`."""
        return f"recording-{self.recording.status.value}"

    @property
    def owner(self) -> tuple[str, str]:
        """The account and the conference that it belongs to."""
        return self.recording.account_sid, self.recording.conference_sid

    @property
    def webhook(self) -> Webhook | None:
        """Who wants to hear of it."""
        return _if_asked(self.listener, self.recording.status)


#: Whatever a callback can tell.
Happened = Event | CallEvent | RecordingEvent


def kinds_of_change(before: Participant, after: Participant) -> list[Kind]:
    """The events that tell how a participant changed, in the order in which they are told."""
    kinds = []
    if before.muted != after.muted:
        kinds.append(Kind.PARTICIPANT_MUTE if after.muted else Kind.PARTICIPANT_UNMUTE)
    if before.hold != after.hold:
        kinds.append(Kind.PARTICIPANT_HOLD if after.hold else Kind.PARTICIPANT_UNHOLD)
    if _modifiable(before) != _modifiable(after):
        kinds.append(Kind.PARTICIPANT_MODIFY)
    return kinds


def _modifiable(one: Participant) -> tuple[object, ...]:
    return (
        one.beep_on_exit,
        one.end_conference_on_exit,
        one.coaching,
        one.call_sid_to_coach,
        one.wait_url,
    )


def _if_asked(listener: Webhook | None, word: str) -> Webhook | None:
    return listener if listener and word in listener.events else None
