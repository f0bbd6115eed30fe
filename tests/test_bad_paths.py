"""Requests that lead nowhere: odd paths, methods that are not served, page tokens of other lists, SIDs of others."""

from __future__ import annotations

import pytest

from tests.conftest import CALLER
from tests.refusals import in_every_representation, photograph, refusal
from tests.wire import Wire

NOT_FOUND = (404, 20404)
NOT_ALLOWED = (405, 20004)
BAD_TOKEN = (400, 21481)
NOBODYS = f"CF{'0' * 32}"


@pytest.fixture
def room(wire: Wire) -> str:
    """The SID of a conference with one participant, labelled `agent`."""
    return str(wire.dial("Support", Label="agent").json["conference_sid"])


@pytest.fixture
def stranger(wire: Wire) -> Wire:
    """A client of another account of the same mock."""
    return Wire(wire.url, f"AC{'5' * 32}", "anothertoken")


@in_every_representation
@pytest.mark.parametrize(
    "path",
    [
        "//2010-04-01/Accounts/{account}/Conferences{suffix}",
        "/2010-04-01//Accounts/{account}/Conferences{suffix}",
        "/2010-04-01/Accounts/{account}//Conferences{suffix}",
        "/2010-04-01/Accounts/{account}/conferences{suffix}",
        "/2010-04-01/accounts/{account}/Conferences{suffix}",
        "/2010-04-01/Accounts/{account}/%43onferences{suffix}",
        "/2010-04-01/Accounts/{account}/./Conferences{suffix}",
        "/2010-04-01/Accounts/{account}/Queues{suffix}",
        "/2010-04-01/Accounts/{account}{suffix}",
        "/2010-04-01/Accounts/AC123/Conferences{suffix}",
        "/2010-04-01/Accounts/ac{account}/Conferences{suffix}",
        "/2008-08-02/Accounts/{account}/Conferences{suffix}",
        "/nowhere{suffix}",
    ],
)
def test_a_path_that_is_not_served_is_not_found(wire: Wire, suffix: str, path: str) -> None:
    reply = wire.get(path.format(account=wire.account_sid, suffix=suffix))
    assert refusal(reply, suffix) == NOT_FOUND


@pytest.mark.parametrize("tail", ["/", ".json/", ".JSON", ".yaml", ".json;v=1", "%2Ejson", ".js"])
def test_a_path_without_a_known_suffix_at_its_end_is_not_found_and_answered_in_xml(
    wire: Wire, tail: str
) -> None:
    assert refusal(wire.get(f"Conferences{tail}"), "") == NOT_FOUND


@pytest.mark.parametrize("path", ["/", "/2010-04-01", "/2010-04-01/", "/favicon.ico", "/_mockconf"])
def test_a_path_beside_the_api_is_not_found_and_answered_in_xml(wire: Wire, path: str) -> None:
    assert refusal(wire.get(path), "") == NOT_FOUND


@in_every_representation
def test_a_very_long_path_is_answered(wire: Wire, room: str, suffix: str) -> None:
    reply = wire.get(f"Conferences/{room}/Participants/{'a' * 60_000}{suffix}")
    assert refusal(reply, suffix) == NOT_FOUND


@in_every_representation
def test_a_very_long_friendly_name_is_refused(wire: Wire, suffix: str) -> None:
    reply = wire.post(f"Conferences/{'a' * 60_000}/Participants{suffix}", CALLER)
    assert refusal(reply, suffix) == (400, 16003)
    assert photograph(wire) == []


@in_every_representation
@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "BREW"])
def test_a_method_that_is_not_served_is_not_allowed(
    wire: Wire, room: str, suffix: str, method: str
) -> None:
    before = photograph(wire)
    reply = wire.send(method, f"Conferences/{room}/Participants/agent{suffix}", {"Muted": "true"})
    assert refusal(reply, suffix) == NOT_ALLOWED
    assert reply.headers["Allow"] == "DELETE, GET, POST"
    assert photograph(wire) == before


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "Conferences.json", "GET"),
        ("DELETE", "Conferences/{room}.json", "GET, POST"),
        ("DELETE", "Conferences/{room}/Participants.json", "GET, POST"),
        ("POST", "Conferences/{room}/Recordings.json", "GET"),
    ],
)
def test_the_answer_to_a_method_that_is_not_served_names_those_that_are(
    wire: Wire, room: str, method: str, path: str, allowed: str
) -> None:
    reply = wire.send(method, path.format(room=room))
    assert (reply.error, reply.headers["Allow"]) == (NOT_ALLOWED, allowed)


def test_head_is_not_allowed_and_answered_without_a_body(wire: Wire) -> None:
    reply = wire.send("HEAD", "Conferences.json")
    assert (reply.status, reply.headers["Allow"], reply.body) == (405, "GET", b"")


def test_a_method_in_lower_case_is_another_method(wire: Wire) -> None:
    assert wire.send("get", "Conferences.json").status == 405


def test_options_is_answered_for_browsers_without_credentials(wire: Wire) -> None:
    reply = wire.send("OPTIONS", "Conferences.json", auth=None)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, POST, DELETE, OPTIONS"
    assert "Idempotency-Key" in reply.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["OPTIONS", "DELETE"])
def test_an_answer_without_a_body_claims_no_type_of_it(wire: Wire, room: str, method: str) -> None:
    reply = wire.send(method, f"Conferences/{room}/Participants/agent.json")
    assert reply.body == b""
    assert "text/html" not in reply.headers.get("Content-Type", "")


@in_every_representation
@pytest.mark.parametrize("listing", ["Conferences", "Participants", "Recordings"])
@pytest.mark.parametrize(
    "token",
    ["x", "PA", "PACF", "PXCF{digits}", "PACA{digits}", "{digits}", "PACF{digits}%00", "%20"],
)
def test_a_forged_page_token_is_refused(
    wire: Wire, room: str, suffix: str, listing: str, token: str
) -> None:
    path = listing if listing == "Conferences" else f"Conferences/{room}/{listing}"
    reply = wire.get(f"{path}{suffix}?Page=1&PageToken={token.format(digits='0' * 32)}")
    assert refusal(reply, suffix) == BAD_TOKEN


@pytest.mark.parametrize("side", ["PA", "PB"])
@pytest.mark.parametrize(
    ("listing", "kind"), [("Conferences", "CF"), ("Participants", "CP"), ("Recordings", "RE")]
)
def test_a_well_formed_page_token_that_was_never_issued_is_refused(
    wire: Wire, room: str, listing: str, kind: str, side: str
) -> None:
    path = listing if listing == "Conferences" else f"Conferences/{room}/{listing}"
    reply = wire.get(f"{path}.json?Page=1&PageToken={side}{kind}{'0' * 32}")
    assert reply.error == BAD_TOKEN


def test_a_page_token_of_another_list_is_refused(wire: Wire, room: str) -> None:
    wire.dial("Sales")
    wire.dial(room)
    of_conferences = _next_token(wire, "Conferences")
    of_participants = _next_token(wire, f"Conferences/{room}/Participants")
    reply = wire.get(f"Conferences/{room}/Participants.json?Page=1&PageToken={of_conferences}")
    assert reply.error == BAD_TOKEN
    assert wire.get(f"Conferences.json?Page=1&PageToken={of_participants}").error == BAD_TOKEN


def test_a_page_token_of_another_conference_is_refused(wire: Wire, room: str) -> None:
    wire.dial(room)
    other = wire.dial("Sales").json["conference_sid"]
    token = _next_token(wire, f"Conferences/{room}/Participants")
    reply = wire.get(f"Conferences/{other}/Participants.json?Page=1&PageToken={token}")
    assert reply.error == BAD_TOKEN


def test_a_page_token_of_another_account_is_refused(wire: Wire, room: str, stranger: Wire) -> None:
    wire.dial("Sales")
    stranger.dial("Theirs")
    token = _next_token(wire, "Conferences")
    assert wire.get(f"Conferences.json?Page=1&PageToken={token}").status == 200
    assert stranger.get(f"Conferences.json?Page=1&PageToken={token}").error == BAD_TOKEN


@in_every_representation
@pytest.mark.parametrize("listing", ["Conferences", "Participants", "Recordings"])
def test_a_later_page_by_its_number_alone_is_refused(
    wire: Wire, room: str, suffix: str, listing: str
) -> None:
    path = listing if listing == "Conferences" else f"Conferences/{room}/{listing}"
    reply = wire.get(f"{path}{suffix}?Page=1")
    assert refusal(reply, suffix) == (400, 20001)
    assert b"PageToken is required for paging." in reply.body


@in_every_representation
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "Conferences/{sid}"),
        ("POST", "Conferences/{sid}"),
        ("GET", "Conferences/{sid}/Participants"),
        ("GET", "Conferences/{sid}/Participants/agent"),
        ("POST", "Conferences/{sid}/Participants/agent"),
        ("DELETE", "Conferences/{sid}/Participants/agent"),
        ("GET", "Conferences/{sid}/Recordings"),
        ("POST", "Conferences/{sid}/Recordings/Twilio.CURRENT?Status=stopped"),
    ],
)
@pytest.mark.parametrize("whose", ["another account's", "nobody's"])
def test_a_conference_of_somebody_else_is_not_found(
    wire: Wire, room: str, stranger: Wire, suffix: str, method: str, path: str, whose: str
) -> None:
    sid = room if whose == "another account's" else NOBODYS
    before = photograph(wire)
    bare, _, form = path.format(sid=sid).partition("?")
    body = (form or "Muted=true").encode() if method == "POST" else None
    reply = stranger.send(method, bare + suffix, body=body)
    assert refusal(reply, suffix) == NOT_FOUND
    assert photograph(wire) == before


@pytest.mark.parametrize("whose", ["another account's", "nobody's"])
def test_nobody_can_be_added_to_a_conference_of_somebody_else(
    wire: Wire, room: str, stranger: Wire, whose: str
) -> None:
    before = photograph(wire)
    assert stranger.dial(room if whose == "another account's" else NOBODYS).error == (400, 16022)
    assert photograph(wire) == before


def test_an_account_in_the_path_that_the_credentials_do_not_open_is_refused(
    wire: Wire, stranger: Wire
) -> None:
    stranger.dial("Theirs")
    path = f"/2010-04-01/Accounts/{stranger.account_sid}/Conferences.json"
    assert wire.get(path).error == (401, 20003)


def _next_token(wire: Wire, path: str) -> str:
    following: str = wire.get(f"{path}.json?PageSize=1").json["next_page_uri"]
    return following.partition("PageToken=")[2]
