"""Where callbacks go, and what can be mounted."""

from __future__ import annotations

import functools
import sys
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

import flask
import pytest

from mockconf.errors import MockconfError
from mockconf.mounts import Mounts
from mockconf.sending import send
from mockconf.transport import Callback, Reply, Undeliverable
from tests.listener import callback_to


def nowhere(callback: Callback) -> Reply:
    raise AssertionError(f"{callback.url} left this process")


def network(callback: Callback) -> Reply:
    return Reply(200, {}, b"the network")


def saying(text: str) -> Callable[[Any, Any], list[bytes]]:
    """A WSGI app that answers this."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [text.encode()]

    return app


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": b"asgi"})


def answer(mounts: Mounts, url: str) -> str:
    sent = send(mounts, callback_to(url))
    return sent.reason or sent.answer.decode()


# The hosts


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9:5000", "localhost", "LOCALHOST:80", "app.localhost", "[::1]:5000"],
)
def test_loopback_is_called(host: str) -> None:
    assert answer(Mounts(network), f"http://{host}/hook") == "the network"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "10.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evillocalhost",
        "2130706433",
        "[2001:db8::1]",
        "127.0.0.1:80@evil.example",
    ],
)
def test_no_other_host_is_called_unasked(host: str) -> None:
    with pytest.raises(Undeliverable, match="is not allowed") as caught:
        Mounts(nowhere)(callback_to(f"http://{host}/hook"))
    assert caught.value.kind == "host"


def test_a_refused_host_is_named_with_the_ways_out() -> None:
    sent = send(Mounts(nowhere), callback_to("https://ada:secret@evil.example/hook#rp=all"))
    assert sent.reason == (
        "host 'evil.example' is not allowed: mockconf calls only loopback and mounted apps; "
        'mockconf.mount("https://evil.example", app), or add it to allowed_hosts'
    )
    assert (sent.status, sent.attempts) == (None, 1)


def test_a_refusal_shows_what_is_mounted() -> None:
    mounts = Mounts(nowhere)
    mounts.mount("https://app.example/voice", saying("here"))
    assert answer(mounts, "http://app.example/voice").endswith(
        "add it to allowed_hosts. Mounted: https://app.example:443/voice"
    )


@pytest.mark.parametrize(
    ("allowed", "host", "is_called"),
    [
        ("app.example", "app.example", True),
        ("app.example", "app.example:8443", True),
        ("App.Example", "app.EXAMPLE.", True),
        ("app.example", "www.app.example", False),
        ("app.example:8443", "app.example:8443", True),
        ("app.example:8443", "app.example", False),
        ("app.example:443", "app.example", True),
        ("*.example", "app.example", True),
        ("*.example", "deep.app.example:5000", True),
        ("*.example", "example", False),
        ("*.example", "app.example.org", False),
    ],
)
def test_a_host_can_be_allowed(allowed: str, host: str, is_called: bool) -> None:
    mounts = Mounts(network, [allowed])
    assert (answer(mounts, f"https://{host}/hook") == "the network") is is_called


@pytest.mark.parametrize("host", ["https://app.example", "app.example/hook", "", " "])
def test_what_is_no_host_cannot_be_allowed(host: str) -> None:
    with pytest.raises(MockconfError, match=r"allowed_hosts takes hosts such as app\.example:8443"):
        Mounts(network, [host])


# The places


def test_the_longest_path_wins_and_ends_at_a_border() -> None:
    mounts = Mounts(nowhere)
    mounts.mount("https://app.example/voice", saying("voice"))
    mounts.mount("https://app.example", saying("root"))
    mounts.mount("https://app.example/voice/v1/", saying("first"))
    for path, app in {
        "": "root",
        "?a=/voice": "root",
        "/": "root",
        "/voices": "root",
        "/voice": "voice",
        "/voice?a=1": "voice",
        "/voice/v2": "voice",
        "/voice/v1": "first",
        "/voice/v1/hook": "first",
    }.items():
        assert answer(mounts, f"https://app.example{path}") == app


@pytest.mark.parametrize(
    ("base_url", "url", "is_here"),
    [
        ("https://app.example", "https://app.example:443/hook", True),
        ("https://app.example:443", "https://APP.example/hook", True),
        ("http://app.example", "http://app.example:80/hook", True),
        ("https://app.example", "http://app.example/hook", False),
        ("https://app.example", "https://app.example:8443/hook", False),
        ("https://app.example", "https://www.app.example/hook", False),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000/hook", True),
    ],
)
def test_scheme_host_and_port_must_agree(base_url: str, url: str, is_here: bool) -> None:
    mounts = Mounts(network, ["*"])
    mounts.mount(base_url, saying("here"))
    assert answer(mounts, url) == ("here" if is_here else "the network")


def test_a_second_mount_takes_the_place_of_the_first() -> None:
    mounts = Mounts(nowhere)
    mounts.mount("https://app.example", saying("old"))
    mounts.mount("https://app.example/", saying("new"))
    assert answer(mounts, "https://app.example/hook") == "new"


def test_nothing_is_mounted_after_the_close() -> None:
    mounts = Mounts(nowhere)
    mounts.mount("https://app.example", saying("here"))
    mounts.close()
    assert "is not allowed" in answer(mounts, "https://app.example/hook")


# The apps


class Callable3:
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await asgi(scope, receive, send)


def decorated(scope: Any, receive: Any, send: Any) -> Awaitable[None]:
    """No coroutine function, as behind a decorator, but it takes what ASGI gives."""
    return asgi(scope, receive, send)


async def configured(setting: str, scope: Any, receive: Any, send: Any) -> None:
    await asgi(scope, receive, send)


@pytest.mark.parametrize(
    "app", [asgi, Callable3(), Callable3().__call__, decorated, functools.partial(configured, "x")]
)
def test_an_asgi_app_is_told_by_its_form(app: Any) -> None:
    mounts = Mounts(nowhere)
    mounts.mount("https://app.example", app)
    assert answer(mounts, "https://app.example/hook") == "asgi"
    mounts.close()


def module() -> ModuleType:
    return sys.modules[__name__]


def create_app() -> flask.Flask:
    return flask.Flask(__name__)


async def create_app_slowly() -> flask.Flask:
    return create_app()


@pytest.mark.parametrize(
    ("app", "fix"),
    [
        (module(), "tests.test_mounts is a module: mount the app in it, such as tests.test_mounts.app"),
        (flask.Flask, "Flask is a class: mount an object of it"),
        (create_app, "create_app is called neither as a WSGI app, (environ, start_response), nor as an "),
        (create_app_slowly, "If it makes the app, mount what it returns: mount(url, create_app())"),
        ("app:app", "an object of type str cannot be called"),
        (None, "an object of type NoneType cannot be called"),
    ],
)  # fmt: skip
def test_what_is_no_app_is_refused_with_the_fix(app: Any, fix: str) -> None:
    with pytest.raises(MockconfError) as caught:
        Mounts(nowhere).mount("https://app.example", app)
    assert fix in str(caught.value)


def test_a_coroutine_is_refused_with_the_fix() -> None:
    with pytest.raises(MockconfError, match="await it, and mount what it returns"):
        Mounts(nowhere).mount("https://app.example", create_app_slowly())


@pytest.mark.parametrize(
    ("base_url", "fix"),
    [
        (create_app, "the URL comes first: mount('https://app.example', app)"),
        ("app.example", "a base URL has scheme and host: mount('https://app.example', app)"),
        ("/hook", "a base URL has scheme and host"),
        ("https://app.example?a=1", "a base URL has no query, fragment, username or password"),
        ("https://app.example#rc=1", "a base URL has no query, fragment, username or password"),
        ("https://ada:secret@app.example", "a base URL has no query, fragment, username or password"),
    ],
)  # fmt: skip
def test_what_is_no_base_url_is_refused_with_the_fix(base_url: Any, fix: str) -> None:
    with pytest.raises(MockconfError) as caught:
        Mounts(nowhere).mount(base_url, saying("here"))
    assert fix in str(caught.value)
    assert "secret" not in str(caught.value)
