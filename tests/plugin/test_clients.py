"""The SDK that the fixture hands out: unmodified but for its HTTP client, which needs no socket and sends the same bytes."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient

from mockconf.errors import MockconfError
from pytest_mockconf import MockConf
from tests.conftest import AS_SDK
from tests.plugin.suites import Ran
from tests.wire import Wire


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody connects."""

    def refuse(*_: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)


def whole_conference(client: Any) -> list[Any]:
    support = client.conferences("Support").participants
    agent = support.create(**AS_SDK, label="agent")
    support.create(**AS_SDK, label="customer")
    room = client.conferences(agent.conference_sid)
    muted = room.participants("customer").update(muted=True, hold=True)
    present = [one.label for one in room.participants.list(muted=True)]
    removed = room.participants("customer").delete()
    ended = room.update(status="completed")
    names = [one.friendly_name for one in client.conferences.list(status="completed")]
    return [muted.muted, muted.hold, present, removed, ended.status, names]


async def whole_conference_async(client: Any) -> list[Any]:
    support = client.conferences("Support").participants
    agent = await support.create_async(**AS_SDK, label="agent")
    await support.create_async(**AS_SDK, label="customer")
    room = client.conferences(agent.conference_sid)
    muted = await room.participants("customer").update_async(muted=True, hold=True)
    present = [one.label for one in await room.participants.list_async(muted=True)]
    removed = await room.participants("customer").delete_async()
    ended = await room.update_async(status="completed")
    completed = await client.conferences.list_async(status="completed")
    return [
        muted.muted,
        muted.hold,
        present,
        removed,
        ended.status,
        [one.friendly_name for one in completed],
    ]


TOLD = [True, True, ["customer"], True, "completed", ["Support"]]


@pytest.mark.usefixtures("no_sockets")
def test_the_client_runs_a_whole_conference_without_a_socket(mockconf: MockConf) -> None:
    assert whole_conference(mockconf.twilio_client()) == TOLD
    mockconf.assert_no_findings()


@pytest.mark.usefixtures("no_sockets")
def test_the_asynchronous_client_runs_a_whole_conference_without_a_socket(
    mockconf: MockConf,
) -> None:
    assert asyncio.run(whole_conference_async(mockconf.twilio_client(async_=True))) == TOLD
    mockconf.assert_no_findings()


def test_many_tasks_share_an_asynchronous_client(mockconf: MockConf) -> None:
    async def story() -> list[Any]:
        async with mockconf.twilio_client(async_=True).http_client as door:
            client = mockconf.twilio_client(async_=True)
            client.http_client = door
            rooms = (client.conferences(f"Room {number}") for number in range(20))
            return await asyncio.gather(
                *(room.participants.create_async(**AS_SDK) for room in rooms)
            )

    created = asyncio.run(story())
    assert len({one.conference_sid for one in created}) == 20
    mockconf.assert_requested("CreateParticipant", times=20)


@pytest.mark.parametrize("async_", [False, True])
def test_pages_are_followed(mockconf: MockConf, async_: bool) -> None:
    for number in range(5):
        mockconf.conference(f"Room {number}").join()
    conferences = mockconf.twilio_client(async_=async_).conferences
    wanted = {"status": "init", "page_size": 2}

    async def names() -> list[Any]:
        return [one.friendly_name async for one in await conferences.stream_async(**wanted)]

    found = (
        asyncio.run(names())
        if async_
        else [one.friendly_name for one in conferences.stream(**wanted)]
    )
    assert found == [f"Room {number}" for number in (4, 3, 2, 1, 0)]
    mockconf.assert_requested("ListConference", times=3, PageSize=2, Status="init")
    mockconf.assert_no_findings()


@pytest.mark.parametrize(
    ("ask", "status", "code"),
    [
        (lambda client: client.conferences(f"CF{'0' * 32}").fetch(), 404, 20404),
        (lambda client: client.conferences("Support").participants.create("", ""), 400, 21213),
        (lambda client: client.conferences(f"CF{'0' * 32}").update(status="over"), 400, 20001),
    ],
    ids=["gone", "missing", "refused"],
)
def test_a_refusal_is_the_sdks_own_exception(
    client: Any, over_socket: Any, ask: Callable[[Any], Any], status: int, code: int
) -> None:
    refusals = []
    for one in (client, over_socket):
        with pytest.raises(TwilioRestException) as caught:
            ask(one)
        refusals.append((caught.value.status, caught.value.code, caught.value.msg))
    assert refusals[0][:2] == (status, code)
    assert refusals[0] == refusals[1]


def test_a_refusal_of_the_asynchronous_client_is_the_sdks_own_exception(
    mockconf: MockConf,
) -> None:
    client = mockconf.twilio_client(async_=True)
    with pytest.raises(TwilioRestException) as caught:
        asyncio.run(client.conferences(f"CF{'0' * 32}").fetch_async())
    assert (caught.value.status, caught.value.code) == (404, 20404)


def test_every_request_is_seen_by_the_test(mockconf: MockConf) -> None:
    whole_conference(mockconf.twilio_client())
    assert [one.operation for one in mockconf.requests] == [
        "CreateParticipant",
        "CreateParticipant",
        "UpdateParticipant",
        "ListParticipant",
        "DeleteParticipant",
        "UpdateConference",
        "ListConference",
    ]


def test_every_client_speaks_to_the_same_world(mockconf: MockConf, over_socket: Any) -> None:
    over_socket.conferences("Support").participants.create(**AS_SDK)
    [shown] = mockconf.twilio_client().conferences.list(status="init")
    assert shown.friendly_name == "Support"


def test_the_client_is_the_sdks_own(mockconf: MockConf) -> None:
    client = mockconf.twilio_client()
    assert type(client).__module__ == "twilio.rest"
    assert client.account_sid == mockconf.account_sid
    assert not isinstance(client.http_client, TwilioHttpClient)


def test_a_client_follows_the_world_through_a_reset(
    mockconf: MockConf, client: Any, wire: Wire
) -> None:
    client.conferences("Support").participants.create(**AS_SDK)
    assert wire.control("POST", "reset").status == 200
    assert client.conferences.list(status="init") == []
    assert [one.operation for one in mockconf.requests] == ["ListConference"]


@pytest.mark.parametrize("async_", [False, True])
def test_a_missing_sdk_is_an_error_that_names_what_to_install(
    mockconf: MockConf, monkeypatch: pytest.MonkeyPatch, async_: bool
) -> None:
    monkeypatch.delitem(sys.modules, "pytest_mockconf.clients")
    for name in [name for name in sys.modules if name.partition(".")[0] == "twilio"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MockconfError, match=r"not installed: pip install 'mockconf\[twilio\]'$"):
        mockconf.twilio_client(async_=async_)


def test_a_missing_sdk_fails_the_test_and_does_not_skip_it(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import sys

        def test_it(mockconf, monkeypatch):
            monkeypatch.delitem(sys.modules, "pytest_mockconf.clients")
            monkeypatch.setitem(sys.modules, "twilio.http", None)
            mockconf.twilio_client()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "pip install 'mockconf[twilio]'" in ran.failure


def test_another_missing_module_is_not_blamed_on_the_sdk(
    mockconf: MockConf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "pytest_mockconf.clients")
    monkeypatch.setitem(sys.modules, "mockconf.exchange", None)
    with pytest.raises(ModuleNotFoundError, match=r"mockconf\.exchange"):
        mockconf.twilio_client()


def test_a_timeout_that_the_sdk_refuses_is_refused_here(client: Any, over_socket: Any) -> None:
    for one in (client, over_socket):
        with pytest.raises(ValueError, match="0"):
            one.http_client.request("GET", f"{client.api.base_url}/x", timeout=0)


def test_nothing_is_logged_that_nobody_asked_for(
    client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.conferences.list(status="init")
    assert caplog.text == ""
