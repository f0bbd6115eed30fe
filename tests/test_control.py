"""The control API: every operation, held against its own contract, and what each tells when it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockconf.contract import load
from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.wire import Reply, Wire

OPERATIONS = load("control").operations
UNKNOWN_CF = f"CF{'0' * 32}"

#: An accepted call of each operation: how to send it, given the SID of a conference with agent in it.
CALLS: dict[str, tuple[str, str, Any]] = {
    "getHealth": ("GET", "health", None),
    "resetWorld": ("POST", "reset", {"seed": "fresh"}),
    "listConferences": ("GET", "conferences", None),
    "openConference": ("POST", "conferences", {"friendly_name": "Another"}),
    "getConference": ("GET", "conferences/{sid}", None),
    "scriptEvent": ("POST", "conferences/{sid}/events", {"event": "participant-join"}),
    "listRequests": ("GET", "requests", None),
    "listCallbacks": ("GET", "callbacks", None),
    "listFindings": ("GET", "findings", None),
    "getCoverage": ("GET", "coverage", None),
    "getClock": ("GET", "clock", None),
    "moveClock": ("PUT", "clock", {"advance": 1.5}),
    "getContract": ("GET", "openapi/twilio-2010-04-01.json", None),
}


@pytest.fixture
def sid(wire: Wire) -> str:
    """A conference of one, agent, after a request with findings."""
    return str(wire.dial("Room", Label="agent", Lable="x").json["conference_sid"])


def checked(operation: str, reply: Reply) -> Any:
    """What the reply says, after it was held against the contract."""
    assert reply.headers["Content-Type"] == "application/json"
    schema = OPERATIONS[operation].answer_schema(reply.status)
    assert schema is not None
    assert schema.breaches(reply.json) == []
    return reply.json


def assert_refused(operation: str, reply: Reply, status: int) -> str:
    assert reply.status == status
    said = checked(operation, reply)
    assert said["status"] == status
    return str(said["error"])


def test_every_operation_is_called_here() -> None:
    assert set(CALLS) == set(OPERATIONS)


@pytest.mark.parametrize("operation", CALLS)
def test_an_operation_answers_as_its_contract_says(wire: Wire, sid: str, operation: str) -> None:
    method, path, given = CALLS[operation]
    reply = wire.control(method, path.format(sid=sid), given)
    assert reply.status == OPERATIONS[operation].success
    checked(operation, reply)
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "operation", [name for name, (method, _, _) in CALLS.items() if method == "GET"]
)
def test_an_unknown_parameter_is_refused_and_named(wire: Wire, sid: str, operation: str) -> None:
    reply = wire.control("GET", f"{CALLS[operation][1].format(sid=sid)}?acount_sid=x")
    assert "acount_sid" in assert_refused(operation, reply, 400)


@pytest.mark.parametrize(
    "operation", [name for name, (method, _, _) in CALLS.items() if method != "GET"]
)
@pytest.mark.parametrize(
    ("body", "headers", "status", "says"),
    [
        (b"{", {}, 400, "not JSON"),
        (b"\xff", {}, 400, "not JSON"),
        (b"[" * 100_000, {}, 400, "not JSON"),
        (b"[]", {}, 400, "object"),
        (b'"reset"', {}, 400, "object"),
        (b"null", {}, 400, "object"),
        (b"{}", {"Content-Type": "text/plain"}, 400, "Content-Type: application/json"),
        (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}, 400, "Content-Type"),
        (b" " * 262_145, {}, 413, "262144"),
    ],
    ids=["cut", "bytes", "deep", "list", "text", "null", "plain", "form", "large"],
)
def test_a_body_that_does_not_fit_is_refused_with_what_to_change(
    wire: Wire, sid: str, operation: str, body: bytes, headers: Any, status: int, says: str
) -> None:
    method, path, _ = CALLS[operation]
    headers = {"Content-Type": "application/json"} | headers
    reply = wire.send(
        method, f"/_mockconf/{path.format(sid=sid)}", body=body, headers=headers, auth=None
    )
    assert says in assert_refused(operation, reply, status)
    assert len(reply.body) < 1_000


@pytest.mark.parametrize(
    "operation", [name for name, (method, _, _) in CALLS.items() if method != "GET"]
)
def test_an_unknown_name_in_a_body_is_refused_and_named(
    wire: Wire, sid: str, operation: str
) -> None:
    method, path, given = CALLS[operation]
    reply = wire.control(method, path.format(sid=sid), given | {"surprise": 1})
    assert "surprise" in assert_refused(operation, reply, 400)


@pytest.mark.parametrize(
    "operation", [name for name, (method, _, _) in CALLS.items() if method != "GET"]
)
def test_a_parameter_in_the_query_of_a_body_is_refused(
    wire: Wire, sid: str, operation: str
) -> None:
    method, path, given = CALLS[operation]
    reply = wire.control(method, f"{path.format(sid=sid)}?seed=other", given)
    assert "seed" in assert_refused(operation, reply, 400)


@pytest.mark.parametrize(
    "path", ["", "nowhere", "health/", "Health", "conferences/x/y", "conferences/"]
)
def test_an_unknown_path_is_not_found(wire: Wire, path: str) -> None:
    assert f"/_mockconf/{path}" in assert_refused("getHealth", wire.control("GET", path), 404)


@pytest.mark.parametrize(
    ("method", "operation"),
    [
        ("POST", "getHealth"),
        ("GET", "resetWorld"),
        ("DELETE", "listConferences"),
        ("PATCH", "getClock"),
    ],
)
def test_another_method_is_refused_and_the_right_one_named(
    wire: Wire, sid: str, method: str, operation: str
) -> None:
    right, path, _ = CALLS[operation]
    reply = wire.control(method, path.format(sid=sid))
    assert right in assert_refused(operation, reply, 405)


@pytest.mark.parametrize(
    "path", ["health?x=%zz", "health?x=%ff", "conferences/%zz", "conferences/%ff"]
)
def test_broken_encoding_is_a_bad_request(wire: Wire, path: str) -> None:
    assert_refused("getHealth", wire.control("GET", path), 400)


def test_health_tells_which_world_is_there(wire: Wire, mockconf: MockConf) -> None:
    health = wire.control("GET", "health").json
    assert health["account_sid"] == mockconf.account_sid
    assert health["dialects"] == ["twilio-2010-04-01", "twilio-2008-08-01", "signalwire"]
    assert health["seed"] == mockconf.world.settings.seed
    assert health["now"] == "2026-01-05T09:00:00+00:00"


def test_a_reset_puts_a_fresh_world_in_the_place_of_the_old(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with()
    wire, world = mock.wire, mock.world
    wire.dial("Room")
    wire.control("PUT", "clock", {"advance": 60})
    reply = checked("resetWorld", wire.control("POST", "reset"))
    assert reply == {
        "seed": "mockconf",
        "account_sid": wire.account_sid,
        "auth_token": wire.auth_token,
        "project_id": world.project_id,
        "api_token": world.api_token,
        "signing_key": world.signing_key,
    }
    assert wire.control("GET", "conferences").json == {"conferences": []}
    assert wire.control("GET", "requests").json == {"requests": []}
    assert wire.control("GET", "clock").json == {"now": "2026-01-05T09:00:00+00:00"}


def test_a_reset_with_a_seed_gives_another_world(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with()
    old = mock.wire
    fresh = old.control("POST", "reset", {"seed": "fresh"}).json
    assert fresh["account_sid"] != old.account_sid
    new = Wire(mock.url, fresh["account_sid"], fresh["auth_token"])
    assert new.dial("Room").status == 201
    assert mock.world.settings.seed == "fresh"


def test_a_reset_without_a_seed_keeps_the_seed(mock_with: Callable[..., Mock]) -> None:
    wire = mock_with().wire
    fresh = wire.control("POST", "reset", {"seed": "fresh"}).json
    assert wire.control("POST", "reset").json == fresh


def test_a_reset_within_a_test_keeps_the_account_of_the_test(
    wire: Wire, mockconf: MockConf
) -> None:
    assert wire.control("POST", "reset").json["account_sid"] == mockconf.account_sid


@pytest.mark.parametrize("seed", ["", 5, None, "x" * 201, ["x"]])
def test_a_seed_that_is_no_text_is_refused(wire: Wire, mockconf: MockConf, seed: Any) -> None:
    assert "seed" in assert_refused(
        "resetWorld", wire.control("POST", "reset", {"seed": seed}), 400
    )
    assert wire.control("GET", "health").json["account_sid"] == mockconf.account_sid


@pytest.mark.parametrize("name", ["twilio-2010-04-01", "control"])
def test_a_contract_is_served_as_one_valid_document(wire: Wire, name: str) -> None:
    document = checked("getContract", wire.control("GET", f"openapi/{name}.json"))
    assert [str(error)[:300] for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


@pytest.mark.parametrize(
    "name",
    ["nope.json", "twilio-2010-04-01", "twilio-2010-04-01.xml", "..%2Fcontrol.json", ".json"],
)
def test_a_contract_that_is_not_there_is_not_found(wire: Wire, name: str) -> None:
    assert_refused("getContract", wire.control("GET", f"openapi/{name}"), 404)
