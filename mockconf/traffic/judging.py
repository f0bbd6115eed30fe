"""Judges a recorded request as the mock would have: by the contract, without accounts and without a world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mockconf.addressing import Address, address_of, router_of
from mockconf.contract import Operation
from mockconf.dialects.protocol import Dialect
from mockconf.errors import ApiError, PageTokenRequired
from mockconf.exchange import Finding, Request, Severity
from mockconf.judgement import Judge, Judged
from mockconf.refusing import finding_of
from mockconf.routing import Route
from mockconf.settings import Settings
from mockconf.traffic.entry import Entry


class Judgement(NamedTuple):
    """What is to be said of a request to the API."""

    #: The one that is meant, which is not always the one that was sent.
    request: Request
    address: Address
    #: None where it leads nowhere.
    route: Route | None
    #: The declared parameters that were sent, as they were spelled; none if the request cannot be read.
    sent: Mapping[str, str]
    findings: list[Finding]

    @property
    def operation(self) -> Operation | None:
        """What it asks for."""
        return self.route.operation if self.route else None

    @property
    def dialect(self) -> Dialect:
        """The one that is spoken."""
        return self.address.dialect


def judge(entry: Entry, settings: Settings) -> Judgement | None:
    """Judge a recorded request.

    Args:
        entry: the exchange.
        settings: what is switched, such as `iso_datetime`.

    Returns:
        None where nothing of the kind is served at its path, so that it may be a webhook.
    """
    request = entry.request
    address = address_of(request.path)
    if address is None:
        return None
    dialect = address.dialect
    if dialect.meant is not None:
        request = dialect.meant(request, settings)
        address = address_of(request.path) or address
    findings: list[Finding] = []
    route: Route | None = None
    sent: Mapping[str, str] = {}
    try:
        route = router_of(dialect.name).route(request.method, address.stem)
        judged = Judge(request, settings.iso_datetime == "tolerated", findings).judge(route)
        sent = judged.sent
        if dialect.pages_by == "token" and _jumps(judged):
            raise PageTokenRequired("a later page is asked for without a token")
        findings += dialect.advice(route.operation.id, judged.arguments, settings)
    except ApiError as error:
        if not any(one.severity is Severity.ERROR for one in findings):
            refusal = dialect.refusal(error, request.path, route and route.operation)
            where = dialect, request.method, address.stem
            findings.append(finding_of(error, refusal.code, *where))
    return Judgement(request, address, route, sent, findings)


def _jumps(judged: Judged) -> bool:
    """Whether a later page is asked for by its number alone."""
    arguments = judged.arguments
    return arguments.get("page", 0) > 0 and not arguments.get("page_token")
