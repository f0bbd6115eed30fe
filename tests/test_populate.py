"""Believable history: the same for the same seed, legal in every representation, and alive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from mockconf import create_app
from mockconf.errors import MockconfError
from mockconf.exchange import Severity
from mockconf.server import Server
from tests.conftest import Mock
from tests.wire import Wire

COUNT = 60
#: A number of North America, out of the block that is kept free for fiction.
FICTIONAL = re.compile(r"\+1[2-9][0-9]{2}55501[0-9]{2}")
FROM_THE_API = "conference-ended-via-api"
FROM_A_CALL = {
    "last-participant-left",
    "last-participant-kicked",
    "participant-with-end-conference-on-exit-left",
    "participant-with-end-conference-on-exit-kicked",
}


@pytest.fixture
def mock(mock_with: Callable[..., Mock]) -> Mock:
    """A mock with a history."""
    mock = mock_with(seed="history")
    mock.world.populate(COUNT)
    return mock


def conferences(wire: Wire, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wire.get(f"Conferences.json?PageSize=1000{query}").json[
        "conferences"
    ]
    return found


def people(wire: Wire, sid: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wire.control("GET", f"conferences/{sid}").json["participants"]
    return found


def moment(text: str) -> datetime:
    return parsedate_to_datetime(text)


@pytest.mark.parametrize("count", [0, 1, 2, 11, 60])
def test_there_are_as_many_conferences_as_asked_for(
    mock_with: Callable[..., Mock], count: int
) -> None:
    mock = mock_with()
    mock.world.populate(count)
    assert len(conferences(mock.wire)) == count


def test_a_negative_number_of_conferences_is_a_mistake(mock_with: Callable[..., Mock]) -> None:
    with pytest.raises(MockconfError, match="-1"):
        mock_with().world.populate(-1)


def test_the_same_seed_gives_the_same_history(mock_with: Callable[..., Mock], mock: Mock) -> None:
    twin = mock_with(seed="history")
    twin.world.populate(COUNT)
    assert conferences(twin.wire) == conferences(mock.wire)
    sids = [one["sid"] for one in conferences(mock.wire)]
    assert [people(twin.wire, sid) for sid in sids] == [people(mock.wire, sid) for sid in sids]


def test_another_seed_gives_another_history(mock_with: Callable[..., Mock], mock: Mock) -> None:
    other = mock_with(seed="another")
    other.world.populate(COUNT)
    for key in ("sid", "friendly_name", "date_created"):
        ours, theirs = ([one[key] for one in conferences(each.wire)] for each in (mock, other))
        assert set(ours) != set(theirs)


def test_history_does_not_change_what_is_created_next(mock_with: Callable[..., Mock]) -> None:
    empty, full = mock_with(), mock_with()
    full.world.populate(COUNT)
    created = [each.wire.dial("Support").json for each in (empty, full)]
    assert created[0] == created[1]


def test_more_history_on_top_consists_of_other_conferences(mock: Mock) -> None:
    mock.world.populate(COUNT)
    found = conferences(mock.wire)
    assert len(found) == 2 * COUNT == len({one["sid"] for one in found})


def test_only_one_conference_of_a_name_is_open(mock: Mock) -> None:
    names = [one["friendly_name"] for one in conferences(mock.wire) if one["status"] != "completed"]
    assert len(names) > 1
    assert max(Counter(names).values()) == 1


def test_every_name_can_be_dialled(mock: Mock) -> None:
    for one in conferences(mock.wire):
        created = mock.wire.dial(one["friendly_name"]).json
        assert (created["conference_sid"] == one["sid"]) == (one["status"] != "completed")


@pytest.mark.parametrize("suffix", [".json", ".xml", ".csv", ""])
def test_every_answer_about_history_keeps_the_contract(mock: Mock, suffix: str) -> None:
    wire, history = mock.wire, conferences(mock.wire)
    paths = [f"Conferences{suffix}?PageSize=1000"]
    for one in history:
        room = f"Conferences/{one['sid']}"
        paths += [f"{room}{part}{suffix}" for part in ("", "/Participants", "/Recordings")]
        calls = (f"{room}/Participants/{person['call_sid']}" for person in people(wire, one["sid"]))
        paths += [f"{call}{suffix}" for call in calls]
    assert {wire.get(path).status for path in paths} == {200}
    worst = [found for _, found in mock.world.journal.findings if found.severity is Severity.ERROR]
    assert worst == []


def test_history_lies_in_the_year_before_the_clock(mock: Mock) -> None:
    now = mock.world.clock.now()
    for one in conferences(mock.wire):
        created, updated = moment(one["date_created"]), moment(one["date_updated"])
        assert now - timedelta(days=366) <= created <= updated <= now


def test_history_is_listed_newest_first(mock: Mock) -> None:
    created = [moment(one["date_created"]) for one in conferences(mock.wire)]
    assert created == sorted(created, reverse=True)
    assert len(set(created)) > COUNT / 2


def test_history_is_mostly_over_and_partly_open(mock: Mock) -> None:
    by_status = Counter(one["status"] for one in conferences(mock.wire))
    assert set(by_status) == {"init", "in-progress", "completed"}
    assert by_status["completed"] > COUNT / 2


def test_a_conference_that_is_over_lasted_and_tells_why_it_ended(mock: Mock) -> None:
    over = conferences(mock.wire, "&Status=completed")
    assert len({one["reason_conference_ended"] for one in over}) > 1
    for one in over:
        by_api = one["reason_conference_ended"] == FROM_THE_API
        assert by_api or one["reason_conference_ended"] in FROM_A_CALL
        assert (one["call_sid_ending_conference"] is None) == by_api
        assert moment(one["date_created"]) < moment(one["date_updated"])


def test_an_open_conference_has_not_ended_and_has_people_in_it(mock: Mock) -> None:
    still_open = [one for one in conferences(mock.wire) if one["status"] != "completed"]
    for one in still_open:
        inside = people(mock.wire, one["sid"])
        assert one["reason_conference_ended"] is one["call_sid_ending_conference"] is None
        assert (len(inside) == 1) if one["status"] == "init" else (len(inside) >= 2)
        assert {person["status"] for person in inside} == {"connected"}
        labels = [person["label"] for person in inside]
        assert len(labels) == len(set(labels))


def test_names_and_regions_vary_and_are_believable(mock: Mock) -> None:
    found = conferences(mock.wire)
    assert len({one["friendly_name"] for one in found}) > COUNT / 2
    assert len({one["region"] for one in found}) > 2
    for one in found:
        assert re.search("[A-Z][a-z]+.* [a-z]+", one["friendly_name"])
        assert len(one["friendly_name"]) <= 64


def test_numbers_are_of_the_kind_that_belongs_to_nobody(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(seed="history")
    mock.world.populate(400)
    still_open = [one for one in conferences(mock.wire) if one["status"] != "completed"]
    numbers = [
        person[side]
        for one in still_open
        for person in people(mock.wire, one["sid"])
        for side in ("from", "to")
    ]
    assert len(numbers) > 100
    assert [number for number in numbers if not FICTIONAL.fullmatch(number)] == []


def test_an_open_conference_of_history_can_be_joined_changed_and_ended(mock: Mock) -> None:
    running = conferences(mock.wire, "&Status=in-progress")[0]
    created = mock.wire.dial(running["sid"], Label="late guest").json
    assert mock.wire.post(created["uri"], {"Muted": "true"}).json["muted"] is True
    ended = mock.wire.post(f"Conferences/{running['sid']}.json", {"Status": "completed"}).json
    assert (ended["status"], ended["reason_conference_ended"]) == ("completed", FROM_THE_API)


def test_an_open_conference_of_history_ends_when_everybody_leaves(mock: Mock) -> None:
    (waiting, *_) = conferences(mock.wire, "&Status=init")
    (only,) = people(mock.wire, waiting["sid"])
    mock.wire.script(waiting["sid"], "participant-leave", call_sid=only["call_sid"])
    assert mock.wire.get(f"Conferences/{waiting['sid']}.json").json["status"] == "completed"


@pytest.fixture
def served() -> Iterator[Wire]:
    """The app that `create_app` makes with a history, behind a real server, and the credentials for it."""
    app = create_app(seed_data=12, seed="history", now="2026-01-05T09:00:00+00:00")
    with Server(app) as server:
        world = Wire(server.url, "", "").control("POST", "reset").json
        yield Wire(server.url, world["account_sid"], world["auth_token"])


def test_an_app_begins_with_the_history_it_was_made_with(
    served: Wire, mock_with: Callable[..., Mock]
) -> None:
    twin = mock_with(seed="history")
    twin.world.populate(12)
    ours, theirs = conferences(served), conferences(twin.wire)
    assert len(ours) == 12
    assert [one["sid"] for one in ours] == [one["sid"] for one in theirs]
    assert [one["friendly_name"] for one in ours] == [one["friendly_name"] for one in theirs]


def test_an_app_without_history_begins_empty() -> None:
    with Server(create_app(seed="history")) as server:
        listed = Wire(server.url, "", "").control("GET", "conferences").json["conferences"]
    assert listed == []


def test_a_reset_brings_the_history_of_its_seed(served: Wire) -> None:
    before = [one["sid"] for one in conferences(served)]
    served.dial("Support")
    seen = []
    for seed in ("another", "history"):
        world = served.control("POST", "reset", {"seed": seed}).json
        wire = Wire(served.url, world["account_sid"], world["auth_token"])
        seen.append([one["sid"] for one in conferences(wire)])
    assert (len(seen[0]), seen[0] == before, seen[1] == before) == (12, False, True)
