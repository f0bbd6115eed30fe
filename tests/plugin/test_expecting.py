"""What a test breaks on purpose: expectations that are met, and the texts of those that are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import MockConf
from tests.plugin.suites import Ran

Mistake = Callable[..., None]


@pytest.fixture
def mistake(mockconf: MockConf, client: Any) -> Mistake:
    """Sends parameters that a list of conferences does not have, or not with these values."""
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"

    def send(**params: str) -> None:
        client.request("GET", path, params={"Status": "init", **params})

    return send


def test_a_block_in_which_it_is_found_passes(mockconf: MockConf, mistake: Mistake) -> None:
    with mockconf.expect_finding("unknown-parameter", name="Statuss", nearest="Status"):
        mistake(Statuss="init")


@pytest.mark.parametrize(
    "match",
    [
        {},
        {"name": "Statuss"},
        {"value": "init"},
        {"nearest": "Status"},
        {"severity": "warning"},
        {"location": "query"},
        {"operation": "ListConference"},
        {"code": None},
    ],
    ids=lambda match: next(iter(match), "nothing"),
)
def test_a_finding_is_told_by_each_of_its_parts(
    mockconf: MockConf, mistake: Mistake, match: dict[str, Any]
) -> None:
    with mockconf.expect_finding("unknown-parameter", **match):
        mistake(Statuss="init")


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_block_counts(mockconf: MockConf, mistake: Mistake, times: int) -> None:
    with mockconf.expect_finding("unknown-parameter", times=times):
        for _ in range(times):
            mistake(Statuss="init")


def test_callbacks_that_fail_on_purpose_are_waited_for(mockconf: MockConf, client: Any) -> None:
    room = mockconf.conference("Sales", status_callback="http://127.0.0.1:1/#rc=0")
    with mockconf.expect_finding("callback-failed", event="participant-join"):
        room.join(label="alice")
    with mockconf.expect_finding(
        "callback-failed", event="participant-mute", method="POST", attempts=1, Muted="true"
    ):
        client.conferences(room.sid).participants("alice").update(muted=True)


def test_no_findings_are_claimed(mockconf: MockConf, mistake: Mistake) -> None:
    mockconf.assert_no_findings()
    mistake(Statuss="init")
    mistake(PageSize="many")
    with pytest.raises(AssertionError) as caught:
        mockconf.assert_no_findings()
    first, second, third = str(caught.value).splitlines()
    assert first == "expected no findings, got 2"
    assert (
        second
        == "  unknown-parameter in #1: Statuss: it is ignored (Statuss='init', nearest Status)"
    )
    assert third.startswith("  refused-parameter in #2: PageSize")


def test_a_claim_of_no_findings_knows_what_is_expected(
    mockconf: MockConf, mistake: Mistake
) -> None:
    mockconf.expect_finding("unknown-parameter", times=2)
    for _ in range(2):
        mistake(Statuss="init")
    mockconf.assert_no_findings()
    mistake(Statuss="init")
    with pytest.raises(AssertionError, match="expected no findings, got 1\n"):
        mockconf.assert_no_findings()


def test_a_claim_of_no_findings_minds_what_the_vendor_tolerates(
    mockconf: MockConf, client: Any
) -> None:
    client.conferences.list()
    with pytest.raises(AssertionError, match="announced-change in #1"):
        mockconf.assert_no_findings()


def test_many_findings_are_counted_and_not_all_shown(mockconf: MockConf, mistake: Mistake) -> None:
    for _ in range(14):
        mistake(Statuss="init")
    with pytest.raises(AssertionError) as caught:
        mockconf.assert_no_findings()
    lines = str(caught.value).splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        "expected no findings, got 14",
        "  and 4 more",
        12,
    )


@pytest.mark.parametrize(
    ("rule", "given", "says"),
    [
        ("unknown-parameter", {"nme": "x"}, "no part of a finding 'nme'; did you mean 'name'"),
        ("unknown-parameter", {"Muted": "x"}, "no part of a finding 'Muted'"),
        ("callback-failed", {"evnt": "x"}, "no part of a callback 'evnt'; did you mean 'event'"),
        ("unknown-parameter", {"times": -1}, "times"),
        ("unknown-paramter", {}, "did you mean 'unknown-parameter'"),
        ("callback_failed", {}, "did you mean 'callback-failed'"),
    ],
)
def test_a_misspelled_expectation_is_refused(
    mockconf: MockConf, rule: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(MockconfError, match=says):
        mockconf.expect_finding(rule, **given)


def test_an_expectation_prints_itself(mockconf: MockConf) -> None:
    expected = mockconf.expect_finding("unknown-parameter", times=0, name="Mute")
    assert repr(expected) == "<expects 0 unknown-parameter with name='Mute'>"


# In the end of a test

BREACH = """
def breach(mockconf, times=1):
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    for _ in range(times):
        mockconf.twilio_client().request("GET", path, params={"Status": "init", "Statuss": "x"})
"""


@pytest.mark.parametrize(
    ("before", "given", "inside", "says"),
    [
        (
            1,
            "",
            0,
            "expected to find 1 unknown-parameter, got 0\n  seen: nothing",
        ),
        (
            0,
            ", name='Mute', value='x'",
            1,
            (
                "expected to find 1 unknown-parameter with name='Mute', value='x', got 0\n"
                "  near: #1 name: expected 'Mute', got 'Statuss'\n  seen: unknown-parameter"
            ),
        ),
        (
            0,
            "",
            2,
            (
                "expected to find 1 unknown-parameter, got 2\n"
                "  got: #1, #2\n  seen: unknown-parameter x2"
            ),
        ),
    ],
    ids=["before the block", "another", "too often"],
)
def test_a_block_fails_where_it_ends_and_only_once(
    suite: Callable[..., Ran], before: int, given: str, inside: int, says: str
) -> None:
    ran = suite(
        f"""
        from breaches import breach

        def test_it(mockconf):
            breach(mockconf, {before})
            with mockconf.expect_finding("unknown-parameter"{given}):
                breach(mockconf, {inside})
        """,
        breaches=BREACH,
    )
    assert ran.outcomes == {"failed": 1}
    crash = ran.reports[1].longrepr.reprcrash  # type: ignore[union-attr]
    assert crash.message == f"AssertionError: {says}"
    assert crash.lineno == 6


def test_an_error_inside_a_block_is_not_covered_up(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            with mockconf.expect_finding("unknown-parameter"):
                1 / 0
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "ZeroDivisionError" in ran.failure


def test_what_a_block_expects_is_found_where_the_app_raises(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import pytest
        from breaches import breach

        def test_it(mockconf):
            with pytest.raises(ZeroDivisionError), mockconf.expect_finding("unknown-parameter"):
                breach(mockconf)
                1 / 0
        """,
        breaches=BREACH,
    )
    assert ran.outcomes == {"passed": 1}


@pytest.mark.parametrize(
    "body",
    [
        "mockconf.expect_finding('unknown-parameter'); breach(mockconf)",
        "breach(mockconf); mockconf.expect_finding('unknown-parameter', name='Statuss')",
        "mockconf.expect_finding('unknown-parameter', times=3); breach(mockconf, 3)",
        "[mockconf.expect_finding('unknown-parameter') for _ in 'ab']; breach(mockconf, 2)",
    ],
    ids=["before", "after", "three", "two expectations"],
)
def test_a_test_that_finds_what_it_expects_passes(suite: Callable[..., Ran], body: str) -> None:
    test = f"from breaches import breach\ndef test_it(mockconf):\n    {body}\n"
    assert suite(test, breaches=BREACH).outcomes == {"passed": 1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("mockconf.expect_finding('crash')", "expected to find 1 crash, got 0\n    seen: nothing"),
        (
            "mockconf.expect_finding('unknown-parameter', times=2); breach(mockconf)",
            "expected to find 2 unknown-parameter, got 1\n    got: #1\n    seen: unknown-parameter",
        ),
    ],
    ids=["nothing", "once"],
)
def test_a_test_that_does_not_find_what_it_expects_fails(
    suite: Callable[..., Ran], body: str, says: str
) -> None:
    test = f"from breaches import breach\ndef test_it(mockconf):\n    {body}\n"
    ran = suite(test, breaches=BREACH)
    assert ran.outcomes == {"failed": 1}
    head = says.partition("\n")[0]
    assert ran.failure == (f"mockconf: {head}\nwhat this test expects was not found\n  {says}")


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("mockconf.expect_finding('unknown-parameter'); breach(mockconf, 2)", 1),
        ("mockconf.expect_finding('unknown-parameter', name='A', times=0); breach(mockconf)", 1),
        ("mockconf.expect_finding('crash', times=0); breach(mockconf, 3)", 3),
    ],
    ids=["twice", "another", "another rule"],
)
def test_what_is_found_beyond_what_is_expected_fails_the_test(
    suite: Callable[..., Ran], body: str, number: int
) -> None:
    test = f"from breaches import breach\ndef test_it(mockconf):\n    {body}\n"
    ran = suite(test, breaches=BREACH)
    assert ran.outcomes == {"failed": 1}
    assert f"\n{number} breach" in ran.failure
