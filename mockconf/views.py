"""One short function for each operation: arguments in, document out. The names are the contract's operationIds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from mockconf.dialects.protocol import Dialect, Document, Listing, Shown
from mockconf.errors import NoSuchResource, PageTokenRequired
from mockconf.filters import ConferenceFilter, ParticipantFilter, RecordingFilter, Span
from mockconf.model import (
    Conference,
    NewParticipant,
    Participant,
    ParticipantChanges,
    Recording,
    Stream,
    Webhook,
)
from mockconf.paging import DEFAULT_SIZE, Page, PageRequest, PageToken
from mockconf.settings import Settings
from mockconf.states import ConferenceStatus, RecordingStatus
from mockconf.switchboard import Switchboard

_Record = TypeVar("_Record", Conference, Participant, Recording)


class Call(NamedTuple):
    """An operation asked for by an account, judged and ready to be carried out."""

    switchboard: Switchboard
    dialect: Dialect
    #: To whom the records are shown.
    shown: Shown
    account_sid: str
    #: The path as the contract spells it.
    path: str
    #: By Python name; what was not sent is missing.
    arguments: Mapping[str, Any]
    #: What the vendor takes for parameters that were not sent, by Python name.
    defaults: Mapping[str, Any]
    #: Declared parameters as they were spelled, in the order of the contract.
    sent: Mapping[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        """The argument, or `default` when it is not sent."""
        return self.arguments.get(name, default)

    def webhook(self, name: str) -> Webhook | None:
        """Where somebody wants to hear of something: the parameter `name`, and those for its method and events."""
        url = self.get(name)
        if not url:
            return None
        events = f"{name}_event"
        return Webhook(
            url=url,
            dialect=self.dialect.name,
            method="GET" if self.get(f"{name}_method") == "GET" else "POST",
            events=frozenset(self.get(events, self.defaults.get(events, ()))),
        )

    def conference(self, conference: Conference) -> Document:
        """A conference, as this vendor shows it."""
        return self.dialect.conference(conference, self.shown)

    def participant(self, participant: Participant) -> Document:
        """A participant, as this vendor shows it."""
        return self.dialect.participant(participant, self.shown)

    def recording(self, recording: Recording) -> Document:
        """A recording, as this vendor shows it."""
        return self.dialect.recording(recording, self.shown)

    def stream(self, stream: Stream) -> Document:
        """A stream, as this vendor shows it."""
        return self.dialect.stream(stream, self.shown)

    @property
    def settings(self) -> Settings:
        """What is switched."""
        return self.shown.settings

    @property
    def room(self) -> tuple[str, str]:
        """The account and the conference that the path names."""
        return self.account_sid, self.arguments["conference_sid"]


def list_conferences(call: Call) -> Document:
    """Conferences of the account, newest first (Twilio: "Read multiple Conference resources")."""
    default = call.dialect.list_default(call.settings)
    status = call.get("status", None if default == "all" else default)
    wanted = ConferenceFilter(
        status=status and ConferenceStatus(status),
        friendly_name=call.get("friendly_name"),
        created=_span(call, "date_created"),
        updated=_span(call, "date_updated"),
    )
    request = _page_request(call, "CF")
    page = call.switchboard.list_conferences(
        call.account_sid, wanted, request, newest_by=call.dialect.newest_by
    )
    return _listing(call, "Conferences", page, call.conference)


def fetch_conference(call: Call) -> Document:
    """One conference (Twilio: "Fetch a Conference resource")."""
    return call.conference(call.switchboard.fetch_conference(*call.room))


def update_conference(call: Call) -> Document:
    """End it, or announce something to it (Twilio: "Update a Conference resource")."""
    conference = call.switchboard.update_conference(
        *call.room,
        complete="status" in call.arguments,  # the contract knows but one status to ask for
        announce_url=call.get("announce_url"),
    )
    return call.conference(conference)


def list_participants(call: Call) -> Document:
    """Who is in the conference (Twilio: "Read multiple Participant resources")."""
    wanted = ParticipantFilter(
        muted=call.get("muted"),
        hold=call.get("hold"),
        coaching=call.get("coaching"),
        shows=call.dialect.shows,
    )
    page = call.switchboard.list_participants(*call.room, wanted, _page_request(call, "CP"))
    return _listing(call, "Participants", page, call.participant)


def create_participant(call: Call) -> Document:
    """Dial somebody in, by SID or by the name of a room (Twilio: "Create a Participant")."""
    new = NewParticipant.of(call.arguments)._replace(
        label=call.get("label") or None,
        record=call.dialect.asks_for_recording(call.arguments),
        record_call=call.get("record", False),
        status_callback=call.webhook("status_callback"),
        recording_status_callback=call.webhook("recording_status_callback"),
        conference_status_callback=call.webhook("conference_status_callback"),
        conference_recording_status_callback=call.webhook("conference_recording_status_callback"),
    )
    by_sid = call.dialect.is_conference_sid(call.arguments["conference_sid"])
    participant = call.switchboard.create_participant(*call.room, new, by_sid=by_sid)
    return call.dialect.new_participant(participant, call.shown)


def fetch_participant(call: Call) -> Document:
    """One participant, by CallSid or label (Twilio: "Fetch a Participant resource")."""
    return call.participant(_participant(call))


def update_participant(call: Call) -> Document:
    """Mute, hold, coach, announce (Twilio: "Update a Participant resource")."""
    changes = ParticipantChanges.of(call.arguments)
    with call.switchboard.turn():
        before = _participant(call)
        return call.participant(
            call.switchboard.update_participant(*call.room, before.call_sid, changes)
        )


def delete_participant(call: Call) -> None:
    """Kick somebody out (Twilio: "Delete a Participant resource")."""
    with call.switchboard.turn():
        call.switchboard.remove_participant(*call.room, _participant(call).call_sid)


def list_recordings(call: Call) -> Document:
    """Recordings of the conference (Twilio: "Read multiple Conference Recording resources")."""
    created = _span(call, "date_created")
    page = call.switchboard.recordings.list_page(*call.room, created, _page_request(call, "RE"))
    return _listing(call, "Recordings", page, call.recording)


def fetch_recording(call: Call) -> Document:
    """One recording (Twilio: "Fetch a Conference Recording resource")."""
    return call.recording(
        call.switchboard.recordings.fetch(*call.room, call.arguments["recording_sid"])
    )


def update_recording(call: Call) -> Document:
    """Pause, resume or stop it (Twilio: "Update a Conference Recording resource")."""
    current = call.arguments["recording_sid"] == call.dialect.current_recording
    recording = call.switchboard.recordings.update(
        *call.room,
        None if current else call.arguments["recording_sid"],
        RecordingStatus(call.arguments["status"]),
        skip=call.dialect.asks_to_skip(call.arguments),
    )
    return call.recording(recording)


def delete_recording(call: Call) -> None:
    """Forget it (Twilio: "Delete a Conference Recording resource")."""
    call.switchboard.recordings.delete(*call.room, call.arguments["recording_sid"])


def create_stream(call: Call) -> Document:
    """Send its audio to a websocket (SignalWire: "Create a Conference Stream")."""
    stream = call.switchboard.streams.create(*call.room, call.arguments["url"], call.get("name"))
    return call.stream(stream)


def update_stream(call: Call) -> Document:
    """Stop it, which is all that can be asked for (SignalWire: "Update a Conference Stream")."""
    return call.stream(call.switchboard.streams.stop(*call.room, call.arguments["stream_sid"]))


def list_all_recordings(call: Call) -> Document:
    """All recordings of the account (SignalWire: "List all Recordings")."""
    wanted = RecordingFilter(
        created=_span(call, "date_created"),
        call_sid=call.get("call_sid"),
        conference_sid=call.get("conference_sid"),
    )
    request = _page_request(call, "RE")
    page = call.switchboard.recordings.list_all(call.account_sid, wanted, request)
    return _listing(call, "Recordings", page, call.recording)


def fetch_any_recording(call: Call) -> Document:
    """One recording of the account (SignalWire: "Retrieve a Recording")."""
    return call.recording(
        call.switchboard.recordings.fetch_any(call.account_sid, call.arguments["recording_sid"])
    )


def delete_any_recording(call: Call) -> None:
    """Forget a recording of the account (SignalWire: "Delete a Recording")."""
    call.switchboard.recordings.delete_any(call.account_sid, call.arguments["recording_sid"])


View = Callable[[Call], Document | None]

#: By operationId. What a contract declares and this table lacks is a fault that a test finds.
VIEWS: Mapping[str, View] = {
    "ListConference": list_conferences,
    "FetchConference": fetch_conference,
    "UpdateConference": update_conference,
    "ListParticipant": list_participants,
    "CreateParticipant": create_participant,
    "FetchParticipant": fetch_participant,
    "UpdateParticipant": update_participant,
    "DeleteParticipant": delete_participant,
    "ListConferenceRecording": list_recordings,
    "FetchConferenceRecording": fetch_recording,
    "UpdateConferenceRecording": update_recording,
    "DeleteConferenceRecording": delete_recording,
    "CreateConferenceStream": create_stream,
    "UpdateConferenceStream": update_stream,
    "ListRecording": list_all_recordings,
    "FetchRecording": fetch_any_recording,
    "DeleteRecording": delete_any_recording,
}


def _participant(call: Call) -> Participant:
    """The participant that the path names, if this vendor shows them now."""
    address = call.arguments["call_sid"]
    participant = call.switchboard.fetch_participant(*call.room, address)
    conference = call.switchboard.fetch_conference(*call.room)
    if not call.dialect.shows(conference.status, participant.status):
        raise NoSuchResource(f"participant {address!r} that is shown here now")
    return participant


def _page_request(call: Call, prefix: str) -> PageRequest:
    """The page that is asked for, of a list whose SIDs have this prefix."""
    number, token = call.get("page", 0), call.get("page_token")
    by_number = call.dialect.pages_by == "number"
    if number and not token and not by_number:
        raise PageTokenRequired(f"page {number} is asked for without a token")
    return PageRequest(
        number=number,
        size=call.get("page_size", DEFAULT_SIZE),
        token=call.dialect.page_token(token, prefix) if token else None,
        by_number=by_number,
    )


def _span(call: Call, name: str) -> Span:
    return Span.of_days(
        call.get(name),
        call.get(f"{name}_before"),
        call.get(f"{name}_after"),
        whole_last_day=call.settings.date_before == "inclusive",
        zone=call.dialect.zone(call.settings),
    )


def _listing(
    call: Call, name: str, page: Page[_Record], render: Callable[[_Record], Document]
) -> Document:
    request, items = page.request, page.items
    listing = Listing(
        path=call.path,
        sent=call.sent,
        request=request,
        next_token=PageToken("after", items[-1].sid) if items and page.has_next else None,
        previous_token=PageToken("before", items[0].sid) if items and request.number else None,
        total=page.total,
        settings=call.settings,
    )
    item = name.removesuffix("s")
    return call.dialect.page(name, item, [render(record) for record in items], listing)
