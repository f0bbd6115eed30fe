"""Answers in XML: which paths give it, the order of elements, lists, escaping and errors."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from tests.wire import Wire

DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
CONFERENCE = [
    *("Sid", "AccountSid", "FriendlyName", "Status", "DateCreated", "ApiVersion"),
    *("DateUpdated", "Uri", "SubresourceUris"),
]
CONFERENCE_LATER = ["Region", "ReasonConferenceEnded", "CallSidEndingConference"]
FLAGS = ["Muted", "Hold", "EndConferenceOnExit", "StartConferenceOnEnter"]
PARTICIPANT = [
    "CallSid",
    "ConferenceSid",
    "AccountSid",
    *FLAGS,
    "DateCreated",
    "DateUpdated",
    "Uri",
]
LISTED = ["ConferenceSid", "AccountSid", "CallSid", *PARTICIPANT[3:]]
PARTICIPANT_LATER = ["Label", "Status", "Coaching", "CallSidToCoach", "QueueTime"]
ATTRIBUTES = ["page", "pagesize", "uri", "firstpageuri", "previouspageuri", "nextpageuri"]

with_and_without_suffix = pytest.mark.parametrize("suffix", ["", ".xml"], ids=["none", "xml"])


@pytest.fixture
def room(wire: Wire) -> str:
    """The path, without suffix, of a running conference of two that is recorded."""
    wire.dial("Support", Label="agent", ConferenceRecord="true")
    return f"Conferences/{wire.dial('Support', Label='customer').json['conference_sid']}"


def only_child(reply_xml: Element) -> Element:
    assert reply_xml.tag == "TwilioResponse"
    (child,) = reply_xml
    return child


def tags(element: Element) -> list[str]:
    return [child.tag for child in element]


@with_and_without_suffix
def test_a_path_that_asks_for_nothing_else_gets_xml(wire: Wire, room: str, suffix: str) -> None:
    reply = wire.get(f"{room}{suffix}", headers={"Accept": "application/json"})
    assert reply.headers["Content-Type"] == "application/xml"
    assert reply.body.startswith(DECLARATION + b"<TwilioResponse><Conference>")


def test_both_ways_to_ask_for_xml_give_the_same_bytes(wire: Wire, room: str) -> None:
    assert wire.get(room).body == wire.get(f"{room}.xml").body


def test_a_conference_shows_its_elements_in_the_vendors_order(wire: Wire, room: str) -> None:
    shown = only_child(wire.get(room).xml)
    assert shown.tag == "Conference"
    assert tags(shown)[: len(CONFERENCE)] == CONFERENCE
    assert tags(shown)[len(CONFERENCE) :] == CONFERENCE_LATER


def test_a_conference_in_a_list_keeps_the_order_of_a_single_one(wire: Wire, room: str) -> None:
    (listed,) = only_child(wire.get("Conferences").xml)
    assert tags(listed) == CONFERENCE + CONFERENCE_LATER


def test_a_participant_shows_its_elements_in_the_vendors_order(wire: Wire, room: str) -> None:
    shown = only_child(wire.get(f"{room}/Participants/agent").xml)
    assert shown.tag == "Participant"
    assert tags(shown)[: len(PARTICIPANT)] == PARTICIPANT
    assert set(tags(shown)[len(PARTICIPANT) :]) == set(PARTICIPANT_LATER)


def test_a_participant_in_a_list_begins_with_its_conference(wire: Wire, room: str) -> None:
    for listed in only_child(wire.get(f"{room}/Participants").xml):
        assert tags(listed)[: len(LISTED)] == LISTED
        assert set(tags(listed)[len(LISTED) :]) == set(PARTICIPANT_LATER)


def test_a_created_participant_is_xml_too(wire: Wire) -> None:
    form = {"From": "+15017122661", "To": "+15558675310"}
    reply = wire.post("Conferences/Room/Participants", form)
    assert reply.status == 201
    assert only_child(reply.xml).findtext("QueueTime") == "0"


def test_an_update_is_answered_in_xml_too(wire: Wire, room: str) -> None:
    reply = wire.post(f"{room}/Participants/agent.xml", {"Muted": "true"})
    assert only_child(reply.xml).findtext("Muted") == "true"


def test_a_recording_is_xml_too(wire: Wire, room: str) -> None:
    (listed,) = only_child(wire.get(f"{room}/Recordings").xml)
    shown = only_child(wire.get(f"{room}/Recordings/{listed.findtext('Sid')}").xml)
    assert (listed.tag, shown.tag) == ("Recording", "Recording")
    assert {child.tag: child.text for child in listed} == {child.tag: child.text for child in shown}
    assert shown.findtext("Channels") == "1"


def test_xml_and_json_say_the_same(wire: Wire, room: str) -> None:
    as_json = wire.get(f"{room}/Participants/agent.json").json
    shown = only_child(wire.get(f"{room}/Participants/agent").xml)
    as_text = {True: "true", False: "false", None: None}
    assert {child.tag: child.text for child in shown} == {
        key.title().replace("_", ""): as_text.get(value, value) for key, value in as_json.items()
    } | {"Uri": as_json["uri"].removesuffix(".json")}


def test_a_null_is_an_empty_element(wire: Wire, room: str) -> None:
    assert b"<ReasonConferenceEnded/><CallSidEndingConference/>" in wire.get(room).body
    assert b"<CallSidToCoach/>" in wire.get(f"{room}/Participants/agent").body


def test_links_carry_no_suffix(wire: Wire, room: str) -> None:
    base = f"/2010-04-01/Accounts/{wire.account_sid}"
    shown = only_child(wire.get(f"{room}.xml").xml)
    assert shown.findtext("Uri") == f"{base}/{room}"
    assert shown.findtext("SubresourceUris/Participants") == f"{base}/{room}/Participants"
    assert shown.findtext("SubresourceUris/Recordings") == f"{base}/{room}/Recordings"


@pytest.mark.parametrize("name", ["Participants", "Recordings", "Conferences"])
def test_nothing_in_xml_speaks_of_json(wire: Wire, room: str, name: str) -> None:
    path = "Conferences.xml" if name == "Conferences" else f"{room}/{name}.xml"
    assert b".json" not in wire.get(path).body


def test_the_paging_of_a_list_stands_in_attributes(wire: Wire, room: str) -> None:
    listed = only_child(wire.get("Conferences.xml").xml)
    base = f"/2010-04-01/Accounts/{wire.account_sid}/Conferences?Page=0&PageSize=50"
    assert listed.tag == "Conferences"
    assert list(listed.attrib.items()) == list(
        zip(ATTRIBUTES, ["0", "50", base, base, "", ""], strict=True)
    )


def test_an_ampersand_in_an_attribute_is_escaped(wire: Wire, room: str) -> None:
    assert b'Conferences?Page=0&amp;PageSize=50"' in wire.get("Conferences").body


def test_the_links_of_a_page_name_its_neighbours(wire: Wire) -> None:
    for place in range(3):
        wire.dial(f"Room {place}")
    first = only_child(wire.get("Conferences?PageSize=1&Status=init").xml)
    following = first.attrib["nextpageuri"]
    assert "?Status=init&Page=1&PageSize=1&PageToken=PACF" in following
    second = only_child(wire.get(following).xml)
    assert second.attrib["uri"] == following
    assert "&Page=0&PageSize=1&PageToken=PBCF" in second.attrib["previouspageuri"]
    before = only_child(wire.get(second.attrib["previouspageuri"]).xml)
    assert [one.findtext("Sid") for one in before] == [one.findtext("Sid") for one in first]


@pytest.mark.parametrize("name", ["Participants", "Recordings"])
def test_an_empty_list_closes_itself(wire: Wire, name: str) -> None:
    sid = wire.control("POST", "conferences", {"friendly_name": "Empty"}).json["sid"]
    body = wire.get(f"Conferences/{sid}/{name}").body
    assert f"<TwilioResponse><{name} page=".encode() in body
    assert body.endswith(b'nextpageuri=""/></TwilioResponse>')


def test_an_empty_list_of_conferences_closes_itself(wire: Wire) -> None:
    assert wire.get("Conferences").body.endswith(b'nextpageuri=""/></TwilioResponse>')


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("R&D <live> \"now\" 'ever'", b"R&amp;D &lt;live&gt; \"now\" 'ever'"),
        ("]]> <!-- --> <?php ?>", b"]]&gt; &lt;!-- --&gt; &lt;?php ?&gt;"),
        ("&amp;", b"&amp;amp;"),
        ("B\u00fcro \U0001f3a7", "B\u00fcro \U0001f3a7".encode()),
    ],
    ids=["markup", "sections", "entity", "astral"],
)
def test_a_name_is_escaped_and_comes_back_as_it_was(wire: Wire, name: str, written: bytes) -> None:
    reply = wire.get(f"Conferences/{wire.dial(name).json['conference_sid']}")
    assert b"<FriendlyName>" + written + b"</FriendlyName>" in reply.body
    assert only_child(reply.xml).findtext("FriendlyName") == name


@pytest.mark.parametrize("name", ["/2010-04-01/plan.json", "/2010-04-01/PageSize=1&Page=2"])
def test_a_name_that_looks_like_a_link_stays_as_it_is(wire: Wire, name: str) -> None:
    shown = wire.get(f"Conferences/{wire.dial(name).json['conference_sid']}")
    assert only_child(shown.xml).findtext("FriendlyName") == name


def test_a_filter_that_looks_like_paging_stays_as_it_is(wire: Wire) -> None:
    listed = only_child(wire.get("Conferences?FriendlyName=a.json%26PageSize%3D1%26Page%3D2").xml)
    assert "FriendlyName=a.json%26PageSize%3D1%26Page%3D2&Page=0" in listed.attrib["uri"]


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x1f", "\ufffe", "\uffff"], ids=ascii)
def test_a_character_that_xml_cannot_hold_is_replaced(wire: Wire, character: str) -> None:
    form = {"From": "+15017122661", "To": "+15558675310", "Timeout": f"5{character}"}
    reply = wire.post("Conferences/Room/Participants.xml", form)
    assert only_child(reply.xml).findtext("Message") == (
        "Timeout is not a valid ringing time: 5\ufffd"
    )


@with_and_without_suffix
def test_an_error_is_a_rest_exception(wire: Wire, suffix: str) -> None:
    reply = wire.get(f"Conferences/CF{'0' * 32}{suffix}")
    assert reply.headers["Content-Type"] == "application/xml"
    assert reply.body.startswith(DECLARATION)
    shown = only_child(reply.xml)
    path = f"/2010-04-01/Accounts/{wire.account_sid}/Conferences/CF{'0' * 32}{suffix}"
    assert shown.tag == "RestException"
    assert [(child.tag, child.text) for child in shown] == [
        ("Code", "20404"),
        ("Message", f"The requested resource {path} was not found"),
        ("MoreInfo", "https://www.twilio.com/docs/errors/20404"),
        ("Status", "404"),
    ]


@with_and_without_suffix
def test_a_deletion_has_no_body_in_xml_either(wire: Wire, room: str, suffix: str) -> None:
    reply = wire.send("DELETE", f"{room}/Participants/agent{suffix}")
    assert (reply.status, reply.body) == (204, b"")
