"""What a client may ask of a list: page sizes, tokens of other lists and people, and the SDK's ways to page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.wire import Wire


@pytest.fixture
def crowd(wire: Wire) -> tuple[str, list[str]]:
    """The path of a conference of five, and the calls of its participants, oldest first."""
    calls = [wire.dial("Room", ConferenceRecord="true").json for _ in range(5)]
    return f"Conferences/{calls[0]['conference_sid']}", [one["call_sid"] for one in calls]


@pytest.fixture
def five(wire: Wire) -> list[str]:
    """The SIDs of five conferences, oldest first."""
    return [
        wire.control("POST", "conferences", {"friendly_name": f"Room {place}"}).json["sid"]
        for place in range(5)
    ]


def calls_of(page: Any) -> list[str]:
    return [one["call_sid"] for one in page["participants"]]


def rules(mockconf: MockConf) -> list[tuple[str, str, str | None]]:
    found = (finding for _, finding in mockconf.world.journal.findings)
    return [(one.rule, one.severity.value, one.nearest) for one in found if one.name == "PageSize"]


@pytest.mark.parametrize("size", ["1", "50", "1000"])
def test_a_page_size_within_the_limits_is_used(wire: Wire, mockconf: MockConf, size: str) -> None:
    page = wire.get(f"Conferences.json?PageSize={size}").json
    assert page["page_size"] == int(size)
    assert rules(mockconf) == []


@pytest.mark.parametrize("size", ["1001", "2000", "999999999999999999"])
def test_a_page_size_above_the_limit_is_read_as_the_limit(
    wire: Wire, mockconf: MockConf, size: str
) -> None:
    page = wire.get(f"Conferences.json?PageSize={size}").json
    assert page["page_size"] == 1000
    assert "PageSize=1000&Page=0" in page["uri"]
    assert rules(mockconf) == [("page-size-clamped", "note", "1000")]


@pytest.mark.parametrize("size", ["0", "-1", "ten", "1.5", "1e2", "0x10", "%D9%A3", "9" * 400])
def test_a_page_size_that_is_no_positive_number_is_refused(wire: Wire, size: str) -> None:
    assert wire.get(f"Conferences.json?PageSize={size}").error == (400, 20001)


def test_an_empty_page_size_counts_as_not_sent(wire: Wire) -> None:
    assert wire.get("Conferences.json?PageSize=").json["page_size"] == 50


@pytest.mark.parametrize("page", ["-1", "one", "0.5"])
def test_a_page_number_that_is_no_number_is_refused(wire: Wire, page: str) -> None:
    assert wire.get(f"Conferences.json?Page={page}").error == (400, 20001)


@pytest.mark.parametrize("path", ["Conferences.json", "{}/Participants.json", "{}/Recordings.json"])
def test_a_later_page_needs_a_token(wire: Wire, crowd: Any, path: str) -> None:
    reply = wire.get(f"{path.format(crowd[0])}?Page=1")
    assert reply.error == (400, 20001)
    assert reply.json["message"] == "PageToken is required for paging."


def test_page_zero_needs_no_token(wire: Wire) -> None:
    assert wire.get("Conferences.json?Page=0").status == 200


def test_the_token_and_not_the_number_decides_the_page(wire: Wire, five: list[str]) -> None:
    page = wire.get(f"Conferences.json?PageSize=2&Page=7&PageToken=PA{five[3]}").json
    assert [one["sid"] for one in page["conferences"]] == [five[2], five[1]]
    assert (page["page"], page["start"], page["end"]) == (7, 14, 15)
    assert page["next_page_uri"].endswith(f"Page=8&PageToken=PA{five[1]}")


def test_a_token_alone_is_enough(wire: Wire, five: list[str]) -> None:
    page = wire.get(f"Conferences.json?PageToken=PA{five[1]}").json
    assert [one["sid"] for one in page["conferences"]] == [five[0]]


def test_a_token_after_the_last_conference_gives_an_empty_page(wire: Wire, five: list[str]) -> None:
    page = wire.get(f"Conferences.json?Page=1&PageToken=PA{five[0]}").json
    assert (page["conferences"], page["next_page_uri"]) == ([], None)
    assert (page["start"], page["end"]) == (0, 0)


@pytest.mark.parametrize(
    "token",
    [
        "banana",
        "PA",
        "PACF123",
        "PC{}",
        "paCF" + "0" * 32,
        "PACF" + "0" * 32,
        "PACA" + "0" * 32,
        "PA{}x",
        "PA{}%0A",
        "AfterSid={}",
    ],
)
def test_a_token_that_was_not_issued_is_refused(wire: Wire, five: list[str], token: str) -> None:
    reply = wire.get(f"Conferences.json?Page=1&PageToken={token.format(five[2])}")
    assert reply.error == (400, 21481)


def test_a_token_of_another_account_is_refused(wire: Wire, five: list[str]) -> None:
    stranger = Wire(wire.url, f"AC{'5' * 32}", "another-token")
    assert stranger.get(f"Conferences.json?Page=1&PageToken=PA{five[2]}").error == (400, 21481)


@pytest.mark.parametrize("name", ["Participants", "Recordings"])
def test_a_token_of_another_list_is_refused(
    wire: Wire, crowd: Any, five: list[str], name: str
) -> None:
    path = f"{crowd[0]}/{name}.json?Page=1&PageToken=PA{five[2]}"
    assert wire.get(path).error == (400, 21481)


def test_a_token_of_another_conference_is_refused(wire: Wire, crowd: Any) -> None:
    for _ in range(2):
        other = f"Conferences/{wire.dial('Other').json['conference_sid']}"
    following = wire.get(f"{other}/Participants.json?PageSize=1").json["next_page_uri"]
    token = following.rpartition("=")[2]
    assert wire.get(f"{crowd[0]}/Participants.json?PageToken={token}").error == (400, 21481)


def test_participants_are_paged_newest_first_by_ids_of_their_own(wire: Wire, crowd: Any) -> None:
    room, calls = crowd
    shown, following = [], f"{room}/Participants.json?PageSize=2"
    for _ in range(3):
        page = wire.get(following).json
        shown += calls_of(page)
        if following := page["next_page_uri"]:
            assert re.search("&Page=[12]&PageToken=PACP[0-9a-f]{32}$", following)
        if previous := page["previous_page_uri"]:
            assert re.search("&Page=[01]&PageToken=PBCP[0-9a-f]{32}$", previous)
    assert following is None
    assert shown == calls[::-1]


def test_a_token_whose_participant_has_left_still_leads_on(wire: Wire, crowd: Any) -> None:
    room, calls = crowd
    page = wire.get(f"{room}/Participants.json?PageSize=2").json
    assert calls_of(page) == [calls[4], calls[3]]
    wire.send("DELETE", f"{room}/Participants/{calls[3]}.json")
    second = wire.get(page["next_page_uri"]).json
    assert calls_of(second) == [calls[2], calls[1]]
    assert calls_of(wire.get(second["previous_page_uri"]).json) == [calls[4]]


def test_a_token_of_a_conference_that_is_over_gives_an_empty_page(wire: Wire, crowd: Any) -> None:
    room, _ = crowd
    following = wire.get(f"{room}/Participants.json?PageSize=2").json["next_page_uri"]
    wire.post(f"{room}.json", {"Status": "completed"})
    reply = wire.get(following)
    assert (reply.status, reply.json["participants"]) == (200, [])
    assert reply.json["next_page_uri"] is None


def test_recordings_are_paged_by_their_sids(wire: Wire, crowd: Any) -> None:
    page = wire.get(f"{crowd[0]}/Recordings.json?PageSize=1").json
    (recording,) = page["recordings"]
    beyond = wire.get(f"{crowd[0]}/Recordings.json?Page=1&PageToken=PA{recording['sid']}")
    assert (beyond.status, beyond.json["recordings"]) == (200, [])
    before = wire.get(f"{crowd[0]}/Recordings.json?PageToken=PB{recording['sid']}")
    assert (before.status, before.json["recordings"]) == (200, [])


@pytest.mark.parametrize("size", [None, 1, 2, 5])
def test_the_sdk_lists_everything_whatever_the_page_size(
    client: Client, five: list[str], size: int | None
) -> None:
    listed = client.conferences.list(limit=size and 20, page_size=size)
    assert [one.sid for one in listed] == five[::-1]


@pytest.mark.parametrize(("limit", "size"), [(3, None), (3, 2), (2000, None)])
def test_the_sdk_lists_up_to_a_limit(
    client: Client, five: list[str], limit: int, size: int | None
) -> None:
    listed = client.conferences.list(limit=limit, page_size=size)
    assert [one.sid for one in listed] == five[::-1][:limit]


def test_the_sdk_turns_pages_both_ways(client: Client, five: list[str]) -> None:
    first = client.conferences.page(page_size=2)
    shown = [one.sid for one in first]
    second = first.next_page()
    assert shown == five[:2:-1]
    assert [one.sid for one in second] == [five[2], five[1]]
    assert [one.sid for one in second.previous_page()] == shown


def test_the_sdk_fetches_a_page_by_its_link(client: Client, five: list[str]) -> None:
    link = client.conferences.page(page_size=2).next_page_url
    assert [one.sid for one in client.conferences.get_page(link)] == [five[2], five[1]]


def test_the_sdk_lists_participants_over_pages(client: Client, crowd: Any) -> None:
    room, calls = crowd
    conference = client.conferences(room.removeprefix("Conferences/"))
    listed = conference.participants.list(limit=20, page_size=2)
    assert [one.call_sid for one in listed] == calls[::-1]


def test_the_sdk_is_refused_a_page_by_number_alone(client: Client) -> None:
    with pytest.raises(TwilioException, match="PageToken is required for paging"):
        next(iter(client.conferences.page(page_number=1)))
