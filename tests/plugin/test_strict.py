"""How strict a test is: by option, ini and marker, the closest of which wins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.suites import Ran

BREACH = """
def breach(mockconf):
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    mockconf.twilio_client().request("GET", path, params={"Status": "init", "Statuss": "x"})
"""
TEST = "import pytest\nfrom breaches import breach\n{marker}\ndef test_it(mockconf):\n    breach(mockconf)\n"
LENIENT = "@pytest.mark.mockconf(strict=False)"
STRICT = "@pytest.mark.mockconf(strict=True)"


def ini(pytester: pytest.Pytester, strict: str) -> None:
    pytester.makeini(f"[pytest]\nmockconf_strict = {strict}\n")


@pytest.mark.parametrize(
    ("in_ini", "options", "marker", "outcome"),
    [
        (None, [], "", "failed"),
        (None, [], LENIENT, "passed"),
        (None, ["--mockconf-no-strict"], "", "passed"),
        (None, ["--mockconf-no-strict"], STRICT, "failed"),
        ("false", [], "", "passed"),
        ("false", [], STRICT, "failed"),
        ("false", ["--mockconf-strict"], "", "failed"),
        ("true", [], "", "failed"),
        ("true", ["--mockconf-no-strict"], "", "passed"),
        ("true", ["--mockconf-strict"], LENIENT, "passed"),
    ],
)
def test_the_closest_word_on_strictness_counts(
    suite: Callable[..., Ran],
    pytester: pytest.Pytester,
    in_ini: str | None,
    options: list[str],
    marker: str,
    outcome: str,
) -> None:
    if in_ini:
        ini(pytester, in_ini)
    ran = suite(TEST.format(marker=marker), *options, breaches=BREACH)
    assert ran.outcomes == {outcome: 1}


def test_the_marker_of_a_class_or_module_is_that_of_its_tests(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import pytest
        from breaches import breach

        pytestmark = pytest.mark.mockconf(strict=False)

        def test_a(mockconf):
            breach(mockconf)

        @pytest.mark.mockconf(strict=True)
        class TestStrict:
            def test_b(self, mockconf):
                breach(mockconf)

            @pytest.mark.mockconf(strict=False)
            def test_c(self, mockconf):
                breach(mockconf)
        """,
        breaches=BREACH,
    )
    assert ran.outcomes == {"passed": 2, "failed": 1}
    assert list(ran.failures) == ["TestStrict.test_b"]


def test_what_fails_no_test_is_counted_in_the_end(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        from breaches import breach

        def test_a(mockconf):
            breach(mockconf)
            breach(mockconf)

        def test_b(mockconf):
            breach(mockconf)
            mockconf.conference("Support", status_callback="http://127.0.0.1:1/#rc=0").join()
        """,
        "--mockconf-no-strict",
        breaches=BREACH,
    )
    assert ran.outcomes == {"passed": 2}
    assert "found without failing a test: 3 unknown-parameter, 1 callback-failed" in ran.output


@pytest.mark.parametrize("value", ["'no'", "0", "None"])
def test_strict_is_true_or_false(suite: Callable[..., Ran], value: str) -> None:
    ran = suite(TEST.format(marker=f"@pytest.mark.mockconf(strict={value})"), breaches=BREACH)
    assert ran.outcomes == {"error": 1}
    assert f"strict is True or False, and not {value}" in ran.failure


def test_without_strictness_a_wanted_finding_is_still_looked_for(
    suite: Callable[..., Ran],
) -> None:
    ran = suite("def test_it(mockconf): mockconf.expect_finding('crash')", "--mockconf-no-strict")
    assert ran.outcomes == {"failed": 1}
    assert "expected to find 1 crash, got 0" in ran.failure


def test_each_mock_of_a_test_is_as_strict_as_it_was_asked_to_be(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        from breaches import breach

        def test_a(mockconf, mockconf_factory):
            breach(mockconf_factory(strict=False))

        def test_b(mockconf, mockconf_factory):
            breach(mockconf_factory())
        """,
        breaches=BREACH,
    )
    assert ran.outcomes == {"passed": 1, "failed": 1}
    assert list(ran.failures) == ["test_b"]
