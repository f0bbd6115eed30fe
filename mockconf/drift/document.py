"""An OpenAPI document that is read step by step: whoever looks into it knows where he is, and references stay in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn, TypeVar
from urllib.parse import unquote

from mockconf.errors import UnreadableInput
from mockconf.reports.problem import Place, pointer

#: How many references may lead from one to the next.
_MOST_HOPS = 100
_Kind = TypeVar("_Kind")


class NotUnderstood(UnreadableInput):
    """A vendor's file, or a part of it that is needed, cannot be understood."""

    def __init__(self, why: str, place: Place) -> None:
        super().__init__(f"{place}: {why}")
        self.why = why
        self.place = place


class Document:
    """A whole file.

    Args:
        file: how it was named to us.
        content: its plain values.
    """

    def __init__(self, file: str, content: dict[str, Any]) -> None:
        self.file = file
        self.content = content
        #: What others have made of its parts, by what names them.
        self.known: dict[Any, Any] = {}
        #: How much was put together to make that.
        self.joined = 0
        #: The schemas whose composition is being read, by their pointers, and how deep.
        self.open: dict[str, int] = {}
        #: The outermost of them that is within one of the others.
        self.outermost = 0

    @property
    def root(self) -> Node:
        """Where reading begins."""
        return Node(self, "", self.content)

    @property
    def is_3_0(self) -> bool:
        """Whether its schemas are those of OpenAPI 3.0, which have `nullable` and know no type `null`."""
        return str(self.content.get("openapi")).startswith("3.0")

    def refuse(self, where: str, why: str) -> NoReturn:
        """Say that a part cannot be understood.

        Raises:
            NotUnderstood: always.
        """
        raise NotUnderstood(why, Place(self.file, pointer=where))

    def step_to(self, where: str, referred_from: str) -> Node:
        """The part at a JSON pointer.

        Raises:
            NotUnderstood: nothing is there.
        """
        node = self.root
        for step in where.split("/")[1:]:
            found = node.below(step.replace("~1", "/").replace("~0", "~"))
            if found is None:
                self.refuse(referred_from, f"$ref leads to #{where}, where nothing is")
            node = found
        return node


class Node(NamedTuple):
    """A value of a document, and where it stands."""

    document: Document
    pointer: str
    value: Any

    def below(self, step: str) -> Node | None:
        """The value under a key or at an index, if it is there; a reference is not followed."""
        value = self.value
        if isinstance(value, dict) and step in value:
            return Node(self.document, self.pointer + pointer(step), value[step])
        if isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 9:
            index = int(step)
            if index < len(value):
                return Node(self.document, self.pointer + pointer(index), value[index])
        return None

    def part(self, key: str) -> Node | None:
        """What is under a key, if it is there, behind all references."""
        found = self.below(key)
        return found and found.followed()

    def required(self, key: str, why: str) -> Node:
        """What is under a key, behind all references.

        Raises:
            NotUnderstood: it is not there; `why` is what is said.
        """
        found = self.part(key)
        if found is None or found.value is None:
            self.refuse(why)
        return found

    def followed(self) -> Node:
        """The node itself, or the one that its reference leads to.

        Raises:
            NotUnderstood: the reference leads out of the file, to nothing, or back to itself.
        """
        node = self
        for _ in range(_MOST_HOPS + 1):
            target = node.target()
            if target is None:
                return node
            node = target
        self.refuse(
            f"$ref leads from one to the next and to no end, {_MOST_HOPS} times: "
            f"{self.value['$ref']}"
        )

    def target(self) -> Node | None:
        """What its reference leads to; none where it has no reference.

        Raises:
            NotUnderstood: the reference leads out of the file, or to nothing.
        """
        if not isinstance(self.value, dict) or "$ref" not in self.value:
            return None
        ref = self.value["$ref"]
        if not isinstance(ref, str):
            self.refuse(f"$ref is no text: {ref!r}")
        if not ref.startswith("#"):
            self.refuse(f"$ref leads out of the file, and nothing is fetched: {ref}")
        where = unquote(ref[1:])
        if where and not where.startswith("/"):
            self.refuse(f"$ref is no JSON pointer: {ref}")
        return self.document.step_to(where, self.pointer)

    def entries(self) -> Iterator[tuple[str, Node]]:
        """What stands under the keys, which are names that anybody gave.

        Raises:
            NotUnderstood: it is no object.
        """
        for key, value in self.mapping().items():
            yield key, Node(self.document, self.pointer + pointer(key), value)

    def fields(self) -> Iterator[tuple[str, Node]]:
        """The same where OpenAPI has extensions (`x-`), without them.

        Raises:
            NotUnderstood: it is no object.
        """
        return (entry for entry in self.entries() if not entry[0].startswith("x-"))

    def items(self) -> Iterator[Node]:
        """What stands in the list.

        Raises:
            NotUnderstood: it is no list.
        """
        if not isinstance(self.value, list):
            self.refuse(f"a list is expected here, and not {_kind(self.value)}")
        for index, value in enumerate(self.value):
            yield Node(self.document, self.pointer + pointer(index), value)

    def mapping(self) -> dict[str, Any]:
        """The value, which is an object.

        Raises:
            NotUnderstood: it is not.
        """
        if not isinstance(self.value, dict):
            self.refuse(f"an object is expected here, and not {_kind(self.value)}")
        return self.value

    def text(self, key: str) -> str | None:
        """The text under a key, if there is one.

        Raises:
            NotUnderstood: it is no text.
        """
        return self._of(key, str, "text")

    def words(self, key: str) -> str | None:
        """The same for a person's words, of which YAML often has the key and nothing behind it.

        Raises:
            NotUnderstood: it is no text.
        """
        return None if self.value.get(key) is None else self.text(key)

    def flag(self, key: str) -> bool | None:
        """Whether it is true, if it is said.

        Raises:
            NotUnderstood: it is neither true nor false.
        """
        return self._of(key, bool, "true or false")

    def number(self, key: str) -> int | float | None:
        """The number under a key, if there is one.

        Raises:
            NotUnderstood: it is no number.
        """
        if isinstance(self.value.get(key), float):
            return self._of(key, float, "a number")
        return self._of(key, int, "a number")

    def _of(self, key: str, kind: type[_Kind], called: str) -> _Kind | None:
        if key not in self.value:
            return None
        value = self.value[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            where = self.pointer + pointer(key)
            self.document.refuse(where, f"{called} is expected here, and not {_kind(value)}")
        return value

    def refuse(self, why: str) -> NoReturn:
        """Say that this cannot be understood.

        Raises:
            NotUnderstood: always.
        """
        self.document.refuse(self.pointer, why)


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "nothing" if value is None else kinds.get(type(value), "a number")
