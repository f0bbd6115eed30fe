"""An ASGI application's life as a whole: it starts before its first callback and ends with the mounts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mockconf.mounts import Mounts
from mockconf.sending import send
from tests.applications import Receive, Scope, Send
from tests.listener import callback_to
from tests.test_mounts import nowhere

HOOK = "https://app.example/hook"


@pytest.fixture
def mounts() -> Iterator[Mounts]:
    mounts = Mounts(nowhere)
    yield mounts
    mounts.close()


def test_the_lifespan_lasts_from_the_first_callback_to_the_close(mounts: Mounts) -> None:
    story: list[object] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, str]]:
        story.append("start")
        yield {"database": "open"}
        story.append("end")

    async def hook(request: Request) -> Response:
        story.append(request.state.database)
        return Response("")

    app = Starlette(routes=[Route("/hook", hook, methods=["POST"])], lifespan=lifespan)
    mounts.mount("https://app.example", app)
    assert story == []
    for _ in range(2):
        assert send(mounts, callback_to(HOOK)).reason is None
    mounts.close()
    mounts.close()
    assert story == ["start", "open", "open", "end"]


def test_an_app_that_cannot_start_is_a_failure(mounts: Mounts) -> None:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        raise ValueError("no database")
        yield

    mounts.mount("https://app.example", Starlette(lifespan=lifespan))
    for _ in range(2):
        sent = send(mounts, callback_to(HOOK))
        assert sent.reason == f"{HOOK}: the app did not start: ValueError: no database"
        assert sent.status == 500


def test_an_app_that_does_not_finish_its_start_is_left(mounts: Mounts) -> None:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await asyncio.Event().wait()
        yield

    mounts.mount("https://app.example", Starlette(lifespan=lifespan))
    sent = send(mounts, callback_to(f"{HOOK}#rt=100"))
    assert (sent.status, sent.reason) == (None, f"{HOOK}: the app did not start within 0.1 s")


def test_an_app_without_a_lifespan_needs_none(mounts: Mounts) -> None:
    kinds = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        kinds.append(scope["type"])
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    mounts.mount("https://app.example", app)
    for _ in range(2):
        assert send(mounts, callback_to(HOOK)).reason is None
    assert kinds == ["lifespan", "http", "http"]


def test_what_takes_an_apps_place_ends_it(mounts: Mounts) -> None:
    story = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        story.append("start")
        yield
        story.append("end")

    mounts.mount("https://app.example", Starlette(lifespan=lifespan))
    send(mounts, callback_to(HOOK))
    mounts.mount("https://app.example", Starlette())
    assert story == ["start", "end"]
