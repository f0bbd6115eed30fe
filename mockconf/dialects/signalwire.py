"""SignalWire's Compatibility API: how it spells resources, lists and headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC
from urllib.parse import urlencode

from mockconf.dialects import signalwire_callbacks, signalwire_errors
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
from mockconf.dialects.spelling import rfc_2822, shown_name
from mockconf.model import Conference, Participant, Recording, Stream
from mockconf.paging import PageToken
from mockconf.sids import is_uuid, sid_of, uuid_of
from mockconf.states import ConferenceStatus, ParticipantStatus, RecordingSource, RecordingStatus

_NAME = "signalwire"
_PREFIX = "/api/laml"
_BASE = f"{_PREFIX}/2010-04-01"
#: What its own clients ask for; Twilio's version begins so too, but its accounts are no UUIDs.
_ALIAS = "/2010-04-01/Accounts/"
_API_VERSION = "2010-04-01"
_DEFAULT_REGION = "us1"
_REGIONS = ("us1", "us2", "ie1", "de1", "sg1", "br1", "au1", "jp1")
#: Parameters of every list, which page uris spell by themselves.
_PAGING = ("Page", "PageSize", "PageToken")


def _own_path(path: str) -> str | None:
    """What lies below the prefix, and what lies below the bare version if its account is a project."""
    if path.startswith(f"{_PREFIX}/"):
        return path
    if path.startswith(_ALIAS) and is_uuid(path[len(_ALIAS) :][:36]):
        return f"{_PREFIX}{path}"
    return None


def _shows(conference: ConferenceStatus, participant: ParticipantStatus) -> bool:
    return participant is ParticipantStatus.CONNECTED


def _conference(conference: Conference, shown: Shown) -> Document:
    uri = f"{_BASE}/Accounts/{shown.account}/Conferences/{uuid_of(conference.sid)}"
    body: Body = {
        "sid": uuid_of(conference.sid),
        "date_created": rfc_2822(conference.date_created),
        "date_updated": rfc_2822(conference.date_updated),
        "account_sid": shown.account,
        "friendly_name": shown_name(conference.friendly_name),
        "status": conference.status.value,
        "api_version": _API_VERSION,
        "region": conference.region if conference.region in _REGIONS else _DEFAULT_REGION,
        "uri": f"{uri}.json",
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
    }
    return Document(name="Conference", body=body)


def _participant(participant: Participant, shown: Shown) -> Document:
    conference, call = uuid_of(participant.conference_sid), uuid_of(participant.call_sid)
    coached = participant.call_sid_to_coach
    body: Body = {
        "account_sid": shown.account,
        "call_sid": call,
        "call_sid_to_coach": coached and uuid_of(coached),
        "coaching": participant.coaching,
        "conference_sid": conference,
        "date_created": rfc_2822(participant.date_created),
        "date_updated": rfc_2822(participant.date_updated),
        "end_conference_on_exit": participant.end_conference_on_exit,
        "hold": participant.hold,
        "muted": participant.muted,
        "start_conference_on_enter": participant.start_conference_on_enter,
        "status": "in-progress",
        "uri": f"{_BASE}/Accounts/{shown.account}/Conferences/{conference}/Participants/{call}.json",
    }
    return Document(name="Participant", body=body)


def _recording(recording: Recording, shown: Shown) -> Document:
    account, sid = f"{_BASE}/Accounts/{shown.account}", uuid_of(recording.sid)
    is_call = recording.source is RecordingSource.CALL
    call, conference = uuid_of(recording.call_sid), uuid_of(recording.conference_sid)
    place = f"Calls/{call}" if is_call else f"Conferences/{conference}"
    body: Body = {
        "account_sid": shown.account,
        "api_version": _API_VERSION,
        "call_sid": call if is_call else None,
        "conference_sid": None if is_call else conference,
        "channel": "1",
        "channels": "1",
        "date_created": rfc_2822(recording.date_created),
        "date_updated": rfc_2822(recording.date_updated),
        "start_time": rfc_2822(recording.start_time),
        "end_time": None if recording.is_active else rfc_2822(recording.date_updated),
        "duration": round(recording.recorded),
        "sid": sid,
        "price": None,
        "price_unit": "USD",
        "source": signalwire_callbacks.SOURCES[recording.source],
        "status": _recording_status(recording),
        "error_code": None,
        "uri": f"{account}/{place}/Recordings/{sid}.json",
        "subresource_uris": {"transcriptions": f"{account}/Recordings/{sid}/Transcriptions.json"},
        "encryption_details": None,
        "trim": "trim-silence",
    }
    return Document(name="Recording", body=body)


def _recording_status(recording: Recording) -> str:
    if recording.status is RecordingStatus.PROCESSING:  # a word that this vendor has not
        return RecordingStatus.STOPPED.value
    return recording.status.value


def _stream(stream: Stream, shown: Shown) -> Document:
    conference, sid = uuid_of(stream.conference_sid), uuid_of(stream.sid)
    body: Body = {
        "account_sid": shown.account,
        "conference_sid": conference,
        "date_updated": rfc_2822(stream.date_updated),
        "name": stream.name,
        "sid": sid,
        "status": stream.status.value,
        "uri": f"{_BASE}/Accounts/{shown.account}/Conferences/{conference}/Streams/{sid}.json",
    }
    return Document(name="Stream", body=body)


def _page(name: str, item: str, documents: list[Document], listing: Listing) -> Document:
    number, size = listing.request.number, listing.request.size
    filters = {key: text for key, text in listing.sent.items() if key not in _PAGING}
    is_seen = item == "Participant" and listing.settings.signalwire_list_uris == "seen"

    def uri(path: str, page: int, token: PageToken | None) -> str:
        marked = {"PageToken": signalwire_errors.text_of_token(token)} if token else {}
        return f"{path}?{urlencode(filters | {'Page': page, 'PageSize': size} | marked)}"

    path, following, preceding = listing.path, listing.next_token, listing.previous_token
    # Captured lists of participants name themselves so; that way nothing is served.
    own = path.removesuffix("/Participants").replace("/Conferences/", "/Conferences.")
    here = own if is_seen else path
    body: Body = {
        "uri": uri(here, number, listing.request.token),
        "first_page_uri": uri(here, 0, None),
        "next_page_uri": uri(path, number + 1, following) if following else None,
        "previous_page_uri": uri(path, number - 1, preceding) if preceding else None,
        "page": number,
        "page_size": size,
        name.lower(): [document.body for document in documents],
    }
    return Document(name=name, body=body, item=item)


def _page_token(text: str, prefix: str) -> PageToken:
    sid = sid_of(prefix, text[2:])
    return PageToken(side="after" if text.startswith("PA") else "before", sid=sid)


def _headers(make_sid: Callable[[str], str]) -> Headers:
    return (("X-Request-Id", uuid_of(make_sid("RQ"))), *_STANDING_HEADERS)


_STANDING_HEADERS: Headers = (("Cache-Control", "max-age=0, private, must-revalidate"),)

#: What the vendor's framework does not leave as it is in JSON; only the first was seen.
_ESCAPES = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"))


def _to_json(document: Document) -> bytes:
    text = json.dumps(document.body, separators=(",", ":"))
    for letter, escape in _ESCAPES:
        text = text.replace(letter, escape)
    return text.encode()


_JSON = Encoding("application/json; charset=utf-8", _to_json, from_json)

SIGNALWIRE = Dialect(
    name=_NAME,
    base=_BASE,
    own_path=_own_path,
    meant=None,
    encodings={".json": _JSON, "": _JSON},
    contract_suffix="",
    current_recording=None,
    sid_prefixes={
        "conference_sid": "CF",
        "call_sid": "CA",
        "call_sid_to_coach": "CA",
        "recording_sid": "RE",
        "stream_sid": "ST",
    },
    shows=_shows,
    pages_by="token",
    newest_by="creation",
    zone=lambda settings: UTC,
    asks_for_recording=lambda arguments: False,
    asks_to_skip=lambda arguments: arguments.get("pause_behavior") == "skip",
    challenge='Basic realm="SignalWire"',
    is_conference_sid=is_uuid,
    conference=_conference,
    participant=_participant,
    new_participant=_participant,
    recording=_recording,
    stream=_stream,
    page=_page,
    page_token=_page_token,
    refusal=signalwire_errors.refusal,
    detour=signalwire_errors.detour,
    fault=signalwire_errors.fault,
    headers=_headers,
    form=signalwire_callbacks.form,
    signing_secret=lambda identity: identity.signing_key,
    callback_headers=signalwire_callbacks.headers,
    idempotency_header=None,
    advice=lambda operation, arguments, settings: [],
    customs=signalwire_callbacks.CUSTOMS,
)
