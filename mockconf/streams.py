"""Streams of the audio of conferences, as the switchboard lets them be started and stopped. There is no audio."""

from __future__ import annotations

from mockconf.directory import Directory
from mockconf.errors import (
    NoSuchResource,
    StreamInWrongState,
    StreamNameTaken,
    StreamUnavailable,
)
from mockconf.model import Stream
from mockconf.sids import SidFactory
from mockconf.states import ConferenceStatus, StreamStatus
from mockconf.store import Store
from mockconf.turns import Turn


class Streams:
    """Every method takes a turn at the switchboard, which gives the moment at which it happens."""

    def __init__(
        self,
        turn: Turn,
        store: Store,
        find: Directory,
        sids: SidFactory,
    ) -> None:
        self._turn = turn
        self._store = store
        self._find = find
        self._sids = sids

    def create(self, account_sid: str, sid: str, url: str, name: str | None) -> Stream:
        """Send the audio of a running conference to `url`, under a name of its own if it has one.

        Raises:
            StreamUnavailable: the conference does not run.
            StreamNameTaken: another running stream of it has the name.
        """
        with self._turn as moment:
            conference = self._find.conference(account_sid, sid)
            if conference.status is not ConferenceStatus.IN_PROGRESS:
                raise StreamUnavailable(f"the conference is {conference.status.value}")
            streams = self._store.streams(sid)
            running = (one for one in streams.values() if one.status is not StreamStatus.STOPPED)
            if name and any(one.name == name for one in running):
                raise StreamNameTaken(name)
            stream = Stream(
                sid=self._sids.make("ST"),
                account_sid=account_sid,
                conference_sid=sid,
                date_created=moment,
                date_updated=moment,
                url=url,
                name=name or None,
            )
            streams[stream.sid] = stream
            return stream

    def stop(self, account_sid: str, sid: str, address: str) -> Stream:
        """Stop the stream of this SID, or the running one of this name.

        Raises:
            NoSuchResource: there is none.
            StreamInWrongState: it has stopped already.
        """
        with self._turn as moment:
            conference = self._find.conference(account_sid, sid)
            streams = self._store.streams(sid)
            running = (one for one in streams.values() if one.status is not StreamStatus.STOPPED)
            named = (one for one in running if one.name == address)
            stream = streams.get(address) or next(named, None)
            if stream is None:
                raise NoSuchResource(f"stream {address!r} in {sid}")
            is_over = conference.status is ConferenceStatus.COMPLETED
            if is_over or stream.status is StreamStatus.STOPPED:
                raise StreamInWrongState("the stream has stopped")
            stopped = stream._replace(status=StreamStatus.STOPPED, date_updated=moment)
            streams[stream.sid] = stopped
            return stopped
