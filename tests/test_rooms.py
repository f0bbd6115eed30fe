"""Which conference a name or a SID leads to, and what the first participants decide for the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from twilio.rest import Client

from tests.conftest import AS_SDK
from tests.wire import Wire


@pytest.fixture
def stranger(wire: Wire) -> Wire:
    """A client of another account."""
    return Wire(wire.url, f"AC{'5' * 32}", "another-token")


def shown(wire: Wire, sid: str) -> dict[str, str | None]:
    found: dict[str, str | None] = wire.get(f"Conferences/{sid}.json").json
    return found


def complete(wire: Wire, sid: str) -> None:
    assert wire.post(f"Conferences/{sid}.json", {"Status": "completed"}).status == 200


def room_of(wire: Wire, name: str, **form: str) -> str:
    return str(wire.dial(name, **form).json["conference_sid"])


def test_a_new_name_opens_a_conference_of_that_name(wire: Wire) -> None:
    assert shown(wire, room_of(wire, "Support"))["friendly_name"] == "Support"


def test_a_name_in_use_leads_into_the_open_conference(wire: Wire) -> None:
    waiting = room_of(wire, "Support")
    running = room_of(wire, "Support")
    assert waiting == running == room_of(wire, "Support")
    assert len(wire.get("Conferences.json").json["conferences"]) == 1


def test_a_used_again_name_opens_a_new_conference(wire: Wire) -> None:
    first = room_of(wire, "Support")
    room_of(wire, "Support")
    complete(wire, first)
    second = room_of(wire, "Support")
    assert second != first
    assert (shown(wire, first)["status"], shown(wire, second)["status"]) == ("completed", "init")


def test_all_conferences_of_a_name_stay_listed_under_it(wire: Wire) -> None:
    sids = []
    for _ in range(3):
        sids.append(room_of(wire, "Support"))
        room_of(wire, "Support")
        complete(wire, sids[-1])
    listed = wire.get("Conferences.json?FriendlyName=Support").json["conferences"]
    assert len(set(sids)) == 3
    assert {one["sid"] for one in listed} == set(sids)


def test_the_same_name_in_another_account_is_another_conference(wire: Wire, stranger: Wire) -> None:
    ours, theirs = room_of(wire, "Support"), room_of(stranger, "Support")
    assert ours != theirs
    assert (shown(wire, ours)["status"], shown(stranger, theirs)["status"]) == ("init", "init")


def test_many_who_dial_a_new_name_at_once_meet_in_one_conference(wire: Wire) -> None:
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: wire.dial("Race", MaxParticipants="5"), range(16)))
    admitted = [answer.json for answer in answers if answer.status == 201]
    assert len(admitted) == 5
    assert len({one["conference_sid"] for one in admitted}) == 1
    assert len(wire.get("Conferences.json").json["conferences"]) == 1


def test_a_script_opens_no_room_whose_name_would_be_taken_for_a_sid(wire: Wire) -> None:
    answer = wire.control("POST", "conferences", {"friendly_name": f"CF{'0' * 32}"})
    assert answer.status == 400


def test_names_differ_by_case(wire: Wire) -> None:
    assert room_of(wire, "Support") != room_of(wire, "support")


def test_the_sid_of_an_open_conference_leads_into_it(client: Client) -> None:
    first = client.conferences("Support").participants.create(**AS_SDK)
    second = client.conferences(first.conference_sid).participants.create(**AS_SDK)
    assert second.conference_sid == first.conference_sid


def test_the_sid_of_a_completed_conference_leads_nowhere(wire: Wire) -> None:
    sid = room_of(wire, "Support")
    room_of(wire, "Support")
    complete(wire, sid)
    assert wire.dial(sid).error == (400, 16022)


def test_an_unknown_sid_leads_nowhere_and_is_no_name(wire: Wire) -> None:
    assert wire.dial("CF" + "0" * 32).error == (400, 16022)
    assert wire.get("Conferences.json").json["conferences"] == []


def test_the_sid_of_another_account_leads_nowhere(wire: Wire, stranger: Wire) -> None:
    theirs = room_of(stranger, "Support")
    assert wire.dial(theirs).error == (400, 16022)
    assert wire.get(f"Conferences/{theirs}.json").error == (404, 20404)


@pytest.mark.parametrize(
    "name",
    ["Support room 1", "Ärzte-Runde 会議", "50% off?#&+", "room.json", "A/B", "CF123", "x" * 128],
)
def test_a_room_can_have_any_name_that_the_path_can_spell(wire: Wire, name: str) -> None:
    sid = room_of(wire, name)
    assert shown(wire, sid)["friendly_name"] == name
    assert room_of(wire, name) == sid


@pytest.mark.parametrize("name", ["x" * 129, "two\nlines", "nul\0"])
def test_a_name_that_no_room_can_have_opens_none(wire: Wire, name: str) -> None:
    assert wire.dial(name).error == (400, 16003)
    assert wire.get("Conferences.json").json["conferences"] == []


def test_the_sdk_opens_a_room_with_a_name_of_many_scripts(client: Client) -> None:
    created = client.conferences("Zoë's 会議 room").participants.create(**AS_SDK)
    found = client.conferences(created.conference_sid).fetch()
    assert found.friendly_name == "Zoë's 会議 room"


def test_the_region_is_unknown_while_nobody_named_one_and_nothing_started(wire: Wire) -> None:
    assert shown(wire, room_of(wire, "Support"))["region"] == "unknown"


def test_a_conference_that_starts_without_a_region_is_mixed_in_us1(wire: Wire) -> None:
    sid = room_of(wire, "Support")
    room_of(wire, "Support")
    assert shown(wire, sid)["region"] == "us1"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        pytest.param(("ie1",), "ie1", id="by-the-first"),
        pytest.param((None, "sg1"), "sg1", id="by-the-second"),
        pytest.param(("ie1", "sg1"), "ie1", id="by-both"),
        pytest.param((None, None, "sg1"), "us1", id="only-after-the-start"),
    ],
)
def test_the_first_who_names_a_region_decides_it(
    wire: Wire, named: tuple[str | None, ...], expected: str
) -> None:
    for region in named:
        sid = room_of(wire, "Support", **({"Region": region} if region else {}))
    assert shown(wire, sid)["region"] == expected


def test_a_conference_is_full_when_its_limit_is_reached(wire: Wire) -> None:
    answers = [wire.dial("Support", MaxParticipants="2") for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 400]
    assert answers[-1].error == (400, 16020)


@pytest.mark.parametrize(
    ("limits", "admitted"),
    [
        pytest.param(("2", "9", "9"), 2, id="the-first-is-stricter"),
        pytest.param(("3", "2", "2", "2"), 3, id="the-second-is-stricter"),
        pytest.param((None, "3", "9", "9"), 3, id="the-first-names-none"),
    ],
)
def test_the_first_who_names_a_limit_decides_it(
    wire: Wire, limits: tuple[str | None, ...], admitted: int
) -> None:
    answers = [
        wire.dial("Support", **({"MaxParticipants": limit} if limit else {})) for limit in limits
    ]
    assert [answer.status for answer in answers].count(201) == admitted
    assert answers[-1].error == (400, 16020)


def test_who_leaves_a_full_conference_makes_place(wire: Wire) -> None:
    first, _ = (wire.dial("Support", MaxParticipants="2").json for _ in range(2))
    wire.send("DELETE", first["uri"])
    assert wire.dial("Support").status == 201


def test_a_conference_holds_250_unless_somebody_says_otherwise(wire: Wire) -> None:
    sid = str(wire.control("POST", "conferences", {"friendly_name": "Rally"}).json["sid"])
    joined = [wire.script(sid, "participant-join").status for _ in range(250)]
    assert set(joined) == {200}
    assert wire.dial(sid).error == (400, 16020)
    assert wire.script(sid, "participant-join").status == 409


def test_callers_are_counted_like_those_who_were_dialled(wire: Wire) -> None:
    sid = room_of(wire, "Support", MaxParticipants="2")
    assert wire.script(sid, "participant-join").status == 200
    assert wire.dial("Support").error == (400, 16020)
