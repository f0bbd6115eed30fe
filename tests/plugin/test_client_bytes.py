"""What the SDK sends without a socket is, byte for byte, what it sends over one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from mockconf.exchange import Exchange
from pytest_mockconf import MockConf
from tests.conftest import AS_SDK

#: What the connection adds, which the client of the fixture does not have.
_OF_A_CONNECTION = {"accept-encoding", "connection", "content-length", "host"}

CALLS: dict[str, Callable[[Any], Any]] = {
    "fetch": lambda client: client.conferences(f"CF{'0' * 32}").fetch(),
    "list": lambda client: client.conferences.list(status="completed"),
    "filter": lambda client: client.conferences.list(
        friendly_name="Zoë & Co / 100% +1?", date_created_before=date(2026, 1, 5), page_size=7
    ),
    "pages": lambda client: client.conferences.list(status="init", page_size=1),
    "create": lambda client: client.conferences("Caf\u00e9 & Co").participants.create(
        **AS_SDK, label="Zoë", early_media=True, status_callback_event=["ringing", "answered"]
    ),
    "create with nothing": lambda client: client.conferences("Sales").participants.create("", ""),
    "update": lambda client: client.conferences(f"CF{'0' * 32}").update(status="completed"),
    "odd label": lambda client: (
        client.conferences(f"CF{'0' * 32}").participants("Zoë / 1+1=2?#").update(muted=False)
    ),
    "delete": lambda client: client.conferences(f"CF{'0' * 32}").participants("bob").delete(),
    "any request": lambda client: client.request(
        "POST",
        f"{client.api.base_url}/2010-04-01/Accounts/{client.account_sid}/Conferences.json",
        params={"Status": ["init", "completed"]},
        data={"Muted": None, "Label": "a b", "Many": ["x", None, "y"], "Pair": ("x", None)},
        headers={"X-Own": "yes"},
        auth=("SK" + "0" * 32, "secret"),
    ),
}


def sent(exchange: Exchange) -> list[Any]:
    """A request as the SDK meant it."""
    request = exchange.request
    headers = {
        name: value
        for name, value in request.headers.items()
        if name not in _OF_A_CONNECTION and value != "*/*"
    }
    return [request.method, request.path, request.query, request.body, headers]


@pytest.mark.parametrize("name", CALLS)
def test_the_bytes_are_those_that_go_over_a_socket(
    mockconf: MockConf, client: Any, over_socket: Any, name: str
) -> None:
    for number in range(2):
        mockconf.conference(f"Room {number}")
    seen = []
    for one in (client, over_socket):
        before = len(mockconf.requests)
        try:
            CALLS[name](one)
        except TwilioRestException as error:
            assert error.status in (400, 401, 404, 405)  # noqa: PT017 - some of them are refused
        seen.append([sent(exchange) for exchange in mockconf.requests[before:]])
    assert seen[0] == seen[1]
    assert seen[0]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_asynchronous_client_sends_the_same_bytes(mockconf: MockConf, client: Any) -> None:
    wanted = {"friendly_name": "Zoë & Co / 100% +1?", "page_size": 7}
    client.conferences.list(**wanted)
    asyncio.run(mockconf.twilio_client(async_=True).conferences.list_async(**wanted))
    first, second = map(sent, mockconf.requests)
    assert first == second


def test_an_answer_is_the_one_that_comes_over_a_socket(
    mockconf: MockConf, client: Any, over_socket: Any
) -> None:
    mockconf.conference("Zoë").join()
    for one in (client, over_socket):
        one.conferences.list(status="init")
    answers = [one.answer for one in mockconf.requests]
    assert answers[0].body == answers[1].body
    shown = [one.http_client.request("GET", f"{mockconf.url}/x") for one in (client, over_socket)]
    assert [one.status_code for one in shown] == [404, 404]
    assert shown[0].headers["content-type"] == shown[1].headers["content-type"]
