"""A suite whose tests all use the same names, and look whether one sees anything of another.

It is copied to where it runs: by `python -m benchmarks crosstalk`, and smaller by tests/plugin/test_cross_talk.py.
"""

from __future__ import annotations

import json
import os
import random
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from mockconf.signing import sign
from pytest_mockconf import MockConf
from pytest_mockconf.front_door import FrontDoor

_HOOK = "https://app.example/hook"
_CALLER = {"From": "+15017122661", "To": "+15558675310", "Label": "customer"}
_SID = re.compile(r"(?:AC|CF|CA)[0-9a-f]{32}")
_PATIENCE = 20.0
#: What those have seen of others who went on asking after their tests.
_STRANGERS: set[str] = set()
_LATE: list[Thread] = []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In another order for each seed."""
    numbers = list(range(int(os.environ["NEIGHBOURS"])))
    random.Random(str(metafunc.config.getoption("mockconf_seed"))).shuffle(numbers)
    metafunc.parametrize("number", numbers)


def test_nobody_sees_anything_of_another(mockconf: MockConf, number: int) -> None:
    app = _App(mockconf.auth_token)
    mockconf.mount("https://app.example", app)
    room = mockconf.conference("Support", status_callback=_HOOK)
    agent = room.join(label="agent")
    first, second = _Client(mockconf), _Client(mockconf)
    customer = first.ask("POST", "/Support/Participants.json", _CALLER)["call_sid"]
    own = {mockconf.account_sid, room.sid, agent.call_sid, customer}
    times = number % 5 + 1
    with ThreadPoolExecutor(2) as both:
        asked = [
            both.submit(first.flip, f"/{room.sid}/Participants/agent.json", "Muted", times),
            both.submit(second.flip, f"/{room.sid}/Participants/customer.json", "Hold", times),
        ]
    assert [one.exception(_PATIENCE) for one in asked] == [None, None]
    listed = second.ask("GET", ".json")["conferences"]
    second.close()
    mockconf.settle()

    assert [one["sid"] for one in listed] == [room.sid]
    assert app.numbers == [str(one + 1) for one in range(3 + 4 * times)]
    assert app.strangers == []
    assert len(mockconf.callbacks) == len(app.numbers)
    assert len(mockconf.requests) == 2 + 4 * times
    told = [form for one in mockconf.callbacks for form in one.params.values()]
    asked_for = [one.request.path for one in mockconf.requests]
    seen = first.seen | second.seen | app.seen | _sids([*told, *asked_for])
    assert seen == own
    assert not _STRANGERS

    if number % 3 == 0:  # its callbacks never leave
        mockconf.expect_finding("callback-held")
        mockconf.callbacks.hold()
        agent.mute()
    elif number % 3 == 1:  # it goes on asking
        late = Thread(target=_go_on, args=(first, room.sid, own), daemon=True)
        late.start()
        _LATE.append(late)
        return
    first.close()


@pytest.fixture(scope="session", autouse=True)
def _nobody_saw_another_in_the_end(mockconf_front_door: FrontDoor) -> Iterator[None]:
    yield  # and then, before the door is closed
    for late in _LATE:
        late.join(_PATIENCE)
    assert not _STRANGERS


class _App:
    """What is mounted at the same address by all of them."""

    def __init__(self, auth_token: str) -> None:
        self._auth_token = auth_token
        self.numbers: list[str] = []
        self.seen: set[str] = set()
        #: What was signed by somebody else.
        self.strangers: list[dict[str, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        if environ["HTTP_X_TWILIO_SIGNATURE"] != sign(self._auth_token, _HOOK, form.items()):
            self.strangers.append(form)
        self.numbers.append(form["SequenceNumber"])
        self.seen |= _sids(form.values())
        start_response("204 No Content", [])
        return []


class _Client:
    """Asks over a connection that stays open, and remembers the SIDs of all answers."""

    def __init__(self, mockconf: MockConf) -> None:
        where = urlsplit(mockconf.url)
        self._connection = HTTPConnection(str(where.hostname), where.port, timeout=_PATIENCE)
        self._base = f"/2010-04-01/Accounts/{mockconf.account_sid}/Conferences"
        token = b64encode(f"{mockconf.account_sid}:{mockconf.auth_token}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}"}
        self.seen: set[str] = set()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        body, headers = None, self._headers
        if form is not None:
            body = urlencode(form)
            headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, self._base + path, body, headers)
        answer = self._connection.getresponse().read().decode()
        self.seen |= _sids([answer])
        return json.loads(answer)

    def close(self) -> None:
        self._connection.close()

    def flip(self, path: str, name: str, times: int) -> None:
        for _ in range(times):
            self.ask("POST", path, {name: "true"})
            self.ask("POST", path, {name: "false"})


def _go_on(client: _Client, conference_sid: str, own: set[str]) -> None:
    """Into the next tests, on the same connection."""
    for _ in range(5):
        client.ask("GET", f"/{conference_sid}.json")
        client.ask("POST", f"/{conference_sid}/Participants/agent.json", {"Muted": "true"})
    client.close()
    _STRANGERS.update(client.seen - own)


def _sids(texts: Iterable[str]) -> set[str]:
    return {sid for text in texts for sid in _SID.findall(text)}
