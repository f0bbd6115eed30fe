"""Streams at SignalWire: started and stopped, and never looked at."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_mockconf import MockConf
from pytest_mockconf.rooms import ConferenceScript
from tests.signalwire.conftest import (
    NOBODY,
    NOW,
    in_both_forms,
    operations,
    refused,
    rules,
    sentence,
    uuid,
)
from tests.wire import Wire

URL = "wss://app.example/audio"


def start(laml: Wire, room: str, suffix: str = "", **given: str) -> dict[str, Any]:
    reply = laml.post(f"{room}/Streams{suffix}", {"Url": URL, **given})
    assert reply.status == 200, reply.json
    stream: dict[str, Any] = reply.json
    return stream


@in_both_forms
def test_a_stream_reads_as_the_vendor_shows_it(
    laml: Wire, project: str, room: str, suffix: str
) -> None:
    stream = start(laml, room, suffix, Name="captions")
    schema = operations()["CreateConferenceStream"].answers["200"]
    assert schema is not None
    assert list(stream) == schema.definition["required"]
    assert stream == {
        "account_sid": laml.account_sid,
        "conference_sid": room.removeprefix("Conferences/"),
        "date_updated": NOW,
        "name": "captions",
        "sid": stream["sid"],
        "status": "in-progress",
        "uri": f"{project}/{room}/Streams/{stream['sid']}.json",
    }


def test_a_stream_needs_no_name(laml: Wire, room: str) -> None:
    assert start(laml, room)["name"] is None


def test_everything_that_is_documented_is_taken(laml: Wire, mockconf: MockConf, room: str) -> None:
    start(
        laml,
        room,
        Track="both_tracks",
        StatusCallback="https://app.example/stream",
        StatusCallbackMethod="GET",
        StreamCodec="L16@24000h",
        StreamRealTime="True",
        AuthorizationBearerToken="secret-of-the-stream",
        **{"Parameter1.Name": "tenant", "Parameter1.Value": "7", "Parameter99.Name": "x"},
    )
    assert rules(mockconf) == []


@pytest.mark.parametrize("name", ["Parameter0.Name", "Parameter100.Name", "Parameter1.Size"])
def test_a_parameter_beyond_the_numbered_ones_is_ignored_and_found(
    laml: Wire, mockconf: MockConf, room: str, name: str
) -> None:
    start(laml, room, **{name: "x"})
    assert rules(mockconf) == [("unknown-parameter", name)]


def test_the_token_of_the_websocket_is_not_shown(laml: Wire, room: str) -> None:
    start(laml, room, AuthorizationBearerToken="secret-of-the-stream")
    assert b"secret-of-the-stream" not in laml.control("GET", "requests").body


@pytest.mark.parametrize(
    "url",
    [
        "ws://app.example/audio",
        "https://app.example/audio",
        "app.example",
        f"{URL} ",
        f" {URL}",
        "wss://app.example/a b",
        f"{URL}\n",
        "wss://",
    ],
)
def test_only_a_wss_url_without_blanks_is_taken(laml: Wire, room: str, url: str) -> None:
    assert refused(laml.post(f"{room}/Streams", {"Url": url})) == (400, 31922)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Url is blank or cannot be used"),
        ({"Url": ""}, "Url is blank or cannot be used"),
        ({"Url": URL, "Track": "all"}, "Track is not valid: all"),
        ({"Url": URL, "StreamCodec": "MP3"}, "StreamCodec is not valid: MP3"),
        ({"Url": URL, "StreamRealTime": "soon"}, "StreamRealTime is not valid: soon"),
        (
            {"Url": URL, "StatusCallback": "nowhere"},
            "StatusCallback is not a valid callback URL: nowhere",
        ),
        (
            {"Url": URL, "StatusCallbackMethod": "PUT"},
            "StatusCallbackMethod must be GET or POST, not PUT",
        ),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence(
    laml: Wire, room: str, given: dict[str, str], says: str
) -> None:
    assert sentence(laml.post(f"{room}/Streams", given)) == says


def test_a_name_is_taken_as_long_as_its_stream_runs(laml: Wire, room: str) -> None:
    first = start(laml, room, Name="captions")
    taken = laml.post(f"{room}/Streams", {"Url": URL, "Name": "captions"})
    assert sentence(taken) == "Name is taken by another stream of this conference: captions"
    laml.post(f"{room}/Streams/{first['sid']}", {"Status": "stopped"})
    assert start(laml, room, Name="captions")["sid"] != first["sid"]


def test_another_conference_may_have_a_stream_of_that_name(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    start(laml, room, Name="captions")
    other = mockconf.conference("Other")
    other.join()
    other.join()
    assert start(laml, f"Conferences/{uuid(other.sid)}", Name="captions")["name"] == "captions"


def test_streams_without_a_name_do_not_hinder_one_another(laml: Wire, room: str) -> None:
    assert start(laml, room)["sid"] != start(laml, room)["sid"]


def test_a_conference_that_waits_has_no_streams(laml: Wire, mockconf: MockConf) -> None:
    room = f"Conferences/{uuid(mockconf.conference('Room').sid)}"
    assert refused(laml.post(f"{room}/Streams", {"Url": URL})) == (400, 21220)


def test_a_conference_that_is_over_has_no_streams(
    laml: Wire, room: str, script: ConferenceScript
) -> None:
    script.end()
    assert refused(laml.post(f"{room}/Streams", {"Url": URL})) == (400, 21220)


@in_both_forms
def test_a_stream_is_stopped(laml: Wire, mockconf: MockConf, room: str, suffix: str) -> None:
    stream = start(laml, room)
    mockconf.clock.advance(5)
    stopped = laml.post(f"{room}/Streams/{stream['sid']}{suffix}", {"Status": "stopped"}).json
    changes = {"status": "stopped", "date_updated": "Mon, 05 Jan 2026 09:00:05 +0000"}
    assert stopped == stream | changes


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Status is blank or cannot be used"),
        ({"Status": ""}, "Status is blank or cannot be used"),
        ({"Status": "completed"}, "Status is not valid: completed"),
    ],
)
def test_a_stream_can_only_be_stopped(
    laml: Wire, room: str, given: dict[str, str], says: str
) -> None:
    where = f"{room}/Streams/{start(laml, room)['sid']}"
    assert sentence(laml.post(where, given)) == says


def test_a_stream_is_stopped_once(laml: Wire, room: str) -> None:
    where = f"{room}/Streams/{start(laml, room)['sid']}"
    laml.post(where, {"Status": "stopped"})
    assert refused(laml.post(where, {"Status": "stopped"})) == (400, 21220)


def test_a_stream_stops_with_its_conference(
    laml: Wire, room: str, script: ConferenceScript
) -> None:
    where = f"{room}/Streams/{start(laml, room)['sid']}"
    script.end()
    assert refused(laml.post(where, {"Status": "stopped"})) == (400, 21220)


def test_a_stream_that_is_none_cannot_be_stopped(laml: Wire, room: str) -> None:
    reply = laml.post(f"{room}/Streams/{NOBODY}", {"Status": "stopped"})
    assert refused(reply) == (404, 20404)


def test_a_running_stream_is_stopped_by_its_name(laml: Wire, room: str) -> None:
    started = start(laml, room, Name="captions")
    stopped = laml.post(f"{room}/Streams/captions", {"Status": "stopped"})
    assert (stopped.json["sid"], stopped.json["status"]) == (started["sid"], "stopped")


def test_the_name_of_a_stopped_stream_leads_nowhere(laml: Wire, room: str) -> None:
    start(laml, room, Name="captions")
    laml.post(f"{room}/Streams/captions", {"Status": "stopped"})
    assert refused(laml.post(f"{room}/Streams/captions", {"Status": "stopped"})) == (404, 20404)


def test_a_stream_of_another_conference_cannot_be_stopped(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    other = f"Conferences/{uuid(mockconf.conference('Other').sid)}"
    where = f"{other}/Streams/{start(laml, room)['sid']}"
    assert refused(laml.post(where, {"Status": "stopped"})) == (404, 20404)


@pytest.mark.parametrize(("method", "tail"), [("GET", ""), ("GET", "/{}"), ("DELETE", "/{}")])
def test_streams_are_neither_listed_nor_fetched_nor_deleted(
    laml: Wire, room: str, method: str, tail: str
) -> None:
    where = f"{room}/Streams{tail.format(start(laml, room)['sid'])}"
    assert refused(laml.send(method, where)) == (404, 20404)
