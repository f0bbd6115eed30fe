"""The words about a rule are the same in reports and in docs/findings.md, and none is without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockconf.reports.rulebook import TEXTS, describe
from pytest_mockconf.rules import every_rule

PAGE = (Path(__file__).parents[2] / "docs" / "findings.md").read_text()


def rows() -> Iterator[tuple[str, str]]:
    """The rules in the tables of the page, each with what is said of it."""
    for line in PAGE.splitlines():
        cells = line.strip("| ").split(" | ")
        rules = re.findall("`([a-z-]+)`", cells[0]) if line.startswith("| `") else []
        yield from ((rule, cells[-1]) for rule in rules if rule not in ("error", "warning", "note"))


def test_the_page_says_of_a_rule_what_reports_say() -> None:
    assert dict(rows()) == {rule: TEXTS[rule] for rule, _ in rows()}
    assert len(dict(rows())) > 20


@pytest.mark.parametrize("rule", every_rule())
def test_every_rule_is_on_the_page_and_explained(rule: str) -> None:
    assert f"`{rule}`" in PAGE
    assert describe(rule) != f"{rule.replace('-', ' ').capitalize()}."
