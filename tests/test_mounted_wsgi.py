"""WSGI applications with every habit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from threading import Event
from typing import Any
from wsgiref.validate import validator

import pytest

from mockconf.mounts import into_wsgi
from mockconf.sending import Sent, send
from tests.applications import Log, plain_wsgi
from tests.listener import callback_to

HOOK = "https://app.example/hook"
Start = Callable[..., Callable[[bytes], object]]


def sent_to(app: Any, url: str = HOOK) -> Sent:
    return send(into_wsgi(app, "https://app.example"), callback_to(url))


def answering(status: object) -> Any:
    def app(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        start_response(status, [("X-One", "1")])
        return [b"answer"]

    return app


@pytest.mark.parametrize("base_url", ["https://app.example", "https://app.example/hook"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_environment_is_as_the_standard_demands(base_url: str, method: str) -> None:
    def app(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        assert environ["SCRIPT_NAME"] + environ["PATH_INFO"] == "/hook/a b"
        assert environ["REMOTE_ADDR"] == "127.0.0.1"
        length = int(environ.get("CONTENT_LENGTH") or 0)
        assert len(environ["wsgi.input"].read(length)) == length
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    transport = into_wsgi(validator(app), base_url)
    assert send(transport, callback_to(f"{HOOK}/a%20b?x=1", method)).reason is None


def test_an_answer_may_come_lazily() -> None:
    def app(environ: dict[str, Any], start_response: Start) -> Iterator[bytes]:
        write = start_response("201 Created", [])
        write(b"a")
        yield b"b"
        yield b"c"

    assert sent_to(app) == Sent(201, None, 1, b"abc")


def test_an_answer_without_end_is_left_and_closed() -> None:
    class Endless:
        is_closed = False

        def __iter__(self) -> Iterator[bytes]:
            while not self.is_closed:
                yield b"x" * 1_000

        def close(self) -> None:
            self.is_closed = True

    endless = Endless()

    def app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        start_response("200 OK", [])
        return endless

    assert sent_to(app) == Sent(200, None, 1, b"x" * 1_024)
    assert endless.is_closed


def test_an_answer_without_content_ends_with_its_time() -> None:
    def app(environ: dict[str, Any], start_response: Start) -> Iterator[bytes]:
        start_response("200 OK", [])
        while True:
            yield b""

    sent = sent_to(app, f"{HOOK}#rt=100")
    assert sent.status is None
    assert sent.reason is not None
    assert sent.reason.startswith(f"{HOOK} took 0.")
    assert sent.reason.endswith("the vendor gives up after 0.1 s")


def test_an_answer_that_comes_too_late_is_a_failure() -> None:
    def app(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        Event().wait(0.2)
        start_response("200 OK", [])
        return []

    sent = sent_to(app, f"{HOOK}#rt=100&rp=rt&rc=1")
    assert (sent.status, sent.attempts) == (None, 2)
    assert sent.reason is not None
    assert sent.reason.endswith("the vendor gives up after 0.1 s")


@pytest.mark.parametrize(
    "status", ["", "OK", "99 Low", "600 High", "20", "2000 Long", "-20 Below", "²00 Odd", None, 7]
)
def test_a_status_that_is_none_is_a_failure(status: object) -> None:
    sent = sent_to(answering(status))
    assert (sent.status, sent.reason) == (
        500,
        f"{HOOK} answered {status!r}, which is no HTTP status",
    )


def test_an_app_that_starts_no_response_is_a_failure() -> None:
    sent = sent_to(lambda environ, start_response: [])
    assert sent.reason == f"{HOOK} returned without having called start_response"


def raising_late(environ: dict[str, Any], start_response: Start) -> Iterator[bytes]:
    start_response("200 OK", [])
    yield b"so far, so good"
    raise ValueError("no further")


def raising_far_below(environ: dict[str, Any], start_response: Start) -> list[bytes]:
    import json

    json.loads("no JSON")
    return []


def leaving(environ: dict[str, Any], start_response: Start) -> list[bytes]:
    sys.exit("the app is over")


def failing_the_test(environ: dict[str, Any], start_response: Start) -> list[bytes]:
    pytest.fail("expected another callback")


def answering_text(environ: dict[str, Any], start_response: Start) -> list[str]:
    start_response("200 OK", [])
    return ["text"]


@pytest.mark.parametrize(
    ("app", "said"),
    [
        (raising_late, "raised ValueError: no further (tests/test_mounted_wsgi.py:"),
        (raising_far_below, "raised json.decoder.JSONDecodeError: Expecting value: line 1 column"),
        (leaving, "raised SystemExit: the app is over (tests/test_mounted_wsgi.py:"),
        (failing_the_test, "raised Failed: expected another callback (tests/test_mounted_wsgi.py:"),
        (answering_text, "raised TypeError: sequence item 0: expected a bytes-like object"),
        (lambda environ, start_response: None, "raised TypeError: 'NoneType' object is not iter"),
    ],
)
def test_whatever_an_app_raises_is_told(app: Any, said: str) -> None:
    sent = sent_to(app)
    assert sent.status == 500
    assert sent.reason is not None
    assert sent.reason.startswith(f"the app at {HOOK} {said}")


def test_the_line_told_is_one_of_the_app_and_not_of_a_library() -> None:
    reason = sent_to(raising_far_below).reason
    line = raising_far_below.__code__.co_firstlineno + 3
    assert reason is not None
    assert reason.endswith(f" (tests/test_mounted_wsgi.py:{line})")


def test_an_app_may_take_back_an_answer_that_it_has_begun() -> None:
    def app(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        start_response("200 OK", [])
        try:
            raise ValueError("no further")
        except ValueError:
            start_response("503 Busy", [], sys.exc_info())
        return []

    assert sent_to(app).status == 503


def test_an_app_cannot_answer_twice() -> None:
    def app(environ: dict[str, Any], start_response: Start) -> list[bytes]:
        start_response("200 OK", [])
        start_response("200 OK", [])
        return []

    reason = sent_to(app).reason
    assert reason is not None
    assert "start_response was called twice" in reason


def test_headers_of_an_answer_are_found_by_their_names_in_lower_case() -> None:
    transport = into_wsgi(answering("200 OK"), "https://app.example")
    assert transport(callback_to(HOOK)).headers == {"x-one": "1"}


def test_a_thousand_callbacks_reach_an_app_in_order() -> None:
    log = Log()
    transport = into_wsgi(plain_wsgi(log), "https://app.example")
    for number in range(1_000):
        params = {"SequenceNumber": str(number)}
        assert send(transport, callback_to(HOOK, params=params)).reason is None
    assert [seen.form["SequenceNumber"] for seen in log] == [str(number) for number in range(1_000)]
