"""One change of each kind, each with an operation of its own, and the two documents that have them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.drift.specs import JSON, Tree, answering, document, holding, operation, taking
from tests.drift.value_kinds import BREAKING, COMPATIBLE, DOC_ONLY, VALUES


class Kind(NamedTuple):
    """A change, and what is said of it."""

    rule: str
    kind: str
    says: str
    #: What the operation has beside its name; None where there is no such operation.
    old: Tree | None
    new: Tree | None
    side: str = ""

    @property
    def name(self) -> str:
        """Of its operation."""
        return f"{self.rule}{self.side}"


_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_NULL = {"type": ["string", "null"]}


def _query(required: bool = False, **schema: Any) -> Tree:
    one = {"name": "Q", "in": "query", "required": required, "schema": schema or _TEXT}
    return {"parameters": [one]}


def _body(schema: Tree, **more: Any) -> Tree:
    return {"requestBody": taking(schema, JSON, **more)}


def _answer(schema: Tree) -> Tree:
    return {"responses": answering(schema)}


def _statuses(*statuses: str) -> Tree:
    return {"responses": {status: {"description": "Fine."} for status in statuses}}


def _forms(*media_types: str) -> Tree:
    return {"requestBody": {"content": {name: {"schema": holding()} for name in media_types}}}


def _at(*urls: str) -> Tree:
    return {"servers": [{"url": url} for url in urls]}


OF_OPERATIONS = [
    Kind("operation-added", COMPATIBLE, "is new", None, {}),
    Kind("operation-removed", BREAKING, "is gone", {}, None),
    Kind(
        "operation-renamed",
        DOC_ONLY,
        "has another operationId (before: Old, now: operation-renamed)",
        {"operationId": "Old"},
        {},
    ),
    Kind(
        "server-added",
        COMPATIBLE,
        "is served by more hosts (before: https://a.example, now: https://a.example, https://b.example)",
        _at("https://a.example"),
        _at("HTTPS://A.example/", "https://b.example"),
    ),
    Kind(
        "server-changed",
        BREAKING,
        "is served by other hosts (before: https://a.example, now: http://a.example)",
        _at("https://a.example"),
        _at("http://a.example"),
    ),
    Kind(
        "media-type-added",
        COMPATIBLE,
        "body has a new media type (now: text/x)",
        _forms(JSON),
        _forms(JSON, "text/x"),
    ),
    Kind(
        "media-type-removed",
        BREAKING,
        "body has a media type less (before: text/x)",
        _forms(JSON, "text/x"),
        _forms(JSON),
    ),
    Kind(
        "body-now-required",
        BREAKING,
        "a body is required now",
        _body(holding()),
        _body(holding(), required=True),
    ),
    Kind(
        "body-no-longer-required",
        COMPATIBLE,
        "a body is no longer required",
        _body(holding(), required=True),
        _body(holding()),
    ),
    Kind("body-added", COMPATIBLE, "answer 200 has a body now", {}, _answer(_TEXT)),
    Kind("body-removed", BREAKING, "answer 200 has no body any more", _answer(_TEXT), {}),
    Kind(
        "status-added",
        COMPATIBLE,
        "answer 202 is a new status of success",
        _statuses("200"),
        _statuses("200", "202"),
    ),
    Kind(
        "status-removed",
        BREAKING,
        "answer 202 is a status of success no more",
        _statuses("200", "202"),
        _statuses("200"),
    ),
    Kind(
        "error-status-added",
        COMPATIBLE,
        "answer 409 is a new status of failure",
        _statuses("200"),
        _statuses("200", "409"),
    ),
    Kind(
        "error-status-removed",
        COMPATIBLE,
        "answer 5XX is a status of failure no more",
        _statuses("200", "5xx"),
        _statuses("200"),
    ),
    Kind(
        "other-status-added",
        COMPATIBLE,
        "answer 302 is a new status, neither of success nor of failure",
        _statuses("200"),
        _statuses("200", "302"),
    ),
    Kind(
        "other-status-removed",
        BREAKING,
        "answer 302 is a status no more",
        _statuses("200", "302"),
        _statuses("200"),
    ),
]
OF_PARAMETERS = [
    Kind("parameter-added", COMPATIBLE, "query parameter Q is new", {}, _query()),
    Kind(
        "required-parameter-added",
        BREAKING,
        "query parameter Q is new, and required",
        {},
        _query(required=True),
    ),
    Kind("parameter-removed", BREAKING, "query parameter Q is gone", _query(), {}),
    Kind(
        "parameter-now-required",
        BREAKING,
        "query parameter Q is required now",
        _query(),
        _query(required=True),
    ),
    Kind(
        "parameter-no-longer-required",
        COMPATIBLE,
        "query parameter Q is no longer required",
        _query(required=True),
        _query(),
    ),
    Kind(
        "parameter-type-changed",
        BREAKING,
        "query parameter Q has another type (before: string, now: integer)",
        _query(type="string"),
        _query(type="integer"),
    ),
    Kind(
        "parameter-type-widened",
        COMPATIBLE,
        "query parameter Q may be of more types (before: integer, now: number)",
        _query(type="integer"),
        _query(type="number"),
    ),
    Kind(
        "parameter-now-nullable",
        COMPATIBLE,
        "body parameter B may be null now",
        _body(holding(B=_TEXT)),
        _body(holding(B=_NULL)),
    ),
    Kind(
        "parameter-no-longer-nullable",
        BREAKING,
        "body parameter B may no longer be null",
        _body(holding(B=_NULL)),
        _body(holding(B=_TEXT)),
    ),
]
OF_PROPERTIES = [
    Kind(
        "property-added",
        COMPATIBLE,
        "answer 200, property p is new",
        _answer(holding()),
        _answer(holding(p=_TEXT)),
    ),
    Kind(
        "property-removed",
        BREAKING,
        "answer 200, property p is gone",
        _answer(holding(p=_TEXT)),
        _answer(holding()),
    ),
    Kind(
        "property-now-optional",
        BREAKING,
        "answer 200, property p is no longer always there",
        _answer({**holding(p=_TEXT), "required": ["p"]}),
        _answer(holding(p=_TEXT)),
    ),
    Kind(
        "property-now-required",
        COMPATIBLE,
        "answer 200, property p is always there now",
        _answer(holding(p=_TEXT)),
        _answer({**holding(p=_TEXT), "required": ["p"]}),
    ),
    Kind(
        "property-type-changed",
        BREAKING,
        "answer 200, property p has another type (before: string, now: integer)",
        _answer(holding(p=_TEXT)),
        _answer(holding(p=_NUMBER)),
    ),
    Kind(
        "property-type-narrowed",
        COMPATIBLE,
        "answer 200, property p is of fewer types (before: integer or string, now: string)",
        _answer(holding(p={"type": ["integer", "string"]})),
        _answer(holding(p=_TEXT)),
    ),
    Kind(
        "property-now-nullable",
        BREAKING,
        "answer 200, property p may be null now",
        _answer(holding(p=_TEXT)),
        _answer(holding(p=_NULL)),
    ),
    Kind(
        "property-no-longer-nullable",
        COMPATIBLE,
        "answer 200, property p is no longer null",
        _answer(holding(p=_NULL)),
        _answer(holding(p=_TEXT)),
    ),
]


def _of_values() -> Iterator[Kind]:
    for one in VALUES:
        old, new = _TEXT | one.old, _TEXT | one.new
        says = f"query parameter Q {one.says}"
        yield Kind(one.rule, one.sent, says, _query(**old), _query(**new), "-sent")
        says = f"answer 200, property p {one.says}"
        old_answer, new_answer = _answer(holding(p=old)), _answer(holding(p=new))
        yield Kind(one.rule, one.received, says, old_answer, new_answer, "-received")


#: The name of a parameter in a path is nobody's business, so this one has a path of its own.
RENAMED = Kind(
    "parameter-renamed",
    DOC_ONLY,
    "path parameter Id has another name, which is not sent (before: Sid, now: Id)",
    {"parameters": [{"name": "Sid", "in": "path", "required": True, "schema": _TEXT}]},
    {"parameters": [{"name": "Id", "in": "path", "required": True, "schema": _TEXT}]},
)
KINDS = [*OF_OPERATIONS, *OF_PARAMETERS, RENAMED, *OF_PROPERTIES, *_of_values()]


def _version(which: str, variable: str) -> Tree:
    paths: Tree = {"/steady": {"get": operation("Steady")}}
    for kind in KINDS:
        if (has := getattr(kind, which)) is not None:
            below = f"/{{{variable}}}" if kind is RENAMED else ""
            paths[f"/{kind.name}{below}"] = {"post": operation(kind.name, **has)}
    return document(paths)


OLD, NEW = _version("old", "Sid"), _version("new", "Id")
