"""The control API under /_mockconf: what a test or a person does to a world from outside.

Its contract is data as well: operations, bodies and answers stand in the schemas' folder `control`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from mockconf.admission import may_steer
from mockconf.bundle import bundled
from mockconf.contract import Operation, load
from mockconf.dialects import DIALECTS
from mockconf.errors import (
    ApiError,
    MalformedRequest,
    MethodNotAllowed,
    MockconfError,
    NoSuchResource,
)
from mockconf.exchange import Answer, Request
from mockconf.filters import ConferenceFilter, ParticipantFilter
from mockconf.paging import PageRequest
from mockconf.reading import fields_of_query
from mockconf.routing import Router
from mockconf.rows import Row, conference_row, event_row, exchange_row, finding_row, participant_row
from mockconf.scripting import play
from mockconf.world import World

_log = logging.getLogger(__name__)
_CONTRACT = "control"
_EVERYTHING = PageRequest(size=1_000)
_CLOSED = (
    "the control API is open to loopback only; set MOCKCONF_CONTROL_TOKEN where mockconf runs "
    "and send it as 'Authorization: Bearer ...'"
)

#: What a reader needs to hear where a schema can only say that no alternative fits.
_HINTS = {
    ("scriptEvent", "anyOf"): "name the participant by call_sid or label",
    ("moveClock", "oneOf"): "send either now (a date and time with a zone) or advance (seconds)",
}


class Steering(NamedTuple):
    """What the control API steers, and who may."""

    world: World
    #: Puts a new world in the place of the current one; the seed stays unless one is given.
    reset: Callable[[str | None], World]
    #: Opens the control API to callers beyond loopback.
    token: str | None = None


class _Order(NamedTuple):
    """An operation of the control API, judged and ready to be carried out."""

    steering: Steering
    arguments: Mapping[str, Any]

    @property
    def world(self) -> World:
        return self.steering.world

    @property
    def account_sid(self) -> str:
        return str(self.arguments.get("account_sid") or self.world.account_sid)

    def concerns(self, account_sid: str | None) -> bool:
        """Whether a row of that account was asked for; every row is, unless an account was named."""
        return self.arguments.get("account_sid") in (None, account_sid)

    @property
    def room(self) -> tuple[str, str]:
        return self.account_sid, str(self.arguments["conference_sid"])


class _Refused(Exception):
    """An order that cannot be carried out; the text names the fix."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status


def answer(steering: Steering, request: Request) -> Answer:
    """Answer a request below `/_mockconf/`; never raises."""
    try:
        status, body = _carried_out(steering, request)
    except _Refused as error:
        status, body = error.status, _error(error.status, str(error))
    except NoSuchResource as error:
        status, body = 404, _error(404, str(error))
    except MethodNotAllowed as error:
        status, body = 405, _error(405, str(error))
    except MalformedRequest as error:
        status, body = 400, _error(400, str(error))
    except (ApiError, MockconfError) as error:
        status, body = 409, _error(409, str(error) or type(error).__name__)
    except Exception as error:  # noqa: BLE001 - a crash is an answer that says so
        _log.exception("mockconf failed to answer %s %s", request.method, request.path)
        status, body = 500, _error(500, f"mockconf failed: {type(error).__name__}: {error}")
    headers = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
    return Answer(status=status, headers=headers, body=json.dumps(body, indent=1).encode())


def _carried_out(steering: Steering, request: Request) -> tuple[int, Row]:
    if not may_steer(request, steering.token):
        raise _Refused(403, _CLOSED)
    route = _router().route(request.method, request.path)
    arguments = _arguments(route.operation, request, steering.world.settings.max_body)
    arguments |= route.arguments
    return route.operation.success, _ORDERS[route.operation.id](_Order(steering, arguments))


def _arguments(operation: Operation, request: Request, max_body: int) -> dict[str, Any]:
    has_body = operation.method in ("POST", "PUT")
    if has_body and request.query:
        names = ", ".join(name for name, _ in fields_of_query(request))
        raise _Refused(400, f"put {names} into the body, which is a JSON object")
    given = _body(request, max_body) if has_body else dict(fields_of_query(request))
    strangers = set(given) - set(operation.parameters.by_name)
    if strangers and not has_body:
        known = ", ".join(operation.parameters.by_name) or "none"
        raise _Refused(400, f"unknown parameter {min(strangers)!r}; known are {known}")
    schema = operation.parameters.schema
    for breach in () if schema.admits(given) else schema.breaches(given):
        at = f"{breach.name}: " if breach.name else ""
        says = _HINTS.get((operation.id, breach.keyword), breach.message)
        raise _Refused(400, f"{at}{says}"[:500])
    return given


def _body(request: Request, max_body: int) -> dict[str, Any]:
    if not request.body:
        return {}
    if len(request.body) > max_body:
        raise _Refused(413, f"the body is larger than {max_body} bytes")
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent_as != "application/json":
        raise _Refused(400, "send the body as Content-Type: application/json")
    try:
        given = json.loads(request.body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _Refused(400, f"the body is not JSON: {error}") from None
    if not isinstance(given, dict):
        raise _Refused(400, "the body must be a JSON object")
    for name, value in given.items():
        if any("\ud800" <= letter <= "\udfff" for letter in f"{name}{value}"):
            raise _Refused(400, f"{name!a}: half a character cannot be written down")
    return given


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


def _error(status: int, says: str) -> Row:
    return {"error": says, "status": status}


@cache
def _router() -> Router:
    return Router(load(_CONTRACT).operations.values(), "")


def _health(order: _Order) -> Row:
    return {
        "status": "ok",
        "version": version("mockconf"),
        "dialects": [dialect.name for dialect in DIALECTS],
        "seed": order.world.settings.seed,
        "account_sid": order.world.account_sid,
        "now": order.world.clock.now().isoformat(),
    }


def _reset(order: _Order) -> Row:
    world = order.steering.reset(order.arguments.get("seed"))
    return {
        "seed": world.settings.seed,
        "account_sid": world.account_sid,
        "auth_token": world.auth_token,
    }


def _list_conferences(order: _Order) -> Row:
    page = order.world.switchboard.list_conferences(
        order.account_sid, ConferenceFilter(), _EVERYTHING
    )
    return {"conferences": [conference_row(one) for one in page.items]}


def _open_conference(order: _Order) -> Row:
    name = order.arguments["friendly_name"]
    return conference_row(order.world.switchboard.open_conference(order.account_sid, name))


def _get_conference(order: _Order) -> Row:
    switchboard = order.world.switchboard
    conference = switchboard.fetch_conference(*order.room)
    present = switchboard.list_participants(*order.room, ParticipantFilter(), _EVERYTHING)
    events = [one for one in order.world.journal.events if one.conference.sid == conference.sid]
    return conference_row(conference) | {
        "participants": [participant_row(one) for one in present.items],
        "events": [event_row(one) for one in events],
    }


def _script_event(order: _Order) -> Row:
    step = play(order.world, *order.room, order.arguments)
    return {
        "conference": conference_row(step.conference),
        "participant": step.participant and participant_row(step.participant),
        "events": [event_row(event) for event in step.events],
    }


def _list_requests(order: _Order) -> Row:
    journal = order.world.journal
    secrets = {one.name: load(one.name).secrets for one in DIALECTS}
    rows = [
        exchange_row(one, secrets[one.dialect])
        for one in journal.exchanges
        if order.concerns(one.account_sid)
    ]
    return {"requests": rows}


def _list_findings(order: _Order) -> Row:
    rows = [
        finding_row(finding) | {"exchange": exchange.number, "operation": exchange.operation}
        for exchange, finding in order.world.journal.findings
        if order.concerns(exchange.account_sid)
    ]
    return {"findings": rows}


def _coverage(order: _Order) -> Row:
    return {one.name: order.world.coverage.report(load(one.name)) for one in DIALECTS}


def _clock(order: _Order) -> Row:
    return {"now": order.world.clock.now().isoformat()}


def _move_clock(order: _Order) -> Row:
    clock, given = order.world.clock, order.arguments
    if "advance" in given:
        clock.advance(given["advance"])
    else:
        clock.move_to(_moment(given["now"]))
    order.world.switchboard.catch_up()
    return _clock(order)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _Refused(400, f"now: {text!r} is not a date and time in ISO 8601") from None


def _contract(order: _Order) -> Row:
    name = order.arguments["document"].removesuffix(".json")
    try:
        return bundled(name)
    except FileNotFoundError:
        known = ", ".join([*(one.name for one in DIALECTS), _CONTRACT])
        raise _Refused(404, f"there is no contract {name!r}; there are {known}") from None


_ORDERS: Mapping[str, Callable[[_Order], Row]] = {
    "getHealth": _health,
    "resetWorld": _reset,
    "listConferences": _list_conferences,
    "openConference": _open_conference,
    "getConference": _get_conference,
    "scriptEvent": _script_event,
    "listRequests": _list_requests,
    "listFindings": _list_findings,
    "getCoverage": _coverage,
    "getClock": _clock,
    "moveClock": _move_clock,
    "getContract": _contract,
}
