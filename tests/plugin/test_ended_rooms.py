"""A name whose conference has ended: a test sees what became of it, and whoever joins opens the next one."""

from __future__ import annotations

import pytest

from pytest_mockconf import ConferenceScript, MockConf, ScriptError
from tests.plugin.webhooks import HOOK, Heard


@pytest.fixture
def ended(mockconf: MockConf) -> ConferenceScript:
    """A conference that the application has ended, as a test got it before."""
    room = mockconf.conference("Sales")
    for label in ("alice", "bob"):
        room.join(label=label)
    mockconf.twilio_client().conferences(room.sid).update(status="completed")
    return room


def test_a_name_is_that_of_the_latest_that_has_ended(
    mockconf: MockConf, ended: ConferenceScript
) -> None:
    found = mockconf.conference("Sales")
    assert (found, found.status, found.participants) == (ended, "completed", [])
    found.join()
    found.join()
    found.end()
    assert mockconf.conference("Sales") == found != ended


def test_looking_at_an_ended_one_opens_none(mockconf: MockConf, ended: ConferenceScript) -> None:
    mockconf.conference("Sales")
    listed = mockconf.twilio_client().conferences.list(friendly_name="Sales", status="completed")
    assert [one.sid for one in listed] == [ended.sid]
    assert mockconf.twilio_client().conferences.list(status="init") == []


def test_whoever_joins_an_ended_name_opens_the_next_one(
    mockconf: MockConf, ended: ConferenceScript
) -> None:
    room = mockconf.conference("Sales")
    alice = room.join(label="alice")
    assert room.sid != ended.sid
    assert (room.status, room.participants, alice.conference) == ("init", [alice], room)
    assert mockconf.conference("Sales") == room


def test_one_that_was_open_when_it_was_got_stays_ended(ended: ConferenceScript) -> None:
    with pytest.raises(ScriptError, match=r"cannot join: .*is completed"):
        ended.join()


def test_one_that_is_named_by_its_sid_stays_ended(
    mockconf: MockConf, ended: ConferenceScript
) -> None:
    with pytest.raises(ScriptError, match=r"cannot join: .*is completed"):
        mockconf.conference(ended.sid).join()


def test_nothing_else_happens_in_an_ended_name(mockconf: MockConf, ended: ConferenceScript) -> None:
    room = mockconf.conference("Sales")
    for step in (room.end, lambda: room.announce("https://app.example/x")):
        with pytest.raises(ScriptError, match="is completed"):
            step()


def test_callbacks_for_an_ended_name_open_the_next_one_at_once(
    mockconf: MockConf, ended: ConferenceScript, heard: Heard
) -> None:
    room = mockconf.conference("Sales", status_callback=HOOK)
    assert (room.status, room != ended) == ("init", True)
    room.join()
    assert heard.events == ["participant-join"]


def test_the_open_one_wins(mockconf: MockConf, ended: ConferenceScript) -> None:
    client = mockconf.twilio_client()
    client.conferences("Sales").participants.create(from_="+15017122661", to="+15558675310")
    assert mockconf.conference("Sales").status == "init"
