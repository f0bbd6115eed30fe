"""What the control API can be asked to do: one short function for each operation of its contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any, NamedTuple

import mockconf_schemas
from mockconf.bundle import bundled
from mockconf.contract import load
from mockconf.dialects import DIALECTS
from mockconf.errors import MalformedRequest, NoSuchResource
from mockconf.filters import ConferenceFilter, ParticipantFilter
from mockconf.model import ConferenceCallbacks, Webhook
from mockconf.paging import PageRequest
from mockconf.rows import (
    Row,
    callback_row,
    conference_row,
    event_row,
    exchange_row,
    finding_row,
    participant_row,
)
from mockconf.scripting import play
from mockconf.world import World

_EVERYTHING = PageRequest(size=1_000)


class Order(NamedTuple):
    """An operation of the control API, judged and ready to be carried out."""

    world: World
    #: Puts a new world in the place of the current one; the seed stays unless one is given.
    reset: Callable[[str | None], World]
    #: By Python name; what was not sent is missing.
    arguments: Mapping[str, Any]
    #: What counts when it is not sent.
    defaults: Mapping[str, Any]

    @property
    def account_sid(self) -> str:
        """The account that is meant: the world's own, unless one is named."""
        return str(self.arguments.get("account_sid") or self.world.account_sid)

    @property
    def room(self) -> tuple[str, str]:
        """The account and the conference that are meant."""
        return self.account_sid, str(self.arguments["conference_sid"])

    def webhook(self, name: str) -> Webhook | None:
        """Where somebody wants to hear of something: `name`, and what stands beside it."""
        url = self.arguments.get(name)
        if not url:
            return None
        return Webhook(
            url=url,
            dialect=self.get("dialect"),
            method=self.get(f"{name}_method"),
            events=frozenset(self.get(f"{name}_event")),
        )

    def get(self, name: str) -> Any:
        """What was sent, or what counts when it is not."""
        return self.arguments.get(name, self.defaults.get(name))

    def concerns(self, account_sid: str | None) -> bool:
        """Whether a row of that account was asked for; every row is, unless an account was named."""
        return self.arguments.get("account_sid") in (None, account_sid)


def _health(order: Order) -> Row:
    return {
        "status": "ok",
        "version": version("mockconf"),
        "dialects": [dialect.name for dialect in DIALECTS],
        "seed": order.world.settings.seed,
        "account_sid": order.world.account_sid,
        "project_id": order.world.project_id,
        "now": order.world.clock.now().isoformat(),
    }


def _reset(order: Order) -> Row:
    world = order.reset(order.arguments.get("seed"))
    return {
        "seed": world.settings.seed,
        "account_sid": world.account_sid,
        "auth_token": world.auth_token,
        "project_id": world.project_id,
        "api_token": world.api_token,
        "signing_key": world.signing_key,
    }


def _list_conferences(order: Order) -> Row:
    page = order.world.switchboard.list_conferences(
        order.account_sid, ConferenceFilter(), _EVERYTHING
    )
    return {"conferences": [conference_row(one) for one in page.items]}


def _open_conference(order: Order) -> Row:
    callbacks = ConferenceCallbacks(
        status=order.webhook("status_callback"),
        recording=order.webhook("recording_status_callback"),
    )
    conference = order.world.switchboard.open_conference(
        order.account_sid, order.arguments["friendly_name"], callbacks if any(callbacks) else None
    )
    return conference_row(conference)


def _get_conference(order: Order) -> Row:
    switchboard = order.world.switchboard
    conference = switchboard.fetch_conference(*order.room)
    present = switchboard.list_participants(*order.room, ParticipantFilter(), _EVERYTHING)
    events = [one for one in order.world.journal.events if one.conference.sid == conference.sid]
    return conference_row(conference) | {
        "participants": [participant_row(one) for one in present.items],
        "events": [event_row(one) for one in events],
    }


def _script_event(order: Order) -> Row:
    step = play(order.world, *order.room, order.arguments)
    return {
        "conference": conference_row(step.conference),
        "participant": step.participant and participant_row(step.participant),
        "events": [event_row(event) for event in step.events],
    }


def _list_requests(order: Order) -> Row:
    journal = order.world.journal
    secrets = {one.name: load(one.name).secrets for one in DIALECTS}
    rows = [
        exchange_row(one, secrets[one.dialect])
        for one in journal.exchanges
        if order.concerns(one.account_sid)
    ]
    return {"requests": rows}


def _list_callbacks(order: Order) -> Row:
    return {"callbacks": [callback_row(one) for one in order.world.journal.deliveries]}


def _list_findings(order: Order) -> Row:
    rows = [
        finding_row(finding) | {"exchange": exchange.number, "operation": exchange.operation}
        for exchange, finding in order.world.journal.findings
        if order.concerns(exchange.account_sid)
    ]
    return {"findings": rows}


def _coverage(order: Order) -> Row:
    return {one.name: order.world.coverage.report(load(one.name)) for one in DIALECTS}


def _clock(order: Order) -> Row:
    return {"now": order.world.clock.now().isoformat()}


def _move_clock(order: Order) -> Row:
    clock, given = order.world.clock, order.arguments
    if "advance" in given:
        clock.advance(given["advance"])
    else:
        clock.move_to(_moment(given["now"]))
    return _clock(order)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise MalformedRequest(f"now: {text!r} is not a date and time in ISO 8601") from None


def _contract(order: Order) -> Row:
    name = order.arguments["document"].removesuffix(".json")
    if name not in mockconf_schemas.names():
        known = ", ".join(mockconf_schemas.names())
        raise NoSuchResource(f"contract {name!r}, but {known}")
    return bundled(name, server="/")  # relative to where the document is served


#: By operationId of the control API's contract.
ORDERS: Mapping[str, Callable[[Order], Row]] = {
    "getHealth": _health,
    "resetWorld": _reset,
    "listConferences": _list_conferences,
    "openConference": _open_conference,
    "getConference": _get_conference,
    "scriptEvent": _script_event,
    "listRequests": _list_requests,
    "listCallbacks": _list_callbacks,
    "listFindings": _list_findings,
    "getCoverage": _coverage,
    "getClock": _clock,
    "moveClock": _move_clock,
    "getContract": _contract,
}
