"""Representations of 2008-08-01: XML without a declaration, its mirror in JSON, and tables."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import pytest

from pytest_mockconf import MockConf
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import (
    ATTRIBUTES,
    CONFERENCE,
    CONTENT_TYPES,
    PARTICIPANT,
    Old,
    child,
    refused,
    texts,
)
from tests.wire import Reply

EMOJI = "\N{GRINNING FACE}"
in_every_representation = pytest.mark.parametrize(
    "suffix", CONTENT_TYPES, ids=["xml", "json", "csv"]
)


def rows(reply: Reply) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reply.body.decode(), newline="")))


def strings_in(value: Any) -> list[Any]:
    """The values at the bottom of a JSON."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in strings_in(one)]
    return [value]


@in_every_representation
@pytest.mark.parametrize("path", ["Conferences", "{path}", "{everybody}", "{first}"])
def test_the_suffix_alone_chooses_the_representation(
    old: Old, room: Room, path: str, suffix: str
) -> None:
    path = path.format(path=room.path, everybody=room.everybody, first=room.first)
    reply = old.get(f"{path}{suffix}", headers={"Accept": "text/html"})
    assert (reply.status, reply.headers["Content-Type"]) == (200, CONTENT_TYPES[suffix])


@pytest.mark.parametrize("suffix", [".xml", ".html", ".JSON", ".json/", ".js", "%2Ejson"])
def test_another_suffix_is_not_found_and_answered_in_xml(old: Old, room: Room, suffix: str) -> None:
    assert refused(old.get(f"Conferences{suffix}"))["Status"] == "404"


@pytest.mark.parametrize("suffix", [".xml", ".html"])
def test_who_asks_for_xml_by_suffix_is_told_how(old: Old, mockconf: MockConf, suffix: str) -> None:
    old.get(f"Conferences{suffix}")
    (finding,) = mockconf.world.journal.exchanges[-1].findings
    assert "/Conferences; only .json and .csv choose" in finding.message


def test_xml_has_no_declaration(old: Old, room: Room) -> None:
    assert old.get(room.path).body.startswith(b"<TwilioResponse><Conference><Sid>CF")


@in_every_representation
def test_an_update_is_answered_in_the_representation_asked_for(
    old: Old, room: Room, suffix: str
) -> None:
    reply = old.post(f"{room.first}{suffix}", {"Muted": "true"})
    assert reply.body == old.get(f"{room.first}{suffix}").body


@pytest.mark.parametrize("path", ["Conferences", "{everybody}"])
def test_a_list_in_json_mirrors_the_xml(old: Old, room: Room, path: str) -> None:
    path = path.format(everybody=room.everybody)
    shown = child(old.get(path))
    mirrored = [{one.tag: texts(one)} for one in shown]
    inner = old.get(f"{path}.json").json["TwilioResponse"]
    assert inner[shown.tag] == mirrored
    assert [list(next(iter(one.values()))) for one in inner[shown.tag]] == [
        list(next(iter(one.values()))) for one in mirrored
    ]


@pytest.mark.parametrize("path", ["{path}", "{first}"])
def test_a_resource_in_json_mirrors_the_xml(old: Old, room: Room, path: str) -> None:
    path = path.format(path=room.path, first=room.first)
    shown = child(old.get(path))
    assert old.get(f"{path}.json").json == {"TwilioResponse": {shown.tag: texts(shown)}}


@pytest.mark.parametrize("path", ["Conferences", "{everybody}", "{path}", "{first}", "nowhere"])
def test_every_value_in_json_is_a_string(old: Old, room: Room, path: str) -> None:
    path = path.format(path=room.path, everybody=room.everybody, first=room.first)
    values = strings_in(old.get(f"{path}.json").json)
    assert values
    assert {type(one) for one in values} == {str}


def test_the_paging_stands_beside_the_list_in_json(old: Old, room: Room) -> None:
    inner = old.get("Conferences.json?num=5").json["TwilioResponse"]
    assert list(inner) == [*ATTRIBUTES, "Conferences"]
    assert {name: inner[name] for name in ATTRIBUTES} == child(old.get("Conferences?num=5")).attrib


def test_an_empty_list_in_json_is_a_list(old: Old) -> None:
    assert old.get("Conferences.json").json["TwilioResponse"]["Conferences"] == []


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("Conferences", CONFERENCE),
        ("{path}", CONFERENCE),
        ("{everybody}", PARTICIPANT),
        ("{first}", PARTICIPANT),
    ],
)
def test_a_table_has_the_names_of_the_elements_in_its_head(
    old: Old, room: Room, path: str, columns: list[str]
) -> None:
    path = path.format(path=room.path, everybody=room.everybody, first=room.first)
    assert old.get(f"{path}.csv").body.decode().splitlines()[0] == ",".join(columns)


@pytest.mark.parametrize("path", ["Conferences", "{everybody}"])
def test_a_table_has_a_row_for_each_resource(old: Old, room: Room, path: str) -> None:
    path = path.format(everybody=room.everybody)
    assert rows(old.get(f"{path}.csv")) == [texts(one) for one in child(old.get(path))]


def test_a_resource_alone_is_a_table_of_one_row(old: Old, room: Room) -> None:
    assert rows(old.get(f"{room.first}.csv")) == [texts(child(old.get(room.first)))]


def test_dates_in_a_table_are_quoted(old: Old, room: Room) -> None:
    assert b',"Mon, 05 Jan 2026 01:00:00 -0800",' in old.get("Conferences.csv").body


def test_an_empty_list_is_a_head_alone(old: Old) -> None:
    assert old.get("Conferences.csv").body.decode() == ",".join(CONFERENCE) + "\r\n"


@pytest.mark.parametrize(
    "name",
    ["a,b", 'say "hi"', "R&D <b>", EMOJI * 128, "Zo\u00eb", "a+b c", "=1+1", "</TwilioResponse>"],
)
class TestANameOfAnyCharacters:
    """Letters beyond ASCII and beyond 16 bits, and those that mean something in a representation."""

    def test_comes_back_in_xml(self, old: Old, mockconf: MockConf, name: str) -> None:
        mockconf.conference(name)
        (listed,) = child(old.get("Conferences"))
        assert listed.findtext("FriendlyName") == name

    def test_comes_back_in_json(self, old: Old, mockconf: MockConf, name: str) -> None:
        mockconf.conference(name)
        (listed,) = old.get("Conferences.json").json["TwilioResponse"]["Conferences"]
        assert listed["Conference"]["FriendlyName"] == name

    def test_comes_back_in_a_table(self, old: Old, mockconf: MockConf, name: str) -> None:
        mockconf.conference(name)
        (listed,) = rows(old.get("Conferences.csv"))
        assert listed["FriendlyName"] == name


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x1f", "\ufffe", "\uffff"], ids=ascii)
def test_a_character_that_xml_cannot_hold_is_replaced_there(old: Old, character: str) -> None:
    path = f"Conferences?Status=5{quote(character)}"
    assert refused(old.get(path))["Message"] == "Status is not valid: 5\ufffd"
    told = json.loads(old.get(path.replace("?", ".json?")).body)["TwilioResponse"]["RestException"]
    assert told["Message"] == f"Status is not valid: 5{character}"


def test_a_carriage_return_comes_back_as_it_was(old: Old) -> None:
    reply = old.get("Conferences?Status=5%0D%0A%096")
    assert b"5&#13;\n\t6</Message>" in reply.body
    assert refused(reply)["Message"] == "Status is not valid: 5\r\n\t6"
