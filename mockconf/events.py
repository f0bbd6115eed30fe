"""An event is a photograph of a change, taken at its moment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from mockconf.model import Conference, LeaveReason, Participant


class Kind(StrEnum):
    """What happened, in the vocabulary of the vendors' status callbacks."""

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


class Event(NamedTuple):
    """One change: its kind, the records as they were right after it, its number and its moment."""

    kind: Kind
    conference: Conference
    participant: Participant | None
    #: Counts the events of one conference, from 1.
    sequence_number: int
    timestamp: datetime
    reason_participant_left: LeaveReason | None = None


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
