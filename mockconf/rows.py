"""Records as rows of JSON, for the control API and reports: our own spelling, no vendor's."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl

from mockconf.delivery import Delivery
from mockconf.errors import MalformedRequest
from mockconf.events import Event
from mockconf.exchange import Exchange, Finding, Request
from mockconf.model import Conference, Participant
from mockconf.reading import fields_of_body, is_form
from mockconf.redaction import shown_fields, shown_headers, without_secrets

Row = dict[str, Any]


def conference_row(conference: Conference) -> Row:
    """A conference."""
    reason = conference.reason_conference_ended
    return {
        "sid": conference.sid,
        "account_sid": conference.account_sid,
        "friendly_name": conference.friendly_name,
        "status": conference.status.value,
        "date_created": conference.date_created.isoformat(),
        "date_updated": conference.date_updated.isoformat(),
        "region": conference.region,
        "max_participants": conference.max_participants,
        "record": conference.record,
        "reason_conference_ended": reason and reason.value,
        "call_sid_ending_conference": conference.call_sid_ending_conference,
    }


def participant_row(participant: Participant) -> Row:
    """A participant, with more than the vendors tell."""
    return {
        "call_sid": participant.call_sid,
        "account_sid": participant.account_sid,
        "conference_sid": participant.conference_sid,
        "date_created": participant.date_created.isoformat(),
        "date_updated": participant.date_updated.isoformat(),
        "from": participant.from_,
        "to": participant.to,
        "label": participant.label,
        "status": participant.status.value,
        "muted": participant.muted,
        "hold": participant.hold,
        "coaching": participant.coaching,
        "call_sid_to_coach": participant.call_sid_to_coach,
        "start_conference_on_enter": participant.start_conference_on_enter,
        "end_conference_on_exit": participant.end_conference_on_exit,
        "beep_on_exit": participant.beep_on_exit,
        "wait_url": participant.wait_url and without_secrets(participant.wait_url),
    }


def event_row(event: Event) -> Row:
    """An event."""
    reason = event.reason_participant_left
    return {
        "event": event.kind.value,
        "sequence_number": event.sequence_number,
        "timestamp": event.timestamp.isoformat(),
        "conference_sid": event.conference.sid,
        "call_sid": event.participant and event.participant.call_sid,
        "reason_participant_left": reason and reason.value,
    }


def callback_row(delivery: Delivery) -> Row:
    """A callback and what became of it."""
    return {
        "number": delivery.number,
        "event": delivery.event,
        "conference_sid": delivery.callback.conference_sid,
        "timestamp": delivery.timestamp.isoformat(),
        "method": delivery.method,
        "url": without_secrets(delivery.url),
        "headers": dict(delivery.headers),
        "params": {name: without_secrets(text) for name, text in delivery.params.items()},
        "outcome": delivery.outcome.value,
        "status": delivery.status,
        "reason": delivery.reason,
        "attempts": delivery.attempts,
        "duplicate_of": delivery.duplicate_of,
    }


def exchange_row(exchange: Exchange, secrets: Collection[str]) -> Row:
    """A request and its answer; the values of the parameters in `secrets` and all credentials are hidden."""
    request = exchange.request
    return {
        "number": exchange.number,
        "timestamp": exchange.timestamp.isoformat(),
        "dialect": exchange.dialect,
        "operation": exchange.operation,
        "account_sid": exchange.account_sid,
        "method": request.method,
        "path": request.path,
        "query": shown_fields(parse_qsl(request.query, keep_blank_values=True), secrets),
        "headers": shown_headers(request.headers),
        "form": shown_fields(_form_of(request), secrets),
        "status": exchange.answer.status,
        "answer": exchange.answer.body.decode(errors="replace"),
        "findings": [finding_row(finding) for finding in exchange.findings],
    }


def finding_row(finding: Finding) -> Row:
    """A finding."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "location": finding.location,
        "message": finding.message,
        "name": finding.name,
        "value": finding.value,
        "nearest": finding.nearest,
        "code": finding.code,
    }


def _form_of(request: Request) -> list[tuple[str, str]]:
    try:
        return fields_of_body(request)
    except MalformedRequest:  # as much of it as can be read
        text = request.body.decode(errors="replace") if is_form(request) else ""
        return parse_qsl(text, keep_blank_values=True)
