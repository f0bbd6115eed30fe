"""The contracts as data: valid OpenAPI, complete, marked with their evidence, and the only place to edit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import mockconf_schemas
from mockconf.bundle import bundled, dereferenced
from mockconf.contract import load
from mockconf.dialects import DIALECTS
from mockconf.site import CONTROL_BASE as BASE
from mockconf.views import VIEWS

FOLDER = Path(mockconf_schemas.__file__).parent
DIALECT = "twilio-2010-04-01"
ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"
ROOM = f"{ACCOUNT}/Conferences/{{ConferenceSid}}"
EVIDENCE = {"documented", "spec", "seen", "assumed"}
#: Below these a schema only narrows properties that are described elsewhere.
CONDITIONS = {"if", "then", "else", "not", "allOf", "anyOf", "oneOf"}

OPERATIONS = {
    "ListConference": ("GET", f"{ACCOUNT}/Conferences.json", 200),
    "FetchConference": ("GET", f"{ACCOUNT}/Conferences/{{Sid}}.json", 200),
    "UpdateConference": ("POST", f"{ACCOUNT}/Conferences/{{Sid}}.json", 200),
    "ListParticipant": ("GET", f"{ROOM}/Participants.json", 200),
    "CreateParticipant": ("POST", f"{ROOM}/Participants.json", 201),
    "FetchParticipant": ("GET", f"{ROOM}/Participants/{{CallSid}}.json", 200),
    "UpdateParticipant": ("POST", f"{ROOM}/Participants/{{CallSid}}.json", 200),
    "DeleteParticipant": ("DELETE", f"{ROOM}/Participants/{{CallSid}}.json", 204),
    "ListConferenceRecording": ("GET", f"{ROOM}/Recordings.json", 200),
    "FetchConferenceRecording": ("GET", f"{ROOM}/Recordings/{{Sid}}.json", 200),
    "UpdateConferenceRecording": ("POST", f"{ROOM}/Recordings/{{Sid}}.json", 200),
    "DeleteConferenceRecording": ("DELETE", f"{ROOM}/Recordings/{{Sid}}.json", 204),
}

every_contract = pytest.mark.parametrize("name", mockconf_schemas.names())
every_dialect = pytest.mark.parametrize("name", [dialect.name for dialect in DIALECTS])

#: What the operations of a dialect require, by their contracts' names.
REQUIRED = {
    "twilio-2010-04-01": {"From", "To", "Status"},
    "signalwire": {"Status", "Url"},
}


@every_contract
def test_a_contract_is_valid_openapi(name: str) -> None:
    file = FOLDER / name / "openapi.json"
    document = json.loads(file.read_text())
    assert document["openapi"].startswith("3.1.")
    errors = OpenAPIV31SpecValidator(document, base_uri=file.as_uri()).iter_errors()
    assert [str(error)[:300] for error in errors] == []


@every_contract
def test_a_bundled_contract_is_valid_openapi(name: str) -> None:
    errors = OpenAPIV31SpecValidator(bundled(name)).iter_errors()
    assert [str(error)[:300] for error in errors] == []


@every_contract
def test_every_reference_in_a_bundled_contract_leads_somewhere_in_it(name: str) -> None:
    document = bundled(name)
    references = {node["$ref"] for node in nodes(document) if isinstance(node.get("$ref"), str)}
    assert references
    for reference in references:
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert isinstance(found, dict)


@every_contract
def test_a_contract_inlined_for_use_says_the_same_as_its_bundle(name: str) -> None:
    inlined, single = dereferenced(name), bundled(name)
    assert not [node for node in nodes(inlined) if "$ref" in node]
    assert {path: set(methods) for path, methods in inlined["paths"].items()} == {
        path: set(methods) for path, methods in single["paths"].items()
    }


def test_the_vendors_twelve_operations_are_there_and_no_other() -> None:
    operations = load(DIALECT).operations.values()
    assert {one.id: (one.method, one.path, one.success) for one in operations} == OPERATIONS


def test_every_operation_has_a_view_and_every_view_an_operation() -> None:
    declared = [operation for one in DIALECTS for operation in load(one.name).operations]
    assert set(VIEWS) == set(declared)


def test_every_contract_but_that_of_the_control_api_is_a_dialect() -> None:
    assert {dialect.name for dialect in DIALECTS} == set(mockconf_schemas.names()) - {"control"}


@every_dialect
def test_every_operation_of_a_dialect_lies_under_its_base(name: str) -> None:
    base = next(dialect.base for dialect in DIALECTS if dialect.name == name)
    paths = [one.path for one in load(name).operations.values()]
    assert paths
    assert all(path.startswith(f"{base}/") for path in paths)


def test_every_operation_of_the_control_contract_lies_under_its_base() -> None:
    paths = [one.path for one in load("control").operations.values()]
    assert paths
    assert all(path.startswith(BASE) for path in paths)


@every_dialect
def test_every_parameter_and_property_says_how_it_is_known(name: str) -> None:
    facts = list(described_facts(dereferenced(name)))
    assert len(facts) > 100
    assert [fact for fact, says in facts if says.get("x-evidence") not in EVIDENCE] == []


@every_dialect
def test_every_parameter_and_property_is_described_in_a_sentence(name: str) -> None:
    facts = list(described_facts(dereferenced(name)))
    assert [fact for fact, says in facts if not says.get("description", "").endswith(".")] == []


@every_dialect
def test_every_refusal_code_stands_in_the_table_of_errors(name: str) -> None:
    codes = {
        node[key]
        for node in nodes(dereferenced(name))
        for key in ("x-refused-with", "x-missing-with")
        if key in node
    }
    assert codes
    assert {str(code) for code in codes} <= load(name).errors.keys()


@every_dialect
def test_every_parameter_that_can_be_refused_says_with_which_code(name: str) -> None:
    silent = [
        f"{operation.id}.{parameter}"
        for operation in dereferenced_operations(name)
        for parameter, says in operation.parameters
        if "x-refused-with" not in says
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("name", "code"),
    [(dialect.name, code) for dialect in DIALECTS for code in sorted(load(dialect.name).errors)],
)
def test_an_error_of_the_table_has_a_status_a_message_and_its_evidence(
    name: str, code: str
) -> None:
    row = load(name).errors[code]
    assert code.isdigit()
    assert 400 <= row["status"] <= 599
    assert row["message"]
    assert row["title"].endswith(".")
    assert row["x-evidence"] in EVIDENCE
    assert row["message"].format(path="/p", name="N", value="V")


ASKS_WITH_A_NEW_PARAMETER = """
import json
from base64 import b64encode
from urllib.parse import urlencode

from mockconf.exchange import Request
from mockconf.world import World

world = World()
credentials = b64encode(f"{world.account_sid}:{world.auth_token}".encode()).decode()
room = f"/2010-04-01/Accounts/{world.account_sid}/Conferences/Room/Participants.json"


def ask(value):
    form = {"From": "+15017122661", "To": "+15558675310", "Mood": value}
    headers = {"authorization": f"Basic {credentials}"}
    request = Request(method="POST", path=room, headers=headers, body=urlencode(form).encode())
    answer = json.loads(world.answer(request).body)
    exchange = world.journal.exchanges[-1]
    rules = [finding.rule for finding in exchange.findings]
    return [exchange.answer.status, answer.get("code"), rules]


from mockconf.contract import load

covered = world.coverage.report(load("twilio-2010-04-01"))["CreateParticipant"]["parameters"]
print(json.dumps({"legal": ask("calm"), "refused": ask("angry"), "is covered": "Mood" in covered}))
"""


def test_a_parameter_is_unknown_until_the_contract_has_it(tmp_path: Path) -> None:
    told = run_with_schemas(shutil.copytree(FOLDER, tmp_path / "mockconf_schemas"))
    assert told == {
        "legal": [201, None, ["unknown-parameter"]],
        "refused": [201, None, ["unknown-parameter"]],
        "is covered": False,
    }


def test_an_edit_of_the_contract_is_all_that_a_new_parameter_takes(tmp_path: Path) -> None:
    schemas = shutil.copytree(FOLDER, tmp_path / "mockconf_schemas")
    file = schemas / DIALECT / "openapi.json"
    document = json.loads(file.read_text())
    operation = document["paths"][f"{ROOM}/Participants.json"]["post"]
    form = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    form["properties"]["Mood"] = {
        "type": "string",
        "enum": ["calm", "cheerful"],
        "description": "How the callee feels.",
        "x-evidence": "assumed",
        "x-refused-with": 16002,
    }
    file.write_text(json.dumps(document))
    assert run_with_schemas(schemas) == {
        "legal": [201, None, []],
        "refused": [400, 16002, ["refused-parameter"]],
        "is covered": True,
    }


class DeclaredOperation:
    """An operation with what it declares outside its path."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.id = spec["operationId"]
        contents = spec.get("requestBody", {}).get("content", {}).values()
        in_body = [body["schema"]["properties"].items() for body in contents]
        in_query = [(one["name"], one) for one in spec["parameters"] if one["in"] == "query"]
        self.parameters = [*in_query, *(pair for pairs in in_body for pair in pairs)]


def dereferenced_operations(name: str) -> list[DeclaredOperation]:
    paths = dereferenced(name)["paths"].values()
    return [DeclaredOperation(spec) for methods in paths for spec in methods.values()]


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    for one in inner:
        yield from nodes(one)


def described_facts(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every parameter and every property of a schema, by its name."""
    if isinstance(node, list):
        for one in node:
            yield from described_facts(one)
    if not isinstance(node, dict):
        return
    if "in" in node and "name" in node:
        yield node["name"], node
    properties = node.get("properties")
    if node.get("type") in ("object", ["object", "null"]) and isinstance(properties, dict):
        yield from properties.items()
    for key, one in node.items():
        if key not in CONDITIONS:
            yield from described_facts(one)


def run_with_schemas(schemas: Path) -> Any:
    """What a process says that has another folder of contracts than ours."""
    done = subprocess.run(
        [sys.executable, "-c", ASKS_WITH_A_NEW_PARAMETER],
        env={**os.environ, "PYTHONPATH": str(schemas.parent)},
        cwd=schemas.parent,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@every_dialect
def test_what_a_schema_requires_is_missing_when_it_is_empty(name: str) -> None:
    sets = [operation.parameters for operation in load(name).operations.values()]
    required = [
        parameters.by_name[one]
        for parameters in sets
        for one in parameters.schema.definition.get("required", ())
    ]
    assert {parameter.name for parameter in required} == REQUIRED.get(name, set())
    assert all(parameter.is_ever_required for parameter in required)
