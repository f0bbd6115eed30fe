"""Who may use the control API: loopback, or who has the token; never a page in somebody's browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mockconf.clock import ManualClock
from mockconf.contract import load as contract
from mockconf.exchange import Answer, Request
from mockconf.settings import load
from mockconf.site import Site
from tests.conftest import Mock
from tests.wire import Wire

TOKEN = "open-sesame"
OUTSIDE = "203.0.113.9"


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Answer]:
    """Asks a site for its health, from an address and with headers of one's own."""

    def asked(peer: str | None, token: str | None = None, **headers: str) -> Answer:
        site = Site(load(tmp_path, {}, control_token=token), lambda _: ManualClock())
        request = Request(method="GET", path="/_mockconf/health", headers=headers, peer=peer)
        return site.answer(request)

    return asked


def assert_forbidden(answer: Answer) -> None:
    said = json.loads(answer.body)
    schema = contract("control").operations["getHealth"].answer_schema(403)
    assert schema is not None
    assert schema.breaches(said) == []
    assert (answer.status, said["status"]) == (403, 403)
    assert "MOCKCONF_CONTROL_TOKEN" in said["error"]


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.0.2", "::1", None])
def test_loopback_may(ask: Callable[..., Answer], peer: str | None) -> None:
    assert ask(peer).status == 200


@pytest.mark.parametrize("peer", [OUTSIDE, "10.0.0.1", "192.168.1.5", "2001:db8::1", "", "unknown"])
def test_anybody_else_may_not(ask: Callable[..., Answer], peer: str) -> None:
    assert_forbidden(ask(peer))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_anybody_with_the_token_may(ask: Callable[..., Answer], scheme: str) -> None:
    assert ask(OUTSIDE, TOKEN, authorization=f"{scheme} {TOKEN}").status == 200


@pytest.mark.parametrize(
    "authorization",
    [
        *("Bearer wrong", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ", "Bearer", ""),
        *("Basic b3Blbi1zZXNhbWU6", "Bearer \u00fcn\u00efc\u00f6de", "Bearer None"),
    ],
)
def test_a_wrong_token_opens_nothing(ask: Callable[..., Answer], authorization: str) -> None:
    assert_forbidden(ask(OUTSIDE, TOKEN, authorization=authorization))


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer None", "Bearer"])
def test_without_a_configured_token_no_token_opens(
    ask: Callable[..., Answer], authorization: str
) -> None:
    assert_forbidden(ask(OUTSIDE, None, authorization=authorization))


def test_loopback_needs_no_token_though_one_is_configured(ask: Callable[..., Answer]) -> None:
    assert ask("127.0.0.1", TOKEN).status == 200


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.0.0.1:2010", "localhost", "localhost:2010", "LOCALHOST:2010"),
        *("[::1]:2010", "[::1]"),
    ],
)
def test_a_host_name_of_loopback_is_fine(ask: Callable[..., Answer], host: str) -> None:
    assert ask("127.0.0.1", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:2010", "127.0.0.1.evil.example", "localhost.evil", "", ":2010"],
)
def test_a_rebound_host_name_is_told_apart_from_loopback(
    ask: Callable[..., Answer], host: str
) -> None:
    assert_forbidden(ask("127.0.0.1", host=host))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Content-Type": "text/plain"},
    ],
    ids=str,
)
def test_a_page_of_another_site_cannot_reset_the_world(wire: Wire, headers: dict[str, str]) -> None:
    wire.dial("Room")
    reply = wire.send("POST", "/_mockconf/reset", headers=headers, auth=None)
    assert reply.status == 403
    assert len(wire.control("GET", "conferences").json["conferences"]) == 1


def test_an_answer_lets_no_other_site_read_it(wire: Wire) -> None:
    headers = wire.control("GET", "health").headers
    assert [name for name in headers if name.lower().startswith("access-control-")] == []


def test_the_token_comes_from_the_settings(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(control_token=TOKEN)
    path, headers = "/_mockconf/health", {"Host": "mock.example"}
    assert mock.wire.send("GET", path, headers=headers, auth=None).status == 403
    assert mock.wire.send("GET", path, headers=headers, auth=f"Bearer {TOKEN}").status == 200


def test_the_vendors_own_paths_are_open_to_every_address(wire: Wire) -> None:
    reply = wire.get("Conferences.json", headers={"Host": "api.twilio.com"})
    assert reply.status == 200
