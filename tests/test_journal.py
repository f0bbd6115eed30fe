"""The journal is bounded, whatever is sent."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import Mock
from tests.line import Line, request
from tests.wire import Wire


def test_the_journal_remembers_the_newest_exchanges(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(log_size=3)
    for page in range(5):
        mock.wire.get(f"Conferences.json?PageSize={page + 1}")
    asked = [exchange.request.query for exchange in mock.world.journal.exchanges]
    assert asked == ["PageSize=3", "PageSize=4", "PageSize=5"]


def test_large_answers_push_out_older_ones(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(log_bytes=50_000)
    mock.world.populate(100)
    for _ in range(5):
        assert mock.wire.get("Conferences.json").status == 200
    assert len(mock.world.journal.exchanges) == 1


def test_headers_count_as_well(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with(log_bytes=50_000)
    for _ in range(5):
        mock.wire.get("Conferences.json", headers={"X-Large": "x" * 30_000})
    assert len(mock.world.journal.exchanges) == 1


def test_headers_are_bounded_all_together(wire: Wire) -> None:
    headers = {f"X-{number}": "x" * 30_000 for number in range(3)}
    with Line(wire.url) as line:
        line.send(request("GET", "/", headers))
        assert line.answer().status == 431


def test_a_step_shows_its_events_even_where_nothing_is_remembered(
    mock_with: Callable[..., Mock],
) -> None:
    mock = mock_with(log_size=0)
    sid = mock.wire.control("POST", "conferences", {"friendly_name": "Room"}).json["sid"]
    step = mock.wire.script(sid, "participant-join", label="ann").json
    assert [event["event"] for event in step["events"]] == ["participant-join"]
    assert mock.world.journal.events == []
