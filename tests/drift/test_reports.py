"""What drifted is told to a person, to a CI service, and to a program."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from mockconf.drift.checking import drift_between, drift_from_contract
from mockconf.errors import MockconfError
from tests.drift.contracts import PERSON, ROOM, form, published
from tests.drift.kinds import NEW, OLD
from tests.drift.specs import document, drift, operation, written


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A file with something that breaks clients, and something that does not."""
    content = published()
    form(content, PERSON)["Volume"] = {"type": "integer"}
    form(content, PERSON)["HoldMusicUrl"] = form(content, PERSON).pop("HoldUrl")
    content["paths"][ROOM]["get"]["deprecated"] = True
    return written(tmp_path / "vendor.json", content)


def test_a_person_reads_it_by_operation_with_what_breaks_first(vendor: Path) -> None:
    code, said = drift("--spec", vendor)
    body = "/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties"
    place = f"{vendor} /paths/{PERSON.replace('/', '~1')}"
    assert code == 1
    assert said == (
        f"GET {ROOM} (FetchConference)\n"
        "  compatible  is deprecated now [deprecated]\n"
        f"              at {vendor} /paths/{ROOM.replace('/', '~1')}/get\n"
        "\n"
        f"POST {PERSON} (UpdateParticipant)\n"
        "  breaking    body parameter HoldUrl is gone [parameter-removed]\n"
        f"              at {place}/post\n"
        "              nearest: HoldMusicUrl\n"
        "  compatible  body parameter Volume is new [parameter-added]\n"
        f"              at {place}{body}/Volume\n"
        "  compatible  body parameter HoldMusicUrl is new [parameter-added]\n"
        f"              at {place}{body}/HoldMusicUrl\n"
        "\n"
        "drift: 12 operations, 1 breaking, 3 compatible\n"
    )


def test_a_job_summary_has_a_table_for_each_operation(vendor: Path) -> None:
    _, said = drift("--spec", vendor, "--report", "markdown")
    assert "### mockconf drift: 12 operations, 1 breaking, 3 compatible" in said
    assert f"#### `POST {PERSON} (UpdateParticipant)`" in said
    assert "| class | what | rule | where |" in said
    assert "| breaking | body parameter HoldUrl is gone (nearest: HoldMusicUrl) |" in said


def test_a_code_scanner_gets_rules_and_levels(vendor: Path) -> None:
    _, said = drift("--spec", vendor, "--report", "sarif")
    [run] = json.loads(said)["runs"]
    levels = [(one["ruleId"], one["level"]) for one in run["results"]]
    assert run["automationDetails"]["id"] == "mockconf/drift/"
    explained = {one["id"]: one["help"]["text"] for one in run["tool"]["driver"]["rules"]}
    assert "is gone: breaking where it is sent" in explained["parameter-removed"]
    assert sorted(levels) == [
        ("deprecated", "warning"),
        ("parameter-added", "warning"),
        ("parameter-added", "warning"),
        ("parameter-removed", "error"),
    ]


def test_a_ci_service_gets_failures(vendor: Path) -> None:
    _, said = drift("--spec", vendor, "--report", "junit")
    [suite] = fromstring(said)
    assert (suite.get("tests"), suite.get("failures")) == ("4", "4")


def test_a_pull_request_gets_annotations(vendor: Path) -> None:
    _, said = drift("--spec", vendor, "--report", "github")
    assert "::error file=" in said
    assert "title=parameter-removed::UpdateParticipant: body parameter HoldUrl is gone" in said


def test_several_reports_are_written_at_once(vendor: Path) -> None:
    markdown, sarif = vendor.with_name("out.md"), vendor.with_name("out.sarif")
    wishes = ("--report", f"markdown={markdown}", "--report", f"sarif={sarif}")
    code, said = drift("--spec", vendor, *wishes)
    assert code == 1
    assert "1 breaking, 3 compatible" in said
    assert "1 breaking, 3 compatible" in markdown.read_text(encoding="utf-8")
    assert json.loads(sarif.read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_the_mildest_class_that_fails_is_chosen(tmp_path: Path, fail_on: str, code: int) -> None:
    vendor = published()
    form(vendor, PERSON)["Volume"] = {"type": "integer"}
    file = written(tmp_path / "vendor.json", vendor)
    assert drift("--spec", file, "--fail-on", fail_on)[0] == code


def test_words_alone_fail_only_where_notes_do(tmp_path: Path) -> None:
    old = written(tmp_path / "old.json", document({"/a": {"get": operation("A")}}))
    words = operation("A", description="New words.")
    new = written(tmp_path / "new.json", document({"/a": {"get": words}}))
    assert drift("--from", old, "--to", new)[0] == 0
    assert drift("--from", old, "--to", new, "--fail-on", "note")[0] == 1


def test_one_part_of_two_files_can_be_compared_alone(tmp_path: Path) -> None:
    old, new = written(tmp_path / "old.json", OLD), written(tmp_path / "new.json", NEW)
    code, said = drift("--from", old, "--to", new, "--only", "/body-")
    assert code == 1
    assert "drift: 4 operations, 2 breaking, 2 compatible" in said
    assert "operations that do not begin with /body-" in said
    assert drift("--from", old, "--to", new, "--only", "/nowhere")[0] == 3


def test_thousands_of_differences_are_cut_short(tmp_path: Path) -> None:
    def many(kind: str) -> Path:
        paths = {f"/a{n}": {"get": operation("A", description=kind)} for n in range(600)}
        return written(tmp_path / f"{kind}.json", document(paths))

    _, said = drift("--from", many("old"), "--to", many("new"))
    assert "... and 100 more differences" in said
    assert "drift: 600 operations, 600 doc-only" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name --spec FILE, or both --from OLD and --to NEW"),
        (["--from", "a"], "name --spec FILE, or both"),
        (["--to", "a"], "name --spec FILE, or both"),
        (["--spec", "a", "--from", "b", "--to", "c"], "goes without --from, --to, --only"),
        (["--spec", "a", "--only", "/b"], "goes without --from, --to, --only"),
        (["--from", "a", "--to", "b", "--dialect", "signalwire"], "name --spec, too"),
        (["--spec", "a", "--dialect", "twilio-2010"], "did you mean 'twilio-2010-04-01'?"),
        (["--spec", ""], "--spec needs a file"),
        (["--from", "", "--to", "b"], "--from needs a file"),
        (["--spec", "a", "--baseline", ""], "--baseline needs a file"),
        (["--spec", "a", "--write-baseline", ""], "--write-baseline needs a file"),
        (["--spec", "a", "--write-baseline", "-"], "--write-baseline needs a file"),
        (["--spec", "a", "--report", "sarf"], "did you mean 'sarif'?"),
        (
            ["--spec", "a", "--report", "sarif=/nowhere/out"],
            "nothing can be written to /nowhere/out",
        ),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(arguments: list[str], says: str) -> None:
    code, said = drift(*arguments)
    assert (code, said.count("\n")) == (2, 1), said
    assert says in said


def test_no_report_is_left_behind_by_wrong_usage(tmp_path: Path, vendor: Path) -> None:
    before = set(tmp_path.iterdir())
    wishes = ("--report", f"json={tmp_path / 'out.json'}", "--report", "sarif=/nowhere/out")
    assert drift("--spec", vendor, *wishes)[0] == 2
    assert set(tmp_path.iterdir()) == before


def test_both_checks_are_functions(tmp_path: Path, vendor: Path) -> None:
    result = drift_from_contract(vendor)
    assert [one.rule for one in result.problems if one.severity == "error"] == ["parameter-removed"]
    again = drift_between(vendor, vendor)
    assert (again.checked, again.problems) == (12, [])
    with pytest.raises(MockconfError, match="twilio-2010-04-01"):
        drift_from_contract(vendor, "twilio-2010")
