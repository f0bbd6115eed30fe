"""States and percentages, what counts at all, and what was lost."""

from __future__ import annotations

import pytest

from mockconf.coverage.book import Book
from mockconf.coverage.cells import cells
from mockconf.coverage.measuring import Measured, Node, State, measure
from tests.coverage.books import MUTE, OLD, SIGNALWIRE, TWILIO, book


def node(measured: Measured, *path: str) -> Node:
    """What stands at a path."""
    found = next(one for one in measured.dialects if one.name == path[0])
    for step in path[1:]:
        found = next(one for one in found.children if one.name == step)
    return found


def everything(dialect: str) -> Book:
    made = Book()
    for path in cells(dialect):
        made.add(path, 1)
    return made


def test_an_inner_node_is_covered_partly_or_never() -> None:
    measured = measure(book(("FetchConference", {}, 200), ("FetchConference", {}, 404)))
    assert node(measured, TWILIO, "FetchConference").state is State.COVERED
    assert node(measured, TWILIO, "FetchParticipant").state is State.NEVER
    assert node(measured, TWILIO).state is State.PARTLY


def test_the_percentage_is_that_of_the_cells() -> None:
    update = node(
        measure(book(("UpdateParticipant", MUTE, 200), dialect=OLD)), OLD, "UpdateParticipant"
    )
    assert (update.covered, update.cells) == (2, 6)  # Muted=true and 200
    assert update.percentage == 33.3
    assert node(measure(everything(OLD)), OLD, "UpdateParticipant").percentage == 100


def test_nothing_is_rounded_up_to_what_is_wanted() -> None:
    made = everything(OLD)
    del made.covered[OLD, "FetchConference", "statuses", "404"]
    measured = measure(made)
    total = measured.total
    assert total.percentage < 100 * total.covered / total.cells < 100
    assert measured.is_below(100)
    assert not measured.is_below(100 * total.covered / total.cells)


def test_only_what_was_spoken_counts_unless_it_is_asked_for() -> None:
    made = book(("FetchConference", {}, 200), dialect=OLD)
    assert [one.name for one in measure(made).dialects] == [OLD]
    asked = measure(made, dialects=[OLD, SIGNALWIRE])
    assert [one.name for one in asked.dialects] == [OLD, SIGNALWIRE]
    assert asked.total.cells > measure(made).total.cells


def test_what_nobody_can_see_being_read_does_not_count() -> None:
    made = book(("FetchConference", {}, 200))
    conference = node(measure(made), TWILIO, "Conference")
    assert (conference.state, conference.cells) == (State.UNOBSERVED, 0)
    made.observed.add((TWILIO, "Conference"))
    conference = node(measure(made), TWILIO, "Conference")
    assert (conference.state, conference.cells) == (State.NEVER, 12)


def test_what_the_baseline_covered_and_this_does_not_is_lost() -> None:
    before = book(("UpdateParticipant", MUTE, 200), ("FetchConference", {}, 200))
    measured = measure(book(("UpdateParticipant", {}, 200)), before)
    assert [leaf.path[1:] for leaf in measured.lost] == [
        ("FetchConference", "statuses", "200"),
        ("UpdateParticipant", "parameters", "Muted", "=true"),
    ]
    assert node(measured, TWILIO, "UpdateParticipant").lost == 1


def test_a_dialect_of_the_baseline_that_is_not_spoken_any_more_is_lost() -> None:
    before = book(("FetchConference", {}, 200), dialect=SIGNALWIRE)
    measured = measure(book(("FetchConference", {}, 200)), before)
    assert [leaf.path[:2] for leaf in measured.lost] == [(SIGNALWIRE, "FetchConference")]


def test_a_property_that_was_read_and_that_nobody_sees_any_more_is_lost() -> None:
    before = book(("FetchConference", {}, 200))
    before.add((TWILIO, "Conference", "properties", "sid"), 1)
    measured = measure(book(("FetchConference", {}, 200)), before)
    assert [leaf.path[2:] for leaf in measured.lost] == [("properties", "sid")]
    assert node(measured, TWILIO, "Conference").cells == 1


def test_a_cell_that_is_not_in_the_contract_any_more_is_not_lost() -> None:
    before = book(("FetchConference", {}, 200))
    before.covered[TWILIO, "FetchConference", "parameters", "Mood", "given"] = before.covered[
        TWILIO, "FetchConference", "statuses", "200"
    ]
    assert measure(book(("FetchConference", {}, 200)), before).lost == []


def test_what_is_not_lost_can_be_left_out() -> None:
    before = book(("UpdateParticipant", MUTE, 200))
    measured = measure(book(("UpdateParticipant", {}, 200)), before)
    [dialect] = measured.lost_only().dialects
    [update] = dialect.children
    assert [leaf.path for leaf in dialect.leaves()] == [leaf.path for leaf in measured.lost]
    assert update.cells == node(measured, TWILIO, "UpdateParticipant").cells


@pytest.mark.parametrize("name", [TWILIO, OLD, SIGNALWIRE])
def test_no_cell_falls_out_of_the_tree(name: str) -> None:
    [root] = measure(everything(name)).dialects
    assert [leaf.path for leaf in root.leaves()] == list(cells(name))
