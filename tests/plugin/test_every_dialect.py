"""What the plugin promises in every dialect: one suite, run once per dialect by its own marker."""

from __future__ import annotations

import pytest

from mockconf.dialects import DIALECTS
from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf, ScriptError
from tests.wire import Wire

SIGNALWIRE = "signalwire"
pytestmark = pytest.mark.mockconf(dialects=[one.name for one in DIALECTS])


@pytest.fixture
def own_wire(mockconf: MockConf) -> Wire:
    """A client of the test's dialect."""
    base = mockconf.base_url().removeprefix(mockconf.url)
    own = (mockconf.account_sid, mockconf.auth_token)
    if mockconf.dialect == SIGNALWIRE:
        own = (mockconf.project_id, mockconf.api_token)
    return Wire(mockconf.url, *own, base)


@pytest.fixture
def support(mockconf: MockConf) -> ConferenceScript:
    """A conference with two in it, of which nobody hears."""
    room = mockconf.conference("Support")
    room.join(label="alice"), room.join(label="bob")
    return room


def suffix(mockconf: MockConf) -> str:
    return ".json" if mockconf.dialect.startswith("twilio-2010") else ""


def test_the_dialect_is_the_one_of_the_id(
    mockconf: MockConf, request: pytest.FixtureRequest
) -> None:
    assert request.node.name.endswith(f"[{mockconf.dialect}]")


def test_a_conference_runs_from_its_start_to_its_end(
    mockconf: MockConf, support: ConferenceScript
) -> None:
    alice, bob = support.participants
    alice.mute(), alice.modify(coach="bob"), alice.speak(), bob.hold()
    assert (alice.is_muted, bob.is_on_hold, alice.is_coaching) == (True, True, True)
    bob.leave()
    assert support.status == "in-progress"
    alice.kick()
    assert support.status == "completed"
    names = ["participant-mute", "participant-hold", "participant-leave", "conference-end"]
    assert [mockconf.wait_for(name).name for name in names] == names


def test_a_step_that_cannot_happen_names_the_state(support: ConferenceScript) -> None:
    alice, _ = support.participants
    support.end()
    with pytest.raises(ScriptError, match=f"alice cannot be muted: .* {support.sid}, which is"):
        alice.mute()


def test_what_the_app_asks_is_asserted_by_the_names_of_the_dialect(
    mockconf: MockConf, support: ConferenceScript, own_wire: Wire
) -> None:
    alice, _ = support.participants
    path = f"Conferences/{support.sid}/Participants/{alice.call_sid}{suffix(mockconf)}"
    assert own_wire.post(path, {"Muted": "true"}).status == 200
    assert alice.is_muted
    mockconf.assert_requested(
        "UpdateParticipant",
        AccountSid=own_wire.account_sid,
        ConferenceSid=support.sid,
        CallSid=alice.call_sid,
        Muted=True,
    )
    with pytest.raises(MockconfError, match="no parameter of UpdateParticipant 'Mutd'; did you"):
        mockconf.assert_requested("UpdateParticipant", Mutd=True)
    mockconf.assert_no_findings()
    assert repr(mockconf.requests) == (
        f"1 request:\n  #1 POST {path} Muted=true -> 200 UpdateParticipant"
    )


def test_a_breach_is_found(mockconf: MockConf, own_wire: Wire) -> None:
    with mockconf.expect_finding("unknown-parameter", name="Statuss", operation="ListConference"):
        own_wire.get(f"Conferences{suffix(mockconf)}?Statuss=init")


def test_a_participant_that_has_gone_is_no_breach(
    mockconf: MockConf, support: ConferenceScript, own_wire: Wire
) -> None:
    alice, _ = support.participants
    alice.leave()
    path = f"Conferences/{support.sid}/Participants/{alice.call_sid}{suffix(mockconf)}"
    with mockconf.expect_finding("no-such-resource"):
        assert own_wire.get(path).status == 404


def test_a_room_is_found_again_by_its_name_and_by_its_sid(
    mockconf: MockConf, support: ConferenceScript
) -> None:
    assert mockconf.conference("Support") == mockconf.conference(support.sid) == support
    assert mockconf.participant("alice").conference == support
