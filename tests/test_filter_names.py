"""Filters of the list of conferences by status and by name, and what a list without a status holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.wire import Wire

STATUSES = ["init", "in-progress", "completed"]


def one_of_each(wire: Wire) -> None:
    """A conference in each status, named for it."""
    wire.dial("init")
    for _ in range(2):
        wire.dial("in-progress")
        ending = wire.dial("completed").json["conference_sid"]
    assert wire.post(f"Conferences/{ending}.json", {"Status": "completed"}).status == 200


def names(wire: Wire, query: str = "") -> list[str]:
    reply = wire.get(f"Conferences.json{query}")
    assert reply.status == 200
    return sorted(one["friendly_name"] for one in reply.json["conferences"])


def rules(world_of: MockConf | Mock) -> list[str]:
    return [finding.rule for _, finding in world_of.world.journal.findings]


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_keeps_the_conferences_in_it(wire: Wire, mockconf: MockConf, status: str) -> None:
    one_of_each(wire)
    assert names(wire, f"?Status={status}") == [status]
    assert rules(mockconf) == []


@pytest.mark.parametrize("status", ["over", "Completed", "in_progress", "0", "init,completed"])
def test_another_status_is_refused(wire: Wire, status: str) -> None:
    assert wire.get(f"Conferences.json?Status={status}").error == (400, 20001)


def test_the_sdk_filters_by_status(wire: Wire, client: Client) -> None:
    one_of_each(wire)
    assert [one.friendly_name for one in client.conferences.list(status="completed")] == [
        "completed"
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Room", ["Room"]),
        ("room", ["room"]),
        ("Roo", []),
        ("Room%20", []),
        ("Room+1", ["Room 1"]),
        ("Room%201", ["Room 1"]),
        ("B%C3%BCro", ["B\u00fcro"]),
        ("%25", ["%"]),
        ("*", []),
    ],
)
def test_a_name_is_compared_exactly(wire: Wire, asked: str, expected: list[str]) -> None:
    for name in ("Room", "room", "Room 1", "B\u00fcro", "%"):
        wire.dial(name)
    assert names(wire, f"?FriendlyName={asked}") == expected


def test_a_name_and_a_status_must_both_hold(wire: Wire) -> None:
    for _ in range(2):  # more of the name than of any status, and the other way round
        wire.dial("Other")
        ended = wire.dial("Room").json["conference_sid"]
    wire.post(f"Conferences/{ended}.json", {"Status": "completed"})
    wire.dial("Room")
    assert names(wire, "?FriendlyName=Room&Status=in-progress") == []
    assert names(wire, "?FriendlyName=Other&Status=in-progress") == ["Other"]
    assert names(wire, "?FriendlyName=Other&Status=completed") == []
    assert names(wire, "?FriendlyName=Room") == ["Room", "Room"]


def test_an_empty_filter_counts_as_not_sent(wire: Wire, mockconf: MockConf) -> None:
    one_of_each(wire)
    assert names(wire, "?FriendlyName=&Status=&DateCreated=") == sorted(STATUSES)
    assert rules(mockconf).count("empty-parameter") == 3


def test_conferences_of_other_accounts_are_never_listed(wire: Wire) -> None:
    one_of_each(wire)
    stranger = Wire(wire.url, f"AC{'5' * 32}", "another-token")
    assert names(stranger) == []
    assert names(stranger, "?FriendlyName=init") == []


def test_a_list_without_a_status_holds_all_and_notes_the_announced_change(
    wire: Wire, mockconf: MockConf
) -> None:
    one_of_each(wire)
    assert names(wire) == sorted(STATUSES)
    ((_, finding),) = mockconf.world.journal.findings
    assert (finding.rule, finding.severity.value) == ("announced-change", "warning")
    assert (finding.location, finding.name) == ("query", "Status")
    assert "2026-09-30" in finding.message


def test_the_announced_change_can_be_switched_on(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(conference_list_default="in-progress")
    one_of_each(mock.wire)
    assert names(mock.wire) == ["in-progress"]
    assert rules(mock) == ["announced-change"]


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_that_is_asked_for_overrides_the_switch(
    mock_with: Callable[..., Mock], status: str
) -> None:
    mock = mock_with(conference_list_default="in-progress")
    one_of_each(mock.wire)
    assert names(mock.wire, f"?Status={status}") == [status]


def test_the_links_of_a_switched_list_do_not_claim_a_status(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(conference_list_default="in-progress")
    one_of_each(mock.wire)
    assert (
        mock.wire.get("Conferences.json")
        .json["uri"]
        .endswith("Conferences.json?PageSize=50&Page=0")
    )


def test_participants_are_not_filtered_unless_asked(wire: Wire, mockconf: MockConf) -> None:
    sid = wire.dial("Room").json["conference_sid"]
    assert len(wire.get(f"Conferences/{sid}/Participants.json").json["participants"]) == 1
    assert rules(mockconf) == []
