"""One short function for each operation: arguments in, document out. The names are the contract's operationIds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockconf.call import Call
from mockconf.dialects.protocol import Document
from mockconf.errors import NoSuchResource
from mockconf.filters import ConferenceFilter, ParticipantFilter, RecordingFilter
from mockconf.model import NewParticipant, Participant, ParticipantChanges
from mockconf.states import ConferenceStatus, RecordingStatus


def list_conferences(call: Call) -> Document:
    """Conferences of the account, newest first (Twilio: "Read multiple Conference resources")."""
    default = call.dialect.list_default(call.settings)
    status = call.get("status", None if default == "all" else default)
    wanted = ConferenceFilter(
        status=status and ConferenceStatus(status),
        friendly_name=call.get("friendly_name"),
        created=call.span("date_created"),
        updated=call.span("date_updated"),
    )
    request = call.page_request("CF")
    page = call.switchboard.list_conferences(
        call.account_sid, wanted, request, newest_by=call.dialect.newest_by
    )
    return call.listing("Conferences", page, call.conference)


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
    page = call.switchboard.list_participants(*call.room, wanted, call.page_request("CP"))
    return call.listing("Participants", page, call.participant)


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
    created = call.span("date_created")
    page = call.switchboard.recordings.list_page(*call.room, created, call.page_request("RE"))
    return call.listing("Recordings", page, call.recording)


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
        created=call.span("date_created"),
        call_sid=call.get("call_sid"),
        conference_sid=call.get("conference_sid"),
    )
    request = call.page_request("RE")
    page = call.switchboard.recordings.list_all(call.account_sid, wanted, request)
    return call.listing("Recordings", page, call.recording)


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
