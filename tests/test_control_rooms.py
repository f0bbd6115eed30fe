"""The control API's rooms and log: whose they are, what events lead to, and why some cannot happen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.test_control import CALLS, UNKNOWN_CF, assert_refused, checked
from tests.wire import Wire

STRANGER = f"AC{'5' * 32}"


@pytest.fixture
def sid(wire: Wire) -> str:
    """A conference of one, agent, after a request with a finding."""
    return str(wire.dial("Room", Label="agent", Lable="x").json["conference_sid"])


def test_conferences_of_another_account_are_listed_when_it_is_named(wire: Wire, sid: str) -> None:
    given = {"friendly_name": "Theirs", "account_sid": STRANGER}
    theirs = checked("openConference", wire.control("POST", "conferences", given))
    listed = wire.control("GET", f"conferences?account_sid={STRANGER}").json["conferences"]
    assert listed == [theirs]
    assert [one["sid"] for one in wire.control("GET", "conferences").json["conferences"]] == [sid]
    assert wire.control("GET", f"conferences/{theirs['sid']}").status == 404
    path = f"conferences/{theirs['sid']}?account_sid={STRANGER}"
    assert checked("getConference", wire.control("GET", path))["friendly_name"] == "Theirs"


def test_opening_an_open_conference_shows_it(wire: Wire) -> None:
    opened = [wire.control("POST", "conferences", {"friendly_name": "Room"}) for _ in range(2)]
    assert opened[0].json == opened[1].json


@pytest.mark.parametrize("name", ["", "x" * 129, "a\nb", "a\x00", 5, None, "\ud800"])
def test_a_name_that_no_room_can_have_is_refused(wire: Wire, name: Any) -> None:
    reply = wire.control("POST", "conferences", {"friendly_name": name})
    assert "friendly_name" in assert_refused("openConference", reply, 400)


def test_a_conference_is_shown_with_its_participants_and_events(wire: Wire, sid: str) -> None:
    wire.script(sid, "participant-join", label="customer")
    shown = checked("getConference", wire.control("GET", f"conferences/{sid}"))
    assert [one["label"] for one in shown["participants"]] == ["customer", "agent"]
    assert [one["event"] for one in shown["events"]] == [
        *("participant-join", "participant-join", "conference-start"),
    ]
    assert [one["sequence_number"] for one in shown["events"]] == [1, 2, 3]


@pytest.mark.parametrize("operation", ["getConference", "scriptEvent"])
@pytest.mark.parametrize("path", [UNKNOWN_CF, "Room", "CF"])
def test_an_unknown_conference_is_not_found(wire: Wire, operation: str, path: str) -> None:
    method, template, given = CALLS[operation]
    assert_refused(operation, wire.control(method, template.format(sid=path), given), 404)


def test_an_event_answers_with_what_it_led_to(wire: Wire, sid: str) -> None:
    step = checked(
        "scriptEvent", wire.script(sid, "participant-join", label="customer", muted=True)
    )
    assert step["conference"]["status"] == "in-progress"
    assert (step["participant"]["label"], step["participant"]["muted"]) == ("customer", True)
    assert [one["event"] for one in step["events"]] == ["participant-join", "conference-start"]


def test_an_event_for_one_who_leaves_shows_nobody(wire: Wire, sid: str) -> None:
    step = checked("scriptEvent", wire.script(sid, "participant-leave", label="agent"))
    assert step["participant"] is None
    assert step["conference"]["reason_conference_ended"] == "last-participant-left"


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"event": "participant-dance"}, 400, "participant-dance"),
        ({"event": "conference-start"}, 400, "conference-start"),
        ({}, 400, "event"),
        ({"event": "participant-mute"}, 400, "call_sid or label"),
        ({"event": "participant-mute", "label": "nobody"}, 404, "nobody"),
        ({"event": "participant-join", "label": "agent"}, 409, "agent"),
        ({"event": "participant-join", "label": "a/b"}, 400, "label"),
        ({"event": "participant-join", "muted": "true"}, 400, "muted"),
        ({"event": "participant-join", "max_participants": 1}, 400, "max_participants"),
        ({"event": "participant-join", "call_sid": "x"}, 400, "call_sid"),
        ({"event": "conference-end"}, 409, "not started"),
        ({"event": "participant-speech-start", "label": "agent"}, 409, "init"),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_an_event_that_cannot_happen_is_refused_with_the_reason(
    wire: Wire, sid: str, given: Any, status: int, says: str
) -> None:
    reply = wire.control("POST", f"conferences/{sid}/events", given)
    assert says in assert_refused("scriptEvent", reply, status)


def test_requests_are_shown_oldest_first_with_what_was_found(wire: Wire, sid: str) -> None:
    wire.get("Conferences.json?Status=init&PageSize=1", headers={"X-Test": "yes"})
    created, listed = checked("listRequests", wire.control("GET", "requests"))["requests"]
    assert (created["operation"], listed["operation"]) == ("CreateParticipant", "ListConference")
    assert (created["number"], listed["number"]) == (1, 2)
    assert ["Label", "agent"] in created["form"]
    assert [one["nearest"] for one in created["findings"]] == ["Label"]
    assert listed["query"] == [["Status", "init"], ["PageSize", "1"]]
    assert listed["headers"]["x-test"] == "yes"
    assert json.loads(listed["answer"])["conferences"][0]["sid"] == sid


def test_a_finding_is_shown_with_its_request(wire: Wire, sid: str) -> None:
    (finding,) = checked("listFindings", wire.control("GET", "findings"))["findings"]
    assert (finding["rule"], finding["name"]) == ("unknown-parameter", "Lable")
    assert (finding["exchange"], finding["operation"]) == (1, "CreateParticipant")


@pytest.mark.parametrize(
    ("operation", "key"), [("listRequests", "requests"), ("listFindings", "findings")]
)
def test_the_log_can_be_asked_for_one_account(
    wire: Wire, sid: str, operation: str, key: str
) -> None:
    Wire(wire.url, STRANGER, "token").get(f"Conferences/{UNKNOWN_CF}.json")
    wire.get("/nowhere")
    path = CALLS[operation][1]
    counts = [
        len(checked(operation, wire.control("GET", f"{path}{query}"))[key])
        for query in ("", f"?account_sid={wire.account_sid}", f"?account_sid={STRANGER}")
    ]
    assert counts == [3, 1, 1]


@pytest.mark.parametrize("path", ["conferences", "requests", "findings"])
def test_an_account_that_is_no_sid_is_refused(wire: Wire, path: str) -> None:
    reply = wire.control("GET", f"{path}?account_sid=me")
    assert "account_sid" in assert_refused("listRequests", reply, 400)
