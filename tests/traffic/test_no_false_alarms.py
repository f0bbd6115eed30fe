"""Traffic that vendors, recorders and proxies really make is no finding that fails a check, odd as some of it looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockconf.reports.result import Exit
from tests.traffic.conftest import Check
from tests.traffic.recordings import (
    ACCOUNT,
    CONFERENCES,
    HAR,
    HOST,
    MUTE,
    ONE,
    Format,
    Recorded,
    har_entry,
)
from tests.traffic.test_findings import CONFERENCE_DOCUMENT, fetched
from tests.traffic.test_webhooks import webhook

PROJECT = "5bfc97fb-726d-4b20-89da-b4ae34a549d1"
ROOM = "05f35c04-aa5a-070c-d103-54e6acced579"
SPACE = f"https://example.signalwire.com/api/laml/2010-04-01/Accounts/{PROJECT}"
OLD = f"{HOST}/2008-08-01/Accounts/{ACCOUNT}"
STARTED = {
    "AccountSid": PROJECT,
    "ApiVersion": "2010-04-01",
    "ConferenceSid": ROOM,
    "FriendlyName": "Support",
    "StatusCallbackEvent": "conference-start",
    "Timestamp": "Mon, 05 Jan 2026 09:00:00 +0000",
    "CallSid": ROOM,
    "From": "+15017122661",
}


@pytest.mark.parametrize("account", ["REDACTED", "<ACCOUNT_SID>", "ACXXXX"])
def test_an_account_that_the_recorder_has_hidden_is_taken_for_one(
    account: str, kind: Format, check: Check, tmp_path: Path
) -> None:
    hidden = json.dumps(CONFERENCE_DOCUMENT).replace(ACCOUNT, account)
    recorded = Recorded(url=ONE.replace(ACCOUNT, account), status=200, answer=hidden)
    checked = check(kind.at(tmp_path, recorded))
    assert (checked.code, checked.findings) == (Exit.CLEAN, [])


@pytest.mark.parametrize("method", ["OPTIONS", "HEAD"])
def test_a_request_that_only_asks_what_is_possible_is_left_out(
    method: str, check: Check, tmp_path: Path
) -> None:
    checked = check(HAR.at(tmp_path, MUTE, Recorded(method, ONE, status=200, answer="")))
    assert checked.code == Exit.CLEAN
    assert [*checked.report["skipped"].values()] == [1]


@pytest.mark.parametrize("content", [{"size": 0}, {}, None])
def test_an_answer_whose_body_was_not_recorded_is_not_looked_at(
    content: dict[str, int] | None, check: Check, tmp_path: Path
) -> None:
    entry = har_entry(fetched())
    entry["response"]["content"] = content
    file = tmp_path / "bare.har"
    file.write_text(json.dumps({"log": {"entries": [entry]}}))
    assert check(file).code == Exit.CLEAN


@pytest.mark.parametrize("part", ["request", "response"])
def test_headers_that_were_not_recorded_are_none(part: str, check: Check, tmp_path: Path) -> None:
    entry = har_entry(fetched())
    entry[part]["headers"] = None
    file = tmp_path / "bare.har"
    file.write_text(json.dumps({"log": {"entries": [entry]}}))
    assert check(file).code == Exit.CLEAN


@pytest.mark.parametrize(
    "recorded",
    [
        fetched()._replace(status=304, answer=""),
        Recorded(status=307, answer=""),
        Recorded(status=500, answer=""),
        Recorded(status=503, answer="<html>upstream connect error</html>"),
        Recorded(status=401, answer=""),
        Recorded(
            url=ONE.removesuffix(".json"),
            status=401,
            answer="<TwilioResponse><RestException><Code>20003</Code><Detail>x</Detail>"
            "<Message>Authenticate</Message><MoreInfo>https://www.twilio.com/docs/errors/20003</MoreInfo>"
            "<Status>401</Status></RestException></TwilioResponse>",
        ),
    ],
    ids=["not-modified", "redirect", "empty-500", "proxy", "empty-401", "detail"],
)
def test_failures_in_words_that_are_not_the_vendors_fail_nothing(
    recorded: Recorded, check: Check, tmp_path: Path
) -> None:
    checked = check(HAR.at(tmp_path, recorded))
    assert (checked.code, checked.report["checked"]) == (Exit.CLEAN, 1), checked.findings


def test_a_status_that_is_not_in_the_contract_is_held_against_no_other(
    check: Check, tmp_path: Path
) -> None:
    assert check(HAR.at(tmp_path, fetched()._replace(status=203))).rules == ["undocumented-status"]


def test_a_page_without_its_token_is_refused_as_the_mock_refuses_it(
    check: Check, tmp_path: Path
) -> None:
    answer = json.dumps(
        {"code": 20001, "message": "PageToken is required", "more_info": "https://x", "status": 400}
    )
    recorded = Recorded(url=f"{CONFERENCES}.json?Status=init&Page=1", status=400, answer=answer)
    assert set(check(HAR.at(tmp_path, recorded), "--fail-on", "error").rules) - {
        "answer-breaks-contract"
    } == {"page-token-required"}


def test_the_sound_of_a_recording_is_no_document(check: Check, tmp_path: Path) -> None:
    sound = Recorded(
        url=f"{SPACE}/Recordings/{ROOM}", status=200, answer=b"RIFF\xff\xfe",
        answer_headers={"Content-Type": "audio/x-wav"},
    )  # fmt: skip
    assert check(HAR.at(tmp_path, sound)).code == Exit.CLEAN


@pytest.mark.parametrize(
    "changes",
    [{}, {"StatusCallbackEvent": "conference-end"}],
    ids=["start-with-a-call", "end-without-duration"],
)
def test_which_parameter_comes_with_which_event_is_only_assumed_of_signalwire(
    changes: dict[str, str], check: Check, tmp_path: Path
) -> None:
    checked = check(HAR.at(tmp_path, webhook(STARTED | changes)))
    assert (checked.code, {one["severity"] for one in checked.findings}) == (Exit.CLEAN, {"note"})
    assert any("+15017122661' is not expected here" in one["message"] for one in checked.findings)


def test_a_recording_of_signalwire_may_cost_a_number_and_say_nothing_of_trimming(
    check: Check, tmp_path: Path
) -> None:
    document: dict[str, Any] = {
        "account_sid": PROJECT, "api_version": "2010-04-01", "call_sid": None, "conference_sid": ROOM,
        "channel": "1", "channels": "1", "date_created": "Mon, 05 Jan 2026 09:00:00 +0000",
        "date_updated": "Mon, 05 Jan 2026 09:00:00 +0000", "start_time": "Mon, 05 Jan 2026 09:00:00 +0000",
        "end_time": None, "duration": 7, "sid": ROOM, "price": 0.0, "price_unit": "USD",
        "source": "StartConferenceRecording", "status": "completed", "error_code": None,
        "uri": f"/api/laml/2010-04-01/Accounts/{PROJECT}/Conferences/{ROOM}/Recordings/{ROOM}.json",
        "subresource_uris": {"transcriptions": f"/api/laml/2010-04-01/Accounts/{PROJECT}/Recordings/{ROOM}/Transcriptions.json"},
        "encryption_details": None,
    }  # fmt: skip
    recorded = Recorded(
        url=f"{SPACE}/Conferences/{ROOM}/Recordings/{ROOM}", status=200, answer=json.dumps(document)
    )
    checked = check(HAR.at(tmp_path, recorded))
    assert (checked.code, checked.findings) == (Exit.CLEAN, [])


def test_a_list_of_2008_may_leave_out_its_paging_in_json(check: Check, tmp_path: Path) -> None:
    answer = json.dumps({"TwilioResponse": {"Conferences": []}})
    recorded = Recorded(url=f"{OLD}/Conferences.json", status=200, answer=answer)
    assert check(HAR.at(tmp_path, recorded)).findings == []


def test_a_list_of_2008_may_have_the_links_of_the_later_documentation(
    check: Check, tmp_path: Path
) -> None:
    answer = (
        '<TwilioResponse><Conferences page="0" numpages="0" pagesize="50" total="0" start="0" end="0" '
        'uri="/x" firstpageuri="" nextpageuri="" previouspageuri="" lastpageuri=""/></TwilioResponse>'
    )
    recorded = Recorded(url=f"{OLD}/Conferences", status=200, answer=answer)
    assert check(HAR.at(tmp_path, recorded)).findings == []


@pytest.mark.parametrize(
    ("suffix", "answer"),
    [
        ("", '<TwilioResponse><Conferences page="x" pagesize=""/></TwilioResponse>'),
        (".json", '{"TwilioResponse": {"Conference": 1}}'),
        (".json", '{"TwilioResponse": {"Conferences": null}}'),
        (".json", '{"TwilioResponse": {"Conferences": [1]}}'),
        (".json", "[]"),
    ],
)
@pytest.mark.parametrize(
    "base", [f"{HOST}/2010-04-01/Accounts/{ACCOUNT}", OLD], ids=["2010", "2008"]
)
def test_an_answer_of_a_shape_that_nobody_expects_is_found(
    base: str, suffix: str, answer: str, check: Check, tmp_path: Path
) -> None:
    recorded = Recorded(url=f"{base}/Conferences{suffix}?Status=1", status=200, answer=answer)
    rules = set(check(HAR.at(tmp_path, recorded)).rules)
    assert rules & {"unreadable-answer", "answer-breaks-contract", "absent-property"}


def test_a_coding_that_is_not_read_is_named_where_the_body_is_not_plain(
    check: Check, tmp_path: Path
) -> None:
    brotli = Recorded(answer=b"\x0b\x02\x80\xff", answer_headers={"Content-Encoding": "br"})
    checked = check(
        HAR.at(tmp_path, brotli, fetched()._replace(answer_headers={"Content-Encoding": "br"}))
    )
    assert checked.unreadable == ["a body is compressed by br, which is not read"]
    assert checked.findings == []


def test_a_cassette_without_an_answer_has_none(check: Check, tmp_path: Path) -> None:
    document = {
        "version": 1,
        "interactions": [{"request": {"method": "GET", "uri": ONE}, "response": None}],
    }
    file = tmp_path / "cassette.json"
    file.write_text(json.dumps(document))
    assert check(file).code == Exit.CLEAN
