"""The parameters of operations, as the contract declares them, and what the vendor does with bad values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from mockconf.schema import Schema


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
    #: Values in its list that no suite is expected to send with success, each with the reason.
    uncounted: Mapping[str, str] = MappingProxyType({})

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
            uncounted=says.get("x-not-counted", {}),
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
        self.numbered = tuple(numbered)
        self._numbered = [(re.compile(one.name), one) for one in self.numbered]
        self.schema = Schema(schema)

    def find(self, name: str) -> Parameter | None:
        """The parameter of this name, if there is one."""
        if (parameter := self.by_name.get(name)) or not self._numbered:
            return parameter
        fitting = (one for pattern, one in self._numbered if pattern.search(name))
        return next((one._replace(name=name) for one in fitting), None)

    def definition_of(self, name: str) -> Mapping[str, Any]:
        """The schema of a parameter."""
        says = self.schema.definition
        properties = says.get("properties", {})
        numbered = says.get("patternProperties", {}).items()
        found: Mapping[str, Any] = properties.get(name) or next(
            (one for pattern, one in numbered if re.search(pattern, name)), {}
        )
        return found

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


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
