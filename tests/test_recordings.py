"""Recordings of conferences: when they run, how REST pauses and stops them, and how long they are."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import AS_SDK
from tests.wire import Reply, Wire

CURRENT = "Twilio.CURRENT"


@pytest.fixture
def room(wire: Wire) -> str:
    """The path of a running conference that is being recorded."""
    created = [wire.dial("Support", ConferenceRecord="true").json for _ in range(2)]
    return f"Conferences/{created[0]['conference_sid']}"


def recordings(wire: Wire, room: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = wire.get(f"{room}/Recordings.json").json["recordings"]
    return found


def path(wire: Wire, room: str) -> str:
    """The path of the only recording."""
    (only,) = recordings(wire, room)
    return f"{room}/Recordings/{only['sid']}.json"


def order(wire: Wire, where: str, status: str, **more: str) -> Reply:
    return wire.post(where, {"Status": status, **more})


def end(wire: Wire, room: str) -> None:
    assert wire.post(f"{room}.json", {"Status": "completed"}).status == 200


def test_a_recording_begins_when_the_conference_starts(wire: Wire, mockconf: MockConf) -> None:
    created = wire.dial("Support", ConferenceRecord="true").json
    room = f"Conferences/{created['conference_sid']}"
    assert recordings(wire, room) == []
    mockconf.clock.advance(20)
    wire.dial("Support")
    (only,) = recordings(wire, room)
    assert only["status"] == "in-progress"
    assert only["start_time"] == only["date_created"] == "Mon, 05 Jan 2026 09:00:20 +0000"


@pytest.mark.parametrize(
    ("wishes", "count"),
    [
        pytest.param(("true", None), 1, id="true-by-the-first"),
        pytest.param((None, "true"), 1, id="true-by-the-second"),
        pytest.param(("record-from-start", "record-from-start"), 1, id="record-from-start"),
        pytest.param(("false", "false"), 0, id="false"),
        pytest.param(("do-not-record", None), 0, id="do-not-record"),
        pytest.param((None, None), 0, id="nobody-says"),
    ],
)
def test_a_conference_is_recorded_when_somebody_wished_so(
    wire: Wire, wishes: tuple[str | None, ...], count: int
) -> None:
    for wish in wishes:
        created = wire.dial("Support", **({"ConferenceRecord": wish} if wish else {})).json
    assert len(recordings(wire, f"Conferences/{created['conference_sid']}")) == count


def test_the_recording_of_a_single_call_is_no_recording_of_the_conference(wire: Wire) -> None:
    created = [wire.dial("Support", Record="true").json for _ in range(2)]
    assert recordings(wire, f"Conferences/{created[0]['conference_sid']}") == []


def test_a_caller_wishes_a_recording_too(wire: Wire) -> None:
    sid = wire.dial("Support").json["conference_sid"]
    wire.script(sid, "participant-join", record=True)
    assert len(recordings(wire, f"Conferences/{sid}")) == 1


def test_a_recording_is_found_by_its_sid(wire: Wire, room: str) -> None:
    (listed,) = recordings(wire, room)
    shown = wire.get(path(wire, room)).json
    assert shown == listed
    assert shown["uri"].endswith(f"/{room}/Recordings/{shown['sid']}.json")
    assert (shown["source"], shown["duration"], shown["error_code"]) == ("Conference", None, None)
    assert shown["call_sid"].startswith("CA")


def test_a_recording_is_paused_resumed_and_stopped(wire: Wire, room: str) -> None:
    where = path(wire, room)
    seen = [
        (order(wire, where, wish).json["status"], wire.get(where).json["status"])
        for wish in ("paused", "in-progress", "stopped")
    ]
    assert seen == [
        ("paused", "paused"),
        ("in-progress", "in-progress"),
        ("stopped", "completed"),
    ]


def test_the_sdk_steers_the_current_recording(client: Client) -> None:
    for _ in range(2):
        created = client.conferences("Support").participants.create(
            **AS_SDK, conference_record="true"
        )
    records = client.conferences(created.conference_sid).recordings
    assert records(CURRENT).update(status="paused", pause_behavior="skip").status == "paused"
    assert records(CURRENT).update(status="in-progress").status == "in-progress"
    stopped = records(CURRENT).update(status="stopped")
    assert [one.sid for one in records.list()] == [stopped.sid]
    assert records(stopped.sid).fetch().status == "completed"
    assert records(stopped.sid).delete() is True


def test_there_is_no_current_recording_once_it_is_stopped(wire: Wire, room: str) -> None:
    current = f"{room}/Recordings/{CURRENT}.json"
    order(wire, current, "stopped")
    assert order(wire, current, "paused").error == (404, 20404)


def test_there_is_no_current_recording_where_nothing_is_recorded(wire: Wire) -> None:
    sid = wire.dial("Quiet").json["conference_sid"]
    answer = order(wire, f"Conferences/{sid}/Recordings/{CURRENT}.json", "paused")
    assert answer.error == (404, 20404)


@pytest.mark.parametrize(
    ("before", "wish"),
    [
        ([], "in-progress"),
        (["paused"], "paused"),
        (["stopped"], "stopped"),
        (["stopped"], "in-progress"),
        (["stopped"], "paused"),
        *(([], wish) for wish in ("processing", "completed", "absent")),
        (["paused"], "completed"),
    ],
)
def test_a_recording_cannot_go_where_its_status_does_not_lead(
    wire: Wire, room: str, before: list[str], wish: str
) -> None:
    where = path(wire, room)
    for step in before:
        order(wire, where, step)
    shown = wire.get(where).json
    assert order(wire, where, wish).error == (400, 16114)
    assert wire.get(where).json == shown


@pytest.mark.parametrize("form", [{}, {"Status": "resumed"}, {"PauseBehavior": "skip"}])
def test_an_order_names_a_status_that_exists(wire: Wire, room: str, form: dict[str, str]) -> None:
    where = path(wire, room)
    assert wire.post(where, form).error == (400, 20001)
    assert wire.get(where).json["status"] == "in-progress"


def test_a_recording_is_as_long_as_it_ran(wire: Wire, room: str, mockconf: MockConf) -> None:
    mockconf.clock.advance(61)
    order(wire, path(wire, room), "stopped")
    mockconf.clock.advance(600)
    end(wire, room)
    assert wire.get(path(wire, room)).json["duration"] == "61"


@pytest.mark.parametrize(("behaviour", "duration"), [("skip", "25"), ("silence", "85")])
def test_a_pause_is_left_out_or_kept_as_silence(
    wire: Wire, room: str, mockconf: MockConf, behaviour: str, duration: str
) -> None:
    where = path(wire, room)
    mockconf.clock.advance(10)
    order(wire, where, "paused", PauseBehavior=behaviour)
    mockconf.clock.advance(60)
    order(wire, where, "in-progress")
    mockconf.clock.advance(15)
    order(wire, where, "stopped")
    assert wire.get(where).json["duration"] == duration


def test_a_pause_is_kept_as_silence_unless_the_order_says_otherwise(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    where = path(wire, room)
    order(wire, where, "paused")
    mockconf.clock.advance(60)
    order(wire, where, "stopped")
    assert wire.get(where).json["duration"] == "60"


def test_several_skipped_pauses_are_all_left_out(wire: Wire, room: str, mockconf: MockConf) -> None:
    where = path(wire, room)
    for _ in range(3):
        mockconf.clock.advance(4)
        order(wire, where, "paused", PauseBehavior="skip")
        mockconf.clock.advance(100)
        order(wire, where, "in-progress")
    end(wire, room)
    assert wire.get(where).json["duration"] == "12"


def test_a_recording_that_is_stopped_while_paused_ends_with_the_pause_left_out(
    wire: Wire, room: str, mockconf: MockConf
) -> None:
    where = path(wire, room)
    mockconf.clock.advance(30)
    order(wire, where, "paused", PauseBehavior="skip")
    mockconf.clock.advance(30)
    order(wire, where, "stopped")
    assert wire.get(where).json["duration"] == "30"


@pytest.mark.parametrize("paused", [False, True], ids=["running", "paused"])
@pytest.mark.parametrize("by_api", [True, False], ids=["via-api", "last-left"])
def test_the_end_of_the_conference_completes_its_recording(
    wire: Wire, room: str, mockconf: MockConf, paused: bool, by_api: bool
) -> None:
    where = path(wire, room)
    mockconf.clock.advance(42)
    if paused:
        order(wire, where, "paused", PauseBehavior="skip")
    if by_api:
        end(wire, room)
    else:
        for one in wire.get(f"{room}/Participants.json").json["participants"]:
            wire.script(room.split("/")[1], "participant-leave", call_sid=one["call_sid"])
    shown = wire.get(where).json
    assert (shown["status"], shown["duration"]) == ("completed", "42")


def test_every_order_moves_the_date_of_update(wire: Wire, room: str, mockconf: MockConf) -> None:
    where = path(wire, room)
    mockconf.clock.advance(7)
    shown = order(wire, where, "paused").json
    assert shown["date_updated"] == "Mon, 05 Jan 2026 09:00:07 +0000"
    assert shown["date_created"] == shown["start_time"] == "Mon, 05 Jan 2026 09:00:00 +0000"


def test_a_finished_recording_can_be_deleted_once(wire: Wire, room: str) -> None:
    where = path(wire, room)
    end(wire, room)
    answer = wire.send("DELETE", where)
    assert (answer.status, answer.body, recordings(wire, room)) == (204, b"", [])
    assert wire.get(where).error == (404, 20404)
    assert wire.send("DELETE", where).error == (404, 20404)


@pytest.mark.parametrize("before", [[], ["paused"]], ids=["running", "paused"])
def test_a_recording_that_is_not_finished_cannot_be_deleted(
    wire: Wire, room: str, before: list[str]
) -> None:
    where = path(wire, room)
    for step in before:
        order(wire, where, step)
    assert wire.send("DELETE", where).error == (400, 16114)
    assert len(recordings(wire, room)) == 1


def test_recordings_stay_with_their_conference(wire: Wire, room: str) -> None:
    name = path(wire, room).rsplit("/", 1)[1]
    other = wire.dial("Elsewhere").json["conference_sid"]
    elsewhere = f"Conferences/{other}/Recordings/{name}"
    assert recordings(wire, f"Conferences/{other}") == []
    assert wire.get(elsewhere).error == (404, 20404)
    assert order(wire, elsewhere, "paused").error == (404, 20404)
    assert wire.send("DELETE", elsewhere).error == (404, 20404)
    assert wire.get(path(wire, room)).json["status"] == "in-progress"


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("known_room", [True, False], ids=["no-recording", "no-conference"])
def test_a_recording_that_never_was_is_not_found(
    wire: Wire, room: str, method: str, known_room: bool
) -> None:
    where = room if known_room else f"Conferences/CF{'0' * 32}"
    form = {"Status": "paused"} if method == "POST" else None
    answer = wire.send(method, f"{where}/Recordings/RE{'0' * 32}.json", form)
    assert answer.error == (404, 20404)


def test_the_recordings_of_a_conference_that_never_was_are_not_found(wire: Wire) -> None:
    assert wire.get(f"Conferences/CF{'0' * 32}/Recordings.json").error == (404, 20404)


def test_a_used_again_name_is_recorded_anew(wire: Wire, room: str) -> None:
    end(wire, room)
    created = [wire.dial("Support").json for _ in range(2)]
    assert recordings(wire, f"Conferences/{created[0]['conference_sid']}") == []
    assert len(recordings(wire, room)) == 1
