"""The records of a conference. No HTTP, no vendor's spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Self

from mockconf.states import (
    RECORDING_LIFE_CYCLE,
    ConferenceStatus,
    EndReason,
    ParticipantStatus,
    RecordingSource,
    RecordingStatus,
    StreamStatus,
)

#: No conference holds more (the vendors' published limit).
MOST_PARTICIPANTS = 250

#: How many months from its creation a conference can be read.
RETENTION_MONTHS = 13

#: Seconds that a phone rings unless somebody says otherwise.
DEFAULT_TIMEOUT = 60

#: Position in a list: by date of creation, then in order of arrival; the last part is the SID.
Rank = tuple[datetime, int, str]


class Identity(NamedTuple):
    """How the vendors know one account, and what signs the callbacks of each."""

    account_sid: str
    #: SignalWire's name of the account, a UUID.
    project_id: str
    #: None where nobody has told it yet.
    auth_token: str | None = None
    signing_key: str | None = None


class Webhook(NamedTuple):
    """Where somebody wants to hear of something, as it was asked for."""

    #: With the fragment that overrides timeouts and retries, if there is one.
    url: str
    #: Whose spelling and signature it gets: the name of the dialect through which it was asked for.
    dialect: str
    method: str = "POST"
    #: In the words of the vendors' ...StatusCallbackEvent parameters, such as `join`.
    events: frozenset[str] = frozenset()


class ConferenceCallbacks(NamedTuple):
    """Who hears of a conference and of its recording; its first participant fixes that."""

    status: Webhook | None = None
    recording: Webhook | None = None


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
    #: None until the first participant has fixed them.
    callbacks: ConferenceCallbacks | None = None
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
    #: Whether the API dialled the call; else somebody called in.
    is_dialled: bool = False
    #: Seconds that the phone may ring, and that the call may last.
    timeout: int = DEFAULT_TIMEOUT
    time_limit: int | None = None
    #: Who hears of the progress of this call, how often they have, and since when it goes on.
    status_callback: Webhook | None = None
    told: int = 0
    date_answered: datetime | None = None
    #: Whether this one call is recorded, and who hears of that.
    is_recorded: bool = False
    recording_status_callback: Webhook | None = None

    @property
    def is_connected(self) -> bool:
        """Whether it is in the conference, and not still on the phone's way there."""
        return self.status is ParticipantStatus.CONNECTED

    @property
    def rank(self) -> Rank:
        """Where it stands among the participants of its conference."""
        return (self.date_created, self.serial, self.sid)


class Recording(NamedTuple):
    """A recording of a conference or of one call in it; there is no audio behind it."""

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
    source: RecordingSource = RecordingSource.CONFERENCE

    @property
    def rank(self) -> Rank:
        """Where it stands among the recordings of its conference."""
        return (self.date_created, self.serial, self.sid)

    @property
    def is_active(self) -> bool:
        """Whether it goes on, paused or not."""
        return self.status in RECORDING_LIFE_CYCLE


class Stream(NamedTuple):
    """A conference whose audio is sent to a websocket; there is no audio behind it."""

    sid: str
    account_sid: str
    conference_sid: str
    date_created: datetime
    date_updated: datetime
    url: str
    #: Unique among the running streams of its conference.
    name: str | None = None
    status: StreamStatus = StreamStatus.IN_PROGRESS


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
    beep: str | None = None
    wait_url: str | None = None
    region: str | None = None
    max_participants: int | None = None
    #: Whether the conference is recorded, and whether this one call is.
    record: bool = False
    record_call: bool = False
    timeout: int = DEFAULT_TIMEOUT
    time_limit: int | None = None
    status_callback: Webhook | None = None
    recording_status_callback: Webhook | None = None
    conference_status_callback: Webhook | None = None
    conference_recording_status_callback: Webhook | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """Those of `arguments` that are told of somebody new."""
        return cls(**_known(cls._fields, arguments))

    def fixes(self, conference: Conference) -> dict[str, Any]:
        """What their coming decides for the conference.

        Documented: the first participant decides the callbacks, and the first who names one the region. Assumed: the first
        who names MaxParticipants decides it, and the first who asks for a recording before the start its callback.
        """
        heard = conference.callbacks or ConferenceCallbacks(self.conference_status_callback)
        is_new = self.record and not conference.record
        starts = is_new and conference.status is ConferenceStatus.INIT
        if starts and not heard.recording:
            heard = heard._replace(recording=self.conference_recording_status_callback)
        return {
            "region": conference.region or self.region,
            "max_participants": conference.max_participants or self.max_participants,
            "record": conference.record or starts,
            "callbacks": heard,
        }


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
