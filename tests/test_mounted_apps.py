"""Applications of every kind are called in this process and see what they would see behind a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from mockconf.mounts import Mounts
from mockconf.sending import Sent, send
from tests.applications import ASGI, WSGI, Log, flask, plain_asgi, plain_wsgi, starlette
from tests.listener import PARAMS, callback_to
from tests.test_mounts import nowhere

KINDS = WSGI | ASGI


@pytest.fixture(params=KINDS.values(), ids=list(KINDS))
def make(request: pytest.FixtureRequest) -> Callable[[Log], Any]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def mounts() -> Iterator[Mounts]:
    mounts = Mounts(nowhere)
    yield mounts
    mounts.close()


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example/hook",
        "https://app.example/hook?step=1&empty=&x=%20+",
        "https://app.example:8443/deeply/nested/hook/",
        "http://app.example/",
        "http://app.example:8080/hook?step=1",
        "http://127.0.0.1:9/hook",
    ],
)
def test_an_app_sees_its_public_url_and_finds_the_signature_valid(
    make: Callable[[Log], Any], mounts: Mounts, url: str
) -> None:
    log = Log()
    mounts.mount(url.partition("/hook")[0], make(log))
    callback = callback_to(url)
    assert send(mounts, callback) == Sent(200, None, 1, b"")
    [seen] = log
    assert (seen.method, seen.url, seen.form, seen.is_signed) == ("POST", url, PARAMS, True)
    host = url.split("/")[2]
    expected = {"host": host, **{name.lower(): value for name, value in callback.headers.items()}}
    assert expected.items() <= seen.headers.items()


def test_a_get_has_its_parameters_in_the_query(make: Callable[[Log], Any], mounts: Mounts) -> None:
    log = Log()
    mounts.mount("https://app.example", make(log))
    params = {"ConferenceSid": "CF1", "FriendlyName": "Support & Sales"}
    assert send(mounts, callback_to("https://app.example/hook?a=1", "GET", params)).reason is None
    [seen] = log
    assert seen.url == f"https://app.example/hook?a=1&{urlencode(params)}"
    assert (seen.method, seen.form, seen.is_signed) == ("GET", {}, True)


@pytest.mark.parametrize("make", [plain_wsgi, plain_asgi])
def test_a_url_arrives_with_its_escapes(make: Callable[[Log], Any], mounts: Mounts) -> None:
    """Frameworks decode some of them, in front of any server."""
    log = Log()
    mounts.mount("http://127.0.0.1:9", make(log))
    send(mounts, callback_to("http://127.0.0.1:9/caf%C3%A9/a%20b?c=%C3%BC", "GET"))
    [seen] = log
    assert seen.url.startswith("http://127.0.0.1:9/caf%C3%A9/a%20b?c=%C3%BC&")
    assert seen.is_signed


def test_an_app_below_a_path_sees_the_whole_url(make: Callable[[Log], Any], mounts: Mounts) -> None:
    log = Log()
    mounts.mount("https://app.example/voice/v1/", make(log))
    assert send(mounts, callback_to("https://app.example/voice/v1/hook?a=1")).reason is None
    [seen] = log
    assert (seen.url, seen.is_signed) == ("https://app.example/voice/v1/hook?a=1", True)


def test_username_and_password_become_basic_credentials(
    make: Callable[[Log], Any], mounts: Mounts
) -> None:
    log = Log()
    mounts.mount("https://app.example", make(log))
    assert send(mounts, callback_to("https://ada:secret@app.example/hook")).reason is None
    [seen] = log
    assert seen.headers["authorization"] == "Basic YWRhOnNlY3JldA=="
    assert (seen.url, seen.is_signed) == ("https://app.example/hook", True)


def test_what_an_app_raises_is_told_with_its_line(
    make: Callable[[Log], Any], mounts: Mounts
) -> None:
    mounts.mount("https://app.example", make(Log()))
    sent = send(mounts, callback_to("https://app.example/broken?a=1#rp=5xx"))
    assert (sent.status, sent.attempts) == (500, 2)
    assert sent.reason is not None
    text = r"the app at https://app\.example/broken raised RuntimeError: the handler is broken"
    assert re.fullmatch(text + r" \(tests/applications\.py:\d+\)", sent.reason)


def test_an_app_that_hides_what_it_raises_has_answered_500(mounts: Mounts) -> None:
    app = flask(Log())
    app.testing = False
    mounts.mount("https://app.example", app)
    sent = send(mounts, callback_to("https://app.example/broken"))
    assert (sent.status, sent.reason) == (500, "https://app.example/broken answered 500")
    assert b"Internal Server Error" in sent.answer


def test_a_redirect_within_an_app_is_followed(mounts: Mounts) -> None:
    from flask import Flask

    app = Flask(__name__)
    app.add_url_rule("/hook/", view_func=lambda: "", endpoint="hook", methods=["POST"])
    mounts.mount("https://app.example", app)
    sent = send(mounts, callback_to("https://app.example/hook"))
    assert sent.status == 405
    assert sent.reason is not None
    assert "a redirect is followed by a GET without the parameters" in sent.reason


def test_two_apps_live_side_by_side(mounts: Mounts) -> None:
    one, other = Log(), Log()
    mounts.mount("https://one.example", flask(one))
    mounts.mount("https://other.example", starlette(other))
    for host in ("one", "other", "one"):
        assert send(mounts, callback_to(f"https://{host}.example/hook")).reason is None
    assert (len(one), len(other)) == (2, 1)
