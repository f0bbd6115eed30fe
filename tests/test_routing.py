"""From a path to an operation: suffixes, shapes of ids, methods, and what percent-encoding hides."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.line import Line, request
from tests.wire import Wire

UNKNOWN_CF = f"CF{'0' * 32}"


@pytest.fixture
def sid(wire: Wire) -> str:
    """A running conference of two, agent and customer."""
    wire.dial("Support", Label="agent")
    return str(wire.dial("Support", Label="customer").json["conference_sid"])


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("", "application/xml"),
        (".xml", "application/xml"),
        (".json", "application/json"),
        (".csv", "text/csv"),
    ],
    ids=["none", "xml", "json", "csv"],
)
@pytest.mark.parametrize("accept", ["application/json", "text/xml", "image/png", None])
def test_the_suffix_and_not_the_accept_header_decides_the_representation(
    wire: Wire, suffix: str, content_type: str, accept: str | None
) -> None:
    reply = wire.get(f"Conferences{suffix}", headers={"Accept": accept} if accept else {})
    assert (reply.status, reply.headers["Content-Type"]) == (200, content_type)


@pytest.mark.parametrize("suffix", [".JSON", ".html", ".json.xml", ".json/", "."])
def test_another_suffix_leads_nowhere(wire: Wire, suffix: str) -> None:
    assert wire.get(f"Conferences{suffix}").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/2010-04-01/accounts/{A}/Conferences.json",
        "/2010-04-01/Accounts/{A}/conferences.json",
        "/2010-04-01/Accounts/{A}/Conferences/{CF}/participants.json",
        "/2010-04-01/Accounts/{A}/Conferences/{CF}/RECORDINGS.json",
    ],
)
def test_a_segment_in_the_wrong_case_leads_nowhere(wire: Wire, sid: str, path: str) -> None:
    reply = wire.get(path.format(A=wire.account_sid, CF=sid))
    assert reply.error == (404, 20404)


@pytest.mark.parametrize(
    "path",
    [
        "/2010-04-01/Accounts/{A}.json",
        "/2010-04-01/Accounts/{A}/Calls.json",
        "/2010-04-01/Accounts/{A}/Conferences/{CF}/Participants/agent/more.json",
        "/2010-04-01/Accounts/{A}/Conferences//Participants.json",
        "/2010-04-01/Accounts//Conferences.json",
        "/2007-08-01/Accounts/{A}/Conferences.json",
        "/v1/Accounts/{A}/Conferences.json",
        "/Accounts/{A}/Conferences.json",
    ],
)
def test_a_path_that_no_operation_has_leads_nowhere(wire: Wire, sid: str, path: str) -> None:
    path = path.format(A=wire.account_sid, CF=sid)
    reply = wire.get(path)
    assert reply.error == (404, 20404)
    assert reply.json["message"] == f"The requested resource {path} was not found"


@pytest.mark.parametrize(
    "account",
    ["AC", "me", "AC" + "0" * 31, "AC" + "g" * 32, "CF" + "0" * 32, "AC" + "0" * 32 + "%0A"],
)
def test_an_account_that_is_no_sid_leads_nowhere(wire: Wire, account: str) -> None:
    assert wire.get(f"/2010-04-01/Accounts/{account}/Conferences.json").error == (404, 20404)


@pytest.mark.parametrize("path", ["Conferences/{}.json", "Conferences/{}/Participants.json"])
@pytest.mark.parametrize("name", ["Support", "CF123", f"CF{'g' * 32}", f"CF{'0' * 32}%0A", "%2F"])
def test_a_get_for_a_conference_that_is_no_sid_is_a_wrong_method(
    wire: Wire, path: str, name: str
) -> None:
    reply = wire.get(path.format(name))
    assert reply.error == (405, 20004)
    assert reply.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["Participants/agent.json", "Recordings.json"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_below_a_conference_that_is_no_sid_there_is_nothing(
    wire: Wire, sid: str, method: str, path: str
) -> None:
    assert wire.send(method, f"Conferences/Support/{path}").error == (404, 20404)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_recording_that_is_no_sid_can_only_be_updated(wire: Wire, sid: str, method: str) -> None:
    reply = wire.send(method, f"Conferences/{sid}/Recordings/Twilio.CURRENT.json")
    assert reply.error == (405, 20004)
    assert reply.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "Conferences.json"),
        ("DELETE", "Conferences.json"),
        ("DELETE", f"Conferences/{UNKNOWN_CF}.json"),
        ("POST", f"Conferences/{UNKNOWN_CF}/Recordings.json"),
        ("DELETE", f"Conferences/{UNKNOWN_CF}/Participants.json"),
        ("PUT", f"Conferences/{UNKNOWN_CF}/Participants/x.json"),
        ("PATCH", f"Conferences/{UNKNOWN_CF}.json"),
        ("PROPFIND", "Conferences.json"),
        ("get", "Conferences.json"),
    ],
)
def test_an_operation_that_the_vendor_does_not_have_is_a_wrong_method(
    wire: Wire, method: str, path: str
) -> None:
    reply = wire.send(method, path)
    assert reply.error == (405, 20004)
    assert reply.json["message"] == "Method not allowed"


def test_a_head_is_refused_without_a_body(wire: Wire) -> None:
    reply = wire.send("HEAD", "Conferences.json")
    assert (reply.status, reply.body) == (405, b"")


@pytest.mark.parametrize("path", ["Conferences.json", f"Conferences/{UNKNOWN_CF}.json"])
def test_a_preflight_is_answered_without_credentials(wire: Wire, path: str) -> None:
    reply = wire.send("OPTIONS", path, auth=None)
    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize(
    "label",
    ["my agent", "J\u00fcrgen", "\U0001f3a7", "a.json", "b.xml", "100%", "a?b", "a#b", "..", "+1"],
)
def test_a_label_is_found_by_its_percent_encoding(wire: Wire, sid: str, label: str) -> None:
    wire.dial(sid, Label=label)
    reply = wire.get(f"Conferences/{sid}/Participants/{quote(label, safe='')}.json")
    assert (reply.status, reply.json["label"]) == (200, label)


def test_a_plus_in_a_path_is_a_plus_and_no_blank(wire: Wire, sid: str) -> None:
    wire.dial(sid, Label="a b")
    assert wire.get(f"Conferences/{sid}/Participants/a+b.json").error == (404, 20404)


def test_an_encoded_slash_is_part_of_the_name_of_a_room(wire: Wire) -> None:
    sid = wire.dial("Berlin/2nd floor").json["conference_sid"]
    assert wire.get(f"Conferences/{sid}.json").json["friendly_name"] == "Berlin/2nd floor"


def test_a_plain_slash_is_not_part_of_the_name_of_a_room(wire: Wire) -> None:
    form = {"From": "+15017122661", "To": "+15558675310"}
    assert wire.post("Conferences/Berlin/2nd/Participants.json", form).error == (404, 20404)


def test_a_path_is_decoded_once(wire: Wire) -> None:
    form = {"From": "+15017122661", "To": "+15558675310"}
    sid = wire.post("Conferences/a%2520b/Participants.json", form).json["conference_sid"]
    assert wire.get(f"Conferences/{sid}.json").json["friendly_name"] == "a%20b"


@pytest.mark.parametrize("segment", ["%", "%zz", "100%", "%f", "%ff", "%c3%28", "%ed%a0%80"])
def test_a_path_with_broken_encoding_is_a_bad_request(wire: Wire, segment: str) -> None:
    reply = wire.post(f"Conferences/{segment}/Participants.json", {"From": "+15017122661"})
    assert reply.error == (400, 20001)


def test_a_dot_segment_is_a_name_and_not_a_step_up(wire: Wire, sid: str) -> None:
    assert wire.get(f"Conferences/{sid}/Participants/../Recordings.json").error == (404, 20404)


def test_hex_digits_in_upper_case_are_another_sid(wire: Wire, sid: str) -> None:
    assert wire.get(f"Conferences/CF{sid[2:].upper()}.json").error == (404, 20404)


@pytest.mark.parametrize("host", ["api.twilio.com", "127.0.0.1:2010"])
def test_a_client_that_believes_to_speak_to_a_proxy_is_served(wire: Wire, host: str) -> None:
    target = f"http://{host}/2010-04-01/Accounts/{wire.account_sid}/Conferences.json?Status=init"
    authorization = wire.authorization((wire.account_sid, wire.auth_token))
    with Line(wire.url) as line:
        line.send(request("GET", target, {"Authorization": authorization}))
        answer = line.answer()
    assert answer.status == 200
    assert "?Status=init&" in answer.json["uri"]
