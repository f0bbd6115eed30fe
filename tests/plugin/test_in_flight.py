"""Tests that end in the middle of something: with deliveries in flight, or in their setup."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest

from tests.listener import Listener, hanging
from tests.plugin.suites import Ran

HANGING_APP = """
from threading import Event

let_go = Event()


def app(environ, start_response):
    let_go.wait(20)
    start_response("204 No Content", [])
    return []
"""
IN_FLIGHT = """
import hanging

def test_a(mockconf):
    {mount}
    room = mockconf.conference("Support", status_callback="{url}")
    client = mockconf.twilio_client()
    client.conferences("Support").participants.create(from_="+15017122661", to="+15558675310")
    client.conferences("Support").participants.create(from_="+15017122661", to="+15558675310")

def test_b(mockconf):
    assert len(mockconf.requests) == len(mockconf.callbacks) == len(mockconf.findings) == 0
    assert mockconf.world.journal.timeline == []
    mockconf.settle(0)
    mockconf.conference("Support").join()
    mockconf.settle(1)

def test_c():
    hanging.let_go.set()
"""


@pytest.mark.parametrize("is_mounted", [False, True], ids=["over the socket", "mounted"])
def test_a_test_that_ends_with_deliveries_in_flight_fails_in_time_and_alone(
    suite: Callable[..., Ran], is_mounted: bool
) -> None:
    with Listener(hanging) as receiver:
        url = "https://app.example/" if is_mounted else receiver.url
        mount = "mockconf.mount('https://app.example', hanging.app)" if is_mounted else "pass"
        begun = monotonic()
        ran = suite(
            IN_FLIGHT.format(mount=mount, url=url),
            *("--mockconf-settle-timeout", "0.2"),
            hanging=HANGING_APP,
        )
        assert monotonic() - begun < 5
    assert ran.outcomes == {"failed": 1, "passed": 2}
    assert list(ran.failures) == ["test_a"]
    assert "callback-unfinished" in ran.failure
    assert f"callbacks are still under way after 0.2 s: participant-join to {url}" in ran.failure
    assert len(ran.failure.splitlines()) < 25


def test_a_step_whose_callback_hangs_fails_at_its_line(suite: Callable[..., Ran]) -> None:
    with Listener(hanging) as receiver:
        ran = suite(
            f"""
            import pytest

            @pytest.mark.mockconf(settle_timeout=0.2)
            def test_it(mockconf):
                mockconf.conference("Support", status_callback="{receiver.url}").join()
            """
        )
    assert ran.outcomes == {"failed": 1}
    failed = next(one for one in ran.reports if one.failed)
    assert failed.longrepr.reprcrash.lineno == 6  # type: ignore[union-attr]
    assert "still under way after 0.2 s" in failed.longrepr.reprcrash.message  # type: ignore[union-attr]


def test_a_step_that_blocks_its_event_loop_is_told_what_to_do(suite: Callable[..., Ran]) -> None:
    with Listener(hanging) as receiver:
        ran = suite(
            f"""
            import asyncio

            async def join(mockconf):
                mockconf.conference("Support", status_callback="{receiver.url}").join()

            def test_it(mockconf):
                asyncio.run(join(mockconf))
            """,
            *("--mockconf-settle-timeout", "0.2"),
        )
    assert "An event loop stands still meanwhile: await asyncio.to_thread(...)" in ran.failure
    assert "await asyncio.to_thread(...)" in ran.failure


def test_what_was_to_leave_later_is_no_callback_of_the_next_test(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        FIRST = []

        def test_a(mockconf):
            mockconf.mount("https://app.example", lambda *_: 1 / 0)
            mockconf.callbacks.hold()
            mockconf.conference("Support", status_callback="https://app.example/").join()
            mockconf.callbacks.release(after=60)
            FIRST.append(mockconf)

        def test_b(mockconf):
            FIRST[0].clock.advance(3600)
            assert len(mockconf.callbacks) == 0
            assert mockconf.clock.now().hour == 9
        """
    )
    assert "test_b" not in ran.failures


# Setups that fail


def test_a_test_that_fails_in_setup_leaves_nothing_behind(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import pytest

        @pytest.fixture
        def broken(mockconf):
            mockconf.conference("Support", status_callback="http://127.0.0.1:1/#rc=0").join()
            raise RuntimeError("no database")

        def test_a(broken):
            pass

        def test_b(mockconf):
            assert len(mockconf.requests) == len(mockconf.callbacks) == 0
            assert mockconf.twilio_client().conferences.list(status="init") == []
        """
    )
    assert ran.outcomes == {"error": 1, "passed": 1}
    assert "RuntimeError: no database" in ran.failure
    assert "callback-failed: participant-join" in ran.section


def test_a_mock_that_cannot_be_made_is_an_error_and_the_next_one_is_made(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import pytest

        @pytest.mark.mockconf(sede="x")
        def test_a(mockconf):
            pass

        def test_b(mockconf):
            mockconf.conference("Support").join()
        """
    )
    assert ran.outcomes == {"error": 1, "passed": 1}
    assert "knows no keyword 'sede'; did you mean 'seed'?" in ran.failure
