"""What SignalWire tells by callbacks: its events, its forms, its signature, and how often it tries."""

from __future__ import annotations

import pytest

from mockconf.contract import load
from mockconf.dialects import signalwire_callbacks
from mockconf.events import CallEvent, CallKind
from mockconf.model import Identity, Participant
from mockconf.states import CallStatus
from tests.hooks import JINGLE
from tests.signalwire.conftest import CALL_A, CALL_B, A, B, uuid
from tests.signalwire.telling import STARTED, Told

WHO = {
    "CallSid": CALL_B,
    "CallStatus": "in-progress",
    "Direction": "inbound",
    "From": "+15017122661",
    "To": "+15558675310",
    "Muted": "false",
    "Hold": "false",
    "StartConferenceOnEnter": "true",
    "EndConferenceOnExit": "false",
}


@pytest.mark.parametrize(
    ("event", "given", "changes"),
    [
        ("participant-mute", {}, {"Muted": "true"}),
        ("participant-hold", {}, {"Hold": "true"}),
        ("participant-speech-start", {}, {}),
        ("participant-speech-stop", {}, {}),
        ("participant-leave", {}, {"CallStatus": "completed"}),
    ],
)
def test_an_event_of_a_participant_tells_all_about_them(
    told: Told, event: str, given: dict[str, str], changes: dict[str, str]
) -> None:
    told.open(A, B)
    told.play(event, call_sid=B, **given)
    assert told.forms[-1] == told.common | {"StatusCallbackEvent": event} | WHO | changes


@pytest.mark.parametrize(("step", "back"), [("mute", "unmute"), ("hold", "unhold")])
def test_what_is_taken_back_is_told_too(told: Told, step: str, back: str) -> None:
    told.open(A, B)
    told.play(f"participant-{step}", call_sid=B)
    told.play(f"participant-{back}", call_sid=B)
    assert told.events[3:] == [f"participant-{step}", f"participant-{back}"]
    assert told.forms[-1].items() >= WHO.items()


def test_a_start_tells_of_the_conference_alone(told: Told) -> None:
    told.open(A, B)
    assert told.events == STARTED
    assert told.forms[-1] == told.common | {"StatusCallbackEvent": "conference-start"}


def test_the_end_tells_how_long_it_was(told: Told) -> None:
    told.open(A, B)
    told.stage.clock.advance(75)
    told.play("conference-end")
    assert told.forms[-1] == told.common | {
        "StatusCallbackEvent": "conference-end",
        "Timestamp": "Mon, 05 Jan 2026 09:01:15 +0000",
        "Duration": "75",
    }


def test_a_call_that_was_dialled_is_outbound(told: Told) -> None:
    told.open(A)
    told.stage.dial(told.sid)
    assert [form["Direction"] for form in told.forms[:2]] == ["inbound", "outbound-api"]


def test_modifications_and_announcements_are_not_told(told: Told) -> None:
    told.open(A, B)
    told.play("participant-modify", call_sid=B, end_conference_on_exit=True)
    told.play("announcement-end", announce_url=JINGLE)
    told.play("announcement-fail", announce_url=JINGLE, reason_announcement_failed="no audio")
    assert told.events == STARTED
    assert len(told.stage.shown()) == 3


def test_a_name_is_cut_as_it_is_in_the_api(told: Told) -> None:
    told.open(A, name="x" * 100)
    assert told.forms[0]["FriendlyName"] == "x" * 64


def test_a_change_by_the_other_vendor_is_told_in_these_words(told: Told) -> None:
    told.open(A, B)
    told.stage.update(told.sid, B, Muted="true")
    assert told.forms[-1] == told.common | {"StatusCallbackEvent": "participant-mute"} | WHO | {
        "Muted": "true"
    }


def test_a_recording_is_told_with_everything_whatever_its_status(told: Told) -> None:
    told.open(A, B, record=True)
    told.stage.clock.advance(9)
    told.play("conference-end")
    first, last = [form for form in told.forms if "RecordingSid" in form]
    account, sid = told.world.project_id, first["RecordingSid"]
    assert first == {
        "AccountSid": account,
        "CallSid": CALL_A,
        "RecordingSid": sid,
        "RecordingUrl": "https://example.signalwire.com/api/laml/2010-04-01/Accounts/"
        f"{account}/Recordings/{sid}",
        "RecordingStatus": "in-progress",
        "RecordingDuration": "0",
        "RecordingChannels": "1",
        "RecordingSource": "Conference",
    }
    assert last == first | {"RecordingStatus": "completed", "RecordingDuration": "9"}


def test_the_recording_that_is_told_of_is_found_under_that_name(told: Told) -> None:
    told.open(A, B, record=True)
    sid = told.forms[-1]["RecordingSid"]
    found = told.world.switchboard.recordings.fetch(
        told.world.account_sid, told.sid, f"RE{sid.replace('-', '')}"
    )
    assert uuid(found.sid) == sid


def test_every_form_is_what_the_contract_says(told: Told) -> None:
    told.open(A, B, record=True)
    for step in ("mute", "unmute", "hold", "unhold", "speech-start", "speech-stop", "leave"):
        told.play(f"participant-{step}", call_sid=B)
    told.play("conference-end")
    webhooks = load("signalwire").webhooks
    assert len(told.forms) == 14
    for form in told.forms:
        topic = "Recording" if "RecordingSid" in form else "Conference"
        assert webhooks[f"{topic}StatusCallback"].breaches(form) == []
    assert {row["outcome"] for row in told.stage.shown()} == {"delivered"}


def test_the_steps_of_a_call_are_not_told(told: Told) -> None:
    told.open(A)
    world = told.world
    participant: Participant = world.switchboard.fetch_participant(world.account_sid, told.sid, A)
    event = CallEvent(CallKind.ANSWERED, participant, CallStatus.IN_PROGRESS, 0, world.clock.now())
    identity: Identity = world.accounts.identity(world.account_sid)
    assert signalwire_callbacks.form(event, identity) is None


# The request
