"""When a verdict is spoken: once, in the phase that has to answer for it, and not over a failure of the test's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.downstream import APP, ONE, a_test
from tests.plugin.suites import Ran


@pytest.mark.parametrize(
    ("fixture", "outcomes"),
    [
        ("ask(mockconf, Statuss='init'); yield", {"failed": 1}),
        ("yield; ask(mockconf, Statuss='init')", {"passed": 1, "error": 1}),
    ],
    ids=["setup", "teardown"],
)
def test_a_breach_of_another_fixture_is_not_lost(
    suite: Callable[..., Ran], fixture: str, outcomes: dict[str, int]
) -> None:
    ran = suite(
        f"from app import *\nimport pytest\n@pytest.fixture\ndef app(mockconf):\n    {fixture}\n"
        "def test_it(app): pass\n",
        app=APP,
    )
    assert ran.outcomes == outcomes
    assert "unknown-parameter" in ran.failure


def test_a_breach_fails_a_test_once(suite: Callable[..., Ran]) -> None:
    ran = suite(a_test("ask(mockconf, Status='init', Statuss='init')"), app=APP)
    assert [one.when for one in ran.reports if one.failed] == ["call"]


def test_the_next_test_begins_without_the_breaches_of_this_one(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        from app import *

        def test_a(mockconf):
            ask(mockconf, Status="init", Statuss="init")

        def test_b(mockconf):
            assert len(mockconf.requests) == len(mockconf.findings) == 0
        """,
        app=APP,
    )
    assert ran.outcomes == {"failed": 1, "passed": 1}
    assert list(ran.failures) == ["test_a"]


def test_a_test_that_failed_by_itself_keeps_its_failure_and_shows_the_breach_beside_it(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        from app import *

        def test_it(mockconf):
            ask(mockconf, Status="init", Statuss="init")
            assert 1 + 1 == 3
        """,
        app=APP,
    )
    assert ran.outcomes == {"failed": 1}
    assert "assert (1 + 1) == 3" in ran.failure
    assert "unknown-parameter" not in ran.failure
    assert ONE in ran.section
    assert "-> 200 ListConference  ! unknown-parameter" in ran.section


@pytest.mark.parametrize("ending", ["skip('not today')", "xfail('known')"])
def test_a_test_that_is_skipped_or_known_to_fail_stays_so(
    suite: Callable[..., Ran], ending: str
) -> None:
    ran = suite(
        f"""
        import pytest
        from app import *

        def test_it(mockconf):
            ask(mockconf, Status="init", Statuss="init")
            pytest.{ending}
        """,
        app=APP,
    )
    assert ran.outcomes == {"skipped": 1}


def test_a_breach_satisfies_a_strict_expectation_of_failure(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import pytest
        from app import *

        @pytest.mark.xfail(strict=True)
        def test_it(mockconf):
            ask(mockconf, Status="init", Statuss="init")
        """,
        app=APP,
    )
    assert ran.outcomes == {"skipped": 1}
