"""The app behind servers that are not ours: the one of `flask run`, and one that tells nothing beyond WSGI."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from werkzeug.serving import make_server as make_werkzeug_server

from mockconf import create_app
from tests.line import Line, basic, request
from tests.refusals import photograph
from tests.wire import Reply, Wire

CALL = b"From=%2B15017122661&To=%2B15558675310"


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(params=["flask-run", "wsgiref"])
def other(request: pytest.FixtureRequest) -> Iterator[Wire]:
    """A client of a mock that such a server serves."""
    app = create_app(seed="other")
    server: Any
    if request.param == "wsgiref":
        server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    else:
        server = make_werkzeug_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    own = Wire(url, "", "").control("POST", "reset", {}).json
    yield Wire(url, own["account_sid"], own["auth_token"])
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_names_of_any_characters_arrive(other: Wire) -> None:
    name = "Zoë \N{GRINNING FACE}? 100% +"
    sid = other.dial(name).json["conference_sid"]
    assert other.get(f"Conferences/{sid}.json").json["friendly_name"] == name
    listed = other.get("Conferences.json?FriendlyName=Zo%C3%AB+%F0%9F%98%80?+100%25+%2B").json
    assert [one["sid"] for one in listed["conferences"]] == [sid]


@pytest.mark.parametrize("text", ["%zz", "%ff"])
def test_an_escape_that_is_none_is_refused_in_a_query(other: Wire, text: str) -> None:
    assert other.get(f"Conferences.json?FriendlyName={text}").error == (400, 20001)


def test_too_large_a_body_is_refused(other: Wire) -> None:
    reply = other.post("Conferences/Support/Participants.json", body=CALL + b"&x=" + b"a" * 300_000)
    assert reply.error == (413, 20413)


def test_an_answer_without_a_body_is_one(other: Wire) -> None:
    sid = other.dial("Support", Label="agent").json["conference_sid"]
    reply = other.send("DELETE", f"Conferences/{sid}/Participants/agent.json")
    assert (reply.status, reply.body) == (204, b"")


def test_a_body_that_breaks_off_is_refused(other: Wire) -> None:
    reply = _answer(other, {"Content-Length": "500"}, CALL)
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/json")
    assert photograph(other) == []


def test_chunks_that_are_none_are_refused(other: Wire) -> None:
    reply = _answer(other, {"Transfer-Encoding": "chunked"}, b"zz\r\nFrom=\r\n")
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/json")
    assert photograph(other) == []


# What `flask run` tells of such a target cannot be told from other names.
@pytest.mark.parametrize("other", ["wsgiref"], indirect=True)
def test_a_friendly_name_in_bare_utf_8_is_read_as_such(other: Wire) -> None:
    sid = other.dial("Café").json["conference_sid"]
    own = {"Authorization": basic(other.account_sid, other.auth_token)}
    target = f"/2010-04-01/Accounts/{other.account_sid}/Conferences.json?FriendlyName=NAME"
    with Line(other.url) as line:
        line.send(request("GET", target, own).replace(b"NAME", "Café".encode()))
        assert [one["sid"] for one in line.answer().json["conferences"]] == [sid]


def _answer(wire: Wire, framing: dict[str, str], body: bytes) -> Reply:
    own = {"Authorization": basic(wire.account_sid, wire.auth_token)}
    target = f"/2010-04-01/Accounts/{wire.account_sid}/Conferences/Support/Participants.json"
    with Line(wire.url) as line:
        line.send(request("POST", target, own | framing, body))
        line.say_no_more()
        return line.answer()
