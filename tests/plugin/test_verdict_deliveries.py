"""Callbacks that could not be delivered fail the test, each with a text that says what became of them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.listener import (
    Habit,
    Listener,
    answering,
    closing_midway,
    dripping,
    hanging,
    raising,
    redirecting,
    saying,
)
from tests.plugin.suites import Ran

TEST = """
def test_it(mockconf):
    mockconf.conference("Support", status_callback="{url}", status_callback_event="join").join()
"""
#: How the receiver behaves, what is added to its URL, and what the failure says of it.
RECEIVERS: dict[str, tuple[Habit, str, str]] = {
    "hangs": (hanging, "#rt=100", "127.0.0.1:{port}/hook was silent for 0.1 s"),
    "hangs again": (hanging, "#rt=100&rc=2&rp=rt", "tried    3 times"),
    "drips": (dripping(b"HTTP/1.1 200 OK\r\n"), "#tt=200", "0.2 s"),
    "answers 500": (answering(500), "", "127.0.0.1:{port}/hook answered 500"),
    "answers 404": (answering(404), "", "127.0.0.1:{port}/hook answered 404"),
    "redirects for ever": (redirecting("/hook"), "", "after 5 redirects already"),
    "redirects to nowhere": (answering(302), "", "answered 302 without a Location"),
    "redirects away": (
        redirecting("https://elsewhere.example/"),
        "",
        "'elsewhere.example' is not allowed",
    ),
    "redirects to a failure": (redirecting("http://127.0.0.1:1/"), "", "had redirected there"),
    "closes midway": (closing_midway, "", "127.0.0.1:{port}/hook broke off in the middle"),
    "raises": (raising, "", "127.0.0.1:{port}/hook closed the connection without"),
    "speaks no HTTP": (saying(b"+OK ready\r\n"), "", "answered what is not HTTP: +OK ready"),
}


@pytest.fixture
def receiving() -> Iterator[Callable[..., Listener]]:
    with ExitStack() as stack:
        yield lambda *habits: stack.enter_context(Listener(*habits))


@pytest.mark.parametrize("name", RECEIVERS)
def test_a_receiver_that_does_not_take_a_callback_fails_the_test(
    suite: Callable[..., Ran], receiving: Callable[..., Listener], name: str
) -> None:
    habit, fragment, says = RECEIVERS[name]
    receiver = receiving(habit)
    ran = suite(TEST.format(url=f"{receiver.url}/hook{fragment}"))
    assert ran.outcomes == {"failed": 1}
    lines = ran.failure.splitlines()
    assert lines[0].startswith("mockconf: callback-failed participant-join: ")
    assert "1 breach that this test does not expect" in lines
    to = lines[lines.index("callback-failed: participant-join, SequenceNumber 1") + 1]
    assert to == f"  to       POST {receiver.url}/hook"
    assert says.format(port=receiver.port) in ran.failure
    assert lines[-1].startswith("On purpose? mockconf.expect_finding('callback-failed')")
    assert len(lines) < 25


def test_what_a_receiver_answered_is_shown_on_a_line(
    suite: Callable[..., Ran], receiving: Callable[..., Listener]
) -> None:
    receiver = receiving(answering(500, b"the  floor\n gave way"))
    ran = suite(TEST.format(url=receiver.url))
    assert "  answered 500 the floor gave way" in ran.failure.splitlines()


def test_of_a_page_the_words_are_shown(
    suite: Callable[..., Ran], receiving: Callable[..., Listener]
) -> None:
    page = b"<!doctype html><html><head><style>p {}</style></head><p>It&#39;s <b>broken</b></p>"
    ran = suite(TEST.format(url=receiving(answering(500, page)).url))
    assert "  answered 500 It's broken" in ran.failure.splitlines()


def test_a_receiver_that_is_down_fails_the_test(suite: Callable[..., Ran]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        port = taken.getsockname()[1]
        ran = suite(TEST.format(url=f"http://127.0.0.1:{port}/hook"))
    assert ran.outcomes == {"failed": 1}
    assert f"  because  nothing listens at 127.0.0.1:{port}" in ran.failure
    assert "  tried    2 times" in ran.failure


def test_an_answer_of_ten_megabytes_passes(
    suite: Callable[..., Ran], receiving: Callable[..., Listener]
) -> None:
    receiver = receiving(answering(200, b"x" * 10_000_000))
    assert suite(TEST.format(url=receiver.url)).outcomes == {"passed": 1}


def test_a_failure_of_ten_megabytes_is_told_briefly(
    suite: Callable[..., Ran], receiving: Callable[..., Listener]
) -> None:
    receiver = receiving(answering(500, b"x" * 10_000_000))
    ran = suite(TEST.format(url=receiver.url))
    assert "answered 500 xxx" in ran.failure
    assert len(ran.failure) < 2_000


def test_a_host_that_is_not_allowed_fails_the_test(suite: Callable[..., Ran]) -> None:
    ran = suite(TEST.format(url="https://app.example/hook"))
    assert ran.outcomes == {"failed": 1}
    assert "'app.example' is not allowed" in ran.failure
    assert "allowed_hosts" in ran.failure


def test_a_mounted_app_that_raises_fails_the_test_with_its_line(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import webhooks

        def test_it(mockconf):
            mockconf.mount("https://app.example", webhooks.app)
            mockconf.conference("Support", status_callback="https://app.example/hook").join()
        """,
        webhooks="""
        def app(environ, start_response):
            raise KeyError("CallSid")
        """,
    )
    assert ran.outcomes == {"failed": 1}
    assert "raised KeyError: 'CallSid' (webhooks.py:3)" in ran.failure
    assert "https://app.example" in ran.failure
    assert len(ran.failure.splitlines()) < 25


def test_the_traceback_of_a_framework_is_told_by_its_end(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import traceback

        def read(environ):
            raise KeyError("CallSid")

        def app(environ, start_response):
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            try:
                read(environ)
            except KeyError:
                return [traceback.format_exc().encode()]

        def test_it(mockconf):
            mockconf.mount("https://app.example", app)
            mockconf.conference("Support", status_callback="https://app.example/hook").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    lines = ran.failure.splitlines()
    at = lines.index("           KeyError: 'CallSid'")
    assert lines[at - 1].startswith("           File ")
    assert lines[at - 1].endswith("line 5, in read")


def test_what_the_app_answered_late_fails_the_test(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        from threading import Event

        def app(environ, start_response):
            Event().wait(0.2)
            start_response("204 No Content", [])
            return []

        def test_it(mockconf):
            mockconf.mount("https://app.example", app)
            mockconf.conference("Support", status_callback="https://app.example/#rt=100").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "the vendor gives up after 0.1 s" in ran.failure


def test_an_assertion_of_the_receiver_is_told(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def app(environ, start_response):
            assert environ["REQUEST_METHOD"] == "GET", "we only know GET"

        def test_it(mockconf):
            mockconf.mount("https://app.example", app)
            mockconf.conference("Support", status_callback="https://app.example/").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "AssertionError: we only know GET" in ran.failure


def test_deliveries_that_fail_for_one_reason_share_a_line(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            room = mockconf.conference("Support", status_callback="http://127.0.0.1:1/#rc=0")
            for _ in range(10):
                room.join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    lines = ran.failure.splitlines()
    assert "11 breaches that this test does not expect" in lines
    [same] = [line for line in lines if line.startswith("  callback-failed for the same reason: ")]
    assert same.endswith(
        "@2 participant-join, @3 conference-start, @4 participant-join, "
        "@5 participant-join, and 6 more"
    )


def test_what_is_held_and_never_released_fails_the_test(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.callbacks.hold()
            mockconf.conference("Support", status_callback="https://app.example/").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "callback-held: participant-join, SequenceNumber 1" in ran.failure
    assert "never released: mockconf.callbacks.release()" in ran.failure


def test_what_is_delayed_and_never_due_fails_the_test(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.callbacks.hold()
            mockconf.conference("Support", status_callback="https://app.example/").join()
            mockconf.callbacks.release(after=60)
            mockconf.clock.advance(59)
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "callback-held: participant-join, SequenceNumber 1" in ran.failure
    says = "it leaves at 2026-01-05 09:01:00, and the clock has not got there"
    assert f"  because  {says}: mockconf.clock.advance(...)" in ran.failure.splitlines()


@pytest.mark.parametrize(
    "body",
    [
        "mockconf.callbacks.drop('participant-join'); step()",
        "mockconf.callbacks.hold(); step(); mockconf.callbacks.release(drop=[0])",
        "mockconf.expect_finding('callback-held'); mockconf.callbacks.hold(); step()",
    ],
    ids=["dropped by name", "dropped by place", "held on purpose"],
)
def test_what_the_test_itself_keeps_from_the_app_is_no_failure(
    suite: Callable[..., Ran], body: str
) -> None:
    ran = suite(
        f"""
        def test_it(mockconf):
            room = mockconf.conference("Support", status_callback="https://app.example/")
            step = room.join
            {body}
        """
    )
    assert ran.outcomes == {"passed": 1}


def test_a_delivery_that_fails_after_the_test_is_an_error_of_its_teardown(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import pytest

        @pytest.fixture
        def room(mockconf):
            room = mockconf.conference("Support", status_callback="http://127.0.0.1:1/#rc=0")
            yield room
            room.join()

        def test_it(room):
            pass
        """
    )
    assert ran.outcomes == {"passed": 1, "error": 1}
    assert "callback-failed: participant-join" in ran.failure
