"""Our contract as far as the vendor publishes something: what he keeps silent about is no difference.

The contract says more than a vendor's file on purpose: patterns, lists of values and errors that are documented
elsewhere, parameters that SDKs send. docs/ci.md lists what is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from mockconf.drift.shape import Part, Shape, leaves
from mockconf.drift.statuses import is_error
from mockconf.drift.surface import Answer, Input, Operation

#: What the contract knows out of the vendor's file; everything else it knows from elsewhere.
_PUBLISHED = (None, "spec")


class Terms(Protocol):
    """How much of the older side is held against the newer one."""

    def operation(self, old: Operation, new: Operation) -> Operation:
        """The older one, as far as it is compared."""

    def shape(self, old: Shape, new: Shape, *, is_member: bool) -> Shape:
        """The older one, as far as it is compared; a member is a property of something larger."""


class Everything(NamedTuple):
    """Two files of a vendor are compared in all they say."""

    def operation(self, old: Operation, new: Operation) -> Operation:
        """All of it."""
        return old

    def shape(self, old: Shape, new: Shape, *, is_member: bool) -> Shape:
        """All of it."""
        return old


class Published(NamedTuple):
    """Our contract is compared in what the vendor's file says."""

    def operation(self, old: Operation, new: Operation) -> Operation:
        """Ours, without what is known from elsewhere and without words of our own."""
        return old._replace(
            operation_id=new.operation_id,
            description=new.description,
            inputs={
                key: _in_words_of(new.inputs.get(key), one)
                for key, one in old.inputs.items()
                if key in new.inputs or (one.evidence in _PUBLISHED and one.name not in new.shown)
            },
            media_types=_common(old.media_types, new.media_types),
            answers=_published_answers(old.answers, new.answers),
            served=new.served,
        )

    def shape(self, old: Shape, new: Shape, *, is_member: bool) -> Shape:
        """Ours, without what the vendor's says nothing about."""
        is_open = is_member and not new.properties  # such as a map of links
        keeps_null = new.nullable is None or new.nullable_is_doubtful
        properties = {
            name: part
            for name, part in old.properties.items()
            if name in new.properties or not (is_open or _is_from_elsewhere(part))
        }
        required = (old.required or frozenset()) - (old.properties.keys() - properties.keys())
        return old._replace(
            types=new.types if new.types is None else old.types,
            nullable=new.nullable if keeps_null else old.nullable,
            values=new.values if new.values is None else old.values,
            default=new.default if new.default is None else old.default,
            limits={name: one for name, one in old.limits.items() if name in new.limits},
            pattern=new.pattern if new.pattern is None else old.pattern,
            format=new.format if old.format is None or new.format is None else old.format,
            description=new.description,
            properties=properties,
            required=None if new.required is None else required,
        )


def _in_words_of(new: Input | None, old: Input) -> Input:
    return old._replace(name=new.name, description=new.description) if new else old


def _published_answers(old: Mapping[str, Answer], new: Mapping[str, Answer]) -> dict[str, Answer]:
    """Ours: of failure as far as the vendor shows how it looks, and what he says of any other status is his own."""
    found = {}
    for status, answer in old.items():
        other = new.get(status)
        if other:
            found[status] = _as_answered(other, answer)
        elif not is_error(status) or (status != "default" and answer.evidence == "spec"):
            found[status] = answer
    return found | ({"default": new["default"]} if "default" in new else {})


def _as_answered(new: Answer, old: Answer) -> Answer:
    if is_error(old.status) and not new.media_types:
        return new
    return old._replace(media_types=_common(old.media_types, new.media_types))


def _common(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    return (old & new) or old


def _is_from_elsewhere(part: Part) -> bool:
    said = [one.text("x-evidence") for one in leaves(part) if isinstance(one.value, dict)]
    return bool(said) and not any(one in _PUBLISHED for one in said)
