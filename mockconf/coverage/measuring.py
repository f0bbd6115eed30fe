"""How much of the contract was covered: a tree of cells, each with its state, and what was covered before and is not any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from mockconf.coverage.book import Book
from mockconf.coverage.cells import PROPERTIES, Path, cells


class State(StrEnum):
    """How far something was covered."""

    COVERED = "covered"
    PARTLY = "partly"
    NEVER = "never"
    #: Nothing shows whether an application read it.
    UNOBSERVED = "not observable"


@dataclass(frozen=True, slots=True)
class Node:
    """A cell, or something that holds cells."""

    path: Path
    #: Cells that count, and how many of them were covered.
    cells: int
    covered: int
    #: How many were covered in the baseline and are not now.
    lost: int
    #: How often it was seen.
    count: int
    children: tuple[Node, ...] = ()
    #: Of a cell: what there is to say about it, such as the limit that it stands for.
    says: str = ""
    #: Of a cell: the name of the example.
    example: str | None = None

    @property
    def name(self) -> str:
        """The last step of its path."""
        return self.path[-1]

    @property
    def state(self) -> State:
        """How far it was covered."""
        if not self.cells:
            return State.UNOBSERVED
        if not self.covered:
            return State.NEVER
        return State.COVERED if self.covered == self.cells else State.PARTLY

    @property
    def percentage(self) -> float:
        """Covered cells of all that count, rounded down to a tenth, so that nothing looks better than it is."""
        return self.covered * 1_000 // self.cells / 10 if self.cells else 0.0

    def leaves(self) -> Iterator[Node]:
        """Its cells, in the order of the contract."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def lost_only(self) -> Node:
        """The same without what holds nothing that was lost; its numbers stay."""
        kept = tuple(child.lost_only() for child in self.children if child.lost)
        return replace(self, children=kept)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of some dialects."""

    dialects: tuple[Node, ...]

    @property
    def total(self) -> Node:
        """All of them in one."""
        return _sum((), self.dialects)

    @property
    def lost(self) -> list[Node]:
        """The cells that were covered in the baseline and are not now."""
        return [leaf for dialect in self.dialects for leaf in dialect.leaves() if leaf.lost]

    def is_below(self, percentage: float) -> bool:
        """Whether less than this was covered."""
        total = self.total
        return total.covered * 100 < percentage * total.cells

    def lost_only(self) -> Measured:
        """The same without what holds nothing that was lost."""
        return Measured(tuple(one.lost_only() for one in self.dialects if one.lost))


def measure(book: Book, baseline: Book | None = None, dialects: Collection[str] = ()) -> Measured:
    """Measure what a book holds.

    Args:
        book: what was covered.
        baseline: what was covered before.
        dialects: what is looked at; by default all that were spoken, now or in the baseline.

    >>> book = Book()
    >>> book.note("twilio-2008-08-01", "UpdateParticipant", {"Muted": ["1"]}, 200)
    >>> [update] = [one for one in measure(book).dialects[0].children if one.name == "UpdateParticipant"]
    >>> update.state.value, update.covered
    ('partly', 2)
    """
    spoken = book.dialects | (baseline.dialects if baseline else set())
    return Measured(tuple(_tree(name, book, baseline) for name in dialects or sorted(spoken)))


def _tree(dialect: str, book: Book, baseline: Book | None) -> Node:
    leaves = [_leaf(path, says, book, baseline) for path, says in cells(dialect).items()]
    return _node((dialect,), leaves, book)


def _leaf(path: Path, says: str, book: Book, baseline: Book | None) -> Node:
    seen = book.covered.get(path)
    is_lost = seen is None and baseline is not None and path in baseline.covered
    counts = seen is not None or is_lost or path[2] != PROPERTIES or path[:2] in book.observed
    return Node(
        path,
        cells=int(counts),
        covered=int(seen is not None),
        lost=int(is_lost),
        count=seen.times if seen else 0,
        says=says,
        example=seen.example if seen else None,
    )


def _node(path: Path, leaves: Iterable[Node], book: Book) -> Node:
    """What holds these cells, with what lies between; the cells of a node stand together in the contract."""
    depth, children = len(path), []
    for step, group in groupby(leaves, key=lambda leaf: leaf.path[depth]):
        below = list(group)
        is_cell = len(below[0].path) == depth + 1
        children.append(below[0] if is_cell else _node((*path, step), below, book))
    return replace(_sum(path, tuple(children)), count=book.calls[path])


def _sum(path: Path, children: tuple[Node, ...]) -> Node:
    return Node(
        path,
        cells=sum(child.cells for child in children),
        covered=sum(child.covered for child in children),
        lost=sum(child.lost for child in children),
        count=0,
        children=children,
    )
