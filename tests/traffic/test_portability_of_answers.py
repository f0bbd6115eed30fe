"""What `mockconf portability` says of answers, of what is read of them, and of webhooks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.traffic.conftest import Assess
from tests.traffic.recordings import (
    ACCOUNT,
    CALL,
    CONFERENCE,
    CONFERENCES,
    LOG,
    MUTE,
    NOWHERE,
    SOMEBODY,
    Recorded,
)
from tests.traffic.test_webhooks import MUTED, RECORDED, webhook

PARTICIPANT = {
    "account_sid": ACCOUNT,
    "call_sid": CALL,
    "label": "agent",
    "status": "connected",
    "queue_time": "0",
    "muted": False,
}


@pytest.mark.parametrize(
    ("document", "rule", "severity", "says"),
    [
        (PARTICIPANT, "property-missing", "note", "label is not told there"),
        (PARTICIPANT, "property-missing", "note", "queue_time is not told there"),
        (PARTICIPANT, "property-value", "warning", "status is never 'connected' there"),
        ({"muted": "false"}, "property-type", "warning", "muted is boolean there, and was string"),
    ],
    ids=["label", "queue-time", "value", "type"],
)
def test_what_an_answer_would_not_say_is_told(
    document: dict[str, Any], rule: str, severity: str, says: str, assess: Assess
) -> None:
    checked = assess(Recorded(url=SOMEBODY, status=200, answer=json.dumps(document)))
    assert (severity, f"FetchParticipant: {says}") in [
        (one["severity"], one["message"]) for one in checked.found(rule)
    ]


def test_the_resources_of_a_list_are_looked_at(assess: Assess) -> None:
    listed = json.dumps({"participants": [PARTICIPANT, PARTICIPANT]})
    url = f"{CONFERENCES}/{CONFERENCE}/Participants.json"
    checked = assess(Recorded(url=url, status=200, answer=listed))
    assert "ListParticipant: label is not told there" in [
        one["message"] for one in checked.findings
    ]


READ = {
    "mockconf": 1,
    "kind": "read",
    "dialect": "twilio-2010-04-01",
    "resource": "Participant",
    "property": "label",
    "times": 3,
    "call_site": {"file": "app.py", "line": 7},
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ["Participant: label, which the application reads, is not told there (3 times)"]),
        ({"resource": "ConferenceRecording", "property": "source"}, []),
        ({"property": "muted"}, []),
        ({"property": "", "times": 0}, []),
        ({"dialect": "signalwire"}, []),
        ({"dialect": "another"}, []),
    ],
    ids=["missing", "renamed-resource", "there", "unread", "already", "strange"],
)
def test_a_property_that_the_application_was_seen_to_read_is_an_error(
    changes: dict[str, Any], said: list[str], assess: Assess
) -> None:
    log = LOG._replace(
        write=lambda *recorded: LOG.write(*recorded) + json.dumps(READ | changes).encode()
    )
    errors = [one for one in assess(MUTE, kind=log).findings if one["severity"] == "error"]
    assert [one["message"] for one in errors] == said
    assert all(
        one["call_site"]["file"] == "app.py" and "CallSid" in one["nearest"] for one in errors
    )


def test_the_code_of_an_error_that_is_not_known_there_is_a_warning(assess: Assess) -> None:
    refused = json.dumps(NOWHERE | {"code": 16026})
    [one] = assess(MUTE._replace(answer=refused)).found("error-code")
    assert (one["severity"], one["message"]) == (
        "warning",
        "UpdateParticipant: no error has the code 16026 there",
    )


@pytest.mark.parametrize(
    ("recorded", "to", "rule", "says"),
    [
        (
            webhook(MUTED | {"StatusCallbackEvent": "participant-modify"}),
            "signalwire",
            "webhook-value",
            "StatusCallbackEvent is never 'participant-modify' there",
        ),
        (webhook(), "signalwire", "webhook-parameter", "SequenceNumber is not told there"),
        (
            webhook(),
            "signalwire",
            "webhook-signature",
            "it is signed by X-SignalWire-Signature there",
        ),
        (
            webhook(),
            "twilio-2008-08-01",
            "webhook-missing",
            "the contract there knows of no such webhook",
        ),
        (
            webhook(RECORDED | {"RecordingSource": "StartCallRecordingApi"}, token=None),
            "twilio-2010-04-01",
            "webhook-value",
            "RecordingSource is never 'StartCallRecordingApi' there",
        ),
    ],
    ids=["event", "parameter", "signature", "topic", "value"],
)
def test_what_a_webhook_would_not_tell_is_told(
    recorded: Recorded, to: str, rule: str, says: str, assess: Assess
) -> None:
    messages = [one["message"] for one in assess(recorded, to=to).found(rule)]
    assert any(says in message for message in messages), messages
