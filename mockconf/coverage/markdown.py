"""Coverage for a job summary or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from mockconf.coverage.checking import Checked, spelled
from mockconf.coverage.measuring import Node, State
from mockconf.reports.markdown import table, text
from mockconf.reports.result import counted

_MOST_TOLD = 100
#: How many blocks a bar has.
_WIDTH = 10
_SIGNS = {
    State.COVERED: "covered",
    State.PARTLY: "partly",
    State.NEVER: "**never**",
    State.UNOBSERVED: "not observable",
}


def render(checked: Checked) -> str:
    """A headline, what fails the check, and a table for each dialect, with what was never covered folded below it."""
    lines = [f"### mockconf coverage: {text(checked.headline)}", ""]
    troubles = checked.troubles
    lines += [f"- **{one.severity}** {text(one.message)}" for one in troubles[:_MOST_TOLD]]
    if len(troubles) > _MOST_TOLD:
        lines.append(f"- ... and {counted(len(troubles) - _MOST_TOLD, 'more finding')}")
    lines += [""] * bool(troubles)
    for dialect in checked.shown.dialects:
        lines += [f"#### {text(dialect.name)}: {dialect.percentage} %", ""]
        lines += table(("what", "calls", "covered", "", "state"), map(_row, dialect.children))
        lines += ["", *_never(dialect), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(node: Node) -> tuple[str, ...]:
    covered = f"{node.covered} of {node.cells}" if node.cells else ""
    lost = f", {node.lost} lost" if node.lost else ""
    return text(node.name), str(node.count or ""), covered, _bar(node), _SIGNS[node.state] + lost


def _bar(node: Node) -> str:
    full = int(node.percentage * _WIDTH / 100)
    return "█" * full + "░" * (_WIDTH - full) if node.cells else ""


def _never(dialect: Node) -> Iterator[str]:
    """The cells that are missing in what was exercised; what was never exercised at all is in the table."""
    parts = [part for part in dialect.children if part.state is State.PARTLY]
    leaves = [leaf for part in parts for leaf in part.leaves() if leaf.cells > leaf.covered]
    if leaves:
        yield "<details><summary>" + counted(len(leaves), "cell") + " never covered</summary>"
        yield ""
        yield from (f"- {text(_below(leaf))}" for leaf in leaves)
        yield ""
        yield "</details>"


def _below(leaf: Node) -> str:
    return spelled(leaf.path).partition(" ")[2]
