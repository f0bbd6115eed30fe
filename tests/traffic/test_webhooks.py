"""Recorded webhooks: their forms, their signatures, and what the application answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from mockconf.reports.result import Exit
from tests.traffic.conftest import Check
from tests.traffic.recordings import ACCOUNT, CALL, CONFERENCE, FORM, HAR, LOG, Format, Recorded

TOKEN = "12345678901234567890123456789012"
HOOK = "https://app.example/hook?case=4711"
MUTED = {
    "ConferenceSid": CONFERENCE,
    "FriendlyName": "Zoë & Co",
    "AccountSid": ACCOUNT,
    "SequenceNumber": "4",
    "Timestamp": "Mon, 05 Jan 2026 09:00:00 +0000",
    "StatusCallbackEvent": "participant-mute",
    "CallSid": CALL,
    "Muted": "true",
    "Hold": "false",
    "Coaching": "false",
    "EndConferenceOnExit": "false",
    "StartConferenceOnEnter": "true",
}
RECORDED = {
    "AccountSid": "5bfc97fb-726d-4b20-89da-b4ae34a549d1",
    "CallSid": "05f35c04-aa5a-070c-d103-54e6acced579",
    "RecordingSid": "15f35c04-aa5a-070c-d103-54e6acced579",
    "RecordingUrl": "https://example.signalwire.com/recording",
    "RecordingStatus": "completed",
    "RecordingDuration": "7",
    "RecordingChannels": "1",
    "RecordingSource": "DialVerb",
}


def webhook(
    params: Mapping[str, str] = MUTED, url: str = HOOK, token: str | None = TOKEN
) -> Recorded:
    """A webhook as the vendor posts it, signed by the validator of the vendor's SDK."""
    headers = {"Content-Type": FORM}
    if token:
        headers["X-Twilio-Signature"] = RequestValidator(token).compute_signature(url, params)
    return Recorded("POST", url, urlencode(params), headers, status=204, answer="")


def test_a_webhook_that_keeps_the_contract_is_clean(
    kind: Format, check: Check, tmp_path: Path
) -> None:
    checked = check(kind.at(tmp_path, webhook()), "--auth-token", TOKEN)
    assert (checked.code, checked.findings, checked.report["checked"]) == (Exit.CLEAN, [], 1)
    hidden = "signatures of webhooks, as the log hides what was signed"
    assert checked.report["skipped"] == ({hidden: 1} if kind is LOG else {})


def test_the_token_may_stand_in_the_environment(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "another")
    assert check(HAR.at(tmp_path, webhook())).rules == ["webhook-signature"]


def test_without_a_token_no_signature_is_checked_and_that_is_told(
    check: Check, tmp_path: Path
) -> None:
    checked = check(HAR.at(tmp_path, webhook(token="another")))
    assert checked.code == Exit.CLEAN
    assert checked.report["skipped"] == {"signatures of webhooks, as their secret was not given": 1}


@pytest.mark.parametrize(
    ("recorded", "rule", "pointer"),
    [
        (webhook(MUTED | {"Muted": "yes"}), "webhook-breaks-contract", "/request/postData"),
        (
            webhook(MUTED | {"StatusCallbackEvent": "x"}),
            "webhook-breaks-contract",
            "/request/postData",
        ),
        (webhook(MUTED | {"Mood": "good"}), "webhook-unknown-parameter", "/request/postData"),
        (webhook(token=None), "webhook-unsigned", "/request/headers"),
        (webhook(token="another"), "webhook-signature", "/request/headers"),
        (webhook()._replace(url=f"{HOOK}1"), "webhook-signature", "/request/headers"),
        (webhook()._replace(status=500), "webhook-refused", "/response/status"),
    ],
    ids=["value", "event", "unknown", "unsigned", "token", "url", "refused"],
)
def test_what_is_wrong_with_a_webhook_is_found(
    recorded: Recorded, rule: str, pointer: str, check: Check, tmp_path: Path
) -> None:
    checked = check(HAR.at(tmp_path, recorded), "--auth-token", TOKEN)
    assert [(one["rule"], one["place"]["pointer"]) for one in checked.findings] == [
        (rule, f"/log/entries/0{pointer}")
    ]


def test_the_fragment_of_a_webhooks_url_is_not_signed(check: Check, tmp_path: Path) -> None:
    marked = webhook()._replace(url=f"{HOOK}#rc=3")
    assert check(HAR.at(tmp_path, marked), "--auth-token", TOKEN).findings == []


def test_the_secrets_in_the_url_of_a_webhook_are_not_told(check: Check, tmp_path: Path) -> None:
    hook = "https://u:hunter2@app.example/hook?auth_token=hunter2"
    checked = check(HAR.at(tmp_path, webhook(url=hook)), "--auth-token", "another")
    assert checked.rules == ["webhook-signature"]
    assert "hunter2" not in json.dumps(checked.report["findings"])


def test_a_parameter_that_a_webhook_lacks_is_named(check: Check, tmp_path: Path) -> None:
    params = {name: text for name, text in MUTED.items() if name != "Timestamp"}
    [found] = check(HAR.at(tmp_path, webhook(params))).findings
    assert found["message"] == "ConferenceStatusCallback: Timestamp: Timestamp is required"


def test_a_webhook_by_get_is_one_too(check: Check, tmp_path: Path) -> None:
    url = f"https://app.example/hook?{urlencode(MUTED | {'Muted': 'yes'})}"
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    got = Recorded("GET", url, headers={"X-Twilio-Signature": signature}, status=200, answer="")
    checked = check(HAR.at(tmp_path, got), "--auth-token", TOKEN)
    assert checked.rules == ["webhook-breaks-contract"]


def test_a_webhook_of_signalwire_is_held_against_signalwires_contract(
    check: Check, tmp_path: Path
) -> None:
    params = RECORDED | {"RecordingStatus": "done"}
    posted = webhook(params, token=None)
    checked = check(HAR.at(tmp_path, posted), "--signing-key", "PSK_x", "--auth-token", TOKEN)
    assert sorted(checked.rules) == ["webhook-breaks-contract", "webhook-unsigned"]
    assert "X-SignalWire-Signature" in json.dumps(checked.report)


def test_a_webhook_of_another_dialect_is_left_out_and_counted(check: Check, tmp_path: Path) -> None:
    checked = check(HAR.at(tmp_path, webhook(RECORDED)), "--dialect", "twilio-2010-04-01")
    assert checked.code == Exit.NOTHING_CHECKED
    assert checked.report["skipped"] == {"webhooks of other dialects": 1}


@pytest.mark.parametrize(
    "params",
    [{"CallSid": CALL, "CallStatus": "ringing"}, {"MessageSid": "SM1"}, {}],
    ids=["voice", "message", "none"],
)
def test_another_webhook_of_the_vendor_is_left_out(
    params: dict[str, str], check: Check, tmp_path: Path
) -> None:
    assert check(HAR.at(tmp_path, webhook(params))).code == Exit.NOTHING_CHECKED
