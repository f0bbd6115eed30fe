"""Requests to SignalWire's paths that nobody should send: refused in its words, and nothing is changed."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.refusals import photograph
from tests.signalwire.conftest import BASE, CALL_A, in_both_forms, refused
from tests.wire import FORM, Wire

UNREADABLE, NOT_FOUND, TOO_LARGE = (400, 20001), (404, 20404), (413, 20413)
MUTED = b"Muted=true"


@pytest.fixture
def who(room: str) -> str:
    """The path of A."""
    return f"{room}/Participants/{CALL_A}"


@in_both_forms
@pytest.mark.parametrize("text", ["%", "%4", "%zz", "%FF", "%ED%A0%80", "%C0%AF", "a%", "%u0041"])
class TestABrokenEscape:
    """Percent signs that stand for nothing, and bytes that are no UTF-8."""

    def test_is_refused_in_a_path(self, laml: Wire, room: str, text: str, suffix: str) -> None:
        reply = laml.get(f"{room}/Participants/{text}{suffix}")
        assert refused(reply) in (UNREADABLE, NOT_FOUND)

    def test_is_refused_in_a_query(self, laml: Wire, text: str, suffix: str) -> None:
        assert refused(laml.get(f"Conferences{suffix}?FriendlyName={text}")) == UNREADABLE

    def test_is_refused_in_a_body(self, laml: Wire, who: str, text: str, suffix: str) -> None:
        before = photograph(laml)
        body = MUTED + b"&Beep=" + text.encode()
        assert refused(laml.post(f"{who}{suffix}", body=body)) == UNREADABLE
        assert photograph(laml) == before


@pytest.mark.parametrize(
    ("sent_as", "body"),
    [
        ("application/xml", b"<Muted>true</Muted>"),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        ("text/plain", MUTED),
        ("multipart/form-data; boundary=x", b"--x--\r\n"),
        ("application/octet-stream", MUTED),
        ("nonsense", MUTED),
        (FORM, b"Muted=\xff"),
    ],
    ids=["xml", "text-xml", "plain-text", "multipart", "octets", "nonsense", "latin"],
)
def test_a_body_that_cannot_be_read_is_refused(
    laml: Wire, who: str, sent_as: str, body: bytes
) -> None:
    before = photograph(laml)
    reply = laml.post(who, body=body, headers={"Content-Type": sent_as})
    assert refused(reply) == UNREADABLE
    assert photograph(laml) == before


@in_both_forms
def test_a_body_beyond_the_limit_is_too_large(laml: Wire, who: str, suffix: str) -> None:
    before = photograph(laml)
    reply = laml.post(f"{who}{suffix}", body=MUTED + b"&Beep=" + b"a" * 300_000)
    assert refused(reply) == TOO_LARGE
    assert photograph(laml) == before


def test_ten_thousand_repeated_keys_are_refused(laml: Wire, who: str) -> None:
    assert refused(laml.post(who, body=MUTED + b"&Hold=true" * 10_000)) == UNREADABLE
    assert laml.get(who).json["muted"] is False


def test_ten_thousand_repeated_keys_in_a_query_are_refused(laml: Wire) -> None:
    query = "&".join(["Page=0"] * 8_000)
    assert refused(laml.get(f"Conferences?{query}")) == UNREADABLE


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_a_friendly_name_of_a_length_that_none_has_is_refused_or_not_sent(
    laml: Wire, room: str, name: str
) -> None:
    reply = laml.get(f"Conferences?FriendlyName={name}")
    if name:
        assert refused(reply) == (422, 20002)
    else:
        assert len(reply.json["conferences"]) == 1


@pytest.mark.parametrize("day", ["2026-02-30", "2026-1-5", "yesterday", "2026-01-05T09:00:00Z"])
@pytest.mark.parametrize("name", ["DateCreated", "DateCreated%3C", "DateUpdated%3E"])
def test_a_day_that_is_none_is_refused(laml: Wire, name: str, day: str) -> None:
    assert refused(laml.get(f"Conferences?{name}={day}")) == (422, 90000)


@pytest.mark.parametrize("status", ["over", "3", "Completed", "in progress"])
def test_a_status_that_is_none_is_refused(laml: Wire, status: str) -> None:
    path = f"Conferences?Status={status.replace(' ', '+')}"
    assert refused(laml.get(path)) == (422, 90000)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_method_in_the_query_is_no_method(laml: Wire, who: str, method: str) -> None:
    assert laml.send(method, f"{who}?_method=DELETE").status == 200
    assert laml.get(who).status == 200


def test_a_post_is_read_from_its_body_and_not_from_its_query(laml: Wire, who: str) -> None:
    found = laml.post(f"{who}?Muted=true", {"Hold": "true"}).json
    assert (found["muted"], found["hold"]) == (False, True)


@in_both_forms
@pytest.mark.parametrize(
    "path",
    [
        "{base}//Accounts/{project}/Conferences{suffix}",
        "{base}/Accounts/{project}//Conferences{suffix}",
        "{base}/accounts/{project}/Conferences{suffix}",
        "{base}/Accounts/{project}/conferences{suffix}",
        "{base}/Accounts/{project}/%43onferences{suffix}",
        "{base}/Accounts/{project}/./Conferences{suffix}",
        "{base}/Accounts/{project}/../{project}/Conferences{suffix}",
        "{base}/Accounts/{project}x/Conferences{suffix}",
        "{base}/Accounts/{project}{suffix}",
        "{base}/Accounts/123/Conferences{suffix}",
        "{base}/nowhere{suffix}",
        "{base}/Accounts{suffix}",
        "/api/laml/2010-04-02/Accounts/{project}/Conferences{suffix}",
        "/api/laml{base}/Accounts/{project}/Conferences{suffix}",
    ],
)
def test_a_path_that_is_not_served_is_not_found(laml: Wire, path: str, suffix: str) -> None:
    where = path.format(base=BASE, project=laml.account_sid, suffix=suffix)
    assert refused(laml.get(where)) == NOT_FOUND


@pytest.mark.parametrize("tail", ["/", ".json/", ".JSON", ".yaml", ".json;v=1", "%2Ejson", ".js"])
def test_a_path_with_another_end_is_not_found(laml: Wire, tail: str) -> None:
    assert refused(laml.get(f"Conferences{tail}")) == NOT_FOUND


@pytest.mark.parametrize(
    "sid", ["a" * 60_000, "%E2%98%83", "%00", "%0A", "x'%20OR%201=1", ""], ids=lambda sid: sid[:20]
)
def test_an_odd_name_of_a_conference_is_not_found(laml: Wire, sid: str) -> None:
    assert refused(laml.get(f"Conferences/{sid}.json")) == NOT_FOUND


def test_an_escape_that_needs_none_leads_to_the_same_list(laml: Wire, room: str) -> None:
    odd = f"{BASE}/Accounts/%{ord(laml.account_sid[0]):x}{laml.account_sid[1:]}/Conferences"
    assert laml.get(odd).json == laml.get("Conferences").json


def test_an_escape_that_needs_none_leads_to_the_same_list_at_twilio(wire: Wire) -> None:
    odd = f"/2010-04-01/Accounts/%41{wire.account_sid[1:]}/Conferences.json"
    assert wire.get(odd).json == wire.get("Conferences.json").json


@in_both_forms
@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "BREW"])
def test_a_method_that_is_not_served_is_not_found(
    laml: Wire, room: str, method: str, suffix: str
) -> None:
    assert refused(laml.send(method, f"{room}{suffix}")) == NOT_FOUND


@pytest.mark.parametrize("name", ["\N{GRINNING FACE}", "Zo\u00eb", "a & b < c", "\u2028"])
def test_a_name_of_any_characters_finds_its_conference(laml: Wire, name: str) -> None:
    laml.control("POST", "conferences", {"friendly_name": name})
    page = laml.get(f"Conferences?FriendlyName={quote(name)}").json
    assert [one["friendly_name"] for one in page["conferences"]] == [name]
