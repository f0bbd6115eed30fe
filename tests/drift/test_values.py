"""Values are compared by what they are, however they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.drift.one_value import TEXT, WHOLE, received, receiving, rules, sending, sent
from tests.drift.specs import FORM, JSON, Tree, between, document, holding, operation


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"default": 60}, {"default": 60.0}, []),
        ({"default": [1, {"a": 2}]}, {"default": [1.0, {"a": 2.0}]}, []),
        ({"default": 60}, {"default": "60"}, ["default-changed"]),
        ({"default": True}, {"default": 1}, ["default-changed"]),
        ({"enum": [1, 2]}, {"enum": [1.0, 2.0]}, []),
        ({"enum": [1]}, {"enum": [True]}, ["parameter-type-changed", "enum-value-removed", "enum-value-added"]),
        ({"enum": ["a", "a"]}, {"enum": ["a"]}, []),
        ({"maximum": 5}, {"maximum": 5.0}, []),
        ({"maximum": 4294967295}, {"maximum": 4294967294}, ["limit-tightened"]),
        ({"maximum": 10**400}, {"maximum": 10**400 + 1}, ["limit-loosened"]),
        ({"maximum": 10**400}, {"maximum": 1.5}, ["limit-tightened"]),
        ({"minItems": 1}, {"minItems": 2}, ["limit-tightened"]),
        ({"minLength": 2}, {"minLength": 1}, ["limit-loosened"]),
        ({"maxItems": 1}, {"maxItems": 2}, ["limit-loosened"]),
        ({"minimum": 1}, {}, ["limit-loosened"]),
        ({}, {"minimum": 1}, ["limit-tightened"]),
        ({"exclusiveMaximum": 5}, {"exclusiveMaximum": 6}, ["limit-loosened"]),
        ({"exclusiveMinimum": 5}, {"exclusiveMinimum": 6}, ["limit-tightened"]),
        ({"maximum": 5, "exclusiveMaximum": True}, {"maximum": 5}, ["limit-loosened"]),
        ({"maximum": 5}, {"maximum": 5, "exclusiveMaximum": True}, ["limit-tightened"]),
        ({"maximum": 5, "exclusiveMaximum": False}, {"maximum": 5}, []),
        ({"maximum": 5, "exclusiveMaximum": True}, {"exclusiveMaximum": 5}, []),
        ({"maximum": 5, "exclusiveMaximum": 5}, {"exclusiveMaximum": 5}, []),
        ({"maximum": 4, "exclusiveMaximum": 5}, {"maximum": 4}, []),
        ({"minimum": 5, "exclusiveMinimum": True}, {"minimum": 5}, ["limit-loosened"]),
    ],
)  # fmt: skip
def test_a_value_is_the_same_however_it_is_written(
    tmp_path: Path, old: Tree, new: Tree, expected: list[str]
) -> None:
    assert sent(tmp_path, old, new, JSON) == expected


def test_a_limit_is_told_exactly(tmp_path: Path) -> None:
    old, new = (sending(holding(p={"maximum": most})) for most in (1000001, 1000002.0))
    _, [one] = between(tmp_path, old, new)
    assert one.message.endswith("(before: maximum 1000001, now: maximum 1000002)")


@pytest.mark.parametrize(
    ("old", "media_type", "expected"),
    [
        ("integer", FORM, ["parameter-type-widened"]),
        ("boolean", FORM, ["parameter-type-widened"]),
        ("array", FORM, ["parameter-type-changed"]),
        ("integer", JSON, ["parameter-type-changed"]),
    ],
)
def test_what_a_form_writes_as_text_may_become_text(
    tmp_path: Path, old: str, media_type: str, expected: list[str]
) -> None:
    assert sent(tmp_path, {"type": old}, TEXT, media_type) == expected


def test_text_in_an_answer_is_no_number(tmp_path: Path) -> None:
    assert received(tmp_path, WHOLE, TEXT) == ["property-type-changed"]
    assert received(tmp_path, {"type": "number"}, WHOLE) == ["property-type-narrowed"]


@pytest.mark.parametrize(
    ("media_types", "is_compared"),
    [
        ((JSON,), True),
        ((JSON, "application/xml"), True),
        (("application/vnd.api+json",), True),
        ((FORM,), False),
        ((FORM, JSON), False),
        (("multipart/form-data",), False),
    ],
)
def test_null_is_compared_where_json_is(
    tmp_path: Path, media_types: tuple[str, ...], is_compared: bool
) -> None:
    found = sent(tmp_path, {"type": ["string", "null"]}, TEXT, *media_types)
    assert found == ["parameter-no-longer-nullable"] * is_compared


def test_null_is_not_compared_where_one_side_takes_a_form(tmp_path: Path) -> None:
    old = sending(holding(p={"type": ["string", "null"]}), JSON)
    found = rules(between(tmp_path, old, sending(holding(p=TEXT), FORM)))
    assert found == ["media-type-removed", "media-type-added"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (holding(p=TEXT), {**holding(p=TEXT), "required": ["q"]}, ["required-parameter-added"]),
        (holding(p=holding()), holding(p={**holding(c=TEXT), "required": ["c"]}), ["required-parameter-added"]),
        (holding(p=holding()), holding(p={**holding(), "required": ["c"]}), ["required-parameter-added"]),
        (holding(p=holding()), holding(p=holding(c=TEXT)), ["parameter-added"]),
        (holding(p=TEXT, q=TEXT), holding(p=TEXT, q={**TEXT, "readOnly": True}), ["parameter-removed"]),
        (holding(p=TEXT), holding(p=TEXT, q={**TEXT, "readOnly": True}), []),
        (holding(p=TEXT), {**holding(p=TEXT, q={"readOnly": True}), "required": ["q"]}, []),
        (holding(p=TEXT), holding(p={**TEXT, "writeOnly": True}), []),
        (holding(p=holding(c=TEXT)), holding(p=holding(c={"readOnly": True})), ["parameter-removed"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("media_type", [FORM, JSON])
def test_members_of_a_request_are_those_that_a_client_sends(
    tmp_path: Path, old: Tree, new: Tree, expected: list[str], media_type: str
) -> None:
    old, new = sending(old, media_type), sending(new, media_type)
    assert rules(between(tmp_path, old, new)) == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (holding(p={**TEXT, "writeOnly": True}), ["property-removed"]),
        (holding(p={**TEXT, "readOnly": True}), []),
        ({**holding(p=TEXT), "required": ["q"]}, []),
    ],
)
def test_properties_of_an_answer_are_those_that_a_client_receives(
    tmp_path: Path, new: Tree, expected: list[str]
) -> None:
    assert rules(between(tmp_path, receiving(holding(p=TEXT)), receiving(new))) == expected


def test_a_parameter_is_deprecated_wherever_that_is_said(tmp_path: Path) -> None:
    def listing(**parameter: Any) -> Tree:
        one = {"name": "Q", "in": "query", "schema": TEXT, **parameter}
        return document({"/rooms": {"get": operation("ListRoom", parameters=[one])}})

    on_schema = listing(schema={**TEXT, "deprecated": True})
    assert between(tmp_path, listing(deprecated=True), on_schema) == (0, [])
    assert rules(between(tmp_path, listing(), on_schema)) == ["deprecated"]


@pytest.mark.parametrize(
    ("numbers", "is_named"), [((2, 3), True), ((5000, 1), True), ((5000, 3), False)]
)
def test_the_nearest_is_looked_for_among_not_too_many(
    tmp_path: Path, numbers: tuple[int, int], is_named: bool
) -> None:
    old, new = (
        {"enum": [f"{which}-{number}" for number in range(count)]}
        for which, count in zip(("quiet", "quite"), numbers, strict=True)
    )
    _, found = between(tmp_path, receiving(old), receiving(new))
    assert bool(found[0].nearest) is is_named


def test_what_has_no_type_in_openapi_3_0_may_be_null(tmp_path: Path) -> None:
    found = received(tmp_path, {}, {**TEXT, "nullable": True}, openapi="3.0.1")
    assert found == ["property-type-narrowed"]


def test_a_member_of_a_member_may_be_deprecated(tmp_path: Path) -> None:
    assert sent(tmp_path, holding(c=TEXT), holding(c={**TEXT, "deprecated": True})) == [
        "deprecated"
    ]
