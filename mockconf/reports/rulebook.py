"""What each rule is about, in words, for reports that explain what they found; docs/findings.md shows the same words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from mockconf.errors import ApiError

#: Without those of which the docstring of their error says enough.
TEXTS = {
    "missing-parameter": "a required parameter is absent or empty",
    "refused-parameter": "a value breaks its type, its limits or its list of values; or it is an ISO date-time in the place of a date",
    "malformed-request": "broken percent-encoding, text that is not UTF-8, a body that is no form, more than 500 fields",
    "request-too-large": "the body is larger than the setting `max_body`",
    "no-such-path": "nothing is ever served at the path",
    "method-not-allowed": "the path exists, but not for this method",
    "not-authenticated": "no credentials, unreadable ones, or ones that do not open this account",
    "coaching-without-target": "Coaching=true without CallSidToCoach, for one who does not coach yet",
    "page-token-required": "a later page without a token, or with a token of another list",
    "invalid-page-token": "a later page without a token, or with a token of another list",
    "unknown-parameter": "no such parameter; it is ignored",
    "miscased-parameter": "the name is right but for its case; it is ignored all the same",
    "boolean-spelling": "neither `true`/`false` nor Python's `True`/`False`; anything but a `true` in other case is read as false",
    "repeated-parameter": "sent more than once, or under two names of the same, though it is no list; the last one counts",
    "empty-parameter": "an empty value where none is legal; it counts as not sent",
    "list-spelling": "commas in a list that repeats its name or separates with spaces",
    "deprecated-value": "an HTTP method other than GET and POST, which older published versions allowed",
    "iso-datetime": 'an ISO date-time in the place of a date, with the setting `iso_datetime = "tolerated"`',
    "query-ignored": "a POST with parameters in its query",
    "foreign-id": "a UUID, as SignalWire's ids are, where Twilio takes it for the name of a new room",
    "announced-change": "a Conferences list without Status, whose meaning the vendor announced to change",
    "page-size-clamped": "a PageSize above the maximum, as SDKs send it for a large limit",
    "callback-failed": "a callback was answered by no 2xx, or by nothing",
    "callback-unfinished": "callbacks were still under way when the test and its `settle_timeout` were over",
    "callback-held": "callbacks were held and never released",
    "self-check": "mockconf was about to give an answer that breaks its own contract; it gave a 500 that says so instead",
    "crash": "mockconf failed; the answer is a 500 that says so",
}


def describe(rule: str) -> str:
    """A sentence about a rule.

    >>> describe("label-taken")
    'Another participant of this conference carries the label.'
    """
    text = TEXTS.get(rule) or _of_errors().get(rule) or rule.replace("-", " ")
    return f"{text[0].upper()}{text[1:].removesuffix('.')}."


@cache
def _of_errors() -> dict[str, str]:
    return {error.rule: error.__doc__ or "" for error in _errors()}


def _errors(error: type[ApiError] = ApiError) -> Iterator[type[ApiError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from _errors(kind)
