"""What a test sees of requests, callbacks and findings: sequences that stay current and print what a person wants to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf
from tests.conftest import AS_SDK
from tests.plugin.webhooks import APP, HOOK

LOGS = ("requests", "callbacks", "findings")


@pytest.fixture
def filled(mockconf: MockConf, room: ConferenceScript, client: Any) -> MockConf:
    """Three requests, three callbacks and three findings."""
    room.join(label="alice")
    room.join(label="bob")
    for _ in range(3):
        client.conferences.list()
    return mockconf


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_a_sequence(filled: MockConf, name: str) -> None:
    log = getattr(filled, name)
    rows = list(log)
    assert isinstance(log, Sequence)
    assert len(log) == len(rows) == 3
    assert (log[0], log[-1], log[1:]) == (rows[0], rows[2], rows[1:])
    assert list(reversed(log)) == rows[::-1]
    assert rows[1] in log
    assert log.index(rows[2]) == 2 or rows[2] == rows[0]
    assert log == rows
    assert log != rows[1:]


@pytest.mark.parametrize("name", LOGS)
def test_a_log_stays_current(
    mockconf: MockConf, room: ConferenceScript, client: Any, name: str
) -> None:
    log = getattr(mockconf, name)
    assert (len(log), list(log), bool(log)) == (0, [], False)
    room.join()
    client.conferences.list()
    assert (len(log), bool(log)) == (1, True)


@pytest.mark.parametrize("name", LOGS)
def test_a_place_beyond_the_end_is_an_index_error(filled: MockConf, name: str) -> None:
    with pytest.raises(IndexError):
        getattr(filled, name)[3]


@pytest.mark.parametrize("name", LOGS)
def test_an_empty_log_prints_that_it_is(mockconf: MockConf, name: str) -> None:
    assert repr(getattr(mockconf, name)) == f"0 {name}"


def test_requests_print_what_was_asked_and_answered(
    mockconf: MockConf, room: ConferenceScript, client: Any
) -> None:
    room.join(label="alice")
    client.conferences(room.sid).participants("alice").update(muted=True)
    client.conferences.list(status="completed", limit=700)
    client.conferences(room.sid).participants("alice").delete()
    assert repr(mockconf.requests) == (
        "3 requests:\n"
        f"  #1 POST Conferences/{room.sid}/Participants/alice.json Muted=true"
        " -> 200 UpdateParticipant\n"
        "  #2 GET Conferences.json?Status=completed&PageSize=700 -> 200 ListConference\n"
        f"  #3 DELETE Conferences/{room.sid}/Participants/alice.json -> 204 DeleteParticipant"
    )


def test_requests_print_the_rules_that_were_broken(mockconf: MockConf, client: Any) -> None:
    with pytest.raises(Exception, match="404"):
        client.conferences(f"CF{'0' * 32}").fetch()
    assert repr(mockconf.requests) == (
        "1 request:\n"
        f"  #1 GET Conferences/CF{'0' * 32}.json -> 404 FetchConference  ! no-such-resource"
    )


def test_callbacks_print_where_they_went_and_what_became_of_them(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    mockconf.callbacks.drop("conference-start")
    alice = room.join(label="alice")
    room.join(label="bob")
    mockconf.callbacks.hold()
    alice.mute()
    mockconf.callbacks.release(duplicate=[0])
    mockconf.callbacks.hold()
    alice.unmute()
    assert repr(mockconf.callbacks) == (
        "6 callbacks:\n"
        f"  @1 participant-join 1 POST {HOOK} -> 204\n"
        f"  @2 participant-join 2 POST {HOOK} -> 204\n"
        f"  @3 conference-start 3 POST {HOOK} -> dropped\n"
        f"  @4 participant-mute 4 POST {HOOK} -> 204\n"
        f"  @5 participant-mute 4 POST {HOOK} (#4 again) -> 204\n"
        f"  @6 participant-unmute 5 POST {HOOK} -> held"
    )


def test_a_callback_that_failed_prints_why(mockconf: MockConf) -> None:
    room = mockconf.conference("Sales", status_callback="https://elsewhere.example/hook")
    room.join()
    shown = repr(mockconf.callbacks)
    assert "@1 participant-join 1 POST https://elsewhere.example/hook -> failed: host" in shown
    assert "is not allowed" in shown


def test_callbacks_of_a_call_print_how_far_it_has_come(mockconf: MockConf, client: Any) -> None:
    mockconf.conference("Support")
    client.conferences("Support").participants.create(
        **AS_SDK, status_callback=f"{APP}/call", status_callback_event=["answered"]
    )
    mockconf.settle()
    [_, line] = repr(mockconf.callbacks).splitlines()
    assert line.startswith("  @1 call-answered 0 POST https://app.example/call -> ")


def test_findings_print_the_rule_the_request_and_the_nearest(
    mockconf: MockConf, client: Any
) -> None:
    path = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
    client.request("GET", path, params={"Statuss": "init", "Status": "init"})
    assert repr(mockconf.findings) == (
        "1 finding:\n  unknown-parameter in #1: Statuss: it is ignored (Statuss='init', nearest Status)"
    )
    [finding] = mockconf.findings
    assert (finding.rule, finding.name, finding.nearest) == (
        "unknown-parameter",
        "Statuss",
        "Status",
    )


def test_a_row_stays_on_its_line_whatever_was_sent(mockconf: MockConf, client: Any) -> None:
    client.conferences("Support").participants.create(
        **AS_SDK, caller_display_name="two\nlines", wait_url=f"{APP}/{'x' * 1_000}"
    )
    [_, line] = repr(mockconf.requests).splitlines()
    assert len(line) < 250
    assert line.endswith("-> 201 CreateParticipant")


def test_a_log_does_not_print_the_password_of_a_callback(mockconf: MockConf) -> None:
    room = mockconf.conference("Sales", status_callback="http://bob:hunter2@127.0.0.1:1/#rc=0")
    room.join()
    assert "POST http://***@127.0.0.1:1/ -> failed" in repr(mockconf.callbacks)
    assert "hunter2" not in repr(mockconf.callbacks)


def test_a_log_does_not_print_passwords_that_were_sent(mockconf: MockConf, client: Any) -> None:
    with_password = "https://bob:hunter2@app.example/call"
    client.conferences("Sales").participants.create(
        **AS_SDK, sip_auth_password="hunter2", status_callback=with_password
    )
    assert "SipAuthPassword=***" in repr(mockconf.requests)
    assert "hunter2" not in repr(mockconf.requests)


# Disturbing callbacks


def test_what_is_held_leaves_in_another_order_twice_or_never(
    mockconf: MockConf, room: ConferenceScript, heard: Any
) -> None:
    mockconf.callbacks.hold()
    for label in ("alice", "bob"):
        room.join(label=label)
    assert heard == []
    assert [one.event for one in mockconf.callbacks.held] == [
        "participant-join",
        "participant-join",
        "conference-start",
    ]
    mockconf.callbacks.release(order=[2], duplicate=[1], drop=[0])
    assert [form["SequenceNumber"] for form in heard] == ["3", "2", "2"]


def test_what_is_just_about_to_be_held_can_be_released(
    mockconf: MockConf, client: Any, heard: Any
) -> None:
    mockconf.callbacks.hold()
    client.conferences("Sales").participants.create(
        **AS_SDK, conference_status_callback=HOOK, conference_status_callback_event=["join"]
    )
    mockconf.callbacks.release(drop=[0])
    assert [one.outcome for one in mockconf.callbacks] == ["dropped"]


def test_what_is_released_later_leaves_when_the_clock_has_moved(
    mockconf: MockConf, room: ConferenceScript, heard: Any
) -> None:
    mockconf.callbacks.hold()
    room.join()
    mockconf.callbacks.release(after=30)
    mockconf.clock.advance(29)
    assert heard == []
    mockconf.clock.advance(1)
    assert heard.events == ["participant-join"]
    assert heard[0]["Timestamp"] == "Mon, 05 Jan 2026 09:00:00 +0000"


@pytest.mark.parametrize("after", [-5, float("nan"), "soon"])
def test_callbacks_leave_after_a_number_of_seconds(mockconf: MockConf, after: Any) -> None:
    mockconf.callbacks.hold()
    with pytest.raises(MockconfError, match="after is a number of seconds from 0, and not "):
        mockconf.callbacks.release(after=after)
    mockconf.callbacks.release()
