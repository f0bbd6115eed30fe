"""Holds recorded requests and their answers against the contract of the dialect that they speak."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from mockconf.addressing import Address
from mockconf.contract import Operation, load
from mockconf.exchange import Finding, Severity
from mockconf.reports.problem import Problem
from mockconf.settings import Settings
from mockconf.traffic.answers import problems_of_answer
from mockconf.traffic.entry import Entry
from mockconf.traffic.judging import judge

#: The vendor has announced it; no recorded request is wrong because of that.
_ANNOUNCED = "announced-change"
#: A browser asks before it calls, and nobody is told how that is answered.
_ASKS_NOTHING = ("OPTIONS", "HEAD")
_NO_QUESTION = "requests that only ask what is possible (OPTIONS, HEAD)"
_ANOTHER_RESOURCE = "requests for other resources of the vendor"
_ANOTHER_DIALECT = "requests in other dialects"


class Checked(NamedTuple):
    """What a check has to say about an entry."""

    problems: list[Problem]
    #: Why it was left out, if it was.
    left_out: str | None = None


def check_exchange(entry: Entry, settings: Settings, only: str | None = None) -> Checked | None:
    """Judge a request to the API, and the answer that was recorded with it.

    Args:
        entry: the recorded exchange.
        settings: what is switched, such as `iso_datetime`.
        only: the dialect that is wanted; all by default.

    Returns:
        None where nothing of the kind is served at its path, so that it may be a webhook.
    """
    judgement = judge(entry, settings)
    if judgement is None:
        return None
    address, operation, findings = judgement.address, judgement.operation, judgement.findings
    if judgement.request.method in _ASKS_NOTHING:
        return Checked([], _NO_QUESTION)
    if only not in (None, address.dialect.name):
        return Checked([], _ANOTHER_DIALECT)
    if operation is None and not _concerns(address):
        return Checked([], _ANOTHER_RESOURCE)
    problems = [_problem(one, entry) for one in findings]
    if entry.answer is not None:
        problems += problems_of_answer(entry, address, operation)
        problems += _disagreements(entry, operation, findings)
    return Checked(problems)


def _problem(finding: Finding, entry: Entry) -> Problem:
    value = f" ({finding.name}={finding.value!r})" if finding.value is not None else ""
    return Problem(
        rule=finding.rule,
        severity=Severity.NOTE if finding.rule == _ANNOUNCED else finding.severity,
        message=f"{finding.message}{value}",
        place=entry.place_of(finding.location),
        call_site=entry.call_site,
        nearest=finding.nearest,
    )


def _disagreements(
    entry: Entry, operation: Operation | None, findings: list[Finding]
) -> list[Problem]:
    """Where the vendor has decided otherwise than the contract: then the contract may be wrong."""
    assert entry.answer is not None
    refused = next((one for one in findings if one.severity is Severity.ERROR), None)
    status = entry.answer.status
    if refused and status < 400:
        says = f"the contract refuses the request ({refused.rule}), and the answer was {status}"
    elif not refused and status == 400 and operation and _refuses_nothing_else(operation):
        says = f"the contract allows the request, and the answer was {status}"
    else:
        return []
    place = entry.place_of("status")
    return [Problem("vendor-disagrees", Severity.WARNING, says, place, entry.call_site)]


def _refuses_nothing_else(operation: Operation) -> bool:
    """Whether a 400 can only be about parameters: what only reads has no state to stand against it."""
    return operation.method == "GET"


def _concerns(address: Address) -> bool:
    """Whether the path lies below a resource that the contract knows something of."""
    steps = address.stem.removeprefix(address.dialect.base).split("/")
    return len(steps) > 3 and steps[3].lower() in _resources(address.dialect.name)


@cache
def _resources(dialect: str) -> frozenset[str]:
    """What follows the account in the paths of a contract, such as `conferences`."""
    paths = (operation.path for operation in load(dialect).operations.values())
    after = (path.partition("/{AccountSid}/")[2] for path in paths)
    return frozenset(one.split("/")[0].partition(".")[0].lower() for one in after)
