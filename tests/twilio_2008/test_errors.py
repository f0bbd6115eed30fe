"""Errors of 2008-08-01: their order, which have a number, and requests that are refused without changing anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockconf.dialects import DIALECTS
from mockconf.dialects.protocol import Document
from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.refusals import photograph
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import BASE, CONTENT_TYPES, Old, child, column, refused, rules
from tests.wire import FORM

NAME = "twilio-2008-08-01"
UNNUMBERED = ["Status", "Message"]
NUMBERED = ["Status", "Message", "Code", "MoreInfo"]
DEEP = b"[" * 100_000 + b"]" * 100_000

in_every_representation = pytest.mark.parametrize(
    "suffix", CONTENT_TYPES, ids=["xml", "json", "csv"]
)


@in_every_representation
def test_what_is_not_there_has_no_number(old: Old, suffix: str) -> None:
    reply = old.get(f"Conferences/CF{'0' * 32}{suffix}")
    told = refused(reply, suffix)
    assert (reply.status, list(told)) == (404, UNNUMBERED)
    assert told["Message"] == "The requested resource was not found"


@in_every_representation
def test_a_value_that_is_none_has_a_number_and_a_page(old: Old, suffix: str) -> None:
    reply = old.get(f"Conferences{suffix}?Status=3")
    told = refused(reply, suffix)
    assert (reply.status, list(told)) == (400, NUMBERED)
    assert told == {
        "Status": "400",
        "Message": "Status is not valid: 3",
        "Code": "20001",
        "MoreInfo": "http://www.twilio.com/docs/errors/20001",
    }


def test_an_error_reads_as_in_the_documentation(old: Old) -> None:
    assert old.get("nowhere").body == (
        b"<TwilioResponse><RestException><Status>404</Status><Message>The requested resource was "
        b"not found</Message></RestException></TwilioResponse>"
    )


@in_every_representation
@pytest.mark.parametrize("auth", [None, "Basic !", "Bearer x", ("AC" + "0" * 32, "x"), "Basic"])
def test_without_the_right_credentials_nothing_is_shown(
    old: Old, room: Room, suffix: str, auth: str | tuple[str, str] | None
) -> None:
    reply = old.get(f"Conferences{suffix}", auth=auth)
    assert (reply.status, list(refused(reply, suffix))) == (401, NUMBERED)
    assert refused(reply, suffix)["Code"] == "20003"
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Twilio API"'


@in_every_representation
@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "BREW"])
def test_a_method_that_is_not_served_has_no_number(
    old: Old, room: Room, suffix: str, method: str
) -> None:
    before = photograph(old.wire)
    reply = old.send(method, f"{room.first}{suffix}", {"Muted": "true"})
    assert (reply.status, list(refused(reply, suffix))) == (405, UNNUMBERED)
    assert reply.headers["Allow"] == "DELETE, GET, POST"
    assert photograph(old.wire) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *((method, "Conferences") for method in ("POST", "PUT", "DELETE")),
        *((method, "{path}") for method in ("POST", "PUT", "DELETE")),
        *((method, "{everybody}") for method in ("POST", "PUT", "DELETE")),
    ],
)
def test_conferences_and_lists_can_only_be_read(
    old: Old, room: Room, method: str, path: str
) -> None:
    before = photograph(old.wire)
    path = path.format(path=room.path, everybody=room.everybody)
    reply = old.send(method, path, {"Status": "completed", "From": "+1", "To": "+2"})
    assert (reply.status, reply.headers["Allow"]) == (405, "GET")
    assert photograph(old.wire) == before


def test_options_is_answered_without_credentials(old: Old) -> None:
    reply = old.send("OPTIONS", "Conferences", auth=None)
    assert (reply.status, reply.body) == (200, b"")


class TestTheSingular:
    """`/Conference/`, as the examples of the documentation have it."""

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "Conference"),
            ("GET", "Conference.json"),
            ("GET", "Conference/{sid}"),
            ("POST", "Conference/{sid}/Participants/{alice}"),
            ("DELETE", "Conference/{sid}/Participants/{alice}"),
        ],
    )
    def test_leads_nowhere_and_the_plural_is_named(
        self, old: Old, mockconf: MockConf, room: Room, method: str, path: str
    ) -> None:
        before = photograph(old.wire)
        path = path.format(sid=room.sid, alice=room.alice)
        assert old.send(method, path, {"Muted": "true"}).status == 404
        (finding,) = mockconf.world.journal.exchanges[-1].findings
        plural = path.replace("Conference", "Conferences", 1).removesuffix(".json")
        assert finding.rule == "no-such-path"
        assert f"{BASE}/Accounts/{old.account_sid}/{plural}, in the plural" in finding.message
        assert photograph(old.wire) == before

    def test_is_served_where_the_setting_says_so(self, mock_with: Callable[..., Mock]) -> None:
        mock = mock_with(singular_2008="alias")
        old = Old(mock.wire)
        for _ in range(2):
            one = mock.wire.dial("Room").json
        participants = f"Conference/{one['conference_sid']}/Participants"
        assert column(old.get("Conference"), "Sid") == [one["conference_sid"]]
        assert old.get("Conference.json").body == old.get("Conferences.json").body
        muted = child(old.post(f"{participants}/{one['call_sid']}", {"Muted": "true"}))
        assert muted.findtext("Muted") == "true"
        assert old.post(f"{participants}/{one['call_sid']}?_method=DELETE").status == 204
        assert len(column(old.get(participants), "CallSid")) == 1

    @pytest.mark.parametrize(
        "path",
        ["Conferencex", "conference", "Conference/CF1/Conference", "Queue/Conference"],
    )
    def test_is_an_alias_in_its_own_place_alone(
        self, mock_with: Callable[..., Mock], path: str
    ) -> None:
        assert Old(mock_with(singular_2008="alias").wire).get(path).status == 404

    def test_is_unknown_to_the_later_version(self, mock_with: Callable[..., Mock]) -> None:
        assert mock_with(singular_2008="alias").wire.get("Conference.json").status == 404


@in_every_representation
@pytest.mark.parametrize("text", ["%zz", "%", "%4", "%ff", "%C3", "%ED%A0%80", "%C0%AF"])
class TestAnEscapeThatIsNone:
    """A `%` without two hexadecimal digits, and escapes that are not UTF-8."""

    def test_is_refused_in_the_path(self, old: Old, room: Room, suffix: str, text: str) -> None:
        reply = old.get(f"Conferences/{text}/Participants{suffix}")
        assert (reply.status, list(refused(reply, suffix))) == (400, NUMBERED)

    def test_is_refused_in_the_query(self, old: Old, suffix: str, text: str) -> None:
        reply = old.get(f"Conferences{suffix}?FriendlyName={text}")
        assert (reply.status, list(refused(reply, suffix))) == (400, NUMBERED)

    def test_is_refused_in_the_body(self, old: Old, room: Room, suffix: str, text: str) -> None:
        before = photograph(old.wire)
        reply = old.post(f"{room.first}{suffix}", body=b"Muted=true&x=" + text.encode())
        assert (reply.status, list(refused(reply, suffix))) == (400, NUMBERED)
        assert photograph(old.wire) == before


@in_every_representation
@pytest.mark.parametrize(
    ("sent_as", "body"),
    [
        ("application/xml", b"<Muted>true</Muted>"),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><Muted>&a;</Muted>"),
        ("application/json", b'{"Muted": true}'),
        ("application/json", b'["Muted", true]'),
        ("application/json", DEEP),
        ("application/json", b"null"),
        ("text/plain", b"Muted=true"),
        ("multipart/form-data; boundary=x", b"--x--\r\n"),
        ("nonsense", b"Muted=true"),
    ],
    ids=["xml", "entities", "object", "array", "deep", "null", "plain", "multipart", "nonsense"],
)
def test_a_body_that_is_no_form_is_refused(
    old: Old, room: Room, suffix: str, sent_as: str, body: bytes
) -> None:
    before = photograph(old.wire)
    reply = old.post(f"{room.first}{suffix}", body=body, headers={"Content-Type": sent_as})
    assert (reply.status, refused(reply, suffix)["Code"]) == (400, "20001")
    assert photograph(old.wire) == before


@in_every_representation
@pytest.mark.parametrize("sent_as", [FORM, "application/json", "application/xml"])
def test_a_huge_body_is_too_large(old: Old, room: Room, suffix: str, sent_as: str) -> None:
    before = photograph(old.wire)
    body = b"Muted=true&x=" + b"a" * 1_000_000
    reply = old.post(f"{room.first}{suffix}", body=body, headers={"Content-Type": sent_as})
    assert (reply.status, list(refused(reply, suffix))) == (413, UNNUMBERED)
    assert photograph(old.wire) == before


@in_every_representation
def test_ten_thousand_repeated_keys_are_refused(old: Old, room: Room, suffix: str) -> None:
    before = photograph(old.wire)
    reply = old.post(f"{room.first}{suffix}", body=b"Muted=true&" * 10_000)
    assert (reply.status, refused(reply, suffix)["Code"]) == (400, "20001")
    assert photograph(old.wire) == before


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_body_of_a_request_that_has_none_is_ignored(old: Old, room: Room, method: str) -> None:
    reply = old.send(method, room.first, body=b"%zz\xff", headers={"Content-Type": FORM})
    assert reply.status == {"GET": 200, "DELETE": 204}[method]


def test_a_post_is_read_from_its_body_and_not_from_its_query(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    shown = child(old.post(f"{room.first}?Muted=true", {}))
    assert shown.findtext("Muted") == "false"
    assert rules(mockconf) == ["query-ignored"]


@pytest.mark.parametrize(
    "path",
    [
        f"/{BASE}/Accounts/{{account}}/Conferences",
        f"{BASE}/Accounts/{{account}}//Conferences",
        f"{BASE}/Accounts/{{account}}/Conferences/",
        f"{BASE}/Accounts/{{account}}/%43onferences",
        f"{BASE}/accounts/{{account}}/Conferences",
        f"{BASE}/Accounts/AC123/Conferences",
        f"{BASE}/Accounts/b3877c40-da60-4998-90ad-b792e98472cf/Conferences",
        f"{BASE}/Accounts/{{account}}",
    ],
)
def test_a_path_that_is_not_served_is_not_found(old: Old, path: str) -> None:
    assert old.get(path.format(account=old.account_sid)).status == 404


@pytest.mark.parametrize("tail", ["", ".json", ".csv"])
def test_a_very_long_path_is_answered(old: Old, room: Room, tail: str) -> None:
    reply = old.get(f"{room.everybody}/{'a' * 60_000}{tail}")
    assert refused(reply, tail)["Status"] == "404"


@in_every_representation
def test_a_fault_of_ours_is_an_error_of_that_version_too(
    old: Old, mockconf: MockConf, room: Room, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Document:
        return Document(name="Conference", body={"Sid": "nonsense"})

    changed = tuple(
        one._replace(conference=broken) if one.name == NAME else one for one in DIALECTS
    )
    monkeypatch.setattr("mockconf.addressing.DIALECTS", changed)
    reply = old.get(f"{room.path}{suffix}")
    told = refused(reply, suffix)
    assert (reply.status, list(told)) == (500, UNNUMBERED)
    assert "mockconf broke its own contract for FetchConference" in told["Message"]
    assert rules(mockconf) == ["self-check"]
