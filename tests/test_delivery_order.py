"""When callbacks travel: in the order of the events, never inside a request, and all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from mockconf.delivery import Delivery
from tests.conftest import Mock
from tests.hooks import (
    ABOUT_RECORDING,
    OF_CALLS,
    OF_CONFERENCES,
    A,
    B,
    Stage,
    answering_app,
    awaiting,
    one_at_a_time,
)
from tests.listener import MOST_PATIENCE, answering

PUBLIC = "https://app.example"
HOOKS: dict[str, Any] = {
    "ConferenceStatusCallback": f"{PUBLIC}/conference",
    "ConferenceStatusCallbackEvent": list(OF_CONFERENCES),
    "StatusCallback": f"{PUBLIC}/call?tenant=7",
    "StatusCallbackEvent": list(OF_CALLS),
    "StatusCallbackMethod": "GET",
    "ConferenceRecord": "true",
    "ConferenceRecordingStatusCallback": f"{PUBLIC}/recording",
    "ConferenceRecordingStatusCallbackEvent": "in-progress completed",
}


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


# Order


def test_callbacks_come_in_the_order_of_the_events(stage: Stage) -> None:
    rooms = [stage.opened(room=room) for room in ("One", "Two", "Three")]
    for _ in range(5):
        for sid in rooms:
            stage.play(sid, "participant-join")
    for sid in rooms:
        stage.update(sid, Status="completed")
        told = [form for form in stage.forms() if form["ConferenceSid"] == sid]
        numbers = [int(form["SequenceNumber"]) for form in told]
        assert numbers == list(range(1, 13))


def test_a_slow_receiver_changes_no_order(mock_with: Callable[..., Mock]) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate), answering(200)) as stage:
        sid = stage.opened(A, B)
        stage.update(sid, A, Muted="true")
        gate.set()
        numbers = [form["SequenceNumber"] for form in stage.forms()]
    assert numbers == ["1", "2", "3", "4"]


def test_whatever_many_clients_cause_at_once_is_told_once_and_in_order(stage: Stage) -> None:
    sid = stage.opened()
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda _: stage.dial(sid), range(64)))
    numbers = [int(form["SequenceNumber"]) for form in stage.forms()]
    assert numbers == list(range(1, 66))  # 64 who join, and the start


# Never inside a request


def test_no_request_waits_for_a_receiver(mock_with: Callable[..., Mock]) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate)) as stage:
        sid = stage.opened(A, B)
        stage.update(sid, Status="completed")
        assert stage.wire.get(f"Conferences/{sid}.json").json["status"] == "completed"
        gate.set()
        assert stage.told()[-1] == "conference-end"


def test_a_receiver_with_a_single_thread_may_call_the_api(stage: Stage) -> None:
    said: list[int] = []

    def mute(form: dict[str, str]) -> None:
        if form["StatusCallbackEvent"] == "participant-join":
            path = f"Conferences/{form['ConferenceSid']}/Participants/{form['CallSid']}.json"
            said.append(stage.wire.post(path, {"Muted": "true"}).status)

    with one_at_a_time(answering_app(mute)) as url:
        stage.opened(A, B, status_callback=url + "/hook")
        rows = stage.shown()
    assert said == [200, 200]
    assert [row["outcome"] for row in rows] == ["delivered"] * 5
    assert sorted(row["event"] for row in rows) == [
        "conference-start",
        *["participant-join"] * 2,
        *["participant-mute"] * 2,
    ]


def test_settling_waits_for_what_callbacks_cause(stage: Stage) -> None:
    told: list[str] = []

    def react(form: dict[str, str]) -> None:
        told.append(form["StatusCallbackEvent"])
        answers = {"participant-join": {"Hold": "true"}, "participant-hold": {"Muted": "true"}}
        if change := answers.get(form["StatusCallbackEvent"]):
            stage.update(form["ConferenceSid"], form["CallSid"], **change)

    with one_at_a_time(answering_app(react)) as url:
        stage.opened(A, status_callback=url + "/hook")
        stage.world.settle()
        assert told == ["participant-join", "participant-hold", "participant-mute"]


def test_settling_returns_at_once_when_there_is_nothing_to_tell(stage: Stage) -> None:
    stage.world.settle(0)
    stage.dial()
    stage.world.settle(0)
    assert stage.world.journal.deliveries == []


# A reset


def test_a_reset_sends_nothing_of_the_former_world(mock_with: Callable[..., Mock]) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate)) as stage:
        former = stage.world
        stage.opened(A, B)
        stage.wire.control("POST", "reset")
        gate.set()
        former.settle()
        assert stage.shown() == []
        assert len(stage.receiver.requests) <= 1
        sid = stage.opened(A)
        assert stage.told(sid)[-1] == "participant-join"
    waiting = [one for one in former.journal.deliveries if one.outcome == "failed"]
    assert len(waiting) >= 2
    assert {one.reason for one in waiting} == {"its world was closed before it left"}


def test_a_receiver_may_reset_the_world(stage: Stage) -> None:
    is_reset = Event()

    def reset(_: dict[str, str]) -> None:
        assert stage.wire.control("POST", "reset").status == 200
        is_reset.set()

    with one_at_a_time(answering_app(reset)) as url:
        stage.opened(A, status_callback=url + "/hook")
        assert is_reset.wait(MOST_PATIENCE)
        assert stage.shown() == []
    stage.opened(A)
    assert stage.told() == ["participant-join"]


# The control API


def test_the_control_api_lists_what_became_of_each_callback(stage: Stage) -> None:
    sid = stage.opened(A, status_callback=f"{stage.receiver.url}/hook?tenant=7")
    (got,) = stage.received()
    (row,) = stage.shown()
    headers = {name.lower(): value for name, value in row.pop("headers").items()}
    assert headers.items() <= got.headers.items()
    assert row == {
        "number": 1,
        "event": "participant-join",
        "conference_sid": sid,
        "timestamp": "2026-01-05T09:00:00+00:00",
        "method": "POST",
        "url": f"{stage.receiver.url}/hook?tenant=7",
        "params": got.params,
        "outcome": "delivered",
        "status": 200,
        "reason": None,
        "attempts": 1,
        "duplicate_of": None,
    }


def test_the_control_api_lists_a_get_with_its_parameters_apart(stage: Stage) -> None:
    stage.opened(A, status_callback_method="GET")
    (got,) = stage.received()
    (row,) = stage.shown()
    assert row["method"] == "GET"
    assert row["url"] == stage.receiver.url + got.target
    assert row["params"] == got.params


def test_callbacks_of_calls_and_recordings_are_named_for_what_they_tell(stage: Stage) -> None:
    asked = stage.asking(ABOUT_RECORDING, "in-progress", "completed")
    for _ in range(2):
        created = stage.dial(ConferenceRecord="true", **asked)
    created = stage.dial(**stage.asking("StatusCallback", *OF_CALLS))
    stage.update(created["conference_sid"], Status="completed")
    assert [row["event"] for row in stage.shown()] == [
        "recording-in-progress",
        "call-initiated",
        "call-ringing",
        "call-answered",
        "call-completed",
        "recording-completed",
    ]


# The same again


def played(mock: Mock) -> list[Delivery]:
    """What is delivered of a story, to an application at a public URL in this process."""
    world, wire = mock.world, mock.wire
    world.mounts.mount(PUBLIC, answering_app(lambda _: None))
    for label in ("a", "b"):
        created = wire.dial("Support", Label=label, **HOOKS).json
        world.clock.advance(10)
    wire.post(f"Conferences/{created['conference_sid']}/Participants/a.json", {"Muted": "true"})
    wire.post(f"Conferences/{created['conference_sid']}.json", {"Status": "completed"})
    world.settle()
    deliveries = world.journal.deliveries
    world.close()
    return deliveries


def test_the_same_seed_and_calls_give_the_same_callbacks(mock_with: Callable[..., Mock]) -> None:
    first, second = (played(mock_with(seed="one")) for _ in range(2))
    assert {one.outcome for one in first} == {"delivered"}
    assert len(first) == 2 + 1 + 1 + 2 + 1 + 8 + 2
    assert first == second


def test_another_seed_gives_other_callbacks(mock_with: Callable[..., Mock]) -> None:
    tokens = [
        {one.headers["I-Twilio-Idempotency-Token"] for one in played(mock_with(seed=seed))}
        for seed in ("one", "two")
    ]
    assert tokens[0].isdisjoint(tokens[1])


def test_who_looks_on_changes_no_callback(mock_with: Callable[..., Mock]) -> None:
    curious = mock_with(seed="one")
    for _ in range(3):
        curious.wire.get("Conferences.json")
        curious.wire.control("GET", "callbacks")
    assert played(curious) == played(mock_with(seed="one"))
