"""How SignalWire's callbacks travel: their headers, their signature, and how often they are tried."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from twilio.request_validator import RequestValidator

from mockconf.dialects import signalwire_callbacks
from mockconf.model import ConferenceCallbacks, NewParticipant, Webhook
from mockconf.overrides import split
from tests.conftest import Mock
from tests.hooks import Stage
from tests.listener import answering, hanging, redirecting
from tests.signalwire.conftest import A, B, uuid
from tests.signalwire.telling import WORDS, Told


def test_a_callback_is_a_form_without_a_token_of_its_own(told: Told) -> None:
    told.open(A)
    (got,) = told.received
    assert (got.method, got.headers["content-type"]) == (
        "POST",
        "application/x-www-form-urlencoded",
    )
    assert not [name for name in got.headers if "twilio" in name]


def test_with_get_the_form_is_the_query(told: Told) -> None:
    told.open(A, method="GET")
    (got,) = told.received
    assert (got.method, got.body, got.params["StatusCallbackEvent"]) == (
        "GET",
        b"",
        "participant-join",
    )


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_callback_is_signed_with_the_signing_key(told: Told, method: str) -> None:
    told.open(A, B, method=method)
    validator = RequestValidator(told.world.signing_key)
    assert len(told.received) == 3
    for got in told.received:
        signature = got.headers["x-signalwire-signature"]
        form = got.params if method == "POST" else {}
        assert validator.validate(f"{told.stage.receiver.url}{got.target}", form, signature)


def test_no_other_secret_signs_it(told: Told) -> None:
    told.open(A)
    (got,) = told.received
    url = f"{told.stage.receiver.url}{got.target}"
    for secret in (told.world.auth_token, told.world.api_token):
        validator = RequestValidator(secret)
        assert not validator.validate(url, got.params, got.headers["x-signalwire-signature"])


def test_a_signature_is_the_one_that_the_vendors_validator_accepts() -> None:
    params = {
        "AccountSid": "b3877c40-da60-4998-90ad-b792e98472af",
        "ConferenceSid": "b3877c40-da60-4998-90ad-b792e98472cf",
        "FriendlyName": "My Room",
        "Muted": "false",
        "StatusCallbackEvent": "participant-join",
    }
    url = "https://example.com/conf-cb"
    headers = signalwire_callbacks.headers("PSK_test_signing_key", "POST", url, params)
    assert dict(headers)["X-SignalWire-Signature"] == "NY0yLgZ1M/kwIEziFh9BtazTmQ8="


def test_without_a_signing_key_nothing_leaves(mock_with: Callable[..., Mock]) -> None:
    account = {
        "sid": f"AC{'1' * 32}",
        "auth_token": "t",
        "project_id": "11111111-2222-3333-4444-555555555555",
        "api_token": "PT",
    }
    with Stage(mock_with(accounts=[account])) as stage:
        hook = Webhook(stage.receiver.url, "signalwire", events=frozenset(WORDS))
        switchboard, sid = stage.world.switchboard, account["sid"]
        opened = switchboard.open_conference(sid, "Room", ConferenceCallbacks(status=hook))
        switchboard.join(sid, opened.sid, NewParticipant())
        (row,) = stage.shown()
        assert stage.receiver.requests == []
    assert row["outcome"] == "failed"
    assert "its auth token or signing key is not known" in row["reason"]


# Trying again


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_receiver_that_refuses_is_tried_three_times(
    told_to: Callable[..., Told], status: int
) -> None:
    told = told_to(answering(status))
    told.open(A)
    (row,) = told.stage.shown()
    assert (row["outcome"], row["status"], row["attempts"]) == ("failed", status, 3)
    assert len(told.received) == 3


def test_a_receiver_that_comes_round_has_been_told(told_to: Callable[..., Told]) -> None:
    told = told_to(answering(500), answering(204))
    told.open(A)
    (row,) = told.stage.shown()
    assert (row["outcome"], row["attempts"]) == ("delivered", 2)


def test_every_attempt_is_the_same(told_to: Callable[..., Told]) -> None:
    told = told_to(answering(500))
    told.open(A)
    assert len({(one.body, one.headers["x-signalwire-signature"]) for one in told.received}) == 1


def test_a_receiver_that_is_silent_is_given_up_when_its_url_says_so(
    told_to: Callable[..., Told],
) -> None:
    told = told_to(hanging)
    told.open(A, url=f"{told.stage.receiver.url}/hook#rt=100&tt=100")
    (row,) = told.stage.shown()
    assert (row["outcome"], row["status"], row["attempts"]) == ("failed", None, 1)


@pytest.mark.parametrize(("times", "outcome"), [(3, "delivered"), (4, "failed")])
def test_three_redirects_are_followed(
    told_to: Callable[..., Told], times: int, outcome: str
) -> None:
    told = told_to(*[redirecting("/elsewhere")] * times, answering(200))
    told.open(A)
    (row,) = told.stage.shown()
    assert row["outcome"] == outcome


def test_the_limits_are_the_documented_ones() -> None:
    limits = signalwire_callbacks.CUSTOMS.defaults
    assert (limits.connect_timeout, limits.read_timeout, limits.total_timeout) == (2.0, 5.0, 15.0)
    assert (limits.retries, limits.redirects) == (2, 3)


@pytest.mark.parametrize(
    ("fragment", "changes"),
    [
        ("ot=100&rt=15000&tt=9000", {"connect_timeout": 0.1, "read_timeout": 15.0}),
        ("ot=99&rt=15001&tt=x", {"total_timeout": 15.0}),
        ("ct=100&rc=0&rp=5xx", {"total_timeout": 15.0}),
    ],
)
def test_a_fragment_has_the_three_keys_of_this_vendor(
    fragment: str, changes: dict[str, float]
) -> None:
    customs = signalwire_callbacks.CUSTOMS
    url, found = split(f"https://app.example/hook#{fragment}", customs)
    expected = {"total_timeout": 9.0} | changes
    assert url == "https://app.example/hook"
    assert found == customs.defaults._replace(**expected)  # type: ignore[arg-type]


def test_the_control_api_asks_for_callbacks_in_this_vendors_words(told: Told) -> None:
    stage = told.stage
    asked = {"dialect": "signalwire", "status_callback": f"{stage.receiver.url}/hook"}
    opened = stage.wire.control("POST", "conferences", {"friendly_name": "Support", **asked})
    stage.play(opened.json["sid"], "participant-join", call_sid=A)
    (received,) = stage.received()
    assert received.params["ConferenceSid"] == uuid(opened.json["sid"])
    assert "x-signalwire-signature" in {name.lower() for name in received.headers}
