"""Errors: each code that a request can meet, with its status and text, in each representation."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Mock
from tests.wire import Reply, Wire

UNKNOWN_CF = f"CF{'0' * 32}"
UNKNOWN_CA = f"CA{'0' * 32}"
TOO_LONG = "x" * 129


class Scene:
    """A mock with a running conference of two, agent and customer, which is recorded."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.agent = wire.dial("Support", Label="agent", ConferenceRecord="true").json
        self.customer = wire.dial("Support", Label="customer").json
        self.room = f"Conferences/{self.agent['conference_sid']}"

    def get(self, path: str, **more: Any) -> Reply:
        return self.wire.get(path, **more)

    def dial(self, **form: str) -> Reply:
        return self.wire.dial("Support", **form)

    def update(self, label: str, **form: str) -> Reply:
        return self.wire.post(f"{self.room}/Participants/{label}.json", form)

    def end(self) -> None:
        self.wire.post(f"{self.room}.json", {"Status": "completed"})

    def after_the_end(self) -> Reply:
        self.end()
        return self.wire.dial(self.agent["conference_sid"])

    def end_twice(self) -> Reply:
        self.end()
        return self.wire.post(f"{self.room}.json", {"Status": "completed"})

    def announce_to_one(self) -> Reply:
        self.wire.send("DELETE", f"{self.room}/Participants/customer.json")
        return self.wire.post(f"{self.room}.json", {"AnnounceUrl": "https://example.com/a.mp3"})

    def coach_one_on_hold(self) -> Reply:
        self.update("customer", Hold="true")
        return self.update("agent", CallSidToCoach=self.customer["call_sid"])

    def resume_a_running_recording(self) -> Reply:
        form = {"Status": "in-progress"}
        return self.wire.post(f"{self.room}/Recordings/Twilio.CURRENT.json", form)

    def fill_up(self) -> Reply:
        self.wire.dial("Small", MaxParticipants="2")
        self.wire.dial("Small")
        return self.wire.dial("Small")


#: By what happens: the status, the code, the message and how it is brought about.
REFUSALS: dict[str, tuple[int, int, str, Callable[[Scene], Reply]]] = {
    "no credentials": (
        *(401, 20003, "Authenticate"),
        lambda scene: scene.get("Conferences.json", auth=None),
    ),
    "wrong token": (
        *(401, 20003, "Authenticate"),
        lambda scene: scene.get("Conferences.json", auth=(scene.wire.account_sid, "other")),
    ),
    "unknown conference": (
        *(404, 20404, "The requested resource {path} was not found"),
        lambda scene: scene.get(f"Conferences/{UNKNOWN_CF}.json"),
    ),
    "wrong method": (
        *(405, 20004, "Method not allowed"),
        lambda scene: scene.get("Conferences/Support.json"),
    ),
    "bad value of a filter": (
        *(400, 20001, "Status is not valid: over"),
        lambda scene: scene.get("Conferences.json?Status=over"),
    ),
    "date with a time": (
        *(400, 20001, "DateCreated is not valid: 2019-09-06T03:59:31-0400"),
        lambda scene: scene.get("Conferences.json?DateCreated=2019-09-06T03:59:31-0400"),
    ),
    "impossible date": (
        *(400, 20001, "DateCreated is not valid: 2026-02-30"),
        lambda scene: scene.get("Conferences.json?DateCreated=2026-02-30"),
    ),
    "page without token": (
        *(400, 20001, "PageToken is required for paging."),
        lambda scene: scene.get("Conferences.json?Page=1"),
    ),
    "malformed token": (
        *(400, 21481, "banana is not a valid PageToken"),
        lambda scene: scene.get("Conferences.json?PageToken=banana"),
    ),
    "token of nobody": (
        *(400, 21481, f"PACF{'0' * 32} is not a valid PageToken"),
        lambda scene: scene.get(f"Conferences.json?PageToken=PACF{'0' * 32}"),
    ),
    "broken encoding": (
        *(400, 20001, "The request is not valid: a % escapes nothing"),
        lambda scene: scene.get("Conferences.json?Status=%zz"),
    ),
    "too large": (
        *(413, 20413, "The request is too large"),
        lambda scene: scene.wire.post(f"{scene.room}.json", body=b"x" * 262_145),
    ),
    "caller missing": (
        *(400, 21213, "No from number is specified"),
        lambda scene: scene.dial(From=""),
    ),
    "callee missing": (
        *(400, 21201, "No to number is specified"),
        lambda scene: scene.dial(To=""),
    ),
    "bad caller": (
        *(400, 21212, "app:x is not a valid caller"),
        lambda scene: scene.dial(From="app:x"),
    ),
    "bad callee": (
        *(400, 21211, "nobody is not a valid destination"),
        lambda scene: scene.dial(To="nobody"),
    ),
    "bad address": (
        *(400, 21205, "WaitUrl is not a usable URL: ftp://x"),
        lambda scene: scene.dial(WaitUrl="ftp://x"),
    ),
    "bad ringing time": (
        *(400, 21208, "Timeout is not a valid ringing time: 4"),
        lambda scene: scene.dial(Timeout="4"),
    ),
    "bad http method": (
        *(400, 21209, "WaitMethod must be GET or POST, not BREW"),
        lambda scene: scene.dial(WaitMethod="BREW"),
    ),
    "bad detection of machines": (
        *(400, 21234, "MachineDetection is not a valid answering-machine setting: on"),
        lambda scene: scene.dial(MachineDetection="on"),
    ),
    "bad setting of the room": (
        *(400, 16002, "Beep does not suit a conference: loud"),
        lambda scene: scene.dial(Beep="loud"),
    ),
    "bad name of a room": (
        *(400, 16003, f"{TOO_LONG} is neither a known conference SID nor a usable friendly name"),
        lambda scene: scene.wire.dial(TOO_LONG),
    ),
    "bad label": (
        *(400, 16024, "a/b cannot be used as a label"),
        lambda scene: scene.dial(Label="a/b"),
    ),
    "label taken": (
        *(400, 16026, "agent is already the label of a participant here"),
        lambda scene: scene.dial(Label="agent"),
    ),
    "conference over": (
        *(400, 16022, "The conference does not exist or has ended"),
        Scene.after_the_end,
    ),
    "conference unknown to a dial": (
        *(400, 16022, "The conference does not exist or has ended"),
        lambda scene: scene.wire.dial(UNKNOWN_CF),
    ),
    "ended twice": (
        *(400, 16099, "The conference is not in a state that allows this"),
        Scene.end_twice,
    ),
    "full": (400, 16020, "The conference is full", Scene.fill_up),
    "announced to one": (400, 16001, "The conference is not bridged", Scene.announce_to_one),
    "coaching nobody": (
        *(400, 16002, "Coaching=true needs CallSidToCoach"),
        lambda scene: scene.update("agent", Coaching="true"),
    ),
    "coaching a stranger": (
        *(400, 16028, "The participant to be coached is not in the conference"),
        lambda scene: scene.update("agent", CallSidToCoach=UNKNOWN_CA),
    ),
    "coaching one on hold": (
        *(400, 16027, "The participant to be coached is on hold"),
        Scene.coach_one_on_hold,
    ),
    "recording in the wrong state": (
        *(400, 16114, "The recording is not in a state that allows this"),
        Scene.resume_a_running_recording,
    ),
}


@pytest.fixture
def scene(wire: Wire) -> Scene:
    return Scene(wire)


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refusal_has_its_status_code_and_text(scene: Scene, what: str) -> None:
    status, code, message, bring_about = REFUSALS[what]
    path = f"/2010-04-01/Accounts/{scene.wire.account_sid}/Conferences/{UNKNOWN_CF}.json"
    reply = bring_about(scene)
    assert reply.status == status
    assert list(reply.json.items()) == [
        ("code", code),
        ("message", message.replace("{path}", path)),
        ("more_info", f"https://www.twilio.com/docs/errors/{code}"),
        ("status", status),
    ]


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [("", "xml"), (".xml", "xml"), (".json", "json"), (".csv", "csv")],
    ids=["none", "xml", "json", "csv"],
)
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Conferences{}?Status=over", ("400", "20001")),
        (f"Conferences/{UNKNOWN_CF}{{}}", ("404", "20404")),
        ("Conferences/Support{}", ("405", "20004")),
        ("/2010-04-01/nowhere{}", ("404", "20404")),
    ],
)
def test_an_error_comes_in_the_representation_that_was_asked_for(
    wire: Wire, path: str, suffix: str, content_type: str, expected: tuple[str, str]
) -> None:
    reply = wire.get(path.format(suffix))
    assert reply.headers["Content-Type"].endswith(f"/{content_type}")
    if content_type == "json":
        shown = {key.title(): str(value) for key, value in reply.json.items()}
    elif content_type == "xml":
        shown = {child.tag: child.text or "" for child in reply.xml[0]}
    else:
        header, row = csv.reader(reply.body.decode().splitlines())
        shown = dict(zip(header, row, strict=True))
    assert (shown["Status"], shown["Code"]) == expected
    assert str(reply.status) == shown["Status"]


@pytest.mark.parametrize("label", ["{0}/", "{path}/", "{value.__class__}/", "%s/"])
def test_a_value_is_shown_as_it_was_sent_and_never_interpreted(wire: Wire, label: str) -> None:
    message = wire.dial("Room", Label=label).json["message"]
    assert message == f"{label} cannot be used as a label"


def test_a_list_that_is_refused_is_shown_as_it_was_sent(wire: Wire) -> None:
    message = wire.dial("Room", ConferenceStatusCallbackEvent="strat end").json["message"]
    assert message == "ConferenceStatusCallbackEvent does not suit a conference: strat end"


@pytest.mark.parametrize(("more", "status"), [(0, 404), (1, 413)], ids=["exactly", "one byte more"])
def test_a_body_may_be_exactly_as_large_as_the_settings_say(
    mock_with: Callable[..., Mock], more: int, status: int
) -> None:
    wire = mock_with(max_body=100).wire
    body = b"AnnounceUrl=https://example.com/" + b"x" * (100 + more - 32)
    assert wire.post(f"Conferences/{UNKNOWN_CF}.json", body=body).status == status


@pytest.mark.parametrize("form", [{"Timeout": "1"}, {"Coaching": "true"}, {"To": ""}], ids=str)
def test_a_refused_request_changes_nothing(wire: Wire, form: dict[str, str]) -> None:
    assert wire.dial("Room", **form).status == 400
    assert wire.get("Conferences.json").json["conferences"] == []
