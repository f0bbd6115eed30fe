"""What a world records: the classes of what was sent, what was left out, what was answered, and what was told."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest

from mockconf.coverage.cells import readings
from mockconf.coverage.recording import _BATCH, Coverage
from mockconf.sids import with_uuids
from pytest_mockconf import MockConf
from tests.coverage.books import SIGNALWIRE, TWILIO, known
from tests.plugin.webhooks import APP, HOOK, Heard
from tests.wire import Wire

CREATE = (TWILIO, "CreateParticipant", "parameters")


def seen(mockconf: MockConf, *start: str) -> dict[str, int]:
    """What was covered below a path, and how often."""
    tallies = mockconf.world.coverage.tallies()
    return {
        "/".join(path[len(start) :]): tally.times
        for path, tally in tallies.items()
        if path[: len(start)] == start
    }


@pytest.mark.parametrize(
    ("name", "text", "one"),
    [
        ("Muted", "true", "=true"),
        ("Muted", "False", "=false"),
        ("Beep", "onEnter", "=onEnter"),
        ("Beep", "True", "=true"),
        ("Timeout", "5", "minimum"),
        ("Timeout", "6", "between"),
        ("Timeout", "600", "maximum"),
        ("TimeLimit", "1", "minimum"),
        ("TimeLimit", "2", "above"),
        ("Label", "", "empty"),
        ("Label", "x", "between"),
        ("Label", "x" * 128, "longest"),
        ("CallerDisplayName", "xy", "shortest"),
        ("WaitUrl", "", "empty"),
        ("WaitUrl", "https://a.example/music", "given"),
    ],
)
def test_a_value_covers_its_class_and_no_other(
    wire: Wire, mockconf: MockConf, name: str, text: str, one: str
) -> None:
    assert wire.dial("Room", **{name: text}).status == 201
    assert seen(mockconf, *CREATE, name) == {one: 1}
    assert one in known(*CREATE, name)


@pytest.mark.parametrize("spelled", ["ringing answered", ["ringing", "answered"]])
def test_each_member_of_a_list_is_covered_however_it_is_spelled(
    wire: Wire, mockconf: MockConf, spelled: str | list[str]
) -> None:
    wire.dial("Room", StatusCallbackEvent=spelled)
    assert seen(mockconf, *CREATE, "StatusCallbackEvent") == {"=ringing": 1, "=answered": 1}


def test_what_is_left_out_is_absent_and_what_is_required_never_is(
    wire: Wire, mockconf: MockConf
) -> None:
    wire.dial("Room")
    wire.dial("Room", Muted="true")
    below = seen(mockconf, *CREATE)
    assert (below["Muted/absent"], below["Label/absent"]) == (1, 2)
    assert "From/absent" not in below


@pytest.mark.parametrize(
    "form",
    [{"Muted": "banana"}, {"StatusCallbackEvent": "ringing,answered"}, {"WaitMethod": "HEAD"}],
    ids=["boolean", "list", "deprecated"],
)
def test_a_value_that_was_judged_wrong_covers_nothing(
    wire: Wire, mockconf: MockConf, form: dict[str, str]
) -> None:
    [name] = form
    assert wire.dial("Room", **form).status == 201
    assert seen(mockconf, *CREATE, name) == {}
    assert seen(mockconf, *CREATE, "Record") == {"absent": 1}


def test_a_legal_value_of_which_only_the_last_counts_covers_nothing(
    wire: Wire, mockconf: MockConf
) -> None:
    assert wire.get("Conferences.json?Status=init&Status=completed").status == 200
    assert seen(mockconf, TWILIO, "ListConference", "parameters", "Status") == {}


def test_a_page_size_beyond_the_maximum_covers_nothing(wire: Wire, mockconf: MockConf) -> None:
    wire.get("Conferences.json?PageSize=1001")
    assert seen(mockconf, TWILIO, "ListConference", "parameters", "PageSize") == {}
    wire.get("Conferences.json?PageSize=1000")
    assert seen(mockconf, TWILIO, "ListConference", "parameters", "PageSize") == {"maximum": 1}


def test_a_refused_request_covers_its_status_alone(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room", Timeout="1", Muted="true")
    assert seen(mockconf, TWILIO, "CreateParticipant") == {"statuses/400": 1}


@pytest.mark.mockconf(strict=False)
@pytest.mark.parametrize(
    ("path", "form", "operation", "status"),
    [
        (
            f"Conferences/CF{'0' * 32}/Participants/CA{'0' * 32}.json",
            {"Muted": "true"},
            "UpdateParticipant",
            404,
        ),
        (
            "Conferences/{room}/Participants.json",
            {"From": "+15017122661", "To": "client:x", "Label": "taken"},
            "CreateParticipant",
            400,
        ),
    ],
    ids=["nowhere", "by its state"],
)
def test_what_is_refused_after_its_parameters_were_read_covers_its_status_alone(
    wire: Wire, mockconf: MockConf, path: str, form: dict[str, str], operation: str, status: int
) -> None:
    room = mockconf.conference("Room")
    room.join(label="taken")
    assert wire.post(path.format(room=room.sid), form).status == status
    assert seen(mockconf, TWILIO, operation) == {f"statuses/{status}": 1}


def test_numbered_parameters_are_counted_by_their_pattern(mockconf: MockConf) -> None:
    wire = Wire(mockconf.url, mockconf.project_id, mockconf.api_token, "/api/laml/2010-04-01")
    room = mockconf.conference("Room")
    room.join()
    room.join()
    form = {"Url": "wss://a.example/s", "Parameter1.Name": "a", "Parameter2.Name": ""}
    assert wire.post(f"Conferences/{with_uuids(room.sid)}/Streams", form).status == 200
    start = (SIGNALWIRE, "CreateConferenceStream", "parameters")
    numbered = {one: n for one, n in seen(mockconf, *start).items() if one.startswith("^")}
    assert [one.rpartition("/")[2] for one in numbered] == ["given", "empty"]


def test_a_webhook_is_covered_when_it_was_delivered(mockconf: MockConf) -> None:
    heard = Heard()
    mockconf.mount(APP, heard.app)
    mockconf.conference("Support", status_callback=HOOK).join().mute()
    assert seen(mockconf, TWILIO, "ConferenceStatusCallback", "events") == {
        "participant-join": 1,
        "participant-mute": 1,
    }


def test_a_webhook_that_nobody_takes_is_not_covered(mockconf: MockConf) -> None:
    mockconf.conference("Support", status_callback="http://127.0.0.1:9/nobody").join()
    assert seen(mockconf, TWILIO, "ConferenceStatusCallback") == {}


@pytest.mark.mockconf(dialect=SIGNALWIRE, strict=False)
def test_a_webhook_is_one_of_the_vendor_that_was_asked(mockconf: MockConf) -> None:
    heard = Heard()
    mockconf.mount(APP, heard.app)
    mockconf.conference("Support", status_callback=HOOK).join()
    assert seen(mockconf, SIGNALWIRE, "ConferenceStatusCallback", "events") == {
        "participant-join": 1
    }


def test_the_first_exchange_of_a_cell_is_known(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room")
    wire.dial("Room", Muted="true")
    wire.dial("Room", Muted="true")
    tallies = mockconf.world.coverage.tallies()
    assert tallies[*CREATE, "Muted", "=true"] == (2, 2)
    assert tallies[*CREATE, "Muted", "absent"] == (1, 1)


def test_nothing_is_lost_that_many_threads_note() -> None:
    coverage = Coverage()

    def ask() -> None:
        for number in range(1_000):
            coverage.note(TWILIO, "UpdateParticipant", {"Muted": "true"}, (), 200, number)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert coverage.calls() == {(TWILIO, "UpdateParticipant"): 4_000}
    muted = coverage.tallies()[TWILIO, "UpdateParticipant", "parameters", "Muted", "=true"]
    assert muted.times == 4_000


def test_one_call_at_a_time_is_counted_where_many_threads_note() -> None:
    """Counting takes from what is pending: a second one at it would find less than it had seen."""
    coverage, meeting = Coverage(), Barrier(2, timeout=0.2)

    class Slow(dict[str, str]):
        """Is read when its call is counted, and waits there for somebody else who counts."""

        def items(self) -> Any:
            with suppress(BrokenBarrierError):
                meeting.wait()
                met.append(True)
            return super().items()

    met: list[bool] = []
    slow, quick = Slow(Muted="true"), {"Muted": "true"}
    for sent in (slow, *[quick] * (_BATCH - 3), slow):
        coverage.note(TWILIO, "UpdateParticipant", sent, (), 200, 0)
    threads = [
        Thread(target=coverage.note, args=(TWILIO, "FetchConference", {}, (), 200, number))
        for number in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == []


def test_the_kinds_of_calls_that_it_tells_apart_are_bounded() -> None:
    names = readings(TWILIO, "CreateParticipant").optional[:14]
    coverage = Coverage()
    tracemalloc.start()
    for number in range(2 ** len(names)):
        sent = {name: "" for place, name in enumerate(names) if number >> place & 1}
        coverage.note(TWILIO, "CreateParticipant", sent, (), 201, number)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 2**20
    assert coverage.calls() == {(TWILIO, "CreateParticipant"): 2 ** len(names)}
    first = coverage.tallies()[*CREATE, names[0], "absent"]
    assert first == (2 ** (len(names) - 1), 0)


def test_what_it_remembers_of_ever_new_texts_is_bounded() -> None:
    coverage = Coverage()
    tracemalloc.start()
    for rounds in range(2):
        for number in range(20_000):
            sent = {"HoldUrl": f"https://a.example/{rounds}/{number}"}
            coverage.note(TWILIO, "UpdateParticipant", sent, (), 200, number)
        used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 3 * 2**20
    given = coverage.tallies()[TWILIO, "UpdateParticipant", "parameters", "HoldUrl", "given"]
    assert given.times == 40_000
