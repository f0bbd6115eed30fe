"""Conferences of 2008-08-01: their elements, their numbers for statuses, their order, and what is not there."""

from __future__ import annotations

import pytest

from pytest_mockconf import MockConf
from tests.twilio_2008.conftest import Room
from tests.twilio_2008.old import BASE, CONFERENCE, Old, child, column, rules, tags, texts
from tests.wire import Wire

#: As the documentation shows it, without the white space between elements.
LIST = (
    "<TwilioResponse>"
    '<Conferences page="0" numpages="1" pagesize="50" total="1" start="0" end="0">'
    "<Conference>"
    "<Sid>{sid}</Sid>"
    "<AccountSid>{account_sid}</AccountSid>"
    "<FriendlyName>1234</FriendlyName>"
    "<Status>1</Status>"
    "<DateCreated>Mon, 05 Jan 2026 01:00:00 -0800</DateCreated>"
    "<DateUpdated>Mon, 05 Jan 2026 01:00:00 -0800</DateUpdated>"
    "</Conference>"
    "</Conferences>"
    "</TwilioResponse>"
)


def test_a_list_reads_as_in_the_documentation(old: Old, room: Room) -> None:
    expected = LIST.format(sid=room.sid, account_sid=old.account_sid)
    assert old.get("Conferences").body.decode() == expected


def test_a_conference_has_the_elements_of_that_version_in_their_order(old: Old, room: Room) -> None:
    shown = child(old.get(room.path))
    assert (shown.tag, tags(shown)) == ("Conference", CONFERENCE)


def test_a_conference_is_the_same_in_a_list_and_alone(old: Old, room: Room) -> None:
    (listed,) = child(old.get("Conferences"))
    assert texts(listed) == texts(child(old.get(room.path)))


def test_a_status_is_told_by_its_number(old: Old, mockconf: MockConf) -> None:
    conference = mockconf.conference("Support")
    path = f"Conferences/{conference.sid}"
    seen = [child(old.get(path)).findtext("Status")]
    conference.join()
    conference.join()
    seen.append(child(old.get(path)).findtext("Status"))
    conference.end()
    seen.append(child(old.get(path)).findtext("Status"))
    assert seen == ["0", "1", "2"]


def test_what_is_dialled_through_the_later_version_is_seen_here(old: Old, wire: Wire) -> None:
    sid = wire.dial("Support").json["conference_sid"]
    later = wire.get(f"Conferences/{sid}.json").json
    shown = texts(child(old.get(f"Conferences/{sid}")))
    assert (shown["Sid"], shown["AccountSid"]) == (later["sid"], later["account_sid"])
    assert shown["FriendlyName"] == later["friendly_name"] == "Support"


def test_the_one_that_changed_last_comes_first(old: Old, mockconf: MockConf) -> None:
    rooms = {}
    for name in ("first", "second", "third"):
        rooms[name] = mockconf.conference(name)
        mockconf.clock.advance(1)
    rooms["first"].join()
    assert column(old.get("Conferences"), "FriendlyName") == ["first", "third", "second"]


def test_a_list_without_status_holds_conferences_of_every_status(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    mockconf.conference("Waiting").join()
    over = mockconf.conference("Over")
    over.join()
    over.join()
    over.end()
    assert sorted(column(old.get("Conferences"), "Status")) == ["0", "1", "2"]


def test_a_list_without_status_is_not_warned_about(
    old: Old, mockconf: MockConf, room: Room
) -> None:
    old.get("Conferences")
    assert rules(mockconf) == []


def test_many_conferences_may_have_a_name(old: Old, mockconf: MockConf, room: Room) -> None:
    mockconf.conference("1234").end()
    mockconf.clock.advance(1)
    mockconf.conference("1234").join()
    listed = old.get("Conferences?FriendlyName=1234")
    assert column(listed, "Status") == ["0", "2"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("R&D <live> \"now\" 'ever'", b"R&amp;D &lt;live&gt; \"now\" 'ever'"),
        ("]]> <!-- --> <?php ?>", b"]]&gt; &lt;!-- --&gt; &lt;?php ?&gt;"),
        ("</FriendlyName><Status>2</Status>", None),
        ("&amp;&#13;", b"&amp;amp;&amp;#13;"),
        ("B\u00fcro \U0001f3a7", "B\u00fcro \U0001f3a7".encode()),
        ("\u2028\u0085\ue000\ufffd", None),
        ("%s %(x)s {0} {name} \\1", b"%s %(x)s {0} {name} \\1"),
    ],
    ids=["markup", "sections", "elements", "entity", "astral", "rare", "templates"],
)
def test_a_hostile_name_comes_back_as_it_was(
    old: Old, mockconf: MockConf, name: str, written: bytes | None
) -> None:
    mockconf.conference("quiet")
    sid = mockconf.conference(name).sid
    reply = old.get(f"Conferences/{sid}")
    assert written is None or b"<FriendlyName>" + written + b"</FriendlyName>" in reply.body
    assert child(reply).findtext("FriendlyName") == name
    assert set(column(old.get("Conferences"), "FriendlyName")) == {"quiet", name}


def test_the_conference_of_another_account_is_not_found(old: Old, room: Room) -> None:
    stranger = Wire(old.wire.url, f"AC{'5' * 32}", "anothertoken")
    assert stranger.get(f"{BASE}/Accounts/{stranger.account_sid}/{room.path}").status == 404


@pytest.mark.parametrize("sid", [f"CF{'0' * 32}", "CF123", "1234", f"cf{'0' * 32}", "%20"])
def test_a_sid_that_nobody_has_is_not_found(old: Old, room: Room, sid: str) -> None:
    assert old.get(f"Conferences/{sid}").status == 404


@pytest.mark.parametrize(
    "path",
    ["", "/", "/Recordings", "/Participants/", "/Participants/alice", "/Recordings/Twilio.CURRENT"],
)
def test_what_later_versions_serve_is_not_there(old: Old, room: Room, path: str) -> None:
    assert old.get(f"{room.path}{path}").status == (404 if path else 200)


@pytest.mark.parametrize("path", [BASE, f"{BASE}/", f"{BASE}/Accounts", "/2008-08-02/Accounts"])
def test_a_path_beside_the_accounts_is_not_found(old: Old, path: str) -> None:
    assert old.get(path).status == 404
