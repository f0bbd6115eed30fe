"""What of a recorded answer another dialect does not tell, or tells otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from mockconf.contract import Operation, load
from mockconf.dialects.decoding import kinds_of, listed
from mockconf.exchange import Severity
from mockconf.portability.obstacle import Obstacle
from mockconf.portability.vendor import properties_of, replacement
from mockconf.traffic.entry import Reading

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (str, "string"),
    (dict, "object"),
    (list, "array"),
)


def obstacles_of_answer(
    document: Any, here: Operation, there: Operation, target: str
) -> Iterator[Obstacle]:
    """What a client that reads a resource, or a list of them, would miss or misread.

    Args:
        document: a successful answer.
        here: the operation that gave it.
        there: the same in the target.
        target: the name of the target.
    """
    known = _spellings(target, there.id)
    for resource in _resources(document, here):
        yield from _missing(resource, here, there, target)
        for name, value in resource.items():
            if value is None or _folded(name) not in known:
                continue
            spelt, schema = known[_folded(name)]
            if spelt != name:
                says = f"{name} is called {spelt} there"
                yield Obstacle("property-renamed", Severity.NOTE, here.id, name, says, spelt)
            yield from _value(here.id, name, value, schema)
    yield from _missing(_envelope(document, here), here, there, target)


def obstacle_of_reading(reading: Reading, target: str) -> Obstacle | None:
    """What an application would miss that has read a property, if it would; where the operation itself is missing, that is told."""
    contract = load(reading.dialect)
    others = load(target)
    showing = [one for one in contract.operations if contract.resource_of(one) == reading.resource]
    there = [others.resource_of(one) for one in showing if one in others.operations]
    known = {_folded(name) for one in there if one for name in others.resources[one]}
    if not known or _folded(reading.name) in known:
        return None
    says = f"{reading.name}, which the application reads, is not told there"
    instead = replacement(target, reading.name)
    return Obstacle(
        "property-missing", Severity.ERROR, reading.resource, reading.name, says, instead
    )


def obstacle_of_error(answer: Any, operation: str, target: str) -> Obstacle | None:
    """What a client would not find that looks at the code of an error."""
    code = answer.get("code") if isinstance(answer, dict) else None
    if code is None or str(code) in load(target).errors:
        return None
    says = f"no error has the code {code} there"
    return Obstacle("error-code", Severity.WARNING, operation, f"code {code}", says)


def _missing(
    told: Mapping[str, Any], here: Operation, there: Operation, target: str
) -> Iterator[Obstacle]:
    known = {_folded(name) for name in _names(target, there.id)}
    for name, value in told.items():
        if value is not None and _folded(name) not in known:
            says, instead = (
                f"{name} is not told there",
                replacement(target, f"{here.id} {name}", name),
            )
            yield Obstacle("property-missing", Severity.NOTE, here.id, name, says, instead)


def _value(operation: str, name: str, value: Any, schema: Mapping[str, Any]) -> Iterator[Obstacle]:
    kinds = kinds_of(schema)
    kind = next((word for type_, word in _KINDS if isinstance(value, type_)), "number")
    if kinds and kind not in kinds:
        says = f"{name} is {' or '.join(sorted(kinds - {'null'})) or 'always null'} there, and was {kind}"
        yield Obstacle("property-type", Severity.WARNING, operation, name, says)
    elif "enum" in schema and value not in schema["enum"] and name != "api_version":
        legal = [one for one in schema["enum"] if one is not None]
        says = f"{name} is never {value!r} there"
        instead = f"one of {', '.join(map(str, legal))}"
        yield Obstacle(
            "property-value", Severity.WARNING, operation, f"{name}={value}", says, instead
        )


def _resources(document: Any, here: Operation) -> Iterator[Mapping[str, Any]]:
    schema = here.answer_schema(here.success)
    items = listed(schema.definition) if schema else None
    found = document.get(items) if items and isinstance(document, dict) else [document]
    return (one for one in found or () if isinstance(one, dict))


def _envelope(document: Any, here: Operation) -> Mapping[str, Any]:
    """What stands around the resources of a list."""
    schema = here.answer_schema(here.success)
    items = listed(schema.definition) if schema else None
    if items is None or not isinstance(document, dict):
        return {}
    return {name: value for name, value in document.items() if name != items}


@cache
def _spellings(target: str, operation: str) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """The properties of a resource, by names without case and underscores, as versions of an API differ in those."""
    properties = properties_of(load(target).operations[operation])
    return {_folded(name): (name, schema) for name, schema in properties.items()}


@cache
def _names(target: str, operation: str) -> frozenset[str]:
    """All that an answer tells, of a list both around the resources and in them."""
    one = load(target).operations[operation]
    schema = one.answer_schema(one.success)
    around = schema.definition.get("properties", {}) if schema else {}
    return frozenset({*around, *properties_of(one)})


def _folded(name: str) -> str:
    return name.replace("_", "").lower()
