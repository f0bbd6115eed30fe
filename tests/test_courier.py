"""What a test does to callbacks: holds, reorders, repeats, loses and delays them, without touching what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from mockconf.errors import MockconfError
from tests.conftest import Mock
from tests.hooks import A, B, C, Stage, awaiting
from tests.listener import answering

START = "conference-start"


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


@pytest.fixture
def held(stage: Stage) -> str:
    """The SID of a conference of which four callbacks are held: of two who joined, the start, and a mute."""
    stage.world.courier.hold()
    sid = stage.opened(A, B)
    stage.update(sid, A, Muted="true")
    stage.world.settle()
    return sid


def numbers(stage: Stage) -> list[str]:
    """The sequence numbers, in the order in which they arrived."""
    return [form["SequenceNumber"] for form in stage.forms()]


def outcomes(stage: Stage) -> list[str]:
    return [row["outcome"] for row in stage.shown()]


# Holding


def test_what_is_held_does_not_arrive(stage: Stage, held: str) -> None:
    assert stage.received() == []
    assert [(row["event"], row["outcome"]) for row in stage.shown()] == [
        ("participant-join", "held"),
        ("participant-join", "held"),
        (START, "held"),
        ("participant-mute", "held"),
    ]


def test_what_is_held_can_be_looked_at(stage: Stage, held: str) -> None:
    kept = stage.world.courier.held
    assert [one.params["SequenceNumber"] for one in kept] == ["1", "2", "3", "4"]
    assert [one.number for one in kept] == [1, 2, 3, 4]
    assert {one.outcome for one in kept} == {"held"}


def test_what_happened_before_is_not_held(mock_with: Callable[..., Mock]) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate), answering(200)) as stage:
        sid = stage.opened(A, B)  # the receiver is busy with the first of three
        stage.world.courier.hold()
        stage.update(sid, A, Muted="true")
        gate.set()
        assert numbers(stage) == ["1", "2", "3"]
        assert outcomes(stage) == ["delivered"] * 3 + ["held"]


def test_a_release_lets_go_in_the_order_of_the_events(stage: Stage, held: str) -> None:
    stage.world.courier.release()
    assert numbers(stage) == ["1", "2", "3", "4"]
    assert outcomes(stage) == ["delivered"] * 4
    assert stage.world.courier.held == []


def test_a_release_also_lets_go_of_what_is_still_on_its_way_to_be_held(
    mock_with: Callable[..., Mock],
) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate), answering(200)) as stage:
        sid = stage.opened(A, B)  # the receiver is busy with the first of three
        stage.world.courier.hold()
        stage.update(sid, A, Muted="true")
        stage.world.courier.release()
        gate.set()
        assert numbers(stage) == ["1", "2", "3", "4"]
        assert stage.world.courier.held == []


def test_after_a_release_nothing_is_held_any_more(stage: Stage, held: str) -> None:
    stage.world.courier.release()
    stage.update(held, A, Muted="false")
    assert numbers(stage)[-1] == "5"


def test_what_is_held_again_is_held_apart(stage: Stage, held: str) -> None:
    stage.world.courier.release()
    stage.world.courier.hold()
    stage.update(held, A, Muted="false")
    stage.world.settle()
    assert len(stage.world.courier.held) == 1
    stage.world.courier.release()
    assert numbers(stage) == ["1", "2", "3", "4", "5"]


def test_a_release_of_nothing_does_nothing(stage: Stage) -> None:
    stage.world.courier.release("reversed")
    stage.opened(A)
    assert numbers(stage) == ["1"]


# Order


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("reversed", "4321"),
        ([3, 2, 1, 0], "4321"),
        ([1], "2134"),
        ([3, 1], "4213"),
        ((0, 2), "1324"),
        ([], "1234"),
        (None, "1234"),
    ],
)
def test_a_release_takes_the_order_that_is_asked_for(
    stage: Stage, held: str, order: Any, expected: str
) -> None:
    stage.world.courier.release(order)
    assert "".join(numbers(stage)) == expected


def test_what_is_held_stays_as_it_was_when_it_happened(stage: Stage, held: str) -> None:
    before = stage.world.courier.held
    stage.clock.advance(3_600)
    stage.update(held, A, Muted="false")
    stage.world.courier.release("reversed")
    got = {one.params["SequenceNumber"]: one for one in stage.received()}
    for delivery in before:
        arrived = got[delivery.params["SequenceNumber"]]
        headers = {name.lower(): value for name, value in delivery.headers.items()}
        assert arrived.params == delivery.params
        assert arrived.params["Timestamp"] == "Mon, 05 Jan 2026 09:00:00 +0000"
        assert headers.items() <= arrived.headers.items()


# Repeating and losing


def test_a_repeated_callback_arrives_twice_in_a_row_and_unchanged(stage: Stage, held: str) -> None:
    stage.world.courier.release(duplicate=[1])
    got = stage.received()
    assert numbers(stage) == ["1", "2", "2", "3", "4"]
    assert got[1] == got[2]


def test_a_repetition_has_a_record_of_its_own(stage: Stage, held: str) -> None:
    stage.world.courier.release(duplicate=[1])
    rows = stage.shown()
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["duplicate_of"] for row in rows] == [None] * 4 + [2]
    assert {row["outcome"] for row in rows} == {"delivered"}


def test_everything_can_be_repeated_in_another_order(stage: Stage, held: str) -> None:
    stage.world.courier.release("reversed", duplicate=range(4))
    assert numbers(stage) == ["4", "4", "3", "3", "2", "2", "1", "1"]


def test_a_release_can_lose_some(stage: Stage, held: str) -> None:
    stage.world.courier.release(drop=[0, 2])
    assert numbers(stage) == ["2", "4"]
    assert outcomes(stage) == ["dropped", "delivered", "dropped", "delivered"]


def test_order_repetition_and_loss_go_together(stage: Stage, held: str) -> None:
    stage.world.courier.release([2, 3], duplicate=[3], drop=[0])
    assert numbers(stage) == ["3", "4", "4", "2"]


def test_an_event_can_be_lost_for_good(stage: Stage) -> None:
    stage.world.courier.drop("participant-join")
    stage.opened(A, B)
    assert stage.told() == [START]
    assert outcomes(stage) == ["dropped", "dropped", "delivered"]


def test_a_lost_event_is_counted_by_the_numbers(stage: Stage) -> None:
    stage.world.courier.drop("participant-join")
    stage.opened(A, B)
    assert numbers(stage) == ["3"]


def test_what_happened_before_the_loss_arrives(mock_with: Callable[..., Mock]) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate), answering(200)) as stage:
        sid = stage.opened(A, B)
        stage.world.courier.drop("participant-join")
        stage.play(sid, "participant-join", call_sid=C)
        gate.set()
        assert numbers(stage) == ["1", "2", "3"]
        assert outcomes(stage)[-1] == "dropped"


def test_steps_of_calls_are_lost_by_their_own_names(stage: Stage) -> None:
    stage.world.courier.drop("call-ringing")
    stage.dial(**stage.asking("StatusCallback", "initiated", "ringing", "answered"))
    assert [form["CallStatus"] for form in stage.forms("StatusCallback")] == [
        "initiated",
        "in-progress",
    ]


# Delay


def test_a_delay_is_over_when_the_clock_says_so(stage: Stage, held: str) -> None:
    stage.world.courier.release("reversed", after=30)
    stage.clock.advance(29.9)
    assert numbers(stage) == []
    stage.clock.advance(0.1)
    assert numbers(stage) == ["4", "3", "2", "1"]


def test_what_is_delayed_is_overtaken(stage: Stage, held: str) -> None:
    stage.world.courier.release(after=30)
    stage.update(held, A, Muted="false")
    assert numbers(stage) == ["5"]
    stage.clock.advance(30)
    assert numbers(stage) == ["5", "1", "2", "3", "4"]


def test_settling_does_not_wait_for_the_clock(stage: Stage, held: str) -> None:
    stage.world.courier.release(after=30)
    stage.world.settle(0)
    assert outcomes(stage) == ["held"] * 4


def test_several_delays_end_each_at_its_time(stage: Stage, held: str) -> None:
    stage.world.courier.release(drop=[2, 3], after=30)
    stage.world.courier.hold()
    stage.update(held, A, Muted="false")
    stage.world.settle()
    stage.world.courier.release(after=10)
    stage.clock.advance(60)
    assert numbers(stage) == ["5", "1", "2"]


# Mistakes


@pytest.mark.parametrize(
    "given",
    [
        {"order": [4]},
        {"order": [-1]},
        {"order": [0, 9]},
        {"order": ["participant-join"]},
        {"order": "backwards"},
        {"order": [1, 1]},
        {"duplicate": [4]},
        {"duplicate": [-1]},
        {"drop": [4]},
        {"drop": [1.5]},
    ],
)
def test_a_position_that_is_not_there_is_refused_and_nothing_is_let_go(
    stage: Stage, held: str, given: dict[str, Any]
) -> None:
    with pytest.raises(MockconfError):
        stage.world.courier.release(**given)
    assert stage.received() == []
    assert len(stage.world.courier.held) == 4
    stage.world.courier.release()
    assert numbers(stage) == ["1", "2", "3", "4"]


def test_a_refusal_names_the_positions_that_are_there(stage: Stage, held: str) -> None:
    with pytest.raises(MockconfError, match="no held callback at 7; there are 0 to 3"):
        stage.world.courier.release([7])


def test_a_refusal_says_when_nothing_is_held(stage: Stage) -> None:
    with pytest.raises(MockconfError, match="no held callback at 0; there are none"):
        stage.world.courier.release(drop=[0])
