"""Which properties of answers an application reads, as far as its SDK shows that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from twilio.rest.api.v2010.account.conference import ConferenceInstance

from tests.plugin.suites import Ran

Suite = Callable[..., Ran]


@pytest.fixture
def read(suite: Suite, tmp_path: Path) -> Callable[[str], Any]:
    """Runs a suite: its report."""

    def start(test: str) -> Any:
        file = tmp_path / "coverage.json"
        ran = suite(test, f"--mockconf-report=json={file}")
        assert ran.status == 0, ran.output
        return json.loads(file.read_text(encoding="utf-8"))

    return start


def of(said: Any, resource: str) -> dict[str, str]:
    """The states of the properties of a resource, but for those that were never read."""
    return {
        one["path"][3]: one["state"]
        for one in said["cells"]
        if one["path"][1:3] == [resource, "properties"] and one["state"] != "never"
    }


def test_what_is_read_of_a_resource_is_covered_and_nothing_else(read: Any) -> None:
    said = read(
        """
        def test_it(mockconf):
            room = mockconf.conference("Support")
            room.join(label="alice")
            found = mockconf.twilio_client().conferences(room.sid)
            assert found.fetch().friendly_name == "Support"
            assert [one.muted for one in found.participants.list()] == [False]
        """
    )
    assert of(said, "Conference") == {"friendly_name": "covered"}
    assert of(said, "Participant") == {"muted": "covered"}
    assert of(said, "ConferenceRecording") == {}


def test_a_read_names_the_line(read: Any) -> None:
    said = read(
        """
        def test_it(mockconf):
            room = mockconf.conference("Support")
            shown = mockconf.twilio_client().conferences(room.sid).fetch()
            print(shown.region)
        """
    )
    [line] = [one for one in said["examples"].values() if one["kind"] == "read"]
    assert (line["target"], line["number"]) == ("test_it.py", 5)
    assert (line["answer"], line["test"]) == ("", "test_it.py::test_it")


def test_what_the_async_client_hands_out_is_seen_too(read: Any) -> None:
    said = read(
        """
        import asyncio

        async def status(client):
            return [one.status for one in await client.conferences.list_async()]

        def test_it(mockconf):
            mockconf.conference("Support")
            assert asyncio.run(status(mockconf.twilio_client(async_=True))) == ["init"]
        """
    )
    assert of(said, "Conference") == {"status": "covered"}


def test_a_client_of_the_applications_own_is_seen_too(read: Any) -> None:
    said = read(
        """
        from twilio.rest import Client

        def test_it(mockconf):
            mockconf.conference("Support")
            client = Client(mockconf.account_sid, mockconf.auth_token)
            client.api.base_url = mockconf.url
            assert client.conferences.list()[0].sid
        """
    )
    assert of(said, "Conference") == {"sid": "covered"}


def test_what_comes_from_elsewhere_is_not_seen(read: Any) -> None:
    said = read(
        """
        from twilio.rest import Client
        from twilio.rest.api.v2010.account.conference import ConferenceInstance

        def test_it(mockconf):
            mockconf.twilio_client().conferences.list()
            api = Client("AC", "token").api
            assert ConferenceInstance(api.v2010, {"sid": "CF"}, "AC").sid == "CF"
        """
    )
    assert set(of(said, "Conference").values()) == {"not observable"}


def test_without_an_sdk_nothing_can_be_seen(read: Any) -> None:
    said = read(
        """
        from base64 import b64encode
        from urllib.request import Request, urlopen

        def test_it(mockconf):
            token = b64encode(f"{mockconf.account_sid}:{mockconf.auth_token}".encode()).decode()
            url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
            urlopen(Request(url, headers={"Authorization": f"Basic {token}"}), timeout=5).close()
        """
    )
    assert set(of(said, "Conference").values()) == {"not observable"}
    assert said["observed"] == []


def test_the_sdk_is_as_it_was_when_the_session_is_over(read: Any) -> None:
    read("def test_it(mockconf): mockconf.twilio_client().conferences.list()")
    assert "__getattribute__" not in vars(ConferenceInstance)


def test_without_a_report_the_sdk_is_left_alone(suite: Suite) -> None:
    ran = suite(
        """
        from twilio.rest.api.v2010.account.conference import ConferenceInstance

        def test_it(mockconf):
            mockconf.twilio_client()
            assert "__getattribute__" not in vars(ConferenceInstance)
        """
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_what_is_built_by_hand_works_as_it_does_without_a_report(read: Any) -> None:
    said = read(
        """
        from twilio.rest.api.v2010.account.conference import ConferenceInstance

        class Bare(ConferenceInstance):
            def __init__(self):
                self.sid = "CF2"

        class Fails(ConferenceInstance):
            @property
            def status(self):
                raise AttributeError("no such status")

            @status.setter
            def status(self, value):
                pass

        def test_it(mockconf):
            mockconf.twilio_client().conferences.list()
            made = ConferenceInstance(None, {"sid": "CF1"}, account_sid="AC1")
            assert (made.sid, Bare().sid) == ("CF1", "CF2")
            assert getattr(Fails(None, {}, account_sid="AC1"), "status", "none") == "none"
            version = mockconf.twilio_client().api.v2010
            assert not hasattr(Fails(version, {}, account_sid="AC1"), "status")
        """
    )
    assert set(of(said, "Conference").values()) <= {"not observable"}


@pytest.mark.parametrize(
    "reads",
    [
        "monkeypatch.setattr(one, 'status', 'completed')",
        "__import__('inspect').getmembers(one)",
        "__import__('unittest.mock').mock.create_autospec(one)",
    ],
)
def test_who_reads_whatever_there_is_is_no_application(read: Any, reads: str) -> None:
    said = read(
        f"""
        def test_it(mockconf, monkeypatch):
            room = mockconf.conference("Support")
            one = mockconf.twilio_client().conferences(room.sid).fetch()
            {reads}
            one.region
        """
    )
    assert of(said, "Conference") == {"region": "covered"}


SDK_LATER = """
    import sys

    for name in [one for one in sys.modules if one.partition(".")[0] == "twilio"]:
        del sys.modules[name]

    def test_it(mockconf):
        room = mockconf.conference("Support")
        from twilio.rest import Client
        client = Client(mockconf.account_sid, mockconf.auth_token)
        client.api.base_url = mockconf.url
        assert client.conferences(room.sid).fetch().sid == room.sid
    """


def test_an_sdk_that_is_imported_inside_a_test_is_seen_too(read: Any) -> None:
    assert of(read(SDK_LATER), "Conference") == {"sid": "covered"}


def test_an_sdk_that_cannot_be_imported_breaks_nothing(
    suite: Suite, pytester: pytest.Pytester, tmp_path: Path
) -> None:
    pytester.mkpydir("twilio").joinpath("__init__.py").write_text("raise RuntimeError('broken')")
    forgetting = SDK_LATER.partition("    def test_it")[0]
    ran = suite(
        f"""{forgetting}
    def test_it(mockconf):
        mockconf.conference("Support").join()
    """,
        f"--mockconf-report=json={tmp_path / 'coverage.json'}",
    )
    assert ran.outcomes == {"passed": 1}, ran.output
