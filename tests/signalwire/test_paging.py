"""Pages at SignalWire: no counts, no suffix in their links, and a token for every page but the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.signalwire.conftest import BASE, CALL_A, NOBODY, refused, uuid
from tests.wire import Wire

LISTS = ["Conferences", "{room}/Participants", "{room}/Recordings", "Recordings"]
every_list = pytest.mark.parametrize("path", LISTS)


@pytest.fixture
def five(mockconf: MockConf) -> list[str]:
    """The names of five conferences, newest first."""
    names = [f"Room {place}" for place in range(5)]
    for name in names:
        mockconf.conference(name)
    return names[::-1]


def names(page: Any) -> list[str]:
    return [one["friendly_name"] for one in page["conferences"]]


def walk(laml: Wire, start: str, way: str = "next_page_uri") -> list[Any]:
    """The pages from `start` on, by the links that the answers give."""
    pages, uri = [], start
    while uri:
        pages.append(laml.get(uri).json)
        uri = pages[-1][way]
    return pages


@every_list
def test_a_page_has_one_key_beside_those_of_paging(laml: Wire, room: str, path: str) -> None:
    page = laml.get(path.format(room=room)).json
    assert list(page) == [
        "uri",
        "first_page_uri",
        "next_page_uri",
        "previous_page_uri",
        "page",
        "page_size",
        path.rpartition("/")[2].lower(),
    ]


@every_list
@pytest.mark.parametrize("suffix", ["", ".json"], ids=["bare", "json"])
def test_an_only_page_names_itself_without_suffix_and_no_other(
    laml: Wire, project: str, room: str, path: str, suffix: str
) -> None:
    where = path.format(room=room)
    page = laml.get(f"{where}{suffix}").json
    assert page["uri"] == page["first_page_uri"] == f"{project}/{where}?Page=0&PageSize=50"
    assert (page["next_page_uri"], page["previous_page_uri"]) == (None, None)
    assert (page["page"], page["page_size"]) == (0, 50)


def test_the_links_lead_through_all_pages(laml: Wire, five: list[str]) -> None:
    pages = walk(laml, "Conferences?PageSize=2")
    assert [names(page) for page in pages] == [five[:2], five[2:4], five[4:]]
    assert [page["page"] for page in pages] == [0, 1, 2]
    assert [page["uri"] for page in pages[1:]] == [page["next_page_uri"] for page in pages[:-1]]


def test_the_links_lead_back(laml: Wire, five: list[str]) -> None:
    last = walk(laml, "Conferences?PageSize=2")[-1]
    back = walk(laml, last["previous_page_uri"], "previous_page_uri")
    assert [names(page) for page in back] == [five[2:4], five[:2]]


def test_a_token_names_a_uuid_and_the_side(laml: Wire, five: list[str]) -> None:
    pages = walk(laml, "Conferences?PageSize=2")
    after, before = pages[0]["conferences"][-1]["sid"], pages[1]["conferences"][0]["sid"]
    assert pages[0]["next_page_uri"].endswith(f"?Page=1&PageSize=2&PageToken=PA{after}")
    assert pages[1]["previous_page_uri"].endswith(f"?Page=0&PageSize=2&PageToken=PB{before}")


def test_the_links_keep_the_filters(laml: Wire, five: list[str]) -> None:
    page = laml.get("Conferences?PageSize=2&Status=init&DateCreated%3E=2026-01-01").json
    assert "?DateCreated%3E=2026-01-01&Status=init&Page=1&PageSize=2&" in page["next_page_uri"]
    assert names(laml.get(page["next_page_uri"]).json) == five[2:4]


def test_the_links_of_the_alias_carry_the_prefix(laml: Wire, five: list[str]) -> None:
    pages = walk(laml, f"/2010-04-01/Accounts/{laml.account_sid}/Conferences.json?PageSize=2")
    assert [names(page) for page in pages] == [five[:2], five[2:4], five[4:]]
    assert pages[0]["uri"].startswith(f"{BASE}/Accounts/")


def test_arrivals_do_not_shift_a_page(laml: Wire, mockconf: MockConf, five: list[str]) -> None:
    first = laml.get("Conferences?PageSize=2").json
    mockconf.conference("Late")
    assert names(laml.get(first["next_page_uri"]).json) == five[2:4]


def test_participants_are_paged_by_tokens_too(laml: Wire, room: str) -> None:
    first, second = walk(laml, f"{room}/Participants?PageSize=1")
    assert [one["call_sid"] for one in second["participants"]] == [CALL_A]
    assert names_of_tokens(first) == names_of_tokens(second)[:1]


def names_of_tokens(page: Any) -> list[str]:
    links = (page["next_page_uri"], page["previous_page_uri"])
    return [link.rpartition("=")[2][:2].replace("PB", "PA") for link in links if link]


def test_a_token_needs_no_number(laml: Wire, five: list[str]) -> None:
    first = laml.get("Conferences?PageSize=2").json
    token = first["next_page_uri"].rpartition("=")[2]
    assert names(laml.get(f"Conferences?PageSize=2&PageToken={token}").json) == five[2:4]


@every_list
def test_a_later_page_needs_a_token(laml: Wire, room: str, path: str) -> None:
    assert refused(laml.get(f"{path.format(room=room)}?Page=1")) == (400, 54453)


@every_list
@pytest.mark.parametrize("size", ["0", "-1", "1001", "99999999999", "ten", "1.5", "0x10", "%D9%A3"])
def test_a_page_size_that_is_none_is_refused(laml: Wire, room: str, path: str, size: str) -> None:
    assert refused(laml.get(f"{path.format(room=room)}?PageSize={size}")) == (400, 54454)


@pytest.mark.parametrize(("size", "used"), [("1", 1), ("1000", 1000), ("", 50)])
def test_a_page_size_within_the_limits_is_used(laml: Wire, size: str, used: int) -> None:
    assert laml.get(f"Conferences?PageSize={size}").json["page_size"] == used


@pytest.mark.parametrize("page", ["-1", "one", "0.5"])
def test_a_page_number_that_is_none_is_refused(laml: Wire, page: str) -> None:
    assert refused(laml.get(f"Conferences?Page={page}")) == (422, 90000)


@every_list
@pytest.mark.parametrize(
    "token",
    [
        f"PA{NOBODY}",
        f"PB{NOBODY}",
        f"PC{NOBODY}",
        NOBODY,
        "PA1234",
        f"PACF{'0' * 32}",
        f"PA{NOBODY.replace('0', 'A')}",
        "x",
    ],
)
def test_a_token_that_was_not_issued_is_refused(
    laml: Wire, room: str, path: str, token: str
) -> None:
    where = f"{path.format(room=room)}?Page=1&PageToken={token}"
    reply = laml.get(where)
    assert refused(reply) == (400, 21481)
    assert token in reply.json["message"]


def test_a_token_of_another_list_is_refused(laml: Wire, five: list[str], room: str) -> None:
    token = laml.get("Conferences?PageSize=2").json["next_page_uri"].rpartition("=")[2]
    assert refused(laml.get(f"{room}/Participants?Page=1&PageToken={token}")) == (400, 21481)


def test_a_token_of_twilio_is_refused(laml: Wire, wire: Wire, five: list[str]) -> None:
    theirs = wire.get("Conferences.json?PageSize=2").json["next_page_uri"].rpartition("=")[2]
    assert refused(laml.get(f"Conferences?Page=1&PageToken={theirs}")) == (400, 21481)


@pytest.fixture
def seen(mock_with: Callable[..., Mock]) -> tuple[Wire, str]:
    """A client of a mock that names lists of participants as they were seen, and a conference of three."""
    mock = mock_with(signalwire_list_uris="seen")
    created = [mock.wire.dial("Room").json for _ in range(3)]
    laml = Wire(mock.url, mock.world.project_id, mock.world.api_token, BASE)
    return laml, uuid(created[0]["conference_sid"])


def test_a_list_of_participants_can_name_itself_with_a_dot(seen: tuple[Wire, str]) -> None:
    laml, sid = seen
    page = laml.get(f"Conferences/{sid}/Participants").json
    dotted = f"{BASE}/Accounts/{laml.account_sid}/Conferences.{sid}?Page=0&PageSize=50"
    assert page["uri"] == page["first_page_uri"] == dotted


def test_with_the_dot_the_links_to_other_pages_still_lead_there(seen: tuple[Wire, str]) -> None:
    laml, sid = seen
    pages = walk(laml, f"Conferences/{sid}/Participants?PageSize=2")
    assert [len(page["participants"]) for page in pages] == [2, 1]
    assert f"/Conferences.{sid}?Page=1&PageSize=2&PageToken=PA" in pages[1]["uri"]


@pytest.mark.parametrize("path", ["Conferences", "Conferences/{}/Recordings", "Recordings"])
def test_no_other_list_names_itself_with_a_dot(seen: tuple[Wire, str], path: str) -> None:
    laml, sid = seen
    assert f"/{path.format(sid)}?" in laml.get(path.format(sid)).json["uri"]


def test_a_token_is_read_without_its_hyphens_too(laml: Wire, mockconf: MockConf) -> None:
    rooms = [uuid(mockconf.conference(name).sid) for name in ("One", "Two")]
    bare = rooms[1].replace("-", "")
    second = laml.get(f"Conferences?Page=1&PageSize=1&PageToken=PA{bare}").json["conferences"]
    assert [one["sid"] for one in second] == [rooms[0]]
