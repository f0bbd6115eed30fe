"""Participants at SignalWire: who is shown, what can be changed, and what there is not."""

from __future__ import annotations

import pytest

from pytest_mockconf import MockConf
from pytest_mockconf.rooms import ConferenceScript
from tests.signalwire.conftest import (
    CALL_A,
    CALL_B,
    NOBODY,
    NOW,
    A,
    B,
    in_both_forms,
    keys,
    listed,
    refused,
    rules,
    uuid,
)
from tests.wire import Reply, Wire


@pytest.fixture
def ringing(mockconf: MockConf, wire: Wire) -> str:
    """The path of somebody whose phone rings."""
    mockconf.on_dial("*", "ring")
    created = wire.dial("Elsewhere").json
    call = uuid(created["call_sid"])
    return f"Conferences/{uuid(created['conference_sid'])}/Participants/{call}"


def calls(laml: Wire, path: str) -> list[str]:
    return [one["call_sid"] for one in listed(laml, path)]


def test_a_participant_has_exactly_the_keys_of_its_schema_in_their_order(
    laml: Wire, room: str
) -> None:
    assert list(laml.get(f"{room}/Participants/{CALL_A}").json) == keys("Participant")


def test_a_participant_reads_as_the_vendor_shows_it(laml: Wire, project: str, room: str) -> None:
    assert laml.get(f"{room}/Participants/{CALL_A}").json == {
        "account_sid": laml.account_sid,
        "call_sid": CALL_A,
        "call_sid_to_coach": None,
        "coaching": False,
        "conference_sid": room.removeprefix("Conferences/"),
        "date_created": NOW,
        "date_updated": NOW,
        "end_conference_on_exit": False,
        "hold": False,
        "muted": False,
        "start_conference_on_enter": True,
        "status": "in-progress",
        "uri": f"{project}/{room}/Participants/{CALL_A}.json",
    }


@in_both_forms
def test_participants_are_listed_newest_first(laml: Wire, room: str, suffix: str) -> None:
    assert calls(laml, f"{room}/Participants{suffix}") == [CALL_B, CALL_A]


def test_who_is_not_connected_yet_is_not_listed(laml: Wire, ringing: str) -> None:
    assert listed(laml, ringing.rpartition("/")[0]) == []


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_who_is_not_connected_yet_is_not_found(
    laml: Wire, mockconf: MockConf, ringing: str, method: str
) -> None:
    assert refused(laml.send(method, ringing, {"Muted": "true"})) == (404, 20404)
    mockconf.settle()
    assert mockconf.world.journal.deliveries == []


def test_who_answers_appears(laml: Wire, mockconf: MockConf, wire: Wire) -> None:
    mockconf.on_dial("*", "answer", after=5)
    created = wire.dial("Room").json
    participants = f"Conferences/{uuid(created['conference_sid'])}/Participants"
    assert calls(laml, participants) == []
    mockconf.clock.advance(5)
    assert calls(laml, participants) == [uuid(created["call_sid"])]


def test_a_page_is_filled_with_those_who_are_shown(
    laml: Wire, mockconf: MockConf, wire: Wire, room: str
) -> None:
    mockconf.on_dial("*", "ring")
    wire.dial("Support")
    assert calls(laml, f"{room}/Participants?PageSize=1") == [CALL_B]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Muted=true", [CALL_B]),
        ("Muted=True", [CALL_B]),
        ("Muted=False", [CALL_A]),
        ("Hold=TRUE", [CALL_A]),
        ("Hold=false", [CALL_B]),
        ("Muted=true&Hold=true", []),
    ],
)
def test_a_list_is_filtered_by_muted_and_hold(
    laml: Wire, mockconf: MockConf, room: str, query: str, found: list[str]
) -> None:
    laml.post(f"{room}/Participants/{CALL_A}", {"Hold": "true"})
    laml.post(f"{room}/Participants/{CALL_B}", {"Muted": "true"})
    assert calls(laml, f"{room}/Participants?{query}") == found
    assert rules(mockconf) == []


def test_there_is_no_filter_by_coaching(laml: Wire, mockconf: MockConf, room: str) -> None:
    assert len(calls(laml, f"{room}/Participants?Coaching=true")) == 2
    assert rules(mockconf) == [("unknown-parameter", "Coaching")]


@in_both_forms
def test_a_label_is_no_address(laml: Wire, room: str, suffix: str) -> None:
    assert refused(laml.get(f"{room}/Participants/agent{suffix}")) == (404, 20404)


def test_who_is_in_another_conference_is_not_found(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    other = uuid(mockconf.conference("Other").sid)
    assert refused(laml.get(f"Conferences/{other}/Participants/{CALL_A}")) == (404, 20404)


@in_both_forms
@pytest.mark.parametrize("spelled", ["true", "True", "TRUE", "tRuE"])
@pytest.mark.parametrize(("name", "key"), [("Muted", "muted"), ("Hold", "hold")])
def test_a_boolean_may_be_spelled_in_any_case(
    laml: Wire, mockconf: MockConf, room: str, name: str, key: str, spelled: str, suffix: str
) -> None:
    who = f"{room}/Participants/{CALL_A}"
    assert laml.post(f"{who}{suffix}", {name: spelled}).json[key] is True
    assert laml.post(f"{who}{suffix}", {name: spelled.replace("e", "E")}).json[key] is True
    assert laml.post(f"{who}{suffix}", {name: "fAlSe"}).json[key] is False
    assert rules(mockconf) == []


@pytest.mark.parametrize("value", ["banana", "1", "yes", "truee", " true"])
@pytest.mark.parametrize("name", ["Muted", "Hold", "Coaching"])
def test_what_is_no_boolean_is_refused_and_changes_nothing(
    laml: Wire, room: str, name: str, value: str
) -> None:
    who = f"{room}/Participants/{CALL_A}"
    before = laml.get(who).json
    assert refused(laml.post(who, {name: value})) == (422, 90000)
    assert laml.get(who).json == before


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        *((name, "ftp://a.example", 21402) for name in ("HoldUrl", "AnnounceUrl", "WaitUrl")),
        *((name, "PUT", 21209) for name in ("HoldMethod", "AnnounceMethod", "WaitMethod")),
        ("CallSidToCoach", B, 16002),
        ("CallSidToCoach", "agent", 16002),
    ],
)
def test_a_bad_value_is_refused_and_changes_nothing(
    laml: Wire, room: str, name: str, value: str, code: int
) -> None:
    who = f"{room}/Participants/{CALL_A}"
    before = laml.get(who).json
    assert refused(laml.post(who, {"Muted": "true", name: value})) == (422, code)
    assert laml.get(who).json == before


def test_a_change_is_seen_by_both_vendors(
    laml: Wire, wire: Wire, room: str, script: ConferenceScript
) -> None:
    laml.post(f"{room}/Participants/{CALL_A}", {"Muted": "true", "Hold": "true"})
    there = wire.get(f"Conferences/{script.sid}/Participants/{A}.json").json
    assert (there["muted"], there["hold"]) == (True, True)


def coach(laml: Wire, room: str, **given: str) -> Reply:
    return laml.post(f"{room}/Participants/{CALL_A}", given)


def test_a_coach_names_the_call_that_is_coached(laml: Wire, room: str) -> None:
    found = coach(laml, room, Coaching="true", CallSidToCoach=CALL_B).json
    assert (found["coaching"], found["call_sid_to_coach"]) == (True, CALL_B)


def test_coaching_without_a_target_is_refused(laml: Wire, room: str) -> None:
    assert refused(coach(laml, room, Coaching="true")) == (422, 16002)


def test_who_is_not_in_the_conference_cannot_be_coached(laml: Wire, room: str) -> None:
    assert refused(coach(laml, room, CallSidToCoach=NOBODY)) == (422, 16002)


def test_who_is_on_hold_cannot_be_coached(laml: Wire, room: str) -> None:
    laml.post(f"{room}/Participants/{CALL_B}", {"Hold": "true"})
    assert refused(coach(laml, room, CallSidToCoach=CALL_B)) == (422, 16002)


def test_the_key_that_samples_spell_in_the_wrong_case_is_ignored_and_found(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    assert coach(laml, room, callSidToCoach=CALL_B).json["coaching"] is False
    assert rules(mockconf) == [("miscased-parameter", "callSidToCoach")]


@pytest.mark.parametrize("value", ["true", "onEnter"])
def test_beep_is_taken_and_has_no_effect(
    laml: Wire, mockconf: MockConf, room: str, value: str
) -> None:
    who = f"{room}/Participants/{CALL_A}"
    before = laml.get(who).json
    assert laml.post(who, {"Beep": value}).json == before
    assert rules(mockconf) == []


@pytest.mark.parametrize("name", ["BeepOnExit", "EndConferenceOnExit"])
def test_what_only_twilio_can_change_is_ignored_and_found(
    laml: Wire, mockconf: MockConf, room: str, name: str
) -> None:
    who = f"{room}/Participants/{CALL_A}"
    assert laml.post(who, {name: "true"}).json["end_conference_on_exit"] is False
    assert rules(mockconf) == [("unknown-parameter", name)]


def test_an_update_without_parameters_shows_the_participant(laml: Wire, room: str) -> None:
    who = f"{room}/Participants/{CALL_A}"
    assert laml.post(who, {}).json == laml.get(who).json


@in_both_forms
def test_who_is_removed_is_gone_for_both_vendors(
    laml: Wire, wire: Wire, room: str, script: ConferenceScript, suffix: str
) -> None:
    reply = laml.send("DELETE", f"{room}/Participants/{CALL_A}{suffix}")
    assert (reply.status, reply.body) == (204, b"")
    assert refused(laml.get(f"{room}/Participants/{CALL_A}")) == (404, 20404)
    there = wire.get(f"Conferences/{script.sid}/Participants.json").json["participants"]
    assert [one["call_sid"] for one in there] == [B]


class TestACompletedConference:
    """Who was in it, when it is over."""

    @pytest.fixture(autouse=True)
    def _over(self, script: ConferenceScript) -> None:
        script.end()

    def test_lists_nobody(self, laml: Wire, room: str) -> None:
        assert listed(laml, f"{room}/Participants") == []

    @pytest.mark.parametrize("method", ["GET", "DELETE"])
    def test_shows_nobody(self, laml: Wire, room: str, method: str) -> None:
        assert refused(laml.send(method, f"{room}/Participants/{CALL_A}")) == (404, 20404)

    @pytest.mark.parametrize("call", [CALL_A, NOBODY])
    def test_lets_nobody_be_changed(self, laml: Wire, room: str, call: str) -> None:
        reply = laml.post(f"{room}/Participants/{call}", {"Muted": "true"})
        assert refused(reply) == (422, 10000)
        assert "over" in reply.json["message"]
