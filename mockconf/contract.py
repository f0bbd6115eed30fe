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
    #: Statuses that no suite is expected to see, each with the reason.
    uncounted: Mapping[str, str]

    def answer_schema(self, status: int) -> Schema | None:
        """The schema of an answer with this status."""
        return self.answers[str(status)] if str(status) in self.answers else self.answers["default"]


class Told(NamedTuple):
    """What a webhook tells."""

    #: Names the event.
    parameter: str
    #: What it may be, apart from what the mock never tells.
    names: tuple[str, ...]


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
        return {
            post["operationId"]: Schema(post["requestBody"]["content"][FORM]["schema"])
            for post in self._posts
        }

    @cached_property
    def webhook_marks(self) -> Mapping[str, frozenset[str]]:
        """The parameters by which each webhook is told from all others, by the same operationIds."""
        return {one["operationId"]: frozenset(one["x-recognised-by"]) for one in self._posts}

    @cached_property
    def events(self) -> Mapping[str, Told]:
        """What the webhooks tell, by their operationIds."""
        return {post["operationId"]: _told(post) for post in self._posts}

    @cached_property
    def resources(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the properties of everything that is shown, alone or in a list, by the title of its schema."""
        return {one["title"]: tuple(one["properties"]) for one in self._shown}

    @cached_property
    def unread(self) -> Mapping[str, Mapping[str, str]]:
        """The properties that nobody can be seen to read, by the same titles, each with the reason."""
        return {
            one["title"]: {
                name: says["x-not-counted"]
                for name, says in one["properties"].items()
                if "x-not-counted" in says
            }
            for one in self._shown
        }

    def resource_of(self, operation: str) -> str | None:
        """The title of what an operation shows; None where its answer has no body."""
        one = self.operations[operation]
        schema = one.answer_schema(one.success)
        return str(_shown(schema.definition)["title"]) if schema else None

    @cached_property
    def errors(self) -> Mapping[str, Mapping[str, Any]]:
        """The vendor's errors by code: status, message and meaning."""
        return mockconf_schemas.load(f"{self.name}/errors.json")

    @cached_property
    def _shown(self) -> list[Mapping[str, Any]]:
        answers = [one.answer_schema(one.success) for one in self.operations.values()]
        return [_shown(schema.definition) for schema in answers if schema]

    @cached_property
    def _posts(self) -> list[Mapping[str, Any]]:
        said = dereferenced(self.name, "webhooks").get("webhooks", {})
        return [methods["post"] for methods in said.values()]

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
        uncounted={
            status: response["x-not-counted"]
            for status, response in spec["responses"].items()
            if "x-not-counted" in response
        }
        | spec.get("x-not-counted", {}),
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


def _told(post: Mapping[str, Any]) -> Told:
    parameter = post["x-event"]
    schema = post["requestBody"]["content"][FORM]["schema"]["properties"][parameter]
    untold = post.get("x-not-counted", {})
    return Told(parameter, tuple(name for name in schema["enum"] if name not in untold))


def _shown(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an answer shows: itself, or what it lists."""
    lists = (one["items"] for one in schema["properties"].values() if one.get("type") == "array")
    return next((one for one in lists if "title" in one), schema)
