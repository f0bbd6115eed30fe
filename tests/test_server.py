"""The server under `mockconf serve` and the fixture: many callers at once, a prompt end, a free port."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from mockconf import World, create_app
from mockconf.exchange import Request
from mockconf.server import Server
from tests.conftest import sdk
from tests.line import Line, basic, request
from tests.wire import Reply, Wire

THREADS = 32
CALL = b"From=%2B15017122661&To=%2B15558675310"


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual, so that what is not guarded breaks."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1_000)
    yield
    sys.setswitchinterval(usual)


def is_healthy(url: str) -> bool:
    return Wire(url, "", "").control("GET", "health").status == 200


@pytest.mark.usefixtures("hasty_threads")
def test_callers_at_the_same_time_find_one_consistent_state(wire: Wire) -> None:
    def call(number: int) -> list[Reply]:
        return [
            wire.dial(f"Room {number}"),
            *(wire.dial("Shared", Label=f"{number}-{turn}") for turn in range(7)),
        ]

    with ThreadPoolExecutor(THREADS) as pool:
        made = [one for replies in pool.map(call, range(THREADS), timeout=60) for one in replies]
    assert {one.status for one in made} == {201}
    assert len({one.json["call_sid"] for one in made}) == len(made) == 8 * THREADS
    listed = wire.get("Conferences.json?PageSize=1000").json["conferences"]
    assert len({one["sid"] for one in listed}) == len(listed) == THREADS + 1
    (shared,) = [one["sid"] for one in listed if one["friendly_name"] == "Shared"]
    present = wire.get(f"Conferences/{shared}/Participants.json?PageSize=1000").json["participants"]
    assert len({one["label"] for one in present}) == len(present) == 7 * THREADS
    events = wire.control("GET", f"conferences/{shared}").json["events"]
    assert [one["sequence_number"] for one in events] == list(range(1, 7 * THREADS + 2))
    findings = wire.control("GET", "findings").json["findings"]
    assert {one["rule"] for one in findings} == {"announced-change"}


@pytest.mark.usefixtures("hasty_threads")
def test_callers_at_the_same_time_need_no_server_between_them() -> None:
    world = World()
    account = f"/2010-04-01/Accounts/{world.account_sid}"
    own = {"authorization": basic(world.account_sid, world.auth_token)}
    path = f"{account}/Conferences/Shared/Participants.json"
    dial = Request(method="POST", path=path, headers=own, body=CALL)

    def call(_: int) -> list[int]:
        return [world.answer(dial).status for _ in range(7)]

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = [one for made in pool.map(call, range(THREADS), timeout=60) for one in made]
    assert statuses == [201] * 7 * THREADS
    numbers = [event.sequence_number for event in world.journal.events]
    assert numbers == list(range(1, 7 * THREADS + 2))
    assert len({one.number for one in world.journal.exchanges}) == 7 * THREADS


@pytest.mark.usefixtures("hasty_threads")
def test_one_sdk_client_serves_many_threads(wire: Wire) -> None:
    client = sdk(wire.url, wire.account_sid, wire.auth_token)
    sid = wire.dial("Support", Label="agent").json["conference_sid"]

    def mute(number: int) -> bool:
        agent = client.conferences(sid).participants("agent").update(muted=number % 2 == 0)
        return bool(agent.muted) == (number % 2 == 0)

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(mute, range(2 * THREADS), timeout=60))


def test_a_server_is_reachable_before_it_serves() -> None:
    server = Server(create_app())
    with Line(server.url) as line:
        line.send(request("GET", "/_mockconf/health"))
        with server:
            assert line.answer().status == 200


def test_a_server_that_stops_is_prompt_and_ends_all_connections() -> None:
    server = Server(create_app()).start()
    with Line(server.url) as idle, Line(server.url) as used, Line(server.url) as halfway:
        used.send(request("GET", "/_mockconf/health"))
        assert used.answer().status == 200
        halfway.send(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc")
        before = monotonic()
        server.stop()
        assert monotonic() - before < 2
        for line in (idle, used):
            assert line.is_closed()


def test_a_server_that_stops_releases_its_port() -> None:
    server = Server(create_app()).start()
    with Line(server.url) as line:  # a connection that is open must not keep the port
        line.send(request("GET", "/_mockconf/health"))
        assert line.answer().status == 200
        server.stop()
    with pytest.raises(ConnectionRefusedError):
        Line(server.url)
    with Server(create_app(), port=server.port) as next_one:
        assert is_healthy(next_one.url)


def test_a_server_may_be_stopped_twice() -> None:
    server = Server(create_app()).start()
    server.stop()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        Line(server.url)


def test_a_server_that_never_started_stops_as_well() -> None:
    server = Server(create_app())
    stopping = Thread(target=server.stop, daemon=True)
    stopping.start()
    stopping.join(3)
    assert not stopping.is_alive()
    with pytest.raises(ConnectionRefusedError):
        Line(server.url)


def test_a_port_in_use_is_told() -> None:
    with Server(create_app()) as first, pytest.raises(OSError, match="in use"):
        Server(create_app(), port=first.port)


def test_two_servers_know_nothing_of_each_other() -> None:
    with Server(create_app(seed="one")) as one, Server(create_app(seed="two")) as two:
        wires = [_own_wire(server.url, seed) for server, seed in ((one, "one"), (two, "two"))]
        assert wires[0].account_sid != wires[1].account_sid
        wires[0].dial("Support")
        counts = [len(wire.get("Conferences.json").json["conferences"]) for wire in wires]
        assert counts == [1, 0]


def test_a_server_listens_on_ipv6_too() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with Server(create_app(), "::1") as server:
        assert server.url.startswith("http://[::1]:")
        assert is_healthy(server.url)


def _own_wire(url: str, seed: str) -> Wire:
    given = Wire(url, "", "").control("POST", "reset", {"seed": seed}).json
    return Wire(url, given["account_sid"], given["auth_token"])


def test_what_an_app_writes_the_old_way_comes_after_the_head_and_its_answer_is_closed() -> None:
    closed = []

    class Chunks(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def app(environ: Any, start_response: Any) -> Chunks:
        write = start_response("200 OK", [("Content-Length", "4")])
        write(b"ab")
        return Chunks([b"cd"])

    with Server(app) as server, Line(server.url) as line:
        line.send(request("GET", "/"))
        assert (line.answer().body, closed) == (b"abcd", [True])
