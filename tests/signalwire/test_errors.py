"""Errors at SignalWire: one shape or the other, what is not served, and where that leads on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockconf.contract import load
from mockconf.views import VIEWS
from pytest_mockconf import MockConf
from tests.signalwire.conftest import (
    BASE,
    CALL_A,
    MORE_INFO,
    NOBODY,
    in_both_forms,
    operations,
    refused,
)
from tests.wire import Reply, Wire

#: Operations whose 422 is told in sentences.
IN_SENTENCES = {"UpdateConferenceRecording", "CreateConferenceStream", "UpdateConferenceStream"}

#: By what is missing: how it is asked for.
MISSING = [
    ("GET", f"Conferences/{NOBODY}"),
    ("POST", f"Conferences/{NOBODY}"),
    ("GET", f"Conferences/{NOBODY}/Participants"),
    ("GET", f"Conferences/{NOBODY}/Participants/{NOBODY}"),
    ("POST", f"Conferences/{NOBODY}/Participants/{NOBODY}"),
    ("DELETE", f"Conferences/{NOBODY}/Participants/{NOBODY}"),
    ("GET", f"Conferences/{NOBODY}/Recordings"),
    ("GET", f"Conferences/{NOBODY}/Recordings/{NOBODY}"),
    ("POST", f"Conferences/{NOBODY}/Recordings/{NOBODY}"),
    ("DELETE", f"Conferences/{NOBODY}/Recordings/{NOBODY}"),
    ("POST", f"Conferences/{NOBODY}/Streams"),
    ("POST", f"Conferences/{NOBODY}/Streams/{NOBODY}"),
    ("GET", f"Recordings/{NOBODY}"),
    ("DELETE", f"Recordings/{NOBODY}"),
]
LEGAL = {
    "Streams": {"Url": "wss://app.example"},
    f"Streams/{NOBODY}": {"Status": "stopped"},
    f"Recordings/{NOBODY}": {"Status": "paused"},
}

NOT_SERVED = [
    ("POST", "Conferences"),
    ("PUT", "Conferences"),
    ("DELETE", "Conferences"),
    ("DELETE", "{room}"),
    ("PUT", "{room}"),
    ("PATCH", "{room}"),
    ("POST", "{room}/Participants"),
    ("DELETE", "{room}/Participants"),
    ("PUT", "{room}/Participants/{call}"),
    ("POST", "{room}/Recordings"),
    ("GET", "{room}/Streams"),
    ("POST", "Recordings"),
    ("POST", f"Recordings/{NOBODY}"),
    ("GET", ""),
    ("GET", "Calls"),
    ("POST", "Calls"),
    ("GET", f"Recordings/{NOBODY}/Transcriptions"),
    ("GET", "{room}/Participants/{call}/Streams"),
]


def ask(laml: Wire, method: str, path: str, suffix: str) -> Reply:
    form = next((form for tail, form in LEGAL.items() if path.endswith(tail)), {})
    return laml.send(method, f"{path}{suffix}", form if method == "POST" else None)


def message(mockconf: MockConf) -> str:
    """What the last finding says."""
    return mockconf.world.journal.exchanges[-1].findings[-1].message


@in_both_forms
@pytest.mark.parametrize(("method", "path"), MISSING)
def test_what_is_not_there_is_not_found(laml: Wire, method: str, path: str, suffix: str) -> None:
    assert refused(ask(laml, method, path, suffix)) == (404, 20404)


def test_not_found_reads_as_it_was_seen(laml: Wire) -> None:
    assert laml.get(f"Conferences/{NOBODY}").json == {
        "code": 20404,
        "message": "The requested resource was not found.",
        "more_info": MORE_INFO,
        "status": 404,
    }


def test_the_rule_of_what_is_not_there_breaks_no_contract(laml: Wire, mockconf: MockConf) -> None:
    laml.get(f"Conferences/{NOBODY}")
    assert mockconf.world.journal.exchanges[-1].findings[-1].rule == "no-such-resource"


@in_both_forms
@pytest.mark.parametrize(("method", "path"), NOT_SERVED)
def test_what_is_not_served_is_not_found(
    laml: Wire, project: str, room: str, method: str, path: str, suffix: str
) -> None:
    where = f"{project}/{path.format(room=room, call=CALL_A)}".rstrip("/")
    reply = laml.send(method, f"{where}{suffix}")
    assert refused(reply) == (404, 20404)
    assert "Allow" not in reply.headers


@pytest.mark.parametrize(
    ("method", "path", "says"),
    [
        ("POST", "{room}/Participants", "create a call whose cXML says <Dial><Conference>"),
        ("POST", "{room}/Participants.json", "let somebody join by the script or the control API"),
        ("POST", "Conferences", "opens a conference when the first call comes"),
        ("POST", "{room}/Recordings", "record='record-from-start'"),
        ("DELETE", "{room}", "POST Status=completed to end it"),
        ("GET", "{room}/Streams", "POST Status=stopped to stop one"),
        ("DELETE", "{room}/Streams/" + NOBODY, "POST Status=stopped to stop one"),
        ("GET", f"Conferences/CF{'a' * 32}", "everything is named by a UUID"),
        ("DELETE", "{room}/Participants/CA" + "a" * 32, "everything is named by a UUID"),
        ("PUT", "{room}", "allowed here: GET, POST"),
        ("GET", "Queues", "there is no /api/laml/2010-04-01/Accounts/"),
        ("GET", f"/api/laml{BASE}/Accounts/{NOBODY}/Conferences", "leave /api/laml out"),
    ],
)
def test_the_finding_says_what_there_is_instead(
    laml: Wire, mockconf: MockConf, room: str, method: str, path: str, says: str
) -> None:
    laml.send(method, path.format(room=room))
    assert says in message(mockconf)


def test_who_adds_a_participant_reads_how_one_joins(
    laml: Wire, mockconf: MockConf, room: str
) -> None:
    laml.post(f"{room}/Participants", {"From": "+15017122661", "To": "+15558675310"})
    (finding,) = mockconf.world.journal.exchanges[-1].findings
    assert (finding.rule, finding.severity.value, finding.code) == (
        "method-not-allowed",
        "error",
        20404,
    )
    assert finding.message.startswith("SignalWire cannot add anybody to a conference")


@pytest.mark.parametrize("operation", sorted(operations()))
def test_the_contract_says_which_refusals_are_told_in_sentences(operation: str) -> None:
    schema = operations()[operation].answers.get("422")
    told = schema is not None and "errors" in schema.definition["properties"]
    assert told is (operation in IN_SENTENCES)


def test_every_code_that_a_parameter_is_refused_with_has_a_row() -> None:
    parameters = [
        parameter
        for operation in operations().values()
        for parameter in operation.parameters.by_name.values()
    ]
    codes = {one.refused_with for one in parameters} | {one.missing_with for one in parameters}
    assert {str(code) for code in codes} <= set(load("signalwire").errors)


def test_a_refusal_without_credentials_reads_as_documented(laml: Wire) -> None:
    reply = laml.get("Conferences", auth=None)
    assert refused(reply) == (401, 20003)
    assert reply.json["message"] == "Authentication failed"
    assert reply.headers["WWW-Authenticate"].startswith("Basic ")


def crash(_: Any) -> Any:
    raise RuntimeError("the floor gave way")


def spoil(_: Any) -> Any:
    return None


@in_both_forms
@pytest.mark.parametrize(
    ("view", "rule", "says"),
    [(crash, "crash", "mockconf failed"), (spoil, "self-check", "broke its own contract")],
)
def test_a_fault_of_ours_is_an_error_of_the_same_shape(
    laml: Wire,
    mockconf: MockConf,
    room: str,
    monkeypatch: pytest.MonkeyPatch,
    view: Callable[[Any], Any],
    rule: str,
    says: str,
    suffix: str,
) -> None:
    monkeypatch.setitem(VIEWS, "FetchConference", view)
    reply = laml.get(f"{room}{suffix}")
    assert refused(reply) == (500, 20504)
    assert says in reply.json["message"]
    assert mockconf.world.journal.exchanges[-1].findings[-1].rule == rule
