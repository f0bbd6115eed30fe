"""Coaching: who can be coached, what the coach's own flags say, and how it ends."""

from __future__ import annotations

import pytest
from twilio.rest import Client

from tests.conftest import AS_SDK
from tests.wire import Wire

STRANGER = f"CA{'9' * 32}"


@pytest.fixture
def calls(wire: Wire) -> dict[str, str]:
    """The call SIDs of an agent, a customer and a coach in one running conference, by label."""
    created = [wire.dial("Support", Label=label).json for label in ("agent", "customer", "coach")]
    return {one["label"]: one["call_sid"] for one in created}


def sid(wire: Wire) -> str:
    return str(wire.get("Conferences.json?Status=in-progress").json["conferences"][0]["sid"])


def path(wire: Wire, label: str = "coach") -> str:
    return f"Conferences/{sid(wire)}/Participants/{label}.json"


def coaching(shown: dict[str, object]) -> tuple[object, object]:
    return shown["coaching"], shown["call_sid_to_coach"]


def test_a_participant_is_created_as_a_coach(wire: Wire, calls: dict[str, str]) -> None:
    created = wire.dial("Support", CallSidToCoach=calls["agent"]).json
    assert coaching(created) == (True, calls["agent"])
    assert coaching(wire.get(created["uri"]).json) == (True, calls["agent"])


def test_the_sdk_creates_a_coach(client: Client, calls: dict[str, str]) -> None:
    agent = calls["agent"]
    created = client.conferences("Support").participants.create(
        **AS_SDK, coaching=True, call_sid_to_coach=agent
    )
    assert (created.coaching, created.call_sid_to_coach) == (True, agent)


def test_who_does_not_coach_says_so(wire: Wire, calls: dict[str, str]) -> None:
    listed = wire.get(f"Conferences/{sid(wire)}/Participants.json").json["participants"]
    assert [coaching(one) for one in listed] == [(False, None)] * len(calls)


@pytest.mark.parametrize("flag", [{}, {"Coaching": "true"}], ids=["target-alone", "both"])
def test_a_participant_becomes_a_coach(
    wire: Wire, calls: dict[str, str], flag: dict[str, str]
) -> None:
    answer = wire.post(path(wire), {"CallSidToCoach": calls["agent"], **flag})
    assert coaching(answer.json) == (True, calls["agent"]) == coaching(wire.get(path(wire)).json)


def test_a_new_target_alone_moves_the_coach(wire: Wire, calls: dict[str, str]) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    answer = wire.post(path(wire), {"CallSidToCoach": calls["customer"]})
    assert coaching(answer.json) == (True, calls["customer"])


def test_coaching_false_makes_the_coach_an_ordinary_participant(
    wire: Wire, calls: dict[str, str]
) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    answer = wire.post(path(wire), {"Coaching": "false"})
    assert coaching(answer.json) == (False, None) == coaching(wire.get(path(wire)).json)


def test_coaching_true_again_keeps_the_target(wire: Wire, calls: dict[str, str]) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    answer = wire.post(path(wire), {"Coaching": "true"})
    assert coaching(answer.json) == (True, calls["agent"])


def test_coaching_survives_an_update_of_something_else(wire: Wire, calls: dict[str, str]) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    answer = wire.post(path(wire), {"Muted": "true"})
    assert coaching(answer.json) == (True, calls["agent"])


def test_coaching_false_refuses_no_target(wire: Wire, calls: dict[str, str]) -> None:
    answer = wire.post(path(wire), {"Coaching": "false", "CallSidToCoach": STRANGER})
    assert (answer.status, coaching(answer.json)) == (200, (False, None))
    created = wire.dial("Support", Coaching="false", CallSidToCoach=calls["agent"])
    assert (created.status, coaching(created.json)) == (201, (False, None))


def test_coaching_needs_somebody_to_coach(wire: Wire, calls: dict[str, str]) -> None:
    assert wire.post(path(wire), {"Coaching": "true"}).error == (400, 16002)
    assert wire.dial("Support", Coaching="true").error == (400, 16002)
    assert coaching(wire.get(path(wire)).json) == (False, None)


def test_who_stopped_coaching_needs_a_target_again(wire: Wire, calls: dict[str, str]) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    wire.post(path(wire), {"Coaching": "false"})
    assert wire.post(path(wire), {"Coaching": "true"}).error == (400, 16002)


def test_who_is_not_in_the_conference_cannot_be_coached(wire: Wire, calls: dict[str, str]) -> None:
    assert wire.post(path(wire), {"CallSidToCoach": STRANGER}).error == (400, 16028)
    assert wire.dial("Support", CallSidToCoach=STRANGER).error == (400, 16028)


def test_who_is_in_another_conference_cannot_be_coached(wire: Wire, calls: dict[str, str]) -> None:
    elsewhere = wire.dial("Sales").json["call_sid"]
    assert wire.post(path(wire), {"CallSidToCoach": elsewhere}).error == (400, 16028)
    assert wire.dial("Sales", CallSidToCoach=calls["agent"]).error == (400, 16028)


def test_nobody_coaches_in_a_conference_of_their_own(wire: Wire, calls: dict[str, str]) -> None:
    assert wire.dial("Brand new", CallSidToCoach=calls["agent"]).error == (400, 16028)
    names = [one["friendly_name"] for one in wire.get("Conferences.json").json["conferences"]]
    assert names == ["Support"]


def test_nobody_coaches_themselves(wire: Wire, calls: dict[str, str]) -> None:
    assert wire.post(path(wire), {"CallSidToCoach": calls["coach"]}).error == (400, 16028)


@pytest.mark.parametrize("text", ["agent", "CA123", f"CF{'0' * 32}"])
def test_the_coached_one_is_named_by_call_sid_only(
    wire: Wire, calls: dict[str, str], text: str
) -> None:
    assert wire.post(path(wire), {"CallSidToCoach": text}).error == (400, 20001)


def test_who_is_on_hold_cannot_be_coached(wire: Wire, calls: dict[str, str]) -> None:
    wire.post(path(wire, "agent"), {"Hold": "true"})
    assert wire.post(path(wire), {"CallSidToCoach": calls["agent"]}).error == (400, 16027)
    assert wire.dial("Support", CallSidToCoach=calls["agent"]).error == (400, 16027)
    wire.post(path(wire, "agent"), {"Hold": "false"})
    assert wire.post(path(wire), {"CallSidToCoach": calls["agent"]}).status == 200


def test_a_failed_move_leaves_the_coach_with_the_former_target(
    wire: Wire, calls: dict[str, str]
) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    assert wire.post(path(wire), {"CallSidToCoach": STRANGER}).error == (400, 16028)
    assert coaching(wire.get(path(wire)).json) == (True, calls["agent"])


def test_who_has_left_cannot_be_coached(wire: Wire, calls: dict[str, str]) -> None:
    wire.send("DELETE", path(wire, "customer"))
    assert wire.post(path(wire), {"CallSidToCoach": calls["customer"]}).error == (400, 16028)


def test_a_caller_coaches_too(wire: Wire, calls: dict[str, str]) -> None:
    joined = wire.script(sid(wire), "participant-join", call_sid_to_coach=calls["agent"])
    assert coaching(joined.json["participant"]) == (True, calls["agent"])
    refused = wire.script(sid(wire), "participant-join", call_sid_to_coach=STRANGER)
    assert refused.status == 409


def test_coaches_are_found_by_the_filter(wire: Wire, calls: dict[str, str]) -> None:
    wire.post(path(wire), {"CallSidToCoach": calls["agent"]})
    listed = wire.get(f"Conferences/{sid(wire)}/Participants.json?Coaching=true").json
    assert [one["label"] for one in listed["participants"]] == ["coach"]
