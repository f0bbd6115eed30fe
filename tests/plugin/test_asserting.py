"""What was requested and what was told: assertions that pass, and the texts of those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from mockconf.delivery import Delivery
from mockconf.errors import MockconfError
from mockconf.exchange import Exchange
from pytest_mockconf import ConferenceScript, MockConf
from tests.conftest import AS_SDK
from tests.plugin.webhooks import Heard


@pytest.fixture
def asked(room: ConferenceScript, client: Any) -> Any:
    """Of alice, muted and put on hold over the API; and of bob, unmuted."""
    for label in ("alice", "bob"):
        room.join(label=label)
    there = client.conferences(room.sid).participants
    there("alice").update(muted=True)
    there("alice").update(hold=True, hold_method="GET")
    there("bob").update(muted=False)
    return there


def text_of(claim: Any, *args: Any, **given: Any) -> str:
    """What an assertion that does not hold says."""
    with pytest.raises(AssertionError) as caught:
        claim(*args, **given)
    return str(caught.value)


# Requests


@pytest.mark.parametrize(
    ("operation", "times", "params"),
    [
        ("UpdateParticipant", 3, {}),
        ("UpdateParticipant", 1, {"Muted": "true"}),
        ("UpdateParticipant", 1, {"Muted": True}),
        ("UpdateParticipant", 1, {"Muted": False}),
        ("UpdateParticipant", 1, {"Hold": True, "HoldMethod": "GET"}),
        ("UpdateParticipant", 2, {"CallSid": "alice"}),
        ("UpdateParticipant", 1, {"CallSid": "alice", "Hold": None}),
        ("UpdateParticipant", 0, {"CallSid": "carol"}),
        ("DeleteParticipant", 0, {}),
    ],
)
@pytest.mark.usefixtures("asked")
def test_a_request_is_found_by_its_parameters(
    mockconf: MockConf, operation: str, times: int, params: dict[str, Any]
) -> None:
    mockconf.assert_requested(operation, times=times, **params)


@pytest.mark.usefixtures("asked")
def test_the_last_of_the_requests_is_given(mockconf: MockConf) -> None:
    exchange = mockconf.assert_requested("UpdateParticipant", times=2, CallSid="alice")
    assert isinstance(exchange, Exchange)
    assert (exchange.number, exchange.answer.status) == (2, 200)
    assert mockconf.assert_requested("DeleteParticipant", times=0) is None


def test_a_list_is_a_parameter_that_was_repeated(mockconf: MockConf, client: Any) -> None:
    events = ["ringing", "answered"]
    client.conferences("Support").participants.create(**AS_SDK, status_callback_event=events)
    mockconf.assert_requested("CreateParticipant", StatusCallbackEvent=events)
    text = text_of(mockconf.assert_requested, "CreateParticipant", StatusCallbackEvent=["ringing"])
    assert "expected 'ringing', got ['ringing', 'answered']" in text


def test_a_number_is_as_it_was_sent(mockconf: MockConf, client: Any) -> None:
    client.conferences("Support").participants.create(**AS_SDK, timeout=30)
    mockconf.assert_requested("CreateParticipant", Timeout=30)
    mockconf.assert_requested("CreateParticipant", Timeout="30")


def test_a_query_is_searched_as_a_form_is(mockconf: MockConf, client: Any) -> None:
    client.conferences.list(status="completed", friendly_name="Zoë & Co")
    mockconf.assert_requested("ListConference", Status="completed", FriendlyName="Zoë & Co")


def test_a_room_is_a_parameter_of_the_path(mockconf: MockConf, client: Any) -> None:
    client.conferences("Zoë & Co, 1").participants.create(**AS_SDK)
    mockconf.assert_requested("CreateParticipant", ConferenceSid="Zoë & Co, 1")


def test_a_refused_request_was_requested(mockconf: MockConf, client: Any) -> None:
    with pytest.raises(Exception, match="Status"):
        client.conferences(f"CF{'0' * 32}").update(status="over")
    assert mockconf.assert_requested("UpdateConference", Status="over").answer.status == 400


def test_an_assertion_on_requests_shows_what_came_near_field_by_field(
    mockconf: MockConf, asked: Any
) -> None:
    asked("bob").fetch()
    given = {"CallSid": "alice", "Muted": "true", "Hold": "true"}
    assert text_of(mockconf.assert_requested, "UpdateParticipant", **given) == (
        "expected 1 UpdateParticipant with CallSid='alice', Muted='true', Hold='true', got 0\n"
        "  near: #1 Hold: expected 'true', got none\n"
        "  near: #2 Muted: expected 'true', got none\n"
        "  near: #3 CallSid: expected 'alice', got 'bob'; Muted: expected 'true', got 'false';"
        " Hold: expected 'true', got none\n"
        "  seen: UpdateParticipant x3, FetchParticipant"
    )


@pytest.mark.usefixtures("asked")
def test_an_assertion_on_requests_shows_those_that_are_too_many(mockconf: MockConf) -> None:
    assert text_of(mockconf.assert_requested, "UpdateParticipant", Muted=True, times=0) == (
        "expected 0 UpdateParticipant with Muted='true', got 1\n"
        "  got: #1\n"
        "  near: #2 Muted: expected 'true', got none\n"
        "  near: #3 Muted: expected 'true', got 'false'\n"
        "  seen: UpdateParticipant x3"
    )


def test_an_assertion_on_requests_shows_when_there_were_none(mockconf: MockConf) -> None:
    assert text_of(mockconf.assert_requested, "ListConference") == (
        "expected 1 ListConference, got 0\n  seen: nothing"
    )


def test_of_many_that_came_near_the_nearest_are_shown(mockconf: MockConf, client: Any) -> None:
    for number in range(9):
        client.conferences(f"Room {number}").participants.create(**AS_SDK, label="a", timeout=9)
    given = {"ConferenceSid": "Room 8", "Label": "a", "Timeout": 8}
    lines = text_of(mockconf.assert_requested, "CreateParticipant", **given).splitlines()
    assert lines[1] == "  near: #9 Timeout: expected '8', got '9'"
    assert lines[4:] == ["  and 6 more of them", "  seen: CreateParticipant x9"]


@pytest.mark.parametrize(
    ("operation", "params", "says"),
    [
        ("UpdateParticipants", {}, "there is no operation .*did you mean 'UpdateParticipant'"),
        ("updateParticipant", {}, "did you mean 'UpdateParticipant'"),
        ("Dial", {}, "there is no operation 'Dial'; known are .*CreateParticipant"),
        (
            "UpdateParticipant",
            {"Mute": True},
            "no parameter of UpdateParticipant 'Mute'; did you mean 'Muted'",
        ),
        ("UpdateParticipant", {"muted": True}, "did you mean 'Muted'"),
        ("ListConference", {"Muted": True}, "no parameter of ListConference 'Muted'"),
        ("UpdateParticipant", {"Callsid": "x"}, "did you mean 'CallSid'"),
    ],
)
@pytest.mark.parametrize("times", [0, 1])
def test_a_misspelled_operation_or_parameter_is_refused(
    mockconf: MockConf, operation: str, params: dict[str, Any], says: str, times: int
) -> None:
    with pytest.raises(MockconfError, match=says):
        mockconf.assert_requested(operation, times=times, **params)


# Callbacks


@pytest.fixture
def told(room: ConferenceScript, heard: Heard) -> ConferenceScript:
    """Of alice, who was muted twice, and bob, who was muted once."""
    alice, bob = room.join(label="alice"), room.join(label="bob")
    for step in (alice.mute, alice.unmute, alice.mute, bob.mute):
        step()
    return room


@pytest.mark.parametrize(
    ("event", "times", "params"),
    [
        ("participant-join", 2, {}),
        ("conference-start", 1, {}),
        ("participant-mute", 2, {"ParticipantLabel": "alice", "Muted": True}),
        ("participant-mute", 1, {"ParticipantLabel": "bob"}),
        ("participant-mute", 1, {"SequenceNumber": 7}),
        ("participant-mute", 3, {"ReasonParticipantLeft": None}),
        ("participant-hold", 0, {}),
        ("participant-mute", 0, {"ParticipantLabel": "carol"}),
    ],
)
@pytest.mark.usefixtures("told")
def test_a_callback_is_found_by_its_parameters(
    mockconf: MockConf, event: str, times: int, params: dict[str, Any]
) -> None:
    mockconf.assert_callback(event, times=times, **params)


@pytest.mark.usefixtures("told")
def test_the_last_of_the_callbacks_is_given(mockconf: MockConf) -> None:
    delivery = mockconf.assert_callback("participant-mute", times=2, ParticipantLabel="alice")
    assert isinstance(delivery, Delivery)
    assert (delivery.params["SequenceNumber"], delivery.status) == ("6", 204)
    assert mockconf.assert_callback("participant-hold", times=0) is None


def test_an_assertion_on_callbacks_waits_for_those_under_way(
    mockconf: MockConf, told: ConferenceScript, client: Any
) -> None:
    client.conferences(told.sid).participants("bob").update(hold=True)
    mockconf.assert_callback("participant-hold", ParticipantLabel="bob")


def test_callbacks_of_calls_and_recordings_have_names_of_their_own(
    mockconf: MockConf, told: ConferenceScript, client: Any
) -> None:
    listener = {"status_callback": "https://app.example/call"}
    client.conferences("Support").participants.create(**AS_SDK, **listener)
    told.end()
    mockconf.assert_callback("call-completed", CallStatus="completed", To=AS_SDK["to"])


def test_a_callback_that_the_app_refused_has_been_told(mockconf: MockConf) -> None:
    room = mockconf.conference("Sales", status_callback="http://127.0.0.1:1/#rc=0")
    room.join()
    assert mockconf.assert_callback("participant-join").status is None


def test_a_callback_that_was_kept_from_the_app_has_not_been_told(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    mockconf.callbacks.drop("conference-start")
    mockconf.callbacks.hold()
    room.join()
    room.join()
    for event in ("participant-join", "conference-start"):
        mockconf.assert_callback(event, times=0)
    mockconf.callbacks.release(duplicate=[0])
    mockconf.assert_callback("participant-join", times=3)
    mockconf.assert_callback("conference-start", times=0)


@pytest.mark.usefixtures("told")
def test_an_assertion_on_callbacks_shows_what_came_near_field_by_field(
    mockconf: MockConf,
) -> None:
    given = {"ParticipantLabel": "bob", "Muted": False}
    assert text_of(mockconf.assert_callback, "participant-mute", **given) == (
        "expected 1 participant-mute callback with ParticipantLabel='bob', Muted='false', got 0\n"
        "  near: participant-mute #7 Muted: expected 'false', got 'true'\n"
        "  near: participant-mute #4 ParticipantLabel: expected 'bob', got 'alice';"
        " Muted: expected 'false', got 'true'\n"
        "  near: participant-mute #6 ParticipantLabel: expected 'bob', got 'alice';"
        " Muted: expected 'false', got 'true'\n"
        "  seen: participant-join x2, conference-start, participant-mute x3, participant-unmute"
    )


def test_an_assertion_on_callbacks_shows_when_nobody_asked_for_them(mockconf: MockConf) -> None:
    mockconf.conference("Sales").join()
    assert text_of(mockconf.assert_callback, "participant-join") == (
        "expected 1 participant-join callback, got 0\n  seen: nothing\n"
        "  it happened, but nobody asked to hear of it: status_callback_event='join'"
    )


@pytest.mark.parametrize(
    ("event", "params", "says"),
    [
        ("participant-muted", {}, "there is no event .*did you mean 'participant-mute'"),
        ("mute", {}, "there is no event 'mute'"),
        ("call-initated", {}, "did you mean 'call-initiated'"),
        (
            "participant-mute",
            {"Label": "x"},
            "no parameter of participant-mute 'Label'",
        ),
        ("participant-mute", {"muted": True}, "did you mean 'Muted'"),
        ("call-answered", {"CallStatuss": "x"}, "did you mean 'CallStatus'"),
    ],
)
@pytest.mark.parametrize("times", [0, 1])
def test_a_misspelled_event_or_parameter_is_refused(
    mockconf: MockConf, event: str, params: dict[str, Any], says: str, times: int
) -> None:
    with pytest.raises(MockconfError, match=says):
        mockconf.assert_callback(event, times=times, **params)
