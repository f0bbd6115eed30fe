"""YAML is read as plain values: nothing in it is carried out, and nothing in it grows."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
import yaml

from mockconf.drift.plain_yaml import NotPlain, plain_yaml
from tests.drift.contracts import TWILIO, published
from tests.drift.specs import drift, findings


def test_a_file_in_yaml_says_the_same_as_in_json(tmp_path: Path) -> None:
    vendor = published()
    del vendor["components"]["schemas"]["conference"]["properties"]["region"]
    file = tmp_path / "vendor.yaml"
    file.write_text(yaml.safe_dump(vendor), encoding="utf-8")
    code, [one] = findings("--spec", file, "--dialect", TWILIO)
    assert (code, one.rule) == (1, "property-removed")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "vendor.yaml"
    file.write_text(yaml.safe_dump(published()), encoding="utf-8-sig")
    assert drift("--spec", file)[0] == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2010-04-01", "2010-04-01"),
        ("12:30", "12:30"),
        ("on", "on"),
        ("no", "no"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("'7'", "7"),
        ("7", 7),
        ("-7", -7),
        ("1.5e3", 1500.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("[a, {b: c}]", ["a", {"b": "c"}]),
    ],
)
def test_scalars_are_those_of_json(text: str, value: object) -> None:
    read = plain_yaml(f"a: {text}")
    assert read == {"a": value}
    assert type(read["a"]) is type(value)


def test_keys_are_text() -> None:
    assert plain_yaml("200: a\ntrue: b\n2010-04-01: c") == {
        "200": "a",
        "true": "b",
        "2010-04-01": "c",
    }


def test_aliases_repeat() -> None:
    base = {"x": 1, "y": 2}
    assert plain_yaml("base: &b {x: 1, y: 2}\nsame: *b") == {"base": base, "same": base}


def test_a_quoted_merge_is_a_name_like_any_other() -> None:
    assert plain_yaml("'<<': {x: 1}") == {"<<": {"x": 1}}


_LAUGHS = "\n".join(
    [
        "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)),
    ]
)
_MERGES = "\n".join(
    [
        "a0: &a0 {k: v}",
        *(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: v}}" for n in range(1, 60)),
    ]
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_LAUGHS, "it holds more than 400,000 values, aliases resolved"),
        (_MERGES, "mappings are merged by <<, which is not read (line 2)"),
        ("a: &a [*a]", "the alias *a contains itself (line 1)"),
        ("a: *b", "stands for nothing"),
        ("a: " + "[" * 300, "nested deeper than 200 levels"),
        ("- " * 300_000, "nested deeper than 200 levels"),
        ("{a: " * 300_000, "nested deeper than 200 levels"),
        ("a: !!python/object/apply:os.system [touch hacked]", "tags are not obeyed"),
        ("a: !!python/name:os.system ''", "tags are not obeyed"),
        ("a: !!python/object/new:os.system {}", "tags are not obeyed"),
        ("!!python/object/apply:os.getcwd []", "tags are not obeyed"),
        ("a: !include other.yaml", "it has the tag !include"),
        ("a: !!timestamp 2010-04-01", "tags are not obeyed"),
        ("a: 1\nb: 2\na: 3", "an object has the key 'a' twice (line 3)"),
        ("? [a, b]\n: c", "a key is no text"),
        ("a: 1\n---\nb: 2", "more than one document"),
        ("a: [1, 2", "(line"),
        ("a: 'never ends", "(line"),
        ("a: b: c", "(line 1)"),
        ("\ta: b", "(line 1)"),
        ("a: \x07", "special characters are not allowed"),
        ("# nothing but words", "it is empty"),
        ("<<: {a: 1}", "merged by <<"),
        ("a: !!str 7", "tags are not obeyed"),
        ("a: !!int 3", "tags are not obeyed"),
        ("a: ! 7", "it has the tag !"),
        ("a: !!map {}", "tags are not obeyed"),
        ("!!str a: b", "tags are not obeyed"),
    ],
)
def test_what_is_not_plain_is_refused(text: str, says: str) -> None:
    with pytest.raises(NotPlain) as caught:
        plain_yaml(text)
    assert says in str(caught.value)


def test_a_bomb_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "vendor.yaml"
    file.write_text(f"openapi: 3.1.0\n{_LAUGHS}", encoding="utf-8")
    code, said = drift("--spec", file)
    assert code == 4
    assert f"{file}:" in said
    assert "400,000 values" in said


@pytest.mark.parametrize("bomb", [_LAUGHS, _MERGES])
def test_a_bomb_needs_little_memory(bomb: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(NotPlain):
            plain_yaml(bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


def test_a_tag_is_never_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "vendor.yaml"
    file.write_text(
        'openapi: 3.1.0\npaths: !!python/object/apply:os.system ["touch obeyed"]', encoding="utf-8"
    )
    code, said = drift("--spec", file)
    assert code == 4
    assert "line 2" in said
    assert not (tmp_path / "obeyed").exists()


def test_the_parser_that_is_written_in_python_reads_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a: &x [1, {b: 'c'}]\nd: *x\n2010-04-01: on"
    quick = plain_yaml(text)
    monkeypatch.setattr("mockconf.drift.plain_yaml._PARSER", None)
    assert plain_yaml(text) == quick
