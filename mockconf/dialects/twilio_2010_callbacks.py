"""How Twilio's webhooks of 2010-04-01 read, and how they are signed."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from mockconf.dialects.protocol import Form, Headers
from mockconf.dialects.spelling import rfc_2822
from mockconf.events import CallEvent, CallKind, Event, Happened, RecordingEvent
from mockconf.model import Conference, Identity, Participant, Recording
from mockconf.signing import sign
from mockconf.states import CallStatus, EndReason, RecordingSource

_API_VERSION = "2010-04-01"
_RECORDING = "https://api.twilio.com/2010-04-01/Accounts/{account_sid}/Recordings/{sid}"
_FORM = "application/x-www-form-urlencoded; charset=utf-8"

#: The last SIP status of a call, as operators use them (assumed); a call that failed may have had any.
_SIP_CODES: Mapping[CallStatus, int] = {
    CallStatus.COMPLETED: 200,
    CallStatus.BUSY: 486,
    CallStatus.NO_ANSWER: 487,
    CallStatus.CANCELED: 487,
}

_SOURCES: Mapping[RecordingSource, str] = {
    RecordingSource.CONFERENCE: "Conference",
    RecordingSource.CALL: "OutboundAPI",
}

#: The vendor documents a text and not its words.
_REASONS: Mapping[EndReason, str] = {
    EndReason.VIA_API: "Conference ended via API",
    EndReason.MODERATOR_LEFT: "Participant {call_sid} with endConferenceOnExit left",
    EndReason.MODERATOR_KICKED: "Participant {call_sid} with endConferenceOnExit was removed",
    EndReason.LAST_KICKED: "Last participant {call_sid} was removed",
    EndReason.LAST_LEFT: "Last participant {call_sid} left",
}


def form(happened: Happened, _: Identity) -> Form:
    """The form of a callback, with the parameters that Twilio's pages list for the event."""
    if isinstance(happened, Event):
        return _conference_form(happened)
    if isinstance(happened, CallEvent):
        return _call_form(happened)
    return _recording_form(happened)


def headers(auth_token: str, method: str, url: str, params: Mapping[str, str]) -> Headers:
    """What a callback carries; with GET the parameters are in the URL already."""
    if method == "GET":
        return (*_STANDING_HEADERS, ("X-Twilio-Signature", sign(auth_token, url)))
    signature = sign(auth_token, url, params.items())
    return (
        *_STANDING_HEADERS,
        ("Content-Type", _FORM),
        ("X-Twilio-Signature", signature),
    )


_STANDING_HEADERS: Headers = (("Accept", "*/*"), ("User-Agent", "TwilioProxy/1.1"))


def _conference_form(event: Event) -> Form:
    conference = event.conference
    params = {
        "ConferenceSid": conference.sid,
        "FriendlyName": conference.friendly_name,
        "AccountSid": conference.account_sid,
        "SequenceNumber": str(event.sequence_number),
        "Timestamp": rfc_2822(event.timestamp),
        "StatusCallbackEvent": event.kind.value,
    }
    if event.participant:
        params |= _of_participant(event.participant)
    if conference.reason_conference_ended:
        params |= _of_the_end(conference, event.ended_by)
    optional = {
        "ParticipantCallStatus": event.participant_call_status,
        "ReasonParticipantLeft": event.reason_participant_left,
        "AnnounceUrl": event.announce_url,
        "ReasonAnnouncementFailed": event.reason_announcement_failed,
    }
    params |= {name: str(value) for name, value in optional.items() if value}
    return Form("ConferenceStatusCallback", event.name, params)


def _of_participant(participant: Participant) -> dict[str, str]:
    params = {
        "CallSid": participant.call_sid,
        "Muted": _flag(participant.muted),
        "Hold": _flag(participant.hold),
        "Coaching": _flag(participant.coaching),
        "EndConferenceOnExit": _flag(participant.end_conference_on_exit),
        "StartConferenceOnEnter": _flag(participant.start_conference_on_enter),
    }
    # Whether somebody without a label has an empty one here is not known; absent is assumed.
    return params | ({"ParticipantLabel": participant.label} if participant.label else {})


def _of_the_end(conference: Conference, ended_by: Participant | None) -> dict[str, str]:
    reason = conference.reason_conference_ended
    assert reason is not None, "only a conference that is over has an end"
    call_sid = conference.call_sid_ending_conference
    params = {
        "ReasonConferenceEnded": reason.value,
        "Reason": _REASONS[reason].format(call_sid=call_sid),
    }
    if call_sid:
        params["CallSidEndingConference"] = call_sid
    if ended_by and ended_by.label:
        params["ParticipantLabelEndingConference"] = ended_by.label
    return params


def _call_form(event: CallEvent) -> Form:
    participant = event.participant
    caller, called = participant.from_ or "", participant.to or ""
    params = {
        "CallSid": participant.call_sid,
        "AccountSid": participant.account_sid,
        "From": caller,
        "To": called,
        "Caller": caller,
        "Called": called,
        "CallStatus": event.call_status.value,
        "ApiVersion": _API_VERSION,
        "Direction": "outbound-api",
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(event.sequence_number),
        "Timestamp": rfc_2822(event.timestamp),
    }
    if event.kind is CallKind.COMPLETED:
        params |= _of_the_bill(event)
    return Form("CallStatusCallback", event.name, params)


def _of_the_bill(event: CallEvent) -> dict[str, str]:
    answered = event.participant.date_answered
    lasted = (event.timestamp - answered).total_seconds() if answered else 0.0
    params = {"CallDuration": str(round(lasted)), "Duration": str(ceil(lasted / 60))}
    if code := _SIP_CODES.get(event.call_status):
        params["SipResponseCode"] = str(code)
    if event.recording:
        params |= _of_what_was_recorded(event.recording)
    return params


def _recording_form(event: RecordingEvent) -> Form:
    recording = event.recording
    is_call = recording.source is RecordingSource.CALL
    params = {
        "AccountSid": recording.account_sid,
        "CallSid": recording.call_sid,
        **_of_what_was_recorded(recording),
        "RecordingStatus": recording.status.value,
        "RecordingChannels": "1",
        "RecordingStartTime": rfc_2822(recording.start_time),
        "RecordingSource": _SOURCES[recording.source],
        "RecordingTrack": "both",
        "ErrorCode": "0",
    }
    if not is_call:
        params["ConferenceSid"] = recording.conference_sid
    return Form("RecordingStatusCallback", event.name, params)


def _of_what_was_recorded(recording: Recording) -> dict[str, str]:
    url = _RECORDING.format(account_sid=recording.account_sid, sid=recording.sid)
    params = {"RecordingSid": recording.sid, "RecordingUrl": url}
    if not recording.is_active:
        params["RecordingDuration"] = str(round(recording.recorded))
    return params


def _flag(value: bool) -> str:
    return "true" if value else "false"
