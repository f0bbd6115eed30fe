"""What the vendor does not say is no drift of our contract, and what he says is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drift.contracts import PEOPLE, PERSON, ROOM, ROOMS, TWILIO, form, published, schema
from tests.drift.specs import JSON, Tree, answering, findings, holding, operation, written

_BUSY = {"description": "Too many requests."}


def each_method(vendor: Tree) -> list[Tree]:
    return [method for item in vendor["paths"].values() for method in item.values()]


def with_an_error_without_a_body(vendor: Tree) -> None:
    for method in each_method(vendor):
        method["responses"] = {
            status: answer for status, answer in method["responses"].items() if status[0] == "2"
        } | {"429": _BUSY}


def with_some_errors(vendor: Tree) -> None:
    responses = vendor["paths"][ROOM]["get"]["responses"]
    del responses["404"], responses["default"]


def with_any_other_answer(vendor: Tree) -> None:
    for method in each_method(vendor):
        errors = [status for status in method["responses"] if status[0] != "2"]
        for status in errors:
            del method["responses"][status]
        method["responses"]["default"] = {"description": "An error."}


def with_an_undescribed_default(vendor: Tree) -> None:
    for method in each_method(vendor):
        method["responses"]["default"] = answering(holding(odd={"type": "integer"}))["200"]


def with_items_of_a_form_unsaid(vendor: Tree) -> None:
    form(vendor, PEOPLE)["StatusCallbackEvent"].pop("items")


def with_a_format_of_its_own(vendor: Tree) -> None:
    form(vendor, PERSON)["Muted"]["format"] = "flag"


def with_another_host(vendor: Tree) -> None:
    vendor["servers"] = [{"url": "https://conferences.example.net"}]


def with_null_unsaid(vendor: Tree) -> None:
    schema(vendor, "conference")["properties"]["status"].pop("type")


@pytest.mark.parametrize(
    "change",
    [
        with_an_error_without_a_body,
        with_some_errors,
        with_any_other_answer,
        with_an_undescribed_default,
        with_items_of_a_form_unsaid,
        with_a_format_of_its_own,
        with_another_host,
        with_null_unsaid,
    ],
)
def test_it_is_no_drift(tmp_path: Path, change: Callable[[Tree], None]) -> None:
    assert held(tmp_path, change) == []


def held(folder: Path, change: Callable[[Tree], None]) -> list[str]:
    vendor = published()
    change(vendor)
    _, found = findings("--spec", written(folder / "vendor.json", vendor), "--dialect", TWILIO)
    return [one.rule for one in found]


def conferences_without_items(vendor: Tree) -> None:
    content = vendor["paths"][ROOMS]["get"]["responses"]["200"]["content"][JSON]
    content["schema"] = holding(conferences={"type": "array"})


def with_a_new_error(vendor: Tree) -> None:
    vendor["paths"][ROOM]["get"]["responses"]["410"] = _BUSY


def with_a_required_newcomer(vendor: Tree) -> None:
    body = vendor["paths"][PERSON]["post"]["requestBody"]["content"]
    body["application/x-www-form-urlencoded"]["schema"]["required"] = ["Token"]


def with_everything_under_the_error(vendor: Tree) -> None:
    responses = vendor["paths"][ROOM]["get"]["responses"]
    vendor["paths"][ROOM]["get"]["responses"] = {"default": responses["200"]}


def with_a_neighbour(vendor: Tree) -> None:
    base = ROOMS.removesuffix(".json")
    vendor["paths"][f"{base}ToCome.json"] = {"get": operation("ListConferencesToCome")}


def with_a_bare_path(vendor: Tree) -> None:
    vendor["paths"] = {
        path.removeprefix("/2010-04-01"): item for path, item in vendor["paths"].items()
    }


def with_another_version(vendor: Tree) -> None:
    vendor["paths"]["/2010-04-012/Accounts/{AccountSid}/Conferences/Extra.json"] = {
        "get": operation("ListExtra")
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (conferences_without_items, {"property-removed"}),
        (with_a_new_error, {"error-status-added"}),
        (with_a_required_newcomer, {"required-parameter-added"}),
        (with_everything_under_the_error, set()),
        (with_a_neighbour, set()),
        (with_a_bare_path, set()),
        (with_another_version, set()),
    ],
)
def test_what_he_says_is_drift_where_it_is_another(
    tmp_path: Path, change: Callable[[Tree], None], expected: set[str]
) -> None:
    assert set(held(tmp_path, change)) == expected


def test_a_list_that_says_nothing_of_its_members_lacks_them(tmp_path: Path) -> None:
    vendor = published()
    conferences_without_items(vendor)
    _, found = findings("--spec", written(tmp_path / "vendor.json", vendor))
    assert any("property conferences[].status is gone" in one.message for one in found)


def test_a_property_that_is_known_from_elsewhere_need_not_be_published(tmp_path: Path) -> None:
    vendor = published("signalwire")
    for name, expected in (("page_size", []), ("page", ["property-removed"])):
        del schema(vendor, "conferences")["properties"][name]
        file = written(tmp_path / "vendor.json", vendor)
        _, found = findings("--spec", file, "--dialect", "signalwire")
        assert [one.rule for one in found] == expected
