"""How announcements are told: when they end, to whom they were made, and what becomes of those that are cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Mock
from tests.hooks import JINGLE, A, B, Stage

ENDED = "announcement-end"


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


@pytest.fixture
def announcing(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    """A stage where announcements take half a minute."""
    with Stage(mock_with(announcement_length=30)) as stage:
        yield stage


def test_an_announcement_without_length_has_ended_at_once(stage: Stage) -> None:
    stage.update(stage.opened(A, B), AnnounceUrl=JINGLE)
    assert stage.forms()[-1]["Timestamp"] == "Mon, 05 Jan 2026 09:00:00 +0000"


def test_an_announcement_ends_when_its_length_is_over(announcing: Stage) -> None:
    announcing.update(announcing.opened(A, B), AnnounceUrl=JINGLE)
    announcing.clock.advance(29.9)
    assert ENDED not in announcing.told()
    announcing.clock.advance(0.1)
    ended = announcing.forms()[-1]
    assert ended["StatusCallbackEvent"] == ENDED
    assert ended["Timestamp"] == "Mon, 05 Jan 2026 09:00:30 +0000"


def test_an_announcement_to_somebody_tells_to_whom(announcing: Stage) -> None:
    announcing.update(announcing.opened(A, B), B, AnnounceUrl=JINGLE)
    announcing.clock.advance(30)
    ended = announcing.forms()[-1]
    assert (ended["AnnounceUrl"], ended["CallSid"], ended["Muted"]) == (JINGLE, B, "false")


def test_an_announcement_to_somebody_who_has_left_tells_nobody(announcing: Stage) -> None:
    sid = announcing.opened(A, B)
    announcing.update(sid, B, AnnounceUrl=JINGLE)
    announcing.play(sid, "participant-leave", call_sid=B)
    announcing.clock.advance(30)
    ended = announcing.forms()[-1]
    assert (ended["StatusCallbackEvent"], ended["AnnounceUrl"]) == (ENDED, JINGLE)
    assert not {"CallSid", "Muted", "Hold", "Coaching", "EndConferenceOnExit"} & set(ended)


def test_an_announcement_that_the_end_cuts_off_is_not_told(announcing: Stage) -> None:
    sid = announcing.opened(A, B)
    announcing.update(sid, AnnounceUrl=JINGLE)
    announcing.update(sid, Status="completed")
    announcing.clock.advance(30)
    assert announcing.told()[-1] == "conference-end"
    assert ENDED not in announcing.told()


def test_a_failed_announcement_to_somebody_tells_to_whom_and_why(stage: Stage) -> None:
    sid = stage.opened(A, B)
    failed = {"announce_url": JINGLE, "reason_announcement_failed": "no audio"}
    stage.play(sid, "announcement-fail", call_sid=B, **failed)
    form = stage.forms()[-1]
    assert (form["CallSid"], form["ReasonAnnouncementFailed"]) == (B, "no audio")


# Scripted ones


@pytest.mark.parametrize(
    ("event", "lacks"),
    [
        (ENDED, "announce_url"),
        ("announcement-fail", "announce_url"),
        ("announcement-fail", "reason_announcement_failed"),
    ],
)
def test_a_script_says_what_was_announced_and_why_it_failed(
    stage: Stage, event: str, lacks: str
) -> None:
    sid = stage.opened(A, B)
    given = {"announce_url": JINGLE}
    given |= {"reason_announcement_failed": "no audio"} if event != ENDED else {}
    del given[lacks]
    refused = stage.wire.script(sid, event, **given)
    assert (refused.status, lacks in refused.json["error"]) == (400, True)
    assert len(stage.told()) == 3


@pytest.mark.parametrize(
    ("event", "given"),
    [
        ("participant-mute", {"call_sid": A, "announce_url": JINGLE}),
        ("conference-end", {"announce_url": JINGLE}),
        (ENDED, {"announce_url": JINGLE, "reason_announcement_failed": "no audio"}),
    ],
)
def test_a_script_says_it_of_nothing_else(stage: Stage, event: str, given: dict[str, str]) -> None:
    sid = stage.opened(A, B)
    assert stage.wire.script(sid, event, **given).status == 400
    assert len(stage.told()) == 3
