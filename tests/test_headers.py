"""Headers of the answers: the standing ones, one id for each request, what errors add, and never a redirect."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.wire import Reply, Wire

STANDING = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, "
    "If-Modified-Since, If-None-Match, If-Unmodified-Since, Idempotency-Key",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Allow-Credentials": "true",
    "X-Home-Region": "us1",
    "X-API-Domain": "api.twilio.com",
}
NOWHERE = f"Conferences/CF{'0' * 32}.json"


def kick(wire: Wire) -> Reply:
    sid = wire.dial("Room", Label="x").json["conference_sid"]
    return wire.send("DELETE", f"Conferences/{sid}/Participants/x.json")


#: A request for each kind of answer, and its status.
ANSWERS: dict[str, tuple[int, Callable[[Wire], Reply]]] = {
    "a list": (200, lambda wire: wire.get("Conferences.json")),
    "xml": (200, lambda wire: wire.get("Conferences.xml")),
    "csv": (200, lambda wire: wire.get("Conferences.csv")),
    "a creation": (201, lambda wire: wire.dial("Room")),
    "a deletion": (204, kick),
    "a refusal": (400, lambda wire: wire.get("Conferences.json?Status=over")),
    "no credentials": (401, lambda wire: wire.get("Conferences.json", auth=None)),
    "nothing there": (404, lambda wire: wire.get(NOWHERE)),
    "no such path": (404, lambda wire: wire.get("/elsewhere")),
    "another method": (405, lambda wire: wire.send("PUT", NOWHERE)),
    "too much": (413, lambda wire: wire.post(NOWHERE, body=b"x" * 262_145)),
    "a preflight": (200, lambda wire: wire.send("OPTIONS", NOWHERE, auth=None)),
}

every_answer = pytest.mark.parametrize("kind", ANSWERS)


def answered(wire: Wire, kind: str) -> Reply:
    status, ask = ANSWERS[kind]
    reply = ask(wire)
    assert reply.status == status
    return reply


@every_answer
def test_an_answer_carries_the_standing_headers(wire: Wire, kind: str) -> None:
    headers = answered(wire, kind).headers
    assert {name: headers.get(name) for name in STANDING} == STANDING


@every_answer
def test_an_answer_carries_the_id_of_its_request(wire: Wire, kind: str) -> None:
    request_id = answered(wire, kind).headers["Twilio-Request-Id"]
    assert re.fullmatch("RQ[0-9a-f]{32}", request_id)


def test_no_two_requests_have_the_same_id(wire: Wire) -> None:
    ids = [wire.get("Conferences.json").headers["Twilio-Request-Id"] for _ in range(20)]
    assert len(set(ids)) == 20


@pytest.mark.parametrize("kind", ["a deletion", "a preflight"])
def test_an_answer_without_a_body_has_no_content_type(wire: Wire, kind: str) -> None:
    reply = answered(wire, kind)
    assert reply.body == b""
    assert "Content-Type" not in reply.headers


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        (".json", "application/json"),
        (".xml", "application/xml"),
        ("", "application/xml"),
        (".csv", "text/csv"),
    ],
    ids=["json", "xml", "none", "csv"],
)
@pytest.mark.parametrize("path", ["Conferences", "Konferenzen"], ids=["success", "error"])
def test_the_content_type_is_that_of_the_suffix_and_nothing_more(
    wire: Wire, path: str, suffix: str, content_type: str
) -> None:
    assert wire.get(f"{path}{suffix}").headers["Content-Type"] == content_type


def test_an_answer_tells_its_length(wire: Wire) -> None:
    reply = wire.get("Conferences.json")
    assert reply.headers["Content-Length"] == str(len(reply.body))


def test_an_unauthenticated_answer_asks_for_basic_credentials(wire: Wire) -> None:
    challenge = answered(wire, "no credentials").headers["WWW-Authenticate"]
    assert challenge == 'Basic realm="Twilio API"'


@pytest.mark.parametrize("kind", ["a list", "a refusal", "nothing there"])
def test_other_answers_ask_for_no_credentials(wire: Wire, kind: str) -> None:
    assert "WWW-Authenticate" not in answered(wire, kind).headers


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "Conferences.json", "GET"),
        ("PUT", f"Conferences/CF{'0' * 32}.json", "GET, POST"),
        ("GET", "Conferences/Room.json", "POST"),
        ("PATCH", f"Conferences/CF{'0' * 32}/Participants/x.json", "DELETE, GET, POST"),
    ],
)
def test_a_refused_method_tells_the_methods_that_are_allowed(
    wire: Wire, method: str, path: str, allowed: str
) -> None:
    reply = wire.send(method, path)
    assert (reply.status, reply.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/2010-04-01",
        "/2010-04-01/",
        "/2010-04-01/Accounts",
        "/favicon.ico",
        "/_mockconf",
        "/_mockconf/",
        "/_mockconf/health/",
        "/static/x",
        "Conferences/",
        "Conferences.json/",
        "Conferences//x.json",
        "./Conferences.json",
        "../Conferences.json",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_odd_path_is_refused_and_never_redirected(wire: Wire, method: str, path: str) -> None:
    reply = wire.send(method, path)
    assert reply.status in (404, 405)
    assert "Location" not in reply.headers
    assert b"<html" not in reply.body.lower()
