"""Accepted differences do not count, new ones do, and those that are no longer there are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.drift.kinds import NEW, OLD
from tests.drift.specs import Tree, document, drift, findings, operation, written

_PATH = "/rooms/{Sid}"


def api(*queries: str, name: str = "Sid", before: int = 0) -> Tree:
    """One operation with these query parameters, below some others."""
    others = {f"/a{number}": {"get": operation(f"A{number}")} for number in range(before)}
    sid = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    given = [{"name": one, "in": "query", "schema": {"type": "string"}} for one in queries]
    listed = operation("FetchRoom", parameters=[sid, *given])
    return document({**others, _PATH.replace("Sid", name): {"get": listed}})


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An earlier file, a later one with a parameter more, and where the baseline is to be."""
    return (
        written(tmp_path / "old.json", api("A")),
        written(tmp_path / "new.json", api("A", "B")),
        tmp_path / "accepted.json",
    )


Files = tuple[Path, Path, Path]


def test_what_is_accepted_does_not_count(files: Files) -> None:
    old, new, accepted = files
    assert drift("--from", old, "--to", new)[0] == 1
    code, said = drift("--from", old, "--to", new, "--write-baseline", accepted)
    assert code == 0
    assert "left out: 1 differences that the baseline accepts" in said
    assert findings("--from", old, "--to", new, "--baseline", accepted) == (0, [])


def test_only_what_is_new_is_told(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    written(new, api("A", "B", "C"))
    code, [one] = findings("--from", old, "--to", new, "--baseline", accepted)
    assert (code, one.message) == (1, "FetchRoom: query parameter C is new")


def test_what_is_no_longer_there_is_a_note(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    written(new, api("A"))
    code, [one] = findings("--from", old, "--to", new, "--baseline", accepted)
    assert (code, one.rule, one.severity) == (0, "stale-baseline", "note")
    assert one.message == (
        "the baseline accepts what is no longer there: "
        "GET /rooms/{}: parameter-added query parameter B"
    )
    assert one.pointer == "/accepted/0"


def test_a_stale_entry_fails_where_notes_do(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    written(new, api("A"))
    code, _ = drift("--from", old, "--to", new, "--baseline", accepted, "--fail-on", "note")
    assert code == 1


def test_it_holds_wherever_the_difference_stands(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    written(old, api("A", name="Id", before=3))
    written(new, api("B", "A", name="Id", before=3))
    assert findings("--from", old, "--to", new, "--baseline", accepted) == (0, [])


def test_another_value_is_another_difference(tmp_path: Path) -> None:
    def limited(most: int) -> Tree:
        one = api("A")
        schema = one["paths"][_PATH]["get"]["parameters"][1]["schema"]
        schema["maxLength"] = most
        return one

    old, accepted = written(tmp_path / "old.json", limited(9)), tmp_path / "accepted.json"
    new = written(tmp_path / "new.json", limited(8))
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    written(new, limited(7))
    code, found = findings("--from", old, "--to", new, "--baseline", accepted)
    assert (code, [one.rule for one in found]) == (1, ["limit-tightened", "stale-baseline"])


def test_all_kinds_can_be_accepted(tmp_path: Path) -> None:
    old, new = written(tmp_path / "old.json", OLD), written(tmp_path / "new.json", NEW)
    accepted = tmp_path / "accepted.json"
    code, _ = drift("--from", old, "--to", new, "--write-baseline", accepted)
    assert code == 0
    assert findings("--from", old, "--to", new, "--baseline", accepted) == (0, [])


def test_words_of_a_person_are_kept(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    content = json.loads(accepted.read_text(encoding="utf-8"))
    content["accepted"][0]["because"] = "we do not use it"
    written(accepted, content)
    drift("--from", old, "--to", new, "--baseline", accepted, "--write-baseline", accepted)
    assert json.loads(accepted.read_text(encoding="utf-8")) == content


def test_the_baseline_reads_as_documented(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    assert json.loads(accepted.read_text(encoding="utf-8")) == {
        "mockconf_drift_baseline": 1,
        "accepted": [
            {
                "rule": "parameter-added",
                "operation": "GET /rooms/{}",
                "subject": "query parameter B",
                "old": None,
                "new": None,
            }
        ],
    }


_ENTRY = {"rule": "a", "operation": "b", "subject": "c", "old": None, "new": None}


def _holding(entry: Any) -> Any:
    return {"mockconf_drift_baseline": 1, "accepted": [entry]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "it is no baseline"),
        ({"accepted": []}, "it is no baseline"),
        ({"mockconf_drift_baseline": 2, "accepted": []}, "it is no baseline"),
        ({"mockconf_drift_baseline": 1}, "/accepted: error: a baseline has a list here"),
        (_holding("all"), "/accepted/0: error: an accepted difference is an object"),
        (_holding({**_ENTRY, "becaus": "x"}), "there is no key 'becaus'; did you mean 'because'?"),
        (_holding({"rule": "a"}), "/accepted/0: error: 'operation' is missing or no text"),
        (_holding({**_ENTRY, "old": 7}), "'old' is missing or no text"),
        (_holding({**_ENTRY, "because": 7}), "/accepted/0: error: 'because' is no text"),
        (_holding({**_ENTRY, "because": None}), "'because' is no text"),
        ({"mockconf_drift_baseline": True, "accepted": []}, "it is no baseline"),
        (
            {"mockconf_drift_baseline": 1, "accepted": [], "accept": 1},
            "there is no key 'accept'; did",
        ),
    ],
)
def test_a_baseline_that_is_none_is_refused(files: Files, content: Any, says: str) -> None:
    old, new, accepted = files
    code, said = drift("--from", old, "--to", new, "--baseline", written(accepted, content))
    assert code == 4
    assert says in said


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_baseline_that_is_no_json_is_refused(files: Files, content: bytes) -> None:
    old, new, accepted = files
    accepted.write_bytes(content)
    code, said = drift("--from", old, "--to", new, "--baseline", accepted)
    assert code == 4
    assert "the baseline is no JSON" in said


def test_a_baseline_that_is_not_there_is_refused(files: Files) -> None:
    old, new, accepted = files
    code, said = drift("--from", old, "--to", new, "--baseline", accepted)
    assert code == 4
    assert "the baseline cannot be read" in said


def test_nothing_is_accepted_of_a_file_that_cannot_be_read(files: Files) -> None:
    old, new, accepted = files
    new.write_text("{", encoding="utf-8")
    assert drift("--from", old, "--to", new, "--write-baseline", accepted)[0] == 4
    assert not accepted.exists()


def test_nothing_is_accepted_where_nothing_was_compared(files: Files) -> None:
    old, new, accepted = files
    written(new, document({"/other": {"get": operation("Other")}}))
    assert drift("--from", old, "--to", new, "--write-baseline", accepted)[0] == 3
    assert not accepted.exists()


def test_a_baseline_that_cannot_be_written_is_said_at_once(files: Files) -> None:
    old, new, accepted = files
    nowhere = accepted.parent / "nowhere" / "accepted.json"
    code, said = drift("--from", old, "--to", new, "--write-baseline", nowhere)
    assert code == 2
    assert str(nowhere) in said


def test_stale_entries_are_where_they_stand_also_behind_the_same_twice(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    [entry] = json.loads(accepted.read_text(encoding="utf-8"))["accepted"]
    stale = {**entry, "subject": "query parameter Z"}
    written(accepted, {"mockconf_drift_baseline": 1, "accepted": [entry, entry, stale]})
    _, [one] = findings("--from", old, "--to", new, "--baseline", accepted)
    assert one.pointer == "/accepted/2"


def test_the_names_of_parameters_in_a_path_do_not_matter(files: Files) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    content = json.loads(accepted.read_text(encoding="utf-8"))
    content["accepted"][0] |= {"operation": "GET /rooms/{RoomSid}", "because": ""}
    both = ("--baseline", written(accepted, content), "--write-baseline", accepted)
    assert findings("--from", old, "--to", new, *both) == (0, [])
    [entry] = json.loads(accepted.read_text(encoding="utf-8"))["accepted"]
    assert (entry["operation"], entry["because"]) == ("GET /rooms/{}", "")


@pytest.mark.parametrize("option", ["--from", "--to", "--spec"])
def test_a_baseline_does_not_take_the_place_of_what_is_read(files: Files, option: str) -> None:
    old, new, _ = files
    content = new.read_bytes()
    inputs = {"--from": (old, new), "--to": (old, new), "--spec": (new,)}[option]
    named = dict(zip(("--from", "--to") if len(inputs) == 2 else ("--spec",), inputs, strict=True))
    arguments = [word for pair in named.items() for word in pair]
    link = new.with_name("link.json")
    link.symlink_to(named[option])
    code, said = drift(*arguments, "--write-baseline", link)
    assert (code, said.count("\n")) == (2, 1)
    assert "would take the place of" in said
    assert new.read_bytes() == content


@pytest.mark.parametrize("option", ["--from", "--to", "--baseline", "--write-baseline"])
def test_a_report_does_not_take_the_place_of_what_is_read(files: Files, option: str) -> None:
    old, new, accepted = files
    drift("--from", old, "--to", new, "--write-baseline", accepted)
    kept = [file.read_bytes() for file in files]
    named = {"--from": old, "--to": new, "--baseline": accepted, "--write-baseline": accepted}
    both = ("--baseline", accepted, "--write-baseline", accepted)
    code, said = drift("--from", old, "--to", new, *both, "--report", f"json={named[option]}")
    assert (code, "would take the place of" in said) == (2, True)
    assert [file.read_bytes() for file in files] == kept


def test_what_cannot_be_encoded_can_be_accepted(tmp_path: Path) -> None:
    def defaulting(text: str) -> Path:
        one = api("A")
        one["paths"][_PATH]["get"]["parameters"][1]["schema"]["default"] = text
        return written(tmp_path / f"{len(text)}.json", one)

    both = ("--from", defaulting("a"), "--to", defaulting("\ud800\x1b"))
    accepted = tmp_path / "accepted.json"
    assert drift(*both, "--write-baseline", accepted)[0] == 0
    assert findings(*both, "--baseline", accepted) == (0, [])
