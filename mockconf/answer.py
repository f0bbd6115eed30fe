"""From a request to an answer, without a web framework: route, authenticate, judge, carry out, check, encode, log."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from mockconf.accounts import Accounts
from mockconf.addressing import Address, address_of, nowhere, router_of
from mockconf.call import Call
from mockconf.clock import ManualClock
from mockconf.contract import Operation, load
from mockconf.coverage.recording import Coverage
from mockconf.dialects.protocol import Dialect, Document, Headers, Shown
from mockconf.errors import ApiError, MethodNotAllowed, RequestTooLarge
from mockconf.exchange import Answer, Exchange, Finding, Request, Rule, Severity
from mockconf.journal import Journal
from mockconf.judgement import Judge, Judged
from mockconf.refusing import finding_of
from mockconf.routing import Route
from mockconf.schema import Schema
from mockconf.settings import Settings
from mockconf.sids import SidFactory, is_sid, is_uuid, sid_of
from mockconf.switchboard import Switchboard
from mockconf.views import VIEWS

_log = logging.getLogger(__name__)


class _Case:
    """What is known of a request so far."""

    def __init__(self, request: Request, settings: Settings) -> None:
        self.dialect, self.suffix, self.stem = _address(request.path)
        if self.dialect.meant is not None:
            request = self.dialect.meant(request, settings)
            self.dialect, self.suffix, self.stem = _address(request.path)
        #: The one that is meant.
        self.request = request
        self.route: Route | None = None
        self.account_sid: str | None = None
        self.judged: Judged | None = None
        self.findings: list[Finding] = []

    @property
    def operation(self) -> Operation | None:
        return self.route.operation if self.route else None


class _Outcome(NamedTuple):
    """What an answer will say."""

    status: int
    #: None where the answer has no body.
    document: Document | None
    headers: Headers = ()


class Desk:
    """Answers every request of a world and writes it into the journal."""

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts,
        switchboard: Switchboard,
        journal: Journal,
        coverage: Coverage,
        clock: ManualClock,
        sids: SidFactory,
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self._switchboard = switchboard
        self._journal = journal
        self._coverage = coverage
        self._clock = clock
        self._sids = sids
        self._numbers = count(1)

    def answer(self, request: Request) -> Answer:
        """Answer `request`; never raises, and a fault of our own is a 500 that says so."""
        case = _Case(request, self._settings)
        place = self._journal.place()
        standing: Headers = ()
        try:
            standing = case.dialect.headers(self._sids.make)
            answer = _encoded(case, _checked(case, self._outcome(case)), standing)
        except Exception as error:  # noqa: BLE001 - a crash is an answer that says so
            _log.exception("mockconf failed to answer %s %s", request.method, case.stem)
            answer = _answer_to_crash(case, error, standing)
        self._keep(case, request, answer, place)
        return answer

    def _outcome(self, case: _Case) -> _Outcome:
        if case.request.method == "OPTIONS":  # a browser asks before it calls; the headers tell it
            return _Outcome(200, None)
        try:
            return self._carried_out(case)
        except ApiError as error:
            refusal = case.dialect.refusal(error, case.request.path, case.operation)
            if not any(finding.severity is Severity.ERROR for finding in case.findings):
                where = case.dialect, case.request.method, case.stem
                case.findings.append(finding_of(error, refusal.code, *where))
            headers = _headers_of(error, refusal.status, case.dialect)
            return _Outcome(refusal.status, refusal.document, headers)

    def _carried_out(self, case: _Case) -> _Outcome:
        request = case.request
        case.route = route = router_of(case.dialect.name).route(request.method, case.stem)
        account = route.arguments["account_sid"]
        case.account_sid = account if is_sid("AC", account) else None
        authorization = request.headers.get("authorization")
        case.account_sid = self._accounts.authenticate(authorization, account)
        if len(request.body) > self._settings.max_body:
            raise RequestTooLarge(f"{len(request.body)} bytes or more")
        tolerates_moments = self._settings.iso_datetime == "tolerated"
        judge = Judge(request, tolerates_moments, case.findings)
        case.judged = judged = judge.judge(route)
        operation, arguments = route.operation, judged.arguments
        if case.dialect.sid_prefixes:
            arguments = _with_sids(arguments, case.dialect.sid_prefixes)
        case.findings += case.dialect.advice(operation.id, arguments, self._settings)
        call = Call(
            switchboard=self._switchboard,
            dialect=case.dialect,
            shown=Shown(account, self._settings),
            account_sid=case.account_sid,
            path=_plain(case.stem) + case.dialect.contract_suffix,
            arguments=arguments,
            defaults=operation.parameters.defaults,
            sent=judged.sent,
        )
        return _Outcome(operation.success, VIEWS[operation.id](call))

    def _keep(self, case: _Case, request: Request, answer: Answer, place: int) -> None:
        operation, judged, number = case.operation, case.judged, next(self._numbers)
        if operation is not None:
            # What was refused, by whomever, was not exercised.
            sent = judged.sent if judged and answer.status < 400 else None
            self._coverage.note(
                case.dialect.name, operation.id, sent, case.findings, answer.status, number
            )
        self._journal.add(
            Exchange(
                number=number,
                timestamp=self._clock.now(),
                request=request,
                answer=answer,
                dialect=case.dialect.name,
                operation=operation.id if operation else None,
                account_sid=case.account_sid,
                findings=tuple(case.findings),
            ),
            place,
        )


def _checked(case: _Case, outcome: _Outcome) -> _Outcome:
    """Hold our own answer against the contract: what breaks it must not leave as if it were the vendor's."""
    breach = _first_breach(case, outcome)
    if breach is None:
        return outcome
    where = f"{case.operation.id} {outcome.status}" if case.operation else f"{outcome.status}"
    message = f"mockconf broke its own contract for {where}: {breach}"
    _log.error("%s", message)
    return _fault(case, "self-check", message)


def _first_breach(case: _Case, outcome: _Outcome) -> str | None:
    operation, document = case.operation, outcome.document
    if operation is None:
        schema: Schema | None = load(case.dialect.name).error_schema
    else:
        schema = operation.answer_schema(outcome.status)
    if document is None:
        return "it must have a body" if operation and schema else None
    if schema is None:
        return "it must have no body"
    return None if schema.admits(document.body) else schema.breaches(document.body)[0].message


def _fault(case: _Case, rule: Rule, message: str) -> _Outcome:
    case.findings.append(
        Finding(rule=rule, severity=Severity.ERROR, location="answer", message=message)
    )
    says = f"{message[:500]} (a fault of mockconf and not of this request; please report it)"
    return _Outcome(500, case.dialect.fault(says))


def _encoded(case: _Case, outcome: _Outcome, standing: Headers) -> Answer:
    headers = (*standing, *outcome.headers)
    if outcome.document is None:
        return Answer(status=outcome.status, headers=headers, body=b"")
    encoding = case.dialect.encodings[case.suffix]
    body = b"" if case.request.method == "HEAD" else encoding.encode(outcome.document)
    content_type = ("Content-Type", encoding.content_type)
    return Answer(status=outcome.status, headers=(content_type, *headers), body=body)


def _answer_to_crash(case: _Case, error: Exception, standing: Headers) -> Answer:
    says = f"mockconf failed: {type(error).__name__}: {error}"
    try:
        return _encoded(case, _fault(case, "crash", says), standing)
    except Exception:  # noqa: BLE001 - the dialect itself is at fault, so do without
        body = json.dumps({"message": says, "status": 500}).encode()
        return Answer(status=500, headers=(("Content-Type", "application/json"),), body=body)


def _headers_of(error: ApiError, status: int, dialect: Dialect) -> Headers:
    if isinstance(error, MethodNotAllowed) and status == 405:
        return (("Allow", ", ".join(sorted(error.allowed))),)
    return (("WWW-Authenticate", dialect.challenge),) if status == 401 else ()


def _address(path: str) -> Address:
    return address_of(path) or nowhere(path)


def _plain(path: str) -> str:
    """A path without escapes of letters that need none, as the vendor's own links have none."""
    return quote(unquote(path)) if "%" in path else path


def _with_sids(arguments: Mapping[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any]:
    """The arguments with our SIDs in the place of the UUIDs that stand for them."""
    return {
        name: sid_of(prefixes[name], value) if name in prefixes and is_uuid(value) else value
        for name, value in arguments.items()
    }
