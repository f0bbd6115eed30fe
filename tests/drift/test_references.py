"""References stay in the file, lead somewhere, and come to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drift.specs import Tree, answering, between, document, drift, holding, operation, written


def with_answer(schema: Tree, **schemas: Tree) -> Tree:
    paths = {"/rooms": {"get": operation("ListRoom", responses=answering(schema))}}
    return document(paths, components={"schemas": schemas})


def ref(name: str) -> Tree:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("https://example.com/room.json", "leads out of the file, and nothing is fetched: https"),
        ("//example.com/room.json", "leads out of the file"),
        ("room.json", "leads out of the file"),
        ("file:///etc/passwd", "leads out of the file"),
        ("other.json#/components/schemas/Room", "leads out of the file"),
        ("#/components/schemas/Nobody", "leads to #/components/schemas/Nobody, where nothing is"),
        ("#/paths/0", "where nothing is"),
        ("#Room", "no JSON pointer"),
        (7, "$ref is no text"),
        ("#/components/schemas/Loop", "leads from one to the next and to no end"),
    ],
)
def test_a_reference_to_nowhere_is_said_with_its_place(
    tmp_path: Path, target: object, says: str
) -> None:
    bad = with_answer({"$ref": target}, Loop=ref("Loop"))
    good = with_answer({"type": "string"})
    code, said = drift(
        "--from", written(tmp_path / "good", good), "--to", written(tmp_path / "bad", bad)
    )
    assert code == 4
    assert says in said
    assert "/schema" in said


def test_a_reference_in_what_is_left_out_is_not_followed(tmp_path: Path) -> None:
    one = with_answer({"type": "string"})
    one["paths"]["/calls"] = {"get": operation("ListCall", responses=answering(ref("Nobody")))}
    assert between(tmp_path, one, one, "--only", "/rooms") == (0, [])


def test_references_may_name_anything_in_the_file(tmp_path: Path) -> None:
    odd = {"$ref": "#/components/schemas/a%20b~1c~0d"}
    assert between(
        tmp_path,
        with_answer({"type": "string"}),
        with_answer(odd, **{"a b/c~d": {"type": "string"}}),
    ) == (0, [])


def test_parameters_bodies_answers_and_paths_may_be_references(tmp_path: Path) -> None:
    plain = with_answer({"type": "string"})
    plain["paths"]["/rooms"]["get"]["parameters"] = [
        {"name": "Q", "in": "query", "schema": {"type": "string"}}
    ]
    far = document({"/rooms": {"$ref": "#/components/pathItems/Rooms"}})
    method = plain["paths"]["/rooms"]["get"]
    far["components"] = {
        "pathItems": {
            "Rooms": {
                "get": {
                    "operationId": "ListRoom",
                    "parameters": [{"$ref": "#/components/parameters/Q"}],
                    "responses": {"200": {"$ref": "#/components/responses/Fine"}},
                }
            }
        },
        "parameters": {"Q": method["parameters"][0]},
        "responses": {"Fine": method["responses"]["200"]},
    }
    assert between(tmp_path, plain, far) == (0, [])


@pytest.mark.parametrize(
    "schemas",
    [
        {"Room": holding(parent=ref("Room"), name={"type": "string"})},
        {
            "Room": holding(doors={"type": "array", "items": ref("Door")}, name={"type": "string"}),
            "Door": holding(leads_to=ref("Room")),
        },
        {"Room": {"allOf": [ref("Room"), holding(name={"type": "string"})]}},
        {"Room": {"anyOf": [ref("Room"), holding(name={"type": "string"})]}},
        {
            "Room": {"allOf": [ref("Half")]},
            "Half": {**holding(name={"type": "string"}), "allOf": [ref("Room")]},
        },
    ],
)
def test_schemas_that_hold_themselves_come_to_an_end(
    tmp_path: Path, schemas: dict[str, Tree]
) -> None:
    changed = {**schemas, "More": holding(name={"type": "integer"})}
    old = with_answer(holding(room=ref("Room"), more=holding(name={"type": "string"})), **schemas)
    new = with_answer(holding(room=ref("Room"), more=ref("More")), **changed)
    _, found = between(tmp_path, old, new)
    assert [one.rule for one in found] == ["property-type-changed"]
    assert "property more.name" in found[0].message


def test_schemas_that_hold_two_of_the_next_come_to_an_end(tmp_path: Path) -> None:
    def tower(leaf: str) -> Tree:
        floors = {f"F{n}": holding(a=ref(f"F{n + 1}"), b=ref(f"F{n + 1}")) for n in range(60)}
        mixed = {f"M{n}": {"allOf": [ref(f"M{n + 1}"), ref(f"M{n + 1}")]} for n in range(60)}
        either = {f"E{n}": {"anyOf": [ref(f"E{n + 1}"), ref(f"E{n + 1}")]} for n in range(60)}
        ends = {"F60": {"type": leaf}, "M60": {"type": leaf}, "E60": holding(e={"type": leaf})}
        whole = holding(f=ref("F0"), m=ref("M0"), e=ref("E0"))
        return with_answer(whole, **floors, **mixed, **either, **ends)

    code, found = between(tmp_path, tower("string"), tower("integer"))
    assert code == 1
    assert {one.rule for one in found} == {"property-type-changed"}
    assert 3 <= len(found) < 6


def test_schemas_nested_beyond_reason_are_refused(tmp_path: Path) -> None:
    deep = with_answer(ref("A0"), **{f"A{n}": {"allOf": [ref(f"A{n + 1}")]} for n in range(5000)})
    deep["components"]["schemas"]["A5000"] = {"type": "string"}
    file = written(tmp_path / "deep", deep)
    code, said = drift("--from", file, "--to", file)
    assert code == 4
    assert "deep /components/schemas/A100: error: " in said
    assert "composed of one another more than 200 deep" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"type": ["string", "null"]}, {"oneOf": [{"type": "null"}, ref("Text")]}),
        ({"enum": ["a", "b"]}, {"oneOf": [{"const": "a"}, {"const": "b"}]}),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "const": "a"}),
        ({"type": "string"}, {"allOf": [ref("Text"), {"title": "A text"}]}),
        ({"type": "string"}, {"$ref": "#/components/schemas/Text", "title": "A text"}),
        (
            {"type": ["integer", "string"]},
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        ),
        (
            {"type": ["integer", "string", "null"]},
            {"anyOf": [{"type": "string"}, {"type": ["integer", "null"]}]},
        ),
        (
            {**holding(a=ref("Text"), b=ref("Text")), "required": ["a"]},
            {"allOf": [{**holding(a=ref("Text")), "required": ["a"]}, holding(b=ref("Text"))]},
        ),
        (
            {"anyOf": [{**holding(a=ref("Text")), "required": ["a"]}, holding(b=ref("Text"))]},
            {"anyOf": [holding(b=ref("Text")), holding(a=ref("Text"))]},
        ),
        (
            holding(a=ref("Text"), b=ref("Text")),
            {"oneOf": [holding(a=ref("Text")), holding(b=ref("Text"))]},
        ),
    ],
)
def test_two_ways_to_say_the_same_are_no_drift(tmp_path: Path, old: Tree, new: Tree) -> None:
    text = {"type": "string"}
    assert between(tmp_path, with_answer(old, Text=text), with_answer(new, Text=text)) == (0, [])


def test_the_same_in_openapi_3_0_and_3_1_is_no_drift(tmp_path: Path) -> None:
    old = with_answer(
        holding(
            a={"type": "string", "nullable": True},
            b={"type": "integer", "minimum": 3, "exclusiveMinimum": True},
            c={"allOf": [ref("Text")], "nullable": True},
        ),
        Text={"type": "string"},
    )
    new = with_answer(
        holding(
            a={"type": ["string", "null"]},
            b={"type": "integer", "exclusiveMinimum": 3},
            c={"anyOf": [ref("Text"), {"type": "null"}]},
        ),
        Text={"type": "string"},
    )
    assert between(tmp_path, {**old, "openapi": "3.0.3"}, new) == (0, [])


def test_a_property_that_several_shapes_have_is_compared_in_all(tmp_path: Path) -> None:
    old = with_answer({"oneOf": [holding(a={"const": "x"}), holding(a={"const": "y"})]})
    new = with_answer({"oneOf": [holding(a={"const": "x"}), holding(a={"const": "z"})]})
    _, found = between(tmp_path, old, new)
    assert [one.rule for one in found] == ["enum-value-removed", "enum-value-added"]
