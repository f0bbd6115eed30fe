"""Pages of lists: their links and tokens, walking through them both ways, and what is asked for wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.wire import Wire

LISTS = ["conferences", "participants", "recordings"]
Fill = Callable[[int], list[str]]


@pytest.fixture
def fill(wire: Wire, mockconf: MockConf) -> Fill:
    """Makes so many more conferences, a second apart, and gives their SIDs, oldest first."""

    def more(count: int) -> list[str]:
        made = []
        for _ in range(count):
            mockconf.clock.advance(1)
            name = f"Room {mockconf.clock.now()}"
            made.append(wire.control("POST", "conferences", {"friendly_name": name}).json["sid"])
        return made

    return more


@pytest.fixture
def crowd(wire: Wire, mockconf: MockConf) -> tuple[str, list[str]]:
    """The path of the participants of a conference of five, and their calls, oldest first."""
    calls = []
    for _ in range(5):
        mockconf.clock.advance(1)
        calls.append(wire.dial("Room").json)
    return f"Conferences/{calls[0]['conference_sid']}/Participants.json", [
        one["call_sid"] for one in calls
    ]


def sids(page: Any) -> list[str]:
    return [one["sid"] for one in page["conferences"]]


def calls_of(page: Any) -> list[str]:
    return [one["call_sid"] for one in page["participants"]]


def walk(wire: Wire, path: str, link: str = "next_page_uri") -> Iterator[Any]:
    """The page at `path` and those that its links lead to; gives up after a hundred."""
    following: str | None = path
    for _ in range(100):
        if following is None:
            return
        reply = wire.get(following)
        assert reply.status == 200
        yield reply.json
        following = reply.json[link]
    pytest.fail("the links never end")


def base(wire: Wire) -> str:
    return f"/2010-04-01/Accounts/{wire.account_sid}/Conferences.json"


def test_a_first_page_without_paging_parameters_names_their_defaults(wire: Wire) -> None:
    page = wire.get("Conferences.json").json
    assert page["uri"] == page["first_page_uri"] == f"{base(wire)}?PageSize=50&Page=0"
    assert (page["page"], page["page_size"]) == (0, 50)


def test_an_empty_list_has_no_neighbours_and_starts_and_ends_at_zero(wire: Wire) -> None:
    page = wire.get("Conferences.json").json
    assert (page["conferences"], page["start"], page["end"]) == ([], 0, 0)
    assert (page["next_page_uri"], page["previous_page_uri"]) == (None, None)


def test_the_first_page_links_to_the_next_by_its_last_item(wire: Wire, fill: Fill) -> None:
    fill(4)
    page = wire.get("Conferences.json?PageSize=3").json
    last = sids(page)[-1]
    assert page["uri"] == page["first_page_uri"] == f"{base(wire)}?PageSize=3&Page=0"
    assert page["next_page_uri"] == f"{base(wire)}?PageSize=3&Page=1&PageToken=PA{last}"
    assert page["previous_page_uri"] is None


def test_a_middle_page_links_both_ways_by_its_first_and_last_item(wire: Wire, fill: Fill) -> None:
    fill(9)
    first, middle, _ = walk(wire, "Conferences.json?PageSize=3")
    shown = sids(middle)
    assert middle["uri"] == first["next_page_uri"]
    assert middle["first_page_uri"] == f"{base(wire)}?PageSize=3&Page=0"
    assert middle["previous_page_uri"] == (f"{base(wire)}?PageSize=3&Page=0&PageToken=PB{shown[0]}")
    assert middle["next_page_uri"] == f"{base(wire)}?PageSize=3&Page=2&PageToken=PA{shown[-1]}"


def test_a_page_reached_backwards_keeps_its_token_and_has_nothing_before_it(
    wire: Wire, fill: Fill
) -> None:
    fill(6)
    first, second = walk(wire, "Conferences.json?PageSize=3")
    again = wire.get(second["previous_page_uri"]).json
    assert sids(again) == sids(first)
    assert again["uri"] == second["previous_page_uri"]
    assert again["previous_page_uri"] is None
    assert again["next_page_uri"] == first["next_page_uri"]


def test_filters_stand_before_the_paging_in_every_link(wire: Wire, fill: Fill) -> None:
    fill(2)
    filters = "Status=init&DateUpdated%3E=2018-11-11&DateCreated%3C=2030-01-01"
    page = wire.get(f"Conferences.json?PageSize=1&{filters}").json
    token = f"PageToken=PA{sids(page)[0]}"
    assert page["first_page_uri"] == page["uri"] == f"{base(wire)}?{filters}&PageSize=1&Page=0"
    assert page["next_page_uri"] == f"{base(wire)}?{filters}&PageSize=1&Page=1&{token}"


def test_the_filters_of_links_stand_in_the_vendors_order(wire: Wire) -> None:
    day = "2026-01-05"
    names = [
        *("Status", "DateUpdated%3E", "DateUpdated%3C", "DateCreated", "FriendlyName"),
        *("DateUpdated", "DateCreated%3C", "DateCreated%3E"),
    ]
    values = {"Status": "init", "FriendlyName": "MyRoom"}
    asked = [f"{name}={values.get(name, day)}" for name in names]
    page = wire.get(f"Conferences.json?{'&'.join(sorted(asked))}").json
    assert page["uri"] == f"{base(wire)}?{'&'.join(asked)}&PageSize=50&Page=0"


def test_a_filter_by_name_is_encoded_in_links(wire: Wire) -> None:
    page = wire.get("Conferences.json?FriendlyName=B%C3%BCro%20%26%20%F0%9F%8E%A7%3D").json
    assert "?FriendlyName=B%C3%BCro+%26+%F0%9F%8E%A7%3D&PageSize=50" in page["uri"]


def test_a_filter_by_a_boolean_appears_as_it_was_sent(wire: Wire, crowd: Any) -> None:
    page = wire.get(f"{crowd[0]}?Hold=false&Muted=false").json
    assert "Participants.json?Muted=false&Hold=false&PageSize=50&Page=0" in page["uri"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 50])
def test_following_next_visits_each_conference_once_newest_first(
    wire: Wire, fill: Fill, size: int
) -> None:
    made = fill(7)
    pages = list(walk(wire, f"Conferences.json?PageSize={size}"))
    assert [sid for page in pages for sid in sids(page)] == made[::-1]
    assert {len(page["conferences"]) for page in pages[:-1]} <= {size}
    assert pages[-1]["conferences"]


def test_pages_are_numbered_and_tell_their_place_in_the_whole(wire: Wire, fill: Fill) -> None:
    fill(5)
    pages = list(walk(wire, "Conferences.json?PageSize=2"))
    assert [page["page"] for page in pages] == [0, 1, 2]
    assert [(page["start"], page["end"]) for page in pages] == [(0, 1), (2, 3), (4, 4)]


def test_following_previous_leads_back_to_the_beginning(wire: Wire, fill: Fill) -> None:
    fill(7)
    there = list(walk(wire, "Conferences.json?PageSize=2"))
    back = list(walk(wire, there[-1]["uri"], "previous_page_uri"))
    assert [sids(page) for page in back] == [sids(page) for page in there[::-1]]


def test_conferences_of_one_moment_keep_the_order_of_their_arrival(wire: Wire) -> None:
    made = [
        wire.control("POST", "conferences", {"friendly_name": f"Room {place}"}).json["sid"]
        for place in range(5)
    ]
    pages = walk(wire, "Conferences.json?PageSize=2")
    assert [sid for page in pages for sid in sids(page)] == made[::-1]


def test_what_arrives_between_two_pages_shifts_nothing(wire: Wire, fill: Fill) -> None:
    made = fill(6)
    first = wire.get("Conferences.json?PageSize=2").json
    fill(3)
    rest = list(walk(wire, first["next_page_uri"]))
    assert [sid for page in [first, *rest] for sid in sids(page)] == made[::-1]
    assert sids(wire.get(rest[0]["previous_page_uri"]).json) == sids(first)


def test_a_change_of_a_listed_conference_does_not_move_it(
    wire: Wire, fill: Fill, mockconf: MockConf
) -> None:
    made = fill(3)
    mockconf.clock.advance(60)
    wire.script(made[0], "participant-join")
    assert sids(wire.get("Conferences.json").json) == made[::-1]


def test_a_filtered_list_is_paged_by_what_it_holds(wire: Wire, fill: Fill) -> None:
    made = fill(6)
    for sid in made[::2]:
        for label in ("a", "b"):
            wire.script(sid, "participant-join", label=label)
    pages = list(walk(wire, "Conferences.json?PageSize=2&Status=in-progress"))
    assert [sid for page in pages for sid in sids(page)] == made[::2][::-1]


def test_the_last_page_has_no_next_even_when_it_is_full(wire: Wire, fill: Fill) -> None:
    fill(4)
    pages = list(walk(wire, "Conferences.json?PageSize=2"))
    assert [len(page["conferences"]) for page in pages] == [2, 2]


def test_a_token_stays_good_when_its_conference_no_longer_fits_the_filter(
    wire: Wire, fill: Fill
) -> None:
    made = fill(4)
    first = wire.get("Conferences.json?PageSize=2&Status=init").json
    for label in ("a", "b"):
        wire.script(made[2], "participant-join", label=label)
    assert sids(wire.get(first["next_page_uri"]).json) == [made[1], made[0]]


def test_a_page_before_one_that_nothing_follows_any_more_has_no_next(
    wire: Wire, crowd: tuple[str, list[str]]
) -> None:
    path, calls = crowd
    *_, last = walk(wire, f"{path}?PageSize=2")
    assert calls_of(last) == [calls[0]]
    wire.send("DELETE", path.replace(".json", f"/{calls[0]}.json"))
    page = wire.get(last["previous_page_uri"]).json
    assert calls_of(page) == [calls[2], calls[1]]
    assert page["next_page_uri"] is None
