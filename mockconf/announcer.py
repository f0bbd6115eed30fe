"""Announces: to a whole conference or to one participant, and tells how it ended, when its time has come.

Everything here runs under the Switchboard's lock.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from mockconf import rules
from mockconf.agenda import Agenda
from mockconf.events import Kind
from mockconf.lifecycle import Lifecycle
from mockconf.model import Conference
from mockconf.states import ConferenceStatus
from mockconf.store import Store


class Announcer:
    """Starts announcements and ends them `length` seconds later."""

    def __init__(self, life: Lifecycle, store: Store, agenda: Agenda, length: float) -> None:
        self._life = life
        self._store = store
        self._agenda = agenda
        self._length = length

    def require_bridge(self, conference: Conference) -> None:
        """There is somebody to announce to.

        Raises:
            ConferenceNotBridged: there is not.
        """
        rules.require_bridge(conference, self._store.participants(conference.sid))

    def end_later(self, sid: str, call_sid: str | None, announce_url: str) -> None:
        """Let an announcement to the conference, or to one call in it, end by itself; one without length ends now."""
        end = partial(self.end, sid, call_sid, announce_url)
        if self._length:
            self._agenda.enter(self._life.moment + timedelta(seconds=self._length), end)
        else:
            end()

    def end(
        self, sid: str, call_sid: str | None, announce_url: str, failure: str | None = None
    ) -> None:
        """Tell that it has ended, or why it failed; of a participant only if they are still there (documented)."""
        conference = self._store.conference(sid)
        if conference is None or conference.status is not ConferenceStatus.IN_PROGRESS:
            return
        self._life.notice(
            sid,
            Kind.ANNOUNCEMENT_FAIL if failure else Kind.ANNOUNCEMENT_END,
            self._store.participant(sid, call_sid) if call_sid else None,
            announce_url=announce_url,
            reason_announcement_failed=failure,
        )
