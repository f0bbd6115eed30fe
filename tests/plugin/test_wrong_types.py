"""What a script is given is held against what it takes; a mistake is told in a sentence at the test's own line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import ConferenceScript, MockConf
from tests.plugin.suites import Ran

MISTAKES = {
    "mockconf.on_dial(None, 'busy')": "on_dial takes a text, and not None",
    "mockconf.on_dial('*', 5)": "nobody does 5 when the phone rings",
    "mockconf.conference(None)": "conference takes a text, and not None",
    "mockconf.conference('')": "conference takes a text, and not ''",
    "mockconf.conference('x' * 129)": "conference takes at most 128 characters, and not 129",
    "mockconf.conference('S', status_callback=5)": "status_callback cannot be 5",
    "mockconf.conference('S', status_callback=HOOK, status_callback_event=5)": "takes words",
    "mockconf.conference('S', status_callback=HOOK, status_callback_method=None)": "_method cannot",
    "mockconf.participant(None)": "named by a CallSid or label, and not by None",
    "mockconf.wait_for('participant-join', timeout='x')": "timeout takes a number of seconds",
    "mockconf.wait_for(None)": "there is no event None",
    "mockconf.settle('x')": "settle takes a number of seconds",
    "mockconf.assert_requested(5)": "there is no operation 5",
    "mockconf.assert_requested('ListConference', times='x')": "times is a whole number",
    "mockconf.assert_callback('participant-join', times=True)": "times is a whole number",
    "mockconf.expect_finding('crash', times=None)": "times is a whole number",
    "mockconf.callbacks.release(5)": 'order is "reversed" or a list of positions',
    "mockconf.callbacks.drop(None)": "there is no event None",
    "room.join(5)": "call_sid is CA and 32 hexadecimal digits, and not '5'",
    "room.join(muted='false')": "muted is True or False, and not 'false'",
    "room.join(start_conference_on_enter=1)": "start_conference_on_enter is True or False",
    "room.join(end_conference_on_exit=None)": "end_conference_on_exit is True or False",
    "room.join(from_=5)": "from_ takes a text, and not 5",
    "room.join(to='')": "to takes a text, and not ''",
    "room.join(label='')": "label takes a text, and not ''",
    "room.join(coach=5)": "named by a CallSid or label, and not by 5",
    "room.join(max_participants='5')": "it is no whole number from 2 to 250",
    "room.announce(None)": "announce takes a text, and not None",
    "room.announce(HOOK, to=5)": "named by a CallSid or label, and not by 5",
    "room.announce(HOOK, fails=5)": "fails takes a text, and not 5",
    "alice.modify(beep_on_exit='false')": "beep_on_exit is True or False, and not 'false'",
    "alice.modify(wait_url=5)": "wait_url takes a text, and not 5",
    "alice.modify(coach=5)": "named by a CallSid or label, and not by 5",
}
HOOK = "https://app.example/"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_value_of_the_wrong_type_is_refused_in_a_sentence(
    mockconf: MockConf, mistake: str
) -> None:
    room: ConferenceScript = mockconf.conference("Support")
    known = {"mockconf": mockconf, "room": room, "alice": room.join(label="alice"), "HOOK": HOOK}
    with pytest.raises(MockconfError) as refused:
        eval(mistake, known)
    assert MISTAKES[mistake] in str(refused.value)
    assert [one.label for one in room.participants] == ["alice"]


def test_a_value_of_the_wrong_type_is_shown_at_the_tests_own_line(
    suite: Callable[..., Ran],
) -> None:
    beginning = f"room = mockconf.conference('Support'); alice = room.join(); HOOK = {HOOK!r}"
    tests = "\n".join(
        f"def test_{number}(mockconf):\n    {beginning}\n    {mistake}\n"
        for number, mistake in enumerate(MISTAKES)
    )
    ran = suite(tests)
    assert ran.outcomes == {"failed": len(MISTAKES)}
    last = {one.location[2]: one.longrepr for one in ran.reports if one.failed}
    for number in range(len(MISTAKES)):
        where = getattr(last[f"test_{number}"], "reprtraceback", None)
        assert where.reprentries[-1].reprfileloc.lineno == 4 * number + 3  # type: ignore[union-attr]
