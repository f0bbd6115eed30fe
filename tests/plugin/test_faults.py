"""Under load and under attack: nothing is lost, nothing hangs beyond its limit, nothing reaches the next test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Barrier, Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest

from mockconf.delivery import Outcome
from pytest_mockconf import ConferenceScript, MockConf
from tests.conftest import AS_SDK, sdk
from tests.plugin.webhooks import APP, HOOK, Heard

THREADS = 32


# An app that asks while it is told


def test_a_mounted_app_calls_back_from_its_handler(mockconf: MockConf, client: Any) -> None:
    heard = Heard()

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        answer = heard.app(environ, start_response)
        form = heard[-1]
        if form["StatusCallbackEvent"] == "participant-join":
            there = client.conferences(form["ConferenceSid"]).participants
            there(form["CallSid"]).update(muted=True)
        return answer

    mockconf.mount(APP, app)
    alice = mockconf.conference("Support", status_callback=HOOK).join(label="alice")
    assert alice.is_muted
    assert heard.events == ["participant-join", "participant-mute"]


def test_an_app_on_a_single_thread_calls_back_from_its_handler(mockconf: MockConf) -> None:
    """Whoever delivered inside the request would wait for an answer that waits for the delivery."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body))
            heard.append(form["StatusCallbackEvent"])
            client = sdk(mockconf.url, mockconf.account_sid, mockconf.auth_token)
            room = client.conferences(form["ConferenceSid"])
            if heard[-1] == "participant-join":
                room.participants(form["CallSid"]).update(muted=True)
            elif heard[-1] == "participant-mute" and heard.count("participant-mute") == 2:
                room.update(status="completed")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/"
        room = mockconf.conference("Support", status_callback=url)
        room.join()
        room.join()
        server.shutdown()
        thread.join(10)
    assert room.status == "completed"
    assert heard[:3] == ["participant-join", "participant-mute", "participant-join"]
    assert heard[-1] == "conference-end"
    assert {one.outcome for one in mockconf.callbacks} == {Outcome.DELIVERED}


# Many


def test_a_thousand_events_have_one_delivery_each(
    mockconf: MockConf, room: ConferenceScript, heard: Heard
) -> None:
    alice, _ = room.join(), room.join()
    for number in range(997):
        (alice.unmute if number % 2 else alice.mute)()
    numbers = [str(number) for number in range(1, 1_001)]
    assert [form["SequenceNumber"] for form in heard] == numbers
    assert [one.params["SequenceNumber"] for one in mockconf.callbacks] == numbers
    assert [one.number for one in mockconf.callbacks] == list(range(1, 1_001))
    assert {one.outcome for one in mockconf.callbacks} == {Outcome.DELIVERED}
    assert {one.attempts for one in mockconf.callbacks} == {1}


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What as many threads do that begin in the same moment."""
    barrier = Barrier(THREADS)

    def begin(number: int) -> Any:
        barrier.wait(10)
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


@pytest.mark.parametrize("is_socket", [False, True], ids=["in process", "over the socket"])
def test_of_what_many_threads_ask_at_once_nothing_is_lost(
    mockconf: MockConf, room: ConferenceScript, heard: Heard, is_socket: bool
) -> None:
    def make() -> Any:
        if is_socket:
            return sdk(mockconf.url, mockconf.account_sid, mockconf.auth_token)
        return mockconf.twilio_client()

    def work(number: int) -> str:
        client = make()
        made = client.conferences("Support").participants.create(**AS_SDK, label=f"caller {number}")
        there = client.conferences(made.conference_sid).participants(made.call_sid)
        there.update(muted=True)
        there.fetch()
        return str(made.call_sid)

    calls = at_once(work)
    mockconf.settle()
    assert len(set(calls)) == THREADS
    assert {one.call_sid for one in room.participants if one.is_muted} == set(calls)
    assert [one.number for one in mockconf.requests] == list(range(1, 3 * THREADS + 1))
    assert {one.answer.status for one in mockconf.requests} == {200, 201}
    told = Counter((form["StatusCallbackEvent"], form.get("CallSid")) for form in heard)
    wanted = [(f"participant-{what}", call) for what in ("join", "mute") for call in calls]
    assert told == Counter([*wanted, ("conference-start", None)])
    numbers = [int(form["SequenceNumber"]) for form in heard]
    assert numbers == list(range(1, 2 * THREADS + 2))


def test_one_client_serves_many_threads(mockconf: MockConf, client: Any) -> None:
    at_once(lambda number: client.conferences(f"Room {number}").participants.create(**AS_SDK))
    mockconf.assert_requested("CreateParticipant", times=THREADS)
    assert len(client.conferences.list(status="init")) == THREADS


def test_many_threads_play_a_script(
    mockconf: MockConf, room: ConferenceScript, heard: Heard
) -> None:
    def work(number: int) -> None:
        somebody = room.join(label=f"caller {number}")
        somebody.mute()
        somebody.leave()

    room.join()
    room.join()
    at_once(work)
    assert len(room.participants) == 2
    assert len(heard) == 3 + 3 * THREADS
    assert {one.outcome for one in mockconf.callbacks} == {Outcome.DELIVERED}


def test_each_of_many_waiting_threads_gets_an_event_of_its_own(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = [pool.submit(mockconf.wait_for, "participant-join") for _ in range(8)]
        for _ in range(8):
            room.join()
        assert len({one.result(10).sequence_number for one in waits}) == 8
