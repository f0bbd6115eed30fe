"""Which recorded requests `mockconf check` looks at, and that a check of nothing is no success."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mockconf.cli import main
from mockconf.reports.result import Exit
from tests.traffic.conftest import Check
from tests.traffic.recordings import (
    ACCOUNT,
    HAR,
    HOST,
    MISSPELT,
    MUTE,
    Format,
    Recorded,
    har,
)

PROJECT = "5bfc97fb-726d-4b20-89da-b4ae34a549d1"
ROOM = "05f35c04-aa5a-070c-d103-54e6acced579"
SPACE = "https://example.signalwire.com"
SIGNALWIRE = Recorded(
    "POST", f"{SPACE}/api/laml/2010-04-01/Accounts/{PROJECT}/Conferences/{ROOM}", "Stats=completed",
    answer='{"code": "11000", "message": "x", "more_info": "x", "status": 404}',
)  # fmt: skip
OLD = Recorded(url=f"{HOST}/2008-08-01/Accounts/{ACCOUNT}/Conferences?Statu=1", status=0)
MESSAGES = Recorded(url=f"{HOST}/2010-04-01/Accounts/{ACCOUNT}/Messages.json", status=200)
SHOP = Recorded(url="https://shop.example/cart", status=200, answer="<html>")


def test_each_vendor_is_judged_by_their_own_contract(check: Check, tmp_path: Path) -> None:
    checked = check(HAR.at(tmp_path, MISSPELT, SIGNALWIRE, OLD), "--fail-on", "error")
    nearest = [one["nearest"] for one in checked.findings if one["rule"] == "unknown-parameter"]
    assert nearest == ["Muted", "Status", "Status"]


def test_the_path_that_signalwires_clients_call_is_theirs(check: Check, tmp_path: Path) -> None:
    alias = SIGNALWIRE._replace(url=SIGNALWIRE.url.replace("/api/laml", ""))
    checked = check(HAR.at(tmp_path, alias), "--dialect", "signalwire")
    assert "unknown-parameter" in checked.rules


def test_a_dialect_that_is_named_is_the_only_one(check: Check, tmp_path: Path) -> None:
    checked = check(HAR.at(tmp_path, MISSPELT, SIGNALWIRE), "--dialect", "twilio-2010-04-01")
    assert checked.report["checked"] == 1
    assert checked.report["skipped"] == {"requests in other dialects": 1}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (MESSAGES, "requests for other resources of the vendor"),
        (SHOP, "requests that have nothing to do with these APIs"),
    ],
    ids=["other-resource", "other-api"],
)
def test_what_the_contract_says_nothing_of_is_left_out_and_counted(
    other: Recorded, why: str, kind: Format, check: Check, tmp_path: Path
) -> None:
    checked = check(kind.at(tmp_path, MUTE, other, other))
    assert (checked.code, checked.report["skipped"]) == (Exit.CLEAN, {why: 2})


@pytest.mark.parametrize(
    "recorded", [(), (SHOP,), (MESSAGES, SHOP)], ids=["nothing", "other-api", "other-resources"]
)
def test_a_check_of_nothing_fails_with_a_code_of_its_own(
    recorded: tuple[Recorded, ...], kind: Format, check: Check, tmp_path: Path
) -> None:
    file = kind.at(tmp_path, *recorded)
    if not recorded and kind.name == "jsonl":
        file.write_text('{"mockconf": 1}\n')  # without a row, a log is an empty file
    checked = check(file)
    assert (checked.code, checked.report["checked"]) == (Exit.NOTHING_CHECKED, 0)


def test_ten_thousand_entries_are_all_checked(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "long.har"
    file.write_bytes(har(*[MISSPELT] * 10_000, *[MUTE] * 10))
    checked = check(file)
    assert checked.report["checked"] == 10_010
    assert len(checked.findings) == 10_000
    assert checked.report["counts"] == [
        {"severity": "warning", "rule": "unknown-parameter", "count": 10_000}
    ]


def test_beyond_ten_thousand_findings_only_their_number_is_kept(
    check: Check, tmp_path: Path
) -> None:
    file = tmp_path / "long.har"
    file.write_bytes(har(*[MISSPELT] * 10_005))
    checked = check(file)
    assert len(checked.findings) == 10_000
    assert checked.report["counts"][0]["count"] == 10_005


def test_a_plain_list_of_conferences_fails_nothing(check: Check, tmp_path: Path) -> None:
    listed = Recorded(url=f"{HOST}/2010-04-01/Accounts/{ACCOUNT}/Conferences.json", status=0)
    checked = check(HAR.at(tmp_path, listed))
    assert (checked.code, checked.rules) == (Exit.CLEAN, ["announced-change"])


def test_the_settings_of_the_project_count(check: Check, tmp_path: Path) -> None:
    url = f"{HOST}/2010-04-01/Accounts/{ACCOUNT}/Conferences.json"
    moment = Recorded(url=f"{url}?Status=init&DateCreated=2026-01-05T09:00:00Z", status=0)
    file = HAR.at(tmp_path, moment)
    assert check(file).rules == ["refused-parameter"]
    (tmp_path / "mockconf.toml").write_text('iso_datetime = "tolerated"\n')
    assert check(file).rules == ["iso-datetime"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("check",), "Missing argument"),
        (
            ("check", "x.har", "--dialect", "twillio-2010-04-01"),
            "did you mean 'twilio-2010-04-01'?",
        ),
        (("check", ""), "FILE needs a file, and is empty"),
        (("check", "x.har", "--report", "sarf"), "did you mean 'sarif'?"),
        (
            ("check", "x.har", "--report", "sarif=./x.har"),
            "would take the place of x.har, which is read",
        ),
        (
            ("check", "x.har", "--report", "sarif=nowhere/out.sarif"),
            "nothing can be written to nowhere",
        ),
    ],
    ids=["no-file", "dialect", "empty", "format", "input", "path"],
)
def test_wrong_usage_ends_with_two_and_names_the_fix(
    words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == Exit.USAGE
    assert says in ran.output
    assert list(tmp_path.iterdir()) == []
