"""Dates of 2008-08-01: in local time with its offset, in the zone that is set, and the same moments as elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest

from mockconf.dialects.spelling import rfc_2822
from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import Old, child
from tests.wire import Wire

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 1, 5, 9, tzinfo=UTC), "Mon, 05 Jan 2026 01:00:00 -0800"),
        (datetime(2026, 1, 6, 7, 59, 59, tzinfo=UTC), "Mon, 05 Jan 2026 23:59:59 -0800"),
        (datetime(2026, 9, 4, 6, 37, 53, tzinfo=UTC), "Thu, 03 Sep 2026 23:37:53 -0700"),
        (datetime(2026, 3, 8, 9, 59, 59, tzinfo=UTC), "Sun, 08 Mar 2026 01:59:59 -0800"),
        (datetime(2026, 3, 8, 10, tzinfo=UTC), "Sun, 08 Mar 2026 03:00:00 -0700"),
        (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "Sun, 01 Nov 2026 01:30:00 -0700"),
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "Sun, 01 Nov 2026 01:30:00 -0800"),
    ],
    ids=["winter", "evening", "summer", "before spring", "spring", "before autumn", "autumn"],
)
def test_a_date_is_in_californian_time(
    old: Old, mockconf: MockConf, moment: datetime, written: str
) -> None:
    mockconf.clock.move_to(moment)
    sid = mockconf.conference("Room").sid
    assert child(old.get(f"Conferences/{sid}")).findtext("DateCreated") == written


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("UTC", "Mon, 05 Jan 2026 09:00:00 +0000"),
        ("America/New_York", "Mon, 05 Jan 2026 04:00:00 -0500"),
        ("Asia/Kolkata", "Mon, 05 Jan 2026 14:30:00 +0530"),
        ("America/St_Johns", "Mon, 05 Jan 2026 05:30:00 -0330"),
        ("Pacific/Kiritimati", "Mon, 05 Jan 2026 23:00:00 +1400"),
    ],
)
def test_the_zone_is_a_setting(mock_with: Callable[..., Mock], zone: str, written: str) -> None:
    mock = mock_with(zone_2008=zone)
    sid = mock.wire.dial("Room").json["conference_sid"]
    shown = child(Old(mock.wire).get(f"Conferences/{sid}"))
    assert shown.findtext("DateCreated") == shown.findtext("DateUpdated") == written


def test_both_versions_tell_the_same_moment(
    old: Old, wire: Wire, mockconf: MockConf, room: Room
) -> None:
    mockconf.clock.advance(90)
    old.post(room.first, {"Muted": "true"})
    later, shown = wire.get(f"{room.first}.json").json, child(old.get(room.first))
    for name, text in [("date_created", "DateCreated"), ("date_updated", "DateUpdated")]:
        told = parsedate_to_datetime(shown.findtext(text) or "")
        assert told == parsedate_to_datetime(later[name])
        assert told.utcoffset() == -8 * HOUR


@pytest.mark.parametrize(
    ("moment", "zone", "written"),
    [
        # Local mean time: 7 hours, 52 minutes and 58 seconds behind Greenwich.
        (
            datetime(1880, 1, 1, tzinfo=UTC),
            ZoneInfo("America/Los_Angeles"),
            "Wed, 31 Dec 1879 16:07:00 -0753",
        ),
        (
            datetime(1, 1, 1, tzinfo=UTC),
            ZoneInfo("America/Los_Angeles"),
            "Mon, 01 Jan 0001 00:00:00 +0000",
        ),
        (
            datetime(9999, 12, 31, 23, tzinfo=UTC),
            ZoneInfo("Asia/Tokyo"),
            "Fri, 31 Dec 9999 23:00:00 +0000",
        ),
        (
            datetime(2026, 1, 5, tzinfo=UTC),
            timezone(-timedelta(minutes=30)),
            "Sun, 04 Jan 2026 23:30:00 -0030",
        ),
    ],
    ids=["seconds", "first", "last", "half"],
)
def test_a_date_of_an_odd_zone_is_written_all_the_same(
    moment: datetime, zone: tzinfo, written: str
) -> None:
    assert rfc_2822(moment, zone) == written


def test_a_date_at_the_end_of_the_calendar_is_answered(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(zone_2008="Asia/Tokyo")
    mock.world.clock.move_to(datetime(9999, 12, 31, 23, tzinfo=UTC))
    sid = mock.wire.dial("Room").json["conference_sid"]
    assert Old(mock.wire).get(f"Conferences/{sid}").status == 200
