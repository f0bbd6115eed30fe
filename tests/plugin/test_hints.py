"""What a failure adds so that nobody has to guess: legal values, who is there, what was meant, what is still on its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf, ScriptError
from tests.plugin.suites import Ran
from tests.plugin.webhooks import HOOK, Heard

Suite = Callable[..., Ran]
#: An application in a module of its own.
ASKING = """
def update(mockconf, **form):
    room = mockconf.conference("Support")
    room.join(label="alice")
    account = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}"
    url = f"{account}/Conferences/{room.sid}/Participants/alice.json"
    return mockconf.twilio_client().request("POST", url, data=form)
"""
SWALLOWING = """
from flask import Flask

app = Flask("support")

@app.post("/hook")
def hook():
    raise ValueError("oh")
"""


@pytest.mark.parametrize(
    ("form", "first", "line"),
    [
        ("Muted='maybe'", "boolean-spelling Muted='maybe'", "  legal    true, false"),
        ("Muted='yes'", "boolean-spelling Muted='yes'", "  nearest  true"),
        (
            "AnnounceMethod='QQQ'",
            "refused-parameter AnnounceMethod='QQQ'",
            "  legal    GET, POST",
        ),
        (
            "Qqqq='1', Muted='maybe'",
            "unknown-parameter Qqqq='1' (and 1 more)",
            "2 breaches that this test does not expect",
        ),
    ],
)
def test_the_first_line_is_the_rule_and_few_legal_values_are_named(
    suite: Suite, form: str, first: str, line: str
) -> None:
    test = f"from asking import update\ndef test_it(mockconf): update(mockconf, {form})"
    told = suite(test, asking=ASKING).failure.splitlines()
    assert told[0] == f"mockconf: {first}"
    assert line in told


def test_the_line_of_the_test_stands_beside_that_of_the_application(suite: Suite) -> None:
    test = "from asking import update\ndef test_it(mockconf):\n    update(mockconf, Muted='yes')"
    assert "  from     asking.py:7, for test_it.py:3" in suite(test, asking=ASKING).failure


def test_an_application_that_swallows_its_exception_is_found_out(suite: Suite) -> None:
    ran = suite(
        """
        from swallowing import app

        def test_it(mockconf):
            mockconf.mount("https://app.example", app)
            room = mockconf.conference("Support", status_callback="https://app.example/hook")
            room.join()
            room.join()
        """,
        swallowing=SWALLOWING,
    )
    assert "app.testing = True" in ran.failure
    assert "<" not in ran.failure
    assert "  callback-failed for the same reason: @2 participant-join, @3 conf" in ran.failure


def test_an_application_that_raises_has_answered_nothing(suite: Suite) -> None:
    ran = suite(
        f"{SWALLOWING}\napp.testing = True\n"
        "def test_it(mockconf):\n"
        "    mockconf.mount('https://app.example', app)\n"
        "    mockconf.conference('S', status_callback='https://app.example/hook').join()\n"
    )
    assert ran.failure.startswith("mockconf: callback-failed participant-join: the app raised Val")
    assert "answered" not in ran.failure


def test_callbacks_that_are_never_released_fail_the_test(suite: Suite) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.callbacks.hold()
            room = mockconf.conference("Support", status_callback="http://127.0.0.1:9/hook")
            room.join()

        def test_expected(mockconf):
            mockconf.expect_finding("callback-held", event="participant-join")
            test_it(mockconf)

        def test_released(mockconf):
            test_it(mockconf)
            mockconf.callbacks.release(drop=[0])
        """
    )
    assert ran.outcomes == {"failed": 1, "passed": 2}
    assert ran.failure.startswith("mockconf: callback-held participant-join\n")


def test_what_is_known_in_the_end_is_expected_without_a_block(mockconf: MockConf) -> None:
    expectation = mockconf.expect_finding("callback-held", times=0)
    with pytest.raises(MockconfError, match="without `with`"), expectation:
        pass


def test_a_failed_test_hears_of_callbacks_on_their_way(suite: Suite) -> None:
    ran = suite(
        """
        from threading import Event

        def test_it(mockconf, request):
            comes = Event()
            request.addfinalizer(comes.set)

            def app(environ, start_response):
                comes.wait(5)
                start_response("204 No Content", [])
                return []

            mockconf.mount("https://app.example", app)
            room = mockconf.conference("Support", status_callback="https://app.example/hook")
            participants = mockconf.twilio_client().conferences("Support").participants
            for _ in range(2):
                participants.create(from_="+15017122661", to="+15558675310")
            assert room.status == "completed"
        """
    )
    assert "3 callbacks were still on their way: mockconf.settle()?" in ran.section


def test_who_is_there_is_named_where_somebody_is_not(
    mockconf: MockConf, room: ConferenceScript
) -> None:
    for label in ("customer", "agent"):
        room.join(label=label)
    there = "did you mean 'customer'[?] There are customer, agent$"
    for find in (room.participant, mockconf.participant):
        with pytest.raises(ScriptError, match=there):
            find("custmer")


@pytest.mark.parametrize(
    ("event", "params", "near"),
    [
        ("participant-join", {"Label": "x"}, "ParticipantLabel"),
        ("participant-hangup", {}, "participant-leave"),
        ("hold", {}, "participant-hold"),
        ("answered", {}, "call-answered"),
    ],
)
def test_a_name_with_the_word_in_it_is_preferred(
    mockconf: MockConf, event: str, params: dict[str, str], near: str
) -> None:
    with pytest.raises(MockconfError, match=f"did you mean '{near}'"):
        mockconf.assert_callback(event, **params)


def test_rows_are_short_in_a_diff(mockconf: MockConf, room: ConferenceScript) -> None:
    mockconf.twilio_client().conferences(room.sid).fetch()
    assert repr(mockconf.requests[0]) == (
        f"<#1 GET Conferences/{room.sid}.json -> 200 FetchConference>"
    )
    room.join()
    assert repr(mockconf.callbacks[0]) == (
        "<@1 participant-join 1 POST https://app.example/hook -> 204>"
    )


@pytest.mark.parametrize("seconds", ["70", True, -1, float("nan"), None])
def test_the_clock_moves_by_numbers(mockconf: MockConf, seconds: object) -> None:
    with pytest.raises(MockconfError, match="advance takes a number of seconds from 0"):
        mockconf.clock.advance(seconds)  # type: ignore[arg-type]


def test_calls_and_recordings_are_waited_for_and_shown_in_the_timeline(
    mockconf: MockConf, heard: Heard
) -> None:
    for label in ("alice", "bob"):
        mockconf.twilio_client().conferences("Support").participants.create(
            from_="+15017122661",
            to="+15558675310",
            label=label,
            status_callback=HOOK,
            status_callback_event=["ringing", "answered"],
            conference_record="record-from-start",
        )
    assert mockconf.wait_for("call-answered").participant.label == "alice"
    assert mockconf.wait_for("call-answered", SequenceNumber=1).participant.label == "bob"
    mockconf.conference("Support").end()
    assert mockconf.wait_for("recording-completed", RecordingStatus="completed").recording.sid
    rows = [getattr(row, "name", None) for row in mockconf.world.journal.timeline]
    assert [one for one in rows if one and one.startswith(("call", "recording"))] == [
        *("call-ringing", "call-answered") * 2,
        "recording-in-progress",
        "recording-completed",
    ]
    assert {event.name.partition("-")[0] for event in mockconf.world.journal.events} == {
        "conference",
        "participant",
    }


def test_a_fixture_remembers_ten_thousand_rows_unless_another_number_is_set(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        def test_it(mockconf):
            assert mockconf.world.settings.log_size == 10_000

        @pytest.mark.mockconf(log_size=1_000)
        def test_marked(mockconf):
            assert mockconf.world.settings.log_size == 1_000
        """
    )
    assert ran.outcomes == {"passed": 2}
