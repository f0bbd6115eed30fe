"""Whatever comes to SignalWire's paths, by chance: never a fault of our own, never an answer that is no JSON."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from mockconf import World
from mockconf.exchange import Request
from mockconf.model import NewParticipant
from tests.line import basic
from tests.signalwire.conftest import BASE, operations, uuid

FAULTS = {"crash", "self-check"}
#: These stand for what is there in the test.
THERE = ("_CONFERENCE_", "_CALL_", "_RECORDING_", "_STREAM_")
LAST = {"Recordings": "_RECORDING_", "Streams": "_STREAM_"}
TELLING = [
    *THERE,
    *(f"P{side}{name}" for side in "AB" for name in THERE),
    *("", "true", "FALSE", "0", "-1", "5", "1001", "GET", "completed", "in-progress", "paused"),
    *("stopped", "skip", "wss://a.example", "https://a.example/ b", "CF" + "0" * 32, "2026-02-30"),
    *("2026-01-05", "9999-12-31", "0001-01-01", "Mon, 05 Jan 2026 09:00:00 +0000"),
    "Fri, 31 Dec 9999 23:59:59 +0000",
]
texts = st.text(max_size=70) | st.sampled_from(TELLING)
plain = st.none() | st.booleans() | st.integers() | st.floats() | texts


class Sent(NamedTuple):
    """A request: its path is below the project."""

    method: str
    path: str
    query: str
    body: bytes
    sent_as: str


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    """A request of an operation of the contract, with odd names, values and bytes here and there."""
    operation = draw(st.sampled_from(list(operations().values())))
    path = operation.path.partition("{AccountSid}/")[2]
    last = next((name for word, name in LAST.items() if word in path), THERE[0])
    for name, there in (("ConferenceSid", THERE[0]), ("CallSid", THERE[1]), ("Sid", last)):
        odd = texts.filter(bool).map(lambda text: quote(text, safe=""))
        path = path.replace(f"{{{name}}}", draw(st.just(there) | st.just(there) | odd))
    path += draw(st.sampled_from(["", ".json"]))
    known = [*operation.parameters.by_name, "Parameter1.Name"]
    names = st.sampled_from(known) | st.text(max_size=9)
    form = urlencode(draw(st.lists(st.tuples(names, texts), max_size=6)))
    if operation.method != "POST":
        return Sent(operation.method, path, form, b"", "")
    written = st.dictionaries(names, plain | st.lists(plain, max_size=2), max_size=4)
    as_json = st.tuples(written.map(json.dumps).map(str.encode), st.just("application/json"))
    odd_bytes = st.tuples(
        st.binary(max_size=60), st.sampled_from(["application/json", "", "text/x"])
    )
    body, sent_as = draw(st.just((form.encode(), "")) | as_json | odd_bytes)
    return Sent("POST", path, "", body, sent_as)


class Mock:
    """A world with a running conference of two, which is being recorded and streamed."""

    def __init__(self) -> None:
        self.world = world = World()
        self.own = basic(world.project_id, world.api_token)
        account, new = world.account_sid, NewParticipant(record=True)
        sid = world.switchboard.open_conference(account, "Room").sid
        for _ in range(2):
            call = world.switchboard.join(account, sid, new).call_sid
        recording = world.switchboard.recordings.fetch(account, sid, None).sid
        stream = world.switchboard.streams.create(account, sid, "wss://a.example", None).sid
        sids = (sid, call, recording, stream)
        self.ids = {name: uuid(one) for name, one in zip(THERE, sids, strict=True)}

    def ask(self, one: Sent) -> tuple[int, Any]:
        """Status and document of the answer, with the names replaced by what they stand for."""
        path, query, body = one.path, one.query, one.body
        for name, sid in self.ids.items():
            path, query = path.replace(name, sid), query.replace(name, sid)
            body = body.replace(name.encode(), sid.encode())
        answer = self.world.answer(
            Request(
                method=one.method,
                path=f"{BASE}/Accounts/{self.world.project_id}/{path}",
                query=query,
                headers={"authorization": self.own, "content-type": one.sent_as},
                body=body,
            )
        )
        return answer.status, json.loads(answer.body) if answer.body else None


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(sent(), min_size=1, max_size=5))
def test_no_request_is_answered_with_a_fault(requests: list[Sent]) -> None:
    mock = Mock()
    for one in requests:
        status, document = mock.ask(one)
        assert 200 <= status < 500
        assert status == 204 or isinstance(document, dict)
        if status < 300:
            shown = re.sub(r'"name": "[^"]*"', "", json.dumps(document))
            assert not re.search("(AC|CF|CA|RE|ST|CP)[0-9a-f]{32}", shown) or "CF0000" in shown
    assert not {finding.rule for _, finding in mock.world.journal.findings} & FAULTS
