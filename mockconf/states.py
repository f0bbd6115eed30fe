"""The statuses of conferences, participants, calls and recordings, and the tables of what may happen in which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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


class StreamStatus(StrEnum):
    """Where a stream of a conference's audio stands."""

    QUEUED = "queued"
    IN_PROGRESS = "in-progress"
    STOPPED = "stopped"


class RecordingSource(StrEnum):
    """What is recorded."""

    CONFERENCE = "conference"
    CALL = "call"


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


class CallStatus(StrEnum):
    """Where the call of a dialled participant stands, as the call's own callbacks tell it."""

    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


class CallOutcome(StrEnum):
    """What a callee does when the phone rings."""

    ANSWER = "answer"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAIL = "fail"
    CANCEL = "cancel"
    #: Nothing: it rings until the test decides, or the Timeout.
    RING = "ring"


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

#: How the call of somebody ends who is not reached.
UNREACHED: Mapping[CallOutcome, CallStatus] = {
    CallOutcome.BUSY: CallStatus.BUSY,
    CallOutcome.NO_ANSWER: CallStatus.NO_ANSWER,
    CallOutcome.FAIL: CallStatus.FAILED,
    CallOutcome.CANCEL: CallStatus.CANCELED,
}
