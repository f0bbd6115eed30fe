"""The plugin in test cases of unittest, which get fixtures by markers and autouse alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.breaking import BREACH
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
UNITTEST = (
    BREACH
    + """
import unittest
import pytest
"""
)


@pytest.mark.parametrize(
    "way",
    [
        "def _mock(self, mockconf): self.mockconf = mockconf",
        "def _mock(self, request): self.mockconf = request.getfixturevalue('mockconf')",
    ],
    ids=["autouse", "by request"],
)
@pytest.mark.parametrize("is_breach", [False, True], ids=["good", "breach"])
def test_a_breach_fails_the_test_of_a_test_case(suite: Suite, way: str, is_breach: bool) -> None:
    ran = suite(
        f"""{UNITTEST}
class TestIt(unittest.TestCase):
    @pytest.fixture(autouse=True)
    {way}

    def test_it(self):
        self.assertEqual(self.mockconf.conference("Support").status, "init")
        {"breach(self.mockconf)" if is_breach else ""}
"""
    )
    assert ran.outcomes == {"failed" if is_breach else "passed": 1}, ran.output
    if is_breach:
        assert "no-such-path" in ran.failure


def test_usefixtures_judges_what_setup_and_test_do(suite: Suite) -> None:
    ran = suite(
        f"""{UNITTEST}
@pytest.fixture
def lent(request, mockconf):
    request.cls.mockconf = mockconf

@pytest.mark.usefixtures("lent")
class TestIt(unittest.TestCase):
    def test_good(self):
        self.mockconf.conference("Support").join()

    def test_bad(self):
        breach(self.mockconf)

@pytest.mark.usefixtures("lent")
class TestSetUp(unittest.TestCase):
    def setUp(self):
        breach(self.mockconf)

    def test_innocent(self):
        pass
"""
    )
    assert ran.outcomes == {"passed": 1, "failed": 2}, ran.output
    assert set(ran.failures) == {"TestIt.test_bad", "TestSetUp.test_innocent"}


def test_a_failed_assertion_is_told_before_the_breach(suite: Suite) -> None:
    ran = suite(
        f"""{UNITTEST}
class TestIt(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _mock(self, mockconf):
        self.mockconf = mockconf

    def test_it(self):
        breach(self.mockconf)
        self.assertEqual(1, 2)
"""
    )
    assert ran.outcomes == {"failed": 1}, ran.output
    assert "1 != 2" in ran.failure
    assert "no-such-path" in ran.section
