"""How names and plain values are spelled outside JSON."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from mockconf.paging import PageToken

#: What XML 1.0 cannot hold at all, not even escaped.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def rfc_2822(moment: datetime, zone: tzinfo = UTC) -> str:
    """A date as the standard library writes it but thrice as fast: a page of 50 holds a hundred dates."""
    offset = "+0000"
    if zone is not UTC:
        moment, offset = _in_zone(moment, zone)
    day = _day(moment.toordinal())
    return f"{day} {moment.hour:02}:{moment.minute:02}:{moment.second:02} {offset}"


@lru_cache(maxsize=1_024)
def _day(ordinal: int) -> str:
    """A day as dates begin; all moments of a day share it, and a history has few hundred days."""
    day = date.fromordinal(ordinal)
    return f"{_DAYS[day.weekday()]}, {day.day:02} {_MONTHS[day.month - 1]} {day.year:04}"


def _in_zone(moment: datetime, zone: tzinfo) -> tuple[datetime, str]:
    try:
        local = moment.astimezone(zone)
    except OverflowError:  # at the ends of the calendar, where it is another day in UTC
        return moment, "+0000"
    beyond, offset = _offset(local.utcoffset() or timedelta())
    return local - beyond if beyond else local, offset


@lru_cache
def _offset(distance: timedelta) -> tuple[timedelta, str]:
    """How many seconds a zone is ahead of what its offset can tell, and the offset.

    Before there were time zones, clocks differed by seconds too.
    """
    minutes, beyond = divmod(distance, timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return beyond, f"{'-' if minutes < 0 else '+'}{hours:02}{rest:02}"


def camel_case(name: str) -> str:
    """`account_sid` as `AccountSid`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def shown_name(name: str) -> str:
    """The name of a room where names are short, as SignalWire's are; other vendors' rooms may have longer ones."""
    return name[:64]


def text_of_page_token(token: PageToken) -> str:
    """Twilio's form of a token: `PA` for the page after an item, `PB` for the one before it, and its SID."""
    return f"{'PA' if token.side == 'after' else 'PB'}{token.sid}"


def text_of(value: Any) -> str:
    """A plain value as text: nothing for null, booleans in lower case, no characters that XML cannot hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _UNSPEAKABLE.sub("\ufffd", str(value))
