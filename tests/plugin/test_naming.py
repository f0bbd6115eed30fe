"""How scripts name conferences and calls: by the ids of the test's dialect, and both spellings are taken."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mockconf.errors import MockconfError
from mockconf.sids import is_uuid, uuid_of
from pytest_mockconf import ConferenceScript, MockConf, ScriptError
from tests.plugin.suites import Ran

TWILIO, SIGNALWIRE = "twilio-2010-04-01", "signalwire"
BOTH = pytest.mark.mockconf(dialects=[TWILIO, SIGNALWIRE])
_SIDS = re.compile(r"\b(?:AC|CF|CA|RE|ST)[0-9a-f]{32}\b")
_UUIDS = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


@pytest.fixture
def full(room: ConferenceScript) -> ConferenceScript:
    """A conference with two in it that is recorded."""
    room.join(label="alice", record="record-from-start"), room.join(label="bob")
    return room


@BOTH
def test_a_script_shows_the_ids_of_the_tests_dialect_and_takes_both(
    mockconf: MockConf, full: ConferenceScript
) -> None:
    alice, bob = full.participants
    digits = "0123456789abcdef0123456789abcdef"
    shows = is_uuid if mockconf.dialect == SIGNALWIRE else (lambda text: text[:2] in ("CF", "CA"))
    assert all(shows(one) for one in (full.sid, alice.call_sid, bob.call_sid))
    for sid in (full._sid, uuid_of(full._sid)):
        assert mockconf.conference(sid) == full
    for call in (bob._call_sid, uuid_of(bob._call_sid)):
        assert mockconf.participant(call) == full.participant(call) == bob
        full.announce("https://app.example/x", to=call)
        alice.modify(coach=call)
        assert alice.is_coaching
        alice.modify(coaching=False)
        full.join(coach=call).leave()
    for spelled in (f"CA{digits}", uuid_of(f"CA{digits}")):
        carol = full.join(spelled)
        assert carol._call_sid == f"CA{digits}"
        carol.leave()
    full.end()
    assert mockconf.conference(full.sid).status == "completed"


@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_a_call_with_capitals_is_the_one_that_its_uuid_names(room: ConferenceScript) -> None:
    carol = room.join(f"CA{'AB' * 16}")
    assert carol.call_sid == uuid_of(f"CA{'ab' * 16}")
    assert room.participant(carol.call_sid) == carol


@pytest.mark.parametrize("bad", ["CA123", "B3877C40-DA60-4998-90AD-B792E98472CF", "CF" + "0" * 32])
@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_what_is_no_call_is_refused_in_the_words_of_the_dialect(
    room: ConferenceScript, bad: str
) -> None:
    with pytest.raises(MockconfError, match=f"^call_sid is a UUID in lower case, and not '{bad}'$"):
        room.join(bad)


def test_to_twilio_a_uuid_is_a_name_unless_a_conference_has_it(mockconf: MockConf) -> None:
    name = "b3877c40-da60-4998-90ad-b792e98472cf"
    room = mockconf.conference(name)
    assert room.friendly_name == name
    assert mockconf.conference(uuid_of(room.sid)) == room
    assert mockconf.conference(name) == room


@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_to_signalwire_a_twilio_sid_is_a_name_unless_a_conference_has_it(
    mockconf: MockConf,
) -> None:
    name = f"CF{'0' * 32}"
    room = mockconf.conference(name)
    assert room.friendly_name == name
    assert mockconf.conference(room._sid) == room
    with pytest.raises(ScriptError, match="cannot be found: there is no conference 00000000-"):
        mockconf.conference(uuid_of(name))


@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_texts_name_records_as_the_test_knows_them(
    mockconf: MockConf, full: ConferenceScript
) -> None:
    assert repr(full) == f"<conference 'Support' {full.sid}, which is in-progress>"
    carol = full.join()
    assert repr(carol) == f"<participant {carol.call_sid}: connected>"
    with pytest.raises(ScriptError, match=f"^{carol.call_sid} cannot join: .* is in {full.sid}; "):
        full.join(carol.call_sid)
    with pytest.raises(ScriptError, match=f"; there are alice, bob, {carol.call_sid}$"):
        full.participant("zoe")
    full.end()
    with pytest.raises(ScriptError, match=f"not in conference 'Support' {full.sid}, which is"):
        carol.mute()


def test_the_timeline_and_the_lines_are_in_the_words_of_the_dialect(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import pytest
        from urllib.request import Request, urlopen
        from base64 import b64encode

        @pytest.mark.mockconf(dialect="signalwire")
        def test_it(mockconf):
            mockconf.conference("Support").join()
            key = b64encode(f"{mockconf.project_id}:{mockconf.api_token}".encode()).decode()
            url = f"{mockconf.base_url()}/Accounts/{mockconf.project_id}/Conferences"
            urlopen(Request(url, headers={"Authorization": f"Basic {key}"}))
            assert False, mockconf.project_id
        """
    )
    head, joined, asked = ran.section.splitlines()
    assert _UUIDS.findall(head)[0] in ran.failure
    assert len(_UUIDS.findall(joined)) == 1
    assert not _SIDS.findall(ran.section)
    assert asked == "#1 GET Conferences -> 200 ListConference"


def test_a_handle_is_found_in_a_set_after_its_name_has_gone_to_the_next_conference(
    mockconf: MockConf,
) -> None:
    mockconf.conference("Support").join().leave()
    room = mockconf.conference("Support")
    before, known = room.sid, {room}
    alice = room.join()
    callers = {alice}
    assert room.sid != before
    assert room in known
    alice.leave()
    assert alice in callers


def test_handles_of_different_mocks_are_different(
    mockconf_factory: Callable[..., MockConf],
) -> None:
    one, other = (mockconf_factory(account_mode="open") for _ in range(2))
    assert one.conference("Support") != other.conference("Support")
    assert one.conference("Support") != "Support"
    assert one.conference("Support").join() != "alice"
