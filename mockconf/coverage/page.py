"""Coverage as one HTML file that needs nothing else: a tree that folds and filters, and the exchanges that its cells link to."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from mockconf.coverage.cells import EVENTS, PARAMETERS, PROPERTIES, STATUSES
from mockconf.coverage.checking import Checked, spelled
from mockconf.coverage.examples import Row
from mockconf.coverage.measuring import Node, State
from mockconf.coverage.values import ABSENT

#: A folder of our own package.
_FOLDER = files("mockconf.coverage").joinpath("report")
_KINDS = {
    PARAMETERS: "parameters",
    STATUSES: "answers",
    EVENTS: "events",
    PROPERTIES: "properties read",
}
#: What is noted beside the name of what has cells of such a kind.
_NOTED = {PARAMETERS: "", STATUSES: "", EVENTS: "webhook", PROPERTIES: "resource"}
_CALLED = {"exchange": "call", "callback": "callback", "read": "line"}


class _Example(NamedTuple):
    """An example and the cells that link to it."""

    name: str
    row: Row
    #: The answer, laid out if it is JSON.
    answer: str
    cells: list[Node]

    @property
    def said(self) -> list[Node]:
        """The cells that it covers by what it says."""
        return [one for one in self.cells if one.name != ABSENT]

    @property
    def unsaid(self) -> list[Node]:
        """The cells that it covers by what it leaves out."""
        return [one for one in self.cells if one.name == ABSENT]


def render(checked: Checked) -> str:
    """The page."""
    shown = checked.shown
    leaves = [leaf for dialect in shown.dialects for leaf in dialect.leaves()]
    examples, script = _examples(checked, leaves), _text("report.js")
    page: str = _template().render(
        checked=checked,
        dialects=shown.dialects,
        total=checked.measured.total,
        troubles=checked.troubles,
        lost=checked.measured.lost,
        has_baseline=checked.demand.baseline is not None,
        examples=examples,
        exercised=checked.exercised,
        anchors={leaf.path: f"c{number}" for number, leaf in enumerate(leaves)},
        kinds=_KINDS,
        called=_CALLED,
        noted=_NOTED,
        states=State,
        spelled=spelled,
        below=lambda path: spelled(path).split(" ", 2)[2],
        known={one.name for one in examples},
        style=_text("report.css"),
        script=script,
        script_hash=_hash(script),
    )
    return page


def _examples(checked: Checked, leaves: list[Node]) -> list[_Example]:
    by_name: dict[str, list[Node]] = {}
    for leaf in leaves:
        if leaf.example:
            by_name.setdefault(leaf.example, []).append(leaf)
    known = checked.book.examples
    found = [
        _Example(name, known[name], _laid_out(known[name]["answer"]), cells)
        for name, cells in by_name.items()
        if name in known
    ]
    return sorted(found, key=lambda one: (one.row["test"], one.row["kind"], one.row["number"]))


def _laid_out(text: str) -> str:
    try:
        whole = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        return whole.encode(errors="replace").decode()  # JSON may hold half of a character
    except (ValueError, RecursionError):
        return text


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("report.html"))


def _text(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """Lets this script run in the page and no other, whatever may have got into it."""
    return "sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode()
