"""The code of somebody else: an application for their suites to import, with mistakes in it."""

from __future__ import annotations

#: An application, which the tests of a suite import.
APP = """
from contextlib import suppress

AS_SDK = {"from_": "+15017122661", "to": "+15558675310"}
NUMBERS = {"From": "+15017122661", "To": "+15558675310"}
GONE = "CF" + "0" * 32


def ask(mockconf, method="GET", path="Conferences.json", client=None, **fields):
    url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/{path}"
    fields = {"params" if method == "GET" else "data": fields}
    return (client or mockconf.twilio_client()).request(method, url, **fields)


def dial(mockconf, room="Support", **given):
    return mockconf.twilio_client().conferences(room).participants.create(**AS_SDK, **given)


def stranger(mockconf):
    client = mockconf.twilio_client()
    client.username, client.auth = "AC" + "0" * 32, ("AC" + "0" * 32, "wrong")
    return client


def end_twice(mockconf):
    room = with_two(mockconf)
    room.end()
    mockconf.twilio_client().conferences(room.sid).update(status="completed")


def announce(mockconf, sid):
    mockconf.twilio_client().conferences(sid).update(announce_url="https://app.example/x")


def with_two(mockconf):
    room = mockconf.conference("Support")
    room.join(label="alice"), room.join(label="bob")
    return room
"""
#: What a failure says besides.
ONE = "1 breach that this test does not expect"


def a_test(body: str) -> str:
    """A test that does this, and lets the app swallow what the SDK raises."""
    return (
        "from app import *\nfrom contextlib import suppress\n"
        f"def test_it(mockconf):\n    with suppress(Exception):\n        {body}\n"
        "    assert mockconf.requests\n"
    )
