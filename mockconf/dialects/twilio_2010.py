"""Twilio's REST API of 2010-04-01: how it spells resources, lists, errors and headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from typing import Any
from urllib.parse import urlencode

from mockconf.dialects import twilio_2010_callbacks, twilio_2010_errors
from mockconf.dialects.protocol import (
    Body,
    Dialect,
    Document,
    Encoding,
    Headers,
    Listing,
    Shown,
    from_json,
)
from mockconf.dialects.spelling import rfc_2822, text_of_page_token
from mockconf.dialects.twilio_codes import FOREIGN_ID
from mockconf.exchange import Finding, Severity
from mockconf.model import Conference, Participant, Recording, Stream
from mockconf.paging import PageToken
from mockconf.settings import Settings
from mockconf.sids import is_sid, is_uuid
from mockconf.states import ConferenceStatus, RecordingStatus

_NAME = "twilio-2010-04-01"
_BASE = "/2010-04-01"
_API_VERSION = "2010-04-01"
#: Parameters of every list, which page uris spell by themselves.
_PAGING = ("PageSize", "Page", "PageToken")


def _own_path(path: str) -> str | None:
    """What lies below the version, unless its account is a project of another vendor's."""
    if not path.startswith(f"{_BASE}/"):
        return None
    return None if is_uuid(path.removeprefix(f"{_BASE}/Accounts/")[:36]) else path


def _conference(conference: Conference, _: Shown) -> Document:
    uri = f"{_BASE}/Accounts/{conference.account_sid}/Conferences/{conference.sid}"
    reason = conference.reason_conference_ended
    waiting = "unknown" if conference.status is ConferenceStatus.INIT else None
    body: Body = {
        "account_sid": conference.account_sid,
        "api_version": _API_VERSION,
        "date_created": rfc_2822(conference.date_created),
        "date_updated": rfc_2822(conference.date_updated),
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


def _participant(participant: Participant, _: Shown, queue_time: str | None = None) -> Document:
    room = f"{_BASE}/Accounts/{participant.account_sid}/Conferences/{participant.conference_sid}"
    body: Body = {
        "account_sid": participant.account_sid,
        "call_sid": participant.call_sid,
        "label": participant.label,
        "conference_sid": participant.conference_sid,
        "date_created": rfc_2822(participant.date_created),
        "date_updated": rfc_2822(participant.date_updated),
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


def _new_participant(participant: Participant, shown: Shown) -> Document:
    return _participant(participant, shown, queue_time="0")


def _recording(recording: Recording, _: Shown) -> Document:
    room = f"{_BASE}/Accounts/{recording.account_sid}/Conferences/{recording.conference_sid}"
    over = recording.status in (RecordingStatus.COMPLETED, RecordingStatus.ABSENT)
    body: Body = {
        "account_sid": recording.account_sid,
        "api_version": _API_VERSION,
        "call_sid": recording.call_sid,
        "conference_sid": recording.conference_sid,
        "channels": 1,
        "date_created": rfc_2822(recording.date_created),
        "date_updated": rfc_2822(recording.date_updated),
        "start_time": rfc_2822(recording.start_time),
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


def _no_stream(stream: Stream, _: Shown) -> Document:
    raise NotImplementedError("Twilio's API of 2010-04-01 has no streams of conferences")


def _page(name: str, item: str, documents: list[Document], listing: Listing) -> Document:
    number, size = listing.request.number, listing.request.size
    filters = {key: text for key, text in listing.sent.items() if key not in _PAGING}
    start = number * size if documents else 0

    before = f"{listing.path}?{urlencode([*filters.items(), ('PageSize', size)])}"

    def uri(page: int, token: PageToken | None) -> str:
        marked = f"&PageToken={text_of_page_token(token)}" if token else ""
        return f"{before}&Page={page}{marked}"

    following, preceding = listing.next_token, listing.previous_token
    body: Body = {
        name.lower(): [document.body for document in documents],
        "first_page_uri": uri(0, None),
        "next_page_uri": uri(number + 1, following) if following else None,
        "previous_page_uri": uri(number - 1, preceding) if preceding else None,
        "uri": uri(number, listing.request.token),
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start + len(documents) - 1, 0),
    }
    if item == "Recording":  # the one list that the vendor shows in the order of the alphabet
        body = dict(sorted(body.items()))
    return Document(name=name, body=body, item=item)


def _page_token(text: str, _: str) -> PageToken:
    return PageToken(side="after" if text.startswith("PA") else "before", sid=text[2:])


def _headers(make_sid: Callable[[str], str]) -> Headers:
    return (("Twilio-Request-Id", make_sid("RQ")), *_STANDING_HEADERS)


_ALLOWED_HEADERS = (
    "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
    "If-Unmodified-Since, Idempotency-Key"
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
    if operation == "CreateParticipant" and is_uuid(arguments["conference_sid"]):
        return [
            Finding(
                rule="foreign-id",
                severity=Severity.WARNING,
                location="path",
                name="ConferenceSid",
                value=arguments["conference_sid"],
                message=f"it is taken for the name of a room; {FOREIGN_ID}",
            )
        ]
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


def _detour(_: str, path: str) -> str | None:
    return FOREIGN_ID if any(map(is_uuid, path.split("/"))) else None


def _to_json(document: Document) -> bytes:
    return _written(document.body).encode()


#: As `json.dumps` writes, without the search for circles, which no document has.
_written = json.JSONEncoder(check_circular=False).encode


def _to_xml(document: Document) -> bytes:
    from mockconf.dialects.twilio_2010_xml import encode  # SDKs never ask for it

    return encode(document)


def _from_xml(body: bytes, definition: Mapping[str, Any]) -> Any:
    from mockconf.dialects.twilio_2010_xml import decode

    return decode(body, definition)


def _to_csv(document: Document) -> bytes:
    from mockconf.dialects.tabular import csv_of  # nor for this

    return csv_of(_NAME, document)


def _asks_for_recording(arguments: Mapping[str, Any]) -> bool:
    return arguments.get("conference_record") in ("true", "record-from-start")


TWILIO_2010 = Dialect(
    name=_NAME,
    base=_BASE,
    own_path=_own_path,
    meant=None,
    encodings={
        ".json": Encoding("application/json", _to_json, from_json),
        ".xml": Encoding("application/xml", _to_xml, _from_xml),
        ".csv": Encoding("text/csv", _to_csv),
        "": Encoding("application/xml", _to_xml, _from_xml),
    },
    contract_suffix=".json",
    current_recording="Twilio.CURRENT",
    sid_prefixes={},
    shows=lambda conference, participant: True,
    pages_by="token",
    newest_by="creation",
    zone=lambda settings: UTC,
    asks_for_recording=_asks_for_recording,
    asks_to_skip=lambda arguments: arguments.get("pause_behavior") == "skip",
    challenge='Basic realm="Twilio API"',
    is_conference_sid=partial(is_sid, "CF"),
    conference=_conference,
    participant=_participant,
    new_participant=_new_participant,
    recording=_recording,
    stream=_no_stream,
    page=_page,
    page_token=_page_token,
    refusal=twilio_2010_errors.refusal,
    detour=_detour,
    fault=twilio_2010_errors.fault,
    headers=_headers,
    form=twilio_2010_callbacks.form,
    signing_secret=lambda identity: identity.auth_token,
    callback_headers=twilio_2010_callbacks.headers,
    idempotency_header="I-Twilio-Idempotency-Token",
    advice=_advice,
    list_default=lambda settings: settings.conference_list_default,
)
