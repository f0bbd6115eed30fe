"""Secrets stay secret: in findings, in the journal's rows, in answers, in the access log and in our own errors."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from mockconf.errors import MockconfError
from mockconf.redaction import shown_body, without_secrets
from mockconf.settings import load
from pytest_mockconf import MockConf
from tests.line import Line, request
from tests.wire import Wire

SECRET = "hunter2hunter2"
CALLER = {"From": "+15017122661", "To": "+15558675310"}
ROOM = "Conferences/Room/Participants.json"

#: Ways in which a secret gets into a request.
WAYS: dict[str, Callable[[Wire], object]] = {
    "in its parameter": lambda wire: wire.dial("Room", SipAuthPassword=SECRET),
    "in a token": lambda wire: wire.dial("Room", CallToken=SECRET),
    "as a user name": lambda wire: wire.dial("Room", SipAuthUsername=SECRET),
    "twice": lambda wire: wire.post(
        ROOM, [*CALLER.items(), ("SipAuthPassword", "x"), ("SipAuthPassword", SECRET)]
    ),
    "miscased": lambda wire: wire.dial("Room", sipauthpassword=SECRET),
    "misspelled": lambda wire: wire.dial("Room", SipAuthPasword=SECRET),
    "in the spelling of Python": lambda wire: wire.dial("Room", sip_auth_password=SECRET),
    "shortened": lambda wire: wire.dial("Room", Password=SECRET),
    "as an auth token": lambda wire: wire.dial("Room", AuthToken=SECRET),
    "in the query of a POST": lambda wire: wire.post(f"{ROOM}?SipAuthPassword={SECRET}", CALLER),
    "miscased in a query": lambda wire: wire.get(f"Conferences.json?sipAuthPassword={SECRET}"),
    "in an operation without it": lambda wire: wire.post(
        f"Conferences/CF{'0' * 32}.json", {"SipAuthPassword": SECRET}
    ),
    "in a body that is no form": lambda wire: wire.post(
        ROOM,
        body=f'{{"SipAuthPassword": "{SECRET}"}}'.encode(),
        headers={"Content-Type": "application/json"},
    ),
    "in a body that cannot be decoded": lambda wire: wire.post(
        ROOM, body=f"SipAuthPassword={SECRET}&Label=%ff".encode()
    ),
    "beside a missing parameter": lambda wire: wire.post(ROOM, {"SipAuthPassword": SECRET}),
    "as basic password": lambda wire: wire.get("Conferences.json", auth=("AC" + "0" * 32, SECRET)),
    "as bearer token": lambda wire: wire.get("Conferences.json", auth=f"Bearer {SECRET}"),
    "in a cookie": lambda wire: wire.get("Conferences.json", headers={"Cookie": f"s={SECRET}"}),
    "in a URL": lambda wire: wire.dial("Room", StatusCallback=f"https://bob:{SECRET}@app.example/"),
    "in the query of a URL": lambda wire: wire.dial(
        "Room", WaitUrl=f"https://app.example/?api_key={SECRET}&auth_token={SECRET}"
    ),
    "in a URL that is refused": lambda wire: wire.dial(
        "Room", StatusCallback=f"ftp://bob:{SECRET}@app.example/?api_key={SECRET}"
    ),
    "in a URL of an unknown parameter": lambda wire: wire.dial(
        "Room", CallbackUrl=f"https://app.example/?api_key={SECRET}"
    ),
    "in a URL that is sent twice": lambda wire: wire.post(
        ROOM, [*CALLER.items(), *[("StatusCallback", f"https://b:{SECRET}@app.example/")] * 2]
    ),
    "in a URL in a query": lambda wire: wire.get(
        f"Conferences.json?Url=https%3A%2F%2Fb%3A{SECRET}%40app.example%2F%3Fapi_key%3D{SECRET}"
    ),
    "in a SIP address": lambda wire: wire.dial("Room", To=f"sip:bob:{SECRET}@app.example"),
    "in a key of a proxy": lambda wire: wire.get(
        "Conferences.json", headers={"Proxy-Authorization": f"Bearer {SECRET}"}
    ),
}

every_way = pytest.mark.parametrize("way", WAYS)


@every_way
def test_a_secret_is_not_in_the_answer(wire: Wire, mockconf: MockConf, way: str) -> None:
    WAYS[way](wire)
    answer = mockconf.world.journal.exchanges[-1].answer
    assert answer.status < 500
    assert SECRET.encode() not in answer.body


@every_way
def test_a_secret_is_not_in_a_finding(wire: Wire, mockconf: MockConf, way: str) -> None:
    WAYS[way](wire)
    assert SECRET not in repr(mockconf.world.journal.exchanges[-1].findings)


@every_way
def test_a_secret_is_not_shown_by_the_control_api(wire: Wire, way: str) -> None:
    WAYS[way](wire)
    shown = wire.control("GET", "requests")
    assert len(shown.json["requests"]) == 1
    assert SECRET.encode() not in shown.body
    assert SECRET.encode() not in wire.control("GET", "findings").body


@pytest.mark.parametrize(
    "name", ["SipAuthPassword", "sipauthpassword", "sip_auth_password", "CallToken", "AuthToken"]
)
def test_a_secret_is_not_in_the_access_log(
    wire: Wire, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    asked = [request("GET", f"/lists?Status=init&{name}={SECRET}&Page=0"), request("GET", "/next")]
    with caplog.at_level(logging.DEBUG), Line(wire.url) as line:
        for one in asked:  # a line is logged before the next request on its connection is read
            line.send(one)
            line.answer()
    logged = [entry.getMessage() for entry in caplog.records if entry.name == "mockconf.access"]
    assert f"GET /lists?Status=init&{name}=***&Page=0 404" in logged
    assert SECRET not in caplog.text


def test_the_row_of_a_request_shows_what_is_no_secret(wire: Wire) -> None:
    wire.dial("Room", SipAuthPassword=SECRET, Label="x")
    (row,) = wire.control("GET", "requests").json["requests"]
    assert ["Label", "x"] in row["form"]
    assert ["SipAuthPassword", "***"] in row["form"]
    assert row["headers"]["authorization"] == f"Basic {wire.account_sid}:***"


def test_credentials_that_cannot_be_decoded_are_not_shown_either(wire: Wire) -> None:
    broken = b64encode(SECRET.encode()).decode()[:-1]
    wire.get("Conferences.json", auth=f"Basic {broken}")
    (row,) = wire.control("GET", "requests").json["requests"]
    assert row["headers"]["authorization"] == "Basic ***"


def test_the_token_of_the_account_is_shown_by_a_reset_only(wire: Wire) -> None:
    wire.get("Conferences.json")
    for path in ("health", "requests", "findings", "coverage", "conferences"):
        assert wire.auth_token.encode() not in wire.control("GET", path).body


@pytest.mark.parametrize(
    "accounts",
    [
        [{"sid": f"AC{'0' * 32}", "auth_token": SECRET}, "oops"],
        [{"sid": f"AC{'0' * 32}", "auth_token": SECRET, "parnt": "x"}],
        [{"auth_token": SECRET}],
        {"auth_token": SECRET},
    ],
    ids=["beside-a-mistake", "misspelled-key", "no-sid", "no-list"],
)
def test_a_mistake_in_the_settings_of_accounts_shows_no_token(
    tmp_path: Path, accounts: object
) -> None:
    with pytest.raises(MockconfError) as error:
        load(tmp_path, {}, accounts=accounts)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://bob:pw@app.example/a?b=c", "https://***@app.example/a?b=c"),
        ("https://bob:p@w@app.example", "https://***@app.example"),
        ("https://app.example/?a=b&api%5Fkey=pw&c=d", "https://app.example/?a=b&api%5Fkey=***&c=d"),
        ("https://app.example/#auth_token=pw", "https://app.example/#auth_token=***"),
        ("/a?u=https%3A%2F%2Fbob%3Apw%40b%2F&c=d", "/a?u=https%3A%2F%2F***%40b%2F&c=d"),
        ("sip:bob:pw@example.com", "sip:bob:***@example.com"),
        ("sip:bob@example.com", "sip:bob@example.com"),
        ("https://app.example/@bob?api_key=", "https://app.example/@bob?api_key="),
        ("What? password", "What? password"),
        ("https://app.example/?token=pw&a=b", "https://app.example/?token=***&a=b"),
        ("https://app.example/?id_token=pw", "https://app.example/?id_token=***"),
        ("https://app.example/?idToken=pw", "https://app.example/?idToken=***"),
        ("https://app.example/?IDToken=pw", "https://app.example/?IDToken=***"),
        ("https://app.example/?X-Amz-Signature=pw", "https://app.example/?X-Amz-Signature=***"),
        ("https://app.example/?sig=pw", "https://app.example/?sig=***"),
        ("https://app.example/?jwt=pw", "https://app.example/?jwt=***"),
        ("https://app.example/?auth=pw", "https://app.example/?auth=***"),
        ("https://app.example/?X-Amz-Credential=pw", "https://app.example/?X-Amz-Credential=***"),
        ("/a.json?PageToken=PA1&Page=1", "/a.json?PageToken=PA1&Page=1"),
        ("/a.json?page_token=PA1", "/a.json?page_token=PA1"),
        ("/a?X-Twilio-Signature=x", "/a?X-Twilio-Signature=x"),
        ("/a?author=x&design=y&AuthorizationTime=z", "/a?author=x&design=y&AuthorizationTime=z"),
    ],
)
def test_a_value_that_may_be_a_url_is_shown_without_its_secrets(value: str, shown: str) -> None:
    assert without_secrets(value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"ok": true}', '{"ok": true}'),
        ('{"a": [{"token": "pw", "b": 1}]}', '{"a": [{"token": "***", "b": 1}]}'),
        ('{"credentials": {"user": "pw"}}', '{"credentials": "***"}'),
        ('{"to": "https://a.example/?sig=pw"}', '{"to": "https://a.example/?sig=***"}'),
        ('{"a": 1, "token": "pw", "b', '{"a": 1, "token": ***'),
        ("token=pw&a=b", "token=***&a=b"),
        ("a=b&client_secret=pw", "a=b&client_secret=***"),
        ("<Response><Say>token</Say></Response>", "<Response><Say>token</Say></Response>"),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_an_answer_of_an_application_is_shown_without_its_secrets(text: str, shown: str) -> None:
    assert shown_body(text) == shown


@pytest.mark.parametrize("part", ["a", "?a=", "sip:", "://", "%25", "#", "&a?", "=%3F"])
def test_a_long_value_is_shown_in_no_time(part: str) -> None:
    begun = perf_counter()
    without_secrets(f"https://app.example/?x={part * 200_000}")
    assert perf_counter() - begun < 2
