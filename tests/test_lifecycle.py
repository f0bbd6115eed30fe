"""The life of a conference: it waits, starts, is announced to and ends, and never begins again."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import AS_SDK
from tests.wire import Reply, Wire

JINGLE = "https://example.com/jingle.mp3"


def opened(wire: Wire, *may_start: bool) -> str:
    """The SID of a new conference, in which one participant arrives for each value."""
    sid = str(wire.control("POST", "conferences", {"friendly_name": "Support"}).json["sid"])
    for may in may_start:
        wire.script(sid, "participant-join", start_conference_on_enter=may)
    return sid


def status(wire: Wire, sid: str) -> str:
    return str(wire.get(f"Conferences/{sid}.json").json["status"])


def complete(wire: Wire, sid: str) -> Reply:
    return wire.post(f"Conferences/{sid}.json", {"Status": "completed"})


def test_a_conference_waits_then_runs_then_is_completed(client: Client) -> None:
    first = client.conferences("Support").participants.create(**AS_SDK)
    room = client.conferences(first.conference_sid)
    seen = [room.fetch().status]
    client.conferences("Support").participants.create(**AS_SDK)
    seen.append(room.fetch().status)
    room.update(status="completed")
    assert [*seen, room.fetch().status] == ["init", "in-progress", "completed"]


@pytest.mark.parametrize(
    ("may_start", "expected"),
    [
        pytest.param((True, True), ["init", "in-progress"], id="both-may-start"),
        pytest.param((True, False), ["init", "in-progress"], id="the-first-may-start"),
        pytest.param((False, True), ["init", "in-progress"], id="the-second-may-start"),
        pytest.param((False, False, False), ["init", "init", "init"], id="nobody-may-start"),
        pytest.param(
            (False, False, True), ["init", "init", "in-progress"], id="only-the-third-may-start"
        ),
    ],
)
def test_a_conference_starts_with_two_of_whom_one_may_start_it(
    wire: Wire, may_start: tuple[bool, ...], expected: list[str]
) -> None:
    sid = opened(wire)
    seen = []
    for may in may_start:
        flag = "true" if may else "false"
        wire.dial("Support", StartConferenceOnEnter=flag)
        seen.append(status(wire, sid))
    assert seen == expected


def test_a_started_conference_goes_on_with_a_single_participant(wire: Wire) -> None:
    sid = opened(wire, True)
    wire.script(sid, "participant-join", label="guest")
    wire.script(sid, "participant-leave", label="guest")
    assert status(wire, sid) == "in-progress"


def test_the_answer_to_completing_already_shows_the_end(client: Client, wire: Wire) -> None:
    answer = client.conferences(opened(wire, True, True)).update(status="completed")
    assert answer.status == "completed"
    assert answer.reason_conference_ended == "conference-ended-via-api"
    assert answer.call_sid_ending_conference is None


def test_a_conference_that_has_not_started_cannot_be_completed(wire: Wire) -> None:
    sid = opened(wire, True)
    assert complete(wire, sid).error == (400, 16099)
    assert status(wire, sid) == "init"


def test_a_completed_conference_cannot_be_completed_again(wire: Wire) -> None:
    sid = opened(wire, True, True)
    complete(wire, sid)
    assert complete(wire, sid).error == (400, 16099)


def test_nobody_can_call_into_a_completed_conference(wire: Wire) -> None:
    sid = opened(wire, True, True)
    complete(wire, sid)
    assert wire.script(sid, "participant-join").status == 409
    assert status(wire, sid) == "completed"


@pytest.mark.parametrize("wanted", ["init", "in-progress", "Completed", "done", ""])
def test_no_other_status_than_completed_ends_a_conference(wire: Wire, wanted: str) -> None:
    sid = opened(wire, True, True)
    wire.post(f"Conferences/{sid}.json", {"Status": wanted})
    assert status(wire, sid) == "in-progress"


@pytest.mark.parametrize("address", ["CF" + "0" * 32, "Support"], ids=["unknown-sid", "name"])
def test_a_conference_is_updated_by_a_sid_that_exists(wire: Wire, address: str) -> None:
    opened(wire, True, True)
    assert complete(wire, address).error == (404, 20404)


def test_an_update_without_parameters_shows_the_conference(wire: Wire) -> None:
    sid = opened(wire, True, True)
    before = wire.get(f"Conferences/{sid}.json").json
    answer = wire.post(f"Conferences/{sid}.json")
    assert (answer.status, answer.json) == (200, before)


@pytest.mark.parametrize(
    "may_start", [(), (True,), (False, False)], ids=["empty", "one-waits", "two-wait"]
)
def test_nothing_is_announced_before_the_start(wire: Wire, may_start: tuple[bool, ...]) -> None:
    sid = opened(wire, *may_start)
    answer = wire.post(f"Conferences/{sid}.json", {"AnnounceUrl": JINGLE})
    assert answer.error == (400, 16001)


def test_nothing_is_announced_to_a_single_participant(wire: Wire) -> None:
    sid = opened(wire, True)
    wire.script(sid, "participant-join", label="guest")
    wire.script(sid, "participant-leave", label="guest")
    answer = wire.post(f"Conferences/{sid}.json", {"AnnounceUrl": JINGLE})
    assert answer.error == (400, 16001)


def test_nothing_is_announced_after_the_end(wire: Wire) -> None:
    sid = opened(wire, True, True)
    complete(wire, sid)
    answer = wire.post(f"Conferences/{sid}.json", {"AnnounceUrl": JINGLE})
    assert answer.error == (400, 16099)


def test_an_announcement_to_two_leaves_the_conference_running(wire: Wire) -> None:
    answer = wire.post(f"Conferences/{opened(wire, True, True)}.json", {"AnnounceUrl": JINGLE})
    assert answer.status == 200
    assert answer.json["status"] == "in-progress"
    assert answer.json["reason_conference_ended"] is None
    assert answer.json["call_sid_ending_conference"] is None


def test_an_announcement_and_the_end_can_be_asked_for_at_once(wire: Wire) -> None:
    sid = opened(wire, True, True)
    answer = wire.post(f"Conferences/{sid}.json", {"AnnounceUrl": JINGLE, "Status": "completed"})
    assert (answer.status, answer.json["status"]) == (200, "completed")


@pytest.mark.parametrize("change", [{"Status": "completed"}, {"AnnounceUrl": JINGLE}])
def test_a_change_moves_the_date_of_update_but_not_the_date_of_creation(
    wire: Wire, mockconf: MockConf, change: dict[str, str]
) -> None:
    sid = opened(wire, True, True)
    mockconf.clock.advance(61)
    answer = wire.post(f"Conferences/{sid}.json", change).json
    assert answer["date_created"] == "Mon, 05 Jan 2026 09:00:00 +0000"
    assert answer["date_updated"] == "Mon, 05 Jan 2026 09:01:01 +0000"


def test_the_start_moves_the_date_of_update(wire: Wire, mockconf: MockConf) -> None:
    sid = opened(wire, True)
    mockconf.clock.advance(5)
    wire.dial(sid)
    dates = wire.get(f"Conferences/{sid}.json").json
    assert dates["date_updated"] == "Mon, 05 Jan 2026 09:00:05 +0000"


def test_looking_at_a_conference_does_not_move_the_date_of_update(
    wire: Wire, mockconf: MockConf
) -> None:
    sid = opened(wire, True, True)
    before = wire.get(f"Conferences/{sid}.json").json
    mockconf.clock.advance(3_600)
    wire.get(f"Conferences/{sid}/Participants.json")
    assert wire.get(f"Conferences/{sid}.json").json == before
