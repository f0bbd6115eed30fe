"""The records of a conference and the tables of what may happen to them. No HTTP, no vendor's spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self


class ConferenceStatus(StrEnum):
    """Where a conference stands in its life."""

    INIT = "init"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class ParticipantStatus(StrEnum):
    """Where the call of a participant stands."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    RINGING = "ringing"
    CONNECTED = "connected"
    COMPLETE = "complete"
    FAILED = "failed"


class RecordingStatus(StrEnum):
    """Where a conference recording stands."""

    IN_PROGRESS = "in-progress"
    PAUSED = "paused"
    STOPPED = "stopped"
    PROCESSING = "processing"
    COMPLETED = "completed"
    ABSENT = "absent"


class EndReason(StrEnum):
    """What ended a conference."""

    VIA_API = "conference-ended-via-api"
    MODERATOR_LEFT = "participant-with-end-conference-on-exit-left"
    MODERATOR_KICKED = "participant-with-end-conference-on-exit-kicked"
    LAST_KICKED = "last-participant-kicked"
    LAST_LEFT = "last-participant-left"


class Happening(StrEnum):
    """What can happen in a conference without ending it."""

    JOIN = "join"
    START = "start"
    CHANGE = "change"
    SPEAK = "speak"
    ANNOUNCE = "announce"
    LEAVE = "leave"


class LeaveReason(StrEnum):
    """Why a participant is no longer in the conference."""

    ENDED_VIA_API = "conference_ended_via_api"
    MODERATOR_ENDED = "moderator_ended_conference"
    UPDATED_VIA_API = "participant_updated_via_api"
    HUNG_UP = "participant_hung_up"
    ADD_FAILED = "participant_add_failed"


_INIT = ConferenceStatus.INIT
_RUNNING = ConferenceStatus.IN_PROGRESS
_ENDED = ConferenceStatus.COMPLETED

#: The life of a conference: what may happen in which status, and the status after it. What is not here is forbidden.
LIFE_CYCLE: Mapping[tuple[ConferenceStatus, Happening | EndReason], ConferenceStatus] = {
    (_INIT, Happening.JOIN): _INIT,
    (_INIT, Happening.CHANGE): _INIT,
    (_INIT, Happening.LEAVE): _INIT,
    (_INIT, Happening.START): _RUNNING,
    (_INIT, EndReason.LAST_LEFT): _ENDED,
    (_INIT, EndReason.LAST_KICKED): _ENDED,
    (_INIT, EndReason.MODERATOR_LEFT): _ENDED,
    (_INIT, EndReason.MODERATOR_KICKED): _ENDED,
    (_RUNNING, Happening.JOIN): _RUNNING,
    (_RUNNING, Happening.CHANGE): _RUNNING,
    (_RUNNING, Happening.SPEAK): _RUNNING,
    (_RUNNING, Happening.ANNOUNCE): _RUNNING,
    (_RUNNING, Happening.LEAVE): _RUNNING,
    (_RUNNING, EndReason.VIA_API): _ENDED,
    (_RUNNING, EndReason.LAST_LEFT): _ENDED,
    (_RUNNING, EndReason.LAST_KICKED): _ENDED,
    (_RUNNING, EndReason.MODERATOR_LEFT): _ENDED,
    (_RUNNING, EndReason.MODERATOR_KICKED): _ENDED,
}

#: Which end a departure brings: by whether a moderator (end-on-exit) went, and whether the API removed them.
ENDINGS: Mapping[tuple[bool, bool], EndReason] = {
    (True, False): EndReason.MODERATOR_LEFT,
    (True, True): EndReason.MODERATOR_KICKED,
    (False, False): EndReason.LAST_LEFT,
    (False, True): EndReason.LAST_KICKED,
}

#: The life of a recording under REST: the statuses that may be asked for in each status.
RECORDING_LIFE_CYCLE: Mapping[RecordingStatus, frozenset[RecordingStatus]] = {
    RecordingStatus.IN_PROGRESS: frozenset({RecordingStatus.PAUSED, RecordingStatus.STOPPED}),
    RecordingStatus.PAUSED: frozenset({RecordingStatus.IN_PROGRESS, RecordingStatus.STOPPED}),
}

#: No conference holds more (the vendors' published limit).
MOST_PARTICIPANTS = 250

#: How many months from its creation a conference can be read.
RETENTION_MONTHS = 13

#: Position in a list: by date of creation, then in order of arrival; the last part is the SID.
Rank = tuple[datetime, int, str]


class Conference(NamedTuple):
    """One meeting. A room name may be shared by many, of which only one is not completed."""

    sid: str
    account_sid: str
    friendly_name: str
    date_created: datetime
    date_updated: datetime
    #: Counts the records of a world, so that equal dates keep their order.
    serial: int
    status: ConferenceStatus = ConferenceStatus.INIT
    region: str | None = None
    max_participants: int | None = None
    record: bool = False
    reason_conference_ended: EndReason | None = None
    call_sid_ending_conference: str | None = None

    @property
    def rank(self) -> Rank:
        """Where it stands among the conferences of its account."""
        return (self.date_created, self.serial, self.sid)


class Participant(NamedTuple):
    """One call in a conference, addressed by its CallSid or its label."""

    #: Only page tokens show it; the vendors address a participant by its call.
    sid: str
    call_sid: str
    account_sid: str
    conference_sid: str
    date_created: datetime
    date_updated: datetime
    serial: int
    from_: str | None = None
    to: str | None = None
    label: str | None = None
    status: ParticipantStatus = ParticipantStatus.QUEUED
    muted: bool = False
    hold: bool = False
    coaching: bool = False
    call_sid_to_coach: str | None = None
    start_conference_on_enter: bool = True
    end_conference_on_exit: bool = False
    beep_on_exit: bool | None = None
    wait_url: str | None = None

    @property
    def rank(self) -> Rank:
        """Where it stands among the participants of its conference."""
        return (self.date_created, self.serial, self.sid)


class Recording(NamedTuple):
    """A recording of a conference; there is no audio behind it."""

    sid: str
    account_sid: str
    conference_sid: str
    call_sid: str
    date_created: datetime
    date_updated: datetime
    start_time: datetime
    serial: int
    status: RecordingStatus = RecordingStatus.IN_PROGRESS
    #: Seconds recorded before the current stretch began.
    recorded: float = 0.0
    #: When the current stretch began; none while a pause is skipped, and when it is over.
    running_since: datetime | None = None

    @property
    def rank(self) -> Rank:
        """Where it stands among the recordings of its conference."""
        return (self.date_created, self.serial, self.sid)

    @property
    def is_active(self) -> bool:
        """Whether it goes on, paused or not."""
        return self.status in RECORDING_LIFE_CYCLE


class NewParticipant(NamedTuple):
    """What is known of somebody who is about to join."""

    call_sid: str | None = None
    from_: str | None = None
    to: str | None = None
    label: str | None = None
    muted: bool = False
    coaching: bool | None = None
    call_sid_to_coach: str | None = None
    start_conference_on_enter: bool = True
    end_conference_on_exit: bool = False
    wait_url: str | None = None
    region: str | None = None
    max_participants: int | None = None
    record: bool = False

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """Those of `arguments` that are told of somebody new."""
        return cls(**_known(cls._fields, arguments))


class ParticipantChanges(NamedTuple):
    """What an update asks for; None means that it was not mentioned."""

    muted: bool | None = None
    hold: bool | None = None
    coaching: bool | None = None
    call_sid_to_coach: str | None = None
    end_conference_on_exit: bool | None = None
    beep_on_exit: bool | None = None
    wait_url: str | None = None
    announce_url: str | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """Those of `arguments` that are changes."""
        return cls(**_known(cls._fields, arguments))

    @property
    def values(self) -> dict[str, object]:
        """What is set directly; coaching depends on who is in the room."""
        named = {
            "muted": self.muted,
            "hold": self.hold,
            "end_conference_on_exit": self.end_conference_on_exit,
            "beep_on_exit": self.beep_on_exit,
            "wait_url": self.wait_url,
        }
        return {name: value for name, value in named.items() if value is not None}


def _known(fields: tuple[str, ...], arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: arguments[name] for name in fields if name in arguments}
