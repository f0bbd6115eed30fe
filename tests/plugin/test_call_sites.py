"""Whose line a failure names: the application's own, whichever client it uses and on whichever thread."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.suites import Ran

TEST = """
import app

def test_it(mockconf):
    mockconf.conference("Support").join(label="alice")
    app.run(mockconf)
"""
#: By kind of client: an application whose ninth line misspells a parameter.
CLIENTS = {
    "in process": """
from twilio.rest import Client


def run(mockconf):
    client = mockconf.twilio_client()
    fields = {"Status": "init", "Statuss": "init"}
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    client.request("GET", path, params=fields)
""",
    "in process, async": """
import asyncio


async def ask(mockconf, fields):
    client = mockconf.twilio_client(async_=True)
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"

    await client.request_async("GET", path, params=fields)


def run(mockconf):
    asyncio.run(ask(mockconf, {"Status": "init", "Statuss": "init"}))
""",
    "over the socket, another thread": """
from threading import Thread
from twilio.rest import Client
def ask(mockconf):
    client = Client(mockconf.account_sid, mockconf.auth_token)
    client.api.base_url = mockconf.url
    fields = {"Status": "init", "Statuss": "init"}
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    client.request("GET", path, params=fields)


def run(mockconf):
    thread = Thread(target=ask, args=[mockconf])
    thread.start()
    thread.join(10)
""",
    "over the socket, this thread": """
from twilio.rest import Client


def run(mockconf):
    client = Client(mockconf.account_sid, mockconf.auth_token); client.api.base_url = mockconf.url
    fields = {"Status": "init", "Statuss": "init"}
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    client.request("GET", path, params=fields)
""",
    "urllib": """
from base64 import b64encode
from urllib.request import Request, urlopen


def run(mockconf):
    key = b64encode(f"{mockconf.account_sid}:{mockconf.auth_token}".encode()).decode()
    url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    urlopen(Request(f"{url}?Status=init&Statuss=init", headers={"Authorization": f"Basic {key}"})).close()
""",
    "webhook": """
def app(environ, start_response):
    client = WORLD.twilio_client()
    path = f"{WORLD.base_url()}/Accounts/{WORLD.account_sid}/Conferences.json"

    def ask():
        fields = {"Status": "init", "Statuss": "init"}

        client.request("GET", path, params=fields)
    ask()
    start_response("204 No Content", [])
    return []


def run(mockconf):
    global WORLD
    WORLD = mockconf
    mockconf.mount("https://app.example", app)
    mockconf.conference("Sales", status_callback="https://app.example/").join()
""",
}


@pytest.mark.parametrize("client", CLIENTS)
def test_the_call_site_is_the_applications_own_line(suite: Callable[..., Ran], client: str) -> None:
    ran = suite(TEST, app=CLIENTS[client])
    assert ran.outcomes == {"failed": 1}
    lines = ran.failure.splitlines()
    [at] = [place for place, line in enumerate(lines) if line.startswith("  from     app.py:9")]
    assert lines[at + 1].strip() == CLIENTS[client].splitlines()[8].strip()
    assert len(lines) < 25


def test_the_call_site_is_the_tests_line_where_the_test_asks(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
            mockconf.twilio_client().request("GET", path, params={"Status": "init", "A": "b"})
        """
    )
    assert "  from     test_it.py:4" in ran.failure


def test_two_threads_that_wait_at_once_are_not_mistaken_for_one_another(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        TEST,
        app="""
        import sys
        from threading import Barrier, Thread
        from urllib.error import HTTPError
        from urllib.request import urlopen


        def one(mockconf, barrier):
            barrier.wait(10)
            for _ in range(5):
                try:
                    urlopen(f"{mockconf.url}/one")  # one
                except HTTPError as error:
                    error.close()


        def other(mockconf, barrier):
            barrier.wait(10)
            for _ in range(5):
                try:
                    urlopen(f"{mockconf.url}/other")  # other
                except HTTPError as error:
                    error.close()


        def run(mockconf):
            barrier = Barrier(2)
            threads = [Thread(target=each, args=[mockconf, barrier]) for each in (one, other)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(10)
            for found in mockconf.ledger.found:
                wanted = "# one" if found.exchange.request.path == "/one" else "# other"
                assert found.call_site is None or wanted in found.call_site.source
        """,
    )
    assert ran.outcomes == {"failed": 1}
    assert "10 breaches that this test does not expect" in ran.failure


#: A client that nobody knows: it speaks HTTP by hand.
BY_HAND = """
import socket
from threading import Thread
from urllib.request import urlopen


def ask(mockconf):
    host, port = mockconf.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(b"GET /nowhere HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
        while connection.recv(4096):
            pass


def run(mockconf):
    ask(mockconf)


def run_beside_another(mockconf):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread = Thread(target=wait, args=[url])
        thread.start()
        connection, _ = server.accept()
        connection.recv(4096)
        ask(mockconf)
        connection.close()
    thread.join(10)


def wait(url):
    try:
        urlopen(url, timeout=10)
    except OSError:
        pass
"""


def test_a_call_site_that_cannot_be_told_is_said_to_be_unknown(suite: Callable[..., Ran]) -> None:
    ran = suite(TEST, app=BY_HAND)
    assert ran.outcomes == {"failed": 1}
    assert "  from     unknown: it came over the socket" in ran.failure


def test_a_thread_that_waits_for_somebody_else_is_not_blamed(suite: Callable[..., Ran]) -> None:
    ran = suite(TEST.replace("app.run", "app.run_beside_another"), app=BY_HAND)
    assert ran.outcomes == {"failed": 1}
    assert "  from     unknown: it came over the socket" in ran.failure


#: A thread waits with httpx for somebody else, or for the mock.
OF_HTTPX = """
import socket
from threading import Thread

import httpx


def wait(url):
    httpx.get(url, timeout=10)


def run(mockconf):
    wait(f"{mockconf.url}/nowhere")


def run_beside_another(mockconf):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread = Thread(target=wait, args=[url])
        thread.start()
        connection, _ = server.accept()
        connection.recv(4096)
        ask(mockconf)
        connection.sendall(b"HTTP/1.1 204 No\\r\\n\\r\\n")
        connection.close()
    thread.join(10)
"""


def test_a_client_of_httpx_is_known_by_its_port(suite: Callable[..., Ran]) -> None:
    ran = suite(TEST, app=OF_HTTPX)
    assert "  from     app.py:9, for test_it.py:6" in ran.failure


def test_a_client_of_httpx_that_waits_for_somebody_else_yields_to_who_waits_for_the_mock(
    suite: Callable[..., Ran],
) -> None:
    asking = """

def ask(mockconf):
    from urllib.error import HTTPError
    from urllib.request import urlopen
    try:
        urlopen(f"{mockconf.url}/nowhere", timeout=10)  # the one
    except HTTPError as error:
        error.close()
"""
    ran = suite(TEST.replace("app.run", "app.run_beside_another"), app=OF_HTTPX + asking)
    assert ran.outcomes == {"failed": 1}
    assert "# the one" in ran.failure
