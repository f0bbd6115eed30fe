"""The vendors' own clients, old and new, each in a process of its own and most in an environment of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import pytest

from mockconf.model import ConferenceCallbacks, NewParticipant, Webhook
from mockconf.settings import Settings
from mockconf.world import World
from tests.clients import show
from tests.clients.running import CLIENTS, NAME, OF_2008, SIGNALWIRE, TWILIO, Client, a_mock

#: Set it where no client may be missing, but those for node where there is none.
REQUIRED = "REQUIRE_CLIENTS"

Seen = dict[str, Any]

_GONE = {"http": 404, "code": 20404}


def vendors_story(client: Client) -> list[Seen]:
    """What the clients of both vendors see."""
    is_twilio = client.dialect == TWILIO
    if is_twilio:
        invalid = {"http": 400, "code": 20001}
    else:  # an answer without a code, in whose place the SDK for Python has the status
        invalid = {"http": 422, "code": None if client.is_javascript else 422}
    return [
        {"step": "found", "names": [NAME], "same": [True]},
        {
            "step": "conference",
            "name": NAME,
            "status": "in-progress",
            "created": "2026-01-05T09:00:00Z",
        },
        {
            "step": "participants",
            "statuses": ["connected" if is_twilio else "in-progress"] * 3,
            "muted": [False] * 3,
            "hold": [False] * 3,
            "starts": [True] * 3,
        },
        {"step": "waiting", "names": [f"Waiting {number}" for number in (5, 4, 3, 2, 1)]},
        {"step": "one by one", "different": 3},
        {"step": "mute", "muted": True, "hold": False},
        {"step": "hold", "muted": True, "hold": True},
        {"step": "who", "muted": [True], "here": 2},
        {"step": "back", "muted": False, "hold": False},
        {"step": "coach", "coaching": True, "same": True},
        {"step": "announce", "status": "in-progress"},
        {"step": "recording", "status": "in-progress", "source": "Conference"},
        {"step": "pause", "status": "paused"},
        {"step": "resume", "status": "in-progress"},
        {"step": "stop", "status": "stopped"},
        {"step": "done", "status": "completed", "same": True},
        {"step": "pause again", "http": 400, "code": 16114 if is_twilio else 21220},
        {"step": "no such status", **invalid},
        *([] if is_twilio else ONLY_SIGNALWIRE),
        {"step": "delete", "done": True},
        {"step": "deleted", **_GONE},
        {"step": "remove", "done": True},
        {"step": "removed", **_GONE},
        {"step": "left", "count": 2},
        {"step": "end", "status": "completed"},
        {"step": "end again", **({"http": 400, "code": 16099} if is_twilio else ENDED)},
        {"step": "unknown", **_GONE},
    ]


ONLY_TWILIO = [
    {"step": "dial", "status": "queued", "label": "supervisor é", "same": True},
    {"step": "label", "status": "connected", "same": True},
    {"step": "host", "ends": True},
    {"step": "guest", "ends": False},
]
ONLY_SIGNALWIRE = [
    {"step": "dial", **_GONE},
    {"step": "all recordings", "statuses": ["completed"]},
]
ENDED = {"http": 422, "code": 10000}
_PAGE = {"page": "0", "numpages": "1", "pagesize": "50", "total": "1", "start": "0", "end": "0"}
STORY_OF_2008 = [
    {"step": "found", "names": [NAME], "same": [True], "attributes": _PAGE},
    {"step": "conference", "name": NAME, "status": "1", "created": "2026-01-05T01:00:00-08:00"},
    {"step": "participants", "flags": [["false", "true", "false"]] * 3, "total": "3"},
    {"step": "mute", "muted": "true"},
    {"step": "who", "muted": [True]},
    {"step": "no way to end", "http": 405, "says": ["Status", "Message"]},
    {"step": "remove", "http": [204, 204, 204]},
    {"step": "removed", "http": 404, "says": ["Status", "Message"]},
    {"step": "over", "status": "2"},
]


def story(client: Client) -> list[Seen]:
    if client.dialect == OF_2008:
        return STORY_OF_2008
    return [*(ONLY_TWILIO if client.dialect == TWILIO else ()), *vendors_story(client)]


#: What the clients are refused on purpose.
_LATE = ["recording-in-wrong-state", "refused-parameter"]
_OVER = ["no-such-resource"] * 2 + ["conference-in-wrong-state", "no-such-resource"]
REFUSALS = {
    TWILIO: [*_LATE, *_OVER],
    SIGNALWIRE: [*_LATE, "method-not-allowed", *_OVER],
    OF_2008: ["method-not-allowed", "no-such-resource"],
}


@dataclass(frozen=True)
class Driven:
    """A conference that a client has driven, and what the client saw of it."""

    client: Client
    world: World
    saw: list[Seen]


def demand(client: Client) -> None:
    """Go on only if the client is here."""
    if client.lacks and os.environ.get(REQUIRED) and not client.is_out_of_reach:
        pytest.fail(client.lacks, pytrace=False)
    if client.lacks:
        pytest.skip(client.lacks)


@pytest.fixture(scope="module", params=CLIENTS, ids=lambda client: client.name)
def driven(request: pytest.FixtureRequest) -> Iterator[Driven]:
    client: Client = request.param
    demand(client)
    # One dialect lets its clients dial the third.
    with a_mock(callers=2 if client.dialect == TWILIO else 3) as mock:
        yield Driven(client, mock.world, client.drive(mock))


def test_a_client_drives_a_whole_conference(driven: Driven) -> None:
    assert driven.saw == story(driven.client)


def test_nothing_is_found_but_what_a_client_was_refused_on_purpose(driven: Driven) -> None:
    found = [
        finding.rule
        for _, finding in driven.world.journal.findings
        if finding.severity != "note" and finding.rule != "announced-change"
    ]
    assert found == REFUSALS[driven.client.dialect]


def test_a_client_speaks_the_dialect_that_it_was_made_for(driven: Driven) -> None:
    spoken = {exchange.dialect for exchange in driven.world.journal.exchanges}
    assert spoken == {driven.client.dialect}


@pytest.mark.parametrize(
    "client",
    [client for client in CLIENTS if client.dialect == SIGNALWIRE],
    ids=lambda client: client.name,
)
def test_a_callback_of_signalwire_passes_the_validators_of_its_clients(client: Client) -> None:
    demand(client)
    url, world, came = "https://app.example/events?room=1", World(Settings()), []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        came.append(
            (environ["HTTP_X_SIGNALWIRE_SIGNATURE"], dict(parse_qsl(body, keep_blank_values=True)))
        )
        start_response("204 No Content", [])
        return []

    world.mounts.mount("https://app.example", app)
    hears = ConferenceCallbacks(Webhook(url, SIGNALWIRE, events=frozenset({"join"})))
    room = world.switchboard.open_conference(world.account_sid, NAME, hears).sid
    world.switchboard.join(world.account_sid, room, NewParticipant())
    world.settle()
    world.close()
    ((signature, told),) = came
    validator = client.driver.replace("drive", "validate")
    (seen,) = client.run(validator, world.signing_key, url, json.dumps(told), signature)
    assert seen == {"step": "validate", "genuine": True, "altered": False}


def test_one_conference_is_shown_in_every_dialect_and_by_every_client(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show.main()
    shown = capsys.readouterr().out
    assert {*show.ADDRESSES, *(client.name for client in CLIENTS)} <= set(shown.splitlines())
    assert shown.count(f'"friendly_name": "{NAME}"') == 2
    assert shown.count("<FriendlyName>My Room &amp; Co</FriendlyName>") == 1
