"""The clock of the control API: read, advanced, moved, never back; what is due then happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.test_control import assert_refused, checked
from tests.wire import Wire


def test_the_clock_stands_still_by_itself(wire: Wire) -> None:
    first = checked("getClock", wire.control("GET", "clock"))
    wire.dial("Room")
    assert wire.control("GET", "clock").json == first == {"now": "2026-01-05T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("advance", "now"),
    [
        (0, "2026-01-05T09:00:00+00:00"),
        (90, "2026-01-05T09:01:30+00:00"),
        (0.5, "2026-01-05T09:00:00.500000+00:00"),
        (86_400 * 365, "2027-01-05T09:00:00+00:00"),
    ],
)
def test_the_clock_advances_by_seconds(wire: Wire, advance: float, now: str) -> None:
    assert checked("moveClock", wire.control("PUT", "clock", {"advance": advance})) == {"now": now}
    assert wire.control("GET", "clock").json == {"now": now}


@pytest.mark.parametrize(
    ("moment", "now"),
    [
        ("2026-01-05T09:00:00+00:00", "2026-01-05T09:00:00+00:00"),
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00+00:00"),
        ("2026-03-01T00:00:00+02:00", "2026-02-28T22:00:00+00:00"),
        ("2026-03-01T00:00:00.25Z", "2026-03-01T00:00:00.250000+00:00"),
    ],
)
def test_the_clock_moves_to_a_moment_and_shows_it_in_utc(wire: Wire, moment: str, now: str) -> None:
    assert checked("moveClock", wire.control("PUT", "clock", {"now": moment})) == {"now": now}


def test_a_move_of_the_clock_is_the_clock_of_the_fixture(wire: Wire, mockconf: MockConf) -> None:
    wire.control("PUT", "clock", {"advance": 60})
    mockconf.clock.advance(60)
    assert wire.control("GET", "clock").json == {"now": "2026-01-05T09:02:00+00:00"}
    assert wire.dial("Room").json["date_created"] == "Mon, 05 Jan 2026 09:02:00 +0000"


@pytest.mark.parametrize(
    "moment", ["2026-01-05T08:59:59Z", "2026-01-05T10:00:00+02:00", "1999-12-31T00:00:00Z"]
)
def test_the_clock_never_goes_back(wire: Wire, moment: str) -> None:
    said = assert_refused("moveClock", wire.control("PUT", "clock", {"now": moment}), 409)
    assert "never goes back" in said
    assert wire.control("GET", "clock").json == {"now": "2026-01-05T09:00:00+00:00"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"advance": 1, "now": "2026-03-01T00:00:00Z"},
        {"advance": -1},
        {"advance": "1"},
        {"advance": True},
        {"advance": None},
        {"advance": 1e300},
        {"now": "2026-02-30T00:00:00Z"},
        {"now": "2026-03-01T00:00:00"},
        {"now": "2026-03-01"},
        {"now": "tomorrow"},
        {"now": 0},
        {"now": "2026-03-01T00:00:00Z\n"},
        {"now": "2026-03-01T25:00:00Z"},
    ],
    ids=str,
)
def test_a_move_that_says_no_moment_is_refused(wire: Wire, given: Any) -> None:
    assert_refused("moveClock", wire.control("PUT", "clock", given), 400)
    assert wire.control("GET", "clock").json == {"now": "2026-01-05T09:00:00+00:00"}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_refused(wire: Wire, number: str) -> None:
    headers = {"Content-Type": "application/json"}
    body = f'{{"advance": {number}}}'.encode()
    reply = wire.send("PUT", "/_mockconf/clock", body=body, headers=headers, auth=None)
    assert_refused("moveClock", reply, 400)


def test_the_clock_cannot_leave_the_calendar(wire: Wire) -> None:
    wire.control("PUT", "clock", {"now": "9999-12-31T23:59:58Z"})
    assert_refused("moveClock", wire.control("PUT", "clock", {"advance": 2}), 409)
    assert wire.get("Conferences.json?Status=init").status == 200
    assert wire.dial("Room").json["date_created"] == "Fri, 31 Dec 9999 23:59:58 +0000"


def test_what_is_due_by_then_happens(mock_with: Callable[..., Mock]) -> None:
    wire = mock_with(answer_after=4).wire
    call = wire.dial("Room").json
    statuses = []
    for _ in range(3):
        statuses.append(wire.get(call["uri"]).json["status"])
        wire.control("PUT", "clock", {"advance": 2})
    assert statuses == ["queued", "ringing", "connected"]


def test_it_happens_at_once_and_at_its_own_moment(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(answer_after=4)
    mock.wire.dial("Room")
    mock.wire.control("PUT", "clock", {"advance": 3600})
    (event,) = mock.world.journal.events
    assert event.kind.value == "participant-join"
    assert event.timestamp.isoformat() == "2026-01-05T09:00:04+00:00"
