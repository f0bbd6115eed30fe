"""The control API under /_mockconf: what a test or a person does to a world from outside.

Its contract is data as well: operations, bodies and answers stand in the schemas' folder `control`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from mockconf.admission import may_steer
from mockconf.contract import Operation, load
from mockconf.errors import (
    ApiError,
    MalformedRequest,
    MethodNotAllowed,
    MockconfError,
    NoSuchResource,
)
from mockconf.exchange import Answer, Request
from mockconf.orders import ORDERS, Order
from mockconf.reading import fields_of_query
from mockconf.routing import Router
from mockconf.rows import Row
from mockconf.world import World

_log = logging.getLogger(__name__)
_CONTRACT = "control"
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


class _Refused(Exception):
    """An order that cannot be carried out; the text names the fix."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status


#: What an error of ours is in HTTP; the first that fits counts.
_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (NoSuchResource, 404),
    (MethodNotAllowed, 405),
    (MalformedRequest, 400),
    (ApiError, 409),
    (MockconfError, 409),
)


def answer(steering: Steering, request: Request) -> Answer:
    """Answer a request below `/_mockconf/`; never raises."""
    try:
        status, body = _carried_out(steering, request)
    except _Refused as error:
        status, body = error.status, _error(error.status, str(error))
    except (ApiError, MockconfError) as error:
        status = next(status for kind, status in _STATUSES if isinstance(error, kind))
        body = _error(status, str(error))
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
    return route.operation.success, ORDERS[route.operation.id](
        Order(steering.world, steering.reset, arguments, route.operation.parameters.defaults)
    )


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
