"""Records conferences and single calls: when a recording runs, how long it is, and who hears of it. There is no audio.

Everything here runs under the Switchboard's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mockconf.events import Happened, RecordingEvent
from mockconf.model import Conference, Participant, Recording, Webhook
from mockconf.sids import SidFactory
from mockconf.states import RecordingSource, RecordingStatus
from mockconf.store import Store

#: What of a recording is told; pauses and stops are not (documented: RecordingStatus of "Recording status callbacks").
_TOLD = (RecordingStatus.IN_PROGRESS, RecordingStatus.COMPLETED, RecordingStatus.ABSENT)


class Recorder:
    """Starts, moves and finishes recordings."""

    def __init__(
        self,
        store: Store,
        sids: SidFactory,
        emit: Callable[[Happened], None],
        next_serial: Callable[[], int],
        *,
        empty_are_absent: bool = False,
    ) -> None:
        self._store = store
        self._sids = sids
        self._emit = emit
        self._next_serial = next_serial
        self._absent = empty_are_absent
        self._calls: dict[str, Recording] = {}  # by CallSid: no list of a conference holds these

    def start(self, conference: Conference, call_sid: str, moment: datetime) -> None:
        """Record `conference`, which the call `call_sid` was the first to join."""
        recording = self._new(conference, call_sid, moment, RecordingSource.CONFERENCE)
        self._store.put_recording(recording)
        self._tell(recording, _listener(conference), moment)

    def move(
        self,
        conference: Conference,
        recording: Recording,
        status: RecordingStatus,
        moment: datetime,
        *,
        skip: bool = False,
    ) -> Recording:
        """Put the recording of a conference into `status`; a pause is recorded as silence, unless it is to be skipped."""
        moved = _moved(recording, status, moment, skip)
        self._store.put_recording(moved)
        if status is not RecordingStatus.IN_PROGRESS:  # to go on is no start
            self._tell(moved, _listener(conference), moment)
        return moved

    def finish(self, conference: Conference, moment: datetime) -> None:
        """Complete whatever still records `conference`."""
        for recording in self._store.recordings(conference.sid):
            if recording.is_active:
                self.complete(conference, recording, moment)

    def complete(self, conference: Conference, recording: Recording, moment: datetime) -> None:
        """Finish the recording of a conference."""
        self.move(conference, recording, self._final(recording, moment), moment)

    def start_call(self, conference: Conference, participant: Participant) -> None:
        """Record the call of `participant`, who has just answered, if that was asked for."""
        moment = participant.date_answered
        if not participant.is_recorded or moment is None:
            return
        call_sid = participant.call_sid
        recording = self._new(conference, call_sid, moment, RecordingSource.CALL)
        self._calls[call_sid] = recording
        self._store.put_recording(recording)
        self._tell(recording, participant.recording_status_callback, moment)

    def finish_call(self, participant: Participant, moment: datetime) -> Recording | None:
        """Complete the recording of a call that is over, if there is one."""
        recording = self._calls.pop(participant.call_sid, None)
        if recording is None:
            return None
        completed = _moved(recording, self._final(recording, moment), moment, False)
        self._store.put_recording(completed)
        self._tell(completed, participant.recording_status_callback, moment)
        return completed

    def _final(self, recording: Recording, moment: datetime) -> RecordingStatus:
        """How a recording ends: one in which nothing was recorded may count as absent."""
        is_empty = not _moved(recording, recording.status, moment, False).recorded
        return RecordingStatus.ABSENT if is_empty and self._absent else RecordingStatus.COMPLETED

    def _new(
        self, conference: Conference, call_sid: str, moment: datetime, source: RecordingSource
    ) -> Recording:
        return Recording(
            sid=self._sids.make("RE"),
            account_sid=conference.account_sid,
            conference_sid=conference.sid,
            call_sid=call_sid,
            date_created=moment,
            date_updated=moment,
            start_time=moment,
            serial=self._next_serial(),
            running_since=moment,
            source=source,
        )

    def _tell(self, recording: Recording, listener: Webhook | None, moment: datetime) -> None:
        if recording.status in _TOLD:
            self._emit(RecordingEvent(recording=recording, listener=listener, timestamp=moment))


def _listener(conference: Conference) -> Webhook | None:
    return conference.callbacks and conference.callbacks.recording


def _moved(
    recording: Recording, status: RecordingStatus, moment: datetime, skip: bool
) -> Recording:
    goes_on = status is RecordingStatus.IN_PROGRESS or (
        status is RecordingStatus.PAUSED and not skip
    )
    stretch = 0.0
    if recording.running_since is not None:
        stretch = (moment - recording.running_since).total_seconds()
    return recording._replace(
        status=status,
        date_updated=moment,
        recorded=recording.recorded + stretch,
        running_since=moment if goes_on else None,
    )
