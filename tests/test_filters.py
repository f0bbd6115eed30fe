"""Filters of the list of conferences: by status, by name, and by days with their edges at midnight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.wire import Wire

TENTH = datetime(2026, 1, 10, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)

#: Conferences by the name of the moment at which they come into being, in order.
MOMENTS = {
    "last instant of the 9th": TENTH - INSTANT,
    "midnight of the 10th": TENTH,
    "first instant after": TENTH + INSTANT,
    "noon of the 10th": TENTH + DAY / 2,
    "last instant of the 10th": TENTH + DAY - INSTANT,
    "midnight of the 11th": TENTH + DAY,
}
NAMES = list(MOMENTS)
ALL, ON_THE_10TH = set(NAMES), set(NAMES[1:5])

#: Query to the names it leaves, read as the vendor's text says literally.
LITERALLY = {
    "={}2026-01-10": ON_THE_10TH,
    "%3E={}2026-01-10": set(NAMES[1:]),
    "%3C={}2026-01-10": set(NAMES[:2]),
    "%3E={}2026-01-11": set(NAMES[5:]),
    "%3C={}2026-01-11": ALL,
    "%3C={}2026-01-09": set(),
    "={}2026-01-12": set(),
}


def build_moments(wire: Wire, clock: object, updated: bool) -> None:
    """Make a conference at each moment; or all at the start, each updated at its moment."""
    names = {}
    if updated:
        for name in NAMES:
            names[name] = wire.dial(name, Label="x").json["conference_sid"]
    for name, moment in MOMENTS.items():
        clock.move_to(moment)  # type: ignore[attr-defined]
        if updated:
            form = {"Muted": "true"}
            wire.post(f"Conferences/{names[name]}/Participants/x.json", form)
            wire.script(names[name], "participant-leave", label="x")
        else:
            wire.control("POST", "conferences", {"friendly_name": name})


def listed(wire: Wire, query: str) -> set[str]:
    reply = wire.get(f"Conferences.json?{query}")
    assert reply.status == 200, reply.body
    names = [one["friendly_name"] for one in reply.json["conferences"]]
    assert len(names) == len(set(names))
    return set(names)


@pytest.fixture
def moments(wire: Wire, mockconf: MockConf) -> Wire:
    build_moments(wire, mockconf.clock, updated=False)
    return wire


@pytest.mark.parametrize("query", LITERALLY)
def test_a_date_of_creation_is_held_against_midnight_in_utc(moments: Wire, query: str) -> None:
    assert listed(moments, f"DateCreated{query.format('')}") == LITERALLY[query]


@pytest.mark.parametrize("query", LITERALLY)
def test_a_date_of_update_is_held_against_midnight_in_utc(
    wire: Wire, mockconf: MockConf, query: str
) -> None:
    build_moments(wire, mockconf.clock, updated=True)
    assert listed(wire, f"DateUpdated{query.format('')}") == LITERALLY[query]


@pytest.mark.parametrize("name", ["DateCreated", "DateUpdated"])
@pytest.mark.parametrize(
    ("setting", "expected"),
    [("midnight", set(NAMES[:2])), ("inclusive", set(NAMES[:5]))],
    ids=["midnight", "inclusive"],
)
def test_the_setting_date_before_decides_whether_the_last_day_counts(
    mock_with: Callable[..., Mock], name: str, setting: str, expected: set[str]
) -> None:
    mock = mock_with(date_before=setting)
    build_moments(mock.wire, mock.world.clock, updated=name == "DateUpdated")
    assert listed(mock.wire, f"{name}%3C=2026-01-10") == expected
    assert listed(mock.wire, f"{name}=2026-01-10") == ON_THE_10TH


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("DateCreated%3E=2026-01-10&DateCreated%3C=2026-01-11", set(NAMES[1:])),
        ("DateCreated%3E=2026-01-10&DateCreated%3C=2026-01-10", {NAMES[1]}),
        ("DateCreated%3E=2026-01-11&DateCreated%3C=2026-01-10", set()),
        ("DateCreated=2026-01-10&DateCreated%3C=2026-01-10", {NAMES[1]}),
        ("DateCreated=2026-01-10&DateCreated%3E=2026-01-11", set()),
        ("DateCreated=2026-01-10&DateUpdated=2026-01-10", ON_THE_10TH),
        ("DateCreated=2026-01-10&FriendlyName=noon+of+the+10th", {NAMES[3]}),
        ("DateCreated=2026-01-10&Status=completed", set()),
        ("DateCreated=2026-01-10&Status=init&DateUpdated%3C=2026-01-10", {NAMES[1]}),
    ],
)
def test_all_filters_must_hold(moments: Wire, query: str, expected: set[str]) -> None:
    assert listed(moments, query) == expected


@pytest.mark.parametrize("operator", [">", "%3E", "%3e"])
def test_the_operator_may_be_sent_as_it_is_or_encoded(moments: Wire, operator: str) -> None:
    assert listed(moments, f"DateCreated{operator}=2026-01-11") == {NAMES[5]}


def test_the_operator_may_stand_raw_in_both_directions(moments: Wire) -> None:
    assert listed(moments, "DateCreated>=2026-01-10&DateCreated<=2026-01-10") == {NAMES[1]}


@pytest.mark.parametrize(
    "day",
    [
        *("2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "2026-1-5", "26-01-05"),
        *("20260105", "2026-W02-1", "2026-005", "2026/01/05", "today", "+2026-01-05"),
        *("2026-01-05%0A", "2026-01-05+", "%D9%A2%D9%A0%D9%A2%D9%A6-01-05"),
    ],
)
@pytest.mark.parametrize("name", ["DateCreated", "DateUpdated%3E"])
def test_a_day_that_is_none_is_refused(wire: Wire, name: str, day: str) -> None:
    assert wire.get(f"Conferences.json?{name}={day}").error == (400, 20001)


@pytest.mark.parametrize("name", ["DateCreated", "DateCreated%3C", "DateCreated%3E", "DateUpdated"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("setting", ["midnight", "inclusive"])
def test_the_ends_of_the_calendar_are_days_like_others(
    mock_with: Callable[..., Mock], setting: str, name: str, day: str
) -> None:
    assert mock_with(date_before=setting).wire.get(f"Conferences.json?{name}={day}").status == 200


MOMENT = "2026-01-10T23:59:59-0500"


@pytest.mark.parametrize("moment", [MOMENT, "2026-01-10T12:00:00Z", "2026-01-10%2012:00"])
def test_a_date_with_a_time_is_refused_and_its_day_named(
    wire: Wire, mockconf: MockConf, moment: str
) -> None:
    assert wire.get(f"Conferences.json?DateCreated={moment}&Status=init").error == (400, 20001)
    ((_, finding),) = mockconf.world.journal.findings
    assert (finding.rule, finding.nearest) == ("refused-parameter", "2026-01-10")


def test_a_date_with_a_time_can_be_tolerated_and_its_day_counts(
    mock_with: Callable[..., Mock],
) -> None:
    mock = mock_with(iso_datetime="tolerated")
    build_moments(mock.wire, mock.world.clock, updated=False)
    assert listed(mock.wire, f"DateCreated={MOMENT}&Status=init") == ON_THE_10TH
    finding = mock.world.journal.findings[-1][1]
    assert (finding.rule, finding.nearest) == ("iso-datetime", "2026-01-10")


def test_what_is_no_date_is_refused_even_where_times_are_tolerated(
    mock_with: Callable[..., Mock],
) -> None:
    wire = mock_with(iso_datetime="tolerated").wire
    for moment in ("2026-02-30T12:00:00Z", "yesterday", "T12:00:00Z"):
        assert wire.get(f"Conferences.json?DateCreated={moment}").error == (400, 20001)


def test_the_sdk_sends_its_dates_so_that_they_filter(moments: Wire, client: Client) -> None:
    after = client.conferences.list(date_created_after=date(2026, 1, 11))
    before = client.conferences.list(date_created_before=datetime(2026, 1, 10, 23, 0))
    on = client.conferences.list(date_created=date(2026, 1, 10))
    assert {one.friendly_name for one in after} == {NAMES[5]}
    assert {one.friendly_name for one in before} == set(NAMES[:2])
    assert {one.friendly_name for one in on} == ON_THE_10TH


def test_the_recordings_of_a_conference_are_filtered_by_day_too(
    wire: Wire, mockconf: MockConf
) -> None:
    mockconf.clock.move_to(TENTH)
    for _ in range(2):
        room = wire.dial("Room", ConferenceRecord="true").json["conference_sid"]
    counts = {
        query: len(wire.get(f"Conferences/{room}/Recordings.json?{query}").json["recordings"])
        for query in (
            "DateCreated=2026-01-10",
            "DateCreated%3E=2026-01-11",
            "DateCreated<=2026-01-10",
        )
    }
    assert list(counts.values()) == [1, 0, 1]
