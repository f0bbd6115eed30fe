"""What `mockconf portability` says of traffic that is to run on another vendor's API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockconf.cli import main
from mockconf.reports.result import Exit
from tests.traffic.conftest import Assess
from tests.traffic.recordings import (
    ACCOUNT,
    CALL,
    CONFERENCE,
    CONFERENCES,
    HAR,
    HOST,
    LOG,
    MUTE,
    ONE,
    SOMEBODY,
    Format,
    Recorded,
)
from tests.traffic.test_findings import fetched

SPACE = "https://example.signalwire.com/api/laml/2010-04-01/Accounts"
PROJECT = "5bfc97fb-726d-4b20-89da-b4ae34a549d1"
ROOM = "05f35c04-aa5a-070c-d103-54e6acced579"
PARTICIPANT = {
    "account_sid": ACCOUNT,
    "call_sid": CALL,
    "label": "agent",
    "status": "connected",
    "queue_time": "0",
    "muted": False,
}


def test_traffic_that_would_run_there_is_clean_and_says_how_ids_differ(
    kind: Format, assess: Assess
) -> None:
    checked = assess(MUTE._replace(status=204, answer=""), kind=kind)
    assert (checked.code, set(checked.rules)) == (Exit.CLEAN, {"id-spelling"})
    assert "cccccccc-cccc-cccc-cccc-cccccccccccc" in checked.findings[1]["message"]


@pytest.mark.parametrize(
    ("recorded", "rule", "says", "instead"),
    [
        (
            Recorded("POST", f"{CONFERENCES}/Support/Participants.json", "From=%2B1&To=%2B2"),
            "operation-missing",
            "CreateParticipant: the operation does not exist there",
            "<Dial><Conference>",
        ),
        (
            Recorded("POST", SOMEBODY, "BeepOnExit=true"),
            "parameter-missing",
            "UpdateParticipant: BeepOnExit does not exist there, and is ignored",
            "cXML",
        ),
        (
            Recorded(url=f"{CONFERENCES}/{CONFERENCE}/Participants.json?Coaching=true"),
            "parameter-missing",
            "ListParticipant: Coaching does not exist there, and is ignored",
            "keep those whose coaching is true",
        ),
        (
            Recorded(url=f"{CONFERENCES}/{CONFERENCE}/Participants/agent.json"),
            "id-pattern",
            "FetchParticipant: CallSid cannot be 'agent', but only an id",
            "address them by it",
        ),
        (
            Recorded(url=f"{CONFERENCES}/{CONFERENCE}.xml"),
            "representation-missing",
            "FetchConference: .xml is not served there",
            None,
        ),
        (
            Recorded("POST", f"{CONFERENCES}/{CONFERENCE}/Recordings/Twilio.CURRENT.json", "Status=paused"),
            "id-pattern",
            "UpdateConferenceRecording: Sid cannot be 'Twilio.CURRENT', but only an id",
            None,
        ),
    ],
    ids=["operation", "parameter", "filter", "label", "representation", "current"],
)  # fmt: skip
def test_what_would_break_is_an_error_with_what_to_use_instead(
    recorded: Recorded, rule: str, says: str, instead: str | None, assess: Assess
) -> None:
    checked = assess(recorded)
    [one] = checked.found(rule)
    assert checked.code == Exit.FINDINGS
    assert (one["severity"], one["message"]) == ("error", says)
    assert one["nearest"] is None if instead is None else instead in one["nearest"]


def test_a_value_that_is_not_legal_there_is_an_error(assess: Assess) -> None:
    url = f"{SPACE}/{PROJECT}/Conferences/{ROOM}/Recordings/{ROOM}"
    stopped = Recorded("POST", url, "Status=stopped&PauseBehavior=silence")
    assert assess(stopped, to="twilio-2010-04-01").found("value-refused") == []
    recorded = Recorded(url=f"{SPACE}/{PROJECT}/Conferences?Status=init")
    [one] = assess(recorded, to="twilio-2008-08-01").found("value-refused")
    assert one["message"] == "ListConference: Status cannot be 'init' there"


def test_a_token_that_the_vendor_hands_out_breaks_nothing(assess: Assess) -> None:
    paged = Recorded(url=f"{CONFERENCES}.json?Page=1&PageToken=PA{CONFERENCE}")
    assert {one["severity"] for one in assess(paged).findings} <= {"note"}


def test_xml_for_want_of_a_suffix_is_json_there(assess: Assess) -> None:
    [one] = assess(Recorded(url=ONE.removesuffix(".json"))).found("representation-missing")
    assert one["message"].endswith(
        "a path without suffix is application/json there, and not application/xml"
    )


def test_what_a_request_means_is_compared_and_not_how_it_was_sent(assess: Assess) -> None:
    url = SOMEBODY.replace("2010-04-01", "2008-08-01").removesuffix(".json")
    kicked = Recorded("POST", f"{url}?_method=DELETE", "Muted=1", status=204, answer="")
    operations = {one["message"].partition(":")[0] for one in assess(kicked).findings}
    assert operations == {"DeleteParticipant"}


@pytest.mark.parametrize(
    ("query", "to", "rule", "instead"),
    [
        ("Status=1", "twilio-2010-04-01", "value-refused", "in-progress"),
        ("num=5", "twilio-2010-04-01", "parameter-missing", "PageSize"),
        ("StartTime=2009-07-06", "twilio-2010-04-01", "parameter-missing", "DateCreated"),
        (
            "page=1",
            "signalwire",
            "parameter-missing",
            "follow next_page_uri: a page needs its token",
        ),
    ],
)
def test_what_means_the_same_there_is_named(
    query: str, to: str, rule: str, instead: str, assess: Assess
) -> None:
    listed = Recorded(
        url=f"{HOST}/2008-08-01/Accounts/{ACCOUNT}/Conferences.json?{query}", status=0
    )
    [one] = assess(listed, to=to).found(rule)
    assert one["nearest"] == instead


def test_a_value_that_is_only_taken_for_another_is_a_warning(assess: Assess) -> None:
    url = SOMEBODY.replace("2010-04-01", "2008-08-01").removesuffix(".json")
    [one] = assess(Recorded("POST", url, "Muted=1", status=0), to="twilio-2010-04-01").found(
        "value-misread"
    )
    assert (one["severity"], one["message"]) == (
        "warning",
        "UpdateParticipant: Muted='1' is read as false there",
    )


def test_a_parameter_that_only_the_target_requires_is_an_error(assess: Assess) -> None:
    url = f"{SPACE}/{PROJECT}/Conferences/{ROOM}/Recordings/{ROOM}"
    updated = Recorded("POST", url, "", status=0)
    assert "Status is required there" in str(assess(updated, to="twilio-2010-04-01").findings)


def test_of_very_many_different_ones_none_is_lost(assess: Assess) -> None:
    url = f"{HOST}/2008-08-01/Accounts/{ACCOUNT}/Conferences.json?Status="
    many = [Recorded(url=f"{url}{number}x", status=0) for number in range(5_010)]
    form = "From=%2B15017122661&To=client:alice"
    dialled = Recorded("POST", f"{CONFERENCES}/Support/Participants.json", form, status=0)
    checked = assess(*many, dialled)
    refused = checked.found("value-refused")
    rest = [one["message"] for one in refused if "and others of the kind" in one["message"]]
    assert (len(refused), len(rest)) == (5_001, 1)
    assert rest[0].endswith("(10 times)")
    assert len(checked.found("operation-missing")) == 1


def test_secrets_are_not_told(assess: Assess) -> None:
    announced = Recorded(
        "POST", ONE, "AnnounceUrl=https://u:hunter2@x.example/?api_key=hunter2&Status=hunter"
    )
    assert "hunter2" not in json.dumps(assess(announced, to="twilio-2008-08-01").report)


def test_what_was_met_often_is_told_once_with_the_first_place(assess: Assess) -> None:
    checked = assess(MUTE, *[Recorded("POST", SOMEBODY, "BeepOnExit=true")] * 3)
    [one] = checked.found("parameter-missing")
    assert one["message"].endswith(" (3 times)")
    assert one["place"]["entry"] == 1


@pytest.mark.parametrize(
    ("recorded", "to", "code", "why"),
    [
        (MUTE, "twilio-2010-04-01", Exit.NOTHING_CHECKED, "exchanges in that dialect"),
        (
            Recorded(url="https://shop.example/"),
            "signalwire",
            Exit.NOTHING_CHECKED,
            "requests that have nothing to do with these APIs",
        ),
        (
            Recorded(url=f"{HOST}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"),
            "signalwire",
            Exit.NOTHING_CHECKED,
            "requests that lead nowhere in their own dialect",
        ),
    ],
    ids=["already", "foreign", "nowhere"],
)
def test_where_nothing_was_compared_the_code_says_so(
    recorded: Recorded, to: str, code: Exit, why: str, assess: Assess
) -> None:
    checked = assess(recorded, to=to)
    assert (checked.code, checked.report["skipped"]) == (code, {why: 1})


def test_the_markdown_report_has_a_table_for_each_severity(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    file = HAR.at(tmp_path, MUTE._replace(form="BeepOnExit=true"), fetched())
    out = tmp_path / "out.md"
    words = ["portability", "--to", "signalwire", str(file), "--report", f"markdown={out}"]
    assert CliRunner().invoke(main, words).exit_code == Exit.FINDINGS
    text = out.read_text()
    assert text.startswith("# Would it run on signalwire?\n")
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["## Breaks", "## Differs"]
    row = next(line for line in text.splitlines() if "BeepOnExit" in line)
    assert row.startswith(
        "| UpdateParticipant | BeepOnExit does not exist there, and is ignored | set beep"
    )


def test_an_exchange_log_names_the_line_of_the_application(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    file = LOG.at(tmp_path, Recorded(url=f"{ONE[:-5]}/Participants/agent.json"))
    line = json.loads(file.read_text()) | {"call_site": {"file": "app.py", "line": 7}}
    file.write_text(json.dumps(line))
    ran = CliRunner().invoke(main, ["portability", "--to", "signalwire", str(file)])
    assert "app.py:7: error: FetchParticipant: CallSid cannot be 'agent'" in ran.output


def test_without_a_file_and_without_a_log_of_the_last_run_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["portability", "--to", "signalwire"])
    assert ran.exit_code == Exit.USAGE
    assert "run `pytest --mockconf-log=FILE` before" in ran.output
