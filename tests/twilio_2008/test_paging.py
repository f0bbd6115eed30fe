"""Pages of 2008-08-01: by their number, with the attributes that tell how many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import ATTRIBUTES, Old, child, column, refused, rules


@pytest.fixture
def seven(old: Old, mockconf: MockConf, size: None) -> Old:
    """Seven conferences, `0` to `6`; every other one is over."""
    for number in range(7):
        mockconf.clock.advance(1)
        conference = mockconf.conference(str(number))
        if number % 2:
            conference.join()
            conference.join()
            conference.end()
    return old


def attributes(old: Old, path: str) -> dict[str, int]:
    shown = child(old.get(path)).attrib
    assert list(shown) == ATTRIBUTES
    return {name: int(text) for name, text in shown.items()}


def test_an_empty_list_has_no_pages_and_closes_itself(old: Old) -> None:
    assert old.get("Conferences").body == (
        b'<TwilioResponse><Conferences page="0" numpages="0" pagesize="50" total="0" start="0" '
        b'end="0"/></TwilioResponse>'
    )


@pytest.mark.parametrize(
    ("query", "page", "pages", "size", "start", "end"),
    [
        ("", 0, 1, 50, 0, 6),
        ("num=3", 0, 3, 3, 0, 2),
        ("num=3&page=1", 1, 3, 3, 3, 5),
        ("num=3&page=2", 2, 3, 3, 6, 6),
        ("num=7", 0, 1, 7, 0, 6),
        ("num=1&page=6", 6, 7, 1, 6, 6),
        ("num=6&Page=1", 1, 2, 6, 6, 6),
    ],
)
def test_the_attributes_tell_where_a_page_lies(
    seven: Old, query: str, page: int, pages: int, size: int, start: int, end: int
) -> None:
    told = attributes(seven, f"Conferences?{query}")
    expected = (page, pages, size, 7, start, end)
    assert told == dict(zip(ATTRIBUTES, expected, strict=True))
    assert len(column(seven.get(f"Conferences?{query}"), "Sid")) == end - start + 1


@pytest.mark.parametrize("num", [1, 2, 3, 6, 7, 8])
def test_the_pages_together_are_the_list(seven: Old, num: int) -> None:
    whole = column(seven.get("Conferences"), "FriendlyName")
    assert whole == ["6", "5", "4", "3", "2", "1", "0"]
    pages = attributes(seven, f"Conferences?num={num}")["numpages"]
    together = [
        name
        for page in range(pages)
        for name in column(seven.get(f"Conferences?num={num}&page={page}"), "FriendlyName")
    ]
    assert together == whole


@pytest.mark.parametrize("path", ["Conferences?", "Conferences?Status=2&"])
@pytest.mark.parametrize("page", [1, 4, 1_000, 10**17])
def test_a_page_beyond_the_last_is_empty(seven: Old, path: str, page: int) -> None:
    reply = seven.get(f"{path}page={page}")
    assert reply.body.endswith(b'start="0" end="0"/></TwilioResponse>')
    told = attributes(seven, f"{path}page={page}")
    assert (told["page"], told["numpages"]) == (page, 1)
    assert told["total"] == (3 if "Status" in path else 7)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("Status=2", ["5", "3", "1"]),
        ("Status=0", ["6", "4", "2", "0"]),
        ("FriendlyName=5", ["5"]),
        ("Status=0&FriendlyName=5", []),
        ("DateUpdated=2026-01-05&Status=2", ["5", "3", "1"]),
        ("DateCreated=2026-01-05", ["6", "5", "4", "3", "2", "1", "0"]),
        ("StartTime>=2026-01-06", []),
    ],
)
def test_the_total_counts_what_a_filter_leaves_on_all_pages(
    seven: Old, query: str, left: list[str]
) -> None:
    for page in range(3):
        reply = seven.get(f"Conferences?{query}&num=2&page={page}")
        assert column(reply, "FriendlyName") == left[page * 2 : page * 2 + 2]
        told = attributes(seven, f"Conferences?{query}&num=2&page={page}")
        assert (told["total"], told["numpages"]) == (len(left), (len(left) + 1) // 2)


def test_a_change_moves_a_conference_to_the_first_page(seven: Old, mockconf: MockConf) -> None:
    mockconf.clock.advance(1)
    mockconf.conference("0").join()
    assert column(seven.get("Conferences?num=3"), "FriendlyName") == ["0", "6", "5"]


def test_what_is_not_kept_any_more_is_not_counted(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with()
    old = Old(mock.wire)
    mock.wire.control("POST", "conferences", {"friendly_name": "old"})
    mock.world.clock.advance(timedelta(days=390).total_seconds())
    mock.wire.control("POST", "conferences", {"friendly_name": "new"})
    mock.world.clock.advance(timedelta(days=10).total_seconds())
    assert column(old.get("Conferences"), "FriendlyName") == ["new"]
    assert attributes(old, "Conferences")["total"] == 1


def test_participants_have_pages_too(old: Old, mockconf: MockConf, room: Room) -> None:
    third = mockconf.conference("1234").join()
    listed = [
        call
        for page in range(3)
        for call in column(old.get(f"{room.everybody}?num=1&page={page}"), "CallSid")
    ]
    assert listed == [third.call_sid, room.bob, room.alice]
    told = attributes(old, f"{room.everybody}?num=2&page=1&Muted=false")
    assert told == dict(zip(ATTRIBUTES, (1, 1, 2, 2, 0, 0), strict=True))


@pytest.mark.parametrize("path", ["Conferences", "{everybody}"])
@pytest.mark.parametrize(("num", "used"), [("1000", 1000), ("1001", 1000), ("9" * 18, 1000)])
def test_a_page_holds_a_thousand_at_most(
    old: Old, mockconf: MockConf, room: Room, path: str, num: str, used: int
) -> None:
    path = path.format(everybody=room.everybody)
    assert attributes(old, f"{path}?num={num}")["pagesize"] == used
    assert rules(mockconf) == ([] if num == "1000" else ["page-size-clamped"])


@pytest.mark.parametrize("path", ["Conferences", "{everybody}"])
@pytest.mark.parametrize("text", ["-1", "abc", "5.0", "1e3", "0x10", "9" * 20, "%D9%A3", "1%00"])
@pytest.mark.parametrize("name", ["num", "page", "Page"])
def test_a_number_that_is_none_is_refused(
    old: Old, room: Room, path: str, name: str, text: str
) -> None:
    reply = old.get(f"{path.format(everybody=room.everybody)}?{name}={text}")
    assert (reply.status, refused(reply)["Code"]) == (400, "20001")


@pytest.mark.parametrize("path", ["Conferences", "{everybody}"])
def test_a_page_of_none_is_refused(old: Old, room: Room, path: str) -> None:
    assert old.get(f"{path.format(everybody=room.everybody)}?num=0").status == 400


@pytest.mark.parametrize("name", ["PageToken", "PageSize"])
def test_how_the_later_version_pages_is_ignored_and_reported(
    seven: Old, mockconf: MockConf, name: str
) -> None:
    assert attributes(seven, f"Conferences?{name}=1")["pagesize"] == 50
    assert rules(mockconf) == ["unknown-parameter"]
