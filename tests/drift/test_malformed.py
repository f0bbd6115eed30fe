"""A keyword that is compared and has a value it cannot have is said with its place, and never passed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockconf.drift import vendor_file
from tests.drift.one_value import TEXT, receiving
from tests.drift.specs import (
    JSON,
    Tree,
    answering,
    between,
    document,
    drift,
    holding,
    operation,
    written,
)


def refused(folder: Path, content: Tree) -> str:
    file = written(folder / "vendor.json", content)
    code, said = drift("--from", file, "--to", file)
    assert code == 4
    return said


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("maximum", "500"),
        ("maximum", True),
        ("minLength", None),
        ("exclusiveMaximum", "5"),
        ("pattern", 5),
        ("format", ["uri"]),
        ("description", 7),
        ("nullable", "true"),
        ("deprecated", "true"),
        ("readOnly", 1),
        ("writeOnly", "yes"),
        ("type", 7),
        ("type", ["string", 7]),
        ("type", "strin"),
        ("type", ["string", "nul"]),
        ("enum", "a"),
        ("required", True),
        ("required", [7]),
        ("properties", ["a"]),
        ("allOf", {"type": "string"}),
        ("items", "string"),
    ],
)
def test_a_keyword_of_a_schema(tmp_path: Path, keyword: str, value: Any) -> None:
    said = refused(tmp_path, receiving(holding(p={keyword: value}), openapi="3.0.1"))
    assert "/schema/properties/p" in said


@pytest.mark.parametrize(
    ("keyword", "value", "says"),
    [
        ("maximum", "500", "p/maximum: error: a number is expected here, and not text"),
        ("pattern", 5, "p/pattern: error: text is expected here, and not a number"),
        ("deprecated", "true", "p/deprecated: error: true or false is expected here, and not text"),
    ],
)
def test_it_is_said_what_is_expected(tmp_path: Path, keyword: str, value: Any, says: str) -> None:
    assert says in refused(tmp_path, receiving(holding(p={keyword: value})))


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("required", "true"), ("required", 1), ("deprecated", 0), ("description", []), ("name", 7)],
)
def test_a_keyword_of_a_parameter(tmp_path: Path, keyword: str, value: Any) -> None:
    one = {"name": "Q", "in": "query", "schema": TEXT, keyword: value}
    said = refused(tmp_path, document({"/a": {"get": operation("A", parameters=[one])}}))
    assert f"/get/parameters/0/{keyword}: error: " in said


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"deprecated": "no"}, "/paths/~1a/get/deprecated"),
        ({"operationId": 7}, "/paths/~1a/get/operationId"),
        ({"requestBody": {"required": 1, "content": {JSON: {"schema": {}}}}}, "/requestBody/required"),
        ({"requestBody": []}, "/get/requestBody"),
        ({"responses": {"200": {"description": "x", "content": {"text/plain": None}}}}, "/content/text~1plain"),
        ({"responses": {"200": {"description": "x", "content": {"text/plain": []}}}}, "/content/text~1plain"),
        ({"servers": [{"url": "/", "variables": ["a"]}]}, "/get/servers/0/variables"),
        ({"servers": [{"url": "/{a}", "variables": {"a": "b"}}]}, "/get/servers/0/variables/a"),
        ({"servers": [{"url": 7}]}, "/get/servers/0/url"),
        ({"servers": ["https://a.example"]}, "/get/servers/0"),
    ],
)  # fmt: skip
def test_a_part_of_an_operation(tmp_path: Path, more: Tree, place: str) -> None:
    said = refused(tmp_path, document({"/a": {"get": operation("A", **more)}}))
    assert f"{place}: error: " in said


def test_words_that_are_not_there_are_none(tmp_path: Path) -> None:
    said, unsaid = receiving({**TEXT, "description": None}), receiving(TEXT)
    assert between(tmp_path, said, unsaid) == (0, [])


@pytest.mark.parametrize(
    "examples",
    [[{}], {"a": []}, {"a": {"$ref": "https://a.example/b.json"}}, {"a": {"value": 7}}, None],
)
def test_examples_are_not_compared_and_may_be_anything(tmp_path: Path, examples: Any) -> None:
    content = {JSON: {"schema": holding(), "examples": examples}}
    posted = document({"/a": {"post": operation("A", requestBody={"content": content})}})
    assert between(tmp_path, posted, posted) == (0, [])


@pytest.mark.parametrize(("hops", "code"), [(99, 0), (100, 0), (101, 4)])
def test_a_reference_may_lead_on_a_hundred_times(tmp_path: Path, hops: int, code: int) -> None:
    there = {f"R{number}": {"$ref": f"#/components/responses/R{number + 1}"} for number in range(hops - 1)}  # fmt: skip
    there[f"R{hops - 1}"] = answering(TEXT)["200"]
    responses = {"200": {"$ref": "#/components/responses/R0"}}
    api = document(
        {"/a": {"get": operation("A", responses=responses)}}, components={"responses": there}
    )
    file = written(tmp_path / "vendor.json", api)
    assert drift("--from", file, "--to", file)[0] == code


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16"])
def test_another_encoding_is_called_by_its_name(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "vendor.json"
    file.write_bytes(json.dumps(receiving(TEXT)).encode(encoding))
    code, said = drift("--from", file, "--to", file)
    assert (code, f"it is {encoding.upper()}" in said) == (4, True)


def test_a_byte_order_mark_of_json_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor_file, "MOST_BYTES_OF_YAML", 1)  # it is not taken for YAML
    file = tmp_path / "vendor.json"
    file.write_text(json.dumps(receiving(TEXT)), encoding="utf-8-sig")
    assert drift("--from", file, "--to", file)[0] == 0


def test_the_steps_of_a_pointer_are_unescaped_in_their_order(tmp_path: Path) -> None:
    odd = receiving({"$ref": "#/components/schemas/a~01%25b"}, {"a~1%b": TEXT})
    assert between(tmp_path, receiving(TEXT), odd) == (0, [])
