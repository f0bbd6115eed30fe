"""Whatever comes, by chance: never a fault of our own, never an answer that cannot be read, never silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mockconf import World
from mockconf.contract import load
from mockconf.exchange import Request
from tests.line import Line, basic, request
from tests.refusals import CONTENT_TYPES, readable
from tests.wire import Reply, Wire

OPERATIONS = list(load("twilio-2010-04-01").operations.values())
FAULTS = {"crash", "self-check"}
CALL = [("From", "+15017122661"), ("To", "+15558675310")]

#: `_CF_`, `_CA_` and `_RE_` stand for what is there in the test.
TELLING = [
    *("", "true", "True", "FALSE", "0", "-1", "5", "250", "a,b", "GET", "completed", "in-progress"),
    *(
        "paused",
        "stopped",
        "client:a",
        "sip:a@b",
        "+15017122661",
        "https://example.com/a",
        "http://[",
    ),
    *("2026-01-05", "2026-02-30", "9999-12-31", "0001-01-01", f"CF{'0' * 32}", "Twilio.CURRENT"),
    *("_CF_", "_CA_", "_RE_", "PA_CF_", "PB_CF_", "PA_RE_"),
]
texts = st.text(max_size=140) | st.sampled_from(TELLING)


@dataclass(frozen=True)
class Sent:
    """A request: its path is below the account, and has no suffix yet."""

    method: str
    path: str
    suffix: str
    query: str
    body: bytes


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    """A request of an operation of the contract, with odd names, values and bytes here and there."""
    operation = draw(st.sampled_from(OPERATIONS))
    path = operation.path.removesuffix(".json").partition("{AccountSid}/")[2]
    last = "_RE_" if "Recordings" in path else "_CF_"
    for name, there in (("{ConferenceSid}", "_CF_"), ("{CallSid}", "_CA_"), ("{Sid}", last)):
        odd = texts.filter(bool).map(lambda text: quote(text, safe=""))
        path = path.replace(name, draw(st.just(there) | odd))
    names = st.sampled_from(list(operation.parameters.by_name) or ["Status"]) | st.text(max_size=9)
    fields = draw(st.lists(st.tuples(names, texts), max_size=6))
    given = CALL if operation.id == "CreateParticipant" else []
    form = st.just(urlencode([*given, *fields]))
    is_post = operation.method == "POST"
    query = "" if is_post else draw(form | st.text(st.characters(codec="ascii"), max_size=40))
    body = draw(form.map(str.encode) | st.binary(max_size=60)) if is_post else b""
    return Sent(operation.method, path, draw(st.sampled_from(list(CONTENT_TYPES))), query, body)


class Mock:
    """A world with a running conference of two, which is being recorded."""

    def __init__(self) -> None:
        self.world = World()
        self.base = f"/2010-04-01/Accounts/{self.world.account_sid}"
        self.own = {"authorization": basic(self.world.account_sid, self.world.auth_token)}
        self.sids: dict[str, str] = {}
        form = urlencode([*CALL, ("ConferenceRecord", "true")]).encode()
        for _ in range(2):
            made = self.ask(Sent("POST", "Conferences/Support/Participants", ".json", "", form))
        self.sids = {"_CF_": made.json["conference_sid"], "_CA_": made.json["call_sid"]}
        listed = self.ask(Sent("GET", "Conferences/_CF_/Recordings", ".json", "", b""))
        self.sids["_RE_"] = listed.json["recordings"][0]["sid"]

    def ask(self, one: Sent) -> Reply:
        """The answer to a request, with the names replaced by what they stand for."""
        path, query, body = f"{self.base}/{one.path}{one.suffix}", one.query, one.body
        for name, sid in self.sids.items():
            path, query = path.replace(name, sid), query.replace(name, sid)
            body = body.replace(name.encode(), sid.encode())
        answer = self.world.answer(
            Request(method=one.method, path=path, query=query, headers=self.own, body=body)
        )
        return Reply(answer.status, dict(answer.headers), answer.body)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(sent(), min_size=1, max_size=5))
def test_no_request_is_answered_with_a_fault(requests: list[Sent]) -> None:
    mock = Mock()
    for one in requests:
        reply = mock.ask(one)
        assert 200 <= reply.status < 500
        assert reply.status == 204 or readable(reply, one.suffix)
    assert not {finding.rule for _, finding in mock.world.journal.findings} & FAULTS


LINES = [
    *(b"GET / HTTP/1.1", b"POST /2010-04-01/x.json HTTP/1.1", b"GET http://[::1 HTTP/1.1", b""),
    *(b"Content-Length: 5", b"Content-Length: -5", b"Transfer-Encoding: chunked", b": x", b" x"),
    *(b"0", b"5", b"abcde", b"ffffffffffffffff", b"Expect: 100-continue", b"Connection: close"),
]
lines = st.binary(max_size=80) | st.sampled_from(LINES).map(lambda line: line + b"\r\n")


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(lines, max_size=12).map(b"".join))
@example(request("GET", "/", {"Content-Length": "9" * 5_000}))
def test_no_bytes_are_answered_with_a_fault_or_with_silence(wire: Wire, sent: bytes) -> None:
    with Line(wire.url, seconds=5) as line:
        line.send(sent)
        line.say_no_more()
        statuses = [int(found) for found in re.findall(rb"HTTP/1\.1 (\d+) ", line.rest())]
    assert all(status < 500 or status in (501, 505) for status in statuses)
    assert statuses or not sent.strip(b"\r\n")
