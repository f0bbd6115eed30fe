"""A file that cannot be understood ends with 4 and says where, and is never taken for one without drift."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mockconf.drift import vendor_file
from tests.drift.contracts import ROOM, published
from tests.drift.specs import Tree, document, drift, findings, operation, written


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n\t", "it is empty"),
        (b'{"openapi": "3.1.0", "paths": {"/a": {"get"', "ends in the middle (line 1, column 44)"),
        (
            b'{"openapi": "3.1.0",\n "paths": oh}',
            "it is no JSON: Expecting value (line 2, column 11)",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no text in UTF-8: byte 0 is 0x89"),
        (gzip.compress(b"{}"), "compressed with gzip"),
        ('{"openapi": "3.1.0"}'.encode("utf-16"), "UTF-16"),
        (b"just words", "no OpenAPI document, which is an object"),
        (b"[1, 2]", "no OpenAPI document, which is an object"),
        (b"{}", "says no version"),
        (b'{"swagger": "2.0", "paths": {}}', "Swagger 2.0; OpenAPI 3.0 and 3.1 are read"),
        (b'{"openapi": "3.2.0", "paths": {}}', "OpenAPI 3.2.0; 3.0 and 3.1 are read"),
        (b'{"openapi": "3.10", "paths": {}}', "OpenAPI 3.10; 3.0 and 3.1 are read"),
        (b'{"openapi": "3.1.0"}', "it has no paths"),
        (b'{"openapi": "3.1.0", "paths": {}}', "it has no paths"),
        (b'{"openapi": "3.1.0", "paths": []}', "it has no paths"),
        (b'{"openapi": "3.1.0", "a": 1, "a": 2}', "the key 'a' twice"),
        (b'{"openapi": NaN}', "NaN is no value of JSON"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_openapi_document_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "vendor.json"
    file.write_bytes(content)
    code, said = drift("--spec", file)
    assert code == 4
    assert says in said
    assert str(file) in said
    assert "no drift" not in said


@pytest.mark.parametrize("which", ["--from", "--to"])
def test_either_of_two_files_may_be_the_bad_one(tmp_path: Path, which: str) -> None:
    good, bad = written(tmp_path / "good.json", published()), tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    other = {"--from": "--to", "--to": "--from"}[which]
    code, said = drift(which, bad, other, good)
    assert code == 4
    assert str(bad) in said


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    code, said = drift("--spec", tmp_path / "nowhere.json")
    assert code == 4
    assert "No such file" in said


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    code, said = drift("--spec", tmp_path)
    assert code == 4
    assert "Is a directory" in said


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "vendor.json", published())
    monkeypatch.setattr(vendor_file, "MOST_BYTES", 1024 * 1024)
    file.write_text(file.read_text(encoding="utf-8") + " " * 1024 * 1024, encoding="utf-8")
    code, said = drift("--spec", file)
    assert code == 4
    assert "larger than 1 MB" in said


def without_responses(vendor: Tree) -> str:
    del vendor["paths"][ROOM]["get"]["responses"]
    return "get: an operation without responses"


def with_no_responses(vendor: Tree) -> str:
    vendor["paths"][ROOM]["get"]["responses"] = {}
    return "get/responses: an operation without responses"


def with_empty_operation(vendor: Tree) -> str:
    vendor["paths"][ROOM]["get"] = None
    return "{Sid}.json: an operation is empty"


def with_text_for_operation(vendor: Tree) -> str:
    vendor["paths"][ROOM]["get"] = "later"
    return "get: an object is expected here, and not text"


def with_parameter_without_schema(vendor: Tree) -> str:
    vendor["paths"][ROOM]["get"]["parameters"][1] = {"name": "Sid", "in": "path", "required": True}
    return "get/parameters/1: the parameter Sid has no schema"


def with_parameter_without_name(vendor: Tree) -> str:
    vendor["paths"][ROOM]["get"]["parameters"][1] = {"in": "query", "schema": {}}
    return "get/parameters/1: a parameter without 'name'"


def with_parameter_of_swagger(vendor: Tree) -> str:
    vendor["paths"][ROOM]["post"]["parameters"][1] = {"name": "Status", "in": "formData"}
    return "post/parameters/1: a parameter without 'name', or 'in'"


def with_parameters_that_are_no_list(vendor: Tree) -> str:
    vendor["paths"][ROOM]["get"]["parameters"] = {"Sid": {}}
    return "get/parameters: a list is expected here, and not an object"


def with_form_without_schema(vendor: Tree) -> str:
    vendor["paths"][ROOM]["post"]["requestBody"]["content"] = {
        "application/x-www-form-urlencoded": {}
    }
    return "application/x-www-form-urlencoded without a schema says nothing"


def with_body_without_content(vendor: Tree) -> str:
    vendor["paths"][ROOM]["post"]["requestBody"] = {"required": True}
    return "post/requestBody: a body without 'content'"


def with_answer_without_schema(vendor: Tree) -> str:
    content = vendor["paths"][ROOM]["get"]["responses"]["200"]["content"]
    content["application/json"] = {"example": {}}
    return "application~1json: application/json without a schema says nothing"


def with_odd_type(vendor: Tree) -> str:
    vendor["components"]["schemas"]["conference"]["properties"]["sid"]["type"] = 7
    return "/components/schemas/conference/properties/sid: 'type' is neither text nor a list: 7"


def with_text_for_schema(vendor: Tree) -> str:
    vendor["components"]["schemas"]["conference"]["properties"]["sid"] = "string"
    return "/components/schemas/conference/properties/sid: an object is expected"


@pytest.mark.parametrize(
    "change",
    [
        without_responses,
        with_no_responses,
        with_empty_operation,
        with_text_for_operation,
        with_parameter_without_schema,
        with_parameter_without_name,
        with_parameter_of_swagger,
        with_parameters_that_are_no_list,
        with_form_without_schema,
        with_body_without_content,
        with_answer_without_schema,
        with_odd_type,
        with_text_for_schema,
    ],
)
def test_a_missing_part_is_said_with_its_place(
    tmp_path: Path, change: Callable[[Tree], str]
) -> None:
    vendor = published()
    says = change(vendor)
    code, said = drift("--spec", written(tmp_path / "vendor.json", vendor))
    assert code == 4
    assert says in said.replace(": error: ", ": ")
    assert "/paths/" in said or "/components/" in said
    assert "drift: 0 operations, so nothing was checked, 1 unreadable" in said


def test_reports_tell_what_cannot_be_understood(tmp_path: Path) -> None:
    vendor = published()
    without_responses(vendor)
    file, report = written(tmp_path / "vendor.json", vendor), tmp_path / "out.json"
    code, _ = drift("--spec", file, "--report", f"json={report}", "--report", "sarif")
    [unreadable] = json.loads(report.read_text(encoding="utf-8"))["unreadable"]
    assert code == 4
    assert unreadable["place"]["pointer"].endswith("{Sid}.json/get")


def test_two_apis_without_a_common_operation_are_not_compared(tmp_path: Path) -> None:
    old = written(tmp_path / "old.json", document({"/a": {"get": operation("A")}}))
    new = written(tmp_path / "new.json", document({"/b": {"get": operation("B")}}))
    assert findings("--from", old, "--to", new) == (3, [])
