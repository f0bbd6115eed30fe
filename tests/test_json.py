"""Answers in JSON: order of the keys, types of the values, dates, links and the envelope of lists."""

from __future__ import annotations

import json
import re

import pytest

from pytest_mockconf import MockConf
from tests.wire import Wire

CONFERENCE_KEYS = [
    *("account_sid", "api_version", "date_created", "date_updated", "friendly_name", "sid"),
    *("region", "status", "subresource_uris", "uri"),
    *("reason_conference_ended", "call_sid_ending_conference"),
]
PARTICIPANT_KEYS = [
    *("account_sid", "call_sid", "label", "conference_sid", "date_created", "date_updated"),
    *("end_conference_on_exit", "muted", "hold", "status", "start_conference_on_enter"),
    *("coaching", "call_sid_to_coach", "queue_time", "uri"),
]
RECORDING_KEYS = [
    *("account_sid", "api_version", "call_sid", "conference_sid", "channels", "date_created"),
    *("date_updated", "start_time", "price", "price_unit", "duration", "sid", "source", "status"),
    *("error_code", "encryption_details", "uri"),
]
ENVELOPE_KEYS = [
    *("first_page_uri", "next_page_uri", "previous_page_uri", "uri"),
    *("page", "page_size", "start", "end"),
]
LISTS = {"Conferences": "conferences", "Participants": "participants", "Recordings": "recordings"}


@pytest.fixture
def room(wire: Wire) -> str:
    """The path, without suffix, of a running conference of two that is recorded."""
    wire.dial("Support", Label="agent", ConferenceRecord="true")
    return f"Conferences/{wire.dial('Support', Label='customer').json['conference_sid']}"


def list_path(room: str, name: str) -> str:
    return "Conferences.json" if name == "Conferences" else f"{room}/{name}.json"


def test_a_conference_shows_its_keys_in_the_vendors_order(wire: Wire, room: str) -> None:
    assert list(wire.get(f"{room}.json").json) == CONFERENCE_KEYS


def test_a_participant_shows_its_keys_in_the_vendors_order(wire: Wire, room: str) -> None:
    assert list(wire.get(f"{room}/Participants/agent.json").json) == PARTICIPANT_KEYS


def test_a_created_participant_shows_the_same_keys(wire: Wire) -> None:
    assert list(wire.dial("Room").json) == PARTICIPANT_KEYS


def test_a_recording_shows_its_keys_in_the_vendors_order(wire: Wire, room: str) -> None:
    sid = wire.get(f"{room}/Recordings.json").json["recordings"][0]["sid"]
    assert list(wire.get(f"{room}/Recordings/{sid}.json").json) == RECORDING_KEYS


@pytest.mark.parametrize("name", ["Conferences", "Participants"])
def test_a_list_begins_with_its_items(wire: Wire, room: str, name: str) -> None:
    assert list(wire.get(list_path(room, name)).json) == [LISTS[name], *ENVELOPE_KEYS]


def test_the_list_of_recordings_shows_its_keys_in_the_order_of_the_alphabet(
    wire: Wire, room: str
) -> None:
    keys = list(wire.get(f"{room}/Recordings.json").json)
    assert keys == sorted([*ENVELOPE_KEYS, "recordings"])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_no_key_besides_items_and_paging(wire: Wire, room: str, name: str) -> None:
    keys = wire.get(list_path(room, name)).json.keys()
    assert keys - set(ENVELOPE_KEYS) == {LISTS[name]}


@pytest.mark.parametrize("name", LISTS)
def test_an_item_of_a_list_is_what_a_fetch_shows(wire: Wire, room: str, name: str) -> None:
    items = wire.get(list_path(room, name)).json[LISTS[name]]
    assert items
    for item in items:
        assert wire.get(item["uri"]).json == item


def test_a_conference_that_waits_has_an_unknown_region_and_no_end(wire: Wire) -> None:
    sid = wire.dial("Room").json["conference_sid"]
    shown = wire.get(f"Conferences/{sid}.json").json
    assert (shown["status"], shown["region"]) == ("init", "unknown")
    assert (shown["reason_conference_ended"], shown["call_sid_ending_conference"]) == (None, None)


def test_a_running_conference_has_a_region_and_no_end(wire: Wire, room: str) -> None:
    shown = wire.get(f"{room}.json").json
    assert (shown["status"], shown["region"]) == ("in-progress", "us1")
    assert (shown["reason_conference_ended"], shown["call_sid_ending_conference"]) == (None, None)


def test_the_answer_to_an_end_shows_the_conference_as_completed(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    mockconf.clock.advance(1)
    shown = wire.post(f"{room}.json", {"Status": "completed"}).json
    assert shown["status"] == "completed"
    assert shown["reason_conference_ended"] == "conference-ended-via-api"
    assert shown["call_sid_ending_conference"] is None
    assert shown["date_created"] == "Mon, 05 Jan 2026 09:00:00 +0000"
    assert shown["date_updated"] == "Mon, 05 Jan 2026 09:00:01 +0000"


def test_a_conference_ended_by_the_last_leave_names_that_call(wire: Wire, room: str) -> None:
    sid = room.removeprefix("Conferences/")
    wire.script(sid, "participant-leave", label="agent")
    last = wire.get(f"{room}/Participants/customer.json").json["call_sid"]
    wire.script(sid, "participant-leave", label="customer")
    shown = wire.get(f"{room}.json").json
    assert shown["reason_conference_ended"] == "last-participant-left"
    assert shown["call_sid_ending_conference"] == last


def test_the_subresources_of_a_conference_are_its_two_lists(wire: Wire, room: str) -> None:
    base = f"/2010-04-01/Accounts/{wire.account_sid}/{room}"
    shown = wire.get(f"{room}.json").json
    assert shown["uri"] == f"{base}.json"
    assert shown["subresource_uris"] == {
        "participants": f"{base}/Participants.json",
        "recordings": f"{base}/Recordings.json",
    }


def test_the_link_of_a_participant_ends_in_the_call_and_not_in_the_label(
    wire: Wire, room: str
) -> None:
    shown = wire.get(f"{room}/Participants/agent.json").json
    assert shown["label"] == "agent"
    assert shown["uri"].endswith(f"/{room}/Participants/{shown['call_sid']}.json")


def test_the_queue_time_is_text_and_shown_at_creation_only(wire: Wire) -> None:
    created = wire.dial("Room").json
    assert re.fullmatch("[0-9]+", created["queue_time"])
    assert wire.get(created["uri"]).json["queue_time"] is None


def test_a_running_recording_has_numbers_as_numbers_and_no_duration(wire: Wire, room: str) -> None:
    shown = wire.get(f"{room}/Recordings.json").json["recordings"][0]
    assert (shown["channels"], shown["duration"], shown["price"]) == (1, None, None)
    assert (shown["source"], shown["status"]) == ("Conference", "in-progress")
    assert (shown["error_code"], shown["encryption_details"]) == (None, None)


def test_the_duration_of_a_finished_recording_is_text_in_seconds(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    mockconf.clock.advance(75)
    wire.post(f"{room}.json", {"Status": "completed"})
    assert wire.get(f"{room}/Recordings.json").json["recordings"][0]["duration"] == "75"


def test_dates_have_two_digits_for_the_day_and_an_offset_in_digits(wire: Wire, room: str) -> None:
    shown = wire.get(f"{room}/Participants/agent.json").json
    assert shown["date_created"] == shown["date_updated"] == "Mon, 05 Jan 2026 09:00:00 +0000"


def test_fractions_of_a_second_are_not_shown(wire: Wire, mockconf: MockConf) -> None:
    mockconf.clock.advance(0.999999)
    assert wire.dial("Room").json["date_created"] == "Mon, 05 Jan 2026 09:00:00 +0000"


@pytest.mark.parametrize("name", ["B\u00fcro \u2615", "\U0001f3a7 Lounge", '"quoted" \\ & <b>'])
def test_a_name_comes_back_as_it_was_given(wire: Wire, name: str) -> None:
    shown = wire.get(f"Conferences/{wire.dial(name).json['conference_sid']}.json")
    assert shown.json["friendly_name"] == name


def test_the_bytes_are_the_vendors_layout(wire: Wire, room: str) -> None:
    for path in (f"{room}.json", "Conferences.json", f"{room}/Participants/nobody.json"):
        body = wire.get(path).body
        assert body == json.dumps(json.loads(body)).encode()


@pytest.mark.parametrize("kind", ["participant", "recording"])
def test_a_deletion_answers_204_without_a_body(wire: Wire, room: str, kind: str) -> None:
    if kind == "recording":
        sid = wire.get(f"{room}/Recordings.json").json["recordings"][0]["sid"]
        wire.post(f"{room}/Recordings/{sid}.json", {"Status": "stopped"})
        path = f"{room}/Recordings/{sid}.json"
    else:
        path = f"{room}/Participants/agent.json"
    reply = wire.send("DELETE", path)
    assert (reply.status, reply.body) == (204, b"")


def test_a_creation_answers_201(wire: Wire) -> None:
    assert wire.dial("Room").status == 201
