"""From a request to an answer, without a web framework: route, authenticate, judge, carry out, check, encode, log."""

from __future__ import annotations

import logging
import re
from functools import cache
from itertools import count

from mockconf.accounts import Accounts
from mockconf.clock import ManualClock
from mockconf.contract import Operation, load
from mockconf.coverage import Coverage
from mockconf.dialects import DIALECTS
from mockconf.dialects.protocol import Dialect, Document, Headers
from mockconf.errors import (
    ApiError,
    MethodNotAllowed,
    RequestTooLarge,
)
from mockconf.exchange import Answer, Exchange, Finding, Request, Severity
from mockconf.journal import Journal
from mockconf.judgement import Judge, Judged
from mockconf.routing import Route, Router
from mockconf.settings import Settings
from mockconf.sids import SidFactory
from mockconf.switchboard import Switchboard
from mockconf.views import VIEWS, Call

_log = logging.getLogger(__name__)


class _Case:
    """What is known of a request so far."""

    def __init__(self, request: Request) -> None:
        path = request.path
        spoken = (one for one in DIALECTS if path.startswith(f"{one.base}/"))
        self.request = request
        self.dialect = next(spoken, DIALECTS[0])
        endings = (one for one in self.dialect.encodings if one and path.endswith(one))
        #: Chooses the representation.
        self.suffix = next(endings, "")
        self.stem = path.removesuffix(self.suffix)
        self.route: Route | None = None
        self.account_sid: str | None = None
        self.judged: Judged | None = None
        self.findings: list[Finding] = []

    @property
    def operation(self) -> Operation | None:
        return self.route.operation if self.route else None


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
        case = _Case(request)
        headers = case.dialect.headers(self._sids.make)
        try:
            outcome = self._checked(case, *self._outcome(case))
            answer = self._encoded(case, headers, *outcome)
        except Exception as error:  # noqa: BLE001 - a crash is an answer that says so
            _log.exception("mockconf failed to answer %s %s", request.method, case.stem)
            fault = self._fault(case, "crash", f"mockconf failed: {type(error).__name__}: {error}")
            answer = self._encoded(case, headers, *fault)
        self._keep(case, answer)
        return answer

    def _outcome(self, case: _Case) -> tuple[int, Document | None, Headers]:
        if case.request.method == "OPTIONS":  # a browser asks before it calls; the headers tell it
            return 200, None, ()
        try:
            return self._carried_out(case)
        except ApiError as error:
            if not any(finding.severity is Severity.ERROR for finding in case.findings):
                case.findings.append(_refusal(error))
            status, document = case.dialect.error(error, case.request.path)
            return status, document, _headers_of(error, status, case.dialect)

    def _carried_out(self, case: _Case) -> tuple[int, Document | None, Headers]:
        request = case.request
        case.route = route = _router(case.dialect).route(request.method, case.stem)
        case.account_sid = route.values[0]
        self._accounts.authenticate(request.headers.get("authorization"), case.account_sid)
        if len(request.body) > self._settings.max_body:
            raise RequestTooLarge
        judge = Judge(request, self._settings.iso_datetime, case.findings)
        case.judged = judged = judge.judge(route)
        operation = route.operation
        case.findings += case.dialect.advice(operation.id, judged.arguments, self._settings)
        call = Call(
            switchboard=self._switchboard,
            dialect=case.dialect,
            settings=self._settings,
            account_sid=case.account_sid,
            path=case.stem + case.dialect.contract_suffix,
            arguments=judged.arguments,
            sent=judged.sent,
        )
        return operation.success, VIEWS[operation.id](call), ()

    def _checked(
        self, case: _Case, status: int, document: Document | None, headers: Headers
    ) -> tuple[int, Document | None, Headers]:
        """Hold our own answer against the contract: what breaks it must not leave as if it were the vendor's."""
        first = self._first_breach(case, status, document)
        if first is None:
            return status, document, headers
        where = f"{case.operation.id} {status}" if case.operation else f"status {status}"
        _log.error("mockconf broke its own contract for %s: %s", where, first)
        return self._fault(
            case, "self-check", f"mockconf broke its own contract for {where}: {first}"
        )

    def _first_breach(self, case: _Case, status: int, document: Document | None) -> str | None:
        if document is None:
            owed = case.operation and case.operation.answer_schema(status)
            return "it must have a body" if owed else None
        contract = load(case.dialect.name)
        schema = case.operation.answer_schema(status) if case.operation else contract.error_schema
        if schema is None:
            return "it must have no body"
        return None if schema.admits(document.body) else schema.breaches(document.body)[0].message

    def _fault(self, case: _Case, rule: str, message: str) -> tuple[int, Document, Headers]:
        case.findings.append(
            Finding(rule=rule, severity=Severity.ERROR, location="answer", message=message)
        )
        says = f"{message[:500]} (a fault of mockconf and not of this request; please report it)"
        return *case.dialect.fault(says), ()

    def _encoded(
        self, case: _Case, standing: Headers, status: int, document: Document | None, own: Headers
    ) -> Answer:
        headers = (*standing, *own)
        if document is None:
            return Answer(status=status, headers=headers, body=b"")
        encoding = case.dialect.encodings[case.suffix]
        body = b"" if case.request.method == "HEAD" else encoding.encode(document)
        return Answer(
            status=status, headers=(("Content-Type", encoding.content_type), *headers), body=body
        )

    def _keep(self, case: _Case, answer: Answer) -> None:
        operation = case.operation
        if operation is not None:
            sent = tuple(case.judged.sent) if case.judged else ()
            self._coverage.note(operation.id, sent, answer.status)
        self._journal.add(
            Exchange(
                number=next(self._numbers),
                timestamp=self._clock.now(),
                request=case.request,
                answer=answer,
                dialect=case.dialect.name,
                operation=operation.id if operation else None,
                account_sid=case.account_sid,
                findings=tuple(case.findings),
            )
        )


def _refusal(error: ApiError) -> Finding:
    """A finding for an error that the judgement did not already explain, named after its cause."""
    cause = re.sub("(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
    return Finding(
        rule=cause, severity=Severity.ERROR, location="path", message=str(error)[:300] or cause
    )


def _headers_of(error: ApiError, status: int, dialect: Dialect) -> Headers:
    if isinstance(error, MethodNotAllowed):
        return (("Allow", ", ".join(sorted(error.allowed))),)
    return (("WWW-Authenticate", dialect.challenge),) if status == 401 else ()


@cache
def _router(dialect: Dialect) -> Router:
    return Router(load(dialect.name).operations.values(), dialect.contract_suffix)
