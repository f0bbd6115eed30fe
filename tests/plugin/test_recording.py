"""`pytest --mockconf-log`: what a session has said and heard, in a file that the commands read."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockconf.cli import main
from tests.commands import SECONDS
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
#: The log of an earlier session.
BEFORE = '{"mockconf": 1, "kind": "another"}\n'
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
        headers={"X-Api-Key": "hunter3"},
    )
    requests.post(
        f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences/Support/Participants.json",
        data='{"SipAuthPassword": "hunter4", }',
        auth=(mockconf.account_sid, mockconf.auth_token),
        headers={"Content-Type": "application/json"},
    )
    def app(environ, start_response):
        start_response("200 OK", [])
        return [b"see https://ada:hunter5@app.example/"]
    mockconf.mount("https://app.example", app)
    room = mockconf.conference("Sales", status_callback="https://app.example/hook?access_token=hunter6")
    room.join()
    room.join()
    room.announce("https://ada:hunter7@app.example/say?api_key=hunter8")
    print("\\ntoken", mockconf.auth_token)
"""


@pytest.fixture
def log(pytester: pytest.Pytester) -> Path:
    return pytester.path / "log.jsonl"


def rows(log: Path) -> list[dict[str, Any]]:
    """What was said and told."""
    return [one for one in every_row(log) if one["kind"] in ("exchange", "callback")]


def left(log: Path) -> list[str]:
    """The logs and parts of logs in its folder."""
    return [one.name for one in log.parent.iterdir() if ".jsonl" in one.name]


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
    assert {one["kind"] for one in rows(log)} == {"exchange", "callback"}
    assert re.findall("hunter[0-9]", text) == []
    assert token not in text


def test_the_secret_part_of_a_callbacks_url_is_not_written_down(suite: Suite, log: Path) -> None:
    suite(WITH_WEBHOOK.replace("token=abc", "auth_token=abc"), f"--mockconf-log={log}")
    assert rows(log)[0]["request"]["url"] == "https://app.example/hook?auth_token=***"


def test_workers_write_one_log(suite: Suite, log: Path) -> None:
    ran = suite(TWO_TESTS, f"--mockconf-log={log}", "-p", "xdist", "-n2")
    assert ran.outcomes == {"passed": 2}, ran.output
    tests = sorted(one["test"] for one in rows(log))
    assert tests == [f"test_it.py::test_it[{number}]" for number in (1, 2)]
    assert left(log) == [log.name]


def test_a_log_takes_the_place_of_the_last_one(suite: Suite, log: Path) -> None:
    log.write_text(BEFORE)
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
    ran.stderr.fnmatch_lines("ERROR: mockconf: nothing can be written to *")
    ran.stdout.no_fnmatch_line("*passed*")
    assert [one.name for one in pytester.path.iterdir() if ".part" in one.name] == []


@pytest.mark.parametrize(
    "options",
    [("--collect-only",), ("--fixtures",), ("-k", "nothing"), ("nowhere.py",)],
    ids=["collected", "fixtures", "deselected", "mistyped"],
)
def test_a_session_without_tests_leaves_the_last_log_as_it_is(
    options: tuple[str, ...], log: Path, pytester: pytest.Pytester
) -> None:
    log.write_text(BEFORE)
    pytester.makepyfile(TWO_TESTS)
    pytester.runpytest_subprocess(f"--mockconf-log={log}", *options)
    assert log.read_text() == BEFORE
    assert left(log) == [log.name]


def test_a_session_that_asks_for_nothing_leaves_an_empty_log(suite: Suite, log: Path) -> None:
    log.write_text(BEFORE)
    suite("def test_it(): pass", f"--mockconf-log={log}")
    assert log.read_text() == ""


def test_a_link_stays_a_link_and_its_target_is_written(suite: Suite, log: Path) -> None:
    link = log.with_name("link.jsonl")
    link.symlink_to(log)
    suite(TWO_TESTS, f"--mockconf-log={link}")
    assert link.is_symlink()
    assert len(rows(log)) == 2


def test_a_pipe_gets_the_log_and_stays_a_pipe(pytester: pytest.Pytester, tmp_path: Path) -> None:
    pytester.makepyfile(TWO_TESTS)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        ran = pytester.runpytest_subprocess(f"--mockconf-log={pipe}", timeout=SECONDS)
        said = os.read(reader, 1_000_000)
    finally:
        os.close(reader)
    assert ran.ret == 0
    assert said.count(b'"CreateParticipant"') == 2
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "-n2")], ids=["alone", "workers"])
def test_a_name_with_signs_that_shells_expand_is_only_a_name(
    options: tuple[str, ...], suite: Suite, pytester: pytest.Pytester
) -> None:
    log = pytester.path / "log[1]*.jsonl"
    suite(TWO_TESTS, f"--mockconf-log={log}", *options)
    assert len(rows(log)) == 2
    assert left(log) == [log.name]


def test_what_a_worker_has_written_before_it_died_is_kept(suite: Suite, log: Path) -> None:
    dying = TWO_TESTS + "    if number == 2: __import__('os')._exit(1)\n"
    suite(dying, f"--mockconf-log={log}", "-p", "xdist", "-n2", "--max-worker-restart=0")
    assert sorted(one["test"] for one in rows(log)) == [
        f"test_it.py::test_it[{number}]" for number in (1, 2)
    ]


def test_two_sessions_at_once_do_not_write_into_each_other(
    pytester: pytest.Pytester, log: Path
) -> None:
    outer = f"""{TWO_TESTS}
def test_another_session(mockconf):
    import subprocess, sys
    command = [sys.executable, "-m", "pytest", "-q", "--mockconf-log={log}", "inner.py"]
    assert subprocess.run(command, timeout=60).returncode == 0
"""
    pytester.path.joinpath("test_outer.py").write_text(outer)
    pytester.path.joinpath("inner.py").write_text(TWO_TESTS)
    ran = pytester.runpytest_subprocess(f"--mockconf-log={log}", timeout=SECONDS)
    ran.assert_outcomes(passed=3)
    assert {one["test"].partition("::")[0] for one in rows(log)} == {"test_outer.py"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--mockconf-log", "test_it.py"], "would take the place of *test_it.py, which is none"),
        (
            ["--mockconf-log=same", "--mockconf-report=json=same"],
            "a report and the log want to be written to *same",
        ),
    ],
    ids=["forgotten-value", "report"],
)
def test_a_log_takes_the_place_of_nothing_but_a_log(
    options: list[str], says: str, pytester: pytest.Pytester
) -> None:
    file = pytester.path / "test_it.py"
    file.write_text(TWO_TESTS)
    ran = pytester.runpytest_subprocess(*options)
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(f"ERROR: mockconf: *{says}")
    assert file.read_text() == TWO_TESTS


def test_without_the_option_nothing_is_written(suite: Suite, pytester: pytest.Pytester) -> None:
    suite(TWO_TESTS)
    assert [one for one in pytester.path.iterdir() if "jsonl" in one.name] == []
