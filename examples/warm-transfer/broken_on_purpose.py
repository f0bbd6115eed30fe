"""Three mistakes that no assertion here notices. With mockconf each of these tests fails all the same, and says why.

pytest broken_on_purpose.py
"""

from __future__ import annotations

import pytest

from test_warm_transfer import AGENT, CALLER_ID, CUSTOMER, NAME, PUBLIC_URL, Desk
from warm_transfer import create_app


class ByHand:
    """An app that writes its requests itself."""

    def __init__(self, client) -> None:
        self._client = client

    def update(self, conference_sid: str, label: str, form: dict[str, str]) -> int:
        account = f"{self._client.api.base_url}/2010-04-01/Accounts/{self._client.account_sid}"
        url = f"{account}/Conferences/{conference_sid}/Participants/{label}.json"
        return self._client.request("POST", url, data=form).status_code


@pytest.fixture
def conference(mockconf):
    """A conference of an agent and a customer."""
    participants = mockconf.twilio_client().conferences(NAME).participants
    participants.create(from_=CALLER_ID, to=AGENT, label="agent")
    participants.create(from_=CALLER_ID, to=CUSTOMER, label="customer")
    return mockconf.conference(NAME)


def test_the_customer_waits_on_hold(mockconf, conference):
    app = ByHand(mockconf.twilio_client())
    assert app.update(conference.sid, "customer", {"Hold": "yes"}) == 200


def test_a_supervisor_whispers_to_the_agent(mockconf, conference):
    app = ByHand(mockconf.twilio_client())
    conference.join(label="supervisor")
    agent = conference.participant("agent").call_sid
    assert app.update(conference.sid, "supervisor", {"callSidToCoach": agent}) == 200


def test_a_session_starts(mockconf):
    app = create_app(mockconf.twilio_client(), PUBLIC_URL, "an outdated token", CALLER_ID)
    mockconf.mount(PUBLIC_URL, app)
    assert Desk(app.test_client(), mockconf).start() == 201
