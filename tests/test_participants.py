"""Participants: how they are created, changed one by one, and removed."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from pytest_mockconf import MockConf
from tests.conftest import AS_SDK
from tests.wire import Reply, Wire

JINGLE = "https://example.com/jingle.mp3"


@pytest.fixture
def path(wire: Wire) -> str:
    """The path of a connected participant in a running conference."""
    wire.dial("Support")
    created = wire.dial("Support", Label="guest").json
    return f"Conferences/{created['conference_sid']}/Participants/{created['call_sid']}.json"


def flags(answer: Reply) -> tuple[bool, bool]:
    return answer.json["muted"], answer.json["hold"]


def without_dates(shown: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in shown.items() if not key.startswith("date_")}


def test_a_new_participant_is_always_shown_as_queued(wire: Wire) -> None:
    answer = wire.dial("Support")
    assert (answer.status, answer.json["status"]) == (201, "queued")


def test_only_the_answer_to_creating_tells_the_queue_time(wire: Wire) -> None:
    created = wire.dial("Support").json
    assert created["queue_time"].isdecimal()
    assert wire.get(created["uri"]).json["queue_time"] is None
    assert wire.post(created["uri"]).json["queue_time"] is None


def test_a_participant_is_connected_right_after_creation(wire: Wire) -> None:
    created = wire.dial("Support").json
    assert wire.get(created["uri"]).json["status"] == "connected"


def test_a_participant_who_calls_in_is_connected_at_once(wire: Wire, path: str) -> None:
    sid = path.split("/")[1]
    joined = wire.script(sid, "participant-join", label="caller").json["participant"]
    shown = wire.get(f"Conferences/{sid}/Participants/caller.json").json
    assert (shown["status"], shown["call_sid"]) == ("connected", joined["call_sid"])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, {"muted": False, "hold": False, "coaching": False, "label": None}),
        ({}, {"start_conference_on_enter": True, "end_conference_on_exit": False}),
        ({"Muted": "true"}, {"muted": True, "hold": False}),
        ({"Label": "agent"}, {"label": "agent"}),
        ({"StartConferenceOnEnter": "false"}, {"start_conference_on_enter": False}),
        ({"EndConferenceOnExit": "true"}, {"end_conference_on_exit": True}),
    ],
)
def test_a_participant_is_as_creation_asked(
    wire: Wire, form: dict[str, str], expected: dict[str, object]
) -> None:
    created = wire.dial("Support", **form).json
    later = wire.get(created["uri"]).json
    assert created | expected == created
    assert later | expected == later


def test_a_participant_is_found_below_the_conference_that_a_name_opened(client: Client) -> None:
    created = client.conferences("Support").participants.create(**AS_SDK)
    found = client.conferences(created.conference_sid).participants(created.call_sid).fetch()
    assert (found.call_sid, found.conference_sid) == (created.call_sid, created.conference_sid)
    assert found.uri == created.uri
    assert found.uri.endswith(f"/{created.conference_sid}/Participants/{created.call_sid}.json")


def test_a_participant_is_not_found_in_another_conference(wire: Wire, path: str) -> None:
    other = wire.dial("Elsewhere").json["conference_sid"]
    call = path.split("/")[-1]
    assert wire.get(f"Conferences/{other}/Participants/{call}").error == (404, 20404)


def test_a_participant_is_not_found_by_another_account(wire: Wire, path: str) -> None:
    stranger = Wire(wire.url, f"AC{'5' * 32}", "another-token")
    assert stranger.get(path).error == (404, 20404)
    assert stranger.post(path, {"Muted": "true"}).error == (404, 20404)
    assert stranger.send("DELETE", path).error == (404, 20404)
    assert wire.get(path).json["muted"] is False


def test_a_call_is_in_a_conference_once(wire: Wire, path: str) -> None:
    sid, call = path.split("/")[1], path.split("/")[-1].removesuffix(".json")
    assert wire.script(sid, "participant-join", call_sid=call, label="twin").status == 409
    shown = wire.get(f"Conferences/{sid}/Participants.json").json["participants"]
    assert (len(shown), wire.get(path).json["label"]) == (2, "guest")


def test_a_call_is_in_one_conference_at_a_time(wire: Wire, path: str) -> None:
    call = path.split("/")[-1]
    other = wire.dial("Elsewhere").json["conference_sid"]
    wire.script(other, "participant-join", call_sid=call.removesuffix(".json"))
    places = [path, f"Conferences/{other}/Participants/{call}"]
    assert [wire.get(place).status for place in places].count(200) == 1


def test_mute_and_hold_are_independent(wire: Wire, path: str) -> None:
    steps = [("Muted", "true"), ("Hold", "true"), ("Muted", "false"), ("Hold", "false")]
    seen = []
    for name, value in steps:
        wire.post(path, {name: value})
        seen.append(flags(wire.get(path)))
    assert seen == [(True, False), (True, True), (False, True), (False, False)]


def test_mute_and_hold_change_together_in_one_update(wire: Wire, path: str) -> None:
    answer = wire.post(path, {"Muted": "true", "Hold": "true"})
    assert flags(answer) == (True, True) == flags(wire.get(path))


def test_mute_and_hold_of_one_leave_the_others_as_they_are(wire: Wire, path: str) -> None:
    wire.post(path, {"Muted": "true", "Hold": "true"})
    listed = wire.get(f"{path.rpartition('/')[0]}.json").json["participants"]
    assert {one["label"]: (one["muted"], one["hold"]) for one in listed} == {
        "guest": (True, True),
        None: (False, False),
    }


@pytest.mark.parametrize(
    ("text", "muted"),
    [
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "banana", "1", "yes")),
    ],
)
def test_everything_but_true_is_read_as_false(
    wire: Wire, path: str, text: str, muted: bool
) -> None:
    before = "false" if muted else "true"
    wire.post(path, {"Muted": before})
    answer = wire.post(path, {"Muted": text})
    assert (answer.status, answer.json["muted"]) == (200, muted)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"Muted": "true"}, {"muted": True}),
        ({"Hold": "true"}, {"hold": True}),
        ({"Hold": "true", "HoldUrl": JINGLE, "HoldMethod": "POST"}, {"hold": True}),
        ({"EndConferenceOnExit": "true"}, {"end_conference_on_exit": True}),
        ({"BeepOnExit": "true", "Muted": "true"}, {"muted": True}),
        ({"WaitUrl": ""}, {}),
        ({"AnnounceUrl": JINGLE, "AnnounceMethod": "GET"}, {}),
    ],
)
def test_an_update_is_echoed_and_kept_and_changes_nothing_else(
    wire: Wire, path: str, form: dict[str, str], expected: dict[str, object]
) -> None:
    before = wire.get(path).json
    answer = wire.post(path, form)
    assert (answer.status, answer.json) == (200, before | expected)
    assert wire.get(path).json == answer.json


def test_an_update_without_parameters_shows_the_participant(wire: Wire, path: str) -> None:
    before = wire.get(path).json
    answer = wire.post(path)
    assert (answer.status, without_dates(answer.json)) == (200, without_dates(before))


@pytest.mark.parametrize(
    "form", [{"StartConferenceOnEnter": "false"}, {"Label": "renamed"}, {"Status": "complete"}]
)
def test_an_update_cannot_change_what_was_fixed_at_creation(
    wire: Wire, path: str, form: dict[str, str]
) -> None:
    before = wire.get(path).json
    answer = wire.post(path, form)
    assert (answer.status, without_dates(answer.json)) == (200, without_dates(before))


@pytest.mark.parametrize("change", [{"Muted": "true"}, {"Hold": "true"}, {"BeepOnExit": "true"}])
def test_an_update_moves_the_date_of_update_only(
    wire: Wire, path: str, mockconf: MockConf, change: dict[str, str]
) -> None:
    mockconf.clock.advance(192)
    answer = wire.post(path, change).json
    assert answer["date_created"] == "Mon, 05 Jan 2026 09:00:00 +0000"
    assert answer["date_updated"] == "Mon, 05 Jan 2026 09:03:12 +0000"


def test_looking_at_a_participant_does_not_move_the_date_of_update(
    wire: Wire, path: str, mockconf: MockConf
) -> None:
    before = wire.get(path).json
    mockconf.clock.advance(192)
    assert wire.get(path).json == before


@pytest.mark.parametrize("change", ["Muted", "Hold"])
def test_a_participant_can_be_changed_while_the_conference_waits(wire: Wire, change: str) -> None:
    only = wire.dial("Waiting").json["uri"]
    wire.post(only, {change: "true"})
    assert wire.get(only).json[change.lower()] is True


def test_nothing_is_announced_to_one_who_waits_alone(wire: Wire) -> None:
    only = wire.dial("Waiting").json["uri"]
    assert wire.post(only, {"AnnounceUrl": JINGLE}).error == (400, 16001)
    wire.dial("Waiting")
    assert wire.post(only, {"AnnounceUrl": JINGLE}).status == 200


def test_a_kick_answers_nothing(wire: Wire, path: str) -> None:
    answer = wire.send("DELETE", path)
    assert (answer.status, answer.body) == (204, b"")


@pytest.mark.parametrize("kicked", [True, False], ids=["kicked", "hung-up"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_who_is_gone_is_not_found(wire: Wire, path: str, method: str, kicked: bool) -> None:
    if kicked:
        wire.send("DELETE", path)
    else:
        wire.script(path.split("/")[1], "participant-leave", label="guest")
    form = {"Muted": "true"} if method == "POST" else None
    assert wire.send(method, path, form).error == (404, 20404)


@pytest.mark.parametrize("kicked", [True, False], ids=["kicked", "hung-up"])
def test_who_is_gone_is_not_listed(wire: Wire, path: str, kicked: bool) -> None:
    sid = path.split("/")[1]
    if kicked:
        wire.send("DELETE", path)
    else:
        wire.script(sid, "participant-leave", label="guest")
    listed = wire.get(f"Conferences/{sid}/Participants.json").json["participants"]
    assert [one["label"] for one in listed] == [None]


def test_the_sdk_kicks_once(client: Client) -> None:
    client.conferences("Support").participants.create(**AS_SDK)
    created = client.conferences("Support").participants.create(**AS_SDK)
    participant = client.conferences(created.conference_sid).participants(created.call_sid)
    assert participant.delete() is True
    with pytest.raises(TwilioRestException) as refusal:
        participant.delete()
    assert (refusal.value.status, refusal.value.code) == (404, 20404)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_nobody_is_found_in_a_conference_that_never_was(wire: Wire, method: str) -> None:
    path = f"Conferences/CF{'0' * 32}/Participants/CA{'0' * 32}.json"
    form = {"Muted": "true"} if method == "POST" else None
    assert wire.send(method, path, form).error == (404, 20404)


def test_the_participants_of_a_conference_that_never_was_are_not_found(wire: Wire) -> None:
    assert wire.get(f"Conferences/CF{'0' * 32}/Participants.json").error == (404, 20404)
