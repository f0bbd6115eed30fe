"""`pytest --mockconf-log`: what a session has said and heard, in a file that the commands read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockconf.cli import main
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]

TWO_TESTS = """
import pytest

@pytest.mark.parametrize("number", [1, 2])
def test_it(mockconf, number):
    room = mockconf.twilio_client().conferences(f"Room {number}")
    room.participants.create(from_="+15017122661", to="client:alice", label="alice")
"""
READING = """
def test_it(mockconf):
    room = mockconf.conference("Support")
    alice = room.join(label="alice")
    seen = mockconf.twilio_client().conferences(room.sid).participants("alice").fetch()
    assert seen.label == "alice"
    assert len(seen.label) == 5
"""
WITH_WEBHOOK = """
def app(environ, start_response):
    start_response("204 No Content", [])
    return []

def test_it(mockconf):
    mockconf.mount("https://app.example", app)
    mockconf.conference("Support", status_callback="https://app.example/hook?token=abc").join()
"""
WITH_SECRETS = """
import requests

def test_it(mockconf):
    requests.post(
        f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences/Support/Participants.json",
        params={"api_key": "hunter1"},
        data={"From": "+15017122661", "To": "sip:a@b.example", "SipAuthPassword": "hunter2"},
        auth=(mockconf.account_sid, mockconf.auth_token),
    )
    print("\\ntoken", mockconf.auth_token)
"""


@pytest.fixture
def log(pytester: pytest.Pytester) -> Path:
    return pytester.path / "log.jsonl"


def rows(log: Path) -> list[dict[str, Any]]:
    """What was said and told."""
    return [one for one in every_row(log) if one["kind"] in ("exchange", "callback")]


def every_row(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_every_exchange_is_a_line_with_its_test_and_the_line_that_sent_it(
    suite: Suite, log: Path
) -> None:
    suite(TWO_TESTS, f"--mockconf-log={log}")
    told = [(one["kind"], one["operation"], one["test"]) for one in rows(log)]
    assert told == [
        ("exchange", "CreateParticipant", f"test_it.py::test_it[{number}]") for number in (1, 2)
    ]
    assert rows(log)[0]["call_site"] == {"file": "test_it.py", "line": 7}


def test_every_callback_is_a_line_too_with_what_the_app_answered(suite: Suite, log: Path) -> None:
    suite(WITH_WEBHOOK, f"--mockconf-log={log}")
    [callback] = rows(log)
    assert (callback["kind"], callback["event"]) == ("callback", "participant-join")
    assert callback["answer"]["status"] == 204
    assert "X-Twilio-Signature" in callback["request"]["headers"]


def test_what_the_application_reads_of_the_sdks_resources_is_told_in_the_end(
    suite: Suite, log: Path
) -> None:
    suite(READING, f"--mockconf-log={log}")
    read = [one for one in every_row(log) if one["kind"] == "read" and one["times"]]
    assert [(one["resource"], one["property"], one["times"]) for one in read] == [
        ("Participant", "label", 2)
    ]
    assert read[0]["call_site"] == {"file": "test_it.py", "line": 6}


def test_the_log_of_a_suite_that_keeps_the_contract_is_clean(suite: Suite, log: Path) -> None:
    suite(TWO_TESTS, f"--mockconf-log={log}")
    ran = CliRunner().invoke(main, ["check", str(log)])
    assert (ran.exit_code, ran.output) == (0, "check: 2 exchanges, no findings\n")


def test_no_secret_is_written_down(suite: Suite, log: Path) -> None:
    ran = suite(WITH_SECRETS, f"--mockconf-log={log}", "-s", "--mockconf-no-strict")
    [token] = re.findall("^token (.{32})$", ran.output, re.MULTILINE)
    text = log.read_text()
    assert rows(log)[0]["answer"]["status"] == 201
    for secret in ("hunter1", "hunter2", "abc", token):
        assert secret not in text


def test_the_secret_part_of_a_callbacks_url_is_not_written_down(suite: Suite, log: Path) -> None:
    suite(WITH_WEBHOOK.replace("token=abc", "auth_token=abc"), f"--mockconf-log={log}")
    assert rows(log)[0]["request"]["url"] == "https://app.example/hook?auth_token=***"


def test_workers_write_one_log(suite: Suite, log: Path) -> None:
    ran = suite(TWO_TESTS, f"--mockconf-log={log}", "-p", "xdist", "-n2")
    assert ran.outcomes == {"passed": 2}, ran.output
    tests = sorted(one["test"] for one in rows(log))
    assert tests == [f"test_it.py::test_it[{number}]" for number in (1, 2)]
    assert [one.name for one in log.parent.iterdir() if "log" in one.name] == ["log.jsonl"]


def test_a_log_takes_the_place_of_the_last_one(suite: Suite, log: Path) -> None:
    log.write_text("of before\n")
    suite(TWO_TESTS, f"--mockconf-log={log}")
    assert len(rows(log)) == 2


def test_the_ini_file_may_ask_for_it(suite: Suite, log: Path, pytester: pytest.Pytester) -> None:
    pytester.makeini(f"[pytest]\nmockconf_log = {log}\n")
    suite(TWO_TESTS)
    assert len(rows(log)) == 2


@pytest.mark.parametrize("target", ["nowhere/log.jsonl", "."], ids=["no-folder", "folder"])
def test_a_log_that_cannot_be_written_ends_the_session_before_it_begins(
    target: str, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(TWO_TESTS)
    ran = pytester.runpytest_subprocess(f"--mockconf-log={target}")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines("ERROR: mockconf: the log cannot be written to *")
    ran.stdout.no_fnmatch_line("*passed*")
    assert [one.name for one in pytester.path.iterdir() if ".part" in one.name] == []


def test_without_the_option_nothing_is_written(suite: Suite, pytester: pytest.Pytester) -> None:
    suite(TWO_TESTS)
    assert [one for one in pytester.path.iterdir() if "jsonl" in one.name] == []


def test_portability_finds_the_log_of_the_last_run(
    suite: Suite, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite(TWO_TESTS, f"--mockconf-log={log}", "-p", "cacheprovider")
    monkeypatch.chdir(log.parent)
    ran = CliRunner().invoke(main, ["portability", "--to", "signalwire"])
    assert (
        "test_it.py:7: error: CreateParticipant: the operation does not exist there" in ran.output
    )
