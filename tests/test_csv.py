"""Answers in CSV: the header, quoting, empty lists and errors."""

from __future__ import annotations

import csv

import pytest

from tests.wire import Reply, Wire

#: The properties of the JSON that are plain values, in its order.
COLUMNS = {
    "Conferences": [
        *("AccountSid", "ApiVersion", "DateCreated", "DateUpdated", "FriendlyName", "Sid"),
        *("Region", "Status", "Uri", "ReasonConferenceEnded", "CallSidEndingConference"),
    ],
    "Participants": [
        *("AccountSid", "CallSid", "Label", "ConferenceSid", "DateCreated", "DateUpdated"),
        *("EndConferenceOnExit", "Muted", "Hold", "Status", "StartConferenceOnEnter", "Coaching"),
        *("CallSidToCoach", "QueueTime", "Uri"),
    ],
    "Recordings": [
        *("AccountSid", "ApiVersion", "CallSid", "ConferenceSid", "Channels", "DateCreated"),
        *("DateUpdated", "StartTime", "Price", "PriceUnit", "Duration", "Sid", "Source", "Status"),
        *("ErrorCode", "EncryptionDetails", "Uri"),
    ],
}


@pytest.fixture
def room(wire: Wire) -> str:
    """The path, without suffix, of a running conference of two that is recorded."""
    wire.dial("Support", Label="agent", ConferenceRecord="true")
    return f"Conferences/{wire.dial('Support', Label='customer').json['conference_sid']}"


def list_path(room: str, name: str) -> str:
    return "Conferences.csv" if name == "Conferences" else f"{room}/{name}.csv"


def rows(reply: Reply) -> list[list[str]]:
    return list(csv.reader(reply.body.decode().splitlines(keepends=True), strict=True))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_list_has_a_header_of_property_names(wire: Wire, room: str, name: str) -> None:
    assert rows(wire.get(list_path(room, name)))[0] == COLUMNS[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_list_is_sent_as_csv(wire: Wire, room: str, name: str) -> None:
    reply = wire.get(list_path(room, name), headers={"Accept": "application/json"})
    assert reply.headers["Content-Type"] == "text/csv"


def test_every_item_is_a_row_in_the_order_of_the_list(wire: Wire, room: str) -> None:
    header, *shown = rows(wire.get(f"{room}/Participants.csv"))
    assert [row[header.index("Label")] for row in shown] == ["customer", "agent"]
    assert {len(row) for row in shown} == {len(header)}


def test_booleans_are_in_lower_case_and_nulls_are_empty(wire: Wire, room: str) -> None:
    header, row, *_ = rows(wire.get(f"{room}/Participants.csv"))
    shown = dict(zip(header, row, strict=True))
    assert (shown["Muted"], shown["StartConferenceOnEnter"]) == ("false", "true")
    assert (shown["CallSidToCoach"], shown["QueueTime"]) == ("", "")


def test_a_date_is_quoted_as_it_contains_a_comma(wire: Wire, room: str) -> None:
    assert b',"Mon, 05 Jan 2026 09:00:00 +0000",' in wire.get("Conferences.csv").body


@pytest.mark.parametrize(
    ("name", "written"),
    [("a,b", b',"a,b",'), ('say "hi"', b',"say ""hi""",'), ("B\u00fcro \U0001f3a7", None)],
    ids=["comma", "quotes", "astral"],
)
def test_a_name_is_quoted_where_it_must_be(wire: Wire, name: str, written: bytes | None) -> None:
    wire.dial(name)
    reply = wire.get("Conferences.csv")
    header, row = rows(reply)
    assert row[header.index("FriendlyName")] == name
    assert (written or f",{name},".encode()) in reply.body


@pytest.mark.parametrize("name", COLUMNS)
def test_an_empty_list_is_a_header_alone(wire: Wire, name: str) -> None:
    empty = "Conferences/none"
    if name != "Conferences":
        opened = wire.control("POST", "conferences", {"friendly_name": "Empty"})
        empty = f"Conferences/{opened.json['sid']}"
    assert rows(wire.get(list_path(empty, name))) == [COLUMNS[name]]


def test_a_page_holds_its_rows_only(wire: Wire) -> None:
    for place in range(3):
        wire.dial(f"Room {place}")
    assert len(rows(wire.get("Conferences.csv?PageSize=2"))) == 1 + 2


def test_a_single_resource_is_a_list_of_one(wire: Wire, room: str) -> None:
    header, *shown = rows(wire.get(f"{room}.csv"))
    assert header == COLUMNS["Conferences"]
    assert [row[header.index("Sid")] for row in shown] == [room.removeprefix("Conferences/")]


def test_an_error_is_csv_where_csv_was_asked_for(wire: Wire) -> None:
    reply = wire.get("Conferences.csv?Status=over")
    assert (reply.status, reply.headers["Content-Type"]) == (400, "text/csv")
    assert rows(reply) == [
        ["Code", "Message", "MoreInfo", "Status"],
        [
            *("20001", "Status is not valid: over"),
            *("https://www.twilio.com/docs/errors/20001", "400"),
        ],
    ]
