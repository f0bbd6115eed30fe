"""What was exercised: counts by operation, by parameter and by status, of everything that the contract declares."""

from __future__ import annotations

from typing import Any

import pytest

from mockconf.contract import load
from tests.wire import Wire

OPERATIONS = load("twilio-2010-04-01").operations
CALLER = {"From": "+15017122661", "To": "+15558675310"}


def coverage(wire: Wire) -> Any:
    return wire.control("GET", "coverage").json["twilio-2010-04-01"]


def sent(row: Any) -> dict[str, int]:
    return {name: times for name, times in row["parameters"].items() if times}


def test_at_first_everything_stands_there_with_nothing(wire: Wire) -> None:
    shown = coverage(wire)
    assert set(shown) == set(OPERATIONS)
    for name, row in shown.items():
        assert (row["calls"], row["statuses"]) == (0, {})
        assert row["parameters"] == dict.fromkeys(OPERATIONS[name].parameters.by_name, 0)


def test_an_operation_counts_its_calls_parameters_and_statuses(wire: Wire) -> None:
    wire.dial("Room", Label="x")
    wire.dial("Room", Muted="true")
    row = coverage(wire)["CreateParticipant"]
    assert (row["calls"], row["statuses"]) == (2, {"201": 2})
    assert sent(row) == {"From": 2, "To": 2, "Label": 1, "Muted": 1}


def test_a_parameter_counts_once_in_a_call_however_often_it_is_sent(wire: Wire) -> None:
    form = [
        *CALLER.items(),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "answered"),
    ]
    wire.post("Conferences/Room/Participants.json", form)
    assert sent(coverage(wire)["CreateParticipant"])["StatusCallbackEvent"] == 1


def test_what_the_contract_does_not_declare_is_not_counted(wire: Wire) -> None:
    wire.dial("Room", Lable="x")
    row = coverage(wire)["CreateParticipant"]
    assert "Lable" not in row["parameters"]
    assert sent(row) == {"From": 1, "To": 1}


def test_an_empty_parameter_that_counts_as_not_sent_is_not_counted(wire: Wire) -> None:
    wire.get("Conferences.json?Status=&PageSize=1")
    assert sent(coverage(wire)["ListConference"]) == {"PageSize": 1}


def test_every_status_of_an_operation_is_counted(wire: Wire) -> None:
    sid = wire.dial("Room").json["conference_sid"]
    wire.get(f"Conferences/{sid}.json")
    wire.get(f"Conferences/{sid}.xml")
    wire.get(f"Conferences/CF{'0' * 32}.json")
    wire.get(f"Conferences/{sid}.json", auth=None)
    row = coverage(wire)["FetchConference"]
    assert (row["calls"], row["statuses"]) == (4, {"200": 2, "401": 1, "404": 1})


def test_a_refused_call_counts_its_status(wire: Wire) -> None:
    wire.dial("Room", Timeout="1")
    row = coverage(wire)["CreateParticipant"]
    assert (row["calls"], row["statuses"]) == (1, {"400": 1})


@pytest.mark.parametrize("path", ["nowhere.json", "Conferences/Room.json", "/elsewhere"])
def test_a_request_that_leads_to_no_operation_is_not_counted(wire: Wire, path: str) -> None:
    wire.get(path)
    assert {row["calls"] for row in coverage(wire).values()} == {0}


def test_what_the_control_api_does_is_not_counted(wire: Wire) -> None:
    sid = wire.control("POST", "conferences", {"friendly_name": "Room"}).json["sid"]
    wire.script(sid, "participant-join", label="x")
    assert {row["calls"] for row in coverage(wire).values()} == {0}


def test_every_operation_can_be_covered(wire: Wire) -> None:
    wire.dial("Room", Label="x", ConferenceRecord="true")
    room = f"Conferences/{wire.dial('Room', Label='y').json['conference_sid']}"
    sid = wire.get(f"{room}/Recordings.json").json["recordings"][0]["sid"]
    recording = f"{room}/Recordings/{sid}.json"
    for method, path, form in (
        ("GET", "Conferences.json", None),
        ("GET", f"{room}.json", None),
        ("GET", f"{room}/Participants.json", None),
        ("GET", f"{room}/Participants/x.json", None),
        ("POST", f"{room}/Participants/x.json", {"Muted": "true"}),
        ("GET", recording, None),
        ("POST", recording, {"Status": "stopped"}),
        ("DELETE", recording, None),
        ("DELETE", f"{room}/Participants/x.json", None),
        ("POST", f"{room}.json", {"Status": "completed"}),
    ):
        assert wire.send(method, path, form).status < 300
    for name, row in coverage(wire).items():
        assert row["statuses"] == {str(OPERATIONS[name].success): row["calls"]}
        assert row["calls"]
