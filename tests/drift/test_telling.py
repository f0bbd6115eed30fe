"""What is told cannot be taken for anything else, and what breaks comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drift.one_value import TEXT, WHOLE, receiving, sending
from tests.drift.specs import Tree, document, drift, holding, operation, written


def told(folder: Path, old: Tree, new: Tree, *options: str) -> str:
    earlier, later = written(folder / "old.json", old), written(folder / "new.json", new)
    return drift("--from", earlier, "--to", later, *options)[1]


_EVIL = "a\x1b[2J\n::error::b\u202e`|<b>\ud800"


@pytest.mark.parametrize("report", ["terminal", "markdown", "github", "junit", "json", "sarif"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (sending(holding(**{_EVIL: TEXT})), sending(holding())),
        (sending(holding()), sending(holding(**{_EVIL: TEXT}))),
        (sending(holding(p={"enum": [_EVIL]})), sending(holding(p={"enum": ["b"]}))),
        (
            document({f"/{_EVIL}": {"get": operation(_EVIL)}, "/a": {"get": operation("A")}}),
            document({"/a": {"get": operation("A")}}),
        ),
        (receiving(TEXT), receiving({"$ref": f"#/{_EVIL}"})),
    ],
)
def test_names_of_others_are_shown_as_what_they_are(
    tmp_path: Path, report: str, old: Tree, new: Tree
) -> None:
    said = told(tmp_path, old, new, "--report", report)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\ud800" not in said
    if report != "junit":  # which is no log, and keeps the lines of a text
        assert not any(line.startswith("::error::b") for line in said.splitlines())


def test_what_breaks_is_told_before_what_does_not(tmp_path: Path) -> None:
    old = sending(holding(a=TEXT, b=TEXT, c={"maxLength": 5}, d=TEXT))
    new = sending(
        holding(a={**TEXT, "description": "x"}, b=TEXT, c={"maxLength": 3}, d=TEXT, e=WHOLE)
    )
    said = told(tmp_path, old, new)
    places = [said.index(one) for one in ("  breaking", "  compatible", "  doc-only")]
    assert places == sorted(places)
    summary = told(tmp_path, old, new, "--report", "markdown")
    places = [summary.index(one) for one in ("| breaking", "| compatible", "| doc-only")]
    assert places == sorted(places)


def test_a_table_shows_names_and_no_markup(tmp_path: Path) -> None:
    old, new = sending(holding(**{"*a*|<b>": TEXT})), sending(holding())
    said = told(tmp_path, old, new, "--report", "markdown")
    assert r"body parameter \*a\*\|&lt;b&gt; is gone" in said


def test_a_whole_list_is_told_without_a_dot(tmp_path: Path) -> None:
    old, new = (sending({"type": "array", "items": holding(a=one)}, "application/json") for one in (TEXT, WHOLE))  # fmt: skip
    assert "body[].a has another type" in told(tmp_path, old, new)
    members = (holding(events={"type": "array", "items": one}) for one in (TEXT, {"type": "object"}))  # fmt: skip
    assert "parameter events[] has" in told(tmp_path, *map(sending, members))
