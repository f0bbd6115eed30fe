"""Conferences at SignalWire: how they read, how they are found, and how they end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockconf.model import NewParticipant
from pytest_mockconf import MockConf
from pytest_mockconf.rooms import ConferenceScript
from tests.conftest import Mock
from tests.signalwire.conftest import (
    BASE,
    NOBODY,
    NOW,
    A,
    in_both_forms,
    keys,
    listed,
    refused,
    uuid,
)
from tests.wire import Wire


def test_a_conference_has_exactly_the_keys_of_its_schema_in_their_order(
    laml: Wire, room: str
) -> None:
    assert list(laml.get(room).json) == keys("Conference")


def test_a_conference_reads_as_the_vendor_shows_it(
    laml: Wire, project: str, script: ConferenceScript
) -> None:
    sid = uuid(script.sid)
    assert laml.get(f"Conferences/{sid}").json == {
        "sid": sid,
        "date_created": NOW,
        "date_updated": NOW,
        "account_sid": laml.account_sid,
        "friendly_name": "Support",
        "status": "in-progress",
        "api_version": "2010-04-01",
        "region": "us1",
        "uri": f"{project}/Conferences/{sid}.json",
        "subresource_uris": {
            "participants": f"{project}/Conferences/{sid}/Participants.json",
            "recordings": f"{project}/Conferences/{sid}/Recordings.json",
        },
    }


@in_both_forms
def test_a_conference_is_fetched_with_and_without_a_suffix(
    laml: Wire, room: str, suffix: str
) -> None:
    assert laml.get(f"{room}{suffix}").json["uri"].endswith(f"{room}.json")


def test_an_uri_leads_to_its_conference(laml: Wire, room: str) -> None:
    found = laml.get(room).json
    assert laml.get(found["uri"]).json == found
    for path in found["subresource_uris"].values():
        assert laml.get(path).status == 200


@pytest.mark.parametrize(("length", "shown"), [(64, 64), (65, 64), (128, 64)])
def test_a_name_is_cut_after_64_characters(
    laml: Wire, mockconf: MockConf, length: int, shown: int
) -> None:
    sid = uuid(mockconf.conference("x" * length).sid)
    assert laml.get(f"Conferences/{sid}").json["friendly_name"] == "x" * shown


@pytest.mark.parametrize(
    ("region", "shown"), [(None, "us1"), ("ie1", "ie1"), ("br1", "br1"), ("xx9", "us1")]
)
def test_a_conference_without_a_region_that_is_known_here_is_in_us1(
    laml: Wire, mockconf: MockConf, region: str | None, shown: str
) -> None:
    script = mockconf.conference("Room")
    new = NewParticipant(region=region)
    mockconf.world.switchboard.join(mockconf.account_sid, script.sid, new)
    assert laml.get(f"Conferences/{uuid(script.sid)}").json["region"] == shown


def test_a_waiting_conference_is_init_and_in_us1(laml: Wire, mockconf: MockConf) -> None:
    found = laml.get(f"Conferences/{uuid(mockconf.conference('Room').sid)}").json
    assert (found["status"], found["region"]) == ("init", "us1")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a&b", rb"a\u0026b"),
        ("a<b>c", rb"a\u003cb\u003ec"),
        ("Zo\u00eb", rb"Zo\u00eb"),
        ('"', rb"\""),
    ],
)
def test_json_is_escaped_as_the_vendors_framework_does(
    laml: Wire, mockconf: MockConf, name: str, shown: bytes
) -> None:
    reply = laml.get(f"Conferences/{uuid(mockconf.conference(name).sid)}")
    assert b'"friendly_name":"' + shown + b'"' in reply.body
    assert reply.json["friendly_name"] == name


def test_a_conference_that_is_none_is_not_found(laml: Wire) -> None:
    assert refused(laml.get(f"Conferences/{NOBODY}")) == (404, 20404)


@in_both_forms
def test_conferences_are_listed_newest_first(laml: Wire, mockconf: MockConf, suffix: str) -> None:
    for name in ("first", "second", "third"):
        mockconf.conference(name)
        mockconf.clock.advance(1)
    names = [one["friendly_name"] for one in listed(laml, f"Conferences{suffix}")]
    assert names == ["third", "second", "first"]


def test_a_list_without_a_status_holds_all_whatever_twilio_announced(
    mock_with: Callable[..., Mock],
) -> None:
    mock = mock_with(conference_list_default="in-progress")
    mock.wire.control("POST", "conferences", {"friendly_name": "Room"})
    laml = Wire(mock.url, mock.world.project_id, mock.world.api_token, BASE)
    assert [one["status"] for one in listed(laml, "Conferences")] == ["init"]


@pytest.mark.parametrize("status", ["init", "in-progress", "completed"])
def test_a_status_keeps_the_conferences_in_it(laml: Wire, mockconf: MockConf, status: str) -> None:
    mockconf.conference("init")
    for name in ("in-progress", "completed"):
        room = mockconf.conference(name)
        room.join(), room.join()
    mockconf.conference("completed").end()
    found = listed(laml, f"Conferences?Status={status}")
    assert [(one["friendly_name"], one["status"]) for one in found] == [(status, status)]


def test_a_friendly_name_keeps_those_of_exactly_that_name(laml: Wire, mockconf: MockConf) -> None:
    for name in ("Room", "Room 1", "room"):
        mockconf.conference(name)
    assert [one["friendly_name"] for one in listed(laml, "Conferences?FriendlyName=Room")] == [
        "Room"
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("DateCreated=2026-01-06", ["second"]),
        ("DateCreated%3C=2026-01-06", ["first"]),
        ("DateCreated%3E=2026-01-06", ["third", "second"]),
        ("DateUpdated=2026-01-07", ["third"]),
        ("DateUpdated%3C=2026-01-07", ["second", "first"]),
        ("DateUpdated%3E=2026-01-07", ["third"]),
    ],
)
def test_dates_keep_the_days_in_utc(
    laml: Wire, mockconf: MockConf, query: str, found: list[str]
) -> None:
    for name in ("first", "second", "third"):
        mockconf.conference(name)
        mockconf.clock.advance(86_400)
    assert [one["friendly_name"] for one in listed(laml, f"Conferences?{query}")] == found


@in_both_forms
def test_completed_ends_a_conference_for_both_vendors(
    laml: Wire, wire: Wire, room: str, script: ConferenceScript, suffix: str
) -> None:
    reply = laml.post(f"{room}{suffix}", {"Status": "completed"})
    assert (reply.status, reply.json["status"]) == (200, "completed")
    there = wire.get(f"Conferences/{script.sid}.json").json
    assert (there["status"], there["reason_conference_ended"]) == (
        "completed",
        "conference-ended-via-api",
    )


def test_an_update_without_parameters_shows_the_conference(laml: Wire, room: str) -> None:
    assert laml.post(room, {}).json == laml.get(room).json


def test_an_announcement_leaves_the_conference_running(laml: Wire, room: str) -> None:
    given = {"AnnounceUrl": "https://app.example/hello", "AnnounceMethod": "GET"}
    assert laml.post(room, given).json["status"] == "in-progress"


def test_nothing_is_announced_to_one_alone(laml: Wire, mockconf: MockConf) -> None:
    script = mockconf.conference("Room")
    script.join(call_sid=A)
    given = {"AnnounceUrl": "https://app.example/hello"}
    assert refused(laml.post(f"Conferences/{uuid(script.sid)}", given)) == (400, 21220)


@pytest.mark.parametrize("given", [{"Status": "completed"}, {"AnnounceUrl": "https://a.example"}])
def test_a_completed_conference_cannot_be_updated(
    laml: Wire, room: str, script: ConferenceScript, given: dict[str, str]
) -> None:
    script.end()
    assert refused(laml.post(room, given)) == (422, 10000)


def test_a_conference_that_has_not_started_cannot_be_completed(
    laml: Wire, mockconf: MockConf
) -> None:
    room = f"Conferences/{uuid(mockconf.conference('Room').sid)}"
    assert refused(laml.post(room, {"Status": "completed"})) == (422, 10000)
    assert laml.get(room).json["status"] == "init"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        *(("Status", one, 21475) for one in ("in-progress", "init", "over", "COMPLETED")),
        ("AnnounceUrl", "ftp://app.example", 21402),
        ("AnnounceUrl", "nowhere", 21402),
        ("AnnounceMethod", "PUT", 21209),
        ("AnnounceMethod", "post", 21209),
    ],
)
def test_an_update_with_a_bad_value_is_refused_and_changes_nothing(
    laml: Wire, room: str, name: str, value: str, code: int
) -> None:
    reply = laml.post(room, {"Status": "completed", name: value})
    assert refused(reply) == (422, code)
    assert value in reply.json["message"]
    assert laml.get(room).json["status"] == "in-progress"
