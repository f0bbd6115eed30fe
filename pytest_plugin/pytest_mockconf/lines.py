"""A row of the journal in one line: for the sequences that a test prints, for timelines and for failures."""

from __future__ import annotations

from collections import Counter

from mockconf.contract import load
from mockconf.delivery import Delivery
from mockconf.events import CallEvent, Event, Happened
from mockconf.exchange import Exchange
from mockconf.reading import fields_of_body
from mockconf.redaction import shown_fields, shown_target
from pytest_mockconf.ledger import Found
from pytest_mockconf.naming import shown
from pytest_mockconf.steps import name_of

_LONGEST = 160


def of_row(row: Exchange | Happened | Delivery, dialect: str) -> str:
    """Any row, of a test that speaks this dialect."""
    if isinstance(row, Exchange):
        return of_exchange(row)
    return of_delivery(row) if isinstance(row, Delivery) else shown(dialect, of_event(row))


def of_exchange(exchange: Exchange) -> str:
    """A request and how it was answered: `#3 POST Conferences/CF.../Participants/alice.json Muted=true -> 200`."""
    shown = [f"#{exchange.number}", exchange.request.method, short_target(exchange)]
    shown += [f"{name}={value}" for name, value in fields_of(exchange)]
    text = cut(" ".join(shown))
    counts = Counter(finding.rule for finding in exchange.findings)
    rules = "".join(f"  ! {rule}{f' x{n}' if n > 1 else ''}" for rule, n in counts.items())
    return f"{text} -> {exchange.answer.status} {exchange.operation or ''}".rstrip() + rules


def of_event(event: Happened) -> str:
    """An event: `participant-mute 4 alice in 'Support'`, `call-ringing 1 bob (ringing)`, `recording-completed RE...`."""
    if isinstance(event, Event):
        who = event.participant and name_of(event.participant)
        reason = event.reason_participant_left or event.conference.reason_conference_ended
        told = [event.name, str(event.sequence_number), who, reason and f"({reason})"]
        return f"   {' '.join(filter(None, told))} in {event.conference.friendly_name!r}"
    if isinstance(event, CallEvent):
        whose = name_of(event.participant)
        return f"   {event.name} {event.sequence_number} {whose} ({event.call_status})"
    return f"   {event.name} {event.recording.sid}"


def of_delivery(delivery: Delivery) -> str:
    """A callback and what became of it: `participant-mute 4 POST https://app.example/hook -> 200`."""
    again = f" (#{delivery.duplicate_of} again)" if delivery.duplicate_of else ""
    return f"@{delivery.number} {cut(delivery.title)}{again} -> {delivery.fate}"


def of_found(found: Found) -> str:
    """A finding: `unknown-parameter in #3: Mute: it is ignored (Mute='true', nearest Muted)`."""
    finding = found.finding
    details = []
    if finding.name and finding.value is not None:
        details.append(f"{finding.name}={finding.value!r}")
    if finding.nearest:
        details.append(f"nearest {finding.nearest}")
    shown = f" ({', '.join(details)})" if details else ""
    return cut(f"{finding.rule} in #{found.exchange.number}: {finding.message}{shown}")


def short_target(exchange: Exchange) -> str:
    """The path below the account, and the query; no secrets."""
    request = exchange.request
    target = f"{request.path}?{request.query}" if request.query else request.path
    if exchange.account_sid is None:
        return shown_target(target)
    _, _, own = target.partition("/Accounts/")
    _, _, below = own.partition("/")
    return shown_target(below or target)


def fields_of(exchange: Exchange) -> list[tuple[str, str]]:
    """What was sent in the form, no secrets; nothing where it cannot be read."""
    from mockconf.errors import ApiError

    try:
        fields = fields_of_body(exchange.request)
    except ApiError:
        return []
    return [(name, value) for name, value in shown_fields(fields, load(exchange.dialect).secrets)]


def cut(text: str, longest: int = _LONGEST) -> str:
    """A text that stays on its line."""
    line = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return line if len(line) <= longest else f"{line[: longest - 3]}..."
