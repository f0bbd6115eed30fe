"""Holds recorded webhooks, which a vendor has sent to an application, against the contract, and checks their signatures."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import parse_qsl

from mockconf.contract import load
from mockconf.dialects import DIALECTS
from mockconf.dialects.protocol import Dialect
from mockconf.errors import MalformedRequest
from mockconf.exchange import Severity
from mockconf.reading import fields_of_body, fields_of_query, is_form
from mockconf.redaction import without_secrets
from mockconf.reports.problem import Problem
from mockconf.schema import Schema
from mockconf.traffic.entry import Entry

_SIGNATURE = "signature"
#: What is told of a breach, by the keyword of the schema.
_OF_FORMS = {
    "additionalProperties": ("webhook-unknown-parameter", Severity.WARNING),
    "false": ("webhook-unknown-parameter", Severity.NOTE),
}
_BREACH = "webhook-breaks-contract", Severity.ERROR
#: The longest message of a breach that is shown.
_LONGEST = 300


class Webhook:
    """A recorded request that is a webhook of a dialect.

    Args:
        dialect: the one that sends such forms.
        topic: the contract's name of it.
        params: what it tells.
    """

    def __init__(self, dialect: Dialect, topic: str, params: Mapping[str, str]) -> None:
        self.dialect = dialect
        self.topic = topic
        self.params = params

    def problems(self, entry: Entry, secret: str | None) -> Iterator[Problem]:
        """What is wrong with it.

        Args:
            entry: where it was recorded.
            secret: what the vendor signs with; None where that is not known.
        """
        for rule, severity, location, says in self._findings(entry, secret):
            yield Problem(rule, severity, f"{self.topic}: {says}", entry.place_of(location))

    def _findings(
        self, entry: Entry, secret: str | None
    ) -> Iterator[tuple[str, Severity, str, str]]:
        schema = load(self.dialect.name).webhooks[self.topic]
        where = "query" if entry.request.method == "GET" else "form"
        breaches = [] if schema.admits(self.params) else schema.breaches(self.params)
        for breach in dict.fromkeys(breaches):
            at = f"{breach.name}: " if breach.name else ""
            rule, severity = _OF_FORMS.get(breach.keyword, _BREACH)
            if breach.is_assumed:
                severity = Severity.NOTE
            yield rule, severity, where, without_secrets(f"{at}{breach.message}")[:_LONGEST]
        if secret is not None and not entry.is_redacted:
            yield from self._signature(entry, secret)
        if entry.answer and not 200 <= entry.answer.status < 300:
            says = f"the application answered {entry.answer.status}"
            yield "webhook-refused", Severity.WARNING, "status", says

    def _signature(self, entry: Entry, secret: str) -> Iterator[tuple[str, Severity, str, str]]:
        request = entry.request
        url = entry.url.partition("#")[0]
        expected = self.dialect.callback_headers(secret, request.method, url, self.params)
        for name, value in expected:
            if not name.lower().endswith(_SIGNATURE):
                continue
            found = request.headers.get(name.lower())
            if found is None:
                yield "webhook-unsigned", Severity.ERROR, "header", f"it has no {name}"
            elif not hmac.compare_digest(found.encode(errors="replace"), value.encode()):
                says = (
                    f"{name} does not fit: the token is another one, "
                    f"or the vendor has called another URL than {without_secrets(url)}"
                )
                yield "webhook-signature", Severity.ERROR, "header", says[:_LONGEST]


def webhook_of(entry: Entry) -> Webhook | None:
    """The webhook that an entry is, by the parameters that mark each; None if it is none of the contracts'."""
    params = _params(entry)
    if not params:
        return None
    marked = [
        Webhook(dialect, topic, params)
        for dialect in DIALECTS
        for topic, marks in load(dialect.name).webhook_marks.items()
        if marks <= params.keys()
    ]
    # Two vendors use the same names; whose it is, is told by how they spell their accounts.
    account = params.get("AccountSid", "")
    own = [one for one in marked if _account_schema(one.dialect.name, one.topic).admits(account)]
    return next(iter(own or marked), None)


def _params(entry: Entry) -> Mapping[str, str]:
    request = entry.request
    try:
        if request.method == "GET":
            return dict(fields_of_query(request))
        return dict(fields_of_body(request)) if is_form(request) else {}
    except MalformedRequest:
        return dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))


@cache
def _account_schema(dialect: str, topic: str) -> Schema:
    """How a dialect spells the accounts that its webhooks name."""
    return Schema(load(dialect).webhooks[topic].definition["properties"]["AccountSid"])
