"""Retention: for thirteen months from its creation a conference can be read, by the clock of the world."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mockconf import World
from mockconf.exchange import Request
from mockconf.settings import Settings
from pytest_mockconf import MockConf
from tests.wire import Wire

#: Thirteen months after the moment at which every world of a test begins.
LAST_MOMENT = datetime(2027, 2, 5, 9, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def room(wire: Wire) -> str:
    """The path of a conference with two participants and a recording."""
    for label in ("agent", "guest"):
        created = wire.dial("Support", Label=label, ConferenceRecord="true").json
    return f"Conferences/{created['conference_sid']}"


def listed(wire: Wire) -> list[str]:
    return [one["sid"] for one in wire.get("Conferences.json").json["conferences"]]


def below(wire: Wire, room: str) -> list[str]:
    """Everything that can be read of a conference."""
    (recording,) = wire.get(f"{room}/Recordings.json").json["recordings"]
    return [
        f"{room}.json",
        f"{room}/Participants.json",
        f"{room}/Participants/agent.json",
        f"{room}/Recordings.json",
        f"{room}/Recordings/{recording['sid']}.json",
    ]


def test_a_conference_can_be_read_for_thirteen_months(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    paths = below(wire, room)
    mockconf.clock.move_to(LAST_MOMENT)
    assert [wire.get(path).status for path in paths] == [200] * 5
    assert listed(wire) == [room.split("/")[1]]


def test_after_thirteen_months_nothing_of_a_conference_is_found(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    paths = below(wire, room)
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    assert [wire.get(path).error for path in paths] == [(404, 20404)] * 5


@pytest.mark.parametrize("query", ["", "?Status=in-progress", "?FriendlyName=Support"])
def test_after_thirteen_months_a_conference_is_not_listed(
    wire: Wire, room: str, mockconf: MockConf, query: str
) -> None:
    path = f"Conferences.json{query}"
    assert len(wire.get(path).json["conferences"]) == 1
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    assert wire.get(path).json["conferences"] == []


@pytest.mark.parametrize("filters", ["DateCreated=2026-01-05", "DateCreated%3E=2020-01-01"])
def test_no_filter_brings_an_expired_conference_back(
    wire: Wire, room: str, mockconf: MockConf, filters: str
) -> None:
    assert len(wire.get(f"Conferences.json?{filters}").json["conferences"]) == 1
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    assert wire.get(f"Conferences.json?{filters}").json["conferences"] == []


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (".json", {"Status": "completed"}),
        ("/Participants/agent.json", {"Muted": "true"}),
        ("/Recordings/Twilio.CURRENT.json", {"Status": "paused"}),
    ],
)
def test_an_expired_conference_cannot_be_changed(
    wire: Wire, room: str, mockconf: MockConf, path: str, form: dict[str, str]
) -> None:
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    assert wire.post(f"{room}{path}", form).error == (404, 20404)


def test_an_expired_conference_cannot_be_joined(wire: Wire, room: str, mockconf: MockConf) -> None:
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    assert wire.dial(room.split("/")[1]).error == (400, 16022)
    assert wire.script(room.split("/")[1], "participant-join").status == 404


@pytest.mark.parametrize(
    "enter",
    [
        pytest.param(lambda wire: wire.dial("Support").json["conference_sid"], id="rest"),
        pytest.param(
            lambda wire: wire.control("POST", "conferences", {"friendly_name": "Support"}).json[
                "sid"
            ],
            id="control",
        ),
    ],
)
def test_the_name_of_an_expired_conference_opens_a_new_one(
    wire: Wire, room: str, mockconf: MockConf, enter: Callable[[Wire], str]
) -> None:
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    created = enter(wire)
    assert created != room.split("/")[1]
    assert listed(wire) == [created]


def test_it_is_the_creation_that_counts_and_not_the_last_change(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    mockconf.clock.move_to(LAST_MOMENT)
    assert wire.post(f"{room}.json", {"Status": "completed"}).status == 200
    mockconf.clock.advance(1)
    assert wire.get(f"{room}.json").error == (404, 20404)


def test_a_younger_conference_outlives_an_older_one(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    mockconf.clock.advance(86_400)
    younger = wire.dial("Sales").json["conference_sid"]
    mockconf.clock.move_to(LAST_MOMENT + A_SECOND)
    assert listed(wire) == [younger]
    assert wire.get(f"Conferences/{younger}.json").status == 200


def test_the_control_api_moves_the_clock_beyond_retention(wire: Wire, room: str) -> None:
    sid = room.split("/")[1]
    assert wire.control("GET", f"conferences/{sid}").status == 200
    wire.control("PUT", "clock", {"now": "2027-02-05T09:00:01+00:00"})
    assert wire.get(f"{room}.json").error == (404, 20404)
    assert wire.control("GET", f"conferences/{sid}").status == 404


@pytest.mark.parametrize(
    ("created", "last"),
    [
        pytest.param("2026-01-31T00:00:00+00:00", "2027-02-28T00:00:00+00:00", id="short-month"),
        pytest.param("2026-12-31T23:59:59+00:00", "2028-01-31T23:59:59+00:00", id="over-two-years"),
        pytest.param("2027-01-29T12:00:00+00:00", "2028-02-29T12:00:00+00:00", id="leap-day"),
    ],
)
def test_months_are_those_of_the_calendar(wire: Wire, created: str, last: str) -> None:
    wire.control("PUT", "clock", {"now": created})
    path = f"Conferences/{wire.dial('Support').json['conference_sid']}.json"
    wire.control("PUT", "clock", {"now": last})
    seen = [wire.get(path).status]
    wire.control("PUT", "clock", {"advance": 5 * 86_400})
    assert [*seen, wire.get(path).status] == [200, 404]


def test_a_world_at_the_beginning_of_the_calendar_has_no_past_to_forget() -> None:
    world = World(Settings(now=datetime(1, 6, 1, tzinfo=UTC)))
    credentials = b64encode(f"{world.account_sid}:{world.auth_token}".encode()).decode()
    request = Request(
        method="GET",
        path=f"/2010-04-01/Accounts/{world.account_sid}/Conferences.json",
        headers={"authorization": f"Basic {credentials}"},
    )
    assert world.answer(request).status == 200
