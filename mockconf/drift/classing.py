"""What each kind of change means to a client that was written for the older side: one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from mockconf.exchange import Severity


class Class(StrEnum):
    """What a change asks of a client."""

    #: A request that was right may be refused or mean something else, or an answer cannot be read as before.
    BREAKING = "breaking"
    #: A client goes on as before, but what it can do, or may meet, is not what it was.
    COMPATIBLE = "compatible"
    #: Nothing changed on the wire.
    DOC_ONLY = "doc-only"

    @property
    def severity(self) -> Severity:
        """How a report counts it."""
        return _SEVERITIES[self]


_SEVERITIES = {
    Class.BREAKING: Severity.ERROR,
    Class.COMPATIBLE: Severity.WARNING,
    Class.DOC_ONLY: Severity.NOTE,
}
_B, _C, _D = Class


class Rule(NamedTuple):
    """A kind of change."""

    #: Its class in what a client sends, or of an operation as a whole.
    sent: Class
    #: Its class in what a client receives.
    received: Class
    #: What is said of the parameter, property or operation.
    says: str


RULES: Mapping[str, Rule] = {
    # operations
    "operation-added": Rule(_C, _C, "is new"),
    "operation-removed": Rule(_B, _B, "is gone"),
    "operation-renamed": Rule(_D, _D, "has another operationId"),
    "server-added": Rule(_C, _C, "is served by more hosts"),
    "server-changed": Rule(_B, _B, "is served by other hosts"),
    "media-type-added": Rule(_C, _C, "has a new media type"),
    "media-type-removed": Rule(_B, _B, "has a media type less"),
    "body-now-required": Rule(_B, _B, "a body is required now"),
    "body-no-longer-required": Rule(_C, _C, "a body is no longer required"),
    "body-added": Rule(_C, _C, "has a body now"),
    "body-removed": Rule(_B, _B, "has no body any more"),
    "status-added": Rule(_C, _C, "is a new status of success"),
    "status-removed": Rule(_B, _B, "is a status of success no more"),
    "error-status-added": Rule(_C, _C, "is a new status of failure"),
    "error-status-removed": Rule(_C, _C, "is a status of failure no more"),
    "other-status-added": Rule(_C, _C, "is a new status, neither of success nor of failure"),
    "other-status-removed": Rule(_B, _B, "is a status no more"),
    # what is sent
    "parameter-added": Rule(_C, _C, "is new"),
    "required-parameter-added": Rule(_B, _B, "is new, and required"),
    "parameter-removed": Rule(_B, _B, "is gone"),
    "parameter-renamed": Rule(_D, _D, "has another name, which is not sent"),
    "parameter-now-required": Rule(_B, _B, "is required now"),
    "parameter-no-longer-required": Rule(_C, _C, "is no longer required"),
    "parameter-type-changed": Rule(_B, _B, "has another type"),
    "parameter-type-widened": Rule(_C, _C, "may be of more types"),
    "parameter-now-nullable": Rule(_C, _C, "may be null now"),
    "parameter-no-longer-nullable": Rule(_B, _B, "may no longer be null"),
    # what is received
    "property-added": Rule(_C, _C, "is new"),
    "property-removed": Rule(_B, _B, "is gone"),
    "property-now-optional": Rule(_B, _B, "is no longer always there"),
    "property-now-required": Rule(_C, _C, "is always there now"),
    "property-type-changed": Rule(_B, _B, "has another type"),
    "property-type-narrowed": Rule(_C, _C, "is of fewer types"),
    "property-now-nullable": Rule(_B, _B, "may be null now"),
    "property-no-longer-nullable": Rule(_C, _C, "is no longer null"),
    # values, sent or received
    "enum-value-added": Rule(
        _C, _C, "has a new value"
    ),  # received: a match of all values misses it
    "enum-value-removed": Rule(_B, _C, "has a value less"),
    "enum-added": Rule(_B, _C, "has a list of values now"),
    "enum-removed": Rule(_C, _C, "has no list of values any more"),
    "default-added": Rule(_C, _D, "has a default now"),
    "default-changed": Rule(_B, _D, "has another default"),
    "default-removed": Rule(_B, _D, "has no default any more"),
    "limit-tightened": Rule(_B, _C, "has a tighter limit"),
    "limit-loosened": Rule(_C, _B, "has a looser limit"),
    "pattern-added": Rule(_B, _C, "has a pattern now"),
    "pattern-changed": Rule(_B, _B, "has another pattern"),
    "pattern-removed": Rule(_C, _B, "has no pattern any more"),
    "format-added": Rule(_B, _C, "has a format now"),
    "format-changed": Rule(_B, _B, "has another format"),
    "format-removed": Rule(_C, _B, "has no format any more"),
    # words
    "deprecated": Rule(_C, _C, "is deprecated now"),
    "no-longer-deprecated": Rule(_D, _D, "is no longer deprecated"),
    "description-changed": Rule(_D, _D, "is described in other words"),
}

#: What a report explains of each.
EXPLAINED = {
    rule: f"What it is said of {one.says}: {one.sent} where it is sent, {one.received} where it is received."
    for rule, one in RULES.items()
}


def class_of(rule: str, *, is_received: bool) -> Class:
    """What a change of this kind means to a client.

    >>> class_of("enum-value-removed", is_received=False)
    <Class.BREAKING: 'breaking'>
    """
    return RULES[rule].received if is_received else RULES[rule].sent
