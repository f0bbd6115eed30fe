"""Twilio's REST API of 2008-08-01: XML first, statuses by number, dates in local time, and methods in the query."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cache, partial
from urllib.parse import unquote_plus

from mockconf import errors
from mockconf.contract import Operation, load
from mockconf.dialects import twilio_2008_formats as formats
from mockconf.dialects.protocol import (
    Body,
    Dialect,
    Document,
    Listing,
    Refusal,
    Shown,
)
from mockconf.dialects.spelling import rfc_2822
from mockconf.dialects.twilio_codes import FOREIGN_ID, GENERAL, INTERNAL, INVALID
from mockconf.exchange import Request
from mockconf.model import Conference, Participant, Recording, Stream
from mockconf.paging import PageToken
from mockconf.settings import Settings
from mockconf.sids import is_sid, is_uuid
from mockconf.states import ConferenceStatus, ParticipantStatus

_NAME = "twilio-2008-08-01"
_BASE = "/2008-08-01"
_MORE_INFO = "http://www.twilio.com/docs/errors/{code}"

_NUMBERS: Mapping[ConferenceStatus, int] = {
    ConferenceStatus.INIT: 0,
    ConferenceStatus.IN_PROGRESS: 1,
    ConferenceStatus.COMPLETED: 2,
}

#: What a POST may stand for; every other value is not documented, and the POST stays one.
_OVERLOADED = ("DELETE", "PUT")
#: The examples of the documentation have the singular, where its lists of paths have the plural.
_SINGULAR = re.compile(f"({_BASE}/Accounts/[^/]+/Conference)(?=[/.]|$)")
_REPRESENTATIONS = "only .json and .csv choose another representation than XML"


def _own_path(path: str) -> str | None:
    return path if path.startswith(f"{_BASE}/") else None


def _meant(request: Request, settings: Settings) -> Request:
    """With the method that a POST names in its query and, if that is switched on, the plural for the singular."""
    if settings.singular_2008 == "alias":
        request = request._replace(path=_SINGULAR.sub(r"\1s", request.path))
    if request.method != "POST" or "method" not in request.query:
        return request
    fields = request.query.split("&")
    named = [value for name, value in map(_decoded, fields) if name == "_method"]
    if not named or named[-1] not in _OVERLOADED:
        return request
    rest = "&".join(field for field in fields if _decoded(field)[0] != "_method")
    return request._replace(method=named[-1], query=rest)


def _decoded(field: str) -> tuple[str, str]:
    name, _, value = field.partition("=")
    return unquote_plus(name), unquote_plus(value)


def _detour(_: str, path: str) -> str | None:
    """What is slightly beside what is served."""
    if _SINGULAR.match(path):
        plural = _SINGULAR.sub(r"\1s", path)
        return f'it is {plural}, in the plural; singular_2008 = "alias" serves the singular as well'
    if any(map(is_uuid, path.split("/"))):
        return FOREIGN_ID
    if path.endswith((".xml", ".html")):
        return f"it is {path.rpartition('.')[0]}; {_REPRESENTATIONS}"
    return None


@cache
def _zone_of(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # hardly anybody speaks this version

    return ZoneInfo(name)


def _zone(settings: Settings) -> tzinfo:
    return _zone_of(settings.zone_2008)


def _conference(conference: Conference, shown: Shown) -> Document:
    zone = _zone(shown.settings)
    body: Body = {
        "Sid": conference.sid,
        "AccountSid": conference.account_sid,
        "FriendlyName": conference.friendly_name,
        "Status": _NUMBERS[conference.status],
        "DateCreated": rfc_2822(conference.date_created, zone),
        "DateUpdated": rfc_2822(conference.date_updated, zone),
    }
    return Document(name="Conference", body=body)


def _participant(participant: Participant, shown: Shown) -> Document:
    zone = _zone(shown.settings)
    flag: Callable[[bool], bool | int] = int if shown.settings.flags_2008 == "digits" else bool
    body: Body = {
        "ConferenceSid": participant.conference_sid,
        "AccountSid": participant.account_sid,
        "CallSid": participant.call_sid,
        "Muted": participant.muted,
        "StartConferenceOnEnter": flag(participant.start_conference_on_enter),
        "EndConferenceOnExit": flag(participant.end_conference_on_exit),
        "DateCreated": rfc_2822(participant.date_created, zone),
        "DateUpdated": rfc_2822(participant.date_updated, zone),
    }
    return Document(name="Participant", body=body)


def _shows(conference: ConferenceStatus, participant: ParticipantStatus) -> bool:
    """Documented: only somebody whose call is in a running conference is a participant."""
    return (conference, participant) == (
        ConferenceStatus.IN_PROGRESS,
        ParticipantStatus.CONNECTED,
    )


def _page(name: str, item: str, documents: list[Document], listing: Listing) -> Document:
    number, size = listing.request.number, listing.request.size
    total = listing.total
    assert total is not None, "a page that is asked for by its number knows how many there are"
    start = number * size if documents else 0
    body: Body = {
        "page": number,
        "numpages": -(-total // size),
        "pagesize": size,
        "total": total,
        "start": start,
        "end": max(start + len(documents) - 1, 0),
        name: [document.body for document in documents],
    }
    return Document(name=name, body=body, item=item)


def _refusal(error: errors.ApiError, _: str, __: Operation | None) -> Refusal:
    code, name = GENERAL.get(type(error), INVALID), "The request"
    if isinstance(error, errors.ParameterRefused):
        code, name = error.code or INVALID, error.name
    row = load(_NAME).errors[str(code)]
    status, message = row["status"], row["message"].format(name=name, value=error.value)
    number = None if row.get("x-unnumbered") else code
    return Refusal(status, number, _rest_exception(status, message, number))


def _fault(message: str) -> Document:
    return _rest_exception(load(_NAME).errors[str(INTERNAL)]["status"], message, None)


def _rest_exception(status: int, message: str, code: int | None) -> Document:
    body: Body = {"Status": status, "Message": message}
    if code is not None:
        body |= {"Code": code, "MoreInfo": _MORE_INFO.format(code=code)}
    return Document(name="RestException", body=body)


def _unknown(_: Recording | Stream, __: Shown) -> Document:
    raise NotImplementedError("Twilio's API of 2008-08-01 has neither recordings nor streams")


def _no_token(_: str, __: str) -> PageToken:
    raise NotImplementedError("Twilio's API of 2008-08-01 asks for pages by their number")


TWILIO_2008 = Dialect(
    name=_NAME,
    base=_BASE,
    own_path=_own_path,
    meant=_meant,
    encodings=formats.ENCODINGS,
    contract_suffix="",
    current_recording=None,
    sid_prefixes={},
    shows=_shows,
    pages_by="number",
    newest_by="update",
    zone=_zone,
    asks_for_recording=lambda arguments: False,
    asks_to_skip=lambda arguments: False,
    challenge='Basic realm="Twilio API"',
    is_conference_sid=partial(is_sid, "CF"),
    conference=_conference,
    participant=_participant,
    new_participant=_participant,
    recording=_unknown,
    stream=_unknown,
    page=_page,
    page_token=_no_token,
    refusal=_refusal,
    detour=_detour,
    fault=_fault,
    headers=lambda make_sid: (),
    form=lambda happened, identity: None,  # no callbacks are documented
    signing_secret=lambda identity: None,
    callback_headers=lambda secret, method, url, params: (),
    idempotency_header=None,
    advice=lambda operation, arguments, settings: [],
)
