"""Other plugins that projects use: any order, second chances, async tests, limits in time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.breaking import BREACH
from tests.plugin.suites import Ran
from tests.plugin.test_workers import XDIST

Suite = Callable[..., Ran]
RERUN = ("-p", "rerunfailures", "--reruns=1")
ASYNCIO = ("-p", "asyncio", "-o", "asyncio_default_fixture_loop_scope=function")


def test_randomly_every_order_passes(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        @pytest.mark.parametrize("number", range(10))
        def test_it(mockconf, number):
            room = mockconf.conference("Support")
            room.join(label="alice")
            assert len(room.participants) == 1
        """,
        *("-p", "randomly", "--randomly-seed=3"),
    )
    assert ran.outcomes == {"passed": 10}, ran.output
    assert [one.nodeid for one in ran.reports] != sorted(one.nodeid for one in ran.reports)


FLAKY = (
    BREACH
    + """
RUNS = []

def test_it(mockconf, request):
    RUNS.append(mockconf.account_sid)
    assert len(mockconf.requests) == len(mockconf.callbacks) == len(mockconf.findings) == 0
    room = mockconf.conference("Support")
    room.join(label="alice")
    assert len(room.participants) == 1
    if len(RUNS) == 1:
        breach(mockconf)

def test_last():
    assert len(RUNS) == 2
    assert RUNS[0] == RUNS[1]
"""
)


def test_rerunfailures_a_test_that_breaches_once_runs_again_and_passes(suite: Suite) -> None:
    ran = suite(FLAKY, *RERUN)
    assert ran.status == 0, ran.output
    assert ran.outcomes == {"rerun": 1, "passed": 2}


def test_rerunfailures_a_test_that_breaches_always_fails(suite: Suite) -> None:
    ran = suite(f"{BREACH}\ndef test_it(mockconf): breach(mockconf)", *RERUN)
    assert ran.outcomes == {"rerun": 1, "failed": 1}, ran.output
    assert "no-such-path" in ran.failure
    assert ran.section.count("GET /nowhere") == 1


def test_rerunfailures_a_breach_in_the_teardown_is_no_residue(suite: Suite) -> None:
    ran = suite(
        f"""{BREACH}
import pytest

RUNS = []

@pytest.fixture
def careless(mockconf):
    yield
    RUNS.append(mockconf)
    if len(RUNS) == 1:
        breach(mockconf)

def test_it(careless, mockconf):
    assert len(mockconf.findings) == 0
""",
        *RERUN,
    )
    assert ran.outcomes["passed"] >= 1, ran.output
    assert ran.outcomes["failed"] == 0


def test_rerunfailures_and_xdist_live_together(suite: Suite) -> None:
    ran = suite(FLAKY.replace("def test_last", "def no_test"), *RERUN, *XDIST)
    assert ran.outcomes == {"rerun": 1, "passed": 1}, ran.output


def test_asyncio_an_async_test_uses_the_async_client(suite: Suite) -> None:
    ran = suite(
        """
        import asyncio

        import pytest

        @pytest.mark.asyncio
        async def test_it(mockconf):
            client = mockconf.twilio_client(async_=True)
            names = [f"Room {number}" for number in range(5)]
            await asyncio.gather(
                *(
                    client.conferences(name).participants.create_async(
                        from_="+15017122661", to="+15558675310", label="alice"
                    )
                    for name in names
                )
            )
            there = await client.conferences.list_async()
            assert sorted(one.friendly_name for one in there) == names
            mockconf.assert_requested("CreateParticipant", times=5, Label="alice")
        """,
        *ASYNCIO,
    )
    assert ran.outcomes == {"passed": 1}, ran.output


@pytest.mark.parametrize("kind", ["fastapi", "starlette"])
def test_asyncio_a_mounted_async_app_hears_callbacks_during_an_async_test(
    suite: Suite, kind: str
) -> None:
    ran = suite(
        f"""
        import pytest
        from tests.applications import {kind}

        class Log(list):
            def note(self, method, url, form, headers):
                self.append(form["StatusCallbackEvent"])
                return 204

        @pytest.mark.asyncio
        async def test_it(mockconf):
            log = Log()
            mockconf.mount("https://app.example", {kind}(log))
            client = mockconf.twilio_client(async_=True)
            room = mockconf.conference("Support", status_callback="https://app.example/hook")
            alice = room.join(label="alice")
            await client.conferences(room.sid).participants("alice").update_async(muted=True)
            mockconf.settle()
            assert log == ["participant-join", "participant-mute"]
        """,
        *ASYNCIO,
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_asyncio_a_breach_of_an_async_test_fails_it_and_names_its_line(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        @pytest.mark.asyncio
        async def test_it(mockconf):
            client = mockconf.twilio_client(async_=True)
            room = mockconf.conference("Support")
            room.join(label="alice")
            await client.conferences(room.sid).participants("alice").update_async(hold="yes")
        """,
        *ASYNCIO,
    )
    assert ran.outcomes == {"failed": 1}, ran.output
    assert "boolean-spelling" in ran.failure
    assert "from     test_it.py:9" in ran.failure


def test_asyncio_an_async_fixture_may_use_the_mock(suite: Suite) -> None:
    ran = suite(
        """
        import pytest
        import pytest_asyncio

        @pytest_asyncio.fixture
        async def alice(mockconf):
            yield mockconf.conference("Support").join(label="alice")

        @pytest.mark.asyncio
        async def test_it(mockconf, alice):
            assert mockconf.participant("alice") == alice
        """,
        *ASYNCIO,
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_timeout_a_test_that_hangs_is_ended_and_shows_its_timeline(suite: Suite) -> None:
    ran = suite(
        """
        from threading import Event

        def test_hangs(mockconf):
            mockconf.conference("Support").join(label="alice")
            Event().wait(20)

        def test_next(mockconf):
            assert mockconf.conference("Support").participants == []
        """,
        *("-p", "timeout", "--timeout=0.3", "--timeout-method=signal"),
    )
    assert ran.outcomes == {"failed": 1, "passed": 1}, ran.output
    assert "participant-join 1 alice" in ran.section
