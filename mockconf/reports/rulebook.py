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
    "vendor-disagrees": "the recorded answer decides otherwise than the contract on whether the request is legal; one of them is wrong",
    "answer-breaks-contract": "a recorded answer breaks the schema of its operation and status",
    "absent-property": "a recorded answer lacks a property that the contract has",
    "unknown-property": "a recorded answer has a property that the contract does not know",
    "undocumented-status": "the contract has no answer with this status",
    "unreadable-answer": "a recorded answer is not the JSON or XML that its path asks for",
    "webhook-breaks-contract": "a recorded webhook breaks the schema of its form",
    "webhook-unknown-parameter": "a recorded webhook has a parameter that the contract does not know",
    "webhook-unsigned": "a recorded webhook has no signature, and the secret is known",
    "webhook-signature": "the signature of a webhook does not fit, or another vendor signs with another header",
    "webhook-refused": "the application did not answer a webhook with 2xx",
    "coverage-lost": "a cell of the baseline is not covered any more",
    "coverage-below": "less is covered than `--fail-under` wants",
    "coverage-incomplete": "a worker has crashed, and what it had covered is missing, in this report or in the baseline",
    "never-exercised": "an operation was never called",
    "nothing-exercised": "a session with a report called nothing",
    "stale-baseline": "an accepted difference does not occur any more",
    "operation-missing": "the other dialect has no such operation",
    "parameter-missing": "the other dialect does not have the parameter, and ignores it",
    "parameter-required": "the other dialect requires a parameter that was not sent",
    "value-refused": "the other dialect refuses the value",
    "value-misread": "the other dialect takes the value for another one",
    "id-pattern": "the other dialect does not take such an id, such as a label in the place of a call",
    "id-spelling": "the other dialect spells such ids otherwise",
    "representation-missing": "the other dialect does not serve the suffix",
    "property-missing": "the other dialect does not tell the property",
    "property-renamed": "the other dialect has another name for the property",
    "property-type": "the property has another type in the other dialect",
    "property-value": "the property never has the value in the other dialect",
    "error-code": "no error of the other dialect has the code",
    "webhook-missing": "the other dialect sends no such webhook",
    "webhook-parameter": "the other dialect does not tell the parameter of the webhook",
    "webhook-value": "the parameter of the webhook never has the value in the other dialect",
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
