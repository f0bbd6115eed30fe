"""What is hardly HTTP any more, byte by byte: refused at once, and the mock goes on as if it had not happened."""

from __future__ import annotations

from contextlib import suppress

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.conftest import AS_SDK, CALLER
from tests.line import Line, request
from tests.refusals import photograph
from tests.wire import FORM, Reply, Wire

CALL = b"From=%2B15017122661&To=%2B15558675310"


def ask(wire: Wire, sent: bytes, *, gone: bool = False) -> Reply:
    """The answer to some bytes, and nothing after it but the end of the connection."""
    with Line(wire.url, seconds=5) as line:
        line.send(sent)
        if gone:
            line.say_no_more()
        reply = line.answer()
        assert line.is_closed()
        return reply


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello world\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400),
        (b"GET / HTTP/1.1 extra\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/one\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 505),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431),
    ],
    ids=["words", "tls", "too-much", "space", "version", "http-2", "path", "header", "headers"],
)
def test_a_request_that_is_not_http_is_refused_in_json(
    wire: Wire, sent: bytes, status: int
) -> None:
    reply = ask(wire, sent)
    assert (reply.status, reply.json["status"]) == (status, status)
    assert reply.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("length", ["abc", "-1", "+5", "", "5 5", "0x5", "9" * 30, "9" * 5_000])
def test_a_content_length_that_is_none_is_refused(
    wire: Wire, target: str, own: dict[str, str], length: str
) -> None:
    reply = ask(wire, request("POST", target, own | {"Content-Length": length}, CALL), gone=True)
    assert reply.status in (400, 413)
    assert reply.headers["Content-Type"] == "application/json"
    assert photograph(wire) == []


def test_two_lengths_that_contradict_each_other_are_refused(
    wire: Wire, target: str, own: dict[str, str]
) -> None:
    sent = request("POST", target, own | {"Content-Length": "3"}, CALL)
    sent = sent.replace(b"\r\n\r\n", f"\r\nContent-Length: {len(CALL)}\r\n\r\n".encode(), 1)
    reply = ask(wire, sent)
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/json")
    assert photograph(wire) == []


def test_a_body_that_breaks_off_is_refused(wire: Wire, target: str, own: dict[str, str]) -> None:
    sent = request("POST", target, own | {"Content-Length": "500", "Content-Type": FORM}, CALL)
    reply = ask(wire, sent, gone=True)
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/json")
    assert photograph(wire) == []


def test_a_length_and_chunks_at_once_do_not_keep_anybody_waiting(
    wire: Wire, target: str, own: dict[str, str]
) -> None:
    framed = own | {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    with Line(wire.url, seconds=5) as line:
        line.send(request("POST", target, framed, b"0\r\n\r\n"))
        assert line.answer().status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"zz\r\nFrom=\r\n0\r\n\r\n",
        b"-5\r\nFrom=\r\n0\r\n\r\n",
        b"50\r\nFrom=",
        b"5\r\nFrom=0\r\n\r\n",
    ],
    ids=["no-number", "negative", "breaks-off", "no-line-end"],
)
def test_chunks_that_are_none_are_refused(
    wire: Wire, target: str, own: dict[str, str], body: bytes
) -> None:
    framed = own | {"Transfer-Encoding": "chunked", "Content-Type": FORM}
    reply = ask(wire, request("POST", target, framed, body), gone=True)
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/json")
    assert photograph(wire) == []


def test_an_extension_of_a_chunk_is_no_fault_of_the_mock(
    wire: Wire, target: str, own: dict[str, str]
) -> None:
    framed = own | {"Transfer-Encoding": "chunked", "Content-Type": FORM}
    body = b"%x;note=1\r\n%s\r\n0\r\n\r\n" % (len(CALL), CALL)
    assert ask(wire, request("POST", target, framed, body), gone=True).status < 500


def test_a_transfer_coding_that_nobody_knows_is_refused(
    wire: Wire, target: str, own: dict[str, str]
) -> None:
    framed = own | {"Transfer-Encoding": "gzip"}
    reply = ask(wire, request("POST", target, framed, b"GET /x HTTP/1.1\r\n\r\n"))
    assert reply.status in (400, 501)


@pytest.mark.parametrize("broken", ["NoColon", "Two Words: x", ": no name", "\x00: x"])
def test_a_line_that_is_no_header_is_refused(
    wire: Wire, listing: str, own: dict[str, str], broken: str
) -> None:
    sent = request("GET", listing, own).replace(b"\r\n", f"\r\n{broken}\r\n".encode(), 1)
    assert ask(wire, sent).status == 400


@pytest.mark.parametrize("length", [1_000_000, 10_000_000])
def test_too_large_a_body_is_refused_before_its_end_has_come(
    wire: Wire, target: str, own: dict[str, str], length: int
) -> None:
    with Line(wire.url, seconds=5) as line:
        line.send(request("POST", target, own | {"Content-Length": str(length)}, b"a" * 300_000))
        assert line.answer().error == (413, 20413)


def test_the_sdk_is_told_that_ten_megabytes_are_too_much(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.conferences("Support").participants.create(**AS_SDK, call_reason="a" * 10_000_000)
    assert (refusal.value.status, refusal.value.code) == (413, 20413)


def test_ten_megabytes_in_chunks_are_too_much(wire: Wire, target: str, own: dict[str, str]) -> None:
    with Line(wire.url) as line:
        line.send(request("POST", target, own | {"Transfer-Encoding": "chunked"}))
        chunk = b"186a0\r\n" + b"a" * 100_000 + b"\r\n"
        with suppress(OSError):  # it may hang up on us, but not before it has answered
            for _ in range(100):
                line.send(chunk)
        assert line.answer().error == (413, 20413)


@pytest.mark.parametrize("host", ["http://api.twilio.com", "HTTPS://api.twilio.com:443", "http://"])
def test_a_target_with_scheme_and_host_is_read_from_its_path_on(
    wire: Wire, listing: str, own: dict[str, str], host: str
) -> None:
    own["Connection"] = "close"
    reply = ask(wire, request("GET", f"{host}{listing}?PageSize=7", own))
    assert (reply.status, reply.json["page_size"]) == (200, 7)


@pytest.mark.parametrize(
    "odd", ["http://[::1", "http://[x]:y", "//[", "*", "x", "?", "#", "%", "://"]
)
def test_an_odd_target_is_answered(wire: Wire, own: dict[str, str], odd: str) -> None:
    reply = ask(wire, request("GET", odd, own | {"Connection": "close"}))
    assert 400 <= reply.status < 500


def test_a_friendly_name_in_bare_utf_8_is_read_as_such(
    wire: Wire, listing: str, own: dict[str, str]
) -> None:
    sid = wire.dial("Café").json["conference_sid"]
    wire.dial("Other")
    bare = request("GET", f"{listing}?FriendlyName=NAME", own).replace(b"NAME", "Café".encode())
    with Line(wire.url) as line:
        line.send(bare)
        reply = line.answer()
    assert [one["sid"] for one in reply.json["conferences"]] == [sid]


def test_bytes_that_are_no_utf_8_are_refused_in_a_target(
    wire: Wire, listing: str, own: dict[str, str]
) -> None:
    with Line(wire.url) as line:
        line.send(request("GET", f"{listing}?FriendlyName=\xff", own))
        assert line.answer().status == 400


@pytest.mark.parametrize("value", ["Basic \xff\xfe", "\xff", "Basic \t", "Basic"])
def test_credentials_in_odd_bytes_open_nothing(wire: Wire, listing: str, value: str) -> None:
    with Line(wire.url) as line:
        line.send(request("GET", listing, {"Authorization": value}))
        assert line.answer().error == (401, 20003)


def test_an_empty_line_before_a_request_is_ignored(
    wire: Wire, listing: str, own: dict[str, str]
) -> None:
    """Some clients end a body with a line end that they do not count."""
    with Line(wire.url, seconds=5) as line:
        for _ in range(2):
            line.send(b"\r\n" + request("GET", listing, own))
            assert line.answer().status == 200


def test_a_body_without_a_type_is_a_form(wire: Wire, target: str, own: dict[str, str]) -> None:
    with Line(wire.url) as line:
        line.send(request("POST", target, own, CALL))
        assert line.answer().status == 201


def test_after_all_this_the_mock_answers_as_before(wire: Wire) -> None:
    for sent in (
        b"\r\n",
        b"nonsense\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\n",
    ):
        with Line(wire.url) as line:
            line.send(sent)
    assert wire.post("Conferences/Support/Participants.json", CALLER).status == 201


class TestAClientThatFallsSilent:
    """Its connection ends after a while, which is made short here, and nobody is bothered with it."""

    @pytest.fixture(autouse=True)
    def _little_patience(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mockconf.server._Handler.idle", 0.1)

    @pytest.mark.parametrize(
        "sent",
        [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"],
        ids=["idle", "line", "headers"],
    )
    def test_before_its_request_is_whole(
        self, wire: Wire, caplog: pytest.LogCaptureFixture, sent: bytes
    ) -> None:
        with Line(wire.url, seconds=5) as line:
            line.send(sent)
            told = line.rest()
        assert told == b"" or told.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 408 "))
        assert caplog.messages == []

    def test_after_an_answer(
        self, wire: Wire, listing: str, own: dict[str, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        with Line(wire.url, seconds=5) as line:
            line.send(request("GET", listing, own))
            assert line.answer().status == 200
            assert line.is_closed()
        assert caplog.messages == []

    @pytest.mark.parametrize(
        ("framing", "body"),
        [({"Content-Length": "50"}, b"From="), ({"Transfer-Encoding": "chunked"}, b"5\r\nFr")],
        ids=["counted", "chunked"],
    )
    def test_in_the_middle_of_its_body(
        self, wire: Wire, target: str, own: dict[str, str], framing: dict[str, str], body: bytes
    ) -> None:
        with Line(wire.url, seconds=5) as line:
            line.send(request("POST", target, own | framing, body))
            told = line.rest()
        assert told == b"" or told.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 408 "))
        assert photograph(wire) == []
