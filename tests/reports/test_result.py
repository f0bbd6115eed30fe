"""A result: what is kept of very many findings, and the code of the command that had them."""

from __future__ import annotations

import pytest

from mockconf.exchange import Severity
from mockconf.reports.result import Exit, Result
from tests.reports.results import problem, result

ERROR, WARNING, NOTE = Severity


@pytest.mark.parametrize(
    ("one", "fail_on", "code"),
    [
        (result(), WARNING, Exit.CLEAN),
        (result(problem(ERROR)), WARNING, Exit.FINDINGS),
        (result(problem(WARNING)), WARNING, Exit.FINDINGS),
        (result(problem(NOTE)), WARNING, Exit.CLEAN),
        (result(problem(NOTE)), NOTE, Exit.FINDINGS),
        (result(problem(WARNING)), ERROR, Exit.CLEAN),
        (result(problem(ERROR)), ERROR, Exit.FINDINGS),
        (result(checked=0), WARNING, Exit.NOTHING_CHECKED),
        (result(problem(ERROR), unreadable="no JSON"), WARNING, Exit.UNREADABLE),
        (result(checked=0, unreadable="no JSON"), WARNING, Exit.UNREADABLE),
    ],
)
def test_the_worst_that_happened_decides_the_exit_code(
    one: Result, fail_on: Severity, code: Exit
) -> None:
    assert one.exit(fail_on) is code


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (result(), "probe: 10 exchanges, no findings"),
        (result(checked=0), "probe: 0 exchanges, so nothing was checked"),
        (
            result(problem(NOTE), problem(ERROR), problem(ERROR)),
            "probe: 10 exchanges, 2 errors, 1 note",
        ),
        (result(unreadable="no JSON"), "probe: 10 exchanges, no findings, 1 unreadable"),
    ],
)
def test_the_headline_counts_all_in_a_line(one: Result, says: str) -> None:
    assert one.headline == says


def test_of_very_many_the_severe_ones_are_kept_in_the_order_in_which_they_were_found() -> None:
    flood = [problem(NOTE, message=str(number)) for number in range(15_000)]
    last = [problem(severity, message="last") for severity in (WARNING, ERROR)]
    one = result(*flood, *last)
    assert len(one.problems) == 10_000
    assert one.problems == [*flood[:9_998], *last]
    assert one.lost == 5_002
    assert one.count_of(NOTE) == 15_000
    assert one.worst(3) == [flood[0], *last]
