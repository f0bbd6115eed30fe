"""What can be covered is derived from the contract alone: classes of values, answers, events and properties."""

from __future__ import annotations

import pytest

from mockconf.contract import load
from mockconf.coverage.cells import cells
from mockconf.dialects import DIALECTS
from tests.coverage.books import KINDS, OLD, SIGNALWIRE, TWILIO, known
from tests.wire import Wire

NAMES = [dialect.name for dialect in DIALECTS]


@pytest.mark.parametrize(
    ("operation", "parameter", "classes"),
    [
        ("UpdateParticipant", "Muted", ["=true", "=false", "absent"]),
        ("ListConference", "Status", ["=init", "=in-progress", "=completed", "absent"]),
        ("CreateParticipant", "Timeout", ["minimum", "between", "maximum", "absent"]),
        ("CreateParticipant", "TimeLimit", ["minimum", "above", "absent"]),
        ("CreateParticipant", "From", ["given"]),
        ("CreateParticipant", "WaitUrl", ["empty", "given", "absent"]),
        ("CreateParticipant", "AmdStatusCallback", ["given", "absent"]),
        ("CreateParticipant", "CallSidToCoach", ["given", "absent"]),
        ("CreateParticipant", "Label", ["empty", "between", "longest", "absent"]),
        ("CreateParticipant", "CallerDisplayName", ["shortest", "between", "longest", "absent"]),
        ("ListConference", "FriendlyName", ["given", "absent"]),
        ("ListConference", "DateCreated", ["given", "absent"]),
        ("ListConference", "PageToken", ["given", "absent"]),
    ],
)
def test_a_parameter_has_the_classes_that_its_schema_divides_it_into(
    operation: str, parameter: str, classes: list[str]
) -> None:
    assert known(TWILIO, operation, "parameters", parameter) == classes


def test_each_member_of_a_list_is_a_class_and_so_is_a_member_called_absent() -> None:
    events = known(
        TWILIO, "CreateParticipant", "parameters", "ConferenceRecordingStatusCallbackEvent"
    )
    assert events == ["=in-progress", "=completed", "=failed", "=absent", "absent"]


def test_a_limit_says_where_it_lies() -> None:
    below = (TWILIO, "CreateParticipant", "parameters")
    assert cells(TWILIO)[*below, "Timeout", "maximum"] == "600"
    assert cells(TWILIO)[*below, "Label", "longest"] == "128 characters"


def test_numbered_parameters_count_as_one() -> None:
    [pattern] = {
        path[3] for path in cells(SIGNALWIRE) if path[2] == "parameters" and path[3][0] == "^"
    }
    below = known(SIGNALWIRE, "CreateConferenceStream", "parameters", pattern)
    assert below == ["empty", "given", "absent"]


def test_answers_count_but_for_those_that_no_suite_is_expected_to_see() -> None:
    assert known(TWILIO, "UpdateParticipant", "statuses") == ["200", "400", "404"]
    assert known(TWILIO, "FetchConference", "statuses") == ["200", "404"]
    assert known(OLD, "DeleteParticipant", "statuses") == ["204", "400", "404"]


@pytest.mark.parametrize("name", NAMES)
def test_what_does_not_count_says_why(name: str) -> None:
    contract = load(name)
    without = [operation.uncounted for operation in contract.operations.values()]
    for operation in contract.operations.values():
        without += [one.uncounted for one in operation.parameters.by_name.values()]
    reasons = [why for one in (*without, *contract.unread.values()) for why in one.values()]
    assert reasons
    assert all(why.endswith(".") for why in reasons)


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_has_its_success_and_every_cell_a_kind(name: str) -> None:
    contract = load(name)
    for operation in contract.operations.values():
        assert (name, operation.id, "statuses", str(operation.success)) in cells(name)
    assert {path[2] for path in cells(name)} <= KINDS


def test_events_are_those_that_the_webhook_names_and_the_mock_tells() -> None:
    assert known(SIGNALWIRE, "RecordingStatusCallback", "events") == [
        "in-progress",
        "completed",
        "absent",
    ]
    assert "participant-modify" in known(TWILIO, "ConferenceStatusCallback", "events")
    assert "busy" in known(TWILIO, "CallStatusCallback", "events")


def test_values_that_are_always_refused_do_not_count(wire: Wire) -> None:
    below = (TWILIO, "UpdateConferenceRecording", "parameters", "Status")
    assert known(*below) == ["=in-progress", "=paused", "=stopped"]
    refused = load(TWILIO).operations[below[1]].parameters.by_name["Status"].uncounted
    wire.dial("Room", ConferenceRecord="true")
    room = wire.dial("Room").json["conference_sid"]
    [recording] = wire.get(f"Conferences/{room}/Recordings.json").json["recordings"]
    for value in refused:
        assert wire.post(recording["uri"], {"Status": value}).json["code"] == 16114


def test_properties_that_no_sdk_shows_do_not_count() -> None:
    names = known(SIGNALWIRE, "Recording", "properties")
    assert {"channels", "sid"} <= set(names)
    assert not {"channel", "end_time", "trim"} & set(names)


def test_properties_are_those_of_resources_and_not_of_pages() -> None:
    resources = {path[1] for path in cells(TWILIO) if path[2] == "properties"}
    assert resources == {"Conference", "Participant", "ConferenceRecording"}
    shown = load(TWILIO).operations["FetchConference"].answer_schema(200)
    assert shown is not None
    assert known(TWILIO, "Conference", "properties") == list(shown.definition["properties"])
