"""Holds recorded answers against the schemas that the contract has for them."""

from __future__ import annotations

from collections.abc import Iterator

from mockconf.addressing import Address
from mockconf.contract import Operation, load
from mockconf.exchange import Answer, Severity
from mockconf.reports.problem import Problem, pointer
from mockconf.schema import Breach, Schema
from mockconf.traffic.entry import Entry

_LONGEST = 300


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
    place = entry.place_of("answer")
    if answer.status < 400 and operation is None:
        return
    if operation and str(answer.status) not in operation.answers:
        says = f"the contract has no answer {answer.status} for {operation.id}"
        severity = Severity.NOTE if answer.status >= 400 else Severity.WARNING
        yield Problem(
            "undocumented-status", severity, says, entry.place_of("status"), entry.call_site
        )
    schema = _schema(address, operation, answer)
    try:
        breaches = list(_breaches(schema, address, answer))
    except ValueError as error:
        says = f"the answer cannot be read: {error}"[:_LONGEST]
        yield Problem("unreadable-answer", Severity.ERROR, says, place, entry.call_site)
        return
    what = f"{operation.id if operation else 'the error'} {answer.status}"
    for breach in breaches:
        is_news = breach.keyword == "additionalProperties"
        yield Problem(
            rule="unknown-property" if is_news else "answer-breaks-contract",
            severity=Severity.WARNING if is_news else Severity.ERROR,
            message=f"{what}{_at(breach)}: {breach.message}"[:_LONGEST],
            place=place,
            call_site=entry.call_site,
        )


def _schema(address: Address, operation: Operation | None, answer: Answer) -> Schema | None:
    if operation is None:
        return load(address.dialect.name).error_schema
    return operation.answer_schema(answer.status)


def _breaches(schema: Schema | None, address: Address, answer: Answer) -> Iterator[Breach]:
    if schema is None:
        if answer.body.strip():
            yield Breach(None, "body", "it has a body, and should have none")
        return
    decode = address.dialect.encodings[address.suffix].decode
    if decode is None:
        return
    document = decode(answer.body, schema.definition)
    if not schema.admits(document):
        yield from dict.fromkeys(schema.breaches(document))


def _at(breach: Breach) -> str:
    return f" at {pointer(*breach.path)}" if breach.path else ""
