"""Deliveries over real sockets, to receivers with every habit."""

from __future__ import annotations

import gc
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
import trustme

from mockconf import transport
from mockconf.sending import Sent, send
from mockconf.transport import over_http
from tests.listener import (
    PARAMS,
    Habit,
    Listener,
    answering,
    callback_to,
    closing_midway,
    dripping,
    hanging,
    raising,
    saying,
)

#: Far more than any of the limits below, far less than the patience of a receiver.
SOON = 5.0


def sent_to(url: str) -> Sent:
    return send(over_http, callback_to(url))


@pytest.fixture
def silent_port() -> int:
    """A port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_post_arrives_as_it_was_signed() -> None:
    with Listener() as listener:
        callback = callback_to(f"{listener.url}/hook;a/%C3%BC?step=1&x=%20#rc=0", Accept="*/*")
        assert send(over_http, callback) == Sent(200, None, 1, b"")
    [received] = listener.requests
    assert received.method == "POST"
    assert received.target == "/hook;a/%C3%BC?step=1&x=%20"
    assert received.params == PARAMS
    assert received.headers == {
        "host": f"127.0.0.1:{listener.port}",
        "connection": "close",
        "content-length": str(len(callback.body)),
        **{name.lower(): value for name, value in callback.headers.items()},
    }


def test_a_get_has_its_parameters_in_the_query_and_no_body() -> None:
    with Listener() as listener:
        send(over_http, callback_to(f"{listener.url}?step=1", method="GET"))
    [received] = listener.requests
    assert (received.method, received.body) == ("GET", b"")
    assert received.target.startswith("/?step=1&ConferenceSid=CF")
    assert received.params == {"step": "1", **PARAMS}
    assert not {"content-type", "content-length"} & set(received.headers)


def test_username_and_password_become_basic_credentials() -> None:
    with Listener(answering(500)) as listener:
        sent = sent_to(f"http://ada:s%40cret@127.0.0.1:{listener.port}/hook")
    [received] = listener.requests
    assert received.headers["authorization"] == "Basic " + b64encode(b"ada:s@cret").decode()
    assert received.headers["host"] == f"127.0.0.1:{listener.port}"
    assert received.target == "/hook"
    assert sent.reason == f"{listener.url}/hook answered 500"


def test_names_below_localhost_are_this_machine() -> None:
    with Listener() as listener:
        sent = sent_to(f"http://app.localhost:{listener.port}/hook")
    assert sent.reason is None
    assert listener.requests[0].headers["host"] == f"app.localhost:{listener.port}"


def test_a_proxy_of_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch, silent_port: int
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{silent_port}")
    with Listener() as listener:
        assert sent_to(listener.url).reason is None


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_every_2xx_is_delivered(status: int) -> None:
    with Listener(answering(status)) as listener:
        assert sent_to(listener.url) == Sent(status, None, 1, b"")


@pytest.mark.parametrize("status", [300, 304, 400, 404, 410, 500, 503])
def test_any_other_status_is_a_failure(status: int) -> None:
    with Listener(answering(status)) as listener:
        sent = sent_to(f"{listener.url}/hook?step=1")
    assert (sent.status, sent.attempts) == (status, 1)
    assert sent.reason == f"{listener.url}/hook answered {status}"


def test_a_status_that_is_none_is_a_failure() -> None:
    with Listener(answering(700)) as listener:
        sent = sent_to(listener.url)
    assert sent.reason == f"{listener.url}/ answered 700, which is no HTTP status"


def test_of_a_large_answer_the_beginning_is_enough() -> None:
    with Listener(answering(200, b"0123456789abcdef" * 625_000)) as listener:
        reply = over_http(callback_to(listener.url))
        sent = sent_to(listener.url)
    assert len(reply.body) == 65_536
    assert sent == Sent(200, None, 1, b"0123456789abcdef" * 64)


def test_the_beginning_of_an_answer_is_kept() -> None:
    with Listener(answering(404, b"no such hook")) as listener:
        assert sent_to(listener.url).answer == b"no such hook"


@pytest.mark.parametrize(
    ("habit", "said"),
    [
        (saying(b""), "closed the connection without an answer"),
        (raising, "closed the connection without an answer"),
        (closing_midway, "broke off in the middle of its answer"),
        (
            saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
            "broke off in the middle of its answer",
        ),
        (saying(b"SSH-2.0-OpenSSH_9.6\r\n"), "answered what is not HTTP: SSH-2.0-OpenSSH_9.6"),
        (saying(b"HTTP/1.1 twohundred OK\r\n\r\n"), "answered what is not HTTP"),
        (saying(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200), "answered what is not HTTP"),
    ],
    ids=[
        "nothing",
        "an exception",
        "half a body",
        "half a chunk",
        "another protocol",
        "garbage",
        "headers",
    ],
)
def test_what_is_no_whole_answer_is_a_failure(habit: Habit, said: str) -> None:
    with Listener(habit) as listener:
        sent = sent_to(f"{listener.url}/hook")
    assert sent.status is None
    assert sent.reason is not None
    assert sent.reason.startswith(f"{listener.url}/hook {said}")


def test_an_answer_that_ends_with_the_connection_is_whole() -> None:
    with Listener(saying(b"HTTP/1.0 200 OK\r\n\r\nthanks")) as listener:
        assert sent_to(listener.url) == Sent(200, None, 1, b"thanks")


def test_a_receiver_that_hangs_is_left_after_the_read_timeout() -> None:
    with Listener(hanging) as listener:
        start = monotonic()
        sent = sent_to(f"{listener.url}#rt=200")
        assert monotonic() - start < SOON
    assert sent == Sent(None, f"{listener.url}/ was silent for 0.2 s", 1, b"")


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Drip: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n",
    ],
    ids=["status", "headers", "body", "body of known length"],
)
def test_a_receiver_that_drips_is_left_after_the_total_timeout(beginning: bytes) -> None:
    with Listener(dripping(beginning)) as listener:
        start = monotonic()
        sent = sent_to(f"{listener.url}#tt=300")
        assert 0.3 <= monotonic() - start < SOON
    assert sent == Sent(None, f"{listener.url}/ gave no whole answer within 0.3 s", 1, b"")


def test_the_total_timeout_covers_every_attempt() -> None:
    with Listener(hanging) as listener:
        start = monotonic()
        sent = sent_to(f"{listener.url}#rt=200&tt=500&rc=5&rp=rt")
        assert 0.5 <= monotonic() - start < SOON
    assert sent.status is None
    assert sent.attempts == 3


def test_a_handshake_that_hangs_is_left_after_the_connect_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        start = monotonic()
        sent = sent_to(f"https://{place}#ct=100&rc=0")
        assert monotonic() - start < SOON
    assert sent == Sent(None, f"no connection to {place} within 0.1 s", 1, b"")


def test_a_receiver_that_is_down_is_tried_twice(silent_port: int) -> None:
    sent = sent_to(f"http://127.0.0.1:{silent_port}/hook")
    assert sent == Sent(None, f"nothing listens at 127.0.0.1:{silent_port}", 2, b"")


def test_a_host_without_an_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    sent = sent_to("http://ada:secret@app.invalid/hook#rc=0")
    assert sent.reason == "host 'app.invalid' cannot be found: Name or service not known"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hook",
        "/hook",
        "ftp://127.0.0.1/hook",
        "http://",
        "http://:80/",
        "http://[::1/hook",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:http/",
        "http://a..b/",
        f"http://{'a' * 70}.example/",
        "http://a b/",
    ],
)
def test_what_is_no_url_is_a_failure(url: str) -> None:
    sent = sent_to(url)
    assert (sent.status, sent.attempts) == (None, 1)
    assert sent.reason is not None
    assert sent.reason.endswith(" cannot be called: it is no http(s) URL with a host")


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
    """An authority that is trusted while the test lasts."""
    authority, file = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    transport._trusting.cache_clear()
    yield authority
    transport._trusting.cache_clear()


def certified(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_trusted_certificate_is_believed(authority: trustme.CA) -> None:
    with Listener(certified=certified(authority, "127.0.0.1")) as listener:
        assert sent_to(f"{listener.url}/hook") == Sent(200, None, 1, b"")
    assert listener.requests[0].params == PARAMS


def test_a_certificate_of_nobody_known_is_refused() -> None:
    with Listener(certified=certified(trustme.CA(), "127.0.0.1")) as listener:
        sent = sent_to(f"{listener.url}#rc=0")
    assert sent.status is None
    assert sent.reason is not None
    assert sent.reason.startswith(f"the certificate of 127.0.0.1:{listener.port} is not trusted: ")
    assert sent.reason.endswith("mount(...) the app, or name its authority in SSL_CERT_FILE")
    assert listener.requests == []


def test_a_certificate_of_another_host_is_refused(authority: trustme.CA) -> None:
    with Listener(certified=certified(authority, "app.example")) as listener:
        sent = sent_to(f"{listener.url}#rc=0")
    assert sent.reason is not None
    assert "is not trusted" in sent.reason


def test_a_receiver_without_tls_is_named() -> None:
    with Listener() as listener:
        sent = sent_to(f"https://127.0.0.1:{listener.port}#rc=0")
    assert sent.reason is not None
    assert sent.reason.startswith(f"127.0.0.1:{listener.port} does not speak TLS as it should")


def test_no_socket_stays_open(recwarn: pytest.WarningsRecorder, silent_port: int) -> None:
    habits = (answering(200), closing_midway, saying(b""), saying(b"no HTTP\r\n"), hanging)
    with Listener(*habits) as listener:
        for _ in habits:
            sent_to(f"{listener.url}#rt=100&rp=4xx")
        sent_to(f"https://127.0.0.1:{listener.port}#rc=0&ct=100")
    sent_to(f"http://127.0.0.1:{silent_port}")
    gc.collect()
    assert [warning.message for warning in recwarn] == []
