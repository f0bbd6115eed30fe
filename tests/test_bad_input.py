"""Requests whose query, body or names cannot be used: refused in the asked representation, and nothing changes."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.conftest import CALLER
from tests.refusals import in_every_representation, photograph, refusal
from tests.wire import FORM, Wire

MALFORMED = (400, 20001)
TOO_LARGE = (413, 20413)
EMOJI = "\N{GRINNING FACE}"
CALL = b"From=%2B15017122661&To=%2B15558675310"


@pytest.fixture
def room(wire: Wire) -> str:
    """The SID of a conference with one participant, labelled `agent`."""
    return str(wire.dial("Support", Label="agent").json["conference_sid"])


@in_every_representation
@pytest.mark.parametrize("text", ["%zz", "%", "%4", "%ff", "%C3", "%ED%A0%80", "%C0%AF"])
class TestAnEscapeThatIsNone:
    """A `%` without two hexadecimal digits, and escapes that are not UTF-8."""

    def test_is_refused_in_the_path(self, wire: Wire, room: str, suffix: str, text: str) -> None:
        before = photograph(wire)
        reply = wire.post(f"Conferences/{text}/Participants{suffix}", CALLER)
        assert refusal(reply, suffix) == MALFORMED
        assert photograph(wire) == before

    def test_is_refused_in_the_query(self, wire: Wire, suffix: str, text: str) -> None:
        reply = wire.get(f"Conferences{suffix}?FriendlyName={text}")
        assert refusal(reply, suffix) == MALFORMED

    def test_is_refused_in_the_body(self, wire: Wire, room: str, suffix: str, text: str) -> None:
        before = photograph(wire)
        body = CALL + b"&Label=" + text.encode()
        reply = wire.post(f"Conferences/{room}/Participants{suffix}", body=body)
        assert refusal(reply, suffix) == MALFORMED
        assert photograph(wire) == before


@in_every_representation
def test_a_body_that_is_not_utf_8_is_refused(wire: Wire, room: str, suffix: str) -> None:
    before = photograph(wire)
    reply = wire.post(f"Conferences/{room}/Participants{suffix}", body=CALL + b"&Label=\xff")
    assert refusal(reply, suffix) == MALFORMED
    assert photograph(wire) == before


@in_every_representation
@pytest.mark.parametrize(
    ("sent_as", "body"),
    [
        ("application/json", b'{"From": "+15017122661", "To": "+15558675310"}'),
        ("text/plain", CALL),
        ("multipart/form-data; boundary=x", b"--x--\r\n"),
        ("application/xml", b"<From/>"),
        ("nonsense", CALL),
    ],
    ids=["json", "plain-text", "multipart", "xml", "nonsense"],
)
def test_a_body_that_is_no_form_is_refused(
    wire: Wire, room: str, suffix: str, sent_as: str, body: bytes
) -> None:
    before = photograph(wire)
    target = f"Conferences/{room}/Participants{suffix}"
    reply = wire.post(target, body=body, headers={"Content-Type": sent_as})
    assert refusal(reply, suffix) == MALFORMED
    assert photograph(wire) == before


@pytest.mark.parametrize("sent_as", ["", FORM.upper(), f"{FORM}; charset=UTF-8"])
def test_a_form_is_read_however_its_type_is_spelled(wire: Wire, sent_as: str) -> None:
    reply = wire.post(
        "Conferences/Support/Participants.json", body=CALL, headers={"Content-Type": sent_as}
    )
    assert reply.status == 201


@in_every_representation
@pytest.mark.parametrize("size", [300_000, 1_000_000])
def test_a_body_beyond_the_limit_is_too_large(
    wire: Wire, room: str, suffix: str, size: int
) -> None:
    before = photograph(wire)
    body = CALL + b"&Label=" + b"a" * size
    reply = wire.post(f"Conferences/{room}/Participants{suffix}", body=body)
    assert refusal(reply, suffix) == TOO_LARGE
    assert photograph(wire) == before


@pytest.mark.parametrize(("more", "status"), [(0, 201), (1, 413)], ids=["fits", "does-not-fit"])
def test_the_limit_is_the_largest_body_that_is_read(wire: Wire, more: int, status: int) -> None:
    head = CALL + b"&CallReason="
    body = head + b"a" * (262_144 - len(head) + more)
    assert wire.post("Conferences/Support/Participants.json", body=body).status == status


@in_every_representation
def test_ten_thousand_repeated_keys_are_refused(wire: Wire, room: str, suffix: str) -> None:
    before = photograph(wire)
    body = CALL + b"&Label=x" * 10_000
    reply = wire.post(f"Conferences/{room}/Participants{suffix}", body=body)
    assert refusal(reply, suffix) == MALFORMED
    assert photograph(wire) == before


def test_ten_thousand_repeated_keys_in_a_query_are_refused(wire: Wire) -> None:
    reply = wire.get("Conferences.json?" + "&".join(["Page=0"] * 8_000))
    assert reply.error == MALFORMED


@pytest.mark.parametrize("size", ["0", "-1", "abc", "5.0", "1e3", "0x10", "9" * 20, "%D9%A3"])
@pytest.mark.parametrize("listing", ["Conferences", "Participants", "Recordings"])
def test_a_page_size_that_is_none_is_refused(
    wire: Wire, room: str, listing: str, size: str
) -> None:
    path = listing if listing == "Conferences" else f"Conferences/{room}/{listing}"
    assert wire.get(f"{path}.json?PageSize={size}").error == MALFORMED


@pytest.mark.parametrize(("size", "used"), [("1", 1), ("1000", 1000), ("5000", 1000), ("", 50)])
def test_a_page_size_beyond_a_thousand_is_a_thousand_and_an_empty_one_is_fifty(
    wire: Wire, size: str, used: int
) -> None:
    reply = wire.get(f"Conferences.json?PageSize={size}")
    assert (reply.status, reply.json["page_size"]) == (200, used)


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "a\x7fb", "\r\n", "\t"], ids=repr)
def test_a_friendly_name_with_control_characters_is_refused(wire: Wire, name: str) -> None:
    assert wire.dial(name).error == (400, 16003)
    assert photograph(wire) == []


@pytest.mark.parametrize(
    "label", ["a\0b", "a\nb", "a\x7fb", "a/b", "a%2Fb", "a%2fb", f"CA{'0' * 32}"], ids=repr
)
def test_a_label_that_could_not_stand_in_a_path_is_refused(
    wire: Wire, room: str, label: str
) -> None:
    before = photograph(wire)
    assert wire.dial(room, Label=label).error == (400, 16024)
    assert photograph(wire) == before


@pytest.mark.parametrize(
    "name", [EMOJI, EMOJI * 128, "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}", "a & b < c", "a+b c"]
)
class TestANameOfAnyCharacters:
    """Letters beyond ASCII and beyond 16 bits, and those that mean something in XML or in a form."""

    def test_comes_back_in_json(self, wire: Wire, name: str) -> None:
        sid = wire.dial(name).json["conference_sid"]
        assert wire.get(f"Conferences/{sid}.json").json["friendly_name"] == name

    @pytest.mark.parametrize("suffix", [".xml", ""], ids=["xml", "no-suffix"])
    def test_comes_back_in_xml(self, wire: Wire, name: str, suffix: str) -> None:
        sid = wire.dial(name).json["conference_sid"]
        xml = wire.get(f"Conferences/{sid}{suffix}").xml
        assert xml.findtext("Conference/FriendlyName") == name

    def test_comes_back_in_csv(self, wire: Wire, name: str) -> None:
        wire.dial(name)
        assert name in wire.get("Conferences.csv").body.decode()

    def test_finds_the_conference_in_a_list(self, wire: Wire, name: str) -> None:
        sid = wire.dial(name).json["conference_sid"]
        wire.dial("another")
        listed = wire.get(f"Conferences.json?FriendlyName={quote(name)}").json["conferences"]
        assert [one["sid"] for one in listed] == [sid]

    def test_is_a_label_too(self, wire: Wire, room: str, name: str) -> None:
        call_sid = wire.dial(room, Label=name).json["call_sid"]
        path = f"Conferences/{room}/Participants/{quote(name)}"
        assert wire.get(f"{path}.json").json["label"] == name
        assert wire.get(f"{path}.xml").xml.findtext("Participant/Label") == name
        assert wire.get(f"{path}.json").json["call_sid"] == call_sid


def test_a_character_that_xml_cannot_hold_is_replaced_there(wire: Wire) -> None:
    sid = wire.dial("a\ufffeb").json["conference_sid"]
    xml = wire.get(f"Conferences/{sid}.xml").xml
    assert xml.findtext("Conference/FriendlyName") == "a\ufffdb"
    assert wire.get(f"Conferences/{sid}.json").json["friendly_name"] == "a\ufffeb"


def test_an_escaped_slash_belongs_to_the_name(wire: Wire) -> None:
    sid = wire.dial("a/b").json["conference_sid"]
    assert wire.get(f"Conferences/{sid}.json").json["friendly_name"] == "a/b"


def test_a_bare_slash_in_a_name_leads_nowhere(wire: Wire) -> None:
    reply = wire.post("Conferences/a/b/Participants.json", CALLER)
    assert reply.error == (404, 20404)
    assert photograph(wire) == []


def test_a_slash_in_a_label_leads_nowhere_in_a_path(wire: Wire, room: str) -> None:
    for address in ("agent/x", "agent%2Fx"):
        reply = wire.get(f"Conferences/{room}/Participants/{address}.json")
        assert reply.error == (404, 20404)


@pytest.mark.parametrize("sent_as", ["application/json", FORM, "text/plain"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_body_of_a_request_that_has_none_is_ignored(
    wire: Wire, room: str, method: str, sent_as: str
) -> None:
    target = f"Conferences/{room}/Participants/agent.json"
    reply = wire.send(method, target, body=b"%zz\xff", headers={"Content-Type": sent_as})
    assert reply.status == {"GET": 200, "DELETE": 204}[method]


def test_a_post_is_read_from_its_body_and_not_from_its_query(wire: Wire, room: str) -> None:
    target = f"Conferences/{room}/Participants/agent.json"
    reply = wire.post(f"{target}?Muted=true", {"Hold": "true"})
    assert (reply.status, reply.json["muted"], reply.json["hold"]) == (200, False, True)
    (finding,) = wire.control("GET", "findings").json["findings"]
    assert (finding["rule"], finding["severity"]) == ("query-ignored", "warning")
