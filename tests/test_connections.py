"""What happens on one connection: how long it lives, what may follow what, and who leaves in the middle."""

from __future__ import annotations

import json
import socket
import struct

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.conftest import AS_SDK
from tests.line import Line, request
from tests.wire import FORM, Wire

CALL = b"From=%2B15017122661&To=%2B15558675310"


def test_a_connection_stays_open_across_requests(
    wire: Wire, own: dict[str, str], listing: str, target: str
) -> None:
    with Line(wire.url) as line:
        for number in range(3):
            line.send(request("GET", listing, own))
            reply = line.answer()
            assert (reply.status, reply.headers["Connection"]) == (200, "keep-alive")
            assert len(reply.json["conferences"]) == min(number, 1)
            line.send(request("POST", target, own | {"Content-Type": FORM}, CALL))
            assert line.answer().status == 201


@pytest.mark.parametrize("value", ["close", "Close", "CLOSE"])
def test_a_connection_ends_when_the_client_asks_for_it(
    wire: Wire, own: dict[str, str], listing: str, value: str
) -> None:
    with Line(wire.url) as line:
        line.send(request("GET", listing, own | {"Connection": value}))
        reply = line.answer()
        assert (reply.status, reply.headers["Connection"]) == (200, "close")
        assert line.is_closed()


def test_a_connection_of_http_1_0_ends_after_its_answer(
    wire: Wire, own: dict[str, str], listing: str
) -> None:
    with Line(wire.url) as line:
        line.send(request("GET", listing, own).replace(b"HTTP/1.1", b"HTTP/1.0"))
        reply = line.answer()
        assert (reply.status, reply.headers["Connection"]) == (200, "close")
        assert line.is_closed()


def test_requests_sent_at_once_are_answered_in_their_order(
    wire: Wire, own: dict[str, str], listing: str, target: str
) -> None:
    post = request("POST", target, own | {"Content-Type": FORM}, CALL)
    with Line(wire.url) as line:
        line.send(request("GET", listing, own) + post + post + request("GET", listing, own))
        assert line.answer().json["conferences"] == []
        made = [line.answer().json["call_sid"] for _ in range(2)]
        assert len(set(made)) == 2
        assert len(line.answer().json["conferences"]) == 1


def test_an_answer_arrives_in_one_piece(wire: Wire, own: dict[str, str], target: str) -> None:
    """Two writes, head and body, would on most of the twenty times be seen as two."""
    with socket.create_connection(("127.0.0.1", int(wire.url.rpartition(":")[2])), 10) as raw:
        for _ in range(20):
            raw.sendall(request("POST", target, own | {"Content-Type": FORM}, CALL))
            head, _, body = raw.recv(65_536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 201 ")
            assert json.loads(body)["conference_sid"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "{listing}"), ("PUT", "{target}"), ("POST", "/nowhere")]
)
def test_a_body_that_nobody_wants_is_not_taken_for_the_next_request(
    wire: Wire, own: dict[str, str], listing: str, target: str, method: str, path: str
) -> None:
    unwanted = b"GET / HTTP/1.1\r\n\r\n" + b"a" * 200_000
    with Line(wire.url) as line:
        line.send(request(method, path.format(listing=listing, target=target), own, unwanted))
        assert line.answer().headers["Connection"] == "keep-alive"
        line.send(request("GET", listing, own))
        assert line.answer().json["conferences"] == []


@pytest.mark.parametrize("size", [300_000, 2_000_000])
def test_too_large_a_body_is_not_taken_for_the_next_request(
    wire: Wire, own: dict[str, str], listing: str, target: str, size: int
) -> None:
    with Line(wire.url) as line:
        line.send(request("POST", target, own, b"GET / HTTP/1.1\r\n\r\n" + b"a" * size))
        refusal = line.answer()
        assert refusal.error == (413, 20413)
        if refusal.headers["Connection"] == "close":
            assert line.is_closed()
        else:
            line.send(request("GET", listing, own))
            assert line.answer().json["conferences"] == []


def test_a_client_goes_on_after_too_large_a_body(client: Client) -> None:
    with pytest.raises(TwilioRestException, match="413"):
        client.conferences("Support").participants.create(**AS_SDK, call_reason="a" * 500_000)
    assert client.conferences("Support").participants.create(**AS_SDK).status == "queued"


def test_a_client_that_waits_for_leave_to_send_its_body_gets_it(
    wire: Wire, own: dict[str, str], target: str
) -> None:
    expecting = own | {"Expect": "100-continue", "Content-Length": str(len(CALL))}
    with Line(wire.url) as line:
        line.send(request("POST", target, expecting))
        assert line.answer().status == 100
        line.send(CALL)
        assert line.answer().status == 201


def test_a_body_in_chunks_is_read(wire: Wire, own: dict[str, str], target: str) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (1, bytes([byte])) for byte in CALL) + b"0\r\n\r\n"
    with Line(wire.url) as line:
        chunked = own | {"Transfer-Encoding": "chunked", "Content-Type": FORM}
        line.send(request("POST", target, chunked, chunks))
        assert line.answer().status == 201


@pytest.mark.parametrize("part", ["nothing", "half-a-head", "half-a-body", "no-reading"])
def test_a_client_that_disconnects_does_not_disturb_the_others(
    wire: Wire, own: dict[str, str], listing: str, target: str, part: str
) -> None:
    whole = request("POST", target, own | {"Content-Type": FORM}, CALL)
    sent = {
        "nothing": b"",
        "half-a-head": whole[:60],
        "half-a-body": whole[:-10],
        "no-reading": request("GET", listing, own) * 50,
    }[part]
    with Line(wire.url) as patient:
        for _ in range(10):
            with Line(wire.url) as gone:
                gone.send(sent)
                linger = struct.pack("ii", 1, 0)  # leaves with a reset instead of a goodbye
                gone.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        patient.send(request("GET", listing, own))
        assert patient.answer().json["conferences"] == []
