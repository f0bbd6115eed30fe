"""What of a contract can be covered: the cells, derived from the contract alone, so that no name is written down twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mockconf.contract import Contract, Operation, load
from mockconf.coverage.values import ABSENT, Values, values_of

#: The way to a cell, or to what holds cells: `("twilio-2010-04-01", "UpdateParticipant", "parameters", "Muted", "=true")`.
Path = tuple[str, ...]
PARAMETERS, STATUSES, EVENTS, PROPERTIES = "parameters", "statuses", "events", "properties"


class Readings:
    """How the parameters of one operation are read."""

    def __init__(self, operation: Operation) -> None:
        declared = operation.parameters
        required = declared.schema.definition.get("required", ())
        in_body = bool(operation.body_types)
        #: By name; a numbered parameter by its pattern.
        self.values: dict[str, Values] = {
            one.name: values_of(one, declared.definition_of(one.name), in_body=in_body)
            for one in declared.by_name.values()
        }
        self._numbered = [(re.compile(one.name), one) for one in declared.numbered]
        for pattern, one in self._numbered:
            schema = declared.schema.definition["patternProperties"][pattern.pattern]
            self.values[one.name] = values_of(one, schema, in_body=in_body)
        #: The names that may be left out.
        self.optional = [name for name in self.values if name not in required]

    def name_of(self, name: str) -> str:
        """What a parameter is counted as: itself, or the pattern that its name fits."""
        if name in self.values:
            return name
        return next((one.name for pattern, one in self._numbered if pattern.search(name)), name)


@cache
def readings(dialect: str, operation: str) -> Readings:
    """How the parameters of an operation are read."""
    return Readings(load(dialect).operations[operation])


@cache
def cells(dialect: str) -> Mapping[Path, str]:
    """All cells of a dialect in the order of its contract, each with what there is to say about it, such as a limit.

    >>> cells("twilio-2010-04-01")["twilio-2010-04-01", "CreateParticipant", "parameters", "Timeout", "minimum"]
    '5'
    """
    contract = load(dialect)
    return {(dialect, *path): says for path, says in _cells(contract)}


def _cells(contract: Contract) -> Iterator[tuple[Path, str]]:
    for operation in contract.operations.values():
        yield from _of_operation(contract.name, operation)
    for topic, told in contract.events.items():
        yield from (((topic, EVENTS, name), "") for name in told.names)
    for resource, names in contract.resources.items():
        counted = (name for name in names if name not in contract.unread[resource])
        yield from (((resource, PROPERTIES, name), "") for name in counted)


def _of_operation(dialect: str, operation: Operation) -> Iterator[tuple[Path, str]]:
    known = readings(dialect, operation.id)
    for name, values in known.values.items():
        for one, says in values.classes.items():
            yield (operation.id, PARAMETERS, name, one), says
        if name in known.optional:
            yield (operation.id, PARAMETERS, name, ABSENT), ""
    for status in operation.answers:
        if status not in operation.uncounted:
            yield (operation.id, STATUSES, status), ""
