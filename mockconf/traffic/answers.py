"""Holds recorded answers against the schemas that the contract has for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from mockconf.addressing import Address
from mockconf.contract import Operation, load
from mockconf.exchange import Answer, Severity
from mockconf.redaction import without_secrets
from mockconf.reports.problem import Problem, pointer
from mockconf.schema import Breach, Schema
from mockconf.traffic.entry import Entry

_LONGEST = 300
_NOTHING = Breach(None, "body", "it has a body, and should have none")


class _Told(NamedTuple):
    """The rule that a breach is told under, and how bad it is."""

    rule: str
    severity: Severity


#: By the keyword of a schema; any other is a breach of the contract.
_OF_ANSWERS = {
    "additionalProperties": _Told("unknown-property", Severity.WARNING),
    "false": _Told("unknown-property", Severity.NOTE),
    "required": _Told("absent-property", Severity.WARNING),
}
#: Recordings are downloaded below the same paths.
_MEDIA = ("audio/", "video/")
_BREACH = _Told("answer-breaks-contract", Severity.ERROR)


def problems_of_answer(
    entry: Entry, address: Address, operation: Operation | None
) -> Iterator[Problem]:
    """What is wrong with the answer of an exchange.

    Args:
        entry: the exchange; it has an answer.
        address: what its path says.
        operation: what it leads to; None where it leads nowhere, and the answer should be an error.
    """
    answer = entry.answer
    assert answer is not None
    status, is_failure = answer.status, answer.status >= 400
    if not is_failure and (operation is None or str(status) not in operation.answers):
        if operation:
            severity = Severity.NOTE if status >= 300 else Severity.WARNING
            yield _undocumented(entry, operation, severity)
        return
    if operation and str(status) not in operation.answers:
        yield _undocumented(entry, operation, Severity.NOTE)
    if not entry.has_body:
        return
    try:
        breaches = _breaches(address, operation, answer)
    except ValueError as error:
        if entry.header.get("content-type", "").startswith(_MEDIA):
            return
        says = f"the answer cannot be read: {error}"[:_LONGEST]
        # What stands between vendor and client, such as a proxy, answers failures in words of its own.
        severity = Severity.NOTE if is_failure else Severity.ERROR
        place = entry.place_of("answer")
        yield Problem("unreadable-answer", severity, says, place, entry.call_site)
        return
    what = f"{operation.id if operation else 'the error'} {status}"
    for breach in breaches:
        rule, severity = _told(breach, is_failure=is_failure)
        says = without_secrets(f"{what}{_at(breach)}: {breach.message}")[:_LONGEST]
        yield Problem(rule, severity, says, entry.place_of("answer"), entry.call_site)


def _told(breach: Breach, *, is_failure: bool) -> _Told:
    """How a breach of an answer's schema is told.

    What the contract only assumes is held against nobody, and of an error the code and the status count.
    """
    told = _OF_ANSWERS.get(breach.keyword, _BREACH)
    if breach.is_assumed or (is_failure and told is not _BREACH):
        return told._replace(severity=Severity.NOTE)
    return told._replace(severity=Severity.WARNING) if is_failure else told


def _undocumented(entry: Entry, operation: Operation, severity: Severity) -> Problem:
    assert entry.answer is not None
    says = f"the contract has no answer {entry.answer.status} for {operation.id}"
    place = entry.place_of("status")
    return Problem("undocumented-status", severity, says, place, entry.call_site)


def _breaches(address: Address, operation: Operation | None, answer: Answer) -> Collection[Breach]:
    schema = _schema(address, operation, answer)
    if schema is None:
        return [_NOTHING] if answer.body.strip() else ()
    decode = address.dialect.encodings[address.suffix].decode
    if decode is None:
        return ()
    document = decode(answer.body, schema.definition)
    return () if schema.admits(document) else dict.fromkeys(schema.breaches(document))


def _schema(address: Address, operation: Operation | None, answer: Answer) -> Schema | None:
    if operation is None:
        return load(address.dialect.name).error_schema
    return operation.answer_schema(answer.status)


def _at(breach: Breach) -> str:
    return f" at {pointer(*breach.path)}" if breach.path else ""
