"""What a schema is composed of counts: all of `allOf`, any of `anyOf`, and what a reference leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockconf.drift import composing
from tests.drift.one_value import TEXT, WHOLE, received, receiving, ref, rules, sent
from tests.drift.specs import Tree, between, drift, holding, written


def both(*schemas: Tree, **more: object) -> Tree:
    return {"allOf": list(schemas), **more}


def either(*schemas: Tree, **more: object) -> Tree:
    return {"anyOf": list(schemas), **more}


def most(value: float, **more: object) -> Tree:
    return {"type": "integer", "maximum": value, **more}


def one_of(*values: object) -> Tree:
    return {"enum": list(values)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (both(most(10), most(5)), both(most(10), most(3)), ["limit-tightened"]),
        (both(most(5), most(10)), both(most(3), most(10)), ["limit-tightened"]),
        (both({"minItems": 1}, {"minItems": 2}), {"minItems": 2}, []),
        (both(one_of("x", "y", "z"), one_of("x", "y")), one_of("x"), ["enum-value-removed"]),
        (both(one_of("x", "y"), one_of("y", "x", "z")), one_of("x", "y"), []),
        (both({"type": ["string", "integer"]}, TEXT), TEXT, []),
        (both({"type": ["string", "null"]}, TEXT), TEXT, []),
        (both(TEXT, {"type": ["string", "null"]}), TEXT, []),
        (both({"type": "number"}, WHOLE), WHOLE, []),
        (both({"pattern": "^a"}, TEXT), {**TEXT, "pattern": "^a"}, []),
        (both(TEXT, {"format": "uri"}), {**TEXT, "format": "uri"}, []),
        (both({"default": 1}, {"default": 2}), {"default": 1}, []),
        (both(WHOLE, {"default": 2}), {**WHOLE, "default": 2}, []),
        (both({"deprecated": True}, TEXT), TEXT, ["no-longer-deprecated"]),
        (both(TEXT, {"deprecated": True}), TEXT, ["no-longer-deprecated"]),
        (both({"description": "One."}, {"description": "Two."}), {"description": "One."}, []),
        (holding(a=TEXT), holding(a=both(TEXT, {"readOnly": True})), ["parameter-removed"]),
        (holding(a=TEXT), holding(a=both({"readOnly": True}, TEXT)), ["parameter-removed"]),
        (both({"format": "a"}, {"format": "b"}), {"format": "a"}, []),
        (both({"pattern": "a"}, {"pattern": "b"}), {"pattern": "a"}, []),
        (both(holding(a=TEXT), holding(a={"maxLength": 3})), holding(a={**TEXT, "maxLength": 3}), []),
        (both(holding(a={}), holding(a=TEXT)), holding(a=WHOLE), ["parameter-type-changed"]),
        (both({"items": {}}, {"items": TEXT}), {"items": TEXT}, []),
        (both({"required": ["a"]}, {"required": ["b"]}), {"required": ["a", "b"]}, []),
        (TEXT, both(WHOLE, TEXT), ["parameter-removed"]),
    ],
)  # fmt: skip
def test_all_of_several_schemas_hold(tmp_path: Path, old: Tree, new: Tree, expected: list[str]) -> None:  # fmt: skip
    assert sent(tmp_path, old, new, "application/json") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (either({**TEXT, "maxLength": 9}, WHOLE), either({**TEXT, "maxLength": 3}, WHOLE), ["limit-tightened"]),
        (either({**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 3}), {**TEXT, "maxLength": 9}, []),
        (either({**TEXT, "minLength": 9}, {**TEXT, "minLength": 3}), {**TEXT, "minLength": 3}, []),
        (either({**TEXT, "maxLength": 9}, TEXT), TEXT, []),
        (either({**TEXT, "maxLength": 9}, {}), {}, []),
        (either({**TEXT, "pattern": "a"}, WHOLE), either(TEXT, WHOLE), ["pattern-removed"]),
        (either({**TEXT, "pattern": "a"}, {**TEXT, "pattern": "b"}), TEXT, []),
        (either({**TEXT, "format": "a"}, {**TEXT, "format": "b"}), TEXT, []),
        (either({**TEXT, "format": "a"}, {**TEXT, "format": "a"}), {**TEXT, "format": "a"}, []),
        (either({**TEXT, "default": "a"}, {**TEXT, "default": "b"}), TEXT, []),
        (either(one_of("a"), TEXT), TEXT, []),
        (either(one_of("a"), one_of("b", "a")), one_of("a", "b"), []),
        (either({**TEXT, "deprecated": True}, TEXT), TEXT, []),
        (holding(a=TEXT), holding(a=either({**TEXT, "readOnly": True}, TEXT)), []),
        (either({"items": TEXT}, {"items": WHOLE}), {"items": {"type": ["string", "integer"]}}, []),
        (either({"items": TEXT}, {"type": "array"}), {"type": "array"}, []),
        (either({"items": TEXT}, WHOLE), either({"items": WHOLE}, WHOLE), ["parameter-type-changed"]),
        (either({**holding(a=TEXT), "required": ["a"]}, {**holding(b=TEXT), "required": ["b"]}), holding(a=TEXT, b=TEXT), []),
        (either({"type": ["string", "null"]}, WHOLE), either(TEXT, WHOLE), ["parameter-no-longer-nullable"]),
        (either(WHOLE, {"type": ["string", "null"]}), either(TEXT, WHOLE), ["parameter-no-longer-nullable"]),
    ],
)  # fmt: skip
def test_any_of_several_schemas_holds(tmp_path: Path, old: Tree, new: Tree, expected: list[str]) -> None:  # fmt: skip
    assert sent(tmp_path, old, new, "application/json") == expected


def test_a_property_of_a_base_is_not_hidden_by_words_about_it(tmp_path: Path) -> None:
    def room(kind: str) -> Tree:
        words = holding(name={"description": "Its name."})
        return receiving(both(words, ref("Base")), {"Base": holding(name={"type": kind})})

    assert rules(between(tmp_path, room("string"), room("integer"))) == ["property-type-changed"]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ({"type": "string", "nullable": True, "enum": ["a"], "maxLength": 2, "pattern": "x"}, []),
        ({"format": "uri"}, []),
        ({"nullable": False}, ["property-no-longer-nullable"]),
        ({"default": 1}, ["default-added"]),
        ({"deprecated": True}, ["deprecated"]),
        ({"description": "A number."}, ["description-changed"]),
    ],
)
def test_in_openapi_3_0_the_target_of_a_reference_wins(
    tmp_path: Path, beside: Tree, expected: list[str]
) -> None:
    target = {"type": "integer", "nullable": True}
    more = {"schemas": {"Number": target}, "openapi": "3.0.1"}
    assert received(tmp_path, target, {**ref("Number"), **beside}, **more) == expected


def test_in_openapi_3_0_a_target_of_another_type_is_found_behind_the_type_beside_it(
    tmp_path: Path,
) -> None:
    def room(kind: str) -> Tree:
        status = {"type": "string", **ref("Status"), "nullable": True}
        return receiving(holding(status=status), {"Status": {"type": kind}}, "3.0.1")

    assert rules(between(tmp_path, room("string"), room("integer"))) == ["property-type-changed"]


def test_in_openapi_3_1_what_stands_beside_a_reference_counts_too(tmp_path: Path) -> None:
    limited = {**TEXT, "maxLength": 3}
    assert received(tmp_path, limited, {**ref("T"), "maxLength": 3}, schemas={"T": TEXT}) == []


@pytest.mark.parametrize("openapi", ["3.0.1", "3.1.0"])
@pytest.mark.parametrize(
    "spelling",
    [
        {"type": ["string", "null"]},
        {"oneOf": [TEXT, {"enum": [None]}]},
        {"anyOf": [TEXT, {"const": None}]},
        {"anyOf": [TEXT, {"type": ["null"]}]},
        {"anyOf": [TEXT, ref("Null")]},
        {"anyOf": [{"anyOf": [TEXT, {"type": "null"}]}]},
    ],
)
def test_null_may_be_spelled_in_many_ways(tmp_path: Path, openapi: str, spelling: Tree) -> None:
    schemas = {"Null": {"type": "null"}}
    more = {"schemas": schemas, "openapi": openapi}
    assert received(tmp_path, {"type": ["string", "null"]}, spelling, **more) == []
    assert received(tmp_path, TEXT, spelling, **more) == ["property-now-nullable"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"items": TEXT}, {"type": "array"}, ["property-type-changed"]),
        ({"type": "array"}, {"items": TEXT}, ["property-type-narrowed"]),
        ({"items": holding(a=TEXT)}, {"type": "array"}, ["property-type-changed", "property-removed"]),
        ({"items": TEXT}, {"items": False}, ["property-type-narrowed"]),
        ({"items": TEXT}, {"items": True}, ["property-type-changed"]),
        ({"type": "array"}, {"items": True}, []),
        (TEXT, {"items": TEXT}, ["property-type-changed"]),
        (holding(a=TEXT), {**holding(a=False)}, ["property-removed"]),
        (holding(a=TEXT), holding(a=True), ["property-type-changed"]),
    ],
)  # fmt: skip
def test_what_a_list_or_an_object_holds_may_be_anything_or_nothing(
    tmp_path: Path, old: Tree, new: Tree, expected: list[str]
) -> None:
    assert received(tmp_path, old, new) == expected


def test_schemas_that_are_composed_of_one_another_may_be_met_in_any_order(tmp_path: Path) -> None:
    schemas = {
        "A": either(ref("B"), holding(a=TEXT)),
        "B": either(ref("A"), holding(b=TEXT)),
    }
    old = receiving(holding(x=ref("A"), y=ref("B")), schemas)
    new = receiving(holding(y=ref("B"), x=ref("A")), schemas)
    assert between(tmp_path, old, new) == (0, [])


def test_schemas_that_are_composed_of_all_others_come_to_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "_MOST_JOINED", 10_000)
    names = [f"S{number}" for number in range(12)]
    schemas = {name: either(*map(ref, names), holding(**{name: TEXT})) for name in names}
    file = written(tmp_path / "knot.json", receiving(ref("S0"), schemas))
    code, said = drift("--from", file, "--to", file)
    assert (code, "10,000 schemas and properties are put together" in said) == (4, True)
