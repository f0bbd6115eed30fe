"""Operations are found, told apart and compared as a client meets them: servers, paths, statuses, names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.drift.one_value import TEXT, WHOLE, rules
from tests.drift.specs import (
    FORM,
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


def rooms(path: str = "/rooms", **more: Any) -> Tree:
    return document({path: {"get": operation("ListRoom", **more)}})


def at(*urls: str) -> Tree:
    return rooms(servers=[{"url": url} for url in urls])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (at("https://a.example"), at("HTTPS://A.example/?x=1"), []),
        (at("https://a.example"), at("https://a.example/#top"), []),
        (at("https://a.example"), at("/"), []),
        (at("/"), at("https://a.example"), []),
        (at("https://a.example"), at("http://a.example"), ["server-changed"]),
        (at("https://a.example"), at("https://b.example"), ["server-changed"]),
        (at("https://a.example", "https://b.example"), at("https://b.example"), ["server-changed"]),
        (at("https://b.example"), at("https://a.example", "https://b.example"), ["server-added"]),
        (at("https://{here}.a.example"), at("https://{there}.a.example"), []),
    ],
)
def test_an_operation_is_served_by_its_hosts(
    tmp_path: Path, old: Tree, new: Tree, expected: list[str]
) -> None:
    assert rules(between(tmp_path, old, new)) == expected


def test_a_server_of_several_operations_is_told_once(tmp_path: Path) -> None:
    def api(host: str) -> Tree:
        paths = {f"/{name}": {"get": operation(name)} for name in ("A", "B")}
        return document(paths, servers=[{"url": f"https://{host}.example"}])

    _, [one] = between(tmp_path, api("one"), api("two"))
    assert one.message.startswith("A, B: is served by other hosts")
    assert one.pointer == "/servers"


def answering_with(*statuses: str, kind: str = "string") -> Tree:
    return rooms(responses={one: answering({"type": kind}, one)[one] for one in statuses})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["200"], ["2XX"], ["status-added"]),
        (["200"], ["2xx"], ["status-added"]),
        (["2XX"], ["200"], ["status-added"]),
        (["200"], ["default"], ["error-status-added"]),
        (["200", "default"], ["201", "default"], ["status-removed", "status-added"]),
        (["200", "404"], ["200", "4XX"], ["error-status-added"]),
        (["200", "404"], ["200", "default"], ["error-status-removed", "error-status-added"]),
        (["200", "default"], ["200"], ["error-status-removed"]),
        (["200"], ["200", "302"], ["other-status-added"]),
        (["200", "302"], ["200"], ["other-status-removed"]),
        (["302"], ["default"], ["other-status-removed", "error-status-added"]),
        (["200"], ["200", "x-note"], []),
    ],
)
def test_an_answer_may_move_to_a_range_of_statuses(
    tmp_path: Path, old: list[str], new: list[str], expected: list[str]
) -> None:
    assert rules(between(tmp_path, answering_with(*old), answering_with(*new))) == expected


@pytest.mark.parametrize("status", ["2XX", "default"])
def test_what_moved_is_compared_where_it_went(tmp_path: Path, status: str) -> None:
    new = answering_with(status, kind="integer")
    assert "property-type-changed" in rules(between(tmp_path, answering_with("200"), new))


@pytest.mark.parametrize("status", ["", "ok", "20", "2000", "600", "2X"])
def test_what_is_no_status_is_said(tmp_path: Path, status: str) -> None:
    file = written(tmp_path / "vendor.json", answering_with(status))
    code, said = drift("--from", file, "--to", file)
    assert code == 4
    assert "is no status, such as 200, 2XX or default" in said


@pytest.mark.parametrize("own", ["get", "post"])
def test_a_path_may_be_a_reference_with_operations_beside_it(tmp_path: Path, own: str) -> None:
    query = {"name": "Q", "in": "query", "schema": TEXT}
    there = {"get": operation("ListRoom"), "parameters": [query]}
    beside = {"$ref": "#/components/pathItems/Rooms", own: operation("Mine")}
    found = document({"/rooms": beside}, components={"pathItems": {"Rooms": there}})
    plain = document({"/rooms": {**there, own: operation("Mine")}})
    assert between(tmp_path, plain, found) == (0, [])


def test_two_paths_that_differ_in_names_only_are_refused(tmp_path: Path) -> None:
    paths = {f"/rooms/{{{name}}}": {"get": operation("Fetch")} for name in ("Sid", "Name")}
    file = written(tmp_path / "vendor.json", document(paths))
    code, said = drift("--from", file, "--to", file)
    assert code == 4
    assert "/paths/~1rooms~1{Name}: error: get of /rooms/{Name} is that of /rooms/{Sid}" in said


def querying(*names: str, place: str = "query", **more: Any) -> Tree:
    parameters = [{"name": name, "in": place, "schema": TEXT} for name in names]
    return rooms(parameters=parameters, **more)


def test_one_name_in_several_places_is_several_parameters(tmp_path: Path) -> None:
    def taking(**members: Tree) -> Tree:
        return {"content": {FORM: {"schema": holding(B=TEXT, **members)}}}

    old = querying("Status", requestBody=taking(Status=TEXT))
    _, found = between(tmp_path, old, rooms(requestBody=taking()))
    assert [one.message for one in found] == [
        "ListRoom: query parameter Status is gone",
        "ListRoom: body parameter Status is gone",
    ]


def test_names_with_a_common_end_are_not_the_same(tmp_path: Path) -> None:
    _, found = between(tmp_path, querying("a b", "c b", "d.b"), rooms())
    assert len(found) == 3


def test_operations_that_are_gone_are_counted_each(tmp_path: Path) -> None:
    paths = {f"/{name}": {"get": operation(name)} for name in ("A", "B", "C")}
    _, found = between(tmp_path, document(paths), document({"/A": paths["/A"]}))
    assert [one.message for one in found] == ["B: is gone", "C: is gone"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (answering(holding(**{"x-trace": TEXT, "a": TEXT})), answering(holding(a=TEXT)), ["property-removed"]),
        (answering(TEXT, media_type="x-foo/bar"), {"200": {"description": "Fine."}}, ["body-removed"]),
        (answering(TEXT, media_type="APPLICATION%2FJSON; q=1"), answering(TEXT), []),
    ],
)  # fmt: skip
def test_a_name_may_begin_as_an_extension_does(
    tmp_path: Path, old: Tree, new: Tree, expected: list[str]
) -> None:
    assert rules(between(tmp_path, rooms(responses=old), rooms(responses=new))) == expected


def test_extensions_of_paths_are_no_paths(tmp_path: Path) -> None:
    vendor = rooms()
    vendor["paths"]["x-vendor"] = "anything"
    assert between(tmp_path, vendor, vendor) == (0, [])


def test_a_parameter_may_have_content_in_the_place_of_a_schema(tmp_path: Path) -> None:
    def content(schema: Tree) -> Tree:
        one = {"name": "Q", "in": "query", "schema": TEXT, "content": {JSON: schema}}
        return rooms(parameters=[one])

    old, new = content({"schema": WHOLE}), content({"schema": TEXT})
    assert rules(between(tmp_path, old, new)) == ["parameter-type-widened"]
    assert between(tmp_path, content({}), querying("Q")) == (0, [])


def test_an_added_parameter_of_a_path_is_no_news(tmp_path: Path) -> None:
    one = {"name": "Sid", "in": "path", "required": True, "schema": TEXT}
    old, new = rooms("/rooms/{Sid}"), rooms("/rooms/{Sid}", parameters=[one])
    assert between(tmp_path, old, new) == (0, [])
    assert between(tmp_path, new, old) == (0, [])


def test_a_form_may_be_empty_whatever_is_said_of_bodies(tmp_path: Path) -> None:
    def posting(media_type: str, **more: Any) -> Tree:
        return rooms(requestBody={"content": {media_type: {"schema": holding()}}, **more})

    for media_type, expected in ((FORM, []), (JSON, ["body-now-required"])):
        old, new = posting(media_type), posting(media_type, required=True)
        assert rules(between(tmp_path, old, new)) == expected


def test_an_answer_with_and_without_a_body_has_no_other_difference(tmp_path: Path) -> None:
    old = rooms(responses={"200": {"description": "Fine."}})
    assert rules(between(tmp_path, old, rooms(responses=answering(TEXT)))) == ["body-added"]
