"""The access log: method, path and status of every request, no secrets, nothing that moves a terminal's cursor."""

from __future__ import annotations

import logging
from time import monotonic

import pytest

from tests.line import Line, basic, request
from tests.wire import FORM, Wire

LOGGER = "mockconf.access"
CALL = b"From=%2B15017122661&To=%2B15558675310"


class Log:
    """Sends requests and shows what the access log says of them."""

    def __init__(self, wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
        self.wire = wire
        self.base = f"/2010-04-01/Accounts/{wire.account_sid}"
        self._caplog = caplog

    def after(self, method: str, target: str, body: bytes = b"", **headers: str) -> list[str]:
        """The lines that one request leads to; they are written before its connection ends."""
        own = {"Authorization": basic(self.wire.account_sid, self.wire.auth_token)}
        closing = own | headers | {"Connection": "close"}
        with Line(self.wire.url) as line:
            line.send(request(method, target, closing, body))
            line.answer()
            assert line.is_closed()
        return [one.getMessage() for one in self._caplog.records if one.name == LOGGER]


@pytest.fixture
def log(wire: Wire, caplog: pytest.LogCaptureFixture) -> Log:
    caplog.set_level(logging.INFO, LOGGER)
    return Log(wire, caplog)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Conferences.json?PageSize=2", 200),
        ("GET", "/Conferences/nobody/Participants.json", 405),
        ("DELETE", "/Conferences/CF00000000000000000000000000000000/Participants/x.json", 404),
        ("OPTIONS", "/Conferences.json", 200),
        ("HEAD", "/Conferences.json", 405),
    ],
)
def test_a_line_holds_method_path_and_status(log: Log, method: str, path: str, status: int) -> None:
    assert log.after(method, log.base + path) == [f"{method} {log.base}{path} {status}"]


def test_what_is_created_and_what_is_refused_are_logged_alike(log: Log) -> None:
    target = f"{log.base}/Conferences/Support/Participants.json"
    log.after("POST", target, CALL, **{"Content-Type": FORM})
    log.after("POST", target, b"")
    log.after("POST", target, CALL, Authorization="nonsense")
    lines = log.after("POST", target, b"a" * 300_000)
    assert lines == [f"POST {target} {status}" for status in (201, 400, 401, 413)]


def test_the_control_api_is_logged_too(log: Log) -> None:
    assert log.after("GET", "/_mockconf/health") == ["GET /_mockconf/health 200"]


def test_a_log_that_nobody_wants_is_not_written(log: Log, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, LOGGER)
    assert log.after("GET", f"{log.base}/Conferences.json") == []


def test_credentials_are_not_logged(log: Log) -> None:
    (line,) = log.after("GET", f"{log.base}/Conferences.json", Cookie="session=hush")
    assert log.wire.auth_token not in line
    assert basic(log.wire.account_sid, log.wire.auth_token) not in line
    assert "hush" not in line


def test_a_form_is_not_logged(log: Log) -> None:
    target = f"{log.base}/Conferences/Support/Participants.json"
    body = CALL + b"&SipAuthPassword=hush&Label=agent"
    assert log.after("POST", target, body) == [f"POST {target} 201"]


@pytest.mark.parametrize(
    "name", ["SipAuthPassword", "CallToken", "AuthToken", "auth_token", "sipauthpassword", "secret"]
)
@pytest.mark.parametrize("before", ["?", "?PageSize=2&", "?a&b=&"])
def test_the_value_of_a_secret_in_a_query_is_hidden(log: Log, name: str, before: str) -> None:
    path = f"{log.base}/Conferences.json{before}{name}="
    (line,) = log.after("GET", f"{path}hush%26hush=hush&Page=0")
    assert line == f"GET {path}***&Page=0 200"


@pytest.mark.parametrize("name", ["SipAuth%50assword", "%53ipAuthPassword", "Call%54oken"])
def test_an_escape_in_its_name_does_not_show_a_secret(log: Log, name: str) -> None:
    (line,) = log.after("GET", f"{log.base}/Conferences.json?{name}=hush&Page=0")
    assert "hush" not in line


def test_credentials_in_a_target_are_hidden(log: Log) -> None:
    path = f"{log.base}/Conferences.json"
    (line,) = log.after("GET", f"http://{log.wire.account_sid}:hush@127.0.0.1{path}")
    assert "hush" not in line
    assert line.endswith(f"{path} 200")


@pytest.mark.parametrize("odd", ["\x1b[2J", "\x7f", "\x08\x08", "\x9b31m", "\x00", "\xff", "\\x1b"])
def test_a_character_that_steers_a_terminal_is_escaped(log: Log, odd: str) -> None:
    lines = log.after("GET", f"{log.base}/Conferences.json?FriendlyName={odd}")
    lines = log.after(f"{odd}GET", f"{log.base}/Conferences.json")
    assert all(line.isascii() and line.isprintable() for line in lines)


def test_a_line_end_in_a_path_does_not_begin_another_line(log: Log) -> None:
    (line,) = log.after("GET", f"{log.base}/Conferences.json?a%0d%0aGET%20/forged%20200")
    assert line == f"GET {log.base}/Conferences.json?a%0d%0aGET%20/forged%20200 200"


@pytest.mark.parametrize("letters", ["a" * 60_000, "password" * 7_000], ids=["a", "password"])
def test_a_very_long_path_is_logged_in_no_time(log: Log, letters: str) -> None:
    started = monotonic()
    assert len(log.after("GET", f"/{letters}")) == 1
    assert monotonic() - started < 5
