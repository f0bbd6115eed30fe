"""Participants of 2008-08-01: who is shown, muting and kicking, and callbacks, which there are none of."""

from __future__ import annotations

from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import MockConf
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import PARTICIPANT, Old, child, column, rules, tags, texts
from tests.wire import Wire

LIST = (
    "<TwilioResponse>"
    '<Participants page="0" numpages="1" pagesize="50" total="1" start="0" end="0">'
    "<Participant>"
    "<ConferenceSid>{conference_sid}</ConferenceSid>"
    "<AccountSid>{account_sid}</AccountSid>"
    "<CallSid>{call_sid}</CallSid>"
    "<Muted>true</Muted>"
    "<StartConferenceOnEnter>true</StartConferenceOnEnter>"
    "<EndConferenceOnExit>true</EndConferenceOnExit>"
    "<DateCreated>Mon, 05 Jan 2026 01:00:00 -0800</DateCreated>"
    "<DateUpdated>Mon, 05 Jan 2026 01:00:00 -0800</DateUpdated>"
    "</Participant>"
    "</Participants>"
    "</TwilioResponse>"
)


def silent(_: Any, start: Any) -> list[bytes]:
    start("204 No Content", [])
    return []


def muted(old: Old, room: Room) -> str | None:
    return child(old.get(room.first)).findtext("Muted")


def test_a_list_reads_as_in_the_documentation(old: Old, room: Room) -> None:
    expected = LIST.format(conference_sid=room.sid, account_sid=old.account_sid, call_sid=room.bob)
    assert old.get(f"{room.everybody}?Muted=true").body.decode() == expected


def test_a_participant_has_the_elements_of_that_version_in_their_order(
    old: Old, room: Room
) -> None:
    shown = child(old.get(room.first))
    assert (shown.tag, tags(shown)) == ("Participant", PARTICIPANT)
    assert texts(shown)["CallSid"] == room.alice


def test_a_participant_is_the_same_in_a_list_and_alone(old: Old, room: Room) -> None:
    listed = {one.findtext("CallSid"): texts(one) for one in child(old.get(room.everybody))}
    assert set(listed) == {room.alice, room.bob}
    assert listed[room.alice] == texts(child(old.get(room.first)))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({}, ("true", "false"), id="default"),
        pytest.param({"flags_2008": "words"}, ("true", "false"), id="words"),
        pytest.param({"flags_2008": "digits"}, ("1", "0"), id="digits"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json", ".csv"], ids=["xml", "json", "csv"])
def test_the_flags_read_as_the_setting_says(
    mock_with: Any, settings: Any, words: tuple[str, str], suffix: str
) -> None:
    mock = mock_with(**settings)
    old = Old(mock.wire)
    for _ in range(2):
        sid = mock.wire.dial("Room", EndConferenceOnExit="false").json["conference_sid"]
    reply = old.get(f"Conferences/{sid}/Participants{suffix}")
    assert reply.status == 200
    for name, word in zip(("StartConferenceOnEnter", "EndConferenceOnExit"), words, strict=True):
        if suffix == "":
            assert column(reply, name) == [word, word]
        elif suffix == ".json":
            items = reply.json["TwilioResponse"]["Participants"]
            assert [one["Participant"][name] for one in items] == [word, word]
        else:
            head, *rows = (line.split(",") for line in reply.body.decode().splitlines())
            assert [row[head.index(name)] for row in rows] == [word, word]


def test_muted_is_a_word_whatever_the_flags_are(mock_with: Any) -> None:
    mock = mock_with(flags_2008="digits")
    for _ in range(2):
        sid = mock.wire.dial("Room", Muted="true").json["conference_sid"]
    assert column(Old(mock.wire).get(f"Conferences/{sid}/Participants"), "Muted") == ["true"] * 2


def test_nobody_is_shown_before_the_conference_runs(old: Old, mockconf: MockConf) -> None:
    conference = mockconf.conference("Waiting")
    alone = conference.join()
    path = f"Conferences/{conference.sid}/Participants"
    assert column(old.get(path), "CallSid") == []
    assert old.get(f"{path}/{alone.call_sid}").status == 404
    conference.join()
    assert len(column(old.get(path), "CallSid")) == 2


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_nobody_is_muted_or_kicked_before_the_conference_runs(
    old: Old, mockconf: MockConf, method: str
) -> None:
    conference = mockconf.conference("Waiting")
    alone = conference.join()
    path = f"Conferences/{conference.sid}/Participants/{alone.call_sid}"
    assert old.send(method, path, {"Muted": "true"}).status == 404
    assert (len(conference.participants), alone.is_muted) == (1, False)


def test_nobody_is_shown_who_is_still_being_called(mock_with: Any) -> None:
    mock = mock_with(answer_after=3)
    old = Old(mock.wire)
    calls = [mock.wire.dial("Room").json for _ in range(2)]
    mock.world.clock.advance(3)
    ringing = mock.wire.dial("Room").json
    path = f"Conferences/{ringing['conference_sid']}/Participants"
    assert set(column(old.get(path), "CallSid")) == {one["call_sid"] for one in calls}
    assert old.get(f"{path}/{ringing['call_sid']}").status == 404


def test_nobody_is_shown_once_the_conference_is_over(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    mockconf.conference("1234").end()
    assert column(old.get(room.everybody), "CallSid") == []
    assert old.get(room.first).status == 404


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *((one, "true") for one in ("true", "True", "TRUE", "1")),
        *((one, "false") for one in ("false", "False", "FALSE", "0")),
    ],
)
def test_a_participant_is_muted_by_these_words(
    old: Old, mockconf: MockConf, room: Room, text: str, read: str
) -> None:
    old.post(room.first, {"Muted": "true" if read == "false" else "false"})
    shown = child(old.post(room.first, {"Muted": text}))
    assert (shown.tag, tags(shown)) == ("Participant", PARTICIPANT)
    assert shown.findtext("Muted") == read == muted(old, room)
    assert rules(mockconf) == []


@pytest.mark.parametrize("text", ["yes", "on", "2", "-1", "maybe", " true", "null", "\x00", "1.0"])
def test_every_other_word_is_read_as_false_and_reported(
    old: Old, mockconf: MockConf, room: Room, text: str
) -> None:
    old.post(room.first, {"Muted": "true"})
    assert child(old.post(room.first, {"Muted": text})).findtext("Muted") == "false"
    assert rules(mockconf) == ["boolean-spelling"]
    assert muted(old, room) == "false"


@pytest.mark.parametrize("form", [None, {}, {"Muted": ""}])
def test_without_muted_nothing_changes(old: Old, room: Room, form: Any) -> None:
    before = old.get(room.first).body
    assert old.post(room.first, form).body == before


def test_what_the_later_version_changes_is_ignored_and_reported(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    assert old.post(room.first, {"Hold": "true", "muted": "true"}).status == 200
    assert rules(mockconf) == ["unknown-parameter", "miscased-parameter"]
    assert muted(old, room) == "false"
    assert not mockconf.participant("alice").is_on_hold


def test_a_muted_participant_is_muted_in_the_later_version_too(
    old: Old, wire: Wire, room: Room
) -> None:
    old.post(room.first, {"Muted": "true"})
    assert wire.get(f"{room.first}.json").json["muted"] is True


def test_muting_is_told_to_who_asked_through_the_later_version(
    old: Old, mockconf: MockConf
) -> None:
    mockconf.mount("https://app.example", silent)
    heard = mockconf.conference("Heard", status_callback="https://app.example/events")
    alice = heard.join()
    heard.join()
    old.post(f"Conferences/{heard.sid}/Participants/{alice.call_sid}", {"Muted": "true"})
    mockconf.settle()
    mockconf.assert_callback("participant-mute", CallSid=alice.call_sid)


def test_a_kicked_participant_is_gone(old: Old, mockconf: MockConf, room: Room) -> None:
    reply = old.send("DELETE", room.first)
    assert (reply.status, reply.body) == (204, b"")
    assert "Content-Type" not in reply.headers
    assert column(old.get(room.everybody), "CallSid") == [room.bob]
    assert [one.call_sid for one in mockconf.conference("1234").participants] == [room.bob]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_who_is_gone_is_not_found(old: Old, room: Room, method: str) -> None:
    old.send("DELETE", room.first)
    assert old.send(method, room.first, {"Muted": "true"}).status == 404


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("address", ["alice", f"CA{'0' * 32}", "CA1", "%41"])
def test_a_participant_is_found_by_the_call_alone(
    old: Old, mockconf: MockConf, room: Room, method: str, address: str
) -> None:
    assert old.send(method, f"{room.everybody}/{address}", {"Muted": "true"}).status == 404
    assert len(mockconf.conference("1234").participants) == 2


def test_the_participants_of_no_conference_are_not_found(old: Old) -> None:
    assert old.get(f"Conferences/CF{'0' * 32}/Participants").status == 404


@pytest.mark.mockconf(dialect="twilio-2008-08-01")
def test_a_script_of_that_version_that_asks_for_callbacks_is_told_what_to_do(
    mockconf: MockConf,
) -> None:
    with pytest.raises(
        MockconfError, match="leave it out, or let the test speak twilio-2010-04-01"
    ):
        mockconf.conference("Support", status_callback="https://app.example/events")


@pytest.mark.mockconf(dialect="twilio-2008-08-01")
def test_a_script_of_that_version_sees_what_was_asked(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    old.post(room.first, {"Muted": "1"})
    mockconf.assert_requested("UpdateParticipant", Muted="1")
    assert mockconf.base_url() == f"{mockconf.url}/2008-08-01"
    assert mockconf.callbacks == []
