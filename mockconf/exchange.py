"""One request, its answer and what was found wrong with it: plain values, no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

#: What is found beside the errors that the vendor answers, each of which has a rule of its own.
Rule = Literal[
    "missing-parameter",
    "refused-parameter",
    "malformed-request",
    "unknown-parameter",
    "miscased-parameter",
    "boolean-spelling",
    "repeated-parameter",
    "empty-parameter",
    "list-spelling",
    "deprecated-value",
    "iso-datetime",
    "query-ignored",
    "announced-change",
    "foreign-id",
    "page-size-clamped",
    "self-check",
    "crash",
]


class Request(NamedTuple):
    """An HTTP request as it came over the wire."""

    method: str
    #: Percent-encoded as sent, without the query.
    path: str
    query: str = ""
    #: Names in lower case.
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""
    #: The address it came from; none where no socket was involved.
    peer: str | None = None


class Answer(NamedTuple):
    """An HTTP answer, ready to be written."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Severity(StrEnum):
    """How bad a finding is."""

    #: The vendor refuses the request, or the mock itself is at fault.
    ERROR = "error"
    #: The vendor tolerates it in silence; the caller hardly meant it.
    WARNING = "warning"
    #: It works as meant, but not as published.
    NOTE = "note"

    @classmethod
    def up_to(cls, mildest: Severity) -> tuple[Severity, ...]:
        """All that are as bad as `mildest` or worse, the worst first."""
        order = tuple(cls)
        return order[: order.index(mildest) + 1]


class Finding(NamedTuple):
    """A breach of the contract, or something worth knowing about a request that keeps it."""

    #: A stable name, such as `unknown-parameter`; all are listed in docs/findings.md.
    rule: str
    severity: Severity
    #: `path`, `query`, `form`, `header`, `body` or `answer`.
    location: str
    message: str
    name: str | None = None
    value: str | None = None
    nearest: str | None = None
    #: The error code that the vendor answers, when it refuses.
    code: int | None = None


class Exchange(NamedTuple):
    """A row of the journal."""

    number: int
    timestamp: datetime
    request: Request
    answer: Answer
    dialect: str
    operation: str | None
    account_sid: str | None
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        _, _, below = self.request.path.partition("/Accounts/")[2].partition("/")
        asked = f"#{self.number} {self.request.method} {below or self.request.path}"
        shown = f"{asked} -> {self.answer.status} {self.operation or ''}".rstrip()
        rules = dict.fromkeys(finding.rule for finding in self.findings)
        return f"<{shown}{''.join(f'  ! {rule}' for rule in rules)}>"
