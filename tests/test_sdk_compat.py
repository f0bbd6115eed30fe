"""What SDKs really send, byte for byte where it matters: never refused, and never a finding worth a warning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.line import Line, basic, request
from tests.wire import FORM, Wire

#: What each client puts on its requests besides credentials and the framing of the body.
PYTHON = {
    "User-Agent": "twilio-python/9.13.0 (Linux x86_64) Python/3.11.7",
    "Accept-Encoding": "gzip, deflate",
    "Accept": "application/json",
    "Connection": "keep-alive",
    "X-Twilio-Client": "python-9.13.0",
    "Accept-Charset": "utf-8",
}
NODE = {
    "Accept": "application/json",
    "User-Agent": "twilio-node/6.2.0 (linux x64) node/v20.20.2",
    "Accept-Charset": "utf-8",
    "Connection": "keep-alive",
    "Accept-Encoding": "gzip, compress, deflate, br",
}
OLD_PYTHON = PYTHON | {"User-Agent": "twilio-python/6.54.0 (Python 3.11.7)"}
CLOSING_NODE = NODE | {"Connection": "close"}
JAVA = {
    "User-Agent": "twilio-java/11.3.1",
    "Accept": "application/json",
    "Accept-Encoding": "utf-8",
    "Connection": "Keep-Alive",
}
FORMED = {"Content-Type": FORM}
TYPED_JSON = {"Content-Type": "application/json"}
DELETING = {"Accept": "*/*", "Content-Length": "0"}
DELETING_NODE = {"Accept": "application/json, text/plain, */*"}
EMPTY = FORMED | {"Content-Length": "0"}

ROOM = "Conferences/{CF}"
AGENT = "Conferences/{CF}/Participants/{CA}.json"
RECORDING = "Conferences/{CF}/Recordings/{RE}.json"

CREATE_ALL = (
    "From=%2B15017122661&To=client%3Aalice&StatusCallback=https%3A%2F%2Fexample.com%2Fcb"
    "&StatusCallbackEvent=ringing&StatusCallbackEvent=answered&Label=third&Timeout=30&Record=true"
    "&Muted=false&Beep=onEnter&StartConferenceOnEnter=true&EndConferenceOnExit=false&WaitUrl="
    "&EarlyMedia=true&MaxParticipants=10&ConferenceStatusCallbackEvent=start"
    "&ConferenceStatusCallbackEvent=end&RecordingStatusCallbackEvent=completed&Coaching=false"
    "&TimeLimit=600&MachineDetection=Enable&CallToken=tok"
    "&ClientNotificationUrl=https%3A%2F%2Fexample.com%2Fn"
)
UPDATE_ALL = (
    "Muted=true&Hold=false&HoldUrl=https%3A%2F%2Fexample.com%2Fhold.mp3&HoldMethod=POST"
    "&AnnounceUrl=https%3A%2F%2Fexample.com%2Fann&AnnounceMethod=GET&WaitUrl=&WaitMethod=GET"
    "&BeepOnExit=true&EndConferenceOnExit=false&Coaching=true&CallSidToCoach={CUSTOMER}"
)


@dataclass(frozen=True)
class Sent:
    """A request as a client makes it; the names in braces stand for what is there in the test."""

    name: str
    headers: Mapping[str, str]
    line: str
    body: str = ""


SENT = [
    Sent("python-list", PYTHON | FORMED, "GET Conferences.json?PageSize=2"),
    Sent("python-list-everything", PYTHON | FORMED, "GET Conferences.json"),
    Sent("python-list-unclamped", PYTHON | FORMED, "GET Conferences.json?PageSize=5000"),
    Sent(
        "python-follow",
        PYTHON,
        "GET Conferences.json?Page=1&PageSize=1&PageToken=PA{CF}",
    ),
    Sent(
        "python-filter",
        PYTHON | FORMED,
        "GET Conferences.json?DateCreated=2024-01-15&DateUpdated%3E=2024-01-01"
        "&FriendlyName=My+Room+%26+Co&Status=in-progress&PageSize=1",
    ),
    Sent(
        "python-before-after",
        PYTHON | FORMED,
        "GET Conferences.json?DateCreated%3C=2024-02-01&DateCreated%3E=2024-01-01"
        "&DateUpdated=2024-01-02&DateUpdated%3C=2024-03-01&PageSize=20",
    ),
    Sent(
        "python-page",
        PYTHON | FORMED,
        "GET Conferences.json?PageToken=PA{CF}&Page=3&PageSize=5",
    ),
    Sent("python-get-page", PYTHON, "GET Conferences.json?Page=1&PageToken=PB{CF}"),
    Sent("python-fetch", PYTHON, f"GET {ROOM}.json"),
    Sent("python-complete", PYTHON | FORMED, f"POST {ROOM}.json", "Status=completed"),
    Sent(
        "python-announce",
        PYTHON | FORMED,
        f"POST {ROOM}.json",
        "AnnounceUrl=https%3A%2F%2Fexample.com%2Fa%2Bb%3Fx%3D1%26y%3D2&AnnounceMethod=GET",
    ),
    Sent("python-update-nothing", PYTHON | EMPTY, f"POST {ROOM}.json"),
    Sent(
        "python-create",
        PYTHON | FORMED,
        f"POST {ROOM}/Participants.json",
        "From=%2B15017122661&To=%2B15558675310",
    ),
    Sent(
        "python-create-by-name",
        PYTHON | FORMED,
        "POST Conferences/My%20Room/Participants.json",
        "From=%2B15017122661&To=%2B15558675310",
    ),
    Sent("python-create-all", PYTHON | FORMED, f"POST {ROOM}/Participants.json", CREATE_ALL),
    Sent(
        "python-list-participants",
        PYTHON | FORMED,
        f"GET {ROOM}/Participants.json?Muted=true&Hold=false&Coaching=true&PageSize=1",
    ),
    Sent("python-participant", PYTHON, f"GET {AGENT}"),
    Sent("python-participant-by-label", PYTHON, f"GET {ROOM}/Participants/my%20%C3%A9.json"),
    Sent("python-update-all", PYTHON | FORMED, f"POST {AGENT}", UPDATE_ALL),
    Sent("python-update-participant-nothing", PYTHON | EMPTY, f"POST {AGENT}"),
    Sent("python-remove", PYTHON | DELETING, f"DELETE {AGENT}"),
    Sent(
        "python-recordings",
        PYTHON | FORMED,
        f"GET {ROOM}/Recordings.json?DateCreated=2024-01-05&DateCreated%3C=2024-02-01"
        "&DateCreated%3E=2024-01-01&PageSize=1",
    ),
    Sent("python-recording", PYTHON, f"GET {RECORDING}"),
    Sent("python-pause", PYTHON | FORMED, f"POST {RECORDING}", "Status=paused&PauseBehavior=skip"),
    Sent(
        "python-stop-current",
        PYTHON | FORMED,
        f"POST {ROOM}/Recordings/Twilio.CURRENT.json",
        "Status=stopped",
    ),
    Sent("python-delete-recording", PYTHON | DELETING, f"DELETE {ROOM}/Recordings/{{DONE}}.json"),
    Sent(
        "old-python-filter",
        OLD_PYTHON,
        "GET Conferences.json?DateCreated%3C=2024-02-01&DateCreated=2024-01-15"
        "&DateCreated%3E=2024-01-01&FriendlyName=My+Room&Status=in-progress&PageSize=1",
    ),
    Sent(
        "old-python-booleans",
        OLD_PYTHON,
        f"GET {ROOM}/Participants.json?Muted=True&Hold=False&PageSize=1",
    ),
    Sent("old-python-mute", OLD_PYTHON | FORMED, f"POST {AGENT}", "Muted=True&Hold=False"),
    Sent("old-python-remove", OLD_PYTHON | {"Content-Length": "0"}, f"DELETE {AGENT}"),
    Sent(
        "node-filter",
        NODE,
        "GET Conferences.json?DateCreated=2024-01-15&DateUpdated%3E=2024-01-01"
        "&FriendlyName=My%20Room%20%26%20Co&Status=in-progress&PageSize=1",
    ),
    Sent("node-complete", NODE | FORMED, f"POST {ROOM}.json", "Status=completed"),
    Sent(
        "node-create",
        NODE | FORMED,
        f"POST {ROOM}/Participants.json",
        "From=%2B15017122661&To=%2B15558675310&Label=third%20one&EarlyMedia=true"
        "&ConferenceStatusCallbackEvent=start&ConferenceStatusCallbackEvent=end",
    ),
    Sent("node-update", NODE | FORMED, f"POST {AGENT}", "Muted=true&Hold=false&WaitUrl="),
    Sent("node-remove", NODE | DELETING_NODE, f"DELETE {AGENT}"),
    Sent("node-recordings", NODE, f"GET {ROOM}/Recordings.json?PageSize=1"),
    Sent("node-that-closes", CLOSING_NODE, f"GET {ROOM}.json"),
    Sent("node-that-closes-updates", CLOSING_NODE | FORMED, f"POST {AGENT}", "Muted=true"),
    Sent("java-list", JAVA, "GET Conferences.json?PageSize=50"),
    Sent(
        "java-before-after",
        JAVA,
        "GET Conferences.json?DateCreated%3E=2024-01-01&DateCreated%3C=2024-02-01",
    ),
    Sent("java-update", JAVA | FORMED, f"POST {AGENT}", "Hold=true&Muted=true"),
    Sent("typed-get", PYTHON | TYPED_JSON, f"GET {ROOM}.json"),
    Sent("typed-delete", PYTHON | TYPED_JSON | DELETING, f"DELETE {AGENT}"),
    Sent(
        "curl-bare-operator",
        {"User-Agent": "curl/7.88.1", "Accept": "*/*"},
        "GET Conferences.json?DateCreated>=2009-07-06&DateCreated<=2030-01-01",
    ),
    Sent(
        "events-in-one-value",
        PYTHON | FORMED,
        f"POST {ROOM}/Participants.json",
        "From=%2B15017122661&To=%2B15558675310&StatusCallbackEvent=initiated+ringing+answered",
    ),
]


@pytest.fixture
def there(wire: Wire) -> dict[str, str]:
    """A running conference with an agent and a customer, which is being recorded, and an older recording."""
    agent = wire.dial("My Room & Co", ConferenceRecord="true", Label="my é").json
    room = agent["conference_sid"]
    customer = wire.dial(room).json["call_sid"]
    recordings = wire.get(f"Conferences/{room}/Recordings.json").json["recordings"]
    sids = {"CF": room, "CA": agent["call_sid"], "CUSTOMER": customer, "RE": recordings[0]["sid"]}
    return sids


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: sent.name)
def test_what_an_sdk_sends_is_accepted_without_a_finding(
    wire: Wire, there: dict[str, str], sent: Sent
) -> None:
    if "{DONE}" in sent.line:
        wire.post(f"Conferences/{there['CF']}/Recordings/{there['RE']}.json", {"Status": "stopped"})
        there["DONE"] = there["RE"]
    method, path = sent.line.format(**there).split(" ")
    body = sent.body.format(**there).encode()
    own = {"Authorization": basic(wire.account_sid, wire.auth_token)}
    target = f"/2010-04-01/Accounts/{wire.account_sid}/{path}"
    with Line(wire.url) as line:
        line.send(request(method, target, {**sent.headers, **own}, body))
        reply = line.answer()
        closes = sent.headers.get("Connection") == "close"
        assert reply.headers["Connection"] == ("close" if closes else "keep-alive")
        assert not closes or line.is_closed()
    exchange = wire.control("GET", "requests").json["requests"][-1]
    assert (exchange["method"], exchange["path"]) == (method, target.partition("?")[0])
    created = method == "POST" and path.endswith("/Participants.json")
    assert reply.status == (201 if created else {"DELETE": 204}.get(method, 200))
    assert [one for one in exchange["findings"] if _is_worrying(one)] == []


def _is_worrying(finding: dict[str, Any]) -> bool:
    return str(finding["severity"]) != "note" and str(finding["rule"]) != "announced-change"


def test_a_page_size_above_the_most_is_worth_a_note(wire: Wire) -> None:
    wire.get("Conferences.json?PageSize=5000&Status=completed")
    (finding,) = wire.control("GET", "findings").json["findings"]
    assert (finding["rule"], finding["severity"]) == ("page-size-clamped", "note")


def test_older_booleans_mean_what_they_say(wire: Wire, there: dict[str, str]) -> None:
    path = AGENT.format(**there)
    assert wire.post(path, {"Muted": "True", "Hold": "False"}).json["muted"] is True
    listed = wire.get(f"Conferences/{there['CF']}/Participants.json?Muted=True&Hold=False").json
    assert [one["call_sid"] for one in listed["participants"]] == [there["CA"]]
    assert wire.post(path, {"Muted": "False"}).json["muted"] is False


def test_the_parts_that_old_versions_of_twilio_node_send_are_read(
    wire: Wire, mockconf: MockConf
) -> None:
    fields = {"From": "+15017122661", "To": "client:Zoë", "Label": "a & b", "Muted": "true"}
    parts = "".join(
        f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    reply = wire.post(
        "Conferences/Support/Participants.json",
        body=f"{parts}--XX--\r\n".encode(),
        headers={"Content-Type": "multipart/form-data; boundary=XX"},
    )
    assert (reply.status, reply.json["label"], reply.json["muted"]) == (201, "a & b", True)
    assert mockconf.world.journal.findings == []
    (row,) = wire.control("GET", "requests").json["requests"]
    assert row["form"] == [[name, text] for name, text in fields.items()]


PART = 'Content-Disposition: form-data; name="Label"'


@pytest.mark.parametrize(
    "parts",
    [
        b"",
        b"garbage",
        b"--XX\r\n\r\nx\r\n--XX--",
        f"--XX\r\n{PART}\r\n\r\ncut short".encode(),
        f"--XX\r\n{PART}\r\n\r\n".encode() + b"\xff\r\n--XX--\r\n",
        f"--XX\r\n{PART}; filename=f\r\n\r\nx\r\n--XX--\r\n".encode(),
        f"--XX\r\n{PART}\r\n\r\nx\r\n".encode() * 600 + b"--XX--\r\n",
        f"--XX\r\n{PART}{'; a=b' * 40_000}\r\n\r\nx\r\n--XX--\r\n".encode(),
        f"--XX\r\nContent-Type: {'(a' * 100_000}\r\n\r\nx\r\n--XX--\r\n".encode(),
        f"--XX\r\nContent-Disposition: {'(' * 200_000}\r\n\r\nx\r\n--XX--\r\n".encode(),
    ],
    ids=[
        *("nothing", "garbage", "no-name", "cut-short", "no-utf-8", "file", "too-many"),
        *("parameters", "comments", "nested"),
    ],
)
def test_parts_that_are_no_fields_of_a_call_are_refused_soon(wire: Wire, parts: bytes) -> None:
    path = "Conferences/Support/Participants.json"
    headers = {"Content-Type": "multipart/form-data; boundary=XX"}
    before = monotonic()
    assert wire.post(path, body=parts, headers=headers).status == 400
    assert monotonic() - before < 5
