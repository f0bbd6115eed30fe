"""The contract of a dialect: its operations, parameters and answers, compiled once from its OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

import mockconf_schemas
from mockconf.bundle import dereferenced
from mockconf.parameters import Parameter, ParameterSet, PathParameter
from mockconf.schema import Schema

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_XML = "application/xml"
_METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    """One row of the contract."""

    id: str
    method: str
    #: As the vendor spells it, with `{names}`.
    path: str
    #: In the order of the path.
    path_parameters: tuple[PathParameter, ...]
    #: From the body where the operation has one, else from the query.
    parameters: ParameterSet
    success: int
    #: What the body may be sent as.
    body_types: frozenset[str]
    #: By status; None where the answer has no body.
    answers: Mapping[str, Schema | None]

    def answer_schema(self, status: int) -> Schema | None:
        """The schema of an answer with this status."""
        return self.answers[str(status)] if str(status) in self.answers else self.answers["default"]


class Contract:
    """Everything that one dialect promises and expects."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.operations = {
            operation.id: operation
            for path, methods in dereferenced(name, "paths")["paths"].items()
            for method, spec in methods.items()
            if method in _METHODS
            for operation in [_operation(method, path, spec)]
        }
        self.secrets = frozenset(
            parameter.name
            for operation in self.operations.values()
            for parameter in operation.parameters.by_name.values()
            if parameter.is_secret
        )

    @cached_property
    def webhooks(self) -> Mapping[str, Schema]:
        """The forms of the callbacks, by the operationIds of the contract's webhooks."""
        said = dereferenced(self.name, "webhooks").get("webhooks", {})
        posts = [methods["post"] for methods in said.values()]
        return {
            post["operationId"]: Schema(post["requestBody"]["content"][FORM]["schema"])
            for post in posts
        }

    @cached_property
    def webhook_marks(self) -> Mapping[str, frozenset[str]]:
        """The parameters by which each webhook is told from all others, by the same operationIds."""
        said = dereferenced(self.name, "webhooks").get("webhooks", {})
        posts = [methods["post"] for methods in said.values()]
        return {post["operationId"]: frozenset(post["x-recognised-by"]) for post in posts}

    @cached_property
    def errors(self) -> Mapping[str, Mapping[str, Any]]:
        """The vendor's errors by code: status, message and meaning."""
        return mockconf_schemas.load(f"{self.name}/errors.json")

    @cached_property
    def error_schema(self) -> Schema:
        """The body of every error, also where no operation is concerned."""
        return Schema(mockconf_schemas.load(f"{self.name}/error.json"))


@cache
def load(name: str) -> Contract:
    """The contract of the dialect `name`, read and compiled once in a process."""
    return Contract(name)


def _operation(method: str, path: str, spec: Mapping[str, Any]) -> Operation:
    declared = spec.get("parameters", [])
    in_path = {says["name"]: says for says in declared if says["in"] == "path"}
    success = next(int(status) for status in spec["responses"] if status.startswith("2"))
    return Operation(
        id=spec["operationId"],
        method=method.upper(),
        path=path,
        path_parameters=tuple(
            PathParameter.from_spec(in_path[name]) for name in re.findall(r"{(\w+)}", path)
        ),
        parameters=_body(spec) if "requestBody" in spec else _query(declared),
        success=success,
        body_types=frozenset(spec.get("requestBody", {}).get("content", ())),
        answers={status: _answer(response) for status, response in spec["responses"].items()},
    )


def _query(declared: list[Mapping[str, Any]]) -> ParameterSet:
    found = [parameter for parameter in declared if parameter["in"] == "query"]
    return _parameters(
        {parameter["name"]: parameter for parameter in found},
        {
            "type": "object",
            "properties": {parameter["name"]: parameter["schema"] for parameter in found},
            "required": [parameter["name"] for parameter in found if parameter.get("required")],
        },
    )


def _body(spec: Mapping[str, Any]) -> ParameterSet:
    contents = spec.get("requestBody", {}).get("content", {})
    body: Mapping[str, Any] = next(
        (contents[kind] for kind in (FORM, JSON) if kind in contents), {}
    )
    schema = body.get("schema", {"type": "object"})
    return _parameters(schema.get("properties", {}), schema)


def _parameters(says: Mapping[str, Mapping[str, Any]], schema: dict[str, Any]) -> ParameterSet:
    """The parameters of `schema`; our extensions stand in what `says` has under their names."""
    required = schema.get("required", ())
    properties = schema.get("properties", {}).items()
    patterns = schema.get("patternProperties", {}).items()
    return ParameterSet(
        (
            Parameter.from_spec(name, one, says[name], required=name in required)
            for name, one in properties
        ),
        schema,
        (Parameter.from_spec(name, one, one, required=False) for name, one in patterns),
    )


def _answer(response: Mapping[str, Any]) -> Schema | None:
    contents = response.get("content", {})
    content = contents.get(JSON) or contents.get(_XML)
    return Schema(content["schema"]) if content else None
