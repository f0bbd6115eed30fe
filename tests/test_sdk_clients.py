"""The official SDK at work in the ways that it offers: pointed here differently, by API key, asynchronously."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import AS_SDK, sdk


@pytest.fixture
def clients(mockconf: MockConf) -> list[Client]:
    """The official SDK pointed at the mock in the ways that people find."""
    plain = sdk(mockconf.url, mockconf.account_sid, mockconf.auth_token)
    slashed = sdk(f"{mockconf.url}/", mockconf.account_sid, mockconf.auth_token)
    keyed = Client(f"SK{'1' * 32}", "keysecret", mockconf.account_sid)
    keyed.api.base_url = mockconf.url
    return [plain, slashed, keyed]


def test_the_sdk_follows_pages_however_it_was_pointed_here(clients: list[Client]) -> None:
    for number in range(5):
        clients[0].conferences(f"Room {number}").participants.create(**AS_SDK)
    expected = [f"Room {number}" for number in (4, 3, 2, 1, 0)]
    for client in clients:
        listed = client.conferences.list(page_size=2)
        assert [one.friendly_name for one in listed] == expected
        assert len(client.conferences.list(limit=3)) == 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # between the SDK and its transport
def test_the_asynchronous_sdk_runs_a_whole_conference(mockconf: MockConf) -> None:
    async def story() -> list[Any]:
        async with AsyncTwilioHttpClient() as http:
            client = Client(mockconf.account_sid, mockconf.auth_token, http_client=http)
            client.api.base_url = mockconf.url
            support = client.conferences("Support").participants
            agent, customer = await asyncio.gather(
                support.create_async(**AS_SDK, label="agent"),
                support.create_async(**AS_SDK, label="customer"),
            )
            room = client.conferences(agent.conference_sid)
            muted = await room.participants("customer").update_async(muted=True, hold=True)
            present = await room.participants.list_async(muted=True, page_size=1)
            removed = await room.participants("customer").delete_async()
            ended = await room.update_async(status="completed")
            names = [one.friendly_name async for one in await client.conferences.stream_async()]
            same = agent.conference_sid == customer.conference_sid
            return [same, muted.hold, len(present), removed, ended.status, names]

    told = asyncio.run(asyncio.wait_for(story(), 30))
    assert told == [True, True, 1, True, "completed", ["Support"]]
    rules = {finding.rule for _, finding in mockconf.world.journal.findings}
    assert rules == {"announced-change"}
