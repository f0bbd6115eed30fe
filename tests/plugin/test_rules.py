"""The names by which something is found: those of the code are those of the documentation, and a misspelled one is noticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import MockConf
from pytest_mockconf.rules import every_rule

DOCUMENTED = Path(__file__).parents[2].joinpath("docs", "findings.md").read_text(encoding="utf-8")


def test_the_documentation_has_a_word_on_every_rule() -> None:
    assert [one for one in every_rule() if f"`{one}`" not in DOCUMENTED] == []


def test_every_rule_of_the_documentation_is_known() -> None:
    of_tests, _, _ = DOCUMENTED.partition("\n## In recorded traffic\n")
    listed = re.findall(r"^\| `([a-z-]+)`(?:, `([a-z-]+)`)? \|", of_tests, re.MULTILINE)
    severities = {"error", "warning", "note"}
    assert {name for names in listed for name in names if name} - severities <= set(every_rule())


@pytest.mark.parametrize(
    ("rule", "near"),
    [
        ("missing-paramter", "missing-parameter"),
        ("unknown_parameter", "unknown-parameter"),
        ("callback-fail", "callback-failed"),
        ("no-such-resources", "no-such-resource"),
    ],
)
def test_a_misspelled_rule_is_refused_with_the_nearest(
    mockconf: MockConf, rule: str, near: str
) -> None:
    with pytest.raises(MockconfError, match=f"^there is no rule '{rule}'; did you mean '{near}'"):
        mockconf.expect_finding(rule)
