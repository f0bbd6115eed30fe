"""`--mockconf-report`: what a session says of the contract, where, and that it says nothing unless it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
MUTES = """
def test_it(mockconf):
    room = mockconf.conference("Support")
    alice = room.join(label="alice")
    mockconf.twilio_client().conferences(room.sid).participants("alice").update(muted=True)
"""
HEARS = """
def app(environ, start_response):
    start_response("204 No Content", [])
    return []

def test_it(mockconf):
    mockconf.mount("https://app.example", app)
    mockconf.conference("Support", status_callback="https://app.example/hook").join()
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "coverage.json"


def cells(report: Path) -> dict[str, Any]:
    """The cells of a JSON report that were covered."""
    said = json.loads(report.read_text(encoding="utf-8"))
    return {"/".join(one["path"]): one for one in said["cells"] if one["count"]}


def examples(report: Path) -> list[Any]:
    return list(json.loads(report.read_text(encoding="utf-8"))["examples"].values())


def test_a_session_that_is_not_asked_says_nothing(suite: Suite) -> None:
    assert "coverage" not in suite(MUTES).output


def test_a_session_says_what_it_exercised(suite: Suite) -> None:
    ran = suite(MUTES, "--mockconf-report=terminal")
    assert ran.status == 0, ran.output
    assert "UpdateParticipant" in ran.output
    assert "in 1 call\n" in ran.output


def test_several_reports_are_written_at_once(suite: Suite, tmp_path: Path) -> None:
    formats = ("json", "html", "markdown", "junit")
    options = [f"--mockconf-report={one}={tmp_path / one}" for one in formats]
    ran = suite(MUTES, *options)
    assert ran.status == 0, ran.output
    for one in formats:
        assert "UpdateParticipant" in (tmp_path / one).read_text(encoding="utf-8")
        assert f"coverage: {one} in {tmp_path / one}" in ran.output


def test_the_cells_name_the_test_and_the_exchange(suite: Suite, report: Path) -> None:
    suite(MUTES, f"--mockconf-report=json={report}")
    assert cells(report)["twilio-2010-04-01/UpdateParticipant/parameters/Muted/=true"]["count"] == 1
    [call] = [one for one in examples(report) if one["kind"] == "exchange"]
    assert (call["test"], call["title"]) == ("test_it.py::test_it", "UpdateParticipant")
    assert call["fields"] == [["Muted", "true"]]


def test_the_worlds_of_all_mocks_count_also_those_that_were_reset(
    suite: Suite, report: Path
) -> None:
    ran = suite(
        """
        from urllib.request import Request, urlopen

        def test_it(mockconf, mockconf_factory):
            mockconf.twilio_client().conferences.list(friendly_name="x")
            urlopen(Request(mockconf.url + "/_mockconf/reset", method="POST"), timeout=5).close()
            mockconf.twilio_client().conferences.list(status="completed")
            mockconf_factory().twilio_client().conferences.list(status="init")
        """,
        f"--mockconf-report=json={report}",
    )
    assert ran.status == 0, ran.output
    below = "twilio-2010-04-01/ListConference/parameters"
    assert {
        f"{below}/FriendlyName/given",
        f"{below}/Status/=completed",
        f"{below}/Status/=init",
    } <= cells(report).keys()


def test_what_a_failed_test_exercised_counts_too(suite: Suite, report: Path) -> None:
    ran = suite(f"{MUTES}    assert False\n", f"--mockconf-report=json={report}")
    assert ran.status == 1
    assert "twilio-2010-04-01/UpdateParticipant/statuses/200" in cells(report)


def test_callbacks_are_covered_when_the_application_took_them(suite: Suite, report: Path) -> None:
    suite(HEARS, f"--mockconf-report=json={report}")
    assert "twilio-2010-04-01/ConferenceStatusCallback/events/participant-join" in cells(report)
    [callback] = examples(report)
    assert (callback["kind"], callback["status"]) == ("callback", 204)


def test_a_session_that_only_heard_callbacks_has_exercised_something(suite: Suite) -> None:
    ran = suite(HEARS, "--mockconf-report=terminal")
    assert ran.status == 0, ran.output
    assert "in 0 calls and 1 callback\n" in ran.output
    assert "nothing-exercised" not in ran.output


def test_each_dialect_that_is_spoken_is_in_the_report(suite: Suite, report: Path) -> None:
    suite(
        """
        import pytest
        from urllib.request import Request, urlopen
        from base64 import b64encode

        @pytest.mark.mockconf(dialects=["twilio-2008-08-01", "signalwire"])
        def test_it(mockconf):
            is_old = mockconf.dialect.startswith("twilio")
            account = mockconf.account_sid if is_old else mockconf.project_id
            secret = mockconf.auth_token if is_old else mockconf.api_token
            token = b64encode(f"{account}:{secret}".encode()).decode()
            url = f"{mockconf.base_url()}/Accounts/{account}/Conferences"
            urlopen(Request(url, headers={"Authorization": f"Basic {token}"}), timeout=5).close()
        """,
        f"--mockconf-report=json={report}",
    )
    said = json.loads(report.read_text(encoding="utf-8"))
    assert [one["name"] for one in said["dialects"]] == ["signalwire", "twilio-2008-08-01"]


def test_a_report_may_stand_in_the_ini_file_beside_which_it_is_written(
    suite: Suite, pytester: pytest.Pytester
) -> None:
    pytester.makeini("[pytest]\nmockconf_report =\n  json=out.json\n  terminal\n")
    ran = suite(MUTES)
    assert ran.status == 0, ran.output
    assert cells(pytester.path / "out.json")
    assert "% of the contract" in ran.output


@pytest.mark.parametrize("test", ["def test_it(): pass", "def test_it(mockconf): pass"])
def test_a_session_that_exercised_nothing_fails_and_says_so(suite: Suite, test: str) -> None:
    ran = suite(test, "--mockconf-report=terminal")
    assert (ran.status, ran.outcomes) == (1, {"passed": 1})
    assert "error: nothing of the contract was exercised" in ran.output


def test_a_session_without_tests_stays_one_without_tests(suite: Suite) -> None:
    assert suite("", "--mockconf-report=terminal").status == 5


def test_a_look_at_the_tests_reports_nothing(suite: Suite, report: Path) -> None:
    ran = suite(MUTES, f"--mockconf-report=json={report}", "--collect-only")
    assert ran.status == 0
    assert not report.exists()


def test_a_session_that_is_interrupted_leaves_the_report_of_before(
    pytester: pytest.Pytester, report: Path
) -> None:
    report.write_text("before", encoding="utf-8")
    pytester.makepyfile(f"{MUTES}    raise KeyboardInterrupt\n")
    result = pytester.runpytest_subprocess(f"--mockconf-report=json={report}")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert report.read_text(encoding="utf-8") == "before"
    result.stdout.fnmatch_lines("coverage: not reported, *")


def test_a_report_that_cannot_be_written_in_the_end_fails_the_session(
    suite: Suite, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    ran = suite(
        f"{MUTES}    __import__('os').rmdir({str(folder)!r})\n",
        f"--mockconf-report=json={folder / 'coverage.json'}",
    )
    assert ran.status == 1
    assert "error: nothing can be written" in ran.output


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--mockconf-report=htlm", "there is no report 'htlm'; did you mean 'html'?"),
        ("--mockconf-report=sarif", "there is no report 'sarif'"),
        (
            "--mockconf-report=html=/nowhere/at/all.html",
            "nothing can be written to /nowhere/at/all.html",
        ),
        ("--mockconf-fail-under=101", "a percentage from 0 to 100, and not '101'"),
        ("--mockconf-fail-under=most", "a percentage from 0 to 100, and not 'most'"),
        ("--mockconf-baseline=nowhere.json", "nowhere.json: it cannot be read"),
        ("--mockconf-baseline=", "--mockconf-baseline is empty"),
        ("--mockconf-fail-under=", "--mockconf-fail-under is empty"),
        ("--mockconf-log=", "--mockconf-log is empty"),
        ("--mockconf-fail-under=nan", "a percentage from 0 to 100, and not 'nan'"),
    ],
)
def test_a_mistake_in_an_option_is_told_before_any_test_runs(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, option: str, says: str
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(MUTES)
    result = pytester.runpytest_inprocess("-p", "pytest_mockconf.plugin", option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert says in result.stderr.str()


def test_the_help_needs_no_file_that_the_ini_names(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini(
        "[pytest]\nmockconf_baseline = nowhere.json\nmockconf_log = /nowhere/log.jsonl\n"
    )
    result = pytester.runpytest_inprocess("-p", "pytest_mockconf.plugin", "--help")
    assert result.ret == 0
    result.stdout.fnmatch_lines("*--mockconf-baseline=FILE*")


def test_a_report_is_printed_once(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    twice = ["--mockconf-report=terminal"] * 2
    result = pytester.runpytest_inprocess("-p", "pytest_mockconf.plugin", *twice)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "terminal is to be printed twice" in result.stderr.str()
