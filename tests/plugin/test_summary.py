"""The last words of a session: what was found and has failed no test, once, and only if there is something to say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.plugin.breaking import BREACH, LENIENT, summary
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]


@pytest.mark.parametrize(
    "test",
    [
        "def test_it(): pass",
        "def test_it(mockconf): mockconf.conference('Support').join()",
        "def test_it(): assert False",
    ],
    ids=["not used", "used well", "failed"],
)
def test_a_session_with_nothing_found_ends_without_a_word(suite: Suite, test: str) -> None:
    assert summary(suite(test)) is None


@pytest.mark.parametrize("options", [[], ["-q"], ["-v"]], ids=["", "quiet", "verbose"])
def test_findings_that_failed_no_test_are_counted_by_their_rules(
    suite: Suite, options: list[str]
) -> None:
    ran = suite(
        f"""{LENIENT}{BREACH}
@pytest.mark.parametrize("times", [1, 2])
def test_it(mockconf, times):
    for _ in range(times):
        breach(mockconf)
""",
        *options,
    )
    assert ran.outcomes == {"passed": 2}
    assert summary(ran) == "found without failing a test: 3 no-such-path"


def test_nothing_stands_between_the_title_and_the_summary(suite: Suite) -> None:
    ran = suite(f"{LENIENT}{BREACH}\ndef test_it(mockconf): breach(mockconf)")
    assert "= mockconf =" in ran.output
    assert not re.search(r"= mockconf =+\n\n", ran.output)


def test_the_rule_that_was_broken_most_often_is_named_first(suite: Suite) -> None:
    ran = suite(
        f"""{LENIENT}{BREACH}
def test_it(mockconf):
    room = mockconf.conference("Support", status_callback="http://127.0.0.1:9/nobody")
    breach(mockconf)
    room.join()
    room.join()
"""
    )
    # Two who join and a conference that starts.
    assert summary(ran) == "found without failing a test: 3 callback-failed, 1 no-such-path"


def test_what_failed_its_test_is_not_counted_again(suite: Suite) -> None:
    ran = suite(f"{BREACH}\ndef test_it(mockconf): breach(mockconf)")
    assert ran.outcomes == {"failed": 1}
    assert summary(ran) is None


def test_what_a_test_expects_is_not_counted(suite: Suite) -> None:
    ran = suite(
        f"""{BREACH}
def test_it(mockconf):
    mockconf.expect_finding("no-such-path")
    breach(mockconf)
"""
    )
    assert ran.outcomes == {"passed": 1}
    assert summary(ran) is None


def test_what_the_state_of_the_world_forbids_is_not_counted(suite: Suite) -> None:
    ran = suite(
        """
        from twilio.base.exceptions import TwilioRestException

        def test_it(mockconf):
            try:
                mockconf.twilio_client().conferences("CF" + "0" * 32).fetch()
            except TwilioRestException as error:
                assert error.status == 404
        """
    )
    assert ran.outcomes == {"passed": 1}, ran.output
    assert summary(ran) is None


def test_a_request_that_comes_after_its_test_is_answered_by_its_own_world_and_counted(
    suite: Suite,
) -> None:
    ran = suite(
        """
        LATE = []

        def test_first(mockconf):
            LATE.append((mockconf.url, mockconf.account_sid, mockconf.auth_token))
            mockconf.conference("First").join()

        def test_second(mockconf):
            from base64 import b64encode
            from urllib.request import Request, urlopen

            [(url, account_sid, auth_token)] = LATE
            token = b64encode(f"{account_sid}:{auth_token}".encode()).decode()
            target = f"{url}/2010-04-01/Accounts/{account_sid}/Conferences.json"
            request = Request(target, headers={"Authorization": f"Basic {token}"})
            with urlopen(request, timeout=5) as answer:
                assert b'"First"' in answer.read()
            assert len(mockconf.requests) == 0
        """
    )
    assert ran.outcomes == {"passed": 2}, ran.output
    assert summary(ran) == "found without failing a test: 1 request-after-its-test"


def test_the_summary_stands_before_the_list_of_failures(suite: Suite) -> None:
    ran = suite(
        f"""{LENIENT}{BREACH}
def test_it(mockconf):
    breach(mockconf)
    assert False
""",
        "-ra",
    )
    assert ran.outcomes == {"failed": 1}
    assert summary(ran) == "found without failing a test: 1 no-such-path"
    assert ran.output.index("= mockconf =") < ran.output.index("short test summary info")


@pytest.mark.parametrize(
    "options", [["-x"], ["-x", "-p", "xdist", "-n1"]], ids=["alone", "in a worker"]
)
def test_a_request_that_comes_late_is_counted_in_a_session_that_stops_early(
    suite: Suite, options: list[str]
) -> None:
    ran = suite(
        """
        from urllib.error import HTTPError
        from urllib.request import urlopen

        LATE = []

        def test_first(mockconf):
            LATE.append(f"{mockconf.url}/2010-04-01/Accounts/{mockconf.account_sid}/Conferences.json")

        def test_second(mockconf):
            try:
                urlopen(LATE[0], timeout=5)
            except HTTPError as error:
                assert error.status == 401
            assert False

        def test_third(mockconf):
            pass
        """,
        *options,
    )
    assert ran.outcomes["failed"] == 1, ran.output
    assert summary(ran) == "found without failing a test: 1 request-after-its-test"


def test_the_breaches_of_a_skipped_test_are_counted(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import breaking
        import pytest

        def test_it(mockconf):
            breaking.breach(mockconf)
            pytest.skip("not today")
        """,
        breaking=BREACH,
    )
    assert ran.outcomes == {"skipped": 1}
    assert summary(ran) == "found without failing a test: 1 no-such-path"
