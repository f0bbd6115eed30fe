"""`mockconf openapi`: one document that other tools can use, and what is said of a mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from click.testing import CliRunner, Result
from openapi_spec_validator import OpenAPIV31SpecValidator

import mockconf_schemas
from mockconf.cli import main
from tests.wire import Wire

NAMES = mockconf_schemas.names()
every_contract = pytest.mark.parametrize("name", NAMES)


def openapi(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["openapi", *arguments])


def printed(name: str, *options: str) -> Any:
    done = openapi(name, *options)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(one)


def patterns(document: Any) -> set[str]:
    """All patterns that values, or names of properties, are held against."""
    values = {one["pattern"] for one in nodes(document) if isinstance(one.get("pattern"), str)}
    return values.union(*(one.get("patternProperties", ()) for one in nodes(document)))


@every_contract
def test_what_is_printed_is_a_valid_document(name: str) -> None:
    errors = OpenAPIV31SpecValidator(printed(name)).iter_errors()
    assert [str(error)[:300] for error in errors] == []


@every_contract
def test_it_refers_to_nothing_outside_of_itself(name: str) -> None:
    references = {one["$ref"] for one in nodes(printed(name)) if "$ref" in one}
    assert references
    assert {one for one in references if not one.startswith("#/components/")} == set()


@every_contract
def test_the_only_address_in_it_is_that_of_the_mock(name: str) -> None:
    servers = [one["servers"] for one in nodes(printed(name)) if "servers" in one]
    assert servers == [[{"url": "http://127.0.0.1:2010"}]]


@every_contract
def test_another_address_can_be_asked_for(name: str) -> None:
    assert printed(name, "--server", "https://mock.example")["servers"] == [
        {"url": "https://mock.example"}
    ]


@every_contract
def test_its_patterns_are_of_the_kind_that_every_engine_knows(name: str) -> None:
    """RE2, and so the tools in Go and some in Rust, know neither look-ahead nor back-references."""
    found = patterns(printed(name))
    assert found
    assert {one for one in found if re.search(r"\(\?(?!:)|\\[1-9]", one)} == set()


NUMBERS = {
    **dict.fromkeys(["+15558675310", "12", "+12", " 1", "1 ", "(0) 800/1.2-3"], True),
    **dict.fromkeys(["1" * 20, "+" + "1" * 20], True),
    **dict.fromkeys(
        ["1", "+1", "1" * 21, "+" + "1" * 21, "--", "+ /", "++12", "1+2", "12x"], False
    ),
}


@pytest.mark.parametrize(("number", "is_legal"), NUMBERS.items(), ids=NUMBERS)
def test_it_knows_the_phone_numbers_that_the_mock_accepts(
    wire: Wire, number: str, is_legal: bool
) -> None:
    document = printed("twilio-2010-04-01")
    schema = {**document["components"]["schemas"]["PhoneNumber"], "components": {}}
    assert jsonschema.Draft202012Validator(schema).is_valid(number) is is_legal
    assert wire.dial("Support", To=number).status == (201 if is_legal else 400)


@every_contract
def test_it_refers_to_whole_components(name: str) -> None:
    """Others cannot be named, so that generators of clients leave out what refers to them."""
    references = {one["$ref"] for one in nodes(printed(name)) if "$ref" in one}
    assert {one for one in references if one.count("/") != 3} == set()


@pytest.mark.parametrize(
    ("name", "account"),
    [
        ("twilio-2010-04-01", "AC" + "0a" * 16),
        ("twilio-2008-08-01", "AC" + "0a" * 16),
        ("signalwire", str(UUID("0a" * 16))),
    ],
)
def test_it_can_be_that_of_one_account(name: str, account: str) -> None:
    document = printed(name, "--account", account)
    parameters = [one for one in nodes(document) if one.get("name") == "AccountSid" and "in" in one]
    assert [one["schema"] for one in parameters] == [{"type": "string", "enum": [account]}]
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_an_answer_in_xml_is_described_with_the_element_around_it() -> None:
    document = printed("twilio-2008-08-01")
    contents = [one["application/xml"] for one in nodes(document) if "application/xml" in one]
    assert contents
    for content in contents:
        schema = content["schema"]
        assert schema["xml"] == {"name": "TwilioResponse"}
        (name,) = schema["required"]
        inner = schema["properties"][name]["$ref"].removeprefix("#/components/schemas/")
        assert document["components"]["schemas"][inner]["xml"]["name"] == name


def test_a_mock_serves_the_same_document_as_that_of_its_own_address(wire: Wire) -> None:
    served = wire.control("GET", "openapi/signalwire.json").json
    assert served == {**printed("signalwire"), "servers": [{"url": "/"}]}


def test_it_goes_into_a_file_that_is_asked_for(tmp_path: Path) -> None:
    done = openapi("signalwire", "--output", str(tmp_path / "it.json"))
    assert (done.exit_code, done.output) == (0, "")
    assert json.loads((tmp_path / "it.json").read_text()) == printed("signalwire")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["twilio-2010-04"], "there is no contract 'twilio-2010-04'; did you mean 'twilio-2010-0"),
        (["signalwir"], "did you mean 'signalwire'?"),
        (["vonage"], "known are control, signalwire, twilio-2008-08-01, twilio-2010-04-01"),
        (["../control"], "there is no contract '../control'"),
        (["signalwire", "--account", "AC" + "0a" * 16], f"did you mean '{UUID('0a' * 16)}'?"),
        (["twilio-2010-04-01", "--account", str(UUID("0a" * 16))], f"mean 'AC{'0a' * 16}'?"),
        (["twilio-2008-08-01", "--account", "AC1"], "'AC1' is no AccountSid of twilio-2008-08-01"),
        (["twilio-2010-04-01", "--account", ""], "'' is no AccountSid"),
        (["control", "--account", "AC" + "0a" * 16], "control has no AccountSid in its paths"),
        (["signalwire", "--server", "mock.example"], "'mock.example' is no http(s) URL"),
        (["signalwire", "--server", "ftp://mock.example"], "is no http(s) URL"),
        (["signalwire", "--server", "http://["], "is no http(s) URL"),
        (["signalwire", "--output", "."], "nothing can be written to .: Is a directory"),
        (["signalwire", "--output", "no/it.json"], "No such file or directory"),
    ],
)
def test_a_mistake_is_told_in_a_line_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = openapi(*arguments)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []
