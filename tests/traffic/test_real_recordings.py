"""Traffic that real tools have recorded of real clients: it is clean, in every dialect and representation."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
import vcr
from twilio.rest import Client

from mockconf.reports.result import Exit
from pytest_mockconf import MockConf
from tests.traffic.conftest import Check

CALLER = {"from_": "+15017122661", "to": "client:alice"}


@pytest.mark.parametrize("serializer", ["yaml", "json"])
def test_what_vcrpy_records_of_the_sdk_is_clean(
    serializer: str, client: Client, check: Check, tmp_path: Path
) -> None:
    cassette = tmp_path / f"cassette.{serializer}"
    with vcr.use_cassette(cassette, serializer=serializer, filter_headers=["authorization"]):
        alice = client.conferences("Support").participants.create(**CALLER, label="alice")
        room = client.conferences(alice.conference_sid)
        room.participants("alice").update(muted=True)
        assert client.conferences.list(status="in-progress", page_size=1) == []
        room.participants("alice").delete()
        room.fetch()
    checked = check(cassette)
    assert (checked.code, checked.findings, checked.report["checked"]) == (Exit.CLEAN, [], 5)


@pytest.mark.parametrize(
    "target",
    [
        "2010-04-01/Accounts/{account}/Conferences{suffix}?Status=in-progress",
        "2010-04-01/Accounts/{account}/Conferences/{room}{suffix}",
        "2010-04-01/Accounts/{account}/Conferences/{room}/Participants{suffix}?PageSize=1",
        "2010-04-01/Accounts/{account}/Conferences/{room}/Participants/{call}{suffix}",
        "2010-04-01/Accounts/{account}/Conferences/CF00000000000000000000000000000000{suffix}",
        "2008-08-01/Accounts/{account}/Conferences{suffix}",
        "2008-08-01/Accounts/{account}/Conferences/{room}{suffix}",
        "2008-08-01/Accounts/{account}/Conferences/{room}/Participants{suffix}",
        "2008-08-01/Accounts/{account}/Conferences/{room}/Participants/{call}{suffix}",
        "2008-08-01/Accounts/{account}/Conferences/CF00000000000000000000000000000000{suffix}",
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json", ".csv"])
def test_every_representation_of_twilios_answers_is_clean(
    target: str, suffix: str, mockconf: MockConf, check: Check, tmp_path: Path
) -> None:
    room = mockconf.conference("Zoë & Co")
    call = room.join().call_sid
    room.join()
    path = target.format(account=mockconf.account_sid, room=room.sid, call=call, suffix=suffix)
    with vcr.use_cassette(tmp_path / "cassette.yaml"):
        requests.get(
            f"{mockconf.url}/{path}", auth=(mockconf.account_sid, mockconf.auth_token), timeout=10
        )
    checked = check(tmp_path / "cassette.yaml")
    assert (checked.code, checked.findings, checked.report["checked"]) == (Exit.CLEAN, [], 1)


@pytest.mark.parametrize(
    ("target", "said", "instead"),
    [
        (
            "2010-04-01/Accounts/{account}/Conferences/{room}",
            "<Status>in-progress",
            "<Status>paused",
        ),
        ("2008-08-01/Accounts/{account}/Conferences/{room}", "<Status>1", "<Status>9"),
        ("2008-08-01/Accounts/{account}/Conferences/{room}.json", '"Status": "1"', '"Status": "9"'),
        (
            "2010-04-01/Accounts/{account}/Conferences/{room}/Participants",
            "<Muted>false",
            "<Muted>no",
        ),
        ("2008-08-01/Accounts/{account}/Conferences", 'pagesize="50"', 'pagesize="0"'),
        ("2008-08-01/Accounts/{account}/Conferences/{room}", "<Sid>", "<Sid>X"),
    ],
)
def test_what_is_wrong_in_xml_and_its_mirror_is_found(
    target: str, said: str, instead: str, mockconf: MockConf, check: Check, tmp_path: Path
) -> None:
    room = mockconf.conference("Support")
    room.join()
    room.join()
    path = target.format(account=mockconf.account_sid, room=room.sid)
    cassette = tmp_path / "cassette.yaml"
    with vcr.use_cassette(cassette):
        requests.get(
            f"{mockconf.url}/{path}", auth=(mockconf.account_sid, mockconf.auth_token), timeout=10
        )
    recorded = " ".join(cassette.read_text().split())
    assert said in recorded
    import yaml

    document = yaml.safe_load(cassette.read_text())
    body = document["interactions"][0]["response"]["body"]
    text = body["string"] if isinstance(body["string"], str) else body["string"].decode()
    body["string"] = text.replace(said, instead)
    cassette.write_text(yaml.safe_dump(document))
    checked = check(cassette)
    assert set(checked.rules) == {"answer-breaks-contract"}


@pytest.mark.parametrize(
    "document",
    [
        "<TwilioResponse/>",
        "<TwilioResponse><Conference>",
        '<!DOCTYPE x [<!ENTITY a "b">]><TwilioResponse><Conference>&a;</Conference></TwilioResponse>',
    ],
    ids=["empty", "truncated", "entities"],
)
def test_xml_that_is_broken_or_plays_tricks_is_no_answer(
    document: str, check: Check, tmp_path: Path
) -> None:
    from tests.traffic.recordings import HAR, ONE, Recorded

    recorded = Recorded(url=ONE.removesuffix(".json"), status=200, answer=document)
    assert check(HAR.at(tmp_path, recorded)).rules == ["unreadable-answer"]


def test_what_a_suite_has_logged_of_signalwires_client_is_clean(
    mockconf: MockConf, check: Check, tmp_path: Path
) -> None:
    room = mockconf.conference("Support")
    room.join()
    room.join()
    sid = f"{room.sid[2:10]}-{room.sid[10:14]}-{room.sid[14:18]}-{room.sid[18:22]}-{room.sid[22:]}"
    base = f"{mockconf.base_url('signalwire')}/Accounts/{mockconf.project_id}/Conferences"
    with vcr.use_cassette(tmp_path / "cassette.yaml"):
        for target in (base, f"{base}/{sid}", f"{base}/{sid}/Participants", f"{base}/{sid}1"):
            requests.get(target, auth=(mockconf.project_id, mockconf.api_token), timeout=10)
    checked = check(tmp_path / "cassette.yaml", "--fail-on", "error")
    assert checked.report["checked"] == 4
    assert set(checked.rules) <= {"no-such-path", "no-such-resource", "method-not-allowed"}
