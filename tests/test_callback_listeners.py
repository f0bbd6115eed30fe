"""Who hears of a conference: the words that ask for events, the first participant who decides, and the method."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mockconf.states import CallOutcome
from tests.conftest import Mock
from tests.hooks import (
    ABOUT_CONFERENCE,
    EVENTS,
    OF_CONFERENCES,
    WORDS,
    A,
    B,
    C,
    Stage,
    act_everything,
    with_two,
)


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


# Who hears of what


@pytest.mark.parametrize("word", WORDS)
def test_a_word_asks_for_its_events(stage: Stage, word: str) -> None:
    act_everything(stage, with_two(stage, status_callback_event=[word]))
    assert set(stage.told()) == set(WORDS[word])


@pytest.mark.parametrize("word", WORDS)
def test_the_api_understands_the_same_words(stage: Stage, word: str) -> None:
    sid = stage.dial(**stage.asking(ABOUT_CONFERENCE, word))["conference_sid"]
    stage.play(sid, "participant-join", call_sid=A)
    stage.play(sid, "participant-join", call_sid=B, label="guest")
    act_everything(stage, sid)
    assert set(stage.told()) == set(WORDS[word])


@pytest.mark.parametrize(
    "words", [["join leave"], ["join", "leave"], ["leave", "join"], [" join  leave "]]
)
def test_words_are_repeated_or_stand_side_by_side(stage: Stage, words: list[str]) -> None:
    sid = stage.dial(**stage.asking(ABOUT_CONFERENCE, *words))["conference_sid"]
    stage.update(sid, stage.dial()["call_sid"], Muted="true")
    stage.update(sid, Status="completed")
    assert stage.told() == ["participant-join"] * 2 + ["participant-leave"] * 2


def test_the_api_tells_start_and_end_unless_somebody_asks_for_more(stage: Stage) -> None:
    sid = stage.dial(**stage.asking(ABOUT_CONFERENCE))["conference_sid"]
    stage.update(sid, stage.dial()["call_sid"], Muted="true")
    stage.update(sid, Status="completed")
    assert stage.told() == ["conference-start", "conference-end"]


def test_a_conference_that_a_script_opens_tells_everything_unless_it_asks_for_less(
    stage: Stage,
) -> None:
    act_everything(stage, with_two(stage))
    assert set(stage.told()) == set(EVENTS)


def test_nobody_hears_of_a_conference_without_a_callback(stage: Stage) -> None:
    sid = stage.dial()["conference_sid"]
    stage.dial()
    stage.update(sid, Status="completed")
    assert (stage.received(), stage.shown()) == ([], [])


# The first participant decides


def test_the_first_participant_decides_where_it_is_told(stage: Stage) -> None:
    stage.dial(**stage.asking(ABOUT_CONFERENCE, "join"))
    stage.dial(ConferenceStatusCallback=f"{stage.receiver.url}/later")
    assert [one.target for one in stage.received()] == [f"/{ABOUT_CONFERENCE}"] * 2


def test_somebody_whose_phone_still_rings_decides_where_it_is_told(stage: Stage) -> None:
    stage.callees(CallOutcome.RING)
    sid = stage.dial(**stage.asking(ABOUT_CONFERENCE, "join"))["conference_sid"]
    stage.play(sid, "participant-join", call_sid=A)
    assert stage.told(sid) == ["participant-join"]


def test_the_first_participant_decides_what_is_told_and_how(stage: Stage) -> None:
    sid = stage.dial(**stage.asking(ABOUT_CONFERENCE, "start", method="GET"))["conference_sid"]
    stage.dial(**stage.asking(ABOUT_CONFERENCE, *OF_CONFERENCES, method="POST"))
    stage.update(sid, Status="completed")
    assert [one.method for one in stage.received()] == ["GET"]
    assert stage.told() == ["conference-start"]


def test_a_first_participant_without_a_callback_decides_that_there_is_none(stage: Stage) -> None:
    stage.dial()
    stage.dial(**stage.asking(ABOUT_CONFERENCE, *OF_CONFERENCES))
    assert stage.received() == []


def test_a_caller_who_is_first_decides_that_there_is_none(stage: Stage) -> None:
    sid = stage.wire.control("POST", "conferences", {"friendly_name": "Support"}).json["sid"]
    stage.play(sid, "participant-join", call_sid=A)
    stage.dial(**stage.asking(ABOUT_CONFERENCE, *OF_CONFERENCES))
    assert stage.received() == []


def test_a_conference_that_was_opened_with_a_callback_keeps_it(stage: Stage) -> None:
    sid = stage.opened()
    stage.dial(ConferenceStatusCallback=f"{stage.receiver.url}/later")
    assert stage.told(sid) == ["participant-join"]


def test_the_next_conference_of_a_name_is_decided_anew(stage: Stage) -> None:
    first = stage.dial(**stage.asking(ABOUT_CONFERENCE, "end"))
    stage.kick(first["conference_sid"], first["call_sid"])
    second = stage.dial(**stage.asking(ABOUT_CONFERENCE, "join"))
    assert stage.told(first["conference_sid"]) == ["conference-end"]
    assert stage.told(second["conference_sid"]) == ["participant-join"]


def test_opening_an_open_conference_with_another_callback_is_refused(stage: Stage) -> None:
    sid = stage.opened(A)
    given = {"friendly_name": "Support", "status_callback": f"{stage.receiver.url}/other"}
    refused = stage.wire.control("POST", "conferences", given)
    assert refused.status == 409
    assert "callbacks stay as they were" in refused.json["error"]
    stage.play(sid, "participant-join", call_sid=C)
    assert {one.target for one in stage.received()} == {f"/{ABOUT_CONFERENCE}"}


# How it is told


@pytest.mark.parametrize(("method", "expected"), [(None, "POST"), ("POST", "POST"), ("GET", "GET")])
def test_the_method_is_post_unless_get_is_asked_for(
    stage: Stage, method: str | None, expected: str
) -> None:
    stage.dial(**stage.asking(ABOUT_CONFERENCE, "join", method=method))
    assert [one.method for one in stage.received()] == [expected]


def test_a_get_appends_its_parameters_to_the_query(stage: Stage) -> None:
    url = f"{stage.receiver.url}/hook?tenant=7&tag=a%20b"
    stage.dial(
        ConferenceStatusCallback=url,
        ConferenceStatusCallbackMethod="GET",
        ConferenceStatusCallbackEvent="join",
    )
    (got,) = stage.received()
    assert got.target.startswith("/hook?tenant=7&tag=a%20b&ConferenceSid=CF")
    assert got.params["StatusCallbackEvent"] == "participant-join"
    assert got.body == b""


def test_a_post_keeps_the_query_as_it_is(stage: Stage) -> None:
    url = f"{stage.receiver.url}/hook?tenant=7&tag=a%20b"
    stage.dial(ConferenceStatusCallback=url, ConferenceStatusCallbackEvent="join")
    (got,) = stage.received()
    assert got.target == "/hook?tenant=7&tag=a%20b"
    assert got.params["StatusCallbackEvent"] == "participant-join"
