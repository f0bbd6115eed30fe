"""However much goes wrong, a failure is read on one screen, and what it leaves out it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_mockconf import MockConf
from tests.plugin.suites import Ran

ASKING = """
import pytest

@pytest.mark.mockconf(log_size={log_size})
def test_it(mockconf):
    url = f"{{mockconf.base_url()}}/Accounts/{{mockconf.account_sid}}/Conferences.json"
    for number in range(1, 7):
        odd = {{"Odd": number}} if number == {odd} else {{}}
        mockconf.twilio_client().request("GET", url, params={{"Status": "init", **odd}})
"""


def test_many_unmet_expectations_are_told_in_under_25_lines(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            for number in range(20):
                mockconf.expect_finding("unknown-parameter", name=f"Odd{number}")
        """
    )
    lines = ran.failure.splitlines()
    assert len(lines) < 25
    assert lines[0].endswith("with name='Odd0', got 0 (and 19 more)")
    assert lines[-1] == "  and 14 more"


def test_the_advice_is_the_last_line_however_much_is_unmet(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
            for number in range(20):
                mockconf.expect_finding("repeated-parameter", name=f"Odd{number}")
                odd = {"Status": "init", f"Other{number}": "x"}
                mockconf.twilio_client().request("GET", url, params=odd)
        """
    )
    lines = ran.failure.splitlines()
    assert len(lines) < 25
    assert lines[-1].startswith("On purpose? mockconf.expect_finding('unknown-parameter')")


def test_a_near_miss_shows_the_beginning_of_a_long_value(mockconf: MockConf) -> None:
    url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    mockconf.twilio_client().request("GET", url, params={"FriendlyName": "x" * 5_000})
    with pytest.raises(AssertionError) as failed:
        mockconf.assert_requested("ListConference", FriendlyName="y" * 5_000)
    assert f"expected '{'y' * 197}...', got '{'x' * 197}...'" in str(failed.value)
    assert len(str(failed.value)) < 1_000


def test_a_near_miss_shows_no_secrets_of_urls(mockconf: MockConf) -> None:
    url = "https://bob:hunter2@app.example/?api_key=hunter2&auth_token=hunter2"
    mockconf.twilio_client().conferences("Sales").participants.create(
        from_="+15017122661", to="+15558675310", status_callback=url
    )
    with pytest.raises(AssertionError) as failed:
        mockconf.assert_requested("CreateParticipant", StatusCallback=f"{url}&x=1")
    assert "https://***@app.example/?api_key=***&auth_token=***&x=1" in str(failed.value)
    assert "hunter2" not in str(failed.value)


# Neighbours


@pytest.mark.parametrize(
    ("odd", "around"),
    [
        (1, ["> #1", "  #2", "  #3"]),
        (3, ["  #2", "> #3", "  #4"]),
        (6, ["  #4", "  #5", "> #6"]),
    ],
)
def test_the_neighbours_of_a_request_are_those_with_the_numbers_beside(
    suite: Callable[..., Ran], odd: int, around: list[str]
) -> None:
    ran = suite(ASKING.format(odd=odd, log_size=100))
    lines = [line for line in ran.failure.splitlines() if line.startswith("  around ")]
    assert [line.removeprefix("  around   ")[:4] for line in lines] == around


def test_neighbours_that_are_forgotten_are_said_to_be(suite: Callable[..., Ran]) -> None:
    ran = suite(ASKING.format(odd=2, log_size=3))
    lines = [line for line in ran.failure.splitlines() if line.startswith("  around ")]
    assert lines[0] == "  around     #1 is forgotten: see the setting log_size"
    assert lines[1].startswith("  around   > #2 GET Conferences.json?Status=init&Odd=2")
    assert lines[2] == "  around     #3 is forgotten: see the setting log_size"
