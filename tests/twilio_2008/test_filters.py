"""Filters of 2008-08-01: statuses by number, names, days that begin at local midnight, and who is muted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import Old, child, column, refused, rules
from tests.wire import Wire

#: Midnight in California, where the days of that version begin, and a moment of the day before in Greenwich.
TENTH = datetime(2026, 1, 10, 8, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)

#: Conferences by the name of the moment at which they come into being, in order.
MOMENTS = {
    "last instant of the 9th": TENTH - INSTANT,
    "midnight of the 10th": TENTH,
    "first instant after": TENTH + INSTANT,
    "evening of the 10th": TENTH + DAY * 0.9,
    "last instant of the 10th": TENTH + DAY - INSTANT,
    "midnight of the 11th": TENTH + DAY,
}
NAMES = list(MOMENTS)
ALL, ON_THE_10TH = set(NAMES), set(NAMES[1:5])

#: Query to the names it leaves.
LEFT = {
    "=2026-01-10": ON_THE_10TH,
    "%3E=2026-01-10": set(NAMES[1:]),
    ">=2026-01-10": set(NAMES[1:]),
    "%3C=2026-01-10": set(NAMES[:2]),
    "<=2026-01-10": set(NAMES[:2]),
    ">=2026-01-11": set(NAMES[5:]),
    "<=2026-01-11": ALL,
    "<=2026-01-09": set(),
    "=2026-01-12": set(),
}
#: What creates and what updates a conference comes at the same moment here.
DATES = ["DateCreated", "StartTime", "DateUpdated"]


def fill(wire: Wire, clock: Any) -> None:
    """Open a conference at each moment."""
    for name, moment in MOMENTS.items():
        clock.move_to(moment)
        wire.control("POST", "conferences", {"friendly_name": name})


@pytest.fixture
def moments(old: Old, mockconf: MockConf, size: None) -> Old:
    fill(old.wire, mockconf.clock)
    return old


def listed(old: Old, query: str) -> set[str]:
    names = column(old.get(f"Conferences?{query}"), "FriendlyName")
    assert len(names) == len(set(names))
    return set(names)


@pytest.fixture
def three(mockconf: MockConf, room: Room, size: None) -> Old:
    """A conference of each status: `Waiting`, `1234` and `Over`."""
    mockconf.conference("Waiting")
    over = mockconf.conference("Over")
    over.join()
    over.join()
    over.end()
    return Old(Wire(mockconf.url, mockconf.account_sid, mockconf.auth_token))


@pytest.mark.parametrize(("number", "name"), [("0", "Waiting"), ("1", "1234"), ("2", "Over")])
def test_a_status_is_asked_for_by_its_number(three: Old, number: str, name: str) -> None:
    assert listed(three, f"Status={number}") == {name}


@pytest.mark.parametrize(
    ("status", "nearest"),
    [("completed", "2"), ("in-progress", "1"), ("init", "0"), ("complete", "2")],
)
def test_a_status_by_its_later_name_is_refused_and_the_number_is_named(
    three: Old, mockconf: MockConf, status: str, nearest: str
) -> None:
    reply = three.get(f"Conferences?Status={status}")
    assert refused(reply)["Message"] == f"Status is not valid: {status}"
    assert (reply.status, refused(reply)["Code"]) == (400, "20001")
    (finding,) = mockconf.world.journal.exchanges[-1].findings
    assert (finding.rule, finding.nearest) == ("refused-parameter", nearest)


@pytest.mark.parametrize(
    "status", ["3", "-1", "1.0", "1e0", "0x1", "one", "%D9%A1", "9" * 40, "%00"]
)
def test_a_status_that_is_none_is_refused(three: Old, status: str) -> None:
    reply = three.get(f"Conferences?Status={status}")
    assert (reply.status, refused(reply)["Code"]) == (400, "20001")


@pytest.mark.parametrize("name", ["1234", "Over", "over", "123", "%31234"])
def test_a_name_is_compared_exactly(three: Old, name: str) -> None:
    expected = {"%31234": {"1234"}, "over": set(), "123": set()}.get(name, {name})
    assert listed(three, f"FriendlyName={name}") == expected


def test_the_examples_of_the_documentation_work(old: Old, mockconf: MockConf, room: Room) -> None:
    mockconf.clock.move_to(datetime(2026, 7, 6, 12, tzinfo=UTC))
    mockconf.conference("MyRoom").join()
    mockconf.conference("MyRoom").join()
    assert listed(old, "Status=1&FriendlyName=MyRoom") == {"MyRoom"}
    assert listed(old, "Status=2&StartTime=2026-07-06") == set()
    assert listed(old, "Status=1&StartTime>=2026-07-06") == {"MyRoom"}


@pytest.mark.parametrize("name", DATES)
@pytest.mark.parametrize("query", LEFT)
def test_a_day_begins_at_midnight_in_california(moments: Old, name: str, query: str) -> None:
    assert listed(moments, f"{name}{query}") == LEFT[query]


def test_a_start_is_the_creation_and_not_the_last_change(old: Old, mockconf: MockConf) -> None:
    conference = mockconf.conference("Room")
    mockconf.clock.advance(86_400)
    conference.join()
    assert listed(old, "StartTime=2026-01-05") == listed(old, "DateCreated=2026-01-05") == {"Room"}
    assert listed(old, "DateUpdated=2026-01-05") == set()
    assert listed(old, "DateUpdated=2026-01-06") == {"Room"}


@pytest.mark.parametrize("name", DATES)
def test_two_days_leave_what_lies_between_them(moments: Old, name: str) -> None:
    query = f"{name}>=2026-01-10&{name}<=2026-01-11"
    assert listed(moments, query) == set(NAMES[1:])


def test_filters_by_creation_and_by_change_work_together(moments: Old) -> None:
    assert listed(moments, "DateCreated>=2026-01-10&DateUpdated<=2026-01-10") == {NAMES[1]}


@pytest.mark.parametrize(
    ("zone", "left"),
    [
        ("UTC", set(NAMES[:3])),
        ("America/Los_Angeles", ON_THE_10TH),
        ("Asia/Tokyo", set(NAMES[:3])),
        ("Pacific/Pago_Pago", set(NAMES[3:])),
    ],
)
def test_the_zone_is_a_setting(mock_with: Callable[..., Mock], zone: str, left: set[str]) -> None:
    mock = mock_with(zone_2008=zone)
    fill(mock.wire, mock.world.clock)
    assert listed(Old(mock.wire), "DateCreated=2026-01-10") == left


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [("2026-03-08", 8, 23), ("2026-11-01", 7, 25), ("2026-07-01", 7, 24)],
)
def test_a_day_is_as_long_as_its_clocks_say(
    old: Old, mockconf: MockConf, day: str, begins: int, hours: int
) -> None:
    begin = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(hours=begins)
    for name, moment in {
        "before": begin - INSTANT,
        "first": begin,
        "last": begin + timedelta(hours=hours) - INSTANT,
        "after": begin + timedelta(hours=hours),
    }.items():
        mockconf.clock.move_to(moment)
        mockconf.conference(name)
    assert listed(old, f"DateCreated={day}") == {"first", "last"}


def test_a_last_day_may_be_taken_in_whole(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(date_before="inclusive")
    fill(mock.wire, mock.world.clock)
    assert listed(Old(mock.wire), "StartTime<=2026-01-10") == set(NAMES[:5])


@pytest.mark.parametrize("name", [*DATES, "DateCreated>", "StartTime<", "DateUpdated%3E"])
@pytest.mark.parametrize(
    "day", ["2026-1-5", "20260105", "2026-02-30", "today", "2026-01-05T09:00:00Z", "05/01/2026"]
)
def test_a_day_that_is_none_is_refused(old: Old, name: str, day: str) -> None:
    reply = old.get(f"Conferences?{name}={day}")
    assert (reply.status, refused(reply)["Code"]) == (400, "20001")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize("name", ["DateCreated", "DateCreated<", "DateUpdated>"])
def test_a_day_at_the_end_of_the_calendar_is_no_accident(
    mock_with: Callable[..., Mock], zone: str, name: str, day: str
) -> None:
    old = Old(mock_with(zone_2008=zone).wire)
    assert old.get(f"Conferences?{name}={day}").status == 200


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("status=1", "miscased-parameter"),
        ("friendlyname=1234", "miscased-parameter"),
        ("starttime=2026-01-05", "miscased-parameter"),
        ("PageSize=1", "unknown-parameter"),
        ("Num=1", "miscased-parameter"),
        ("Status=", "empty-parameter"),
        ("Status=0&Status=1", "repeated-parameter"),
        ("DateCreated=2026-01-07&StartTime=2026-01-05", "repeated-parameter"),
        ("Page=1&page=0", "repeated-parameter"),
    ],
)
def test_what_is_hardly_meant_is_reported(
    old: Old, mockconf: MockConf, room: Room, query: str, rule: str
) -> None:
    assert listed(old, query) == {"1234"}
    assert rules(mockconf) == [rule]


@pytest.mark.parametrize(
    ("text", "left"),
    [("true", {"bob"}), ("false", {"alice"}), ("True", {"bob"}), ("FALSE", {"alice"})],
)
def test_participants_are_asked_for_by_whether_they_are_muted(
    old: Old, room: Room, text: str, left: set[str]
) -> None:
    calls = {"alice": room.alice, "bob": room.bob}
    listed = column(old.get(f"{room.everybody}?Muted={text}"), "CallSid")
    assert listed == [calls[name] for name in left]


@pytest.mark.parametrize("text", ["1", "0", "yes", "muted"])
def test_a_filter_by_muted_is_true_or_false(old: Old, room: Room, text: str) -> None:
    reply = old.get(f"{room.everybody}?Muted={text}")
    assert (reply.status, refused(reply)["Code"]) == (400, "20001")


def test_filters_of_conferences_are_unknown_to_participants(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    assert len(child(old.get(f"{room.everybody}?Status=0"))) == 2
    assert rules(mockconf) == ["unknown-parameter"]
