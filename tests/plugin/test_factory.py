"""Mocks beyond the first one: each has a world and a socket of its own, and a part in the verdict."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.request_validator import RequestValidator

from pytest_mockconf import MockConf
from tests.listener import Listener
from tests.plugin.breaking import BREACH
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]


def test_the_mocks_of_a_factory_know_nothing_of_each_other(
    mockconf: MockConf, mockconf_factory: Callable[..., MockConf]
) -> None:
    mocks = [mockconf, mockconf_factory(), mockconf_factory()]
    rooms = [mock.conference("Support") for mock in mocks]
    rooms[1].join(label="alice")
    assert len({mock.url for mock in mocks}) == 3
    assert len({mock.account_sid for mock in mocks}) == 3
    assert len({room.sid for room in rooms}) == 3
    assert [len(room.participants) for room in rooms] == [0, 1, 0]
    mocks[2].clock.advance(60)
    assert mocks[1].clock.now() < mocks[2].clock.now()


def test_a_factory_takes_the_keywords_of_the_marker(
    mockconf_factory: Callable[..., MockConf],
) -> None:
    made = mockconf_factory(answer_after=3, strict=False, settle_timeout=1, seed="mine")
    assert made.world.settings.answer_after == 3
    assert (made.chosen.strict, made.chosen.settle_timeout) == (False, 1)


def test_a_factory_refuses_keywords_that_it_does_not_know(suite: Suite) -> None:
    ran = suite("def test_it(mockconf_factory): mockconf_factory(anser_after=3)")
    assert ran.outcomes == {"failed": 1}
    says = "mockconf_factory knows no keyword 'anser_after'; did you mean 'answer_after'?"
    assert ran.failure == says


def test_the_mocks_of_a_factory_are_the_same_in_every_run(suite: Suite) -> None:
    source = """
        def test_it(mockconf_factory):
            print("made", mockconf_factory().account_sid, mockconf_factory().account_sid)
    """
    said = [
        [line for line in suite(source, "-s").output.splitlines() if "made" in line]
        for _ in range(2)
    ]
    assert said[0] == said[1]
    assert len(said[0]) == 1


@pytest.mark.parametrize("broken", [0, 1])
def test_a_breach_in_any_mock_of_a_factory_fails_the_test(suite: Suite, broken: int) -> None:
    ran = suite(
        f"""{BREACH}
def test_it(mockconf_factory):
    breach([mockconf_factory(), mockconf_factory()][{broken}])
"""
    )
    assert ran.outcomes == {"failed": 1}
    assert "no-such-path" in ran.failure


def test_a_lenient_mock_of_a_factory_fails_nothing(suite: Suite) -> None:
    ran = suite(
        f"""{BREACH}
def test_it(mockconf, mockconf_factory):
    breach(mockconf_factory(strict=False))
"""
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_the_breaches_of_two_mocks_are_told_in_one_failure(suite: Suite) -> None:
    ran = suite(
        f"""{BREACH}
def test_it(mockconf, mockconf_factory):
    breach(mockconf)
    breach(mockconf_factory())
"""
    )
    assert ran.outcomes == {"failed": 1}
    assert "2 breaches that this test does not expect" in ran.failure


def test_the_mocks_of_a_factory_are_closed_when_the_test_is_over(
    suite: Suite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NOTES", str(tmp_path))
    ran = suite(
        """
        import os
        from pathlib import Path

        def test_it(mockconf_factory):
            urls = [mockconf_factory().url, mockconf_factory().url]
            Path(os.environ["NOTES"], "urls").write_text(" ".join(urls))
            assert False
        """
    )
    assert ran.outcomes == {"failed": 1}
    for url in (tmp_path / "urls").read_text().split():
        where: Any = (urlsplit(url).hostname, urlsplit(url).port)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(where, timeout=5)


def test_a_mock_of_a_factory_signs_with_its_own_token(
    mockconf: MockConf, mockconf_factory: Callable[..., MockConf]
) -> None:
    made = mockconf_factory()
    with Listener() as listener:
        made.conference("Support", status_callback=f"{listener.url}/hook").join()
        [received] = listener.requests
    signed = f"{listener.url}/hook", received.params, received.headers["x-twilio-signature"]
    assert RequestValidator(made.auth_token).validate(*signed)
    assert not RequestValidator(mockconf.auth_token).validate(*signed)
