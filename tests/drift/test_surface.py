"""What a document says of an operation is found wherever it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drift.contracts import ROOM, published
from tests.drift.specs import Tree, answering, between, document, drift, holding, operation, written

_QUERY = {"name": "Q", "in": "query", "schema": {"type": "string"}}
_FLAG = {"name": "Q", "in": "query", "schema": {"type": "boolean"}}
_URL = "https://example.com/v1"


def rooms(path: str = "/v1/rooms", item: Tree | None = None, **more: object) -> Tree:
    return document({path: {"get": operation("ListRoom"), **(item or {})}}, **more)


def test_parameters_of_a_path_are_those_of_its_operations(tmp_path: Path) -> None:
    _, [one] = between(tmp_path, rooms(), rooms(item={"parameters": [_QUERY]}))
    assert (one.rule, one.pointer) == ("parameter-added", "/paths/~1v1~1rooms/parameters/0")


def test_a_parameter_of_an_operation_takes_precedence_over_that_of_its_path(tmp_path: Path) -> None:
    own = operation("ListRoom", parameters=[_FLAG])
    both = rooms(item={"parameters": [_QUERY], "get": own})
    assert between(tmp_path, rooms(item={"get": own}), both) == (0, [])


@pytest.mark.parametrize("name", ["Accept", "Content-Type", "authorization"])
def test_headers_that_every_client_sends_are_no_parameters(tmp_path: Path, name: str) -> None:
    header = {"name": name, "in": "header", "schema": {"type": "string"}}
    assert between(tmp_path, rooms(), rooms(item={"parameters": [header]})) == (0, [])


def test_headers_are_called_the_same_in_any_case(tmp_path: Path) -> None:
    one, other = (
        rooms(item={"parameters": [{"name": name, "in": "header", "schema": {"type": "string"}}]})
        for name in ("X-Room", "x-room")
    )
    assert between(tmp_path, one, other) == (0, [])


@pytest.mark.parametrize(
    "other",
    [
        rooms("/rooms", servers=[{"url": _URL}]),
        rooms("/rooms", servers=[{"url": f"{_URL}/"}, {"url": "https://example.com/v2"}]),
        rooms("/rooms", servers=[{"url": "/v1"}]),
        rooms("/rooms", item={"servers": [{"url": _URL}]}, servers=[{"url": "https://x.com/v2"}]),
        rooms(
            "/rooms",
            item={"get": operation("ListRoom", servers=[{"url": _URL}])},
            servers=[{"url": "https://x.com/v2"}],
        ),
        rooms(
            "/rooms",
            servers=[
                {
                    "url": "https://{space}.example.com/{version}",
                    "variables": {"space": {"default": "a"}, "version": {"default": "v1"}},
                }
            ],
        ),
        rooms(servers=[{"url": "https://example.com"}]),
        rooms(servers=[{"url": "/"}]),
        rooms(servers=[]),
    ],
)
def test_a_path_begins_with_that_of_its_server(tmp_path: Path, other: Tree) -> None:
    assert between(tmp_path, rooms(), other) == (0, [])


def test_another_base_is_another_api(tmp_path: Path) -> None:
    other = rooms("/rooms", servers=[{"url": "https://example.com/v2"}])
    assert between(tmp_path, rooms(), other)[0] == 3


@pytest.mark.parametrize("first", ["", ".json"])
def test_of_a_path_with_and_without_suffix_the_one_with_it_is_compared(
    tmp_path: Path, first: str
) -> None:
    vendor = published("signalwire")
    plain = "/api/laml" + ROOM.removesuffix(".json")
    item = vendor["paths"].pop(plain)
    binary = {"get": operation("Download", responses=answering({}, media_type="audio/wav"))}
    items = {plain: binary, f"{plain}.json": item}
    vendor["paths"].update({one: items[one] for one in sorted(items, reverse=bool(first))})
    file = written(tmp_path / "vendor.json", vendor)
    assert drift("--spec", file, "--dialect", "signalwire")[0] == 0


def test_a_body_of_json_is_compared_where_there_is_no_form(tmp_path: Path) -> None:
    def posting(*media_types: str, kind: str) -> Tree:
        schemas = {name: {"schema": holding(a={"type": kind})} for name in media_types}
        create = operation("CreateRoom", requestBody={"content": schemas})
        return rooms(item={"post": create})

    json, form = "application/vnd.api+json; charset=utf-8", "application/x-www-form-urlencoded"
    _, [one] = between(tmp_path, posting(json, kind="string"), posting(json, kind="integer"))
    assert one.message.startswith("CreateRoom: body parameter a has another type")
    both = "application/json", form
    old, new = posting(*both, kind="string"), posting(*both, kind="integer")
    _, [one] = between(tmp_path, old, new)
    assert "x-www-form-urlencoded" in one.pointer


def test_a_body_that_is_no_object_is_compared_as_a_whole(tmp_path: Path) -> None:
    def posting(kind: str) -> Tree:
        schema = {"type": "array", "items": {"type": kind}}
        body = {"content": {"application/json": {"schema": schema}}}
        return rooms(item={"post": operation("CreateRoom", requestBody=body)})

    _, [one] = between(tmp_path, posting("string"), posting("integer"))
    assert one.message.startswith("CreateRoom: body[] has another type")


def test_members_of_members_are_compared(tmp_path: Path) -> None:
    def posting(**inner: Tree) -> Tree:
        schema = holding(place=holding(floors={"type": "array", "items": holding(**inner)}))
        body = {"content": {"application/json": {"schema": schema}}}
        return rooms(item={"post": operation("CreateRoom", requestBody=body)})

    _, [one] = between(tmp_path, posting(), posting(number={"type": "integer"}))
    assert one.message == "CreateRoom: body parameter place.floors[].number is new"
