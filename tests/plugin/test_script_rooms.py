"""What a script does with a conference: opens it, announces in it, ends it."""

from __future__ import annotations

from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf, ScriptError
from tests.conftest import AS_SDK
from tests.plugin.webhooks import APP, HOOK, Heard

JINGLE = "https://app.example/jingle.xml"


def both(room: ConferenceScript) -> None:
    """Two are in it, so it has started."""
    room.join(label="alice")
    room.join(label="bob")


# Opening


def test_a_conference_is_open_once_it_is_named(mockconf: MockConf, client: Any) -> None:
    room = mockconf.conference("Support")
    [shown] = client.conferences.list(friendly_name="Support")
    assert (shown.sid, shown.status, room.status) == (room.sid, "init", "init")
    assert room.friendly_name == "Support"


def test_a_name_is_the_open_conference(mockconf: MockConf) -> None:
    room = mockconf.conference("Support")
    both(room)
    room.end()
    following = mockconf.conference("Support")
    following.join()
    assert following != room
    assert mockconf.conference("Support") == following


def test_a_name_is_the_last_conference_where_none_is_open(mockconf: MockConf) -> None:
    room = mockconf.conference("Support")
    both(room)
    room.end()
    assert mockconf.conference("Support") == room
    assert mockconf.conference("Support").status == "completed"


def test_whoever_joins_by_the_name_of_one_that_is_over_opens_the_next(
    mockconf: MockConf, client: Any
) -> None:
    room = mockconf.conference("Support")
    both(room)
    room.end()
    following = mockconf.conference("Support")
    following.join(label="carol")
    assert (following.status, room.status) == ("init", "completed")
    assert len(client.conferences.list(friendly_name="Support", status="init")) == 1
    assert [one.label for one in following.participants] == ["carol"]


def test_a_callback_for_a_name_opens_the_next(mockconf: MockConf, heard: Heard) -> None:
    room = mockconf.conference("Support")
    both(room)
    room.end()
    following = mockconf.conference("Support", status_callback=HOOK)
    assert (following.status, following == room) == ("init", False)
    following.join()
    assert heard.events == ["participant-join"]


def test_a_sid_finds_a_conference_that_is_over(mockconf: MockConf) -> None:
    room = mockconf.conference("Support")
    both(room)
    room.end()
    assert mockconf.conference(room.sid).status == "completed"


def test_two_scripts_of_the_same_conference_are_equal(mockconf: MockConf) -> None:
    room = mockconf.conference("Support")
    assert len({room, mockconf.conference(room.sid), mockconf.conference("Sales")}) == 2


def test_whoever_the_app_dials_into_the_room_is_in_the_script(
    room: ConferenceScript, client: Any
) -> None:
    room.join(label="alice")
    client.conferences("Support").participants.create(**AS_SDK, label="bob")
    assert [one.label for one in room.participants] == ["alice", "bob"]


def test_a_room_that_is_over_holds_nobody(room: ConferenceScript) -> None:
    both(room)
    room.end()
    assert room.participants == []


def test_the_app_hears_of_it_at_the_url_with_the_method_and_events_of_the_script(
    mockconf: MockConf, heard: Heard
) -> None:
    room = mockconf.conference(
        "Sales",
        status_callback=f"{APP}/sales",
        status_callback_method="GET",
        status_callback_event="start end",
    )
    both(room)
    room.end()
    assert heard.events == ["conference-start", "conference-end"]
    assert [one.method for one in mockconf.callbacks] == ["GET", "GET"]
    assert mockconf.callbacks[0].url.startswith(f"{APP}/sales?")


def test_events_may_be_a_list(mockconf: MockConf, heard: Heard) -> None:
    room = mockconf.conference(
        "Sales", status_callback=HOOK, status_callback_event=["join", "hold"]
    )
    both(room)
    assert heard.events == ["participant-join", "participant-join"]


def test_a_conference_without_a_callback_tells_nobody(mockconf: MockConf, heard: Heard) -> None:
    both(mockconf.conference("Sales"))
    assert heard == []
    assert len(mockconf.callbacks) == 0


def test_who_hears_of_an_open_conference_stays(mockconf: MockConf, room: ConferenceScript) -> None:
    room.join()
    with pytest.raises(ScriptError, match=r"'Support' cannot be opened: .* is open already"):
        mockconf.conference("Support", status_callback=f"{APP}/another")


def test_the_same_listener_may_be_named_again(mockconf: MockConf, room: ConferenceScript) -> None:
    assert mockconf.conference("Support", status_callback=HOOK) == room


def test_a_sid_that_nobody_has_opened_is_refused(mockconf: MockConf) -> None:
    with pytest.raises(ScriptError, match="there is no conference CF0000"):
        mockconf.conference(f"CF{'0' * 32}")


def test_a_sid_takes_no_callbacks(mockconf: MockConf, room: ConferenceScript) -> None:
    with pytest.raises(MockconfError, match="open it by name"):
        mockconf.conference(room.sid, status_callback=HOOK)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"status_callback_event": "start ends"}, "did you mean 'end'"),
        ({"status_callback_event": ["participant-join"]}, "join"),
        ({"status_callback_event": ""}, "status_callback_event"),
        ({"status_callback_method": "PUT"}, "PUT"),
        ({"status_callback": "app.example"}, "app.example"),
    ],
)
def test_what_no_callback_can_be_is_refused(
    mockconf: MockConf, given: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(MockconfError, match=complaint):
        mockconf.conference("Support", **({"status_callback": HOOK} | given))


def test_the_listener_of_recordings_hears_of_them(mockconf: MockConf, heard: Heard) -> None:
    room = mockconf.conference("Sales", recording_status_callback=HOOK)
    room.join(record="record-from-start")
    room.join()
    room.end()
    assert [form["RecordingStatus"] for form in heard] == ["in-progress", "completed"]


# Announcing


def test_an_announcement_to_everybody_names_nobody(room: ConferenceScript, heard: Heard) -> None:
    both(room)
    room.announce(JINGLE)
    assert heard.events[3:] == ["announcement-end"]
    assert heard[-1]["AnnounceUrl"] == JINGLE
    assert "CallSid" not in heard[-1]


@pytest.mark.parametrize("named", ["script", "sid", "label"])
def test_an_announcement_to_one_names_them(
    room: ConferenceScript, heard: Heard, named: str
) -> None:
    both(room)
    bob = room.participant("bob")
    names: Any = {"script": bob, "sid": bob.call_sid, "label": "bob"}
    room.announce(JINGLE, to=names[named])
    assert heard[-1]["StatusCallbackEvent"] == "announcement-end"
    assert heard[-1]["CallSid"] == bob.call_sid


def test_an_announcement_that_fails_says_why(room: ConferenceScript, heard: Heard) -> None:
    both(room)
    room.announce(JINGLE, fails="404 of the announcement")
    assert heard.events[3:] == ["announcement-fail"]
    assert heard[-1]["ReasonAnnouncementFailed"] == "404 of the announcement"


def test_an_announcement_updates_the_conference(
    mockconf: MockConf, room: ConferenceScript, client: Any
) -> None:
    both(room)
    mockconf.clock.advance(60)
    room.announce(JINGLE)
    assert client.conferences(room.sid).fetch().date_updated.minute == 1


# Ending


def test_the_end_takes_everybody_out_and_says_why(
    room: ConferenceScript, heard: Heard, client: Any
) -> None:
    both(room)
    alice = room.participant("alice")
    room.end()
    shown = client.conferences(room.sid).fetch()
    assert (shown.status, shown.reason_conference_ended) == (
        "completed",
        "conference-ended-via-api",
    )
    assert heard.events[3:] == ["participant-leave", "participant-leave", "conference-end"]
    assert heard[-1]["ReasonConferenceEnded"] == "conference-ended-via-api"
    assert alice.status == "complete"


def test_a_moderator_who_leaves_ends_it(room: ConferenceScript, heard: Heard, client: Any) -> None:
    both(room)
    moderator = room.join(end_conference_on_exit=True)
    moderator.leave()
    shown = client.conferences(room.sid).fetch()
    assert shown.reason_conference_ended == "participant-with-end-conference-on-exit-left"
    assert heard[-1]["CallSidEndingConference"] == moderator.call_sid


# Printing


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "which has not started"),
        ([both], "which is in-progress"),
        ([both, ConferenceScript.end], "which is completed (conference-ended-via-api)"),
    ],
    ids=["init", "in-progress", "completed"],
)
def test_a_conference_prints_where_it_stands(
    room: ConferenceScript, steps: list[Any], state: str
) -> None:
    for step in steps:
        step(room)
    assert repr(room) == f"<conference 'Support' {room.sid}, {state}>"
