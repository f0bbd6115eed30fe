"""Who comes late is sent to the world they belong to; the next test does not see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.suites import Ran

#: An application whose thread goes on after the test, until it is told to ask.
LATE = """
from threading import Event, Thread
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

may_ask, statuses = Event(), []


def start(client, sid):
    def work():
        may_ask.wait(10)
        try:
            client.conferences(sid).participants("alice").update(muted=True)
            statuses.append(200)
        except TwilioRestException as error:
            statuses.append(error.status)

    thread = Thread(target=work)
    thread.start()
    return thread


def over_socket(mockconf):
    client = Client(mockconf.account_sid, mockconf.auth_token)
    client.api.base_url = mockconf.url
    return client


def in_process(mockconf):
    return mockconf.twilio_client()
"""


@pytest.mark.parametrize("client", ["over_socket", "in_process"])
def test_a_straggler_asks_its_own_world(suite: Callable[..., Ran], client: str) -> None:
    ran = suite(
        f"""
        import late

        LEFT = []

        def test_a(mockconf):
            room = mockconf.conference("Support")
            alice = room.join(label="alice")
            LEFT[:] = alice, late.start(late.{client}(mockconf), room.sid), mockconf

        def test_b(mockconf):
            room = mockconf.conference("Support")
            bystander = room.join(label="alice")
            late.may_ask.set()
            alice, thread, former = LEFT
            thread.join(10)
            assert late.statuses == [200]
            assert alice.is_muted
            assert [one.operation for one in former.requests] == ["UpdateParticipant"]
            assert not bystander.is_muted
            assert len(mockconf.requests) == len(mockconf.callbacks) == 0
        """,
        late=LATE,
    )
    assert ran.outcomes == {"passed": 2}


def test_a_straggler_breaks_no_rule_of_the_next_test(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        FORMER = []

        def test_a(mockconf):
            FORMER.append((mockconf.twilio_client(), mockconf.account_sid, mockconf.base_url()))

        def test_b(mockconf):
            client, account_sid, base_url = FORMER[0]
            url = f"{base_url}/Accounts/{account_sid}/Conferences.json"
            client.request("GET", url, params={"Statuss": "init"})
            assert len(mockconf.requests) == 0
        """
    )
    assert ran.outcomes == {"passed": 2}


def test_requests_that_come_after_their_test_are_counted(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import late

        FORMER = []

        def test_a(mockconf):
            room = mockconf.conference("Support")
            room.join(label="alice")
            FORMER[:] = [late.over_socket(mockconf), room.sid]

        def test_b(mockconf):
            client, sid = FORMER
            for _ in range(3):
                client.conferences(sid).fetch()
            assert len(mockconf.requests) == 0
        """,
        late=LATE,
    )
    assert ran.outcomes == {"passed": 2}
    assert "3 request-after-its-test" in ran.output


@pytest.mark.parametrize("base", ["/api/laml/2010-04-01", "/2010-04-01"])
@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_straggler_is_known_by_its_project_too(
    suite: Callable[..., Ran], base: str, suffix: str
) -> None:
    ran = suite(
        f"""
        from base64 import b64encode
        from urllib.request import Request, urlopen

        FORMER = []

        def test_a(mockconf):
            mockconf.conference("Support").join()
            key = b64encode(f"{{mockconf.project_id}}:{{mockconf.api_token}}".encode()).decode()
            url = f"{{mockconf.url}}{base}/Accounts/{{mockconf.project_id}}/Conferences{suffix}"
            FORMER[:] = mockconf, Request(url, headers={{"Authorization": f"Basic {{key}}"}})
            assert b"Support" in urlopen(FORMER[1]).read()

        def test_b(mockconf):
            former, request = FORMER
            assert b"Support" in urlopen(request).read()
            assert len(former.requests) == 2
            assert len(mockconf.requests) == 0
        """
    )
    assert ran.outcomes == {"passed": 2}, ran.output
    assert "1 request-after-its-test" in ran.output


def test_a_test_that_runs_again_has_its_own_world_and_not_the_former_one(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import pytest

        SEEN = []

        @pytest.mark.mockconf(seed="the same")
        @pytest.mark.parametrize("number", range(20))
        def test_it(mockconf, number):
            import late
            client = late.over_socket(mockconf)
            assert client.conferences.list(status="init") == []
            mockconf.conference("Support").join()
            assert len(client.conferences.list(status="init")) == 1
            SEEN.append(mockconf.account_sid)
            assert len(set(SEEN)) == 1
        """,
        late=LATE,
    )
    assert ran.outcomes == {"passed": 20}, ran.output
    assert "request-after-its-test" not in ran.output


def test_requests_without_a_socket_that_come_after_their_test_are_counted(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        import asyncio

        FORMER = []

        def test_a(mockconf):
            mockconf.mount("https://app.example", lambda *_: 1 / 0)
            room = mockconf.conference("Support", status_callback="https://app.example/")
            FORMER[:] = mockconf.twilio_client(), mockconf.twilio_client(async_=True), room.sid

        def test_b():
            client, in_loop, sid = FORMER
            client.conferences(sid).fetch()
            asyncio.run(in_loop.conferences(sid).fetch_async())
        """
    )
    assert ran.outcomes == {"passed": 2}
    assert "2 request-after-its-test" in ran.output


def test_somebody_of_a_test_long_ago_finds_nothing(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import late
        import pytest
        from twilio.base.exceptions import TwilioRestException

        FORMER = []

        @pytest.mark.parametrize("number", range(20))
        def test_a(mockconf, number):
            room = mockconf.conference("Support")
            FORMER.append((late.over_socket(mockconf), room.sid))

        def test_b(mockconf):
            for client, sid in FORMER[:3]:
                with pytest.raises(TwilioRestException) as caught:
                    client.conferences(sid).fetch()
                assert caught.value.status in (401, 404)
            assert len(mockconf.requests) == len(mockconf.findings) == 0
        """,
        late=LATE,
    )
    assert ran.outcomes == {"passed": 21}


def test_a_callback_of_an_earlier_test_does_not_leave_any_more(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        from contextlib import suppress

        HEARD, FORMER = [], []

        def app(environ, start_response):
            HEARD.append(environ["PATH_INFO"])
            start_response("204 No Content", [])
            return []

        def test_a(mockconf):
            mockconf.mount("https://app.example", app)
            FORMER.append(mockconf.conference("Support", status_callback="https://app.example/a"))

        def test_b(mockconf):
            mockconf.mount("https://app.example", app)
            with suppress(Exception):
                FORMER[0].join()
            assert HEARD == []
            assert len(mockconf.callbacks) == 0
        """
    )
    assert ran.outcomes == {"passed": 2}


def test_every_test_has_its_own_world_at_the_same_address(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import pytest

        SEEN = []

        @pytest.mark.parametrize("number", range(5))
        def test_a(mockconf, number):
            assert mockconf.twilio_client().conferences.list(status="init") == []
            mockconf.conference("Support").join(label="alice")
            SEEN.append((mockconf.url, mockconf.account_sid, mockconf.auth_token))

        def test_b():
            urls, accounts, tokens = map(set, zip(*SEEN))
            assert (len(urls), len(accounts), len(tokens)) == (1, 5, 5)
        """
    )
    assert ran.outcomes == {"passed": 6}


def test_two_mocks_in_one_test_are_strangers(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf, mockconf_factory):
            mocks = [mockconf, mockconf_factory(), mockconf_factory()]
            for number, mock in enumerate(mocks):
                mock.mount("https://app.example", lambda _, start: [start("204 No", [])][:0])
                room = mock.conference("Support", status_callback="https://app.example/")
                for _ in range(number):
                    room.join()
            assert [len(mock.conference("Support").participants) for mock in mocks] == [0, 1, 2]
            assert [len(mock.callbacks) for mock in mocks] == [0, 1, 3]
            assert len({mock.url for mock in mocks}) == 3
            assert len({mock.account_sid for mock in mocks}) == 3
        """
    )
    assert ran.outcomes == {"passed": 1}
