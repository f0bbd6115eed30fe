"""Our contract against a vendor's file: what he publishes counts, and what he keeps silent about does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mockconf.dialects import BY_NAME
from tests.drift.contracts import (
    PEOPLE,
    PERSON,
    ROOM,
    ROOMS,
    TWILIO,
    everywhere,
    form,
    published,
    schema,
    without,
)
from tests.drift.specs import JSON, Told, Tree, drift, findings, operation, written

Change = Callable[[Tree], object]


def held(folder: Path, change: Change, dialect: str = TWILIO) -> tuple[int, list[Told]]:
    vendor = published(dialect)
    change(vendor)
    return findings("--spec", written(folder / "vendor.json", vendor), "--dialect", dialect)


@pytest.mark.parametrize("dialect", BY_NAME)
def test_a_contract_has_not_drifted_from_itself(tmp_path: Path, dialect: str) -> None:
    assert held(tmp_path, lambda _: None, dialect) == (0, [])


def only_success(vendor: Tree) -> None:
    for item in vendor["paths"].values():
        for method in item.values():
            for status in [one for one in method["responses"] if one[0] != "2"]:
                del method["responses"][status]


def without_suffix(vendor: Tree) -> None:
    vendor["paths"] = {path.removesuffix(".json"): item for path, item in vendor["paths"].items()}


def with_base_in_server(vendor: Tree) -> None:
    vendor["servers"] = [{"url": "https://api.example.com/2010-04-01/"}]
    vendor["paths"] = {
        path.removeprefix("/2010-04-01"): item for path, item in vendor["paths"].items()
    }


def with_other_names_in_paths(vendor: Tree) -> None:
    item = vendor["paths"].pop(ROOM)
    for method in item.values():
        method["parameters"][1] = {**method["parameters"][1], "name": "Id"}
    vendor["paths"][ROOM.replace("{Sid}", "{Id}")] = item


def with_parameters_of_the_path(vendor: Tree) -> None:
    item = vendor["paths"][ROOM]
    item["parameters"] = [item["get"]["parameters"].pop(0)]
    item["post"]["parameters"].pop(0)


def with_halves_of_a_conference(vendor: Tree) -> None:
    members = list(schema(vendor, "conference")["properties"].items())
    halves = [{"properties": dict(members[:6])}, {"properties": dict(members[6:])}]
    vendor["components"]["schemas"]["conference"] = {"anyOf": halves}


def with_words_of_its_own(vendor: Tree) -> None:
    everywhere(vendor, lambda node: node.update(description="x") if "description" in node else None)


@pytest.mark.parametrize(
    "change",
    [
        without("pattern"),
        without("enum", "const"),
        without("default"),
        without("minimum", "maximum", "minLength", "maxLength", "maxItems"),
        without("format"),
        without("additionalProperties", "title", "summary", "operationId", "tags"),
        lambda vendor: schema(vendor, "conference").pop("required"),
        lambda vendor: schema(vendor, "conference")["properties"]["subresource_uris"].pop(
            "properties"
        ),
        lambda vendor: form(vendor, PEOPLE).pop("RecordingConfigurationId"),
        only_success,
        without_suffix,
        with_base_in_server,
        with_other_names_in_paths,
        with_parameters_of_the_path,
        with_halves_of_a_conference,
        with_words_of_its_own,
    ],
)
def test_silence_and_other_spellings_are_no_drift(tmp_path: Path, change: Change) -> None:
    assert held(tmp_path, change) == (0, [])


def test_a_vendor_who_takes_only_forms_has_not_drifted(tmp_path: Path) -> None:
    def change(vendor: Tree) -> None:
        everywhere(
            vendor, lambda node: node.get("requestBody", {"content": {}})["content"].pop(JSON, 0)
        )

    assert held(tmp_path, change, "signalwire") == (0, [])


def without_the_list(vendor: Tree) -> None:
    del vendor["paths"][ROOMS]["get"]


def with_a_smaller_page(vendor: Tree) -> None:
    vendor["components"]["parameters"]["PageSize"]["schema"]["maximum"] = 500


def with_created(vendor: Tree) -> None:
    responses = vendor["paths"][ROOM]["post"]["responses"]
    responses["201"] = responses.pop("200")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (without_the_list, [("operation-removed", "error")]),
        (lambda vendor: form(vendor, PERSON).pop("Muted"), [("parameter-removed", "error")]),
        (
            lambda vendor: form(vendor, PERSON).update(Volume={"type": "integer"}),
            [("parameter-added", "warning")],
        ),
        (
            lambda vendor: form(vendor, ROOM)["Status"]["enum"].append("paused"),
            [("enum-value-added", "warning")],
        ),
        (
            lambda vendor: form(vendor, ROOM).update(
                AnnounceMethod={"type": "string", "enum": ["GET", "POST"], "default": "GET"}
            ),
            [("default-changed", "error")],
        ),
        (with_a_smaller_page, [("limit-tightened", "error")]),
        (with_created, [("status-removed", "error"), ("status-added", "warning")]),
        (
            lambda vendor: schema(vendor, "conference")["properties"].pop("region"),
            [("property-removed", "error")],
        ),
        (
            lambda vendor: schema(vendor, "conference")["properties"].update(
                size={"type": "integer"}
            ),
            [("property-added", "warning")],
        ),
        (
            lambda vendor: schema(vendor, "participant")["properties"]["status"].update(
                type=["string", "null"]
            ),
            [("property-now-nullable", "error")],
        ),
        (
            lambda vendor: schema(vendor, "recording")["properties"]["channels"].update(
                type="string"
            ),
            [("property-type-changed", "error")],
        ),
        (
            lambda vendor: vendor["paths"][ROOM]["get"].update(deprecated=True),
            [("deprecated", "warning")],
        ),
    ],
)
def test_what_the_vendor_publishes_otherwise_is_drift(
    tmp_path: Path, change: Change, expected: list[tuple[str, str]]
) -> None:
    code, found = held(tmp_path, change)
    assert (code, [(one.rule, one.severity) for one in found]) == (1, expected)


def test_an_object_that_says_nothing_of_itself_is_drift_where_it_is_the_answer(
    tmp_path: Path,
) -> None:
    def change(vendor: Tree) -> None:
        vendor["components"]["schemas"]["participant"] = {"type": "object"}

    code, found = held(tmp_path, change)
    assert code == 1
    assert {one.rule for one in found} == {"property-removed"}
    assert any("property muted is gone" in one.message for one in found)


def test_a_change_that_several_operations_share_is_told_once(tmp_path: Path) -> None:
    def change(vendor: Tree) -> None:
        schema(vendor, "conference")["properties"]["status"]["enum"].append("paused")

    _, [one] = held(tmp_path, change)
    assert one.message == (
        "ListConference, FetchConference, UpdateConference: "
        'answer 200, property status has a new value (the vendor: "paused")'
    )
    assert one.pointer == "/components/schemas/conference/properties/status"


def test_a_parameter_that_has_another_name_is_named_with_the_nearest(tmp_path: Path) -> None:
    def change(vendor: Tree) -> None:
        members = form(vendor, PERSON)
        members["HoldMusicUrl"] = members.pop("HoldUrl")

    _, [gone, _] = held(tmp_path, change)
    assert (gone.rule, gone.nearest) == ("parameter-removed", "HoldMusicUrl")


def test_an_error_is_compared_where_the_vendor_lists_errors(tmp_path: Path) -> None:
    def change(vendor: Tree) -> None:
        responses = vendor["paths"][ROOM]["get"]["responses"]
        del responses["404"], responses["default"]
        responses["410"] = responses["400"]

    _, found = held(tmp_path, change)
    assert [one.rule for one in found] == ["error-status-added"]


def test_a_parameter_that_an_example_shows_is_published(tmp_path: Path) -> None:
    def change(vendor: Tree) -> None:
        content = vendor["paths"][PEOPLE]["post"]["requestBody"]["content"]
        del form(vendor, PEOPLE)["CallReason"]
        for media_type in content.values():
            media_type["examples"] = {"one": {"value": {"CallReason": "news"}}}

    assert held(tmp_path, change) == (0, [])


@pytest.mark.parametrize(
    "spelled",
    [
        lambda beside: beside,
        lambda beside: {"allOf": [beside]},
        lambda beside: {"anyOf": [{"type": "string"}, beside]},
    ],
)
def test_nullable_beside_a_reference_is_no_drift_as_it_may_mean_nothing(
    tmp_path: Path, spelled: Callable[[Tree], Tree]
) -> None:
    def change(vendor: Tree) -> None:
        vendor["openapi"] = "3.0.1"
        vendor["components"]["schemas"]["status"] = {"type": "string"}

        def to_3_0(node: Tree) -> None:
            if isinstance(node.get("type"), list):
                node["type"] = node["type"][0]
                node["nullable"] = True

        everywhere(vendor, to_3_0)
        beside = {"type": "string", "$ref": "#/components/schemas/status", "nullable": True}
        schema(vendor, "conference")["properties"]["status"] = spelled(beside)

    assert held(tmp_path, change) == (0, [])


def test_what_is_new_below_a_conference_is_found(tmp_path: Path) -> None:
    def change(vendor: Tree) -> None:
        below = ROOM.replace("{Sid}.json", "{ConferenceSid}/Summaries.json")
        vendor["paths"][below] = {"get": operation("ListConferenceSummary")}

    code, [one] = held(tmp_path, change)
    assert (code, one.rule) == (1, "operation-added")
    assert one.message == "ListConferenceSummary: is new"


def test_other_resources_are_counted_and_not_compared(tmp_path: Path) -> None:
    vendor = published()
    calls = {"get": operation("ListCall"), "post": {"responses": {"$ref": "#/nowhere"}}}
    vendor["paths"]["/2010-04-01/Accounts/{AccountSid}/Calls.json"] = calls
    code, said = drift("--spec", written(tmp_path / "vendor.json", vendor))
    assert code == 0
    assert "left out: 2 operations of other resources" in said
    assert "drift: 12 operations, no drift" in said


@pytest.mark.parametrize("dialect", ["signalwire", "twilio-2008-08-01"])
def test_a_file_of_another_api_is_not_taken_for_a_clean_one(tmp_path: Path, dialect: str) -> None:
    vendor = written(tmp_path / "vendor.json", published())
    code, said = drift("--spec", vendor, "--dialect", dialect)
    assert code == 3
    assert "drift: 0 operations, so nothing was checked" in said
