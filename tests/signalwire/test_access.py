"""Who may ask SignalWire, by which path, and that neither vendor's names are ever shown by the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.signalwire.conftest import BASE, CALL_A, A, in_both_forms, listed, refused, uuid
from tests.wire import Reply, Wire

SID, TOKEN = f"AC{'1' * 32}", "twilio-token"
PROJECT, API_TOKEN = "b3877c40-da60-4998-90ad-b792e98472af", "PT-token"
ACCOUNT = {"sid": SID, "auth_token": TOKEN, "project_id": PROJECT, "api_token": API_TOKEN}
OPEN_PROJECT = "22222222-2222-2222-2222-222222222222"

MakeMock = Callable[..., Mock]


def at(mock: Mock, project: str = PROJECT, token: str = API_TOKEN) -> Wire:
    return Wire(mock.url, project, token, BASE)


def why(mock: Mock) -> str:
    """What the last finding says."""
    return mock.world.journal.exchanges[-1].findings[-1].message


def test_a_configured_project_opens_its_account(mock_with: MakeMock) -> None:
    mock = mock_with(accounts=[ACCOUNT])
    Wire(mock.url, SID, TOKEN).dial("Room")
    (found,) = listed(at(mock), "Conferences")
    assert (found["friendly_name"], found["account_sid"]) == ("Room", PROJECT)


@pytest.mark.parametrize(
    ("project", "auth"),
    [
        (PROJECT, (PROJECT, "wrong")),
        (PROJECT, (SID, TOKEN)),
        (PROJECT, (PROJECT, TOKEN)),
        (PROJECT, (OPEN_PROJECT, API_TOKEN)),
        (PROJECT, (f"SK{'1' * 32}", "secret")),
        (PROJECT, ("", API_TOKEN)),
        (PROJECT, "Bearer PT-token"),
        (PROJECT, None),
        (OPEN_PROJECT, (PROJECT, API_TOKEN)),
        ("11111111-1111-1111-1111-111111111111", ("1" * 36, API_TOKEN)),
    ],
)
def test_other_credentials_do_not(mock_with: MakeMock, project: str, auth: Any) -> None:
    wire = at(mock_with(accounts=[ACCOUNT]), project)
    assert refused(wire.get("Conferences", auth=auth)) == (401, 20003)


def test_the_project_and_its_token_do_not_open_twilios_path(mock_with: MakeMock) -> None:
    mock = mock_with(accounts=[ACCOUNT])
    wire = Wire(mock.url, SID, TOKEN)
    assert wire.get("Conferences.json", auth=(PROJECT, API_TOKEN)).error == (401, 20003)


def test_a_configured_account_is_not_the_uuid_of_its_sid(mock_with: MakeMock) -> None:
    mock = mock_with(accounts=[ACCOUNT])
    assert refused(at(mock, uuid(SID), "any").get("Conferences")) == (401, 20003)
    assert why(mock) == "the account is another project"


@in_both_forms
def test_a_token_without_the_scope_voice_opens_nothing(mock_with: MakeMock, suffix: str) -> None:
    mock = mock_with(accounts=[ACCOUNT | {"voice_scope": False}])
    reply = at(mock).get(f"Conferences{suffix}")
    assert refused(reply) == (401, 20003)
    assert why(mock) == "the API token lacks the scope Voice"


def test_without_the_scope_the_account_stays_open_at_twilio(mock_with: MakeMock) -> None:
    mock = mock_with(accounts=[ACCOUNT | {"voice_scope": False}])
    assert Wire(mock.url, SID, TOKEN).get("Conferences.json").status == 200


def test_in_an_open_world_the_first_token_is_the_projects(mock_with: MakeMock) -> None:
    mock = mock_with()
    assert at(mock, OPEN_PROJECT, "first").get("Conferences").status == 200
    assert refused(at(mock, OPEN_PROJECT, "second").get("Conferences")) == (401, 20003)


def test_in_an_open_world_a_project_is_the_account_of_its_digits(mock_with: MakeMock) -> None:
    mock = mock_with()
    Wire(mock.url, f"AC{'2' * 32}", "t").dial("Room")
    assert len(listed(at(mock, OPEN_PROJECT, "p"), "Conferences")) == 1


def test_among_listed_accounts_no_other_project_is_opened(mock_with: MakeMock) -> None:
    mock = mock_with(accounts=[ACCOUNT], account_mode="listed")
    assert refused(at(mock, OPEN_PROJECT).get("Conferences")) == (401, 20003)
    assert at(mock).get("Conferences").status == 200


def test_a_project_does_not_see_the_conferences_of_another(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    other = Wire(mockconf.url, OPEN_PROJECT, "token", BASE)
    assert listed(other, "Conferences") == []
    assert refused(other.get(room)) == (404, 20404)
    assert refused(other.post(room, {"Status": "completed"})) == (404, 20404)


# The alias


@in_both_forms
def test_the_bare_version_answers_the_same(laml: Wire, room: str, suffix: str) -> None:
    alias = f"/2010-04-01/Accounts/{laml.account_sid}"
    for path in ("Conferences", room, f"{room}/Participants", f"{room}/Participants/{CALL_A}"):
        reply = laml.get(f"{alias}/{path}{suffix}")
        assert (reply.status, reply.json) == (200, laml.get(path).json)


def test_the_bare_version_refuses_in_the_words_of_this_vendor(laml: Wire) -> None:
    path = f"/2010-04-01/Accounts/{laml.account_sid}/Queues.json"
    assert refused(laml.get(path)) == (404, 20404)


@pytest.mark.parametrize("suffix", [".xml", ".csv"])
def test_there_is_no_other_representation(laml: Wire, room: str, suffix: str) -> None:
    for path in ("Conferences", room):
        assert refused(laml.get(f"{path}{suffix}")) == (404, 20404)


# The other vendor's names


def test_an_account_sid_leads_nowhere_here(laml: Wire, wire: Wire) -> None:
    path = f"{BASE}/Accounts/{wire.account_sid}/Conferences"
    assert refused(wire.get(path)) == (404, 20404)


@pytest.mark.parametrize("prefix", ["", "CF"])
def test_the_digits_of_a_conference_lead_nowhere_without_hyphens(
    laml: Wire, room: str, prefix: str
) -> None:
    digits = room.removeprefix("Conferences/").replace("-", "")
    assert refused(laml.get(f"Conferences/{prefix}{digits}")) == (404, 20404)


@pytest.mark.parametrize("path", ["{room}/Participants/" + A, "{room}/Recordings/RE" + "a" * 32])
def test_a_sid_leads_nowhere_below_a_conference(laml: Wire, room: str, path: str) -> None:
    assert refused(laml.get(path.format(room=room))) == (404, 20404)


@pytest.mark.parametrize(
    ("method", "path", "error"),
    [
        ("GET", "{room}.json", (405, 20004)),
        ("GET", "{room}/Participants/{call}.json", (404, 20404)),
        ("GET", "{room}/Recordings.json", (404, 20404)),
    ],
)
def test_a_uuid_leads_nowhere_at_twilio(
    wire: Wire, room: str, method: str, path: str, error: tuple[int, int]
) -> None:
    assert wire.send(method, path.format(room=room, call=CALL_A)).error == error


def test_an_upper_case_uuid_is_none(laml: Wire, room: str) -> None:
    assert refused(laml.get(f"Conferences/{room[12:].upper()}")) == (404, 20404)


TWILIOS = re.compile(r"(?:AC|CF|CA|RE|CP|ST)[0-9a-fA-F]{32}")
LISTS = ("Participants", "Recordings")
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def everything(wire: Wire, room: str, recorded: str, call: str, suffix: str) -> list[Reply]:
    """The answers to everything that both vendors serve."""
    recording = wire.get(f"{recorded}/Recordings{suffix}").json["recordings"][0]["sid"]
    who, what = f"{room}/Participants/{call}", f"{recorded}/Recordings/{recording}"
    return [
        *(wire.get(f"{path}{suffix}") for path in ("Conferences", room, who, what)),
        *(wire.get(f"{where}/{one}{suffix}") for where in (room, recorded) for one in LISTS),
        wire.get(f"{room}/Participants{suffix}?PageSize=1&Page=0"),
        wire.get(f"{room}/Participants{suffix}?Page=1"),
        wire.post(f"{who}{suffix}", {"Muted": "true"}),
        wire.post(f"{who}{suffix}", {"Coaching": "true"}),
        wire.post(f"{what}{suffix}", {"Status": "paused"}),
        wire.post(f"{what}{suffix}", {"Status": "paused"}),
        wire.send("DELETE", f"{what}{suffix}"),
        wire.send("DELETE", f"{who}{suffix}"),
        wire.get(f"{who}{suffix}"),
        wire.post(f"{room}{suffix}", {"Status": "completed"}),
        wire.post(f"{room}{suffix}", {"Status": "completed"}),
        wire.get(f"{room}/nowhere{suffix}"),
        wire.get(f"Conferences{suffix}", auth=None),
    ]


def shown(replies: list[Reply]) -> str:
    return " ".join(f"{reply.body.decode()} {dict(reply.headers)}" for reply in replies)


def test_no_sid_is_ever_shown_here(laml: Wire, room: str, recorded: str) -> None:
    replies = everything(laml, room, recorded, CALL_A, "")
    replies += [laml.get("Recordings"), laml.post(f"{recorded}/Streams", {"Url": "wss://a.b"})]
    text = shown(replies)
    assert UUIDS.search(text)
    assert TWILIOS.findall(text) == []


def test_no_uuid_is_ever_shown_at_twilio(
    laml: Wire, wire: Wire, script: Any, recording: str
) -> None:
    room = f"Conferences/{script.sid}"
    recorded = f"Conferences/{wire.get('Conferences.json').json['conferences'][0]['sid']}"
    text = shown(everything(wire, room, recorded, A, ".json"))
    assert TWILIOS.search(text)
    assert UUIDS.findall(text) == []


def test_both_vendors_show_the_same_conference(laml: Wire, wire: Wire, room: str) -> None:
    here = laml.get(room).json
    (there,) = wire.get("Conferences.json").json["conferences"]
    assert uuid(there["sid"]) == here["sid"]
    for key in ("friendly_name", "status", "date_created", "date_updated"):
        assert here[key] == there[key]


@pytest.mark.parametrize("call", ["CA" + "AB" * 16, "CA" + "aB" * 16])
def test_a_call_with_capital_digits_is_found_under_its_uuid(
    laml: Wire, mockconf: MockConf, call: str
) -> None:
    participant = mockconf.conference("Capitals").join(call_sid=call)
    path = f"Conferences/{uuid(participant.conference.sid)}/Participants"
    (shown_one,) = laml.get(path).json["participants"]
    assert laml.get(f"{path}/{shown_one['call_sid']}").status == 200


def test_an_account_with_capital_digits_is_one_for_both_vendors(wire: Wire, laml: Wire) -> None:
    account, token = "AC" + "AB" * 16, "secret"
    twilio = Wire(wire.url, account, token)
    twilio.dial("Room")
    other = Wire(wire.url, uuid(account), token, laml.base)
    assert len(other.get("Conferences").json["conferences"]) == 1


def test_what_is_found_is_told_in_this_vendors_ids(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    laml.post(f"{room}/Participants/{uuid(A)}", {"CallSidToCoach": uuid("CA" + "0" * 32)})
    laml.get(f"Conferences/{uuid('CF' + '9' * 32)}")
    messages = [finding.message for _, finding in mockconf.world.journal.findings]
    assert messages
    assert not re.search("[A-Z]{2}[0-9a-f]{32}", "".join(messages))


def test_a_uuid_at_twilio_is_said_to_be_the_other_vendors(
    wire: Wire, mockconf: MockConf, room: str
) -> None:
    wire.get(f"{room}.json")
    wire.dial(room.removeprefix("Conferences/"))
    first, second = (finding for _, finding in mockconf.world.journal.findings)
    assert "id of SignalWire's" in first.message
    assert (second.rule, second.name) == ("foreign-id", "ConferenceSid")


# Headers


def test_every_answer_has_an_id_of_its_own(laml: Wire, room: str) -> None:
    replies = [laml.get(room), laml.get(room), laml.get("nowhere"), laml.get(room, auth=None)]
    ids = [reply.headers["X-Request-Id"] for reply in replies]
    assert all(UUIDS.fullmatch(one) for one in ids)
    assert len(set(ids)) == 4


@in_both_forms
def test_an_answer_is_json_that_nobody_may_keep(laml: Wire, room: str, suffix: str) -> None:
    headers = laml.get(f"{room}{suffix}").headers
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Cache-Control"] == "max-age=0, private, must-revalidate"


def test_nothing_of_twilios_is_among_the_headers(laml: Wire, room: str) -> None:
    headers = {name.lower() for name in laml.get(room).headers}
    assert not [name for name in headers if name.startswith(("twilio", "x-api", "x-home"))]


def test_the_same_seed_gives_the_same_bytes(mock_with: MakeMock) -> None:
    answers = []
    for _ in range(2):
        mock = mock_with(seed="same")
        mock.wire.dial("Room")
        reply = at(mock, mock.world.project_id, mock.world.api_token).get("Conferences")
        answers.append((reply.headers["X-Request-Id"], reply.body))
    assert answers[0] == answers[1]
