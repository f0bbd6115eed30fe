"""Bodies in JSON, as one of SignalWire's own clients sends them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.signalwire.conftest import CALL_A, CALL_B, refused, rules, sentence
from tests.wire import Reply, Wire

UNREADABLE = (400, 20001)


def send(laml: Wire, path: str, given: Any, sent_as: str = "application/json") -> Reply:
    body = given if isinstance(given, bytes) else json.dumps(given).encode()
    return laml.post(path, body=body, headers={"Content-Type": sent_as})


@pytest.fixture
def who(room: str) -> str:
    """The path of A."""
    return f"{room}/Participants/{CALL_A}"


@pytest.mark.parametrize("value", [True, "true", "True"], ids=repr)
def test_a_boolean_may_be_one_of_json_or_a_text(
    laml: Wire, mockconf: MockConf, who: str, value: Any
) -> None:
    found = send(laml, who, {"Muted": value, "Hold": value}).json
    assert (found["muted"], found["hold"]) == (True, True)
    assert send(laml, who, {"Muted": False}).json["muted"] is False
    assert rules(mockconf) == []


def test_null_counts_as_not_sent(laml: Wire, mockconf: MockConf, who: str) -> None:
    send(laml, who, {"Muted": True})
    assert send(laml, who, {"Muted": None, "Hold": True}).json["muted"] is True
    assert rules(mockconf) == []


@pytest.mark.parametrize("sent_as", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_the_type_may_be_spelled_otherwise(laml: Wire, who: str, sent_as: str) -> None:
    assert send(laml, who, {"Muted": True}, sent_as).json["muted"] is True


def test_a_conference_is_ended_so(laml: Wire, room: str) -> None:
    assert send(laml, room, {"Status": "completed"}).json["status"] == "completed"


def test_a_recording_is_paused_so(laml: Wire, recording: str) -> None:
    given = {"Status": "paused", "PauseBehavior": "skip"}
    assert send(laml, recording, given).json["status"] == "paused"


def test_a_stream_is_started_and_stopped_so(laml: Wire, mockconf: MockConf, room: str) -> None:
    given = {"Url": "wss://a.example", "StreamRealTime": True, "Parameter1.Name": "x"}
    stream = send(laml, f"{room}/Streams", given).json
    stopped = send(laml, f"{room}/Streams/{stream['sid']}", {"Status": "stopped"})
    assert stopped.json["status"] == "stopped"
    assert rules(mockconf) == []


def test_an_empty_object_is_no_change(laml: Wire, who: str) -> None:
    assert send(laml, who, {}).json == laml.get(who).json


def test_an_empty_body_is_no_change(laml: Wire, who: str) -> None:
    assert send(laml, who, b"").json == laml.get(who).json


def test_a_coach_is_named_so(laml: Wire, who: str) -> None:
    assert send(laml, who, {"CallSidToCoach": CALL_B}).json["call_sid_to_coach"] == CALL_B


def test_an_unknown_member_is_ignored_and_found(laml: Wire, mockconf: MockConf, who: str) -> None:
    assert send(laml, who, {"Mute": True}).json["muted"] is False
    assert rules(mockconf) == [("unknown-parameter", "Mute")]


@pytest.mark.parametrize("value", ["banana", 1, 0, 1.5, ""], ids=repr)
def test_a_bad_boolean_is_refused_and_changes_nothing(laml: Wire, who: str, value: Any) -> None:
    reply = send(laml, who, {"Hold": True, "Muted": value})
    if value == "":  # as in a form, it counts as not sent
        assert (reply.status, reply.json["hold"]) == (200, True)
    else:
        assert refused(reply) == (422, 90000)
        assert laml.get(who).json["hold"] is False


def test_a_bad_value_is_refused_in_a_sentence_where_a_form_would_be(
    laml: Wire, recording: str
) -> None:
    assert sentence(send(laml, recording, {"Status": 3})) == "Status is not valid: 3"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'["Muted"]',
        b'"Muted"',
        b"1",
        b"null",
        b"true",
        b"NaN",
        b"{",
        b'{"Muted": true',
        b"Muted=true",
        b'{"Muted": true}}',
        b'{"Muted": {"is": true}}',
        b'{"Muted": [[true]]}',
        b'{"Muted": "\xff"}',
        b'{"Label": "\\ud800"}',
        b'{"\\udfff": 1}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"{" + b",".join(b'"a%d": 1' % place for place in range(600)) + b"}",
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)
def test_what_is_no_object_of_plain_values_is_refused_and_changes_nothing(
    laml: Wire, mockconf: MockConf, who: str, body: bytes
) -> None:
    before = laml.get(who).json
    assert refused(send(laml, who, body)) == UNREADABLE
    assert mockconf.world.journal.exchanges[-1].findings[-1].rule == "malformed-request"
    assert laml.get(who).json == before


def test_a_huge_body_is_too_large(laml: Wire, who: str) -> None:
    body = b'{"Muted": true, "x": "' + b"a" * 262_144 + b'"}'
    assert refused(send(laml, who, body)) == (413, 20413)


def test_a_list_is_a_repeated_field(laml: Wire, who: str) -> None:
    assert send(laml, who, {"Muted": [False, True]}).json["muted"] is True


def test_a_get_with_a_body_is_not_read(laml: Wire, who: str) -> None:
    sent_as = {"Content-Type": "application/json"}
    assert laml.send("GET", who, body=b"{", headers=sent_as).status == 200


def test_twilio_takes_no_json(wire: Wire, script: Any) -> None:
    reply = send(wire, f"Conferences/{script.sid}.json", {"Status": "completed"})
    assert reply.error == (400, 20001)
