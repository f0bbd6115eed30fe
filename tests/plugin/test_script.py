"""Each step of somebody in a conference: what it changes, seen through the API, and what the app is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_mockconf import ConferenceScript, MockConf, ParticipantScript
from tests.plugin.webhooks import Heard

START = "2026-01-05T09:00:00+00:00"
#: What is done to alice while bob is there: the steps, the fields of the API after them, the last event and its form.
STEPS: dict[str, tuple[list[Any], dict[str, Any], str, dict[str, str]]] = {
    "mute": (["mute"], {"muted": True}, "participant-mute", {"Muted": "true"}),
    "unmute": (["mute", "unmute"], {"muted": False}, "participant-unmute", {"Muted": "false"}),
    "hold": (["hold"], {"hold": True}, "participant-hold", {"Hold": "true"}),
    "unhold": (["hold", "unhold"], {"hold": False}, "participant-unhold", {"Hold": "false"}),
    "speak": (["speak"], {"status": "connected"}, "participant-speech-start", {}),
    "stop_speaking": (["speak", "stop_speaking"], {}, "participant-speech-stop", {}),
    "end_on_exit": (
        [{"end_conference_on_exit": True}],
        {"end_conference_on_exit": True},
        "participant-modify",
        {"EndConferenceOnExit": "true"},
    ),
    "coach": (
        [{"coach": "bob"}],
        {"coaching": True},
        "participant-modify",
        {"Coaching": "true"},
    ),
    "barge_in": (
        [{"coach": "bob"}, {"coaching": False}],
        {"coaching": False, "call_sid_to_coach": None},
        "participant-modify",
        {"Coaching": "false"},
    ),
    "beep_on_exit": ([{"beep_on_exit": True}], {}, "participant-modify", {}),
    "wait_url": ([{"wait_url": "https://app.example/wait"}], {}, "participant-modify", {}),
}


@pytest.fixture
def alice(room: ConferenceScript) -> ParticipantScript:
    """In a conference with bob, which has started."""
    alice = room.join(label="alice")
    room.join(label="bob")
    return alice


def do(somebody: ParticipantScript, step: str | dict[str, Any]) -> None:
    """A step by its name, or a modification."""
    if isinstance(step, str):
        getattr(somebody, step)()
    else:
        somebody.modify(**step)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_changes_what_the_api_shows(
    room: ConferenceScript, alice: ParticipantScript, client: Any, name: str
) -> None:
    steps, fields, _, _ = STEPS[name]
    for step in steps:
        do(alice, step)
    shown = client.conferences(room.sid).participants("alice").fetch()
    assert {field: getattr(shown, field) for field in fields} == fields


@pytest.mark.parametrize("name", STEPS)
def test_a_step_has_told_the_app_when_it_returns(
    alice: ParticipantScript, heard: Heard, name: str
) -> None:
    steps, _, event, form = STEPS[name]
    before = len(heard)
    for number, step in enumerate(steps, start=1):
        do(alice, step)
        assert len(heard) == before + number
    told = heard[-1]
    assert told["StatusCallbackEvent"] == event
    assert told["CallSid"] == alice.call_sid
    assert {field: told[field] for field in form} == form


@pytest.mark.parametrize("name", STEPS)
def test_a_step_takes_no_time_of_the_worlds(
    mockconf: MockConf, alice: ParticipantScript, heard: Heard, name: str
) -> None:
    for step in STEPS[name][0]:
        do(alice, step)
    assert mockconf.clock.now().isoformat() == START
    assert {form["Timestamp"] for form in heard} == {"Mon, 05 Jan 2026 09:00:00 +0000"}


@pytest.mark.parametrize("step", ["mute", "hold"])
def test_what_is_so_already_is_not_told_again(
    alice: ParticipantScript, heard: Heard, step: str
) -> None:
    for _ in range(3):
        do(alice, step)
    assert heard.events.count(f"participant-{step}") == 1


def test_a_modification_of_several_things_is_told_once(
    alice: ParticipantScript, heard: Heard
) -> None:
    alice.modify(end_conference_on_exit=True, beep_on_exit=True, coach="bob")
    assert heard.events[3:] == ["participant-modify"]


def test_somebody_to_be_coached_is_named_by_script_sid_or_label(
    room: ConferenceScript, alice: ParticipantScript, client: Any
) -> None:
    bob = room.participant("bob")
    for name in (bob, bob.call_sid, "bob"):
        alice.modify(coaching=False)
        alice.modify(coach=name)
        shown = client.conferences(room.sid).participants("alice").fetch()
        assert shown.call_sid_to_coach == bob.call_sid


@pytest.mark.parametrize(
    ("step", "reason"), [("leave", "participant_hung_up"), ("kick", None)], ids=["leave", "kick"]
)
def test_whoever_goes_is_gone_and_the_app_is_told_why(
    room: ConferenceScript,
    alice: ParticipantScript,
    heard: Heard,
    client: Any,
    step: str,
    reason: str | None,
) -> None:
    do(alice, step)
    assert [one.label for one in client.conferences(room.sid).participants.list()] == ["bob"]
    assert heard.events[3:] == ["participant-leave"]
    assert heard[-1].get("ReasonParticipantLeft") == reason
    assert alice.status == "complete"
    assert room.status == "in-progress"


@pytest.mark.parametrize(
    ("step", "reason"),
    [("leave", "last-participant-left"), ("kick", "last-participant-kicked")],
)
def test_the_last_who_goes_ends_the_conference(
    room: ConferenceScript,
    alice: ParticipantScript,
    heard: Heard,
    client: Any,
    step: str,
    reason: str,
) -> None:
    room.participant("bob").leave()
    do(alice, step)
    shown = client.conferences(room.sid).fetch()
    assert (shown.status, shown.reason_conference_ended) == ("completed", reason)
    assert heard.events[-2:] == ["participant-leave", "conference-end"]
    assert heard[-1]["CallSidEndingConference"] == alice.call_sid


def test_steps_are_numbered_through(alice: ParticipantScript, heard: Heard) -> None:
    for step in ("mute", "hold", "speak", "stop_speaking", "unhold", "unmute", "leave"):
        do(alice, step)
    assert [form["SequenceNumber"] for form in heard] == [str(one) for one in range(1, 11)]


def test_a_step_after_the_clock_was_moved_has_the_new_time(
    mockconf: MockConf, alice: ParticipantScript, heard: Heard, client: Any
) -> None:
    mockconf.clock.advance(3_600)
    alice.mute()
    assert heard[-1]["Timestamp"] == "Mon, 05 Jan 2026 10:00:00 +0000"
    shown = client.conferences(alice.conference.sid).participants("alice").fetch()
    assert shown.date_updated.hour == 10


def test_a_script_shows_what_the_api_has_changed(
    room: ConferenceScript, alice: ParticipantScript, client: Any
) -> None:
    bob = room.participant("bob")
    over_rest = client.conferences(room.sid).participants
    over_rest("bob").update(coaching=True, call_sid_to_coach=alice.call_sid)
    over_rest("alice").update(muted=True, hold=True)
    assert (alice.is_muted, alice.is_on_hold, alice.is_coaching) == (True, True, False)
    assert (bob.is_muted, bob.is_on_hold, bob.is_coaching) == (False, False, True)


def test_the_state_of_somebody_who_is_gone_is_that_in_which_they_went(
    alice: ParticipantScript,
) -> None:
    alice.mute()
    alice.leave()
    assert (alice.status, alice.is_muted) == ("complete", True)


def test_a_call_that_comes_back_is_somebody_else(
    room: ConferenceScript, alice: ParticipantScript
) -> None:
    alice.mute()
    alice.leave()
    again = room.join(alice.call_sid, label="alice")
    assert again != alice
    assert (again.is_muted, alice.is_muted) == (False, True)
    assert (again.status, alice.status) == ("connected", "complete")


def test_two_scripts_of_the_same_person_are_equal(
    mockconf: MockConf, room: ConferenceScript, alice: ParticipantScript
) -> None:
    assert room.participant("alice") == mockconf.participant(alice.call_sid) == alice
    assert len({alice, room.participant("alice"), room.participant("bob")}) == 2


def test_a_participant_knows_the_conference(
    room: ConferenceScript, alice: ParticipantScript
) -> None:
    assert alice.conference == room
    assert alice.conference.friendly_name == "Support"


def test_a_participant_prints_who_they_are_and_how(alice: ParticipantScript) -> None:
    assert repr(alice) == "<participant alice: connected>"
    alice.leave()
    assert repr(alice) == "<participant alice: complete>"
