"""What fails a test by itself, and what does not: breaches do, answers about the state of the world and notes do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.downstream import APP, ONE, a_test
from tests.plugin.suites import Ran

_DIALLING = "ask(mockconf, 'POST', 'Conferences/Support/Participants.json{}', **{})"
#: By rule: what breaks it.
BREACHES = {
    "unknown-parameter": "ask(mockconf, Status='init', Statuss='init')",
    "miscased-parameter": "ask(mockconf, status='init', Status='init')",
    "refused-parameter": "ask(mockconf, Status='over')",
    "missing-parameter": _DIALLING.format("", "{'To': '+15558675310'}"),
    "boolean-spelling": "dial(mockconf, label='a', muted='yes')",
    "empty-parameter": "ask(mockconf, Status='init', FriendlyName='')",
    "list-spelling": "dial(mockconf, status_callback_event=['ringing,answered'])",
    "query-ignored": _DIALLING.format("?Muted=true", "NUMBERS"),
    "no-such-path": "ask(mockconf, path='Conference.json')",
    "method-not-allowed": "ask(mockconf, 'DELETE', f'Conferences/{GONE}.json')",
    "not-authenticated": "ask(mockconf, client=stranger(mockconf), Status='init')",
    "coaching-without-target": "dial(mockconf, coaching=True)",
    "invalid-page-token": "ask(mockconf, Status='init', Page='1', PageToken='PACF' + '0' * 32)",
}
#: What the contract allows, and the state of the world does not; or what is only worth knowing.
NO_BREACHES = {
    "404 of somebody gone": "ask(mockconf, path=f'Conferences/{GONE}/Participants/alice.json')",
    "404 of a conference": "ask(mockconf, 'POST', f'Conferences/{GONE}.json', Status='completed')",
    "16026": "[dial(mockconf, label='a') for _ in 'ab']",
    "16020": "[dial(mockconf, max_participants=2) for _ in 'abc']",
    "16028": "dial(mockconf, coaching=True, call_sid_to_coach='CA' + '0' * 32)",
    "16099": "end_twice(mockconf)",
    "16001": "announce(mockconf, dial(mockconf).conference_sid)",
    "announced-change": "ask(mockconf)",
    "page-size-clamped": "ask(mockconf, Status='init', PageSize='2000')",
}


@pytest.mark.parametrize("rule", BREACHES)
def test_a_breach_fails_the_test_though_the_app_carries_on(
    suite: Callable[..., Ran], rule: str
) -> None:
    ran = suite(a_test(BREACHES[rule]), app=APP)
    assert ran.outcomes == {"failed": 1}
    lines = ran.failure.splitlines()
    assert lines[0].startswith(f"mockconf: {rule} ")
    assert ONE in lines
    assert [line for line in lines if line.startswith(f"{rule} (")]
    assert len(lines) < 25


@pytest.mark.parametrize("name", NO_BREACHES)
def test_what_keeps_the_contract_does_not_fail_the_test(
    suite: Callable[..., Ran], name: str
) -> None:
    ran = suite(a_test(NO_BREACHES[name]), app=APP)
    assert ran.outcomes == {"passed": 1}


@pytest.mark.parametrize("name", ["404 of somebody gone", "16026", "16099"])
def test_an_answer_of_the_world_is_not_even_counted(suite: Callable[..., Ran], name: str) -> None:
    assert "without failing" not in suite(a_test(NO_BREACHES[name]), app=APP).output


@pytest.mark.parametrize("rule", ["announced-change", "page-size-clamped"])
def test_what_is_worth_knowing_is_counted(suite: Callable[..., Ran], rule: str) -> None:
    ran = suite(a_test(NO_BREACHES[rule]), app=APP)
    assert f"found without failing a test: 1 {rule}" in ran.output


def test_a_refusal_that_the_app_does_not_catch_is_the_failure(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        from app import *

        def test_it(mockconf):
            mockconf.twilio_client().conferences(GONE).update(status="over")
        """,
        app=APP,
    )
    assert ran.outcomes == {"failed": 1}
    assert "TwilioRestException" in ran.failure
    assert "refused-parameter (error, error 20001) in request #1" in ran.section


def test_a_test_without_a_breach_passes_without_a_word(suite: Callable[..., Ran]) -> None:
    ran = suite("def test_it(mockconf): mockconf.conference('Support').join()")
    assert ran.outcomes == {"passed": 1}
    assert "= mockconf =" not in ran.output
    assert all(not one.sections for one in ran.reports)


def test_several_breaches_are_one_failure(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        from app import *

        def test_it(mockconf):
            for number in range(12):
                ask(mockconf, Status="init", Statuss=str(number))
        """,
        app=APP,
    )
    assert ran.outcomes == {"failed": 1}
    lines = ran.failure.splitlines()
    assert lines[0].endswith("(and 11 more)")
    assert "12 breaches that this test does not expect" in lines
    assert "also:" in lines
    assert "  and 6 more" in lines
    assert "Statuss='0'" in ran.failure
    assert len(lines) < 25


def test_a_mistake_that_is_made_often_is_told_once(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        from app import *

        def test_it(mockconf):
            for number in range(12):
                ask(mockconf, Status="init", Statuss="init")
        """,
        app=APP,
    )
    lines = ran.failure.splitlines()
    assert "12 breaches that this test does not expect" in lines
    again = "  unknown-parameter for the same reason: #2, #3, #4, #5, and 7 more"
    assert lines[lines.index("also:") + 1 :][0] == again


def test_breaches_of_a_breach_each_have_their_line(suite: Callable[..., Ran]) -> None:
    ran = suite(a_test("ask(mockconf, Status='over', Statuss='init')"), app=APP)
    assert "unknown-parameter" in ran.failure
    assert "refused-parameter" in ran.failure
    assert "2 breaches that this test does not expect" in ran.failure


# Who else is to blame


@pytest.mark.parametrize(
    ("planted", "rule", "says"),
    [
        ("def view(call): raise RuntimeError('the floor gave way')", "crash", "RuntimeError: the"),
        (
            "def view(call): return Document('conferences', {'surplus': 1})",
            "self-check",
            "mockconf broke its own contract for ListConference 200",
        ),
    ],
    ids=["crash", "self-check"],
)
def test_a_fault_of_the_mock_fails_the_test(
    suite: Callable[..., Ran], planted: str, rule: str, says: str
) -> None:
    test = (
        "from app import *\nfrom mockconf.dialects.protocol import Document\n"
        "from mockconf.views import VIEWS\n"
        f"{planted}\n"
        "def test_it(mockconf, monkeypatch):\n"
        "    monkeypatch.setitem(VIEWS, 'ListConference', view)\n"
        "    assert ask(mockconf, Status='init').status_code == 500\n"
    )
    ran = suite(test, app=APP)
    assert ran.outcomes == {"failed": 1}
    assert f"{rule} (error) in request #1, ListConference" in ran.failure
    assert says in ran.failure
    assert "please report it" in ran.failure


def test_a_callback_that_would_break_the_contract_fails_the_test(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        from mockconf import callbacks

        def test_it(mockconf, monkeypatch):
            dialect = callbacks.BY_NAME["twilio-2010-04-01"]

            def form(happened, identity):
                told = dialect.form(happened, identity)
                return told._replace(params={**told.params, "Muted": "perhaps"})

            planted = dialect._replace(form=form)
            monkeypatch.setitem(callbacks.BY_NAME, "twilio-2010-04-01", planted)
            mockconf.conference("Support", status_callback="http://127.0.0.1:1/").join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert "mockconf broke its own contract for ConferenceStatusCallback" in ran.failure
