"""A book takes calls and worlds, merges, and comes back from JSON as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

import mockconf_schemas
from mockconf.coverage.book import Book
from mockconf.coverage.examples import of_exchange
from mockconf.coverage.stored import read
from mockconf.errors import MockconfError
from mockconf.schema import Schema
from pytest_mockconf import MockConf
from tests.coverage.books import MUTE, OLD, TWILIO, book, covered, document_of, text_of
from tests.plugin.webhooks import APP, HOOK, Heard
from tests.wire import Wire


def harvested(mockconf: MockConf, test: str = "test_it") -> Book:
    made, world = Book(), mockconf.world
    made.harvest(world.coverage, world.journal.exchanges, world.journal.deliveries, test)
    return made


def example_of(made: Book, *path: str) -> dict[str, Any]:
    name = made.covered[path].example
    assert name is not None
    return made.examples[name]


def test_a_call_covers_what_it_sends_what_it_leaves_out_and_its_answer() -> None:
    below = covered(book(("UpdateParticipant", MUTE, 200)), TWILIO, "UpdateParticipant")
    assert {"parameters/Muted/=true", "parameters/Hold/absent", "statuses/200"} <= below
    assert not {"parameters/Muted/absent", "statuses/404"} & below


def test_a_status_that_does_not_count_covers_no_cell() -> None:
    made = book(("FetchConference", {}, 500))
    assert made.calls == {(TWILIO, "FetchConference"): 1}
    assert covered(made, TWILIO) == set()


def test_a_call_that_was_refused_covers_its_status_alone() -> None:
    below = covered(book(("UpdateParticipant", MUTE, 404)), TWILIO, "UpdateParticipant")
    assert below == {"statuses/404"}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("twilio-2010", "FetchConference", {}), "did you mean 'twilio-2010-04-01'?"),
        (
            (TWILIO, "FetchConferences", {}),
            "no operation 'FetchConferences'; did you mean 'FetchConference'?",
        ),
        ((TWILIO, "FetchConference", {"Muted": ["true"]}), "no parameter 'Muted'; it has none"),
        (
            (TWILIO, "UpdateParticipant", {"Mutd": ["true"]}),
            "no parameter 'Mutd'; did you mean 'Muted'?",
        ),
    ],
)
def test_a_call_that_the_contract_does_not_know_is_an_error(call: Any, says: str) -> None:
    made = Book()
    with pytest.raises(MockconfError) as error:
        made.note(*call, 200)
    assert says in str(error.value)
    assert not made.calls


def test_callbacks_count_as_something_that_was_done(mockconf: MockConf) -> None:
    mockconf.mount(APP, Heard().app)
    mockconf.conference("Support", status_callback=HOOK).join().mute()
    made = harvested(mockconf)
    assert made.exercised() == made.exercised([TWILIO]) == (0, 2)
    assert made.exercised([OLD]) == (0, 0)
    assert "in 0 calls and 2 callbacks" in text_of(made, "terminal")


def test_the_example_of_a_cell_is_made_once_and_is_the_first() -> None:
    made, asked = Book(), []

    def example(number: int) -> Any:
        asked.append(number)
        return {"number": number}

    for number in range(3):
        made.note(OLD, "FetchConference", {}, 200, lambda number=number: example(number))
    assert asked == [0]
    assert example_of(made, OLD, "FetchConference", "statuses", "200") == {"number": 0}


def test_a_world_brings_the_exchange_that_covered_a_cell_first(
    wire: Wire, mockconf: MockConf
) -> None:
    wire.dial("Room")
    wire.dial("Room", Label="alice")
    made = harvested(mockconf, "test_room.py::test_it")
    shown = example_of(made, TWILIO, "CreateParticipant", "parameters", "Label", "between")
    assert (shown["test"], shown["number"], shown["status"]) == ("test_room.py::test_it", 2, 201)
    assert (shown["method"], shown["title"]) == ("POST", "CreateParticipant")
    assert ["Label", "alice"] in shown["fields"]
    assert json.loads(shown["answer"])["label"] == "alice"


def test_secrets_are_not_shown(wire: Wire, mockconf: MockConf) -> None:
    secret = "hunter2-hunter2"
    hook = f"https://ada:{secret}@a.example/hook?api_key={secret}"
    wire.dial("Room", SipAuthPassword=secret, SipAuthUsername="ada", StatusCallback=hook)
    told = text_of(harvested(mockconf))
    assert "SipAuthPassword" in told
    assert secret not in told
    assert mockconf.auth_token not in told


def test_a_callback_shows_no_secrets_of_its_address(mockconf: MockConf) -> None:
    secret = "hunter2-hunter2"
    mockconf.mount(APP, Heard().app)
    address = f"{HOOK}?api_key={secret}"
    mockconf.conference("Support", status_callback=address).join()
    told = text_of(harvested(mockconf))
    assert "participant-join" in told
    assert secret not in told


def test_a_callback_shows_no_secrets_of_what_the_application_answered(mockconf: MockConf) -> None:
    secret = "hunter2-hunter2"

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [json.dumps({"token": secret, "next": f"https://a.example/?sig={secret}"}).encode()]

    mockconf.mount(APP, app)
    mockconf.conference("Support", status_callback=HOOK).join()
    told = text_of(harvested(mockconf))
    assert '\\"token\\": \\"***\\"' in told
    assert secret not in told


def test_an_exchange_shows_no_secrets_of_its_target_and_a_test_none_of_its_id(
    wire: Wire, mockconf: MockConf
) -> None:
    secret = "hunter2-hunter2"
    wire.dial("Room")
    [one] = mockconf.world.journal.exchanges
    asked = one.request._replace(path=f"/2010-04-01/a?token={secret}")
    told = of_exchange(one._replace(request=asked), "test_it")
    assert told["target"] == "/2010-04-01/a?token=***"
    told = of_exchange(one, f"test_it.py::test_it[https://a.example/?token={secret}]")
    assert told["test"] == "test_it.py::test_it[https://a.example/?token=***"


def test_long_texts_are_shown_in_part(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room", CallReason="x" * 100_000)
    made = harvested(mockconf)
    assert len(text_of(made)) < 120_000
    shown = example_of(made, TWILIO, "CreateParticipant", "parameters", "CallReason", "given")
    assert "(100,000 characters)" in json.dumps(shown)


def test_half_a_character_can_be_written_down(wire: Wire, mockconf: MockConf) -> None:
    wire.send("GET", "/2010-04-01/Accounts/AC/Conferences.json?FriendlyName=%ED%A0%80")
    wire.dial("Room", Label="\U0001f600")
    assert b"CreateParticipant" in text_of(harvested(mockconf)).encode()


def test_books_add_up_when_they_are_merged() -> None:
    made = book(("UpdateParticipant", MUTE, 200))
    other = [("UpdateParticipant", MUTE, 200), ("UpdateParticipant", {}, 404)]
    made.merge(book(*other, ("FetchConference", {}, 200)))
    assert made.calls[TWILIO, "UpdateParticipant"] == 3
    below = (TWILIO, "UpdateParticipant")
    assert made.covered[*below, "parameters", "Muted", "=true"].times == 2
    assert made.covered[*below, "statuses", "404"].times == 1
    assert covered(made, TWILIO, "FetchConference") == {"statuses/200"}


def test_a_book_comes_back_from_its_report_as_it_was(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room")
    made = harvested(mockconf)
    made.observed.add((TWILIO, "Conference"))
    again = read(text_of(made), "it")
    told = again.calls, again.covered, again.observed, again.is_incomplete
    assert told == (made.calls, made.covered, made.observed, False)
    assert again.examples.keys() == {one.example for one in made.covered.values()}


def test_the_report_keeps_its_schema(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room", Label="x")
    schema = Schema(mockconf_schemas.load("reports/coverage.json"))
    for made in (Book(), harvested(mockconf), book(("FetchConference", {}, 200), dialect=OLD)):
        said = document_of(made, fail_under=99, baseline=book(("FetchParticipant", {}, 404)))
        assert schema.breaches(said) == []


def test_the_report_says_what_was_never_covered_too() -> None:
    said = document_of(book(("UpdateParticipant", MUTE, 200)))
    by_path = {"/".join(one["path"][1:]): one for one in said["cells"]}
    assert by_path["UpdateParticipant/parameters/Muted/=false"]["state"] == "never"
    assert by_path["Conference/properties/sid"]["state"] == "not observable"
    assert said["covered"] == sum(one["state"] == "covered" for one in said["cells"])
