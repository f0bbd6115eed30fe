"""The whole story once, told by the official SDK: what the README promises."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.conftest import AS_SDK


def test_the_sdk_runs_a_whole_conference(client: Client) -> None:
    agent = client.conferences("Support").participants.create(**AS_SDK, label="agent")
    client.conferences("Support").participants.create(**AS_SDK, label="customer")
    room = client.conferences(agent.conference_sid)
    assert room.fetch().status == "in-progress"
    assert room.participants("customer").update(muted=True, hold=True).hold
    assert [one.label for one in room.participants.list(muted=True)] == ["customer"]
    assert room.update(status="completed").reason_conference_ended == "conference-ended-via-api"
    assert room.participants.list() == []


def test_the_sdk_is_told_when_it_breaks_the_contract(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.conferences("Support").participants.create(**AS_SDK, timeout=3)
    assert (refusal.value.status, refusal.value.code) == (400, 21208)
