"""How Twilio's API of 2010-04-01 refuses: the code of each cause, and the error that says so."""

from __future__ import annotations

from collections.abc import Mapping

from mockconf import errors
from mockconf.contract import Operation, load
from mockconf.dialects.protocol import Body, Document, Refusal
from mockconf.dialects.spelling import text_of_page_token
from mockconf.dialects.twilio_codes import GENERAL, INTERNAL, INVALID
from mockconf.paging import PageToken

_NAME = "twilio-2010-04-01"
_MORE_INFO = "https://www.twilio.com/docs/errors/{code}"

#: The code of each cause; its status and message stand in the contract's table of errors.
_CODES: Mapping[type[errors.ApiError], int] = {
    **GENERAL,
    errors.PageTokenRequired: INVALID,
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


def refusal(error: errors.ApiError, path: str, _: Operation | None) -> Refusal:
    """The error as Twilio words it; the status and the general message stand in the contract's table."""
    code, name, value = _CODES.get(type(error), INVALID), "The request", error.value
    if isinstance(error, errors.ParameterRefused):
        code, name = error.code or INVALID, error.name
    if isinstance(value, PageToken):
        value = text_of_page_token(value)
    row = load(_NAME).errors[str(code)]
    wording = _MESSAGES.get(type(error), row["message"])
    status = row["status"]
    message = wording.format(path=path, name=name, value=value)
    return Refusal(status, code, _rest_exception(code, message, status))


def fault(message: str) -> Document:
    """A fault of our own."""
    return _rest_exception(INTERNAL, message, 500)


def _rest_exception(code: int, message: str, status: int) -> Document:
    body: Body = {
        "code": code,
        "message": message,
        "more_info": _MORE_INFO.format(code=code),
        "status": status,
    }
    return Document(name="RestException", body=body)
