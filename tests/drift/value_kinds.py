"""One change of each kind that a value can have, whether a client sends it or receives it."""

from __future__ import annotations

from typing import NamedTuple

from tests.drift.specs import Tree

BREAKING, COMPATIBLE, DOC_ONLY = "breaking", "compatible", "doc-only"


class Value(NamedTuple):
    """A change of a value, which a client may send or receive."""

    rule: str
    sent: str
    received: str
    says: str
    old: Tree
    new: Tree


_ABC, _AB = {"enum": ["a", "b", "c"]}, {"enum": ["a", "b"]}

VALUES = [
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
        BREAKING,
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
        BREAKING,
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
        BREAKING,
        "has no pattern any more (before: ^a)",
        {"pattern": "^a"},
        {},
    ),
    Value(
        "format-added", BREAKING, COMPATIBLE, "has a format now (now: uri)", {}, {"format": "uri"}
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
        BREAKING,
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
