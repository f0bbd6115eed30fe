"""What a client of an API sees: its operations, what they take, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mockconf.drift.bodies import FORM, described, media_types, shown
from mockconf.drift.composing import members, shape_of
from mockconf.drift.document import Document, Node
from mockconf.drift.servers import Served, names_in, served
from mockconf.drift.shape import Part, leaves

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_STATUS = re.compile(r"[1-5]([0-9][0-9]|XX)|default")
#: What a client sends by itself is no parameter (OpenAPI: "Parameter Object").
_NO_PARAMETERS = {"accept", "authorization", "content-type"}


class Input(NamedTuple):
    """A parameter, or a member of a body."""

    #: `query`, `path`, `header`, `cookie` or `body`.
    place: str
    name: str
    required: bool
    part: Part
    pointer: str
    description: str | None = None
    deprecated: bool = False
    evidence: str | None = None

    @property
    def label(self) -> str:
        """How a person calls it."""
        return f"{self.place} parameter {self.name}" if self.name else self.place


class Answer(NamedTuple):
    """What an operation answers with one status."""

    status: str
    pointer: str
    media_types: frozenset[str]
    #: None without a body.
    schema: Node | None
    evidence: str | None = None


class Operation(NamedTuple):
    """A method of a path."""

    method: str
    #: With what the server's URL puts before it.
    path: str
    operation_id: str | None
    pointer: str
    description: str | None
    deprecated: bool
    evidence: str | None
    #: By place and name; those in a path by their position, as their names are nobody's business.
    inputs: Mapping[tuple[str, str], Input]
    #: In which forms it takes a body.
    media_types: frozenset[str]
    #: What the examples of a body show, which is more than what some vendors describe.
    shown: frozenset[str]
    #: Whether an empty body is refused, which only matters where the body is no form.
    needs_body: bool
    answers: Mapping[str, Answer]
    served: Served
    document: Document

    @property
    def label(self) -> str:
        """How a person calls it."""
        return self.operation_id or f"{self.method} {self.path}"

    @property
    def title(self) -> str:
        """Its method and path."""
        return f"{self.method} {self.path}"


#: Gives the identity of a path, or None where it is nobody's business.
Keying = Callable[[str], str | None]


class _Listed(NamedTuple):
    """A method of a path, before it is read."""

    written: str
    path: str
    method: str
    #: What says something of all methods of the path: what it refers to, and itself.
    items: tuple[Node, ...]
    item: Node
    served: Served


def operations(document: Document, keyed: Keying) -> dict[str, Operation]:
    """The operations whose paths have a key, by method and key.

    Raises:
        NotUnderstood: a part of one of them is missing or cannot be understood, or two of them are the same.
    """
    chosen: dict[str, _Listed] = {}
    for one in _listed(document):
        key = keyed(one.path)
        if key is None:
            continue
        name = f"{one.method.upper()} {key}"
        other = chosen.setdefault(name, one)
        if other is not one and _has_suffix(one) == _has_suffix(other):
            one.item.refuse(f"{one.method} of {one.written} is that of {other.written}, too")
        # Where a path is there with and without .json, it is the one with it that answers JSON.
        if _has_suffix(one):
            chosen[name] = one
    return {name: _operation(one) for name, one in chosen.items()}


def count_all(document: Document) -> int:
    """How many operations there are in all."""
    return sum(1 for _ in _listed(document))


def _has_suffix(one: _Listed) -> bool:
    return one.written.endswith(".json")


def _listed(document: Document) -> Iterator[_Listed]:
    for written, own in document.root.required("paths", "it has no paths").fields():
        own.mapping()
        items = (own,) if own.target() is None else (own.followed(), own)
        items[0].mapping()
        for method in _METHODS:
            item = next((one for one in reversed(items) if method in one.value), None)
            if item:
                operation = item.part(method) or item
                where = served((operation, *reversed(items), document.root))
                path = f"{where.base}/{written.lstrip('/')}"
                yield _Listed(written, path, method, items, item, where)


def _operation(one: _Listed) -> Operation:
    node = one.item.required(one.method, "an operation is empty")
    node.mapping()
    body = node.part("requestBody")
    if body:
        body.mapping()
    content = body and body.required("content", "a body without 'content'")
    types = media_types(content)
    inputs = [*_parameters((*one.items, node)), *(_members(content) if content else ())]
    return Operation(
        method=one.method.upper(),
        path=one.path,
        operation_id=node.text("operationId"),
        pointer=node.pointer,
        description=node.words("description") or node.words("summary"),
        deprecated=bool(node.flag("deprecated")),
        evidence=node.text("x-evidence"),
        inputs={_identity(each, one.path): each for each in inputs},
        media_types=types,
        shown=frozenset(shown(content)) if content else frozenset(),
        needs_body=bool(body and body.flag("required") and FORM not in types),
        answers={each.status: each for each in _answers(node)},
        served=one.served,
        document=node.document,
    )


def _identity(one: Input, path: str) -> tuple[str, str]:
    if one.place != "path":
        return one.place, one.name.lower() if one.place == "header" else one.name
    names = names_in(path)
    return "path", str(names.index(one.name)) if one.name in names else one.name


def _parameters(holders: tuple[Node, ...]) -> Iterator[Input]:
    """Those of the path that all its methods share, then its own, which take precedence."""
    for holder in holders:
        listed = holder.below("parameters")
        for reference in listed.items() if listed else ():
            node = reference.followed()
            node.mapping()
            name, place = node.text("name"), node.text("in")
            if not name or place not in ("query", "path", "header", "cookie"):
                node.refuse(
                    "a parameter without 'name', or 'in' that is none of query, path, header, cookie"
                )
            if place == "header" and name.lower() in _NO_PARAMETERS:
                continue
            schema = _schema(node)
            yield Input(
                place=place,
                name=name,
                required=bool(node.flag("required")),
                part=schema,
                pointer=node.pointer,
                description=node.words("description"),
                deprecated=bool(node.flag("deprecated")) or shape_of(schema).deprecated,
                evidence=node.text("x-evidence"),
            )


def _schema(parameter: Node) -> Node:
    content = parameter.part("content")
    for _, media_type in content.entries() if content else ():
        found = media_type.below("schema")
        if found:
            return found
    found = parameter.below("schema")
    if found is None:
        parameter.refuse(f"the parameter {parameter.value['name']} has no schema")
    return found


def _members(content: Node) -> Iterator[Input]:
    """The members of a body, which are parameters by another name."""
    schema = described(content)
    if schema is None:
        return
    shape = shape_of(schema)
    found = members(shape, schema, is_received=False)
    if not found and "object" not in (shape.types or {"object"}):
        yield Input("body", "", True, schema, shape.pointer)
    required = shape.required or frozenset()
    for name, part in found.items():
        first = next(leaves(part))
        evidence = first.text("x-evidence") if isinstance(first.value, dict) else None
        deprecated = shape_of(part).deprecated
        yield Input("body", name, name in required, part, first.pointer, None, deprecated, evidence)


def _answers(operation: Node) -> Iterator[Answer]:
    listed = operation.required("responses", "an operation without responses")
    if not listed.mapping():
        listed.refuse("an operation without responses")
    for written, reference in listed.fields():
        status = written if written == "default" else written.upper()
        if not _STATUS.fullmatch(status):
            reference.refuse(f"{written!r} is no status, such as 200, 2XX or default")
        node = reference.followed()
        node.mapping()
        content = node.part("content")
        types = media_types(content)
        schema = described(content) if content and types else None
        yield Answer(status, node.pointer, types, schema, node.text("x-evidence"))
