"""Faults of the mock itself: a wrong answer or a crash leaves as a 500 that says so, is logged and is a finding."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from mockconf.dialects import DIALECTS
from mockconf.dialects.protocol import Dialect, Document, Encoding, Refusal, Shown
from mockconf.model import Conference
from mockconf.views import VIEWS
from pytest_mockconf import MockConf
from tests.wire import Reply, Wire

DIALECT = DIALECTS[0]


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Dialect]:
    """Lets the mock speak with a dialect of which some functions are others."""

    def otherwise(**changes: Any) -> Dialect:
        changed = DIALECT._replace(**changes)
        monkeypatch.setattr("mockconf.addressing.DIALECTS", (changed,))
        return changed

    return otherwise


@pytest.fixture
def view(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[Any], Any]], None]:
    """Puts another function in the place of a view."""
    return lambda operation, function: monkeypatch.setitem(VIEWS, operation, function)  # type: ignore[arg-type]


@pytest.fixture
def room(wire: Wire) -> str:
    """The path, without suffix, of a conference of one, x."""
    return f"Conferences/{wire.dial('Room', Label='x').json['conference_sid']}"


def spoiled(change: Callable[[dict[str, Any]], Any]) -> Callable[[Conference, Shown], Document]:
    """Documents of conferences with a fault in them."""

    def conference(record: Conference, shown: Shown) -> Document:
        document = DIALECT.conference(record, shown)
        change(document.body)
        return document

    return conference


def crash(*_: Any) -> Any:
    raise RuntimeError("the floor gave way")


def assert_own_fault(reply: Reply, mockconf: MockConf, rule: str) -> str:
    """The answer admits a fault of ours, and so does the newest finding; gives what the answer says."""
    assert reply.status == 500
    finding = mockconf.world.journal.exchanges[-1].findings[-1]
    assert (finding.rule, finding.severity.value, finding.location) == (rule, "error", "answer")
    said = reply.json["message"]
    assert said.startswith("mockconf ")
    assert "(a fault of mockconf and not of this request; please report it)" in said
    assert reply.json["code"] == 20500
    return str(said)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("region"),
        lambda body: body.update(surplus=1),
        lambda body: body.update(status="over"),
        lambda body: body.update(date_created="2026-01-05T09:00:00Z"),
        lambda body: body.update(uri=f"{body['uri']}.json"),
        lambda body: body.update(reason_conference_ended="last-participant-left"),
        lambda body: body.update(sid=None, status=None),
        lambda body: body["subresource_uris"].pop("recordings"),
    ],
    ids=["lacks", "surplus", "enum", "date", "uri", "reason", "null", "nested"],
)
def test_an_answer_that_breaks_its_schema_is_a_fault_of_ours(
    wire: Wire,
    mockconf: MockConf,
    room: str,
    speak: Callable[..., Dialect],
    caplog: pytest.LogCaptureFixture,
    change: Callable[[dict[str, Any]], Any],
) -> None:
    speak(conference=spoiled(change))
    with caplog.at_level(logging.ERROR):
        said = assert_own_fault(wire.get(f"{room}.json"), mockconf, "self-check")
    assert "broke its own contract for FetchConference 200" in said
    assert "FetchConference" in caplog.text


def test_one_wrong_item_spoils_a_list(
    wire: Wire, mockconf: MockConf, room: str, speak: Callable[..., Dialect]
) -> None:
    wire.dial("Another")
    speak(conference=spoiled(lambda body: body.update(friendly_name=7)))
    said = assert_own_fault(wire.get("Conferences.json"), mockconf, "self-check")
    assert "ListConference 200" in said


def test_an_error_that_breaks_its_schema_is_a_fault_of_ours(
    wire: Wire, mockconf: MockConf, speak: Callable[..., Dialect]
) -> None:
    document = Document(name="RestException", body={"code": 20404, "status": 404})
    speak(refusal=lambda *_: Refusal(404, 20404, document))
    assert_own_fault(wire.get(f"Conferences/CF{'0' * 32}.json"), mockconf, "self-check")
    assert_own_fault(wire.get("nowhere.json"), mockconf, "self-check")


def test_a_body_where_there_must_be_none_is_a_fault_of_ours(
    wire: Wire, mockconf: MockConf, room: str, view: Callable[..., None]
) -> None:
    view("DeleteParticipant", lambda call: Document(name="Participant", body={}))
    reply = wire.send("DELETE", f"{room}/Participants/x.json")
    assert "no body" in assert_own_fault(reply, mockconf, "self-check")


def test_no_body_where_there_must_be_one_is_a_fault_of_ours(
    wire: Wire, mockconf: MockConf, room: str, view: Callable[..., None]
) -> None:
    view("FetchConference", lambda call: None)
    assert_own_fault(wire.get(f"{room}.json"), mockconf, "self-check")


def test_a_crash_of_a_view_is_a_fault_of_ours(
    wire: Wire,
    mockconf: MockConf,
    room: str,
    view: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    view("FetchConference", crash)
    with caplog.at_level(logging.ERROR):
        said = assert_own_fault(wire.get(f"{room}.json"), mockconf, "crash")
    assert "RuntimeError: the floor gave way" in said
    assert "Traceback" in caplog.text


def test_a_crash_while_a_record_is_rendered_is_a_fault_of_ours(
    wire: Wire, mockconf: MockConf, room: str, speak: Callable[..., Dialect]
) -> None:
    speak(conference=crash)
    assert_own_fault(wire.get(f"{room}.json"), mockconf, "crash")


def test_a_crash_while_an_error_is_rendered_is_a_fault_of_ours(
    wire: Wire, mockconf: MockConf, speak: Callable[..., Dialect]
) -> None:
    speak(refusal=crash)
    assert_own_fault(wire.get(f"Conferences/CF{'0' * 32}.json"), mockconf, "crash")


def test_a_crash_of_an_encoder_is_a_fault_of_ours(
    wire: Wire, mockconf: MockConf, room: str, speak: Callable[..., Dialect]
) -> None:
    good = DIALECT.encodings[".json"]

    def encode(document: Document) -> bytes:
        return crash() if document.name == "Conference" else good.encode(document)

    encoding = Encoding(content_type=good.content_type, encode=encode)
    speak(encodings={**DIALECT.encodings, ".json": encoding})
    assert_own_fault(wire.get(f"{room}.json"), mockconf, "crash")


@pytest.mark.parametrize(
    ("suffix", "content_type", "shown"),
    [
        ("", "application/xml", b"<RestException><Code>20500</Code><Message>mockconf failed"),
        (".xml", "application/xml", b"<Status>500</Status></RestException>"),
        (".csv", "text/csv", b"\r\n20500,mockconf failed"),
        (".json", "application/json", b'"status": 500'),
    ],
    ids=["none", "xml", "csv", "json"],
)
def test_a_fault_comes_in_the_representation_that_was_asked_for(
    wire: Wire,
    room: str,
    view: Callable[..., None],
    suffix: str,
    content_type: str,
    shown: bytes,
) -> None:
    view("FetchConference", crash)
    reply = wire.get(f"{room}{suffix}")
    assert (reply.status, reply.headers["Content-Type"]) == (500, content_type)
    assert shown in reply.body


def test_a_fault_carries_the_headers_of_every_answer(
    wire: Wire, room: str, view: Callable[..., None]
) -> None:
    view("FetchConference", crash)
    headers = wire.get(f"{room}.json").headers
    assert headers["Twilio-Request-Id"].startswith("RQ")
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_after_a_fault_the_mock_goes_on(
    wire: Wire, room: str, view: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    view("FetchConference", crash)
    assert wire.get(f"{room}.json").status == 500
    assert wire.get("Conferences.json").status == 200
    monkeypatch.undo()
    assert wire.get(f"{room}.json").status == 200


def test_a_fault_is_counted_among_the_statuses_of_its_operation(
    wire: Wire, room: str, view: Callable[..., None]
) -> None:
    view("FetchConference", crash)
    wire.get(f"{room}.json")
    coverage = wire.control("GET", "coverage").json["twilio-2010-04-01"]["FetchConference"]
    assert coverage["statuses"] == {"500": 1}


def test_a_crash_of_the_control_api_is_an_answer_that_says_so(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mockconf.orders.conference_row", crash)
    with caplog.at_level(logging.ERROR):
        reply = wire.control("POST", "conferences", {"friendly_name": "Room"})
    assert (reply.status, reply.json["status"]) == (500, 500)
    assert reply.json["error"] == "mockconf failed: RuntimeError: the floor gave way"
    assert "Traceback" in caplog.text


def test_a_fault_of_the_encoder_needs_no_encoder(
    wire: Wire, mockconf: MockConf, room: str, speak: Callable[..., Dialect]
) -> None:
    broken = Encoding(content_type="text/csv", encode=crash)
    speak(encodings={**DIALECT.encodings, ".csv": broken})
    reply = wire.get(f"{room}.csv")
    assert (reply.status, reply.headers["Content-Type"]) == (500, "application/json")
    assert reply.json["message"].startswith("mockconf failed: RuntimeError")
    assert mockconf.world.journal.exchanges[-1].findings[-1].rule == "crash"


def test_a_fault_while_headers_are_made_is_an_answer_too(
    wire: Wire, room: str, speak: Callable[..., Dialect]
) -> None:
    speak(headers=crash)
    assert wire.get(f"{room}.json").json["code"] == 20500
