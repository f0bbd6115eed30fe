"""One change of each kind, each with an operation of its own, and the two documents that have them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.drift.specs import JSON, Tree, answering, document, holding, operation, taking

BREAKING, COMPATIBLE, DOC_ONLY = "breaking", "compatible", "doc-only"


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


class Value(NamedTuple):
    """A change of a value, which a client may send or receive."""

    rule: str
    sent: str
    received: str
    says: str
    old: Tree
    new: Tree


_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}
_ABC, _AB = {"enum": ["a", "b", "c"]}, {"enum": ["a", "b"]}
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
_VALUES = [
    Value("enum-value-added", COMPATIBLE, COMPATIBLE, 'has a new value (now: "c")', _AB, _ABC),
    Value("enum-value-removed", BREAKING, COMPATIBLE, 'has a value less (before: "c")', _ABC, _AB),
    Value("enum-added", BREAKING, COMPATIBLE, 'has a list of values now (now: "a", "b")', {}, _AB),
    Value(
        "enum-removed",
        COMPATIBLE,
        COMPATIBLE,
        'has no list of values any more (before: "a", "b")',
        _AB,
        {},
    ),
    Value(
        "default-added",
        COMPATIBLE,
        DOC_ONLY,
        'has a default now (now: "a")',
        {},
        {"default": "a"},
    ),
    Value(
        "default-changed",
        BREAKING,
        DOC_ONLY,
        'has another default (before: "a", now: "b")',
        {"default": "a"},
        {"default": "b"},
    ),
    Value(
        "default-removed",
        COMPATIBLE,
        DOC_ONLY,
        'has no default any more (before: "a")',
        {"default": "a"},
        {},
    ),
    Value(
        "limit-tightened",
        BREAKING,
        COMPATIBLE,
        "has a tighter limit (before: maxLength 9, now: maxLength 8)",
        {"maxLength": 9},
        {"maxLength": 8},
    ),
    Value(
        "limit-loosened",
        COMPATIBLE,
        COMPATIBLE,
        "has a looser limit (before: minLength 2, now: minLength 1)",
        {"minLength": 2},
        {"minLength": 1},
    ),
    Value(
        "pattern-added", BREAKING, COMPATIBLE, "has a pattern now (now: ^a)", {}, {"pattern": "^a"}
    ),
    Value(
        "pattern-changed",
        BREAKING,
        BREAKING,
        "has another pattern (before: ^a, now: ^b)",
        {"pattern": "^a"},
        {"pattern": "^b"},
    ),
    Value(
        "pattern-removed",
        COMPATIBLE,
        COMPATIBLE,
        "has no pattern any more (before: ^a)",
        {"pattern": "^a"},
        {},
    ),
    Value(
        "format-added", COMPATIBLE, COMPATIBLE, "has a format now (now: uri)", {}, {"format": "uri"}
    ),
    Value(
        "format-changed",
        BREAKING,
        BREAKING,
        "has another format (before: date, now: uri)",
        {"format": "date"},
        {"format": "uri"},
    ),
    Value(
        "format-removed",
        COMPATIBLE,
        COMPATIBLE,
        "has no format any more (before: uri)",
        {"format": "uri"},
        {},
    ),
    Value("deprecated", COMPATIBLE, COMPATIBLE, "is deprecated now", {}, {"deprecated": True}),
    Value(
        "no-longer-deprecated",
        DOC_ONLY,
        DOC_ONLY,
        "is no longer deprecated",
        {"deprecated": True},
        {},
    ),
    Value(
        "description-changed",
        DOC_ONLY,
        DOC_ONLY,
        "is described in other words (before: One., now: Another.)",
        {"description": "One."},
        {"description": "Another."},
    ),
]


def _of_values() -> Iterator[Kind]:
    for one in _VALUES:
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
