"""A file that would take forever, or all memory, ends with 4 and a sentence that names the bound."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockconf.drift import comparing, vendor_file
from tests.drift.one_value import TEXT, WHOLE, receiving, ref
from tests.drift.specs import Tree, answering, document, drift, holding, operation, written


def two_to_the_power_of(count: int) -> Tree:
    """Every set of these schemas is reached by some path: the construction of automata by subsets."""
    schemas = {f"Q{n}": holding(a=ref(f"Q{n + 1}"), b=ref(f"Q{n + 1}")) for n in range(1, count)}
    first = holding(a={"anyOf": [ref("Q0"), ref("Q1")]}, b=ref("Q0"))
    return receiving(ref("Q0"), {"Q0": first, f"Q{count}": TEXT, **schemas})


def circle(length: int) -> Tree:
    schemas = {f"S{n}": holding(next=ref(f"S{(n + 1) % length}")) for n in range(length)}
    return receiving(ref("S0"), schemas)


def many(kind: Tree) -> Tree:
    shared = holding(**{f"p{number}": kind for number in range(1000)})
    paths = {
        f"/a{number}": {"get": operation(f"A{number}", responses=answering(ref("Shared")))}
        for number in range(250)
    }
    return document(paths, components={"schemas": {"Shared": shared}})


def unequal(count: int, kind: Tree) -> Tree:
    """Wherever they are used, the same are inside another schema and so compared again."""
    shared = holding(**{f"p{number}": kind for number in range(1000)})
    paths = {
        f"/a{number}": {
            "get": operation(f"A{number}", responses=answering(holding(inner=ref("Shared"))))
        }
        for number in range(count)
    }
    return document(paths, components={"schemas": {"Shared": shared}})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (two_to_the_power_of(22), two_to_the_power_of(22), "than 300,000 schemas and properties are"),
        (circle(1000), circle(1001), "values stand inside one another more than 100 deep"),
        (many(TEXT), many(WHOLE), "there are more than 200,000 differences up to here; --only"),
        (unequal(110, TEXT), unequal(110, TEXT), "more than 100,000 pairs of values are compared"),
    ],
    ids=["subsets", "circles", "differences", "pairs"],
)  # fmt: skip
def test_the_bound_is_named(tmp_path: Path, old: Tree, new: Tree, says: str) -> None:
    both = ("--from", written(tmp_path / "old.json", old), "--to", written(tmp_path / "new", new))
    code, said = drift(*both)
    assert code == 4
    assert says in said
    assert "/components/schemas/" in said


def test_what_many_operations_share_is_compared_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_MOST", 1_000_000)
    both = ("--from", written(tmp_path / "old.json", many(TEXT)), "--to", written(tmp_path / "new", many(TEXT)))  # fmt: skip
    assert drift(*both)[0] == 0


def test_circles_of_few_schemas_come_to_an_end(tmp_path: Path) -> None:
    both = ("--from", written(tmp_path / "old.json", circle(7)), "--to", written(tmp_path / "new", circle(8)))  # fmt: skip
    assert drift(*both)[0] == 0


def test_a_huge_object_with_a_key_twice_is_told(tmp_path: Path) -> None:
    file = tmp_path / "vendor.json"
    keys = ",".join(f'"k{number}":0' for number in range(100_000))
    file.write_text(f'{{"openapi":"3.1.0",{keys},"k99999":1}}', encoding="utf-8")
    code, said = drift("--from", file, "--to", file)
    assert (code, "the key 'k99999' twice" in said) == (4, True)


def test_yaml_may_be_half_as_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor_file, "MOST_BYTES", 2 * 1024 * 1024)
    monkeypatch.setattr(vendor_file, "MOST_BYTES_OF_YAML", 1024 * 1024)
    file = tmp_path / "vendor.yaml"
    file.write_text("#" * 1024 * 1024 + "\nopenapi: 3.1.0", encoding="utf-8")
    code, said = drift("--from", file, "--to", file)
    assert (code, "larger than 1 MB, the most for YAML" in said) == (4, True)
