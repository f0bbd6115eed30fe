"""Twilio's REST API of 2010-04-01: how it spells resources, lists, errors and headers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

import mockconf_schemas
from mockconf import errors
from mockconf.contract import load
from mockconf.dialects import twilio_2010_xml
from mockconf.dialects.protocol import Body, Dialect, Document, Encoding, Headers, Listing
from mockconf.dialects.tabular import to_csv
from mockconf.exchange import Finding, Severity
from mockconf.model import Conference, ConferenceStatus, Participant, Recording, RecordingStatus
from mockconf.settings import Settings

_NAME = "twilio-2010-04-01"
_BASE = "/2010-04-01"
_API_VERSION = "2010-04-01"
_MORE_INFO = "https://www.twilio.com/docs/errors/{code}"
_INVALID = 20001
_INTERNAL = 20500
_CONFERENCE_SID = re.compile("CF[0-9a-fA-F]{32}")

#: The code of each cause; its status and message stand in the contract's table of errors.
_CODES: Mapping[type[errors.ApiError], int] = {
    errors.NoSuchResource: 20404,
    errors.MethodNotAllowed: 20004,
    errors.NotAuthenticated: 20003,
    errors.RequestTooLarge: 20413,
    errors.MalformedRequest: _INVALID,
    errors.PageTokenRequired: _INVALID,
    errors.InvalidPageToken: 21481,
    errors.ConferenceUnavailable: 16022,
    errors.ConferenceInWrongState: 16099,
    errors.ConferenceNotBridged: 16001,
    errors.ConferenceFull: 16020,
    errors.LabelTaken: 16026,
    errors.CoachTargetMissing: 16028,
    errors.CoachTargetOnHold: 16027,
    errors.CoachingWithoutTarget: 16002,
    errors.RecordingInWrongState: 16114,
}

#: What the vendor was seen to say where its general message for the code says less.
_MESSAGES: Mapping[type[errors.ApiError], str] = {
    errors.PageTokenRequired: "PageToken is required for paging.",
    errors.CoachingWithoutTarget: "Coaching=true needs CallSidToCoach",
}


def _conference(conference: Conference) -> Document:
    uri = f"{_BASE}/Accounts/{conference.account_sid}/Conferences/{conference.sid}"
    reason = conference.reason_conference_ended
    waiting = "unknown" if conference.status is ConferenceStatus.INIT else None
    body: Body = {
        "account_sid": conference.account_sid,
        "api_version": _API_VERSION,
        "date_created": format_datetime(conference.date_created),
        "date_updated": format_datetime(conference.date_updated),
        "friendly_name": conference.friendly_name,
        "sid": conference.sid,
        "region": conference.region or waiting,
        "status": conference.status.value,
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
        "uri": f"{uri}.json",
        "reason_conference_ended": reason and reason.value,
        "call_sid_ending_conference": conference.call_sid_ending_conference,
    }
    return Document(name="Conference", body=body)


def _participant(participant: Participant, queue_time: str | None = None) -> Document:
    room = f"{_BASE}/Accounts/{participant.account_sid}/Conferences/{participant.conference_sid}"
    body: Body = {
        "account_sid": participant.account_sid,
        "call_sid": participant.call_sid,
        "label": participant.label,
        "conference_sid": participant.conference_sid,
        "date_created": format_datetime(participant.date_created),
        "date_updated": format_datetime(participant.date_updated),
        "end_conference_on_exit": participant.end_conference_on_exit,
        "muted": participant.muted,
        "hold": participant.hold,
        "status": participant.status.value,
        "start_conference_on_enter": participant.start_conference_on_enter,
        "coaching": participant.coaching,
        "call_sid_to_coach": participant.call_sid_to_coach,
        "queue_time": queue_time,
        "uri": f"{room}/Participants/{participant.call_sid}.json",
    }
    return Document(name="Participant", body=body)


def _new_participant(participant: Participant) -> Document:
    return _participant(participant, queue_time="0")


def _recording(recording: Recording) -> Document:
    room = f"{_BASE}/Accounts/{recording.account_sid}/Conferences/{recording.conference_sid}"
    over = recording.status is RecordingStatus.COMPLETED
    body: Body = {
        "account_sid": recording.account_sid,
        "api_version": _API_VERSION,
        "call_sid": recording.call_sid,
        "conference_sid": recording.conference_sid,
        "channels": recording.channels,
        "date_created": format_datetime(recording.date_created),
        "date_updated": format_datetime(recording.date_updated),
        "start_time": format_datetime(recording.start_time),
        "price": None,
        "price_unit": "USD",
        "duration": str(round(recording.recorded)) if over else None,
        "sid": recording.sid,
        "source": "Conference",
        "status": recording.status.value,
        "error_code": None,
        "encryption_details": None,
        "uri": f"{room}/Recordings/{recording.sid}.json",
    }
    return Document(name="Recording", body=body)


def _page(name: str, documents: list[Document], listing: Listing) -> Document:
    start = listing.number * listing.size if documents else 0

    def uri(number: int, token: str | None) -> str:
        query = dict(listing.filters, PageSize=listing.size, Page=number)
        return f"{listing.path}?{urlencode(query | ({'PageToken': token} if token else {}))}"

    body: Body = {
        name.lower(): [document.body for document in documents],
        "first_page_uri": uri(0, None),
        "next_page_uri": listing.next_token and uri(listing.number + 1, listing.next_token),
        "previous_page_uri": (
            listing.previous_token and uri(listing.number - 1, listing.previous_token)
        ),
        "uri": uri(listing.number, listing.token),
        "page": listing.number,
        "page_size": listing.size,
        "start": start,
        "end": max(start + len(documents) - 1, 0),
    }
    if name == "Recordings":  # the one list that the vendor shows in the order of the alphabet
        body = dict(sorted(body.items()))
    return Document(name=name, body=body)


def _error(error: errors.ApiError, path: str) -> tuple[int, Document]:
    if isinstance(error, errors.ParameterRefused):
        code, name = error.code, error.name
    else:
        code, name = _CODES[type(error)], "The request"
    row = load(_NAME).errors[str(code)]
    wording = _MESSAGES.get(type(error), row["message"])
    return _rest_exception(
        code, wording.format(path=path, name=name, value=error.value), row["status"]
    )


def _fault(message: str) -> tuple[int, Document]:
    return _rest_exception(_INTERNAL, message, 500)


def _rest_exception(code: int, message: str, status: int) -> tuple[int, Document]:
    body: Body = {
        "code": code,
        "message": message,
        "more_info": _MORE_INFO.format(code=code),
        "status": status,
    }
    return status, Document(name="RestException", body=body)


def _headers(make_sid: Callable[[str], str]) -> Headers:
    return (("Twilio-Request-Id", make_sid("RQ")), *_STANDING_HEADERS)


_ALLOWED_HEADERS = ", ".join(
    [
        *("Accept", "Authorization", "Content-Type", "If-Match", "If-Modified-Since"),
        *("If-None-Match", "If-Unmodified-Since", "Idempotency-Key"),
    ]
)

_STANDING_HEADERS: Headers = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS"),
    ("Access-Control-Allow-Headers", _ALLOWED_HEADERS),
    ("Access-Control-Expose-Headers", "ETag"),
    ("Access-Control-Allow-Credentials", "true"),
    ("X-Home-Region", "us1"),
    ("X-API-Domain", "api.twilio.com"),
)


def _advice(operation: str, arguments: Mapping[str, Any], settings: Settings) -> list[Finding]:
    if operation != "ListConference" or "status" in arguments:
        return []
    return [
        Finding(
            rule="announced-change",
            severity=Severity.WARNING,
            location="query",
            name="Status",
            message="Twilio announced that from 2026-09-30 a list without Status holds only "
            "in-progress conferences; conference_list_default decides here, now "
            f"{settings.conference_list_default!r}",
        )
    ]


def _to_json(document: Document) -> bytes:
    return json.dumps(document.body).encode()


def _to_csv(document: Document) -> bytes:
    if document.name == "RestException":
        return to_csv(document, document.body)
    schema = mockconf_schemas.load(f"{_NAME}/{document.name.removesuffix('s').lower()}.json")
    return to_csv(document, [name for name in schema["properties"] if name != "subresource_uris"])


TWILIO_2010 = Dialect(
    name=_NAME,
    base=_BASE,
    encodings={
        ".json": Encoding(content_type="application/json", encode=_to_json),
        ".xml": Encoding(content_type="application/xml", encode=twilio_2010_xml.encode),
        ".csv": Encoding(content_type="text/csv", encode=_to_csv),
        "": Encoding(content_type="application/xml", encode=twilio_2010_xml.encode),
    },
    contract_suffix=".json",
    current_recording="Twilio.CURRENT",
    challenge='Basic realm="Twilio API"',
    is_conference_sid=lambda text: bool(_CONFERENCE_SID.fullmatch(text)),
    conference=_conference,
    participant=_participant,
    new_participant=_new_participant,
    recording=_recording,
    page=_page,
    error=_error,
    fault=_fault,
    headers=_headers,
    advice=_advice,
)
