"""What recorded traffic covers of the contract: the same as the session that recorded it has covered."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockconf.cli import main
from mockconf.reports.result import Exit
from tests.plugin.suites import Ran, run
from tests.traffic.recordings import CONFERENCES, HAR, MISSPELT, MUTE, Format, Recorded
from tests.traffic.test_webhooks import MUTED, webhook

SUITE = """
def app(environ, start_response):
    start_response("204 No Content", [])
    return []

def test_it(mockconf):
    mockconf.mount("https://app.example", app)
    support = mockconf.twilio_client().conferences("Support")
    alice = support.participants.create(
        from_="+15017122661", to="client:alice", label="alice", timeout=5, muted=True,
        conference_status_callback="https://app.example/hook", conference_status_callback_event=["join"],
    )
    assert alice.label == "alice"
    mockconf.settle()
    mockconf.expect_finding("refused-parameter")
    try:
        support.participants.create(from_="+15017122661", to="client:bob", timeout=1)
    except Exception as error:
        assert error.code == 21208
"""
Coverage = Callable[..., dict[str, Any]]


@pytest.fixture
def coverage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Coverage:
    """Runs `mockconf coverage` over files and shows its JSON report."""
    monkeypatch.chdir(tmp_path)

    def start(*files: Path, code: Exit = Exit.CLEAN) -> dict[str, Any]:
        ran = CliRunner().invoke(main, ["coverage", *map(str, files), "--report", "json"])
        assert ran.exit_code == code, ran.output
        report: dict[str, Any] = json.loads(ran.stdout)
        return report

    return start


def covered(report: dict[str, Any]) -> dict[tuple[str, ...], int]:
    return {tuple(one["path"]): one["count"] for one in report["cells"] if one["count"]}


def test_a_log_covers_what_its_session_has_covered(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, coverage: Coverage, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.chdir(pytester.path)
    log, report = tmp_path / "log.jsonl", tmp_path / "report.json"
    ran: Ran = run(pytester, SUITE, [f"--mockconf-log={log}", f"--mockconf-report=json={report}"])
    assert ran.outcomes == {"passed": 1}, ran.output
    live = json.loads(report.read_text())
    assert covered(coverage(log)) == covered(live)
    assert live["observed"] == coverage(log)["observed"]
    paths = {path[1:] for path in covered(live)}
    assert paths >= {
        ("CreateParticipant", "parameters", "Timeout", "minimum"),
        ("CreateParticipant", "statuses", "400"),
        ("ConferenceStatusCallback", "events", "participant-join"),
        ("Participant", "properties", "label"),
    }


def test_every_kind_of_recording_covers_the_same(
    kind: Format, coverage: Coverage, tmp_path: Path
) -> None:
    listed = Recorded(url=f"{CONFERENCES}.json?Status=init&PageSize=1", status=200)
    cells = covered(coverage(kind.at(tmp_path, MUTE, listed)))
    assert {path[1:] for path in cells if path[-1] in ("=true", "=init", "minimum", "404")} == {
        ("UpdateParticipant", "statuses", "404"),
        ("ListConference", "parameters", "Status", "=init"),
        ("ListConference", "parameters", "PageSize", "minimum"),
    }


def test_what_is_wrong_covers_no_value(coverage: Coverage, tmp_path: Path) -> None:
    refused = Recorded(url=f"{CONFERENCES}.json?Status=done", status=400)
    cells = covered(coverage(HAR.at(tmp_path, refused, MISSPELT)))
    assert ("twilio-2010-04-01", "ListConference", "statuses", "400") in cells
    assert not [path for path in cells if path[1] == "ListConference" and path[2] == "parameters"]


@pytest.mark.parametrize(("status", "times"), [(204, 1), (500, None)])
def test_a_webhook_covers_its_event_if_the_application_took_it(
    status: int, times: int | None, coverage: Coverage, tmp_path: Path
) -> None:
    told = webhook(MUTED)._replace(status=status)
    path = ("twilio-2010-04-01", "ConferenceStatusCallback", "events", "participant-mute")
    assert covered(coverage(HAR.at(tmp_path, MUTE, told))).get(path) == times


def test_callbacks_alone_are_something_and_lead_to_their_entry(
    coverage: Coverage, tmp_path: Path
) -> None:
    secret = "hunter2-hunter2"
    answer = json.dumps({"token": secret})
    told = webhook(MUTED, url=f"https://app.example/hook?sig={secret}")
    file = HAR.at(tmp_path, told._replace(status=200, answer=answer))
    report = coverage(file)
    [(name, example)] = report["examples"].items()
    [cell] = [one for one in report["cells"] if one["count"]]
    assert (cell["path"][3], cell["example"]) == ("participant-mute", name)
    assert (example["kind"], example["test"]) == ("callback", f"{file} /log/entries/0")
    assert (example["title"], example["status"]) == ("ConferenceStatusCallback", 200)
    assert ["Muted", "true"] in example["fields"]
    assert secret not in json.dumps(report)


def test_a_cell_leads_to_the_entry_that_covered_it(coverage: Coverage, tmp_path: Path) -> None:
    file = HAR.at(tmp_path, MUTE)
    report = coverage(file)
    [cell] = [
        one
        for one in report["cells"]
        if one["path"][1:] == ["UpdateParticipant", "statuses", "404"]
    ]
    assert report["examples"][cell["example"]]["test"] == f"{file} /log/entries/0"


def test_recordings_and_reports_are_taken_together(coverage: Coverage, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    first.write_text(json.dumps(coverage(HAR.at(tmp_path, MUTE))))
    path = ("twilio-2010-04-01", "UpdateParticipant", "statuses", "404")
    assert covered(coverage(first, HAR.at(tmp_path, MUTE, MUTE)))[path] == 3


def test_a_recording_of_other_apis_covers_nothing(coverage: Coverage, tmp_path: Path) -> None:
    shop = Recorded(url="https://shop.example/cart")
    assert covered(coverage(HAR.at(tmp_path, shop), code=Exit.NOTHING_CHECKED)) == {}


def test_a_pipe_is_refused_as_it_cannot_be_read_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ran = CliRunner().invoke(main, ["coverage", str(pipe)])
    assert (ran.exit_code, "is no plain file" in ran.output) == (Exit.UNREADABLE, True)
