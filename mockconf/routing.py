"""From a method and a path to an operation, by the paths that the contract declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from mockconf.contract import Operation
from mockconf.errors import MethodNotAllowed, NoSuchPath
from mockconf.escapes import unescaped
from mockconf.parameters import PathParameter


class Route(NamedTuple):
    """Where a request leads: an operation and the values of its path parameters, decoded."""

    operation: Operation
    #: The values by the Python names of their parameters.
    arguments: Mapping[str, str]
    #: Those that are judged further, where a bad one has a code of its own.
    doubtful: tuple[tuple[PathParameter, str], ...]


class _Junction:
    """A place in the tree of path segments."""

    def __init__(self) -> None:
        self.literal: dict[str, _Junction] = {}
        self.any: _Junction | None = None
        self.operations: list[Operation] = []


class Router:
    """Finds the operation of a path, without its suffix."""

    def __init__(self, operations: Iterable[Operation], suffix: str) -> None:
        self._root = _Junction()
        #: A client asks for the same few resources again and again.
        self.route = lru_cache(maxsize=1_024)(self._route)
        for operation in operations:
            self._add(operation, operation.path.removesuffix(suffix))

    def _route(self, method: str, path: str) -> Route:
        """The operation behind `method` and the still percent-encoded `path`.

        An operation counts only if its path parameters match their patterns: a GET for a conference that is no SID
        is `MethodNotAllowed`, as only the POST has no pattern there.

        Raises:
            NoSuchPath: no operation has such a path.
            MethodNotAllowed: operations have it, but none with this method.
            MalformedRequest: the percent-encoding is broken.
        """
        values: list[str] = []
        junction = self._root
        for segment in path.split("/"):
            if segment in junction.literal:
                junction = junction.literal[segment]
            elif junction.any is not None and segment:
                junction = junction.any
                values.append(unescaped(segment))
            else:
                raise NoSuchPath(path)
        possible = [one for one in junction.operations if _matches(one, values)]
        if not possible:
            raise NoSuchPath(path)
        for operation in possible:
            if operation.method == method:
                return _led_to(operation, values)
        raise MethodNotAllowed(frozenset(operation.method for operation in possible))

    def _add(self, operation: Operation, path: str) -> None:
        junction = self._root
        for segment in path.split("/"):
            if segment.startswith("{"):
                junction.any = junction.any or _Junction()
                junction = junction.any
            else:
                junction = junction.literal.setdefault(segment, _Junction())
        junction.operations.append(operation)


def _led_to(operation: Operation, values: list[str]) -> Route:
    pairs = list(zip(operation.path_parameters, values, strict=True))
    return Route(
        operation=operation,
        arguments=MappingProxyType({one.parameter.attribute: value for one, value in pairs}),
        doubtful=tuple(pair for pair in pairs if pair[0].judged_by is not None),
    )


def _matches(operation: Operation, values: list[str]) -> bool:
    return all(
        one.pattern is None or one.pattern.fullmatch(value)
        for one, value in zip(operation.path_parameters, values, strict=True)
    )
