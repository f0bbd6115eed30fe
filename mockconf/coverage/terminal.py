"""Coverage for a person at a terminal: a line for each operation, webhook and resource, and what is missing in it."""

from __future__ import annotations

from collections.abc import Iterator

from mockconf.coverage.cells import EVENTS, PARAMETERS, PROPERTIES, STATUSES
from mockconf.coverage.checking import Checked, spelled
from mockconf.coverage.measuring import Node, State
from mockconf.reports.problem import Problem
from mockconf.reports.result import counted

_MOST_LOST = 50
#: What is missing is told in so many words for each kind.
_MOST_NAMED = 6
_SAYS = {
    PARAMETERS: "never sent",
    STATUSES: "never answered",
    EVENTS: "never told",
    PROPERTIES: "never read",
}


def render(checked: Checked) -> str:
    """A table, and what fails the check."""
    lines: list[str] = []
    for dialect in checked.shown.dialects:
        lines += [_row(dialect, "")]
        for part in dialect.children:
            lines += [_row(part, "  "), *_missing(part)]
        lines.append("")
    troubles = checked.troubles
    lines += map(told, troubles[:_MOST_LOST])
    if len(troubles) > _MOST_LOST:
        lines.append(f"... and {counted(len(troubles) - _MOST_LOST, 'more finding')}")
    return "\n".join([*lines, f"coverage: {checked.headline}"]) + "\n"


def told(problem: Problem) -> str:
    """A line about what is wrong."""
    return f"{problem.severity}: {problem.message} [{problem.rule}]"


def _row(node: Node, indent: str) -> str:
    name = f"{indent}{node.name}"
    if node.state is State.UNOBSERVED:
        return f"{name:<32}             {node.state}"
    share = f"{node.percentage:>6.1f} % {f'{node.covered}/{node.cells}':>9}"
    lost = f"  {node.lost} lost" if node.lost else ""
    calls = f"  {counted(node.count, 'call')}" if node.count else ""
    return f"{name:<32}{share}  {node.state:<8}{calls}{lost}".rstrip()


def _missing(part: Node) -> Iterator[str]:
    """What of something that was seen at all was never; in words, as a table of it would not fit."""
    if part.state is not State.PARTLY:
        return
    for kind in part.children:
        nodes = [one for one in kind.children if not _is_covered(one)]
        if nodes:
            names = [_named(one) for one in nodes[:_MOST_NAMED]]
            more = [f"{len(nodes) - _MOST_NAMED} more"] if len(nodes) > _MOST_NAMED else []
            yield f"      {_SAYS[kind.name]}: {', '.join([*names, *more])}"


def _is_covered(node: Node) -> bool:
    """Whether it was seen in some way; that a parameter was left out is none."""
    return any(leaf.covered for leaf in node.leaves() if leaf.name != "absent")


def _named(node: Node) -> str:
    return node.name if node.children else spelled(node.path).rpartition(" ")[2]
