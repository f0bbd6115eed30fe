"""The page on fidelity is kept: what it names exists, and no file of tests is missing on it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mockconf.settings import Settings

_TESTS = Path(__file__).parent
_PAGE = (_TESTS.parent / "docs" / "fidelity.md").read_text(encoding="utf-8")
#: By how a row names them: `test_labels`, `plugin/test_verdict`.
_FILES = {
    path.relative_to(_TESTS).with_suffix("").as_posix(): path for path in _TESTS.rglob("test_*.py")
}
_ROWS = [line for line in _PAGE.splitlines() if re.search(r"\| [^|]*test_\w+\.py::", line)]
#: These hold the project together and no behaviour of the mock.
_NOT_BEHAVIOUR = {
    "test_examples",
    "test_fidelity",
    "test_packaging",
    "test_warm_transfer_example",
}


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def names_in(file: str) -> set[str]:
    if file not in _FILES:
        return set()
    tree = ast.parse(_FILES[file].read_text(encoding="utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.ClassDef)}


def named_by(row: str) -> list[tuple[str, str]]:
    """The tests that a row names; `::name` alone is in the file named before it."""
    found, file = [], ""
    for given, name in re.findall(r"(?:((?:\w+/)?test_\w+)\.py)?::(\w+)", cells(row)[2]):
        file = given or file
        found.append((file, name))
    return found


def test_there_are_hundreds_of_behaviours() -> None:
    assert len(_ROWS) > 400


def test_every_row_has_four_cells() -> None:
    assert [row for row in _ROWS if len(cells(row)) != 4] == []


def test_every_row_says_how_it_is_known() -> None:
    known = re.compile(r"(documented|spec|seen|assumed|ours)\b")
    assert [row for row in _ROWS if not known.match(cells(row)[1])] == []


def test_every_test_that_a_row_names_exists() -> None:
    named = {test for row in _ROWS for test in named_by(row)}
    missing = {(file, name) for file, name in named if name not in names_in(file)}
    assert missing == set()


def test_every_file_of_tests_holds_a_behaviour_of_the_page() -> None:
    there = _FILES.keys() - _NOT_BEHAVIOUR
    assert there - {file for row in _ROWS for file, _ in named_by(row)} == set()


def test_every_switch_is_a_setting() -> None:
    words = {word for row in _ROWS for word in re.findall(r"[a-z_0-9]{3,}", cells(row)[3])}
    assert {word for word in words if "_" in word} <= set(Settings._fields)


@pytest.mark.parametrize("setting", ["date_before", "iso_datetime", "conference_list_default"])
def test_a_reading_that_can_be_switched_is_on_the_page(setting: str) -> None:
    assert any(setting in cells(row)[3] for row in _ROWS)
