"""Nothing is lost and nothing waits for ever: settling, closing, receivers that fail, and faults of our own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI

from mockconf import callbacks
from mockconf.contract import load
from mockconf.errors import MockconfError
from mockconf.events import Happened
from mockconf.model import Identity
from tests.conftest import Mock
from tests.hooks import A, B, Stage, answering_app, awaiting
from tests.listener import (
    MOST_PATIENCE,
    Habit,
    answering,
    closing_midway,
    dripping,
    hanging,
    raising,
    redirecting,
    saying,
)

PUBLIC = "https://app.example"


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


# Settling


def settling(stage: Stage, done: list[str]) -> Callable[[dict[str, str]], None]:
    """A handler that settles, which nobody should do there."""

    def react(form: dict[str, str]) -> None:
        stage.world.settle(MOST_PATIENCE)
        done.append(form["StatusCallbackEvent"])

    return react


def test_settling_inside_a_receiver_does_not_wait_for_itself(stage: Stage) -> None:
    done: list[str] = []
    stage.world.mounts.mount(PUBLIC, answering_app(settling(stage, done)))
    stage.opened(A, B, status_callback=PUBLIC)
    stage.world.settle()
    assert done == ["participant-join", "participant-join", "conference-start"]


@pytest.mark.parametrize("is_async", [True, False], ids=["coroutine", "thread"])
def test_settling_inside_an_asgi_receiver_does_not_wait_for_itself(
    stage: Stage, is_async: bool
) -> None:
    app, done = FastAPI(), []

    async def on_the_loop() -> None:
        stage.world.settle(0.5)
        done.append("settled")

    def on_a_thread() -> None:
        stage.world.settle(0.5)
        done.append("settled")

    app.post("/hook")(on_the_loop if is_async else on_a_thread)
    stage.world.mounts.mount(PUBLIC, app)
    stage.opened(A, status_callback=f"{PUBLIC}/hook")
    stage.world.settle()
    assert done == ["settled"]


def test_settling_gives_up_and_says_whom_it_waited_for(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(), hanging) as stage:
        stage.opened(A, B, status_callback=f"{stage.receiver.url}/hook?tenant=7")
        with pytest.raises(MockconfError) as raised:
            stage.world.settle(0.2)
        assert str(raised.value) == (
            "callbacks are still under way after 0.2 s: participant-join to "
            f"{stage.receiver.url}/hook, and 2 wait behind it; does the receiver hang, or wait for "
            "this very test?"
        )


def test_settling_shows_no_secrets_of_the_url(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(), hanging) as stage:
        stage.opened(A, status_callback=stage.receiver.url.replace("//", "//ada:secret@"))
        with pytest.raises(MockconfError) as raised:
            stage.world.settle(0.1)
        assert "secret" not in str(raised.value)


def test_who_settles_again_later_sees_the_rest_arrive(mock_with: Callable[..., Mock]) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate), answering(200)) as stage:
        stage.opened(A, B)
        with pytest.raises(MockconfError):
            stage.world.settle(0.05)
        gate.set()
        assert len(stage.forms()) == 3


# Receivers that fail


@pytest.mark.parametrize(
    ("habit", "status", "says"),
    [
        (answering(404), 404, "answered 404"),
        (answering(500), 500, "answered 500"),
        (redirecting("/elsewhere"), 302, "after 5 redirects already"),
        (hanging, None, "silent for 0.2 s"),
        (dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"), None, "within 0.5 s"),
        (closing_midway, None, "broke off in the middle of its answer"),
        (raising, None, "without an answer"),
        (saying(b"SSH-2.0-OpenSSH\r\n"), None, "not HTTP"),
    ],
)
def test_a_receiver_that_fails_is_one_failed_delivery_and_the_next_arrives(
    mock_with: Callable[..., Mock], habit: Habit, status: int | None, says: str
) -> None:
    times = 6 if status == 302 else 1
    with Stage(mock_with(), *[habit] * times, answering(200)) as stage:
        stage.opened(A, B, status_callback=f"{stage.receiver.url}/hook#rt=200&tt=500")
        rows = stage.shown()
    assert [row["outcome"] for row in rows] == ["failed", "delivered", "delivered"]
    assert (rows[0]["status"], rows[0]["attempts"]) == (status, 1)
    assert says in rows[0]["reason"]


def test_a_receiver_that_is_down_is_tried_twice(stage: Stage) -> None:
    with Stage(stage.mock) as other:
        nowhere = other.receiver.url
    stage.wire.control("POST", "reset")
    stage.opened(A, status_callback=f"{nowhere}/hook")
    (row,) = stage.shown()
    assert (row["outcome"], row["attempts"]) == ("failed", 2)
    assert row["reason"] == f"nothing listens at {nowhere.removeprefix('http://')}"


def test_an_enormous_answer_is_a_delivery(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(), answering(200, b"x" * 10_000_000)) as stage:
        stage.opened(A)
        (row,) = stage.shown()
        (delivery,) = stage.world.journal.deliveries
    assert row["outcome"] == "delivered"
    assert len(delivery.answer) == 1_024


def test_a_mounted_application_that_raises_is_a_failed_delivery(stage: Stage) -> None:
    def react(_: dict[str, str]) -> None:
        raise ValueError("no such customer")

    stage.world.mounts.mount(PUBLIC, answering_app(react))
    stage.opened(A, status_callback=PUBLIC)
    (row,) = stage.shown()
    assert (row["outcome"], row["status"]) == ("failed", 500)
    assert "no such customer" in row["reason"]


# Closing


def test_what_waits_when_a_world_is_closed_fails_and_says_so(
    mock_with: Callable[..., Mock],
) -> None:
    gate = Event()
    with Stage(mock_with(), awaiting(gate)) as stage:
        stage.opened(A, B)
        stage.world.close()
        rows = stage.shown()
        gate.set()
    waiting = rows[-2:]
    assert [row["outcome"] for row in waiting] == ["failed", "failed"]
    assert {row["reason"] for row in waiting} == {"its world was closed before it left"}
    assert {row["attempts"] for row in waiting} == {0}


def test_a_closed_world_sends_nothing_more(stage: Stage) -> None:
    sid = stage.opened(A)
    stage.world.settle()
    stage.world.close()
    stage.update(sid, A, Muted="true")
    assert stage.told() == ["participant-join"]


def test_a_world_may_be_closed_twice(stage: Stage) -> None:
    stage.opened(A)
    stage.world.settle()
    stage.world.close()
    stage.world.close()
    stage.world.settle(0)
    assert stage.told() == ["participant-join"]


@pytest.mark.parametrize("after", [None, 30.0], ids=["held", "delayed"])
def test_what_a_test_keeps_back_has_not_left_when_its_world_is_closed(
    stage: Stage, after: float | None
) -> None:
    stage.world.courier.hold()
    stage.opened(A)
    stage.world.settle()
    if after:
        stage.world.courier.release(after=after)
    stage.world.close()
    stage.clock.advance(60)
    assert stage.receiver.requests == []
    assert [row["outcome"] for row in stage.shown()] != ["delivered"]


# Our own faults


def crash(*_: Any) -> Any:
    raise KeyError("oh")


@pytest.fixture
def crashed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Stage:
    """A stage where the first of two callbacks could not be written."""
    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL, "mockconf.courier"):
        patch.setattr(callbacks, "split", crash)
        sid = stage.opened(A)
        stage.world.settle()
    stage.update(sid, A, Muted="true")
    return stage


def test_a_callback_that_cannot_be_written_is_a_failed_delivery(crashed: Stage) -> None:
    failed, delivered = crashed.shown()
    assert (failed["outcome"], failed["attempts"]) == ("failed", 0)
    assert failed["reason"] == "mockconf failed: KeyError: 'oh'"
    assert delivered["outcome"] == "delivered"
    assert crashed.told() == ["participant-mute"]


def test_the_control_api_shows_it_as_its_contract_says(crashed: Stage) -> None:
    crashed.world.settle()
    schema = load("control").operations["listCallbacks"].answer_schema(200)
    assert schema is not None
    assert schema.breaches(crashed.wire.control("GET", "callbacks").json) == []


def test_the_fault_is_logged_with_its_trace(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(callbacks, "split", crash)
    stage.opened(A)
    stage.world.settle()
    (record,) = [one for one in caplog.records if one.name == "mockconf.courier"]
    assert record.exc_info


def test_a_form_that_breaks_our_own_contract_does_not_leave(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialect = callbacks.BY_NAME["twilio-2010-04-01"]

    def odd(happened: Happened, identity: Identity) -> Any:
        form = dialect.form(happened, identity)
        assert form is not None
        return form._replace(params=form.params | {"Surprise": "1"})

    broken = {"twilio-2010-04-01": dialect._replace(form=odd)}
    monkeypatch.setattr(callbacks, "BY_NAME", broken)
    stage.opened(A)
    (row,) = stage.shown()
    assert stage.receiver.requests == []
    assert row["outcome"] == "failed"
    assert row["reason"].startswith("mockconf broke its own contract for ConferenceStatusCallback")
    assert "Surprise" in row["reason"]


# Many


def test_a_thousand_events_are_a_thousand_deliveries(mock_with: Callable[..., Mock]) -> None:
    log: Any = []
    with Stage(mock_with(log_size=5_000)) as stage:
        stage.world.mounts.mount(PUBLIC, answering_app(log.append))
        sid = stage.opened(A, B, status_callback=PUBLIC)
        for number in range(499):
            now = "true" if number % 2 == 0 else "false"
            stage.update(sid, A, Muted=now, Hold=now)
        rows = stage.shown()
        assert len(stage.world.journal.events) == len(rows) == 3 + 2 * 499
    assert {row["outcome"] for row in rows} == {"delivered"}
    assert [form["SequenceNumber"] for form in log] == [str(one) for one in range(1, 1_002)]
    assert [row["params"] for row in rows] == log
