"""Findings: what the vendor refuses or silently tolerates is recorded with place, value and nearest legal name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from mockconf.contract import load
from pytest_mockconf import MockConf
from tests.conftest import Mock
from tests.wire import Wire

DOCUMENTED = (Path(__file__).parent.parent / "docs" / "findings.md").read_text()
CALLER = {"From": "+15017122661", "To": "+15558675310"}
FORM_OF_CREATION = load("twilio-2010-04-01").operations["CreateParticipant"].parameters.by_name


def found(mock: MockConf | Mock) -> list[Any]:
    """The findings of the newest request."""
    return list(mock.world.journal.exchanges[-1].findings)


def only(mock: MockConf | Mock) -> Any:
    (finding,) = found(mock)
    return finding


def told(finding: Any) -> tuple[Any, ...]:
    return finding.rule, finding.severity.value, finding.location


@pytest.mark.parametrize(
    ("form", "rule", "value", "nearest"),
    [
        ({"Lable": "x"}, "unknown-parameter", "x", "Label"),
        ({"StatusCalback": "x"}, "unknown-parameter", "x", "StatusCallback"),
        ({"EndConferenceOnExitt": "x"}, "unknown-parameter", "x", "EndConferenceOnExit"),
        ({"end_conference_on_exit": "x"}, "unknown-parameter", "x", "EndConferenceOnExit"),
        ({"Qqqq": "x"}, "unknown-parameter", "x", None),
        ({"": "x"}, "unknown-parameter", "x", None),
        ({"muted": "true"}, "miscased-parameter", "true", "Muted"),
        ({"callSidToCoach": "x"}, "miscased-parameter", "x", "CallSidToCoach"),
        ({"EARLYMEDIA": "x"}, "miscased-parameter", "x", "EarlyMedia"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else None,
)
def test_a_name_that_the_contract_lacks_is_ignored_and_reported(
    wire: Wire, mockconf: MockConf, form: dict[str, str], rule: str, value: str, nearest: str | None
) -> None:
    reply = wire.dial("Room", **form)
    finding = only(mockconf)
    assert reply.status == 201
    assert told(finding) == (rule, "warning", "form")
    assert (finding.name, finding.value, finding.nearest) == (next(iter(form)), value, nearest)
    assert "ignored" in finding.message


def test_a_miscased_flag_changes_nothing(wire: Wire) -> None:
    assert wire.dial("Room", muted="true").json["muted"] is False


def test_an_unknown_name_in_a_query_is_reported_there(wire: Wire, mockconf: MockConf) -> None:
    assert wire.get("Conferences.json?Statsu=init&Status=init").status == 200
    assert told(only(mockconf)) == ("unknown-parameter", "warning", "query")
    assert only(mockconf).nearest == "Status"


def test_every_unknown_name_is_reported(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room", One="1", Two="2")
    assert [finding.name for finding in found(mockconf)] == ["One", "Two"]


def test_a_request_within_the_contract_has_no_findings(wire: Wire, mockconf: MockConf) -> None:
    room = wire.dial("Room", Label="x", Muted="true", StatusCallbackEvent="ringing answered")
    assert room.status == 201
    assert found(mockconf) == []


@pytest.mark.parametrize(
    ("text", "read"), [("true", True), ("false", False), ("True", True), ("False", False)]
)
def test_a_boolean_is_spelled_as_sdks_spell_it(
    wire: Wire, mockconf: MockConf, text: str, read: bool
) -> None:
    assert wire.dial("Room", Muted=text).json["muted"] is read
    assert found(mockconf) == []


@pytest.mark.parametrize(
    ("text", "read", "meant"),
    [
        ("TRUE", True, "true"),
        ("tRuE", True, "true"),
        ("FALSE", False, "false"),
        ("0", False, "false"),
        ("1", False, "true"),
        ("yes", False, "true"),
        ("on", False, "true"),
        ("banana", False, None),
        (" true", False, None),
    ],
)
def test_a_boolean_in_an_odd_spelling_is_reported_with_what_was_meant(
    wire: Wire, mockconf: MockConf, text: str, read: bool, meant: str | None
) -> None:
    assert wire.dial("Room", Muted=text).json["muted"] is read
    expected = [("boolean-spelling", text, meant)]
    assert [(one.rule, one.value, one.nearest) for one in found(mockconf)] == expected


@pytest.mark.parametrize("name", ["Beep", "ConferenceRecord"])
@pytest.mark.parametrize("text", ["True", "False"])
def test_a_bool_of_python_is_read_where_a_text_says_true_or_false(
    wire: Wire, mockconf: MockConf, name: str, text: str
) -> None:
    assert wire.dial("Room", **{name: text}).status == 201
    assert found(mockconf) == []


def test_a_number_is_not_called_from_a_name(wire: Wire, mockconf: MockConf) -> None:
    reply = wire.dial("Room", From="client:bob")
    assert reply.error == (400, 21212)
    assert (only(mockconf).rule, only(mockconf).name) == ("refused-parameter", "From")
    assert wire.dial("Room", From="client:bob", To="client:alice").status == 201


def test_a_sip_user_comes_with_a_password(wire: Wire, mockconf: MockConf) -> None:
    assert wire.dial("Room", SipAuthUsername="bob").error == (400, 21225)
    assert (only(mockconf).rule, only(mockconf).name) == ("missing-parameter", "SipAuthPassword")
    assert only(mockconf).message == "SipAuthPassword: it is required"
    assert wire.dial("Room", SipAuthUsername="bob", SipAuthPassword="").error == (400, 21225)
    assert wire.dial("Room", SipAuthUsername="bob", SipAuthPassword="x").status == 201


def test_a_refusal_by_the_state_of_the_conference_is_a_finding_with_its_code_and_place(
    wire: Wire, mockconf: MockConf
) -> None:
    wire.dial("Room", Label="agent")
    assert wire.dial("Room", Label="agent").status == 400
    finding = only(mockconf)
    assert (finding.rule, finding.location, finding.code) == ("label-taken", "form", 16026)


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "PUT", "DELETE"])
def test_a_method_that_older_specifications_had_is_tolerated(
    wire: Wire, mockconf: MockConf, method: str
) -> None:
    assert wire.dial("Room", WaitMethod=method).status == 201
    assert told(only(mockconf)) == ("deprecated-value", "warning", "form")
    assert (only(mockconf).name, only(mockconf).value) == ("WaitMethod", method)


def test_the_last_of_a_repeated_parameter_counts(wire: Wire, mockconf: MockConf) -> None:
    form = [*CALLER.items(), ("Label", "first"), ("Label", "last")]
    assert wire.post("Conferences/Room/Participants.json", form).json["label"] == "last"
    assert told(only(mockconf)) == ("repeated-parameter", "warning", "form")
    assert (only(mockconf).name, only(mockconf).value) == ("Label", "last")


@pytest.mark.parametrize(
    "values", [["ringing", "answered"], ["ringing answered"], ["ringing", "answered completed"]]
)
def test_a_list_may_repeat_its_name_or_separate_with_blanks(
    wire: Wire, mockconf: MockConf, values: list[str]
) -> None:
    form = [*CALLER.items(), *(("StatusCallbackEvent", value) for value in values)]
    assert wire.post("Conferences/Room/Participants.json", form).status == 201
    assert found(mockconf) == []


def test_a_list_with_commas_is_read_as_meant_and_reported(wire: Wire, mockconf: MockConf) -> None:
    assert wire.dial("Room", StatusCallbackEvent="ringing,answered").status == 201
    assert told(only(mockconf)) == ("list-spelling", "warning", "form")
    assert only(mockconf).value == "ringing,answered"


@pytest.mark.parametrize("name", [name for name in FORM_OF_CREATION if name not in CALLER])
def test_an_empty_parameter_never_stops_a_request(
    wire: Wire, mockconf: MockConf, name: str
) -> None:
    assert wire.dial("Room", **{name: ""}).status == 201
    assert [told(finding) for finding in found(mockconf)] in (
        [],
        [("empty-parameter", "warning", "form")],
    )


@pytest.mark.parametrize("name", ["Timeout", "Muted", "Region", "StatusCallback", "CallSidToCoach"])
def test_an_empty_parameter_that_cannot_be_empty_is_reported(
    wire: Wire, mockconf: MockConf, name: str
) -> None:
    wire.dial("Room", **{name: ""})
    assert told(only(mockconf)) == ("empty-parameter", "warning", "form")
    assert only(mockconf).name == name


@pytest.mark.parametrize("name", ["WaitUrl", "SipAuthPassword", "CallReason"])
def test_an_empty_text_is_a_text(wire: Wire, mockconf: MockConf, name: str) -> None:
    assert wire.dial("Room", **{name: ""}).status == 201
    assert found(mockconf) == []


def test_the_query_of_a_post_is_not_read_and_reported(wire: Wire, mockconf: MockConf) -> None:
    query = urlencode({"Label": "x", "Timeout": "1"})
    reply = wire.post(f"Conferences/Room/Participants.json?{query}", CALLER)
    assert (reply.status, reply.json["label"]) == (201, None)
    assert only(mockconf).rule == "query-ignored"


def test_the_body_of_a_get_is_not_read(wire: Wire) -> None:
    body = b"Status=over&PageSize=1"
    reply = wire.send("GET", "Conferences.json?Status=init", body=body)
    assert (reply.status, reply.json["page_size"]) == (200, 50)


@pytest.mark.parametrize(
    ("form", "name", "value", "nearest", "code"),
    [
        ({"Timeout": "4"}, "Timeout", "4", None, 21208),
        ({"Beep": "onenter"}, "Beep", "onenter", "onEnter", 16002),
        ({"Region": "ie"}, "Region", "ie", "ie1", 16002),
        ({"StatusCallbackEvent": "anwsered"}, "StatusCallbackEvent", "anwsered", "answered", 20001),
        ({"WaitMethod": "post"}, "WaitMethod", "post", "POST", 21209),
        ({"Label": "a/b"}, "Label", "a/b", None, 16024),
    ],
    ids=str,
)
def test_a_refused_value_is_an_error_with_the_code_and_the_nearest_legal_value(
    wire: Wire, mockconf: MockConf, form: Any, name: Any, value: Any, nearest: Any, code: int
) -> None:
    reply = wire.dial("Room", **form)
    finding = only(mockconf)
    assert reply.error == (400, code)
    assert told(finding) == ("refused-parameter", "error", "form")
    assert (finding.name, finding.value) == (name, value)
    assert (finding.nearest, finding.code) == (nearest, code)


@pytest.mark.parametrize(("name", "code"), [("From", 21213), ("To", 21201)])
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_missing_parameter_is_an_error_with_its_own_code(
    wire: Wire, mockconf: MockConf, name: str, code: int, how: str
) -> None:
    form = {key: value for key, value in CALLER.items() if key != name}
    form |= {name: ""} if how == "empty" else {}
    assert wire.post("Conferences/Room/Participants.json", form).error == (400, code)
    assert told(only(mockconf)) == ("missing-parameter", "error", "form")
    assert (only(mockconf).name, only(mockconf).value, only(mockconf).code) == (name, None, code)


def test_a_bad_value_in_the_path_is_found_there(wire: Wire, mockconf: MockConf) -> None:
    assert wire.dial("x" * 129).error == (400, 16003)
    assert told(only(mockconf)) == ("refused-parameter", "error", "path")


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (b"Label=%zz", {}),
        (b"Label=%ff", {}),
        (b"Label=\xff", {}),
        (b'{"Label": "x"}', {"Content-Type": "application/json"}),
        (b"Label=x", {"Content-Type": "multipart/form-data; boundary=x"}),
        (b"&".join([b"Label=x"] * 501), {}),
    ],
    ids=["escape", "escaped-bytes", "raw-bytes", "json", "multipart", "501-fields"],
)
def test_a_body_that_cannot_be_read_is_malformed(
    wire: Wire, mockconf: MockConf, sent: bytes, headers: dict[str, str]
) -> None:
    reply = wire.post("Conferences/Room/Participants.json", body=sent, headers=headers)
    assert reply.error == (400, 20001)
    assert told(only(mockconf)) == ("malformed-request", "error", "form")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-WWW-Form-URLencoded",
        "application/x-www-form-urlencoded ;charset=UTF-8",
        "",
    ],
)
def test_a_form_is_known_by_its_type_or_by_having_none(
    wire: Wire, mockconf: MockConf, content_type: str
) -> None:
    reply = wire.post(
        "Conferences/Room/Participants.json",
        body=urlencode(CALLER | {"Label": "x"}).encode(),
        headers={"Content-Type": content_type},
    )
    assert (reply.status, reply.json["label"]) == (201, "x")
    assert found(mockconf) == []


@pytest.mark.parametrize(
    ("ask", "rule"),
    [
        (lambda wire: wire.get("Conferences.json", auth=None), "not-authenticated"),
        (lambda wire: wire.get(f"Conferences/CF{'0' * 32}.json"), "no-such-resource"),
        (lambda wire: wire.get("Conferences/Room.json"), "method-not-allowed"),
        (lambda wire: wire.get("Conferences.json?Page=1&Status=init"), "page-token-required"),
        (lambda wire: wire.dial(f"CF{'0' * 32}"), "conference-unavailable"),
        (lambda wire: wire.post("Conferences/x.json", body=b"x" * 262_145), "request-too-large"),
    ],
)
def test_another_refusal_is_an_error_named_for_its_cause(
    wire: Wire, mockconf: MockConf, ask: Callable[[Wire], Any], rule: str
) -> None:
    assert ask(wire).status >= 400
    assert (only(mockconf).rule, only(mockconf).severity.value) == (rule, "error")
    assert f"`{rule}`" in DOCUMENTED


def test_a_long_value_is_shortened(wire: Wire, mockconf: MockConf) -> None:
    wire.dial("Room", **{"Unheard" * 100: "x" * 5000})
    assert len(only(mockconf).name) <= 120
    assert len(only(mockconf).value) <= 120
    assert len(only(mockconf).message) <= 500


@pytest.mark.parametrize(
    "rule",
    [
        *("unknown-parameter", "miscased-parameter", "boolean-spelling", "repeated-parameter"),
        *("empty-parameter", "list-spelling", "deprecated-value", "iso-datetime", "query-ignored"),
        *("announced-change", "page-size-clamped", "missing-parameter", "refused-parameter"),
        *("malformed-request", "self-check", "crash"),
    ],
)
def test_a_rule_is_explained_in_the_documentation(rule: str) -> None:
    assert f"`{rule}`" in DOCUMENTED
