"""How SignalWire says no, and where it leads on from what it does not serve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from mockconf import errors
from mockconf.contract import Operation, load
from mockconf.dialects.protocol import Document, Refusal
from mockconf.dialects.spelling import text_of_page_token
from mockconf.paging import PageToken
from mockconf.sids import uuid_of

_CONTRACT = "signalwire"
_MORE_INFO = "https://developer.signalwire.com/compatibility-api/reference/error-codes"
_BLANK, _COACHING, _UNREADABLE, _NOT_FOUND = 10000, 16002, 20001, 20404
_INTERNAL, _WRONG_STATE, _INVALID = 20504, 21220, 90000

#: The code of each cause; its status and message stand in the contract's table of errors.
_CODES: Mapping[type[errors.ApiError], int] = {
    errors.NoSuchPath: _NOT_FOUND,
    errors.NoSuchResource: _NOT_FOUND,
    errors.MethodNotAllowed: _NOT_FOUND,
    errors.NotAuthenticated: 20003,
    errors.RequestTooLarge: 20413,
    errors.MalformedRequest: _UNREADABLE,
    errors.PageTokenRequired: 54453,
    errors.InvalidPageToken: 21481,
    errors.ConferenceInWrongState: _BLANK,
    errors.ConferenceNotBridged: _WRONG_STATE,
    errors.CoachTargetMissing: _COACHING,
    errors.CoachTargetOnHold: _COACHING,
    errors.CoachingWithoutTarget: _COACHING,
    errors.RecordingInWrongState: _WRONG_STATE,
    errors.StreamUnavailable: _WRONG_STATE,
    errors.StreamInWrongState: _WRONG_STATE,
    errors.StreamNameTaken: _BLANK,
}

#: Words of ours where those of the code name nothing.
_MESSAGES: Mapping[type[errors.ApiError], str] = {
    errors.NoSuchResource: "The conference is over, and who was in it cannot be changed",
    errors.ConferenceInWrongState: "The conference cannot be changed in its present state",
    errors.CoachTargetMissing: "CallSidToCoach is not in this conference",
    errors.CoachTargetOnHold: "CallSidToCoach is on hold",
    errors.CoachingWithoutTarget: "Coaching needs CallSidToCoach",
    errors.StreamNameTaken: "Name is taken by another stream of this conference: {value}",
}


class _Detour(NamedTuple):
    methods: tuple[str, ...]
    #: What is found in the path.
    path: re.Pattern[str]
    says: str


#: What the vendor does not serve, and what it has instead; the first that fits counts.
_DETOURS = (
    _Detour(
        ("GET", "POST", "DELETE"),
        re.compile("^/api/laml/api/laml/"),
        "leave /api/laml out of the address that the client is given, as the links to other pages "
        "carry it already",
    ),
    _Detour(
        ("GET", "POST", "DELETE"),
        re.compile("/(?:AC|CF|CA|RE)[0-9a-fA-F]{32}(?:/|$)"),
        "SIDs of Twilio's lead nowhere at SignalWire, where everything is named by a UUID",
    ),
    _Detour(
        ("POST",),
        re.compile("/Participants$"),
        "SignalWire cannot add anybody to a conference: create a call whose cXML says "
        "<Dial><Conference>; here, let somebody join by the script or the control API",
    ),
    _Detour(
        ("POST",),
        re.compile("/Conferences$"),
        "SignalWire opens a conference when the first call comes whose cXML says "
        "<Dial><Conference>; here, open it by the script or the control API",
    ),
    _Detour(
        ("POST",),
        re.compile("/Recordings$"),
        "SignalWire records a conference whose cXML asks for it: record='record-from-start'",
    ),
    _Detour(
        ("DELETE",),
        re.compile("/Conferences/[^/]+$"),
        "SignalWire does not delete a conference: POST Status=completed to end it",
    ),
    _Detour(
        ("GET", "DELETE"),
        re.compile("/Streams(?:/[^/]+)?$"),
        "SignalWire neither lists, fetches nor deletes streams: POST Status=stopped to stop one",
    ),
)


def refusal(error: errors.ApiError, _: str, operation: Operation | None) -> Refusal:
    """How an error reads: as an object, or as a sentence in a list where the operation says so."""
    code, name, value = _CODES.get(type(error), _INVALID), "The request", error.value
    is_over = isinstance(error, errors.NoSuchResource) and error.is_over
    if is_over and operation is not None and operation.method == "POST":
        code = _BLANK
    if isinstance(error, errors.ParameterRefused):
        code, name = error.code or _INVALID, error.name
    if isinstance(value, PageToken):
        value = text_of_token(value)
    row = load(_CONTRACT).errors[str(code)]
    says_itself = code != _NOT_FOUND and type(error) in _MESSAGES
    wording = _MESSAGES[type(error)] if says_itself else row["message"]
    message, status = wording.format(name=name, value=value), row["status"]
    if operation is not None and _is_told_in_sentences(operation, status):
        sentences = Document(name="Errors", body={"errors": [message]})
        return Refusal(status, code, sentences)
    return Refusal(status, code, _error(code, message, status))


def fault(message: str) -> Document:
    """A fault of our own."""
    return _error(_INTERNAL, message, 500)


def detour(method: str, path: str) -> str | None:
    """What there is instead of what is not served."""
    fitting = (one for one in _DETOURS if method in one.methods and one.path.search(path))
    return next((one.says for one in fitting), None)


def text_of_token(token: PageToken) -> str:
    """A page token as it is sent."""
    return text_of_page_token(token._replace(sid=uuid_of(token.sid)))


def _is_told_in_sentences(operation: Operation, status: int) -> bool:
    schema = operation.answer_schema(status)
    return schema is not None and "errors" in schema.definition["properties"]


def _error(code: int, message: str, status: int) -> Document:
    body = {"code": code, "message": message, "more_info": _MORE_INFO, "status": status}
    return Document(name="RestException", body=body)
