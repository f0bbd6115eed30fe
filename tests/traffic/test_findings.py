"""What `mockconf check` finds in recorded requests and answers, in every kind of recording alike."""

from __future__ import annotations

import gzip
import json
import zlib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockconf.reports.result import Exit
from tests.traffic.conftest import Check
from tests.traffic.recordings import (
    CONFERENCE,
    CONFERENCES,
    FORM,
    HAR,
    LOG,
    MISSPELT,
    MUTE,
    NOWHERE,
    ONE,
    SOMEBODY,
    YAML,
    Format,
    Recorded,
    json_cassette,
)

CONFERENCE_DOCUMENT = {
    "account_sid": "AC" + "a" * 32,
    "api_version": "2010-04-01",
    "call_sid_ending_conference": None,
    "date_created": "Mon, 05 Jan 2026 09:00:00 +0000",
    "date_updated": "Mon, 05 Jan 2026 09:00:00 +0000",
    "friendly_name": "Zoë & Co",
    "reason_conference_ended": None,
    "region": "us1",
    "sid": CONFERENCE,
    "status": "in-progress",
    "subresource_uris": {
        "participants": f"{ONE.removeprefix('https://api.twilio.com')[:-5]}/Participants.json",
        "recordings": f"{ONE.removeprefix('https://api.twilio.com')[:-5]}/Recordings.json",
    },
    "uri": ONE.removeprefix("https://api.twilio.com"),
}


def fetched(**changes: Any) -> Recorded:
    """A conference that was fetched."""
    return Recorded(status=200, answer=json.dumps(CONFERENCE_DOCUMENT | changes))


def test_traffic_that_keeps_the_contract_is_clean(
    kind: Format, check: Check, tmp_path: Path
) -> None:
    checked = check(kind.at(tmp_path, MUTE, fetched()))
    assert (checked.code, checked.findings, checked.report["checked"]) == (Exit.CLEAN, [], 2)


def test_a_finding_names_file_entry_pointer_rule_severity_and_the_nearest_legal_name(
    kind: Format, check: Check, tmp_path: Path
) -> None:
    file = kind.at(tmp_path, MUTE, MISSPELT)
    checked = check(file)
    [found] = checked.findings
    assert checked.code == Exit.FINDINGS
    assert (found["rule"], found["severity"], found["nearest"]) == (
        "unknown-parameter",
        "warning",
        "Muted",
    )
    place = found["place"]
    assert (place["file"], place["entry"], place["pointer"]) == (str(file), 1, kind.form)


def test_the_pointer_leads_to_what_is_wrong(check: Check, tmp_path: Path) -> None:
    file = HAR.at(tmp_path, MUTE, MISSPELT)
    [found] = check(file).findings
    value = json.loads(file.read_text())
    for step in found["place"]["pointer"].split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    assert value["text"] == MISSPELT.form


def test_a_finding_in_an_exchange_log_names_its_line(check: Check, tmp_path: Path) -> None:
    [found] = check(LOG.at(tmp_path, MUTE, MISSPELT)).findings
    assert found["place"]["line"] == 2


def test_an_answer_that_breaks_the_contract_is_found(
    kind: Format, check: Check, tmp_path: Path
) -> None:
    [found] = check(kind.at(tmp_path, MUTE, fetched(status="paused"))).findings
    assert (found["rule"], found["severity"]) == ("answer-breaks-contract", "error")
    assert found["message"].startswith("FetchConference 200 at /status: 'paused' is not one of")
    assert found["place"]["pointer"] == kind.answer


def test_what_is_missing_in_an_answer_is_told_once(check: Check, tmp_path: Path) -> None:
    document = {key: CONFERENCE_DOCUMENT[key] for key in list(CONFERENCE_DOCUMENT)[:-2]}
    recorded = fetched()._replace(answer=json.dumps(document))
    checked = check(HAR.at(tmp_path, recorded))
    assert set(checked.rules) == {"absent-property"}
    assert [one["message"] for one in checked.findings] == [
        f"FetchConference 200: {name} is required" for name in ("subresource_uris", "uri")
    ]


def test_a_property_that_the_contract_does_not_know_is_a_warning(
    check: Check, tmp_path: Path
) -> None:
    [found] = check(HAR.at(tmp_path, fetched(mood="good"))).findings
    assert (found["rule"], found["severity"]) == ("unknown-property", "warning")
    assert "'mood'" in found["message"]


@pytest.mark.parametrize(
    ("recorded", "rules"),
    [
        (MUTE._replace(form="Muted=true&Muted=true"), ["repeated-parameter"]),
        (MUTE._replace(form="Hold=yes"), ["boolean-spelling"]),
        (MUTE._replace(form="HoldMethod=PATCHY", status=400), ["refused-parameter"]),
        (Recorded(url=f"{CONFERENCES}.json?Status=done", status=400), ["refused-parameter"]),
        (Recorded(url=f"{CONFERENCES}/{CONFERENCE}/Nobody.json"), ["no-such-path"]),
        (Recorded("PUT", ONE, status=405), ["method-not-allowed"]),
        (Recorded("POST", f"{SOMEBODY}?Muted=true"), ["query-ignored"]),
        (Recorded("POST", SOMEBODY, "Muted=%zz", status=400), ["malformed-request"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_requests_are_judged_by_the_rules_of_the_mock(
    recorded: Recorded, rules: list[str], check: Check, tmp_path: Path
) -> None:
    error = json.dumps(NOWHERE | {"status": recorded.status})
    assert check(HAR.at(tmp_path, recorded._replace(answer=error))).rules == rules


def test_a_request_that_the_contract_refuses_and_the_vendor_did_not_is_told_so(
    check: Check, tmp_path: Path
) -> None:
    refused = fetched()._replace(url=f"{CONFERENCES}.json?Status=done")
    assert "vendor-disagrees" in check(HAR.at(tmp_path, refused)).rules


def test_a_read_that_the_contract_allows_and_the_vendor_refused_is_told_so(
    check: Check, tmp_path: Path
) -> None:
    answer = json.dumps(NOWHERE | {"code": 20001, "status": 400})
    refused = Recorded(url=f"{CONFERENCES}.json?Status=init", status=400, answer=answer)
    assert check(HAR.at(tmp_path, refused)).rules == ["vendor-disagrees"]


def test_a_status_that_the_contract_does_not_know_is_told(check: Check, tmp_path: Path) -> None:
    checked = check(HAR.at(tmp_path, fetched()._replace(status=203)))
    assert "undocumented-status" in checked.rules


@pytest.mark.parametrize("answer", ["<html>", '{"sid": ', ""], ids=["html", "truncated", "none"])
def test_an_answer_that_cannot_be_read_is_found(answer: str, check: Check, tmp_path: Path) -> None:
    checked = check(HAR.at(tmp_path, fetched()._replace(answer=answer)))
    assert checked.rules == ["unreadable-answer"]


def test_an_answer_that_should_have_no_body_has_none(check: Check, tmp_path: Path) -> None:
    gone = Recorded("DELETE", SOMEBODY, status=204, answer="")
    checked = check(HAR.at(tmp_path, gone, gone._replace(answer="gone")))
    assert [(one["rule"], one["place"]["entry"]) for one in checked.findings] == [
        ("answer-breaks-contract", 1)
    ]


def test_a_request_without_an_answer_is_judged_all_the_same(check: Check, tmp_path: Path) -> None:
    checked = check(HAR.at(tmp_path, MISSPELT._replace(status=0)))
    assert checked.rules == ["unknown-parameter"]


@pytest.mark.parametrize("kind", [HAR, YAML], ids=["har", "yaml"])  # the others hold none
@pytest.mark.parametrize(
    ("coding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_compressed_answer_is_read(
    coding: str, squeeze: Callable[[bytes], bytes], kind: Format, check: Check, tmp_path: Path
) -> None:
    plain = fetched(status="paused")
    headers = {"Content-Encoding": coding}
    squeezed = plain._replace(answer=squeeze(plain.body), answer_headers=headers)
    assert check(kind.at(tmp_path, MUTE, squeezed)).rules == ["answer-breaks-contract"]


def test_an_answer_in_base64_is_read(check: Check, tmp_path: Path) -> None:
    document = json.dumps(CONFERENCE_DOCUMENT, ensure_ascii=False).encode("latin-1")
    broken = fetched()._replace(answer=document)  # no UTF-8, so that it is written in base64
    assert check(HAR.at(tmp_path, broken)).rules == ["unreadable-answer"]


def test_the_fields_of_a_har_are_a_form_too(check: Check, tmp_path: Path) -> None:
    document = json.loads(HAR.write(MISSPELT))
    posted = {
        "mimeType": "application/x-www-form-urlencoded",
        "params": [{"name": "Mutd", "value": "1"}],
    }
    document["log"]["entries"][0]["request"]["postData"] = posted
    file = tmp_path / "params.har"
    file.write_text(json.dumps(document))
    assert check(file).rules == ["unknown-parameter"]


@pytest.mark.parametrize(
    "entry",
    [
        {
            "postData": {
                "mimeType": FORM,
                "text": b64encode(b"Mutd=1").decode(),
                "encoding": "base64",
            }
        },
        {"postData": {"mimeType": FORM, "text": "Mutd=1"}, "headers": []},
    ],
    ids=["base64", "type-of-the-body"],
)
def test_the_body_of_a_har_is_read_however_it_is_written(
    entry: dict[str, Any], check: Check, tmp_path: Path
) -> None:
    document = json.loads(HAR.write(MISSPELT))
    document["log"]["entries"][0]["request"] |= entry
    file = tmp_path / "odd.har"
    file.write_text(json.dumps(document))
    assert check(file).rules == ["unknown-parameter"]


@pytest.mark.parametrize(
    "response",
    [
        {"status_code": 200, "content": json.dumps(CONFERENCE_DOCUMENT | {"status": "paused"})},
        {"status": 200, "body": json.dumps(CONFERENCE_DOCUMENT | {"status": "paused"})},
    ],
    ids=["httpx", "plain"],
)
def test_what_vcrpy_writes_of_other_clients_is_read(
    response: dict[str, Any], check: Check, tmp_path: Path
) -> None:
    asked = {"method": "GET", "uri": ONE, "headers": {}, "body": None}
    file = tmp_path / "cassette.json"
    file.write_text(json.dumps({"interactions": [{"request": asked, "response": response}]}))
    assert check(file).rules == ["answer-breaks-contract"]


def test_a_form_that_a_cassette_holds_as_fields_is_one(check: Check, tmp_path: Path) -> None:
    document = json.loads(YAML._replace(write=json_cassette).write(MISSPELT))
    document["interactions"][0]["request"]["body"] = {"Mutd": "1"}
    file = tmp_path / "cassette.json"
    file.write_text(json.dumps(document))
    assert check(file).rules == ["unknown-parameter"]


def test_a_post_of_2008_that_means_a_delete_is_judged_as_one(check: Check, tmp_path: Path) -> None:
    url = SOMEBODY.replace("2010-04-01", "2008-08-01").removesuffix(".json") + "?_method=DELETE"
    kicked = Recorded("POST", url, status=204, answer="")
    assert check(HAR.at(tmp_path, kicked)).findings == []


@pytest.mark.parametrize(
    "recorded",
    [
        fetched(region="https://u:hunter2@x.example/?api_key=hunter2"),
        Recorded(url=f"{CONFERENCES}.json?access_token=hunter2"),
        Recorded("POST", ONE, "AnnounceUrl=ftp://u:hunter2@x.example/?api_key=hunter2"),
    ],
    ids=["answer", "name", "value"],
)
def test_secrets_in_what_was_recorded_are_not_told(
    recorded: Recorded, check: Check, tmp_path: Path
) -> None:
    checked = check(HAR.at(tmp_path, recorded))
    assert checked.findings
    assert "hunter2" not in json.dumps(checked.report)


def test_what_is_secret_is_not_repeated(check: Check, tmp_path: Path) -> None:
    target = f"{CONFERENCES}/Support/Participants.json"
    form = "From=%2B15017122661&To=sip:a@b.example&SipAuthPasswd=hunter2&SipAuthPassword=hunter2"
    checked = check(HAR.at(tmp_path, Recorded("POST", target, form)))
    assert checked.rules == ["unknown-parameter"]
    assert "hunter2" not in json.dumps(checked.report)
