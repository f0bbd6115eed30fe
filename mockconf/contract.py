"""The contract of a dialect: its operations, parameters and answers, compiled once from its OpenAPI document.

`jsonschema_rs` gives the verdict, as it is fast; `jsonschema` explains a breach, as it can say where and why.
Both are imported when they are first needed, so that a world that nobody asks costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import mockconf_schemas
from mockconf.bundle import dereferenced

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_XML = "application/xml"
_METHODS = ("get", "post", "put", "patch", "delete")


class Breach(NamedTuple):
    """One place where a document breaks its schema."""

    #: The property at the top that is concerned; none when the document as a whole is.
    name: str | None
    #: The keyword that is broken, such as `enum` or `required`.
    keyword: str
    message: str


class Schema:
    """A JSON Schema 2020-12 and its two validators."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition

    def admits(self, value: object) -> bool:
        """The verdict, in a microsecond or less."""
        return self._verdict.is_valid(value)

    def breaches(self, value: object) -> list[Breach]:
        """The explanation: every breach, in the order of the schema."""
        return [breach for error in self._explainer.iter_errors(value) for breach in _named(error)]

    @cached_property
    def _verdict(self) -> jsonschema_rs.Draft202012Validator:
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator(self.definition)

    @cached_property
    def _explainer(self) -> jsonschema.Draft202012Validator:
        import jsonschema

        return jsonschema.Draft202012Validator(self.definition)


def _named(error: Any) -> Iterable[Breach]:
    if error.validator == "required" and not error.absolute_path:
        for name in error.validator_value:
            if name not in error.instance:
                yield Breach(name, "required", f"{name} is required")
        return
    path = list(error.absolute_path)
    yield Breach(str(path[0]) if path else None, str(error.validator), str(error.message))


class Parameter(NamedTuple):
    """One parameter of an operation and what the vendor does with a bad value."""

    name: str
    #: Its name in Python.
    attribute: str
    #: `boolean`, `integer`, `array` or `string`.
    kind: str
    maximum: int | None = None
    is_date: bool = False
    is_secret: bool = False
    #: The vendor's codes for a bad value, and for none where one is required.
    refused_with: int | None = None
    missing_with: int | None = None
    #: Always, or beside another parameter.
    is_ever_required: bool = False
    #: What is read in the place of a bad value; none where a bad value is refused.
    read_as: Any = None
    #: The legal values, where they are listed.
    choices: tuple[str, ...] = ()
    deprecated_values: tuple[str, ...] = ()
    #: A value above the maximum is read as the maximum.
    clamped: bool = False
    #: What the vendor takes when it is not sent.
    default: Any = None
    #: How its values may be spelled, in lower case; none where the usual spellings hold.
    spellings: Mapping[str, Any] = MappingProxyType({})
    #: What its values mean to us, by their text; none where they mean themselves.
    meanings: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def from_spec(
        cls, name: str, schema: Mapping[str, Any], says: Mapping[str, Any], *, required: bool
    ) -> Parameter:
        """Read a parameter from its schema and from the object that carries our extensions."""
        return cls(
            name=name,
            attribute=says.get("x-attribute") or _snake_case(name),
            kind=schema.get("type", "string"),
            maximum=schema.get("maximum"),
            is_date=any(one.get("format") == "date" for one in schema.get("anyOf", [schema])),
            is_secret=schema.get("format") == "password",
            refused_with=says.get("x-refused-with"),
            missing_with=says.get("x-missing-with", says.get("x-refused-with")),
            is_ever_required=required or "x-missing-with" in says,
            read_as=says.get("x-read-as"),
            choices=tuple(schema.get("items", schema).get("enum", ())),
            deprecated_values=tuple(says.get("x-deprecated-values", ())),
            clamped=says.get("x-clamped", False),
            default=schema.get("default"),
            spellings=says.get("x-spellings", {}),
            meanings=says.get("x-means", {}),
        )


class PathParameter(NamedTuple):
    """A parameter in the path: where a bad value has a code of its own it is judged, elsewhere it leads nowhere."""

    parameter: Parameter
    pattern: re.Pattern[str] | None
    judged_by: Schema | None

    @classmethod
    def from_spec(cls, says: Mapping[str, Any]) -> PathParameter:
        """Read a path parameter from its OpenAPI object."""
        schema = says["schema"]
        judged = "x-refused-with" in says
        return cls(
            parameter=Parameter.from_spec(says["name"], schema, says, required=True),
            pattern=re.compile(schema["pattern"]) if "pattern" in schema and not judged else None,
            judged_by=Schema(schema) if judged else None,
        )


class ParameterSet:
    """The parameters that an operation reads from one place, and the schema that holds them together."""

    def __init__(
        self,
        parameters: Iterable[Parameter],
        schema: dict[str, Any],
        numbered: Iterable[Parameter] = (),
    ) -> None:
        self.by_name = {parameter.name: parameter for parameter in parameters}
        #: Those whose names are patterns, such as `^Parameter[1-9][.]Name$`.
        self._numbered = [(re.compile(parameter.name), parameter) for parameter in numbered]
        self.schema = Schema(schema)

    def find(self, name: str) -> Parameter | None:
        """The parameter of this name, if there is one."""
        if (parameter := self.by_name.get(name)) or not self._numbered:
            return parameter
        fitting = (one for pattern, one in self._numbered if pattern.search(name))
        return next((one._replace(name=name) for one in fitting), None)

    @cached_property
    def may_be_empty(self) -> bool:
        """Whether nothing has to be sent."""
        return self.schema.admits({})

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What the vendor takes for parameters that are not sent, by their names in Python."""
        return {
            parameter.attribute: parameter.default
            for parameter in self.by_name.values()
            if parameter.default is not None
        }

    @cached_property
    def by_folded_name(self) -> dict[str, Parameter]:
        """The parameters by their names in lower case, to recognise a name in the wrong case."""
        return {name.lower(): parameter for name, parameter in self.by_name.items()}


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


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
