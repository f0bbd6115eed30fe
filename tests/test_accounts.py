"""Whose credentials open which account: open and listed worlds, subaccounts, API keys, and what a refusal says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import AS_SDK, Mock, sdk
from tests.line import basic
from tests.refusals import in_every_representation, refusal
from tests.wire import Reply, Wire

REFUSED = (401, 20003)

OWNER, OWNER_TOKEN = f"AC{'1' * 32}", "ownertoken"
PARENT, PARENT_TOKEN = f"AC{'2' * 32}", "parenttoken"
CHILD, CHILD_TOKEN = f"AC{'3' * 32}", "childtoken"
STRANGER = f"AC{'9' * 32}"
PARENT_KEY, CHILD_KEY, SECRET = f"SK{'2' * 32}", f"SK{'3' * 32}", "keysecret"

FAMILY: list[dict[str, Any]] = [
    {"sid": OWNER, "auth_token": OWNER_TOKEN},
    {"sid": PARENT, "auth_token": PARENT_TOKEN, "api_keys": {PARENT_KEY: SECRET}},
    {
        "sid": CHILD,
        "auth_token": CHILD_TOKEN,
        "parent": PARENT,
        "api_keys": {CHILD_KEY: SECRET},
    },
]

MakeMock = Callable[..., Mock]


def knock(mock: Mock | MockConf, username: str, password: str, account_sid: str) -> Reply:
    """Ask for the conferences of an account."""
    path = f"/2010-04-01/Accounts/{account_sid}/Conferences.json"
    return Wire(mock.url, "", "").get(path, auth=(username, password))


def opens(mock: Mock | MockConf, username: str, password: str, account_sid: str) -> bool:
    """Whether the credentials open the account; if not, the refusal is the vendor's."""
    reply = knock(mock, username, password, account_sid)
    assert reply.status == 200 or reply.error == REFUSED
    return reply.status == 200


class TestARefusal:
    """What a request without good credentials is told."""

    @in_every_representation
    def test_reads_as_the_suffix_asked_for(self, wire: Wire, suffix: str) -> None:
        reply = wire.get(f"Conferences{suffix}", auth=None)
        assert refusal(reply, suffix) == REFUSED

    def test_asks_for_basic_authentication(self, wire: Wire) -> None:
        reply = wire.get("Conferences.json", auth=None)
        assert reply.headers["WWW-Authenticate"] == 'Basic realm="Twilio API"'

    def test_does_not_tell_why(self, wire: Wire) -> None:
        no_header = wire.get("Conferences.json", auth=None).json
        wrong_token = wire.get("Conferences.json", auth=(wire.account_sid, "wrong")).json
        assert no_header == wrong_token
        assert no_header["message"] == "Authenticate"

    def test_tells_why_in_its_finding_and_no_secret(self, wire: Wire) -> None:
        wire.get("Conferences.json", auth=(wire.account_sid, "wrongtoken"))
        (finding,) = wire.control("GET", "findings").json["findings"]
        assert (finding["rule"], finding["severity"]) == ("not-authenticated", "error")
        assert "the account or its token is not known" in finding["message"]
        assert "wrongtoken" not in wire.control("GET", "requests").body.decode()

    def test_reaches_the_sdk_with_its_code(self, mockconf: MockConf) -> None:
        client = sdk(mockconf.url, mockconf.account_sid, "wrong")
        with pytest.raises(TwilioRestException) as raised:
            client.conferences("Support").participants.create(**AS_SDK)
        assert (raised.value.status, raised.value.code) == REFUSED

    def test_comes_before_the_parameters_are_looked_at(self, wire: Wire) -> None:
        assert wire.get("Conferences.json?PageSize=abc", auth=None).error == REFUSED
        assert wire.post("Conferences/x/Participants.json", {}, auth=None).error == REFUSED

    def test_changes_nothing(self, wire: Wire) -> None:
        sid = wire.dial("Support", Label="agent").json["conference_sid"]
        wire.post(f"Conferences/{sid}.json", {"Status": "completed"}, auth=(OWNER, "x"))
        wire.send("DELETE", f"Conferences/{sid}/Participants/agent.json", auth=None)
        assert wire.get(f"Conferences/{sid}/Participants/agent.json").status == 200


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic ",
        "Basic ====",
        "Basic not-base64!",
        "Basic  " + basic(OWNER, "x").removeprefix("Basic "),
        "Basic " + "QUM" * 1_000,
        basic(OWNER, "x" * 3_000),
        basic(OWNER, ""),
        basic(OWNER, "x").replace("Basic", "Digest"),
        "Bearer " + "x" * 40,
        basic("", "x"),
        basic("someone", "x"),
        basic(OWNER.lower(), "x"),
        basic(OWNER[:-1], "x"),
        basic(f"{OWNER}\n", "x"),
        "Basic " + "/////w==",
        f"Basic {OWNER}:x",
    ],
    ids=[
        *("no-value", "empty-value", "padding", "garbled", "two-spaces", "three-kilobytes"),
        *("long-token", "empty-token", "digest", "bearer", "no-username", "no-sid", "lower-case"),
        *("short-sid", "line-end", "no-utf-8", "not-encoded"),
    ],
)
def test_a_header_that_holds_no_credentials_is_refused(mockconf: MockConf, header: str) -> None:
    wire = Wire(mockconf.url, OWNER, "")
    assert wire.get("Conferences.json", auth=header).error == REFUSED


def test_seventy_kilobytes_of_credentials_are_too_much_for_a_header(wire: Wire) -> None:
    assert wire.get("Conferences.json", auth="Basic " + "QUM" * 24_000).status == 431
    assert wire.get("Conferences.json").status == 200


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_the_scheme_is_known_in_any_case(wire: Wire, scheme: str) -> None:
    header = basic(wire.account_sid, wire.auth_token).replace("Basic", scheme)
    assert wire.get("Conferences.json", auth=header).status == 200


def test_a_token_may_hold_colons_and_letters_beyond_ascii(mock_with: MakeMock) -> None:
    mock = mock_with(accounts=[{"sid": OWNER, "auth_token": "to:kén"}])
    assert opens(mock, OWNER, "to:kén", OWNER)


class TestAnOpenWorld:
    """The first credentials that name an account decide its token."""

    def test_takes_the_first_token_of_an_account(self, mockconf: MockConf) -> None:
        assert opens(mockconf, STRANGER, "first", STRANGER)
        assert opens(mockconf, STRANGER, "first", STRANGER)
        assert not opens(mockconf, STRANGER, "second", STRANGER)

    def test_does_not_take_another_token_for_its_own_account(self, mockconf: MockConf) -> None:
        assert not opens(mockconf, mockconf.account_sid, "first", mockconf.account_sid)

    def test_learns_nothing_from_credentials_for_another_account(self, mockconf: MockConf) -> None:
        assert not opens(mockconf, STRANGER, "mistaken", OWNER)
        assert opens(mockconf, STRANGER, "right", STRANGER)

    def test_keeps_the_accounts_apart(self, mockconf: MockConf) -> None:
        Wire(mockconf.url, STRANGER, "first").dial("Support")
        assert knock(mockconf, STRANGER, "first", STRANGER).json["conferences"]
        assert not knock(mockconf, OWNER, "first", OWNER).json["conferences"]

    def test_takes_an_api_key_for_the_account_it_first_opens(self, mockconf: MockConf) -> None:
        assert opens(mockconf, PARENT_KEY, SECRET, mockconf.account_sid)
        assert not opens(mockconf, PARENT_KEY, "wrong", mockconf.account_sid)
        assert not opens(mockconf, PARENT_KEY, SECRET, OWNER)

    def test_lets_a_parent_into_its_subaccount_only(self, mock_with: MakeMock) -> None:
        mock = mock_with(accounts=FAMILY)
        assert opens(mock, PARENT, PARENT_TOKEN, CHILD)
        assert not opens(mock, CHILD, CHILD_TOKEN, PARENT)

    def test_has_room_for_so_many_accounts_as_the_settings_say(self, mock_with: MakeMock) -> None:
        mock = mock_with(max_accounts=2)
        strangers = [f"AC{digit * 32}" for digit in "4567"]
        assert [opens(mock, sid, "x", sid) for sid in strangers] == [True, True, False, False]
        assert opens(mock, strangers[0], "x", strangers[0])
        assert opens(mock, mock.world.account_sid, mock.world.auth_token, mock.world.account_sid)

    def test_has_room_for_no_key_either_when_it_is_full(self, mock_with: MakeMock) -> None:
        mock = mock_with(max_accounts=0)
        assert not opens(mock, PARENT_KEY, SECRET, mock.world.account_sid)


class TestAListedWorld:
    """Only configured accounts, and the one that every world has."""

    @pytest.fixture
    def mock(self, mock_with: MakeMock) -> Mock:
        return mock_with(account_mode="listed", accounts=FAMILY)

    @pytest.mark.parametrize(
        ("username", "password", "account_sid"),
        [
            (OWNER, OWNER_TOKEN, OWNER),
            (PARENT, PARENT_TOKEN, PARENT),
            (PARENT, PARENT_TOKEN, CHILD),
            (CHILD, CHILD_TOKEN, CHILD),
            (PARENT_KEY, SECRET, PARENT),
            (CHILD_KEY, SECRET, CHILD),
        ],
        ids=["owner", "parent", "parent-of-child", "child", "key-of-parent", "key-of-child"],
    )
    def test_opens_to(self, mock: Mock, username: str, password: str, account_sid: str) -> None:
        assert opens(mock, username, password, account_sid)

    @pytest.mark.parametrize(
        ("username", "password", "account_sid"),
        [
            (STRANGER, "x", STRANGER),
            (OWNER, PARENT_TOKEN, OWNER),
            (OWNER, OWNER_TOKEN.upper(), OWNER),
            (OWNER, OWNER_TOKEN, PARENT),
            (OWNER, OWNER_TOKEN, CHILD),
            (CHILD, CHILD_TOKEN, PARENT),
            (CHILD, PARENT_TOKEN, CHILD),
            (PARENT_KEY, SECRET, CHILD),
            (PARENT_KEY, SECRET, OWNER),
            (CHILD_KEY, SECRET, PARENT),
            (PARENT_KEY, PARENT_TOKEN, PARENT),
            (f"SK{'9' * 32}", SECRET, PARENT),
        ],
        ids=[
            *("stranger", "token-of-another", "token-in-another-case", "another-account"),
            *("child-of-another", "parent-by-child", "child-with-token-of-parent"),
            *("child-by-key-of-parent", "another-account-by-key", "parent-by-key-of-child"),
            *("key-with-token", "unknown-key"),
        ],
    )
    def test_stays_closed_to(
        self, mock: Mock, username: str, password: str, account_sid: str
    ) -> None:
        assert not opens(mock, username, password, account_sid)

    def test_knows_the_account_that_every_world_has(self, mock: Mock) -> None:
        world = mock.world
        assert opens(mock, world.account_sid, world.auth_token, world.account_sid)

    def test_answers_the_sdk_with_an_api_key(self, mock: Mock) -> None:
        client = Client(CHILD_KEY, SECRET, CHILD)
        client.api.base_url = mock.url
        made = client.conferences("Support").participants.create(**AS_SDK)
        assert made.account_sid == CHILD

    def test_answers_the_sdk_of_a_parent_for_its_subaccount(self, mock: Mock) -> None:
        parent = sdk(mock.url, PARENT, PARENT_TOKEN)
        made = parent.api.accounts(CHILD).conferences("Support").participants.create(**AS_SDK)
        assert made.account_sid == CHILD
        assert sdk(mock.url, CHILD, CHILD_TOKEN).conferences(made.conference_sid).fetch().status
        assert parent.conferences.list() == []


def test_an_empty_control_token_opens_the_control_api_to_nobody(mock_with: MakeMock) -> None:
    wire = mock_with(control_token="").wire
    reply = wire.send("GET", "/_mockconf/health", headers={"Host": "example.com"}, auth=None)
    assert reply.status == 403
