"""What a client of an API sees: its operations, what they take, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from mockconf.drift.document import Document, Node
from mockconf.drift.shape import shape_of

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
#: What a client sends by itself is no parameter (OpenAPI: "Parameter Object").
_NO_PARAMETERS = {"accept", "authorization", "content-type"}


class Input(NamedTuple):
    """A parameter, or a member of a body."""

    #: `query`, `path`, `header`, `cookie` or `body`.
    place: str
    name: str
    required: bool
    schemas: tuple[Node, ...]
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


def operations(document: Document, keyed: Keying) -> dict[str, Operation]:
    """The operations whose paths have a key, by method and key.

    Raises:
        NotUnderstood: a part of one of them is missing or cannot be understood.
    """
    found: dict[str, Operation] = {}
    for written, path, method, item in _listed(document):
        key = keyed(path)
        name = f"{method.upper()} {key}"
        # Where a path is there with and without .json, it is the one with it that answers JSON.
        if key is not None and (name not in found or written.endswith(".json")):
            found[name] = _operation(item, method, path)
    return found


def count_all(document: Document) -> int:
    """How many operations there are in all."""
    return sum(1 for _ in _listed(document))


def without_names(path: str) -> str:
    """A path whose parameters have no names.

    >>> without_names("/Accounts/{AccountSid}/Calls.json")
    '/Accounts/{}/Calls.json'
    """
    return _VARIABLE.sub("{}", path)


def _listed(document: Document) -> Iterator[tuple[str, str, str, Node]]:
    for written, reference in document.root.required("paths", "it has no paths").entries():
        item = reference.followed()
        item.mapping()
        for method in _METHODS:
            if method in item.value:
                base = _base(item.part(method) or item, item)
                yield written, f"{base}/{written.lstrip('/')}", method, item


def _base(operation: Node, item: Node) -> str:
    """The path of the server's URL."""
    for node in (operation, item, operation.document.root):
        servers = node.below("servers") if isinstance(node.value, dict) else None
        for server in servers.items() if servers else ():
            url = str(server.mapping().get("url", ""))
            for name, variable in (server.value.get("variables") or {}).items():
                default = variable.get("default", "") if isinstance(variable, dict) else ""
                url = url.replace(f"{{{name}}}", str(default))
            path = re.sub(r"^([a-z]+:)?//[^/]*", "", url).strip("/")
            return f"/{path}" if path else ""
    return ""


def _operation(item: Node, method: str, path: str) -> Operation:
    node = item.required(method, "an operation is empty")
    node.mapping()
    body = node.part("requestBody")
    content = body and body.required("content", "a body without 'content'")
    media_types = (
        frozenset(_plain(name) for name, _ in content.entries()) if content else frozenset()
    )
    inputs = [*_parameters(item, node, path), *(_members(content) if content else ())]
    return Operation(
        method=method.upper(),
        path=path,
        operation_id=node.text("operationId"),
        pointer=node.pointer,
        description=node.text("description") or node.text("summary"),
        deprecated=node.value.get("deprecated") is True,
        evidence=node.text("x-evidence"),
        inputs={_identity(one, path): one for one in inputs},
        media_types=media_types,
        shown=frozenset(_shown(content)) if content else frozenset(),
        needs_body=bool(body and body.value.get("required") is True and FORM not in media_types),
        answers={one.status: one for one in _answers(node)},
    )


def _identity(one: Input, path: str) -> tuple[str, str]:
    if one.place != "path":
        return one.place, one.name.lower() if one.place == "header" else one.name
    names = _VARIABLE.findall(path)
    return "path", str(names.index(one.name)) if one.name in names else one.name


def _parameters(item: Node, operation: Node, path: str) -> Iterator[Input]:
    """Those of the path that all its methods share, then its own, which take precedence."""
    for holder in (item, operation):
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
            yield Input(
                place=place,
                name=name,
                required=node.value.get("required") is True,
                schemas=(_schema(node),),
                pointer=node.pointer,
                description=node.text("description"),
                deprecated=node.value.get("deprecated") is True,
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
    schema = _described(content)
    if schema is None:
        return
    shape = shape_of([schema])
    if not shape.properties and "object" not in (shape.types or {"object"}):
        yield Input("body", "", True, (schema,), shape.pointer)
    required = shape.required or frozenset()
    for name, schemas in shape.properties.items():
        evidence = schemas[0].text("x-evidence") if isinstance(schemas[0].value, dict) else None
        pointer = schemas[0].pointer
        yield Input("body", name, name in required, schemas, pointer, evidence=evidence)


def _shown(content: Node) -> Iterator[str]:
    for _, media_type in content.entries():
        examples = media_type.part("examples")
        for _, one in examples.entries() if examples else ():
            example = one.part("value") if isinstance(one.value, dict) else None
            if example and isinstance(example.value, dict):
                yield from example.value


def _described(content: Node) -> Node | None:
    """The schema of a form, else of JSON, else of whatever is there.

    Raises:
        NotUnderstood: a form or JSON has none.
    """
    known = {_plain(name): media_type.followed() for name, media_type in content.entries()}
    for name in (FORM, JSON, *(one for one in known if one.endswith("+json"))):
        if name in known:
            found = known[name].below("schema")
            return found or known[name].refuse(f"{name} without a schema says nothing")
    return next((one.below("schema") for one in known.values() if "schema" in one.value), None)


def _plain(media_type: str) -> str:
    return unquote(media_type.partition(";")[0].strip().lower())


def _answers(operation: Node) -> Iterator[Answer]:
    listed = operation.required("responses", "an operation without responses")
    if not listed.mapping():
        listed.refuse("an operation without responses")
    for status, reference in listed.entries():
        node = reference.followed()
        node.mapping()
        content = node.part("content")
        media_types = (
            frozenset(_plain(name) for name, _ in content.entries()) if content else frozenset()
        )
        schema = _described(content) if content and media_types else None
        yield Answer(
            status.upper() if status != "default" else status, node.pointer, media_types, schema
        )
