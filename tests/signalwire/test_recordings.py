"""Recordings at SignalWire: below a conference and below the account, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.signalwire.conftest import (
    BASE,
    NOBODY,
    NOW,
    in_both_forms,
    keys,
    listed,
    refused,
    sentence,
    uuid,
)
from tests.wire import Wire


@pytest.fixture
def call(wire: Wire, mockconf: MockConf) -> str:
    """A call of nine seconds that was recorded by itself."""
    created = wire.dial("Alone", Record="true", Label="x").json
    mockconf.clock.advance(9)
    wire.send("DELETE", f"Conferences/{created['conference_sid']}/Participants/x.json")
    return uuid(created["call_sid"])


def end(laml: Wire, room: str) -> None:
    assert laml.post(room, {"Status": "completed"}).status == 200


def order(laml: Wire, recording: str, status: str, **more: str) -> str:
    reply = laml.post(recording, {"Status": status, **more})
    assert reply.status == 200, reply.json
    return str(reply.json["status"])


def duration(laml: Wire, recording: str) -> int:
    found: int = laml.get(recording).json["duration"]
    return found


def test_a_recording_has_exactly_the_keys_of_its_schema_in_their_order(
    laml: Wire, recording: str
) -> None:
    assert list(laml.get(recording).json) == keys("Recording")


def test_a_recording_of_a_conference_reads_as_the_vendor_shows_it(
    laml: Wire, mockconf: MockConf, project: str, recorded: str, recording: str
) -> None:
    mockconf.clock.advance(61)
    end(laml, recorded)
    sid = recording.rpartition("/")[2]
    assert laml.get(recording).json == {
        "account_sid": laml.account_sid,
        "api_version": "2010-04-01",
        "call_sid": None,
        "conference_sid": recorded.removeprefix("Conferences/"),
        "channel": "1",
        "channels": "1",
        "date_created": NOW,
        "date_updated": "Mon, 05 Jan 2026 09:01:01 +0000",
        "start_time": NOW,
        "end_time": "Mon, 05 Jan 2026 09:01:01 +0000",
        "duration": 61,
        "sid": sid,
        "price": None,
        "price_unit": "USD",
        "source": "Conference",
        "status": "completed",
        "error_code": None,
        "uri": f"{project}/{recording}.json",
        "subresource_uris": {"transcriptions": f"{project}/Recordings/{sid}/Transcriptions.json"},
        "encryption_details": None,
        "trim": "trim-silence",
    }


def test_a_running_recording_has_no_end_yet(laml: Wire, recording: str) -> None:
    found = laml.get(recording).json
    assert (found["status"], found["end_time"], found["duration"]) == ("in-progress", None, 0)


def test_a_recording_of_a_call_names_the_call_and_no_conference(
    laml: Wire, project: str, call: str
) -> None:
    (found,) = listed(laml, "Recordings")
    assert (found["call_sid"], found["conference_sid"]) == (call, None)
    assert (found["source"], found["duration"]) == ("OutBoundApi", 9)
    assert found["uri"] == f"{project}/Calls/{call}/Recordings/{found['sid']}.json"


@in_both_forms
def test_a_recording_is_found_below_its_conference_and_below_the_account(
    laml: Wire, recording: str, suffix: str
) -> None:
    found = laml.get(f"{recording}{suffix}")
    assert found.status == 200
    assert laml.get(f"Recordings/{found.json['sid']}{suffix}").json == found.json


@in_both_forms
def test_the_list_of_the_account_holds_conferences_and_calls(
    laml: Wire, call: str, recording: str, suffix: str
) -> None:
    sources = [one["source"] for one in listed(laml, f"Recordings{suffix}")]
    assert sources == ["Conference", "OutBoundApi"]


@in_both_forms
def test_the_list_of_a_conference_holds_its_own_alone(
    laml: Wire, call: str, recorded: str, recording: str, suffix: str
) -> None:
    found = listed(laml, f"{recorded}/Recordings{suffix}")
    assert [one["sid"] for one in found] == [recording.rpartition("/")[2]]


def test_the_list_of_the_account_is_filtered_by_call(laml: Wire, call: str, recording: str) -> None:
    assert [one["call_sid"] for one in listed(laml, f"Recordings?CallSid={call}")] == [call]
    assert listed(laml, f"Recordings?CallSid={NOBODY}") == []


def test_the_list_of_the_account_is_filtered_by_conference(
    laml: Wire, call: str, recorded: str, recording: str
) -> None:
    sid = recorded.removeprefix("Conferences/")
    found = listed(laml, f"Recordings?ConferenceSid={sid}")
    assert [one["conference_sid"] for one in found] == [sid]


@pytest.mark.parametrize("name", ["CallSid", "ConferenceSid"])
@pytest.mark.parametrize("value", ["CA" + "a" * 32, "nobody"])
def test_a_filter_that_is_no_uuid_is_refused(laml: Wire, name: str, value: str) -> None:
    assert refused(laml.get(f"Recordings?{name}={value}")) == (422, 90000)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("DateCreated=2026-01-05", 1),
        ("DateCreated=2026-01-06", 0),
        ("DateCreated%3E=2026-01-05", 1),
        ("DateCreated%3C=2026-01-05", 0),
        ("DateCreated=Mon,+05+Jan+2026+23:59:59+%2B0000", 1),
        ("DateCreated%3E=Tue,+06+Jan+2026+00:00:00+%2B0000", 0),
        ("DateCreated%3C=Tue,+06+Jan+2026+12:00:00+%2B0000", 1),
    ],
)
def test_the_list_of_the_account_takes_days_and_moments(
    laml: Wire, recording: str, query: str, count: int
) -> None:
    assert len(listed(laml, f"Recordings?{query}")) == count


@pytest.mark.parametrize(
    "moment", ["Tue,+31+Feb+2026+00:00:00+%2B0000", "Mon,+24+Sept+2018+21:00:00+%2B0000", "today"]
)
def test_a_moment_that_is_none_is_refused(laml: Wire, moment: str) -> None:
    assert refused(laml.get(f"Recordings?DateCreated={moment}")) == (422, 90000)


def test_the_list_of_a_conference_takes_no_moments(laml: Wire, recorded: str) -> None:
    path = f"{recorded}/Recordings?DateCreated=Mon,+05+Jan+2026+09:00:00+%2B0000"
    assert refused(laml.get(path)) == (422, 90000)


def test_a_recording_is_paused_resumed_and_stopped(laml: Wire, recording: str) -> None:
    for status in ("paused", "in-progress", "stopped"):
        assert order(laml, recording, status) == status
    assert laml.get(recording).json["status"] == "completed"


@pytest.mark.parametrize(
    ("behaviour", "seconds"),
    [({}, 30), ({"PauseBehavior": "silence"}, 30), ({"PauseBehavior": "skip"}, 20)],
)
def test_a_pause_is_recorded_as_silence_unless_it_is_skipped(
    laml: Wire, mockconf: MockConf, recording: str, behaviour: dict[str, str], seconds: int
) -> None:
    mockconf.clock.advance(10)
    order(laml, recording, "paused", **behaviour)
    mockconf.clock.advance(10)
    order(laml, recording, "in-progress")
    mockconf.clock.advance(10)
    order(laml, recording, "stopped")
    assert duration(laml, recording) == seconds


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Status is blank or cannot be used"),
        ({"Status": ""}, "Status is blank or cannot be used"),
        ({"Status": "completed"}, "Status is not valid: completed"),
        ({"Status": "resumed"}, "Status is not valid: resumed"),
        ({"Status": "paused", "PauseBehavior": "cut"}, "PauseBehavior is not valid: cut"),
    ],
)
def test_an_update_that_cannot_be_is_refused_in_a_sentence(
    laml: Wire, recording: str, given: dict[str, str], says: str
) -> None:
    assert sentence(laml.post(recording, given)) == says
    assert laml.get(recording).json["status"] == "in-progress"


@pytest.mark.parametrize(
    "way", [("in-progress",), ("paused", "paused"), ("stopped", "in-progress")], ids=", ".join
)
def test_an_update_out_of_turn_is_refused(laml: Wire, recording: str, way: tuple[str, ...]) -> None:
    *done, wanted = way
    for status in done:
        order(laml, recording, status)
    assert refused(laml.post(recording, {"Status": wanted})) == (400, 21220)


def test_there_is_no_name_for_the_running_recording(laml: Wire, recording: str) -> None:
    where = f"{recording.rpartition('/')[0]}/Twilio.CURRENT"
    assert refused(laml.post(where, {"Status": "paused"})) == (404, 20404)


@in_both_forms
@pytest.mark.parametrize("place", ["conference", "account"])
def test_a_finished_recording_is_deleted_everywhere(
    laml: Wire, recorded: str, recording: str, place: str, suffix: str
) -> None:
    end(laml, recorded)
    below = f"Recordings/{recording.rpartition('/')[2]}"
    reply = laml.send("DELETE", f"{recording if place == 'conference' else below}{suffix}")
    assert (reply.status, reply.body) == (204, b"")
    assert refused(laml.get(recording)) == (404, 20404)
    assert refused(laml.get(below)) == (404, 20404)
    assert listed(laml, "Recordings") == []


@pytest.mark.parametrize("place", ["conference", "account"])
def test_a_running_recording_cannot_be_deleted(laml: Wire, recording: str, place: str) -> None:
    below = f"Recordings/{recording.rpartition('/')[2]}"
    where = recording if place == "conference" else below
    assert refused(laml.send("DELETE", where)) == (400, 21220)
    assert laml.get(recording).status == 200


def test_a_recording_of_a_call_is_deleted_below_the_account(laml: Wire, call: str) -> None:
    (found,) = listed(laml, "Recordings")
    assert laml.send("DELETE", f"Recordings/{found['sid']}").status == 204
    assert listed(laml, "Recordings") == []


def test_a_recording_of_a_call_is_not_below_a_conference(
    laml: Wire, call: str, recorded: str, recording: str
) -> None:
    (found,) = listed(laml, f"Recordings?CallSid={call}")
    assert refused(laml.get(f"{recorded}/Recordings/{found['sid']}")) == (404, 20404)


@pytest.mark.parametrize(("setting", "status"), [("completed", "completed"), ("absent", "absent")])
def test_an_empty_recording_ends_as_the_setting_says(
    mock_with: Callable[..., Mock], setting: str, status: str
) -> None:
    mock = mock_with(empty_recordings=setting)
    created = [mock.wire.dial("Room", ConferenceRecord="true").json for _ in range(2)]
    laml = Wire(mock.url, mock.world.project_id, mock.world.api_token, BASE)
    room = f"Conferences/{uuid(created[0]['conference_sid'])}"
    end(laml, room)
    (found,) = listed(laml, f"{room}/Recordings")
    assert (found["status"], found["duration"], found["error_code"]) == (status, 0, None)
