"""What a failed callback shows besides its reason: the request before it, and how to send it again by hand."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from urllib.parse import parse_qsl

from tests.plugin.suites import Ran

MUTING = """
def test_it(mockconf):
    room = mockconf.conference("Support", status_callback="{url}", status_callback_event="mute")
    room.join(label="alice")
    client = mockconf.twilio_client()
    alice = client.conferences(room.sid).participants("alice")
    alice.update(muted=True)
    alice.fetch()
    mockconf.callbacks.hold()
    alice.update(beep_on_exit=False)
"""


def line(ran: Ran, start: str) -> str:
    [found] = [one for one in ran.failure.splitlines() if one.startswith(start)]
    return found


def test_the_request_before_the_event_is_shown(suite: Callable[..., Ran]) -> None:
    ran = suite(MUTING.format(url="http://127.0.0.1:1/hook#rc=0"))
    shown = line(ran, "  after ")
    assert shown.startswith("  after    #1 POST Conferences/CF")
    assert shown.endswith("/Participants/alice.json Muted=true -> 200 UpdateParticipant")


def test_where_no_request_came_before_the_event_none_is_shown(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.conference("Support", status_callback="http://127.0.0.1:1/#rc=0").join()
            mockconf.twilio_client().conferences("Support").participants.list()
        """
    )
    assert "  after " not in ran.failure


def test_a_command_repeats_the_form_without_its_signature(suite: Callable[..., Ran]) -> None:
    ran = suite(MUTING.format(url="http://127.0.0.1:1/hook#rc=0"))
    again, curl, option, form, url = shlex.split(line(ran, "  again "), comments=True)
    assert (again, curl, option, url) == ("again", "curl", "-d", "http://127.0.0.1:1/hook")
    told = dict(parse_qsl(form))
    assert (told["StatusCallbackEvent"], told["ParticipantLabel"]) == ("participant-mute", "alice")
    assert line(ran, "  again ").endswith("# without its signature")


def test_a_command_has_no_secrets(suite: Callable[..., Ran]) -> None:
    ran = suite(MUTING.format(url="http://bob:hunter2@127.0.0.1:1/?api_key=hunter2#rc=0"))
    assert "'http://***@127.0.0.1:1/?api_key=***'" in line(ran, "  again ")
    assert "hunter2" not in ran.failure


def test_a_command_that_is_too_long_is_left_out(suite: Callable[..., Ran]) -> None:
    ran = suite(MUTING.format(url=f"http://127.0.0.1:1/{'x' * 1000}#rc=0"))
    assert line(ran, "  again ") == "  again    (too long to paste: mockconf.callbacks has it)"


# Where nobody was told


def test_what_happened_and_was_told_to_nobody_is_said_to_have_happened(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            url = "https://app.example/"
            room = mockconf.conference("Support", status_callback=url, status_callback_event="end")
            alice = room.join(label="alice")
            alice.mute()
            alice.unmute()
            alice.mute()
            mockconf.assert_callback("participant-mute")
        """
    )
    says = "but nobody asked to hear of it: status_callback_event='mute'"
    assert f"it happened 2 times, {says}" in ran.failure


def test_what_did_not_happen_is_not_said_to_have(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.conference("Support").join(label="alice")
            mockconf.assert_callback("participant-mute")
        """
    )
    assert "it happened" not in ran.failure
