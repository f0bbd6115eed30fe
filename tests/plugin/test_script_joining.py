"""Every attribute with which somebody may join, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from mockconf.errors import MockconfError
from mockconf.model import Participant
from pytest_mockconf import ConferenceScript, MockConf, ParticipantScript
from tests.plugin.webhooks import APP, HOOK, Heard

CALL = f"CA{'0123456789abcdef' * 2}"


def record_of(mockconf: MockConf, somebody: ParticipantScript) -> Participant:
    """What the world knows of them, beyond what the API tells."""
    there = mockconf.world.switchboard.find_participant
    return there(mockconf.account_sid, somebody.call_sid)


def test_somebody_who_calls_in_is_connected_at_once(
    room: ConferenceScript, heard: Heard, client: Any
) -> None:
    caller = room.join()
    shown = client.conferences(room.sid).participants(caller.call_sid).fetch()
    assert (shown.status, caller.status) == ("connected", "connected")
    assert heard.events == ["participant-join"]
    assert heard[0]["CallSid"] == caller.call_sid


def test_the_second_who_joins_starts_the_conference(
    room: ConferenceScript, heard: Heard, client: Any
) -> None:
    room.join()
    assert client.conferences(room.sid).fetch().status == "init"
    room.join()
    assert client.conferences(room.sid).fetch().status == "in-progress"
    assert heard.events == ["participant-join", "participant-join", "conference-start"]


@pytest.mark.parametrize(
    ("given", "fields", "form"),
    [
        ({"call_sid": CALL}, {"call_sid": CALL}, {"CallSid": CALL}),
        ({"label": "Zoë"}, {"label": "Zoë"}, {"ParticipantLabel": "Zoë"}),
        ({"muted": True}, {"muted": True}, {"Muted": "true"}),
        (
            {"start_conference_on_enter": False},
            {"start_conference_on_enter": False},
            {"StartConferenceOnEnter": "false"},
        ),
        (
            {"end_conference_on_exit": True},
            {"end_conference_on_exit": True},
            {"EndConferenceOnExit": "true"},
        ),
        ({}, {"muted": False, "hold": False, "coaching": False, "label": None}, {"Hold": "false"}),
    ],
    ids=["call_sid", "label", "muted", "start", "end", "nothing"],
)
def test_an_attribute_is_shown_and_told(
    room: ConferenceScript,
    heard: Heard,
    client: Any,
    given: dict[str, Any],
    fields: dict[str, Any],
    form: dict[str, str],
) -> None:
    joined = room.join(**given)
    shown = client.conferences(room.sid).participants(joined.call_sid).fetch()
    assert {field: getattr(shown, field) for field in fields} == fields
    assert {field: heard[-1][field] for field in form} == form


def test_nobody_who_may_start_it_means_that_it_does_not_start(
    room: ConferenceScript, client: Any
) -> None:
    for _ in range(3):
        room.join(start_conference_on_enter=False)
    assert client.conferences(room.sid).fetch().status == "init"
    room.join()
    assert client.conferences(room.sid).fetch().status == "in-progress"


@pytest.mark.parametrize("named", ["script", "sid", "label"])
def test_a_coach_joins_for_one_alone(
    room: ConferenceScript, heard: Heard, client: Any, named: str
) -> None:
    agent = room.join(label="agent")
    names: Any = {"script": agent, "sid": agent.call_sid, "label": "agent"}
    coach = room.join(coach=names[named])
    shown = client.conferences(room.sid).participants(coach.call_sid).fetch()
    assert (shown.coaching, shown.call_sid_to_coach) == (True, agent.call_sid)
    assert heard[1]["Coaching"] == "true"
    assert coach.is_coaching


@pytest.mark.parametrize(
    ("beep", "on_exit"), [("true", True), ("false", False), ("onEnter", False), ("onExit", True)]
)
def test_a_beep_is_remembered_for_the_exit(
    room: ConferenceScript, heard: Heard, beep: Any, on_exit: bool
) -> None:
    joined = room.join(beep=beep)
    joined.modify(beep_on_exit=on_exit)
    assert "participant-modify" not in heard.events
    joined.modify(beep_on_exit=not on_exit)
    assert heard.events[-1] == "participant-modify"


def test_the_wait_url_is_remembered(room: ConferenceScript, heard: Heard) -> None:
    joined = room.join(wait_url=f"{APP}/wait.xml")
    joined.modify(wait_url=f"{APP}/wait.xml")
    assert heard.events == ["participant-join"]


def test_the_numbers_are_remembered(mockconf: MockConf, room: ConferenceScript) -> None:
    joined = room.join(from_="+15017122661", to="+15558675310")
    record = record_of(mockconf, joined)
    assert (record.from_, record.to) == ("+15017122661", "+15558675310")


def test_the_first_region_is_that_of_the_conference(room: ConferenceScript, client: Any) -> None:
    room.join(region="ie1")
    room.join(region="jp1")
    assert client.conferences(room.sid).fetch().region == "ie1"


def test_a_full_conference_takes_nobody(room: ConferenceScript, client: Any) -> None:
    for _ in range(2):
        room.join(max_participants=2)
    with pytest.raises(MockconfError, match="2 participants are there"):
        room.join(label="one too many")
    assert len(client.conferences(room.sid).participants.list()) == 2


def test_a_recording_starts_with_the_conference(
    room: ConferenceScript, heard: Heard, client: Any
) -> None:
    room.join(
        record="record-from-start",
        recording_status_callback=HOOK,
        recording_status_callback_event="in-progress completed",
    )
    room.join()
    [recording] = client.conferences(room.sid).recordings.list()
    assert recording.status == "in-progress"
    room.end()
    told = [form["RecordingStatus"] for form in heard if "RecordingStatus" in form]
    assert told == ["in-progress", "completed"]
    assert {form["RecordingSid"] for form in heard if "RecordingSid" in form} == {recording.sid}


def test_the_first_who_joins_decides_who_hears_of_it(mockconf: MockConf, heard: Heard) -> None:
    room = mockconf.conference("Sales")
    room.join(
        status_callback=f"{APP}/first",
        status_callback_event=["join", "mute"],
        status_callback_method="GET",
    )
    second = room.join(status_callback=f"{APP}/second", status_callback_event="join hold")
    second.mute()
    second.hold()
    assert heard.events == ["participant-join", "participant-join", "participant-mute"]
    assert {one.method for one in mockconf.callbacks} == {"GET"}
    assert all(one.url.startswith(f"{APP}/first?") for one in mockconf.callbacks)


def test_a_listener_of_the_room_stays_whatever_the_first_asks_for(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    room.join(status_callback=f"{APP}/first", status_callback_event="join")
    assert [one.url for one in mockconf.callbacks] == [HOOK]


def test_a_listener_needs_events_as_in_twiml(mockconf: MockConf) -> None:
    room = mockconf.conference("Sales")
    with pytest.raises(MockconfError, match="status_callback_event='start end join leave"):
        room.join(status_callback=HOOK)
    assert room.participants == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"call_sid": "alice"}, "call_sid is CA and 32 hexadecimal digits, and not 'alice'"),
        ({"beep": "onexit"}, "did you mean 'onExit'"),
        ({"label": "x" * 129}, "too long"),
        ({"max_participants": 251}, "250"),
        ({"max_participants": 1}, "2"),
        ({"record": "true"}, "record-from-start"),
        ({"wait_url": "wait.xml"}, "wait.xml"),
        ({"region": "mars1"}, "mars1"),
        ({"status_callback": HOOK, "status_callback_event": "joins"}, "did you mean 'join'"),
        (
            {"recording_status_callback": HOOK, "recording_status_callback_event": "complete"},
            "did you mean 'completed'",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_value_that_the_contract_does_not_know_is_refused(
    room: ConferenceScript, given: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(MockconfError, match=complaint):
        room.join(**given)
    assert room.participants == []


def test_people_who_join_without_a_call_sid_have_calls_of_their_own(
    room: ConferenceScript,
) -> None:
    sids = {room.join().call_sid for _ in range(5)}
    assert len(sids) == 5
    assert all(len(sid) == 34 and sid.startswith("CA") for sid in sids)


def test_a_call_may_go_from_one_conference_to_the_next(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    alice = room.join(label="alice")
    alice.leave()
    other = mockconf.conference("Sales").join(alice.call_sid, label="alice")
    assert other.conference.friendly_name == "Sales"
    assert mockconf.participant(alice.call_sid) == other
