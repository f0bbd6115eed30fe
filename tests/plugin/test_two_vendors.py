"""One account at two vendors: one scripted conference, seen through both APIs at once, each in its own spelling."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from mockconf.errors import MockconfError
from mockconf.sids import is_sid, is_uuid, uuid_of
from mockconf.signing import sign
from pytest_mockconf import ConferenceScript, MockConf
from tests.plugin.webhooks import APP, HOOK, Heard
from tests.wire import Wire

TWILIO, SIGNALWIRE = "twilio-2010-04-01", "signalwire"
BOTH = pytest.mark.mockconf(dialects=[TWILIO, SIGNALWIRE])
_SIDS = re.compile(r"\b(?:AC|CF|CA|RE|ST)[0-9a-f]{32}\b")
_UUIDS = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
#: Events that both vendors tell.
STORY = ["participant-join"] * 2 + ["conference-start", "participant-mute", "participant-hold"]


class Seen:
    """A conference as one vendor's API shows it."""

    def __init__(self, wire: Wire, sid: str, suffix: str) -> None:
        self.wire, self.sid, self.suffix = wire, sid, suffix

    def get(self, path: str = "") -> Any:
        reply = self.wire.get(f"Conferences/{self.sid}{path}{self.suffix}")
        assert reply.status == 200, reply.body
        return reply.json

    def post(self, path: str, **form: str) -> Any:
        reply = self.wire.post(f"Conferences/{self.sid}{path}{self.suffix}", form)
        assert reply.status == 200, reply.body
        return reply.json

    @property
    def participants(self) -> list[Any]:
        return list(self.get("/Participants")["participants"])


def both(mockconf: MockConf, room: ConferenceScript) -> tuple[Seen, Seen]:
    sid = mockconf.world.switchboard.fetch_conference(mockconf.account_sid, room._sid).sid
    twilio = Wire(mockconf.url, mockconf.account_sid, mockconf.auth_token)
    base = mockconf.base_url(SIGNALWIRE).removeprefix(mockconf.url)
    signalwire = Wire(mockconf.url, mockconf.project_id, mockconf.api_token, base)
    return Seen(twilio, sid, ".json"), Seen(signalwire, uuid_of(sid), "")


@pytest.fixture
def full(room: ConferenceScript) -> ConferenceScript:
    """A conference with two in it that is recorded."""
    room.join(label="alice", record="record-from-start"), room.join(label="bob")
    return room


def state_of(seen: Seen) -> list[Any]:
    """What both vendors tell of a conference, in words that both have."""
    conference = seen.get()
    keys = ("friendly_name", "status", "date_created", "date_updated", "region")
    flags = ("muted", "hold", "coaching", "end_conference_on_exit", "date_created", "date_updated")
    people = [[one[flag] for flag in flags] for one in seen.participants]
    taped = [one["status"] for one in seen.get("/Recordings")["recordings"]]
    return [conference[key] for key in keys] + people + taped


def ids(seen: Seen, path: str, key: str) -> list[str]:
    """What a list names its records."""
    return [one[key] for one in seen.get(path)[path[1:].lower()]]


@BOTH
def test_both_apis_show_one_state(mockconf: MockConf, full: ConferenceScript) -> None:
    twilio, signalwire = both(mockconf, full)
    alice, bob = full.participants
    assert state_of(twilio) == state_of(signalwire)
    alice.mute()
    bob.modify(coach=alice)
    assert state_of(twilio) == state_of(signalwire)
    twilio.post("/Participants/bob", Hold="true")
    signalwire.post(f"/Participants/{uuid_of(alice._call_sid)}", Muted="false")
    assert state_of(twilio) == state_of(signalwire)
    assert (alice.is_muted, bob.is_on_hold, bob.is_coaching) == (False, True, True)
    signalwire.post("", Status="completed")
    assert twilio.get()["status"] == signalwire.get()["status"] == full.status == "completed"
    mockconf.settle()


@BOTH
def test_ids_are_mapped_one_to_one_and_never_leak(
    mockconf: MockConf, full: ConferenceScript
) -> None:
    twilio, signalwire = both(mockconf, full)
    for path in ("", "/Participants", "/Recordings"):
        one, other = str(twilio.get(path)), str(signalwire.get(path))
        assert not _UUIDS.findall(one)
        assert not _SIDS.findall(other)
        assert mockconf.account_sid[2:] not in other.replace("-", "")
    for path, key, number in (("/Participants", "call_sid", 2), ("/Recordings", "sid", 1)):
        ones, others = ids(twilio, path, key), ids(signalwire, path, key)
        assert [uuid_of(one) for one in ones] == others
        assert len(set(others)) == number
    assert mockconf.project_id != uuid_of(mockconf.account_sid)


@BOTH
def test_callbacks_are_spelled_and_signed_as_the_tests_vendor_does(
    mockconf: MockConf, heard: Heard, full: ConferenceScript
) -> None:
    alice, _ = full.participants
    alice.mute()
    alice.hold()
    is_twilio = mockconf.dialect == TWILIO
    assert [event for event in heard.events if event in STORY] == STORY
    told = mockconf.assert_callback(
        "participant-mute", ConferenceSid=full.sid, CallSid=alice.call_sid, Muted=True
    )
    account = mockconf.account_sid if is_twilio else mockconf.project_id
    assert {form["AccountSid"] for form in heard} == {account}
    text = str([{**form, "RecordingUrl": ""} for form in heard])
    assert not (_UUIDS if is_twilio else _SIDS).findall(text)
    header = "X-Twilio-Signature" if is_twilio else "X-SignalWire-Signature"
    key = mockconf.auth_token if is_twilio else mockconf.signing_key
    assert told.headers[header] == sign(key, HOOK, told.params.items())
    event = mockconf.wait_for("participant-mute", CallSid=alice.call_sid, Muted=True)
    assert event.name == "participant-mute"
    with pytest.raises(AssertionError, match="waited 0 s for participant-hold"):
        mockconf.wait_for("participant-hold", CallSid=full.sid, timeout=0)


def test_one_webhook_of_each_vendor_hears_of_its_own_conference(
    mockconf: MockConf, mockconf_factory: Callable[..., MockConf]
) -> None:
    seen = {}
    for dialect in (TWILIO, SIGNALWIRE):
        mock, heard = mockconf_factory(dialect=dialect), Heard()
        mock.mount(APP, heard.app)
        mock.conference("Support", status_callback=HOOK).join()
        seen[dialect] = heard[0]["CallSid"]
    assert is_sid("CA", seen[TWILIO])
    assert is_uuid(seen[SIGNALWIRE])


@BOTH
def test_requests_are_asked_for_by_the_operations_of_the_tests_dialect(
    mockconf: MockConf, full: ConferenceScript
) -> None:
    twilio, signalwire = both(mockconf, full)
    is_twilio = mockconf.dialect == TWILIO
    alice, _ = full.participants
    own, other = (twilio, signalwire) if is_twilio else (signalwire, twilio)
    own.post(f"/Participants/{alice.call_sid}", Muted="true")
    other.get()
    mockconf.settle()
    account = mockconf.account_sid if is_twilio else mockconf.project_id
    mockconf.assert_requested(
        "UpdateParticipant",
        AccountSid=account,
        ConferenceSid=full.sid,
        CallSid=alice.call_sid,
        Muted=True,
    )
    mockconf.assert_requested("FetchConference", times=0)
    stranger = SIGNALWIRE if is_twilio else TWILIO
    mockconf.assert_requested("FetchConference", dialect=stranger, Sid=other.sid)
    with pytest.raises(AssertionError, match=f"seen: .*FetchConference of {stranger}$"):
        mockconf.assert_requested("FetchConference")
    missing = "CreateConferenceStream" if is_twilio else "CreateParticipant"
    with pytest.raises(MockconfError, match=f"there is no operation '{missing}'; did you mean"):
        mockconf.assert_requested(missing)
    with pytest.raises(MockconfError, match="did you mean 'signalwire'"):
        mockconf.assert_requested("FetchConference", dialect="signalwir")


@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_a_path_without_the_vendors_prefix_is_read_as_well(
    mockconf: MockConf, full: ConferenceScript
) -> None:
    wire = Wire(mockconf.url, mockconf.project_id, mockconf.api_token)
    assert wire.get(f"Conferences/{full.sid}.json").status == 200
    mockconf.assert_requested("FetchConference", Sid=full.sid, AccountSid=mockconf.project_id)


@pytest.mark.mockconf(dialect=SIGNALWIRE)
@pytest.mark.parametrize("event", ["participant-modify", "announcement-end", "call-answered"])
def test_what_a_vendor_never_tells_is_not_asserted_but_waited_for(
    mockconf: MockConf, full: ConferenceScript, event: str
) -> None:
    says = f"signalwire tells no {event} by callbacks; mockconf.wait_for\\('{event}'\\) sees"
    for times in (0, 1):
        with pytest.raises(MockconfError, match=says):
            mockconf.assert_callback(event, times=times)
    with pytest.raises(MockconfError, match=says):
        mockconf.wait_for(event, CallSid=full.participants[0].call_sid)
    if event == "announcement-end":
        full.announce("https://app.example/x")
        assert mockconf.wait_for(event).name == event


@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_parameters_of_callbacks_are_those_of_the_dialect(
    mockconf: MockConf, full: ConferenceScript
) -> None:
    with pytest.raises(MockconfError, match="parameter of participant-join 'ParticipantLabel'"):
        mockconf.assert_callback("participant-join", ParticipantLabel="alice")
    mockconf.assert_callback("participant-join", times=2, CallStatus="in-progress")


@pytest.mark.mockconf(dialect="twilio-2008-08-01")
def test_a_dialect_without_callbacks_says_so(mockconf: MockConf) -> None:
    with pytest.raises(MockconfError, match="twilio-2008-08-01 tells no participant-join"):
        mockconf.assert_callback("participant-join")
    room = mockconf.conference("Support")
    assert room.sid.startswith("CF")
    room.join()
    assert mockconf.wait_for("participant-join").sequence_number == 1


@BOTH
def test_the_identities_of_an_account_follow_the_world_through_a_reset(
    mockconf: MockConf,
) -> None:
    def identity() -> tuple[str, ...]:
        own = (mockconf.account_sid, mockconf.auth_token)
        return (*own, mockconf.project_id, mockconf.api_token, mockconf.signing_key)

    before = identity()
    wire = Wire(mockconf.url, mockconf.account_sid, mockconf.auth_token)
    assert wire.control("POST", "reset", {"seed": "another"}).status == 200
    assert not set(before) & set(identity())
    assert is_uuid(mockconf.project_id)
    assert mockconf.api_token.startswith("PT")
    assert mockconf.signing_key.startswith("PSK_")
