"""Tells what happens: takes the photographs, numbers them, and hands them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mockconf.events import CallEvent, CallKind, Event, Happened, Kind
from mockconf.model import Conference, Participant, Recording
from mockconf.states import CallStatus


class Teller:
    """Numbers the events of each conference from 1, and the steps of each call from 0."""

    def __init__(self, emit: Callable[[Happened], None]) -> None:
        self.emit = emit
        self._events_of: dict[str, int] = {}  # open conference sid -> number of events so far

    def tell(
        self,
        kind: Kind,
        conference: Conference,
        moment: datetime,
        participant: Participant | None = None,
        **details: Any,
    ) -> None:
        """Photograph what just happened in a conference; `details` are fields that only some events have."""
        number = self._events_of.pop(conference.sid, 0) + 1
        if kind is not Kind.CONFERENCE_END:  # after which nothing is told
            self._events_of[conference.sid] = number
        self.emit(
            Event(
                kind=kind,
                conference=conference,
                participant=participant,
                sequence_number=number,
                timestamp=moment,
                **details,
            )
        )

    def progress(
        self,
        participant: Participant,
        kind: CallKind,
        call_status: CallStatus,
        moment: datetime,
        recording: Recording | None = None,
    ) -> Participant:
        """Tell how far a dialled call has come, to whoever asked to hear of that; returns who has been told of once more."""
        event = CallEvent(
            kind=kind,
            participant=participant,
            call_status=call_status,
            sequence_number=participant.told,
            timestamp=moment,
            recording=recording,
        )
        if event.webhook is None:
            return participant
        self.emit(event)
        return participant._replace(told=participant.told + 1)
