"""Methods in the query of a POST: `?_method=DELETE` and `?_method=PUT`, and nothing else."""

from __future__ import annotations

import pytest

from pytest_mockconf import MockConf
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import Old, child, column, refused, rules
from tests.wire import FORM, Wire


@pytest.mark.parametrize(
    "query",
    ["_method=DELETE", "%5Fmethod=%44ELETE", "_method=PUT&_method=DELETE", "&_method=DELETE&"],
)
def test_a_post_that_means_a_delete_is_one(
    old: Old, mockconf: MockConf, room: Room, query: str
) -> None:
    reply = old.post(f"{room.first}?{query}")
    assert (reply.status, reply.body) == (204, b"")
    assert column(old.get(room.everybody), "CallSid") == [room.bob]
    assert rules(mockconf) == []


@pytest.mark.parametrize("suffix", ["", ".json", ".csv"], ids=["xml", "json", "csv"])
def test_it_works_in_every_representation(old: Old, room: Room, suffix: str) -> None:
    assert old.post(f"{room.first}{suffix}?_method=DELETE").status == 204


@pytest.mark.parametrize("body", [b"Muted=true", b"%zz\xff", b"<Muted/>"])
def test_the_body_of_what_is_a_delete_is_ignored(old: Old, room: Room, body: bytes) -> None:
    assert old.post(f"{room.first}?_method=DELETE", body=body).status == 204


@pytest.mark.parametrize("path", ["Conferences", "{path}", "{everybody}"])
@pytest.mark.parametrize("query", ["", "?_method=DELETE", "?_method=PUT"])
def test_a_method_that_is_not_served_is_not_allowed(
    old: Old, room: Room, path: str, query: str
) -> None:
    path = path.format(path=room.path, everybody=room.everybody)
    reply = old.post(f"{path}{query}", {"Muted": "true"})
    assert (reply.status, reply.headers["Allow"]) == (405, "GET")
    assert list(refused(reply)) == ["Status", "Message"]
    assert len(column(old.get(room.everybody), "CallSid")) == 2


@pytest.mark.parametrize(
    ("method", "query"), [("PUT", ""), ("POST", "?_method=PUT"), ("PATCH", ""), ("HEAD", "")]
)
def test_a_participant_cannot_be_put(old: Old, room: Room, method: str, query: str) -> None:
    reply = old.send(method, f"{room.first}{query}", {"Muted": "true"})
    assert (reply.status, reply.headers["Allow"]) == (405, "DELETE, GET, POST")
    assert child(old.get(room.first)).findtext("Muted") == "false"


@pytest.mark.parametrize("value", ["delete", "GET", "POST", "PATCH", "", "DELETE%20", "TRACE"])
def test_a_post_that_means_nothing_of_the_kind_stays_a_post(
    old: Old, mockconf: MockConf, room: Room, value: str
) -> None:
    shown = child(old.post(f"{room.first}?_method={value}", {"Muted": "true"}))
    assert shown.findtext("Muted") == "true"
    assert rules(mockconf) == ["query-ignored"]
    assert len(column(old.get(room.everybody), "CallSid")) == 2


@pytest.mark.parametrize("path", ["{first}", "{everybody}", "{path}", "Conferences"])
@pytest.mark.parametrize("value", ["DELETE", "PUT"])
def test_a_get_is_only_a_get(
    old: Old, mockconf: MockConf, room: Room, path: str, value: str
) -> None:
    path = path.format(path=room.path, everybody=room.everybody, first=room.first)
    plain = old.get(path)
    reply = old.get(f"{path}?_method={value}")
    assert (reply.status, reply.body) == (200, plain.body)
    (finding,) = mockconf.world.journal.exchanges[-1].findings
    assert (finding.rule, finding.name) == ("unknown-parameter", "_method")
    assert len(column(old.get(room.everybody), "CallSid")) == 2


def test_a_delete_is_only_a_delete(old: Old, mockconf: MockConf, room: Room) -> None:
    assert old.send("DELETE", f"{room.first}?_method=PUT").status == 204
    assert rules(mockconf) == ["unknown-parameter"]


def test_a_field_of_the_body_is_no_method(old: Old, mockconf: MockConf, room: Room) -> None:
    assert old.post(room.first, {"_method": "DELETE"}).status == 200
    assert rules(mockconf) == ["unknown-parameter"]
    assert len(column(old.get(room.everybody), "CallSid")) == 2


def test_what_stands_beside_the_method_is_reported(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    assert old.post(f"{room.first}?Muted=true&_method=DELETE").status == 204
    (finding,) = mockconf.world.journal.exchanges[-1].findings
    assert (finding.rule, finding.name, finding.location) == ("unknown-parameter", "Muted", "query")


def test_a_broken_escape_beside_the_method_is_refused(old: Old, room: Room) -> None:
    assert old.post(f"{room.first}?x=%zz&_method=DELETE").status == 400
    assert len(column(old.get(room.everybody), "CallSid")) == 2


def test_the_journal_keeps_what_was_sent(old: Old, mockconf: MockConf, room: Room) -> None:
    old.post(f"{room.first}?_method=DELETE", headers={"Content-Type": FORM})
    exchange = mockconf.world.journal.exchanges[-1]
    assert (exchange.request.method, exchange.request.query) == ("POST", "_method=DELETE")
    assert exchange.operation == "DeleteParticipant"


def test_the_later_version_knows_nothing_of_it(old: Old, wire: Wire, room: Room) -> None:
    assert wire.post(f"{room.first}.json?_method=DELETE", {"Muted": "true"}).status == 200
    assert len(column(old.get(room.everybody), "CallSid")) == 2
