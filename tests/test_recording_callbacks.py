"""What is told of recordings, those of conferences and those of single calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mockconf.contract import load
from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import ABOUT_LEG, ABOUT_RECORDING, A, B, Stage

START = "Mon, 05 Jan 2026 09:00:00 +0000"


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


def recorded(stage: Stage, *words: str, **form: str) -> str:
    """The SID of a running conference that is recorded, and whose recording tells these words, or all."""
    asked = stage.asking(ABOUT_RECORDING, *(words or ("in-progress", "completed", "absent")))
    stage.dial(ConferenceRecord="true", **asked, **form)
    return str(stage.dial()["conference_sid"])


def end(stage: Stage, sid: str) -> None:
    stage.update(sid, Status="completed")


def order(stage: Stage, sid: str, **form: str) -> None:
    """Pause, resume or stop the recording that runs."""
    stage.update(f"{sid}/Recordings/Twilio.CURRENT", **form)


def told(stage: Stage, name: str = ABOUT_RECORDING) -> list[str]:
    return [form["RecordingStatus"] for form in stage.forms(name)]


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_recording_tells_its_beginning_and_its_end(stage: Stage, method: str) -> None:
    asked = stage.asking(ABOUT_RECORDING, "in-progress", "completed", method=method)
    first = stage.dial(ConferenceRecord="true", **asked)
    sid = stage.dial()["conference_sid"]
    stage.clock.advance(12)
    end(stage, sid)
    (only,) = stage.wire.get(f"Conferences/{sid}/Recordings.json").json["recordings"]
    account_sid = stage.world.account_sid
    common = {
        "AccountSid": account_sid,
        "ConferenceSid": sid,
        "CallSid": first["call_sid"],
        "RecordingSid": only["sid"],
        "RecordingUrl": (
            f"https://api.twilio.com/2010-04-01/Accounts/{account_sid}/Recordings/{only['sid']}"
        ),
        "RecordingChannels": "1",
        "RecordingStartTime": START,
        "RecordingSource": "Conference",
        "RecordingTrack": "both",
        "ErrorCode": "0",
    }
    began, completed = stage.received(ABOUT_RECORDING)
    assert {began.method, completed.method} == {method}
    assert began.params == common | {"RecordingStatus": "in-progress"}
    over = {"RecordingStatus": "completed", "RecordingDuration": "12"}
    assert completed.params == common | over


@pytest.mark.parametrize("is_leg", [False, True])
def test_the_contract_admits_every_form(stage: Stage, is_leg: bool) -> None:
    asked = stage.asking(ABOUT_LEG, "in-progress", "completed")
    end(stage, recorded(stage, Record=str(is_leg).lower(), **asked))
    schema = load("twilio-2010-04-01").webhooks["RecordingStatusCallback"]
    forms = stage.forms(ABOUT_LEG if is_leg else ABOUT_RECORDING)
    assert len(forms) == 2
    assert [schema.breaches(form) for form in forms if not schema.admits(form)] == []


def test_a_recording_begins_when_the_conference_starts(stage: Stage) -> None:
    stage.dial(ConferenceRecord="true", **stage.asking(ABOUT_RECORDING, "in-progress"))
    assert told(stage) == []
    stage.clock.advance(20)
    stage.dial()
    assert [form["RecordingStartTime"] for form in stage.forms(ABOUT_RECORDING)] == [
        "Mon, 05 Jan 2026 09:00:20 +0000"
    ]


def test_only_the_end_is_told_unless_somebody_asks_for_more(stage: Stage) -> None:
    stage.dial(ConferenceRecord="true", **stage.asking(ABOUT_RECORDING))
    end(stage, stage.dial()["conference_sid"])
    assert told(stage) == ["completed"]


@pytest.mark.parametrize("word", ["in-progress", "completed"])
def test_a_word_asks_for_its_status(stage: Stage, word: str) -> None:
    end(stage, recorded(stage, word))
    assert told(stage) == [word]


@pytest.mark.parametrize("word", ["failed", "absent"])
def test_no_recording_goes_wrong_by_itself(stage: Stage, word: str) -> None:
    end(stage, recorded(stage, word))
    assert told(stage) == []


def test_a_conference_that_is_not_recorded_tells_no_recording(stage: Stage) -> None:
    asked = stage.asking(ABOUT_RECORDING, "in-progress", "completed")
    stage.dial(**asked)
    end(stage, stage.dial(**asked)["conference_sid"])
    assert told(stage) == []


@pytest.mark.parametrize(
    ("pause", "seconds"), [({}, "60"), ({"PauseBehavior": "skip"}, "30")], ids=["silence", "skip"]
)
def test_pauses_are_not_told_but_count_as_they_were_asked_for(
    stage: Stage, pause: dict[str, str], seconds: str
) -> None:
    sid = recorded(stage)
    stage.clock.advance(10)
    order(stage, sid, Status="paused", **pause)
    stage.clock.advance(30)
    order(stage, sid, Status="in-progress")
    stage.clock.advance(20)
    end(stage, sid)
    assert told(stage) == ["in-progress", "completed"]
    assert stage.forms(ABOUT_RECORDING)[1]["RecordingDuration"] == seconds


def test_a_recording_that_is_stopped_is_completed_at_once(stage: Stage) -> None:
    sid = recorded(stage)
    stage.clock.advance(7)
    order(stage, sid, Status="stopped")
    assert told(stage) == ["in-progress", "completed"]
    stage.clock.advance(60)
    end(stage, sid)
    assert [form.get("RecordingDuration") for form in stage.forms(ABOUT_RECORDING)] == [None, "7"]


def test_a_recording_ends_with_its_conference_however_that_ends(stage: Stage) -> None:
    sid = recorded(stage)
    stage.clock.advance(5)
    for row in stage.wire.get(f"Conferences/{sid}/Participants.json").json["participants"]:
        stage.play(sid, "participant-leave", call_sid=row["call_sid"])
    assert told(stage) == ["in-progress", "completed"]


# Whose callback counts


def test_the_callback_of_whoever_asks_for_the_recording_counts(stage: Stage) -> None:
    stage.dial(ConferenceRecordingStatusCallback=f"{stage.receiver.url}/idle")
    stage.dial(ConferenceRecord="true", **stage.asking(ABOUT_RECORDING))
    later = {"ConferenceRecordingStatusCallback": f"{stage.receiver.url}/later"}
    end(stage, stage.dial(ConferenceRecord="true", **later)["conference_sid"])
    assert [one.target for one in stage.received()] == [f"/{ABOUT_RECORDING}"]


def test_a_conference_that_was_opened_with_a_callback_for_recordings_tells_it(stage: Stage) -> None:
    where = {"recording_status_callback": f"{stage.receiver.url}/{ABOUT_RECORDING}"}
    given: dict[str, Any] = {"friendly_name": "Support", **where}
    sid = stage.wire.control("POST", "conferences", given).json["sid"]
    stage.play(sid, "participant-join", call_sid=A, record=True)
    stage.play(sid, "participant-join", call_sid=B)
    end(stage, sid)
    assert told(stage) == ["in-progress", "completed"]


def test_a_callback_that_was_fixed_when_the_conference_was_opened_stays(stage: Stage) -> None:
    where = {"recording_status_callback": f"{stage.receiver.url}/{ABOUT_RECORDING}"}
    stage.wire.control("POST", "conferences", {"friendly_name": "Support", **where})
    later = {"ConferenceRecordingStatusCallback": f"{stage.receiver.url}/later"}
    stage.dial(ConferenceRecord="true", **later)
    end(stage, stage.dial()["conference_sid"])
    assert {one.target for one in stage.received()} == {f"/{ABOUT_RECORDING}"}


# Single calls


def leg(stage: Stage, *words: str, **form: str) -> dict[str, Any]:
    """Somebody whose call is recorded, and whose recording tells these words, or beginning and end."""
    asked = stage.asking(ABOUT_LEG, *(words or ("in-progress", "completed")))
    return stage.dial(Record="true", **asked, **form)


def test_the_recording_of_a_call_lasts_from_its_answer_to_its_end(
    mock_with: Callable[..., Mock],
) -> None:
    with Stage(mock_with(answer_after=10)) as stage:
        created = leg(stage)
        stage.clock.advance(42)
        stage.kick(created["conference_sid"], created["call_sid"])
        began, completed = stage.forms(ABOUT_LEG)
    assert (began["RecordingStatus"], completed["RecordingStatus"]) == ("in-progress", "completed")
    assert began["RecordingStartTime"] == "Mon, 05 Jan 2026 09:00:10 +0000"
    assert began["RecordingSid"] == completed["RecordingSid"]
    assert (began.get("RecordingDuration"), completed["RecordingDuration"]) == (None, "32")


def test_the_recording_of_a_call_names_the_call_and_no_conference(stage: Stage) -> None:
    created = leg(stage)
    (began,) = stage.forms(ABOUT_LEG)
    assert (began["CallSid"], began["RecordingSource"]) == (created["call_sid"], "OutboundAPI")
    assert "ConferenceSid" not in began


def test_only_the_end_of_a_call_is_told_unless_somebody_asks_for_more(stage: Stage) -> None:
    created = stage.dial(Record="true", **stage.asking(ABOUT_LEG))
    stage.kick(created["conference_sid"], created["call_sid"])
    assert told(stage, ABOUT_LEG) == ["completed"]


def test_each_call_has_a_recording_of_its_own(stage: Stage) -> None:
    created = [leg(stage) for _ in range(2)]
    end(stage, created[0]["conference_sid"])
    forms = stage.forms(ABOUT_LEG)
    assert [form["CallSid"] for form in forms] == [one["call_sid"] for one in created] * 2
    assert len({form["RecordingSid"] for form in forms}) == 2
    assert stage.forms(ABOUT_RECORDING) == []


def test_a_call_that_is_not_answered_has_no_recording(stage: Stage) -> None:
    stage.callees(CallOutcome.BUSY)
    leg(stage)
    assert stage.forms(ABOUT_LEG) == []


def test_a_call_is_not_recorded_unasked(stage: Stage) -> None:
    created = stage.dial(**stage.asking(ABOUT_LEG, "in-progress", "completed"))
    stage.kick(created["conference_sid"], created["call_sid"])
    assert stage.forms(ABOUT_LEG) == []
