"""Ctrl-C ends a session at once, with pytest's own exit status, whatever hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from textwrap import dedent
from threading import enumerate as threads
from time import monotonic

import pytest

from tests.listener import Listener, hanging
from tests.plugin.suites import Ran

INTERRUPTED = 2
TEST = """
def test_a(mockconf):
    mockconf.conference("Support", status_callback="{url}")
    support = mockconf.twilio_client().conferences("Support").participants
    support.create(from_="+15017122661", to="+15558675310")
    raise KeyboardInterrupt

def test_b(mockconf):
    pass
"""


def test_an_interrupt_in_a_test_ends_the_session(suite: Callable[..., Ran]) -> None:
    ran = suite(TEST.format(url="http://127.0.0.1:1/"))
    assert ran.status == INTERRUPTED
    assert "KeyboardInterrupt" in ran.output
    assert "Traceback" not in ran.output
    assert ran.outcomes == {}


def test_an_interrupt_does_not_wait_for_a_receiver_that_hangs(suite: Callable[..., Ran]) -> None:
    with Listener(hanging) as receiver:
        begun = monotonic()
        ran = suite(TEST.format(url=receiver.url))
        assert monotonic() - begun < 3
    assert ran.status == INTERRUPTED


def test_an_interrupt_closes_the_socket(suite: Callable[..., Ran]) -> None:
    before = set(threads())
    suite(TEST.format(url="http://127.0.0.1:1/"))
    left = [one.name for one in set(threads()) - before if "courier" not in one.name]
    assert left == []


@pytest.mark.parametrize("where", ["setup", "teardown"])
def test_an_interrupt_in_a_fixture_ends_the_session(suite: Callable[..., Ran], where: str) -> None:
    with Listener(hanging) as receiver:
        begun = monotonic()
        ran = suite(
            f"""
            import pytest

            @pytest.fixture
            def app(mockconf):
                mockconf.conference("Support", status_callback="{receiver.url}")
                support = mockconf.twilio_client().conferences("Support").participants

                def interrupt():
                    support.create(from_="+15017122661", to="+15558675310")
                    raise KeyboardInterrupt

                if "{where}" == "setup":
                    interrupt()
                yield
                interrupt()

            def test_it(app):
                pass
            """
        )
        assert monotonic() - begun < 3
    assert ran.status == INTERRUPTED


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize(
    "waiting",
    [
        "Event().wait(20)",
        "mockconf.wait_for('conference-end', timeout=20)",
        "mockconf.settle(20)",
        "connection.getresponse()",
    ],
    ids=["the test", "wait_for", "settle", "a socket"],
)
def test_a_signal_to_the_process_ends_it(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, waiting: str
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    with Listener(hanging) as receiver:
        source = f"""
        import signal
        from http.client import HTTPConnection
        from threading import Event
        from urllib.parse import urlsplit

        # A process that was started in the background by a shell ignores it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        receiver = {receiver.url!r}

        def test_it(mockconf):
            mockconf.conference("Support", status_callback=receiver)
            support = mockconf.twilio_client().conferences("Support").participants
            support.create(from_="+15017122661", to="+15558675310")
            connection = HTTPConnection(urlsplit(receiver).netloc)
            connection.request("GET", "/")
            print("ready", flush=True)
            {waiting}
        """
        path = pytester.path / "test_it.py"
        path.write_text(dedent(source), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "pytest_mockconf.plugin"]
        with subprocess.Popen(
            [*command, "-p", "no:cacheprovider", path.name],
            cwd=pytester.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            assert any("ready" in line for line in process.stdout)
            os.kill(process.pid, signal.SIGINT)
            output, _ = process.communicate(timeout=10)
    assert process.returncode == INTERRUPTED, output
    assert "KeyboardInterrupt" in output
    assert "INTERNALERROR" not in output
