"""SignalWire's own SDK, and the one of Twilio's that it brings, in the environment that has them: in process, without a socket."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import MockConf
from tests.clients.running import CLIENTS
from tests.test_real_clients import demand

Ran = list[dict[str, str]]
[SDK] = [client for client in CLIENTS if client.environment == "signalwire-2"]
BOTH = '@pytest.mark.mockconf(dialects=["twilio-2010-04-01", "signalwire"])'
NO_SOCKETS = """
import pytest

@pytest.fixture(autouse=True)
def no_sockets(mockconf, monkeypatch):
    def refuse(*_):
        raise AssertionError("a socket was opened")
    monkeypatch.setattr("socket.socket.connect", refuse)
"""


@pytest.fixture
def beside(tmp_path: Path) -> Callable[[str], Ran]:
    """Runs a suite with SignalWire's SDK: what became of its tests."""
    demand(SDK)

    def run(source: str) -> Ran:
        (tmp_path / "test_it.py").write_text(NO_SOCKETS + dedent(source), encoding="utf-8")
        return SDK.run("drive_suite.py", str(tmp_path), json.dumps(sys.path))

    return run


def outcomes(ran: Ran) -> dict[str, str]:
    """What became of each test."""
    assert ran, "no test was run"
    return {one["test"]: one["text"] or one["outcome"] for one in ran}


def test_one_test_drives_the_sdk_of_each_vendor(beside: Callable[[str], Ran]) -> None:
    ran = beside(
        f"""
        {BOTH}
        def test_it(mockconf):
            client = mockconf.client()
            vendor = "signalwire" if mockconf.dialect == "signalwire" else "twilio"
            assert type(client).__module__ == f"{{vendor}}.rest"
            room = mockconf.conference("Support")
            alice, bob = room.join(label="alice"), room.join(label="bob")
            there = client.conferences(room.sid)
            assert there.fetch().friendly_name == "Support"
            assert {{one.call_sid for one in there.participants.list()}} == {{alice.call_sid, bob.call_sid}}
            assert there.participants(alice.call_sid).update(muted=True).muted
            assert alice.is_muted
            mockconf.assert_requested("UpdateParticipant", CallSid=alice.call_sid, Muted=True)
            assert there.participants(bob.call_sid).delete()
            assert there.update(status="completed").status == "completed"
            assert room.status == "completed"
            mockconf.assert_no_findings()
        """
    )
    assert outcomes(ran) == {
        "test_it[twilio-2010-04-01]": "passed",
        "test_it[signalwire]": "passed",
    }


def test_both_sdks_see_one_conference_in_one_test(beside: Callable[[str], Ran]) -> None:
    ran = beside(
        """
        from mockconf.sids import uuid_of

        def test_it(mockconf):
            room = mockconf.conference("Support")
            alice, bob = room.join(label="alice"), room.join(label="bob")
            twilio, signalwire = mockconf.twilio_client(), mockconf.signalwire_client()
            [one], [other] = twilio.conferences.list(limit=1, status="in-progress"), signalwire.conferences.list()
            assert one.account_sid == mockconf.account_sid
            assert other.account_sid == mockconf.project_id
            assert (one.sid, other.sid) == (room.sid, uuid_of(room.sid))
            assert (one.status, one.date_created) == (other.status, other.date_created)
            signalwire.conferences(other.sid).participants(uuid_of(alice.call_sid)).update(hold=True)
            assert twilio.conferences(one.sid).participants("alice").fetch().hold
            twilio.conferences(one.sid).update(status="completed")
            assert signalwire.conferences(other.sid).fetch().status == "completed"
            mockconf.assert_requested("UpdateParticipant", dialect="signalwire", Hold=True)
            mockconf.assert_requested("UpdateParticipant", times=0)
            mockconf.assert_requested("UpdateConference", Status="completed")
        """
    )
    assert outcomes(ran) == {"test_it": "passed"}


def test_signalwires_sdk_pages_refuses_and_deletes_without_a_socket(
    beside: Callable[[str], Ran],
) -> None:
    ran = beside(
        """
        from twilio.base.exceptions import TwilioRestException

        @pytest.mark.mockconf(dialect="signalwire")
        def test_it(mockconf):
            client = mockconf.client()
            for number in range(5):
                mockconf.conference(f"Room {number}").join()
            names = [one.friendly_name for one in client.conferences.stream(page_size=2)]
            assert names == [f"Room {number}" for number in (4, 3, 2, 1, 0)]
            mockconf.assert_requested("ListConference", times=3, PageSize=2)
            with pytest.raises(TwilioRestException) as refusal:
                client.conferences("b3877c40-da60-4998-90ad-b792e98472cf").fetch()
            assert refusal.value.status == 404
            room = mockconf.conference("Recorded")
            room.join(record="record-from-start"), room.join()
            room.end()
            [recording] = client.recordings.list()
            assert client.recordings(recording.sid).delete()

        @pytest.mark.mockconf(dialect="signalwire")
        def test_a_breach(mockconf):
            client = mockconf.client()
            url = f"{mockconf.base_url()}/Accounts/{mockconf.project_id}/Conferences"
            client.request("GET", url, params={"Statuss": "init"})
        """
    )
    said = outcomes(ran)
    assert said["test_it"] == "passed"
    assert "sent     Statuss='init' in the query" in said["test_a_breach"]
    assert 'curl -u "$SIGNALWIRE_PROJECT_ID:$SIGNALWIRE_API_TOKEN"' in said["test_a_breach"]
    assert "test_it.py:33" in said["test_a_breach"]


def test_a_client_of_that_sdk_follows_the_world_and_has_no_async_methods(
    beside: Callable[[str], Ran],
) -> None:
    ran = beside(
        """
        from mockconf.errors import MockconfError

        @pytest.mark.parametrize("dialect", ["twilio-2010-04-01", "signalwire"])
        def test_it(mockconf_factory, dialect):
            with pytest.raises(MockconfError, match="has no async methods: "):
                mockconf_factory(dialect=dialect).client(async_=True)
        """
    )
    assert outcomes(ran) == {
        "test_it[twilio-2010-04-01]": "passed",
        "test_it[signalwire]": "passed",
    }


@pytest.fixture
def without_sdks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delitem(sys.modules, "pytest_mockconf.older_clients", raising=False)
    names = [name for name in sys.modules if name.partition(".")[0] in ("twilio", "signalwire")]
    for name in {*names, "twilio", "signalwire"}:
        monkeypatch.setitem(sys.modules, name, None)
    yield
    sys.modules.pop("pytest_mockconf.older_clients", None)


def test_a_missing_sdk_is_an_error_that_names_what_to_install(
    mockconf: MockConf, without_sdks: None
) -> None:
    with pytest.raises(MockconfError) as missing:
        mockconf.signalwire_client()
    assert str(missing.value) == (
        "the SDK of SignalWire is not installed: pip install signalwire==2.1.1, in an environment "
        "of its own, as it needs twilio 6.54 and not the newer one of 'mockconf[twilio]'"
    )


def test_a_missing_sdk_is_told_as_well_where_twilios_newer_one_is(mockconf: MockConf) -> None:
    pytest.importorskip("twilio")
    with pytest.raises(MockconfError, match=r"pip install signalwire==2\.1\.1, in an environment"):
        mockconf.signalwire_client()


def test_another_module_that_is_missing_is_not_blamed_on_the_sdk(
    mockconf: MockConf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "pytest_mockconf.older_clients", raising=False)
    monkeypatch.setitem(sys.modules, "mockconf.exchange", None)
    with pytest.raises(ModuleNotFoundError, match=r"mockconf\.exchange"):
        mockconf.signalwire_client()


def test_an_older_sdk_of_twilio_has_the_same_conferences_without_a_socket(
    mockconf: MockConf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.delitem(sys.modules, "pytest_mockconf.clients", raising=False)
    monkeypatch.delattr("twilio.http.AsyncHttpClient")  # as before 7.0
    room = mockconf.conference("Support")
    room.join(label="müller & söhne"), room.join(label="bob")
    client = mockconf.twilio_client()
    there = client.conferences(room.sid)
    assert there.participants("müller & söhne").update(muted=True).muted
    assert [one.label for one in there.participants.list()] == ["bob", "müller & söhne"]
    assert there.participants("bob").delete()
    with pytest.raises(MockconfError, match="this SDK of Twilio has no async methods"):
        mockconf.twilio_client(async_=True)
    mockconf.assert_no_findings()


def test_a_report_shows_what_is_read_of_what_these_sdks_hand_out(
    beside: Callable[[str], Ran], tmp_path: Path
) -> None:
    report = tmp_path / "coverage.json"
    (tmp_path / "conftest.py").write_text(
        f"""
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    config.option.mockconf_report = ["json={report}"]
""",
        encoding="utf-8",
    )
    ran = beside(
        f"""
        {BOTH}
        def test_it(mockconf):
            room = mockconf.conference("Support")
            room.join()
            there = mockconf.client().conferences(room.sid)
            assert there.fetch().friendly_name == "Support"
            assert [one.muted for one in there.participants.list()] == [False]
        """
    )
    assert set(outcomes(ran).values()) == {"passed"}
    cells = json.loads(report.read_text(encoding="utf-8"))["cells"]
    read = [one["path"] for one in cells if one["path"][2] == "properties" and one["count"]]
    assert sorted(read) == [
        [dialect, *path]
        for dialect in ("signalwire", "twilio-2010-04-01")
        for path in (
            ("Conference", "properties", "friendly_name"),
            ("Participant", "properties", "muted"),
        )
    ]
