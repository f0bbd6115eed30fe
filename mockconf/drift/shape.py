"""What is said of a value, as far as a client notices: OpenAPI 3.0 and 3.1 are alike from here on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from mockconf.drift.document import Document, Node

_TEXT, _NUMBER, _LIST = (
    frozenset(["string"]),
    frozenset(["integer", "number"]),
    frozenset(["array"]),
)


class Limit(NamedTuple):
    """A kind of limit."""

    #: Whether a larger value makes it looser.
    grows: bool
    #: The types of value that it limits.
    types: frozenset[str]


LIMITS: Mapping[str, Limit] = {
    "minimum": Limit(False, _NUMBER),
    "minLength": Limit(False, _TEXT),
    "minItems": Limit(False, _LIST),
    "maximum": Limit(True, _NUMBER),
    "maxLength": Limit(True, _TEXT),
    "maxItems": Limit(True, _LIST),
}


class Bound(NamedTuple):
    """A limit of a value."""

    value: int | float
    #: Whether the value itself is beyond it.
    is_exclusive: bool = False

    def is_looser_than(self, other: Bound, name: str) -> bool:
        """Whether it lets more through than another of that name."""
        if self.value == other.value:
            return other.is_exclusive and not self.is_exclusive
        return (self.value > other.value) is LIMITS[name].grows


class Joined(NamedTuple):
    """Several schemas, all of which hold, or any of which."""

    is_all: bool
    parts: tuple[Part, ...]

    @property
    def document(self) -> Document:
        """Where they stand."""
        return self.parts[0].document


#: What a value keeps to.
Part: TypeAlias = Node | Joined


class Shape(NamedTuple):
    """What is said of a value. None stands for what is not said."""

    pointer: str = ""
    #: Without `null`; none at all where there is no such value.
    types: frozenset[str] | None = None
    nullable: bool | None = None
    #: By the letter of OpenAPI 3.0 a `nullable` beside a `$ref` means nothing; many files mean it.
    nullable_is_doubtful: bool = False
    #: The legal values, as JSON.
    values: tuple[str, ...] | None = None
    #: As JSON.
    default: str | None = None
    limits: Mapping[str, Bound] = {}
    pattern: str | None = None
    format: str | None = None
    description: str | None = None
    deprecated: bool = False
    #: Whether only answers have it, or only requests.
    read_only: bool = False
    write_only: bool = False
    properties: Mapping[str, Part] = {}
    #: The names of properties that are always there.
    required: frozenset[str] | None = None
    items: Part | None = None

    def may_be(self, types: frozenset[str]) -> bool:
        """Whether a value can be of one of these types."""
        return self.types is None or bool(self.types & types)

    @property
    def is_list(self) -> bool:
        """Whether a value can be a list."""
        return self.may_be(_LIST)

    @property
    def is_only_null(self) -> bool:
        """Whether null is the only value."""
        return self.types == frozenset() and bool(self.nullable)


def anything(document: Document, where: str) -> Node:
    """A schema that says nothing, for a place where none is."""
    return Node(document, where, True)


def join(parts: Iterable[Part], *, is_all: bool) -> Part:
    """All of them or any of them, each once: schemas that name the next one twice do not grow with every step."""
    flat: dict[Hashable, Part] = {}
    for part in parts:
        inner = part.parts if isinstance(part, Joined) and part.is_all is is_all else (part,)
        flat.update((key_of(one), one) for one in inner)
    listed = tuple(flat.values())
    return listed[0] if len(listed) == 1 else Joined(is_all, listed)


def key_of(part: Part) -> Hashable:
    """What makes it the same within its document."""
    if isinstance(part, Joined):
        return part.is_all, *map(key_of, part.parts)
    return (part.pointer, True) if part.value is True else part.pointer


def leaves(part: Part) -> Iterator[Node]:
    """The schemas that it is joined of."""
    if isinstance(part, Joined):
        for one in part.parts:
            yield from leaves(one)
    else:
        yield part
