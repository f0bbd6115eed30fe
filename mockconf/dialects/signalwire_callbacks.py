"""How SignalWire's webhooks read, and how they are signed."""

from __future__ import annotations

from collections.abc import Mapping

from mockconf.dialects.protocol import Form, Headers
from mockconf.dialects.spelling import rfc_2822, shown_name
from mockconf.events import CallEvent, Event, Happened, Kind, RecordingEvent
from mockconf.model import Identity, Participant
from mockconf.overrides import CAUSES, Customs, Overrides
from mockconf.sids import uuid_of
from mockconf.signing import sign
from mockconf.states import CallStatus, RecordingSource

_API_VERSION = "2010-04-01"
_RECORDING = (
    "https://example.signalwire.com/api/laml/2010-04-01/Accounts/{account}/Recordings/{sid}"
)
_FORM = "application/x-www-form-urlencoded"

#: Who asked for a recording, in the words of the vendor.
SOURCES: Mapping[RecordingSource, str] = {
    RecordingSource.CONFERENCE: "Conference",
    RecordingSource.CALL: "OutBoundApi",
}

#: Documented: the timeouts, two more attempts, three redirects, and three keys; that any failure is tried again is assumed.
CUSTOMS = Customs(
    Overrides(
        connect_timeout=2.0,
        read_timeout=5.0,
        total_timeout=15.0,
        retries=2,
        retry_on=CAUSES,
        redirects=3,
    ),
    keys={"connect_timeout": "ot", "read_timeout": "rt", "total_timeout": "tt"},
)

#: What this vendor does not tell of.
_UNTOLD = (Kind.PARTICIPANT_MODIFY, Kind.ANNOUNCEMENT_END, Kind.ANNOUNCEMENT_FAIL)


def form(happened: Happened, identity: Identity) -> Form | None:
    """The form of a callback; none for what this vendor does not tell of."""
    if isinstance(happened, RecordingEvent):
        return _recording_form(happened, identity)
    if isinstance(happened, CallEvent) or happened.kind in _UNTOLD:
        return None
    return _conference_form(happened, identity)


def headers(signing_key: str, method: str, url: str, params: Mapping[str, str]) -> Headers:
    """What a callback carries; with GET the parameters are in the URL already."""
    if method == "GET":
        return (_ACCEPT, ("X-SignalWire-Signature", sign(signing_key, url)))
    signature = sign(signing_key, url, params.items())
    return (_ACCEPT, ("Content-Type", _FORM), ("X-SignalWire-Signature", signature))


_ACCEPT = ("Accept", "*/*")


def _conference_form(event: Event, identity: Identity) -> Form:
    conference = event.conference
    params = {
        "AccountSid": identity.project_id,
        "ApiVersion": _API_VERSION,
        "ConferenceSid": uuid_of(conference.sid),
        "FriendlyName": shown_name(conference.friendly_name),
        "StatusCallbackEvent": event.kind.value,
        "Timestamp": rfc_2822(event.timestamp),
    }
    if event.kind is Kind.CONFERENCE_END:
        lasted = event.timestamp - conference.date_created
        params["Duration"] = str(round(lasted.total_seconds()))
    elif event.participant:
        status = event.participant_call_status or CallStatus.IN_PROGRESS
        params |= _of_participant(event.participant, status)
    return Form("ConferenceStatusCallback", event.kind.value, params)


def _of_participant(participant: Participant, status: CallStatus) -> dict[str, str]:
    return {
        "CallSid": uuid_of(participant.call_sid),
        "CallStatus": status.value,
        "Direction": "outbound-api" if participant.is_dialled else "inbound",
        "From": participant.from_ or "",
        "To": participant.to or "",
        "Muted": _flag(participant.muted),
        "Hold": _flag(participant.hold),
        "StartConferenceOnEnter": _flag(participant.start_conference_on_enter),
        "EndConferenceOnExit": _flag(participant.end_conference_on_exit),
    }


def _recording_form(event: RecordingEvent, identity: Identity) -> Form:
    recording = event.recording
    account, sid = identity.project_id, uuid_of(recording.sid)
    params = {
        "AccountSid": account,
        "CallSid": uuid_of(recording.call_sid),
        "RecordingSid": sid,
        "RecordingUrl": _RECORDING.format(account=account, sid=sid),
        "RecordingStatus": recording.status.value,
        "RecordingDuration": str(round(recording.recorded)),
        "RecordingChannels": "1",
        "RecordingSource": SOURCES[recording.source],
    }
    return Form("RecordingStatusCallback", f"recording-{recording.status.value}", params)


def _flag(value: bool) -> str:
    return "true" if value else "false"
