"""Every kind of change is found, named, and classed for a client."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockconf.drift.classing import RULES
from tests.drift.kinds import BREAKING, COMPATIBLE, DOC_ONLY, KINDS, NEW, OLD, Kind
from tests.drift.specs import Told, between

_SEVERITIES = {BREAKING: "error", COMPATIBLE: "warning", DOC_ONLY: "note"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """What is found between two documents that have a change of each kind."""
    code, found = between(tmp_path_factory.mktemp("kinds"), OLD, NEW)
    assert code == 1
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_change_is_found_and_classed(told: list[Told], kind: Kind) -> None:
    of_kind = [one for one in told if one.message.startswith(f"{kind.name}: ")]
    expected = kind.rule, _SEVERITIES[kind.kind], f"{kind.name}: {kind.says}"
    assert [one[:3] for one in of_kind] == [expected]


def test_nothing_else_is_found(told: list[Told]) -> None:
    assert len(told) == len(KINDS)


def test_there_is_a_change_of_each_kind() -> None:
    assert {kind.rule for kind in KINDS} == set(RULES)


def test_no_change_is_found_in_the_same_document(tmp_path: Path) -> None:
    assert between(tmp_path, OLD, OLD) == (0, [])


def test_what_was_new_is_gone_on_the_way_back(tmp_path: Path, told: list[Told]) -> None:
    _, back = between(tmp_path, NEW, OLD)
    rules = [one.rule for one in back]
    assert rules.count("operation-removed") == rules.count("operation-added") == 1
    assert len(back) == len(told)


def test_the_page_says_the_same() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ci.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\S+) \| (\S+) \|$", page, re.MULTILINE)
    assert rows == [(rule, one.sent, one.received) for rule, one in RULES.items()]
