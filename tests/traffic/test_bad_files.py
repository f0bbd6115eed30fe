"""Files that `mockconf check` cannot read, or not wholly: a clear sentence, code 4, and nothing is taken for clean."""

from __future__ import annotations

import gzip
import json
import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest

from mockconf.reports.result import Exit
from mockconf.traffic.json_stream import JsonStream
from tests.traffic.conftest import Check
from tests.traffic.recordings import (
    HAR,
    JSON,
    LOG,
    MISSPELT,
    MUTE,
    YAML,
    Format,
    Recorded,
    har_entry,
)

#: 17 MiB of zeros: far more than any answer.
BOMB = gzip.compress(bytes(17 * 2**20))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is binary"),
        (gzip.compress(b"{}"), "gunzip it first"),
        ('{"log": {"entries": []}}'.encode("utf-16"), "is text in UTF-16; save it in UTF-8"),
        (b"hello", "there should be a mapping with interactions"),
        (b"hello: 1\n", "there are no interactions"),
        (b"interactions: 7\n", "there should be a list under interactions"),
        (b"interactions:\n- \xff\xfe\n", "invalid"),
        (b"{", "is no JSON"),
        (b'{"a": [1, 2]}', "neither HAR (an object with log), nor a cassette"),
        (b'{"log": {"entries": [' + b"[" * 100_000, "breaks off behind 0 entries"),
        (b"interactions:\n- " + b"[" * 5_000, "cannot be read behind 0 entries"),
        (b"[]", "there should be a mapping"),
        (b'{"log": {"entries": [{"a": "\xff"}]}}', "can't decode byte 0xff"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_recording_is_refused(
    content: bytes, says: str, check: Check, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    checked = check(file)
    assert checked.code == Exit.UNREADABLE
    [message] = checked.unreadable
    assert message.startswith(f"{file} ")
    assert says in message


@pytest.mark.parametrize("name", ["missing.har", "."], ids=["missing", "folder"])
def test_what_is_no_file_is_refused(name: str, check: Check, tmp_path: Path) -> None:
    checked = check(tmp_path / name)
    assert checked.code == Exit.UNREADABLE
    assert "cannot be read" in checked.unreadable[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable_and_hides_no_other(
    check: Check, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.har"
    secret.touch(mode=0)
    checked = check(secret, HAR.at(tmp_path, MISSPELT))
    assert (checked.code, checked.rules) == (Exit.UNREADABLE, ["unknown-parameter"])


def test_a_truncated_recording_is_checked_up_to_its_end_and_refused(
    kind: Format, check: Check, tmp_path: Path
) -> None:
    file = kind.at(tmp_path, MISSPELT, *[MUTE] * 3)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 3 // 4 + 10])
    checked = check(file)
    assert checked.code == Exit.UNREADABLE
    assert checked.rules == ["unknown-parameter"]
    assert checked.report["checked"] in (2, 3)


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch executed']",
        "!!python/name:os.system ''",
        "!ruby/object {}",
    ],
    ids=["call", "name", "ruby"],
)
def test_a_tag_that_asks_for_an_object_is_refused_and_never_executed(
    tag: str, check: Check, tmp_path: Path
) -> None:
    file = tmp_path / "tagged.yaml"
    file.write_text(f"interactions:\n- request: {tag}\n  response: {{}}\nversion: 1\n")
    checked = check(file)
    assert checked.code == Exit.UNREADABLE
    assert "could not determine a constructor for the tag" in checked.unreadable[0]
    assert not (tmp_path / "executed").exists()


def test_mappings_that_merge_without_bound_are_refused(check: Check, tmp_path: Path) -> None:
    bomb = "".join(f"- &b{n} {{<<: [{', '.join([f'*b{n - 1}'] * 10)}]}}\n" for n in range(1, 30))
    file = tmp_path / "bomb.yaml"
    file.write_text(f"interactions:\n- &b0 {{a: 1, b: 2}}\n{bomb}version: 1\n")
    checked = check(file)
    assert checked.code == Exit.UNREADABLE
    assert {one for one in checked.unreadable if "<<" in one} == {
        "mappings are merged by <<, which is not read"
    }


def test_more_anchors_than_anybody_writes_are_refused(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mockconf.traffic.yaml_stream._MOST_ANCHORS", 5)
    file = tmp_path / "anchors.yaml"
    file.write_text("interactions:\n" + "".join(f"- &a{n} x\n" for n in range(9)))
    checked = check(file)
    assert any("there are more than 5 anchors" in one for one in checked.unreadable)


@pytest.mark.parametrize(
    "scalar",
    ["2021-13-45", "2001-01-01 25:00:00", "!!int x", "!!float y", "!!timestamp x", "!!set 7"],
)
def test_a_value_that_is_none_of_its_kind_leaves_the_other_entries_to_be_read(
    scalar: str, check: Check, tmp_path: Path
) -> None:
    file = YAML.at(tmp_path, MISSPELT)
    whole = file.read_text()
    file.write_text(whole.replace("interactions:\n", f"interactions:\n- a: {scalar}\n"))
    checked = check(file)
    assert (checked.code, checked.rules) == (Exit.UNREADABLE, ["unknown-parameter"])
    assert len(checked.unreadable) == 1


def test_a_mistake_before_the_entries_is_told(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text("!!int x: 1\ninteractions: []\n")
    assert "cannot be read behind 0 entries" in check(file).unreadable[0]


def test_a_value_longer_than_any_body_is_refused(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mockconf.traffic.json_stream._LONGEST", 300_000)
    file = tmp_path / "long.har"
    file.write_text('{"log": {"entries": ["' + "x" * 2_000_000 + '"]}}')
    assert "a value is longer than 300,000 characters" in check(file).unreadable[0]


def test_a_number_where_the_file_is_cut_into_pieces_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mockconf.traffic.json_stream._CHUNK", 1)
    document = JsonStream(
        BytesIO(b' {"a" : -1.5e3, "b": [ 12345 , "\xc3\xa9", [ ] ] , "c": null } ')
    )
    assert document.enter(["b"]) == "b"
    assert list(document.elements()) == [12345, "é", []]


def test_aliases_that_grow_without_bound_are_only_counted_once(
    check: Check, tmp_path: Path
) -> None:
    bomb = "".join(f"- &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(1, 30))
    file = tmp_path / "bomb.yaml"
    file.write_text(f"interactions:\n- &a1 [lol]\n{bomb}version: 1\n")
    checked = check(file)
    assert checked.code == Exit.UNREADABLE
    assert len(checked.unreadable) == 30


@pytest.mark.parametrize(
    "entry",
    [
        None,
        7,
        "text",
        [],
        {},
        {"request": None},
        {"request": {"method": "GET"}},
        {**har_entry(MUTE), "response": {"status": "Infinity"}},
        {**har_entry(MUTE), "response": {"status": float("inf")}},
        {**har_entry(MUTE), "request": {**har_entry(MUTE)["request"], "url": "https://x/\ud800"}},
        {**har_entry(MUTE), "request": {**har_entry(MUTE)["request"], "url": None}},
        {**har_entry(MUTE), "request": {**har_entry(MUTE)["request"], "headers": [1]}},
        {**har_entry(MUTE), "request": {**har_entry(MUTE)["request"], "method": 7}},
        {**har_entry(MUTE), "response": {"status": "ok", "headers": []}},
    ],
    ids=lambda entry: repr(entry)[:40],
)
def test_an_entry_that_is_none_is_named_and_the_others_are_checked(
    entry: object, check: Check, tmp_path: Path
) -> None:
    document = json.loads(HAR.write(MISSPELT, MISSPELT))
    document["log"]["entries"].insert(1, entry)
    file = tmp_path / "odd.har"
    file.write_text(json.dumps(document))
    checked = check(file)
    assert (checked.code, checked.rules) == (Exit.UNREADABLE, ["unknown-parameter"] * 2)
    assert [one["place"]["pointer"] for one in checked.report["unreadable"]] == ["/log/entries/1"]


@pytest.mark.parametrize(
    "line", [b"{", b"7", b'"text"', b"{}", b'{"request": 7}', b"\xff", b"[" * 100_000]
)
def test_a_line_of_a_log_that_is_none_is_named_and_the_others_are_checked(
    line: bytes, check: Check, tmp_path: Path
) -> None:
    file = LOG.at(tmp_path, MISSPELT, MISSPELT)
    first, second = file.read_bytes().splitlines()
    file.write_bytes(b"\n".join([first, line, second]))
    checked = check(file)
    assert (checked.code, checked.rules) == (Exit.UNREADABLE, ["unknown-parameter"] * 2)
    assert [one["place"]["line"] for one in checked.report["unreadable"]] == [2]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (BOMB, "more than 16,777,216 bytes"),
        (gzip.compress(b"{}" * 100)[:-12], "ends too soon"),
        (b"\x1f\x8b\x08rubbish!", "cannot be read"),
    ],
    ids=["bomb", "truncated", "broken"],
)
@pytest.mark.parametrize("kind", [HAR, YAML], ids=["har", "yaml"])
def test_a_compressed_body_that_cannot_be_opened_is_refused(
    answer: bytes, says: str, kind: Format, check: Check, tmp_path: Path
) -> None:
    squeezed = Recorded(answer=answer, answer_headers={"Content-Encoding": "gzip"})
    checked = check(kind.at(tmp_path, squeezed))
    assert checked.code == Exit.UNREADABLE
    assert says in checked.unreadable[0]


def test_a_body_that_only_says_it_is_base64_is_refused(check: Check, tmp_path: Path) -> None:
    entry = har_entry(MUTE)
    entry["response"]["content"] = {"encoding": "base64", "text": "?!"}
    file = tmp_path / "odd.har"
    file.write_text(json.dumps({"log": {"entries": [entry]}}))
    assert check(file).unreadable == ["a body is said to be base64 and is not"]


def test_the_older_cassettes_of_vcrpy_are_read(check: Check, tmp_path: Path) -> None:
    document = json.loads(JSON.write(MISSPELT))
    [one] = document["interactions"]
    body = one["response"].pop("body")["string"].encode()
    one["response"]["body"] = {"base64_string": b64encode(body).decode()}
    file = tmp_path / "old.json"
    file.write_text(json.dumps(document))
    assert check(file).rules == ["unknown-parameter"]


def test_one_file_that_cannot_be_read_does_not_hide_what_another_holds(
    check: Check, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    checked = check(empty, HAR.at(tmp_path, MISSPELT))
    assert (checked.code, checked.rules) == (Exit.UNREADABLE, ["unknown-parameter"])
