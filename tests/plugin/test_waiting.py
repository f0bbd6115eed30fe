"""Waiting for what an app does on threads of its own, within limits."""

from __future__ import annotations

from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf
from tests.conftest import AS_SDK
from tests.plugin.webhooks import HOOK, Heard


@pytest.fixture
def both(room: ConferenceScript) -> ConferenceScript:
    """A room with alice and bob."""
    room.join(label="alice")
    room.join(label="bob")
    return room


def test_what_has_happened_already_is_not_waited_for(
    mockconf: MockConf, both: ConferenceScript
) -> None:
    event = mockconf.wait_for("participant-join", timeout=0)
    assert event.participant is not None
    assert (event.participant.label, event.sequence_number) == ("alice", 1)


def test_each_event_is_given_once_in_order(mockconf: MockConf, both: ConferenceScript) -> None:
    numbers = [mockconf.wait_for("participant-join").sequence_number for _ in range(2)]
    assert numbers == [1, 2]
    with pytest.raises(AssertionError, match="participant-join"):
        mockconf.wait_for("participant-join", timeout=0)


@pytest.mark.parametrize(
    "params",
    [
        {"ParticipantLabel": "bob"},
        {"SequenceNumber": 2},
        {"ParticipantLabel": "bob", "Hold": False},
    ],
)
def test_an_event_is_found_by_its_parameters(
    mockconf: MockConf, both: ConferenceScript, params: dict[str, Any]
) -> None:
    assert mockconf.wait_for("participant-join", **params).sequence_number == 2


def test_nobody_needs_to_hear_of_an_event(mockconf: MockConf) -> None:
    mockconf.conference("Sales").join(label="alice")
    assert mockconf.wait_for("participant-join", ParticipantLabel="alice").sequence_number == 1


def test_what_becomes_of_a_call_and_of_a_recording_is_waited_for(
    mockconf: MockConf, room: ConferenceScript, client: Any
) -> None:
    listener = {"status_callback": HOOK, "status_callback_event": ["answered"]}
    client.conferences("Support").participants.create(**AS_SDK, **listener)
    room.join(record="record-from-start", recording_status_callback=HOOK)
    assert mockconf.wait_for("call-answered", To=AS_SDK["to"]).participant.to == AS_SDK["to"]
    room.end()
    assert mockconf.wait_for("recording-completed").recording.conference_sid == room.sid


def test_what_another_thread_does_is_waited_for(
    mockconf: MockConf, both: ConferenceScript, client: Any, heard: Heard
) -> None:
    may = Event()

    def app() -> None:
        may.wait(10)
        client.conferences(both.sid).participants("alice").update(muted=True)

    thread = Thread(target=app)
    thread.start()
    may.set()
    event = mockconf.wait_for("participant-mute", ParticipantLabel="alice", Muted=True)
    assert event.sequence_number == 4
    assert heard.events[-1] == "participant-mute"
    thread.join(10)


def test_what_does_not_come_is_given_up_in_time_and_explained(
    mockconf: MockConf, both: ConferenceScript
) -> None:
    both.participant("alice").mute()
    begun = monotonic()
    with pytest.raises(AssertionError) as caught:
        mockconf.wait_for("participant-mute", timeout=0.1, ParticipantLabel="bob")
    assert 0.1 <= monotonic() - begun < 5
    assert str(caught.value) == (
        "waited 0.1 s for participant-mute with ParticipantLabel='bob', got 0\n"
        "  near: participant-mute #4 ParticipantLabel: expected 'bob', got 'alice'\n"
        "  seen: participant-join x2, conference-start, participant-mute"
    )


def test_a_wait_in_an_empty_world_says_that_nothing_was_seen(mockconf: MockConf) -> None:
    with pytest.raises(
        AssertionError, match="waited 0 s for conference-end, got 0\n  seen: nothing"
    ):
        mockconf.wait_for("conference-end", timeout=0)


def test_an_event_that_was_waited_for_is_not_among_those_seen_again(
    mockconf: MockConf, both: ConferenceScript
) -> None:
    mockconf.wait_for("conference-start")
    with pytest.raises(AssertionError, match="conference-start") as caught:
        mockconf.wait_for("conference-start", timeout=0)
    assert "got 0" in str(caught.value)


@pytest.mark.parametrize(
    ("event", "params", "says"),
    [
        ("participant-muted", {}, "did you mean 'participant-mute'"),
        ("answered", {}, "there is no event 'answered'.*did you mean 'call-answered'"),
        ("call-answered", {"CallStatu": "x"}, "did you mean 'CallStatus'"),
        ("participant-mute", {"Mute": True}, "did you mean 'Muted'"),
    ],
)
def test_a_misspelled_event_is_not_waited_for(
    mockconf: MockConf, event: str, params: dict[str, Any], says: str
) -> None:
    begun = monotonic()
    with pytest.raises(MockconfError, match=says):
        mockconf.wait_for(event, **params)
    assert monotonic() - begun < 1


def test_its_callbacks_have_arrived(
    mockconf: MockConf, both: ConferenceScript, heard: Heard, client: Any
) -> None:
    client.conferences(both.sid).update(status="completed")
    mockconf.wait_for("conference-end")
    assert heard.events[-1] == "conference-end"
