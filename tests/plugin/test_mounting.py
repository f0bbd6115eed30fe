"""Apps in this process hear callbacks at their public URL, with a signature that is valid there; hosts beyond are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, request
from twilio.request_validator import RequestValidator

from pytest_mockconf import MockConf
from tests import applications
from tests.applications import ASGI, WSGI, Log
from tests.listener import Listener
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
APPS = WSGI | ASGI
EVENTS = ["participant-join", "participant-join", "conference-start"]


@pytest.fixture
def log(mockconf: MockConf, monkeypatch: pytest.MonkeyPatch) -> Log:
    """What an application has seen that validates signatures with the token of the mock."""
    monkeypatch.setattr(applications, "AUTH_TOKEN", mockconf.auth_token)
    return Log()


def meet(mockconf: MockConf, hook: str, method: Any = "POST") -> None:
    """Two people in a conference, of which `hook` is told."""
    room = mockconf.conference("Zoë & Co", status_callback=hook, status_callback_method=method)
    room.join(label="alice")
    room.join(label="bob")


@pytest.mark.mockconf(strict=True)
@pytest.mark.parametrize("kind", APPS)
def test_an_app_of_any_kind_sees_its_public_url_and_a_valid_signature(
    mockconf: MockConf, log: Log, kind: str
) -> None:
    mockconf.mount("https://app.example", APPS[kind](log))
    meet(mockconf, "https://app.example/hooks/twilio")
    assert [seen.url for seen in log] == ["https://app.example/hooks/twilio"] * 3
    assert [seen.form["StatusCallbackEvent"] for seen in log] == EVENTS
    assert {seen.form["FriendlyName"] for seen in log} == {"Zoë & Co"}
    assert all(seen.is_signed for seen in log)


@pytest.mark.mockconf(strict=True)
@pytest.mark.parametrize("kind", ["Django", "FastAPI", "Starlette"])
def test_a_callback_by_get_is_signed_for_the_url_with_its_query(
    mockconf: MockConf, log: Log, kind: str
) -> None:
    mockconf.mount("https://app.example", APPS[kind](log))
    meet(mockconf, "https://app.example/hook?tenant=7", "GET")
    assert {seen.method for seen in log} == {"GET"}
    assert all(seen.url.startswith("https://app.example/hook?tenant=7&") for seen in log)
    assert [seen.is_signed for seen in log] == [True] * 3


@pytest.mark.mockconf(strict=True)
@pytest.mark.parametrize("kind", ["Flask", "Django", "FastAPI", "Starlette"])
def test_a_callback_to_a_url_without_a_path_is_signed_as_the_app_sees_it(
    mockconf: MockConf, log: Log, kind: str
) -> None:
    mockconf.mount("https://app.example", APPS[kind](log))
    meet(mockconf, "https://app.example")
    assert {seen.url for seen in log} == {"https://app.example/"}
    assert [seen.is_signed for seen in log] == [True] * 3


@pytest.mark.mockconf(strict=True)
def test_flask_validates_a_callback_by_get_at_the_url_as_it_was_sent(
    mockconf: MockConf, log: Log
) -> None:
    app = Flask("app")

    @app.get("/hook")
    def hook() -> tuple[str, int]:
        # Its `request.url` has %3A and other escapes replaced, so that no signature fits it.
        url = f"{request.base_url}?{request.query_string.decode()}"
        return "", log.note("GET", url, {}, request.headers)

    mockconf.mount("https://app.example", app)
    meet(mockconf, "https://app.example/hook?tenant=7", "GET")
    assert [seen.is_signed for seen in log] == [True] * 3


@pytest.mark.mockconf(strict=True)
@pytest.mark.parametrize("kind", ["Flask", "Django", "FastAPI", "Starlette"])
def test_an_app_is_mounted_below_a_path_with_a_port(
    mockconf: MockConf, log: Log, kind: str
) -> None:
    mockconf.mount("http://localhost:8000/api", APPS[kind](log))
    meet(mockconf, "http://localhost:8000/api/hook")
    assert {seen.url for seen in log} == {"http://localhost:8000/api/hook"}
    assert [seen.is_signed for seen in log] == [True] * 3


def test_the_longest_url_that_fits_gets_the_callback(mockconf: MockConf, log: Log) -> None:
    other = Log()
    mockconf.mount("https://app.example", applications.flask(other))
    mockconf.mount("https://app.example/hooks", applications.flask(log))
    meet(mockconf, "https://app.example/hooks/twilio")
    assert (len(log), len(other)) == (3, 0)


def test_mounting_again_replaces_the_app(mockconf: MockConf, log: Log) -> None:
    other = Log()
    mockconf.mount("https://app.example", applications.flask(other))
    mockconf.mount("https://app.example", applications.fastapi(log))
    meet(mockconf, "https://app.example/hook")
    assert (len(log), len(other)) == (3, 0)


@pytest.mark.parametrize("name", ["one", "two"])
def test_a_mounted_app_is_gone_in_the_next_test(mockconf: MockConf, log: Log, name: str) -> None:
    if name == "one":
        mockconf.mount("https://app.example", applications.flask(log))
    meet(mockconf, "https://app.example/hook")
    outcomes = {"one": "delivered", "two": "failed"}
    assert {one.outcome.value for one in mockconf.callbacks} == {outcomes[name]}


def test_an_app_that_refuses_fails_its_test_with_what_it_answered(suite: Suite) -> None:
    ran = suite(
        """
        from flask import Flask

        def test_it(mockconf):
            app = Flask("app")

            @app.post("/hook")
            def hook():
                return "not today", 403

            mockconf.mount("https://app.example", app)
            mockconf.conference("Support", status_callback="https://app.example/hook").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "callback-failed: participant-join, SequenceNumber 1" in ran.failure
    assert "answered 403 not today" in ran.failure


@pytest.mark.parametrize(
    ("base_url", "app"),
    [
        ("app.example", lambda: None),
        ("https://app.example", 7),
        ("ftp://app.example", lambda: None),
    ],
    ids=["no scheme", "no app", "no web"],
)
def test_what_cannot_be_mounted_is_refused_at_the_line_that_mounts_it(
    suite: Suite, base_url: str, app: Any
) -> None:
    what = "7" if app == 7 else "lambda environ, start_response: []"
    ran = suite(f"def test_it(mockconf):\n    mockconf.mount({base_url!r}, {what})\n")
    assert ran.outcomes == {"failed": 1}
    assert "MockconfError: " in ran.failure
    assert ran.failure.splitlines()[-1].startswith("test_it.py:2: ")


def test_a_host_that_is_not_allowed_fails_the_test_and_names_the_fix(suite: Suite) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.conference("Support", status_callback="https://app.example/hook").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "to       POST https://app.example/hook" in ran.failure
    assert "mount" in ran.failure
    assert "allowed_hosts" in ran.failure


def test_a_marker_allows_hosts(suite: Suite) -> None:
    ran = suite(
        """
        import pytest
        from mockconf.transport import Reply

        SENT = []

        @pytest.fixture
        def mockconf_transport():
            def note(callback):
                SENT.append(callback.url)
                return Reply(204, {}, b"")
            return note

        @pytest.mark.mockconf(allowed_hosts=["*.example"])
        def test_it(mockconf):
            mockconf.conference("Support", status_callback="https://app.example/hook").join()
            assert SENT == ["https://app.example/hook"]
            mockconf.conference("Other", status_callback="https://app.test/hook").join()
            assert len(SENT) == 1
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "https://app.test/hook" in ran.failure
    assert "app.example" not in ran.failure


@pytest.mark.mockconf(strict=True)
def test_a_receiver_on_a_socket_of_this_machine_gets_signed_callbacks(mockconf: MockConf) -> None:
    validator = RequestValidator(mockconf.auth_token)
    with Listener() as listener:
        hook = f"{listener.url}/hook"
        meet(mockconf, hook)
    assert [one.params["StatusCallbackEvent"] for one in listener.requests] == EVENTS
    signatures = [one.headers["x-twilio-signature"] for one in listener.requests]
    assert [
        validator.validate(hook, one.params, signature)
        for one, signature in zip(listener.requests, signatures, strict=True)
    ] == [True] * 3


def test_a_receiver_that_is_down_fails_the_test(suite: Suite) -> None:
    ran = suite(
        """
        import socket

        def test_it(mockconf):
            with socket.create_server(("127.0.0.1", 0)) as server:
                port = server.getsockname()[1]
            mockconf.conference("Support", status_callback=f"http://127.0.0.1:{port}/hook").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "callback-failed: participant-join" in ran.failure
    assert "tried    2 times" in ran.failure
