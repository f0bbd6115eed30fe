"""ASGI applications with every habit."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from time import monotonic
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from mockconf.mounts import Mounts
from mockconf.sending import Sent, send
from mockconf.transport import Transport
from tests.applications import Receive, Scope, Send
from tests.listener import callback_to
from tests.test_mounts import nowhere

HOOK = "https://app.example/hook"
SOON = 5.0
Endpoint = Callable[[Request], Awaitable[Response]]
Mount = Callable[..., Transport]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Mounts an app, or an endpoint in one, until the test is over."""
    mounts = Mounts(nowhere)

    def mount(app: Any) -> Transport:
        mounts.mount("https://app.example", app)
        return mounts

    yield mount
    mounts.close()


def served(endpoint: Endpoint) -> Starlette:
    return Starlette(routes=[Route("/hook", endpoint, methods=["GET", "POST"])])


def test_an_answer_may_come_in_pieces(mount: Mount) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"a", b"b", b"c"):
            await asyncio.sleep(0)
            yield piece

    async def hook(request: Request) -> Response:
        return StreamingResponse(pieces(), 201)

    assert send(mount(served(hook)), callback_to(HOOK)) == Sent(201, None, 1, b"abc")


def test_an_answer_without_end_is_left(mount: Mount) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1_000

    async def hook(request: Request) -> Response:
        return StreamingResponse(pieces())

    start = monotonic()
    assert send(mount(served(hook)), callback_to(HOOK)) == Sent(200, None, 1, b"x" * 1_024)
    assert monotonic() - start < SOON


def test_of_a_large_answer_the_beginning_is_enough(mount: Mount) -> None:
    async def hook(request: Request) -> Response:
        return Response(b"x" * 10_000_000)

    assert send(mount(served(hook)), callback_to(HOOK)) == Sent(200, None, 1, b"x" * 1_024)


def test_an_app_that_hangs_is_left_after_the_read_timeout(mount: Mount) -> None:
    left = []

    async def hook(request: Request) -> Response:
        try:
            await asyncio.Event().wait()
        finally:
            left.append(request.url)
        return Response("")

    start = monotonic()
    sent = send(mount(served(hook)), callback_to(f"{HOOK}#rt=100"))
    assert monotonic() - start < SOON
    assert sent == Sent(None, f"{HOOK} gave no answer within 0.1 s", 1, b"")
    assert left == [HOOK]


def test_an_app_that_does_not_let_itself_be_ended_is_left(mount: Mount) -> None:
    async def hook(request: Request) -> Response:
        is_patient = True
        while is_patient:
            try:
                await asyncio.wait_for(asyncio.Event().wait(), 0.5)
            except asyncio.CancelledError:
                continue
            except TimeoutError:
                is_patient = False
        return Response("")

    start = monotonic()
    assert send(mount(served(hook)), callback_to(f"{HOOK}#rt=100")).status is None
    assert monotonic() - start < SOON


def test_work_behind_the_answer_is_done_before_the_next_step(mount: Mount) -> None:
    done = []

    async def work() -> None:
        await asyncio.sleep(0)
        done.append("work")

    async def hook(request: Request) -> Response:
        return Response("", background=BackgroundTask(work))

    assert send(mount(served(hook)), callback_to(HOOK)).reason is None
    assert done == ["work"]


def test_long_work_behind_the_answer_holds_up_nothing_and_goes_on(mount: Mount) -> None:
    is_free, done = asyncio.Event(), []

    async def work() -> None:
        await is_free.wait()
        done.append("work")

    async def hook(request: Request) -> Response:
        if "free" in request.url.query:
            is_free.set()
            return Response("")
        return Response("", background=BackgroundTask(work))

    app = mount(served(hook))
    assert send(app, callback_to(HOOK)).reason is None
    assert done == []
    assert send(app, callback_to(f"{HOOK}?free")).reason is None
    assert send(app, callback_to(f"{HOOK}?free")).reason is None
    assert done == ["work"]


def test_what_is_raised_behind_the_answer_is_told(mount: Mount) -> None:
    async def work() -> None:
        raise ValueError("no further")

    async def hook(request: Request) -> Response:
        return Response("", background=BackgroundTask(work))

    sent = send(mount(served(hook)), callback_to(HOOK))
    assert sent.reason is not None
    assert sent.reason.startswith(
        f"the app at {HOOK} raised ValueError: no further (tests/test_mounted_asgi.py:"
    )


def test_an_endpoint_may_be_no_coroutine(mount: Mount) -> None:
    app = FastAPI()

    @app.post("/hook")
    def hook() -> str:
        return "from a thread"

    for _ in range(3):
        assert send(mount(app), callback_to(HOOK)) == Sent(200, None, 1, b'"from a thread"')


def test_all_requests_share_one_event_loop(mount: Mount) -> None:
    loops, lock = set(), asyncio.Lock()

    async def hook(request: Request) -> Response:
        async with lock:
            loops.add(asyncio.get_running_loop())
        return Response("")

    app = mount(served(hook))
    for _ in range(3):
        assert send(app, callback_to(HOOK)).reason is None
    assert len(loops) == 1


def test_an_app_waits_for_the_caller_to_go(mount: Mount) -> None:
    heard = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        if scope["type"] == "http":
            listening = asyncio.ensure_future(receive())
            await send({"type": "http.response.start", "status": 200})
            assert not listening.done()
            await send({"type": "http.response.body"})
            heard.append(await listening)

    assert send(mount(app), callback_to(HOOK)).reason is None
    assert heard == [{"type": "http.disconnect"}]


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([], "returned without an answer"),
        ([{"type": "http.response.start", "status": 200}], "returned without the end of its answer"),
        ([{"type": "http.response.body"}], "raised RuntimeError: http.response.body was sent before"),
        ([{"type": "websocket.accept"}], "raised RuntimeError: 'websocket.accept' is no message of"),
        (
            [{"type": "http.response.start", "status": 700}, {"type": "http.response.body"}],
            "answered 700, which is no HTTP status",
        ),
        (
            [{"type": "http.response.start", "status": "200"}, {"type": "http.response.body"}],
            "answered '200', which is no HTTP status",
        ),
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_a_failure(
    mount: Mount, messages: list[Scope], said: str
) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        for message in messages:
            await send(message)

    sent = send(mount(app), callback_to(HOOK))
    assert sent.status == 500
    assert sent.reason is not None
    assert sent.reason.removeprefix("the app at ").startswith(f"{HOOK} {said}")


async def leaving(request: Request) -> Response:
    sys.exit("the app is over")


async def failing_the_test(request: Request) -> Response:
    pytest.fail("expected another callback")


async def cancelled(request: Request) -> Response:
    raise asyncio.CancelledError


@pytest.mark.parametrize("endpoint", [leaving, failing_the_test, cancelled])
def test_whatever_an_app_raises_is_told(mount: Mount, endpoint: Endpoint) -> None:
    app = mount(served(endpoint))
    for _ in range(2):  # the event loop survives it
        sent = send(app, callback_to(HOOK))
        assert sent.status == 500
        assert sent.reason is not None
        assert "(tests/test_mounted_asgi.py:" in sent.reason


def test_it_works_beside_a_running_event_loop() -> None:
    async def hook(request: Request) -> Response:
        return Response("")

    async def test() -> Sent:
        mounts = Mounts(nowhere)
        mounts.mount("https://app.example", served(hook))
        sent = await asyncio.to_thread(send, mounts, callback_to(HOOK))
        mounts.close()
        return sent

    assert asyncio.run(test()).reason is None


def test_an_app_that_blocks_its_loop_too_long_is_a_failure(mount: Mount) -> None:
    async def hook(request: Request) -> Response:
        threading.Event().wait(0.2)
        return Response("")

    sent = send(mount(served(hook)), callback_to(f"{HOOK}#rt=100"))
    assert (sent.status, sent.reason) == (None, f"{HOOK} gave no answer within 0.1 s")
