"""The recordings of conferences, as the switchboard lets them be looked at and changed."""

from __future__ import annotations

from mockconf import rules
from mockconf.directory import Directory
from mockconf.filters import RecordingFilter, Span
from mockconf.model import Recording
from mockconf.paging import Page, PageRequest
from mockconf.recorder import Recorder
from mockconf.states import RecordingStatus
from mockconf.store import Store
from mockconf.turns import Turn


class Recordings:
    """Every method takes a turn at the switchboard, which gives the moment at which it happens."""

    def __init__(
        self,
        turn: Turn,
        store: Store,
        find: Directory,
        recorder: Recorder,
    ) -> None:
        self._turn = turn
        self._store = store
        self._find = find
        self._recorder = recorder

    def list_page(
        self, account_sid: str, sid: str, created: Span, request: PageRequest
    ) -> Page[Recording]:
        """A page of the recordings of a conference, newest first."""
        with self._turn:
            self._find.conference(account_sid, sid)
            return self._store.page_of_recordings(sid, created, request)

    def fetch(self, account_sid: str, sid: str, recording_sid: str | None) -> Recording:
        """The recording of this SID; None asks for the one that is running or paused."""
        with self._turn:
            return self._find.recording(account_sid, sid, recording_sid)

    def update(
        self,
        account_sid: str,
        sid: str,
        recording_sid: str | None,
        status: RecordingStatus,
        *,
        skip: bool = False,
    ) -> Recording:
        """Pause, resume or stop a recording; a stopped one is completed right after."""
        with self._turn as moment:
            conference = self._find.conference(account_sid, sid)
            recording = self._find.recording(account_sid, sid, recording_sid)
            rules.require_transition(recording, status)
            moved = self._recorder.move(conference, recording, status, moment, skip=skip)
            if status is RecordingStatus.STOPPED:
                self._recorder.complete(conference, moved, moment)
            return moved

    def list_all(
        self, account_sid: str, wanted: RecordingFilter, request: PageRequest
    ) -> Page[Recording]:
        """A page of the recordings of an account, of conferences and of calls, newest first."""
        with self._turn:
            return self._store.page_of_all_recordings(account_sid, wanted, request)

    def fetch_any(self, account_sid: str, recording_sid: str) -> Recording:
        """The recording of this SID, of a conference or of a call."""
        with self._turn:
            return self._find.any_recording(account_sid, recording_sid)

    def delete_any(self, account_sid: str, recording_sid: str) -> None:
        """Forget a finished recording, of a conference or of a call."""
        with self._turn:
            recording = self._find.any_recording(account_sid, recording_sid)
            rules.require_finished(recording)
            self._store.drop_recording(recording)

    def delete(self, account_sid: str, sid: str, recording_sid: str) -> None:
        """Forget a finished recording."""
        with self._turn:
            recording = self._find.recording(account_sid, sid, recording_sid)
            rules.require_finished(recording)
            self._store.drop_recording(recording)
