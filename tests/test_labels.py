"""Labels: which ones there can be, who may carry one, and how one addresses a participant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import AS_SDK
from tests.wire import Reply, Wire

#: Everything that is difficult in a path, and nothing that a label may not hold.
ODD_LABELS = [
    "the agent",
    "Zoë",
    "通訳",
    "🎧 queue",
    "a.json",
    "a.b.csv",
    "..",
    "50%",
    "%20",
    "a+b",
    "a&b=c?d#e;f",
    "'\"<x>",
    "back\\slash",
    "CA123",
    f"CA{'A' * 32}",
    f"CA{'a' * 33}",
    "x" * 128,
    "é" * 128,
]


def at(created: Reply, label: str) -> str:
    """The path of a participant by label."""
    sid = created.json["conference_sid"]
    return f"Conferences/{sid}/Participants/{quote(label, safe='')}.json"


def labels(wire: Wire, created: Reply) -> list[str | None]:
    sid = created.json["conference_sid"]
    listed = wire.get(f"Conferences/{sid}/Participants.json").json["participants"]
    return [one["label"] for one in listed]


@pytest.mark.parametrize("label", ODD_LABELS)
def test_a_label_is_an_address_as_good_as_the_call_sid(wire: Wire, label: str) -> None:
    created = wire.dial("Support", Label=label)
    shown = wire.get(at(created, label))
    assert (shown.status, shown.json["label"]) == (200, label)
    assert shown.json["call_sid"] == created.json["call_sid"]
    assert wire.post(at(created, label), {"Muted": "true"}).json["muted"] is True
    assert wire.send("DELETE", at(created, label)).status == 204
    assert wire.get(created.json["uri"]).error == (404, 20404)


@pytest.mark.parametrize("label", ["the agent", "Zoë", "a+b", "通訳", "a.json"])
def test_the_sdk_addresses_a_participant_by_label(client: Client, label: str) -> None:
    created = client.conferences("Support").participants.create(**AS_SDK, label=label)
    room = client.conferences(created.conference_sid)
    assert room.participants(label).fetch().call_sid == created.call_sid
    assert room.participants(label).update(hold=True).hold is True
    assert room.participants(label).delete() is True
    assert room.fetch().status == "completed"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_is_addressed_by_label_still_has_a_uri_with_the_call_sid(
    wire: Wire, method: str
) -> None:
    created = wire.dial("Support", Label="agent")
    shown = wire.send(method, at(created, "agent")).json
    assert shown["uri"] == created.json["uri"]
    assert shown["uri"].endswith(f"/Participants/{created.json['call_sid']}.json")


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("x" * 129, id="too-long"),
        pytest.param(f"CA{'0' * 32}", id="like-a-call-sid"),
        pytest.param(f"CA{'0123456789abcdef' * 2}", id="like-another-call-sid"),
        pytest.param("a/b", id="slash"),
        pytest.param("/", id="nothing-but-a-slash"),
        pytest.param("a%2Fb", id="escaped-slash"),
        pytest.param("a%2fb", id="escaped-slash-in-lower-case"),
        pytest.param("two\nlines", id="line-break"),
        pytest.param("agent\n", id="line-break-at-the-end"),
        pytest.param("nul\0", id="nul"),
    ],
)
def test_a_label_that_cannot_be_an_address_is_refused(wire: Wire, label: str) -> None:
    assert wire.dial("Support", Label=label).error == (400, 16024)
    assert wire.get("Conferences.json").json["conferences"] == []


@pytest.mark.parametrize("label", ["x" * 129, f"CA{'0' * 32}", "a/b", "a%2Fb"])
def test_a_caller_cannot_carry_such_a_label_either(wire: Wire, label: str) -> None:
    sid = wire.dial("Support").json["conference_sid"]
    answer = wire.script(sid, "participant-join", label=label)
    assert (answer.status, answer.json["error"].partition(":")[0]) == (400, "label")


def test_an_empty_label_is_no_label(wire: Wire) -> None:
    answers = [wire.dial("Support", Label="") for _ in range(2)]
    assert [(answer.status, answer.json["label"]) for answer in answers] == [(201, None)] * 2


def test_a_label_is_carried_by_one_participant_of_a_conference(wire: Wire) -> None:
    created = wire.dial("Support", Label="agent")
    refused = wire.dial("Support", Label="agent")
    assert refused.error == (400, 16026)
    assert "agent" in refused.json["message"]
    assert labels(wire, created) == ["agent"]


def test_one_of_many_who_want_a_label_at_once_gets_it(wire: Wire) -> None:
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: wire.dial("Race", Label="agent"), range(16)))
    admitted = [answer for answer in answers if answer.status == 201]
    assert labels(wire, admitted[0]) == ["agent"]
    assert {answer.error for answer in answers if answer.status != 201} == {(400, 16026)}


def test_a_caller_cannot_take_a_label_that_is_taken(wire: Wire) -> None:
    created = wire.dial("Support", Label="agent")
    refused = wire.script(created.json["conference_sid"], "participant-join", label="agent")
    assert refused.status == 409
    assert "label 'agent'" in refused.json["error"]
    assert labels(wire, created) == ["agent"]


def test_labels_differ_by_case(wire: Wire) -> None:
    created = wire.dial("Support", Label="agent")
    assert wire.get(at(created, "Agent")).error == (404, 20404)
    other = wire.dial("Support", Label="Agent")
    assert wire.get(at(created, "Agent")).json["call_sid"] == other.json["call_sid"]
    assert wire.get(at(created, "agent")).json["call_sid"] == created.json["call_sid"]


def test_two_conferences_may_use_the_same_label(wire: Wire) -> None:
    first, second = (wire.dial(name, Label="agent") for name in ("Support", "Sales"))
    assert wire.get(at(first, "agent")).json["call_sid"] == first.json["call_sid"]
    assert wire.get(at(second, "agent")).json["call_sid"] == second.json["call_sid"]


@pytest.mark.parametrize("kicked", [True, False], ids=["kicked", "hung-up"])
def test_a_label_is_free_again_when_its_participant_is_gone(wire: Wire, kicked: bool) -> None:
    wire.dial("Support")
    first = wire.dial("Support", Label="agent")
    if kicked:
        wire.send("DELETE", at(first, "agent"))
    else:
        wire.script(first.json["conference_sid"], "participant-leave", label="agent")
    second = wire.dial("Support", Label="agent")
    assert second.status == 201
    assert wire.get(at(second, "agent")).json["call_sid"] == second.json["call_sid"]


def test_a_label_that_nobody_carries_is_not_found(wire: Wire) -> None:
    created = wire.dial("Support", Label="agent")
    for method, form in (("GET", None), ("POST", {"Muted": "true"}), ("DELETE", None)):
        assert wire.send(method, at(created, "nobody"), form).error == (404, 20404)


def test_a_label_stays_as_it_was_created(wire: Wire, mockconf: MockConf) -> None:
    created = wire.dial("Support", Label="agent")
    wire.post(at(created, "agent"), {"Label": "supervisor", "Muted": "true"})
    assert wire.get(at(created, "agent")).json["muted"] is True
    assert wire.get(at(created, "supervisor")).error == (404, 20404)
    noted = [(one.rule, one.name) for _, one in mockconf.world.journal.findings]
    assert ("unknown-parameter", "Label") in noted


def test_a_script_addresses_callers_by_label(wire: Wire) -> None:
    created = wire.dial("Support", Label="the agent")
    sid = created.json["conference_sid"]
    step = wire.script(sid, "participant-hold", label="the agent").json
    assert step["participant"]["call_sid"] == created.json["call_sid"]
    assert wire.get(created.json["uri"]).json["hold"] is True


def test_a_call_sid_goes_before_a_label(wire: Wire) -> None:
    sid = wire.dial("Support", Label="agent").json["conference_sid"]
    guest = wire.script(sid, "participant-join", label="guest").json["participant"]
    step = wire.script(sid, "participant-mute", call_sid=guest["call_sid"], label="agent").json
    assert step["participant"]["label"] == "guest"
