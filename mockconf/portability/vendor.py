"""What a recorded request would meet in another dialect: how ids are called there, and what is used in the place of what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import mockconf_schemas
from mockconf.contract import Operation, load
from mockconf.dialects.protocol import Dialect
from mockconf.schema import Schema
from mockconf.sids import is_sid, is_uuid, sid_of, uuid_of


def translated(name: str, value: str, source: Dialect, target: Dialect) -> str:
    """An id as the target spells it; any other value stays.

    Args:
        name: the argument in Python's spelling, such as `conference_sid`.
        value: as the source has it.
        source: the dialect that it was recorded in.
        target: the dialect that it is meant for.
    """
    prefix = source.sid_prefixes.get(name) or target.sid_prefixes.get(name)
    if prefix is None:
        return value
    ours = sid_of(prefix, value) if name in source.sid_prefixes and is_uuid(value) else value
    is_spelt_anew = name in target.sid_prefixes and is_sid(prefix, ours)
    return uuid_of(ours).lower() if is_spelt_anew else ours


def replacement(target: str, *names: str) -> str | None:
    """What to use in the place of what the target lacks; the first of `names` that is known counts."""
    known = _replacements(target)
    return next((known[name] for name in names if name in known), None)


@cache
def _replacements(target: str) -> Mapping[str, str]:
    return mockconf_schemas.load(f"{target}/replacements.json")


@cache
def schema_of_parameter(dialect: str, operation: str, name: str) -> Schema:
    """The schema of a single parameter."""
    parameters = load(dialect).operations[operation].parameters
    return Schema(dict(parameters.definition_of(name)))


def properties_of(operation: Operation) -> Mapping[str, Any]:
    """The properties of the resource that an operation answers with, or of those in the list that it answers with."""
    schema = operation.answer_schema(operation.success)
    properties: Mapping[str, Any] = schema.definition.get("properties", {}) if schema else {}
    listed = next((one["items"] for one in properties.values() if one.get("type") == "array"), None)
    return listed["properties"] if listed else properties
