"""The fast validator and the explaining one give the same verdict, on thousands of good and mutated documents."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mockconf_schemas
from mockconf.bundle import dereferenced
from mockconf.clock import ManualClock
from mockconf.contract import load
from mockconf.dialects import DIALECTS
from mockconf.dialects.protocol import Listing, Shown
from mockconf.errors import NoSuchPath
from mockconf.events import Happened, RecordingEvent
from mockconf.exchange import Request
from mockconf.paging import PageRequest
from mockconf.schema import Schema
from mockconf.settings import Settings
from mockconf.sids import uuid_of
from mockconf.site import Site
from mockconf.world import World
from tests.test_webhook_contract import FORM, GOOD

DIALECT = "twilio-2010-04-01"
CALLER = {"From": "+15017122661", "To": "+15558675310"}
LAML = "/api/laml/2010-04-01"
HEX = "0a" * 16
UUID = uuid_of(f"  {HEX}")

#: What a text may be mistaken for, or what one validator may read otherwise than the other.
ODD_TEXTS = [
    "",
    " ",
    "\n",
    "\x00",
    "\x7f",
    "true",
    "0",
    "007",
    "\u0663\u0664",  # digits, but not ASCII
    "\u2028",
    "\U0001f600" * 128,
    "\U0001f600" * 129,
    "e\u0301" * 64,
    "x" * 255,
    "x" * 256,
    f"CA{HEX}",
    f"CA{HEX}\n",
    f"CA{HEX.upper()}",
    f"CF{HEX}",
    f"BY{HEX}",
    f"AP{HEX}",
    f"PACF{HEX}",
    f"PBCP{HEX}\n",
    UUID,
    f"{UUID}\n",
    UUID.upper(),
    f"PA{UUID}",
    f"PB{UUID}\n",
    "wss://app.example/a b",
    "WSS://app.example/x\n",
    "2026-01-05",
    "2026-01-05\n",
    "2026-02-30",
    "2026-01-05T09:00:00Z",
    "Mon, 05 Jan 2026 09:00:00 +0000",
    "Mon, 05 Jan 2026 09:00:00 +0000\n",
    "https://example.com/a b",
    "HTTPS://example.com/\u00fc",
    "https://example.com/x\n",
    "ftp://example.com",
    "+15017122661",
    "+1 (501) 712-2661\n",
    "()-",
    "client:joey?a=b",
    "sip:a@example.com",
    f"app:AP{HEX}",
    "a/b",
    "a%2Fb",
    "line\rbreak",
    "trailing \n",
]
ODD_VALUES = [
    None, True, False, 0, 1, -1, 1.0, 1.5, -0.0, 1e300, 4, 5, 600, 601, 1000, 1001, 10**20,
    [], [""], ["completed"], ["start", "end"], ["start", "start"], ["start", 1], [None],
    {}, {"participants": 1}, *ODD_TEXTS,
]  # fmt: skip


def test_both_validators_agree_on_systematically_mutated_documents() -> None:
    admitted, refused, split = 0, 0, []
    for name, schema in distinct_schemas():
        for document in documents(schema):
            verdict = schema.admits(document)
            if verdict is bool(schema.breaches(document)):
                split.append((name, document))
            admitted += verdict
            refused += not verdict
    assert split == []
    assert admitted + refused >= 3_000
    assert admitted >= 1_000
    assert refused >= 1_000


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(st.data())
def test_both_validators_agree_on_documents_with_anything_in_a_place(data: st.DataObject) -> None:
    _, schema = data.draw(st.sampled_from(distinct_schemas()))
    document = data.draw(st.sampled_from(good_documents(schema)))
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=5,
    )
    names = st.sampled_from([*properties(schema), "Unknown"])
    mutated = document | data.draw(st.dictionaries(names, anything, min_size=1, max_size=2))
    assert schema.admits(mutated) is not bool(schema.breaches(mutated))


@pytest.mark.parametrize("name", mockconf_schemas.names())
def test_every_schema_of_a_contract_is_among_the_compared_ones(name: str) -> None:
    compared = {one for one, _ in schemas()}
    for operation in load(name).operations.values():
        assert f"{name} {operation.id} asked" in compared
        answered = {status for status, schema in operation.answers.items() if schema}
        assert {f"{name} {operation.id} {status}" for status in answered} <= compared


def test_a_good_document_of_every_schema_is_admitted() -> None:
    lonely = [name for name, schema in schemas() if not any(map(schema.admits, documents(schema)))]
    assert lonely == []


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)


@cache
def schemas() -> list[tuple[str, Schema]]:
    """Every schema of every contract: what is asked, what is answered, what is called back."""
    found = []
    for name in mockconf_schemas.names():
        for operation in load(name).operations.values():
            found.append((f"{name} {operation.id} asked", operation.parameters.schema))
            for status, schema in operation.answers.items():
                if schema is not None:
                    found.append((f"{name} {operation.id} {status}", schema))
    webhooks = dereferenced(DIALECT)["webhooks"]
    for webhook in GOOD:
        body = webhooks[webhook]["post"]["requestBody"]["content"][FORM]
        found.append((f"{DIALECT} {webhook}", Schema(body["schema"])))
    for topic, schema in load("signalwire").webhooks.items():
        found.append((f"signalwire {topic}", schema))
    shared: dict[str, Schema] = {}
    return [
        (one, shared.setdefault(json.dumps(schema.definition), schema)) for one, schema in found
    ]


def distinct_schemas() -> list[tuple[str, Schema]]:
    """Each schema once: the answers to failures, for example, are the same everywhere."""
    return list({id(schema): (name, schema) for name, schema in schemas()}.values())


def documents(schema: Schema) -> Iterator[dict[str, Any]]:
    """The good documents, and each with one thing changed: left out, odd, or added."""
    for good in good_documents(schema):
        yield good
        yield good | {"Unknown": "x"}
        for name in good:
            yield {key: value for key, value in good.items() if key != name}
        for name, value in good.items():
            if isinstance(value, dict):
                yield from (good | {name: inner} for inner in _changed(value))
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield from (good | {name: [inner, *value[1:]]} for inner in _changed(value[0]))
    good = good_documents(schema)[0]
    for name, says in properties(schema).items():
        for value in [*ODD_VALUES, *_legal(says), *_at_the_limits(says)]:
            yield good | {name: value}


def _changed(inner: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield inner | {"Unknown": "x"}
    for name in inner:
        yield {key: value for key, value in inner.items() if key != name}
        for value in ODD_VALUES[::4]:
            yield inner | {name: value}


def _legal(says: Any) -> list[Any]:
    listed = [*says.get("enum", []), *says.get("items", {}).get("enum", [])]
    return [*listed, [one for one in listed if isinstance(one, str)]] if listed else []


def _at_the_limits(says: Any) -> list[Any]:
    numbers = [
        says[key] + step for key in ("minimum", "maximum") if key in says for step in (-1, 0, 1)
    ]
    lengths = [
        says[key] + step for key in ("minLength", "maxLength") if key in says for step in (-1, 0, 1)
    ]
    return [*numbers, *("a" * length for length in lengths)]


def properties(schema: Schema) -> dict[str, Any]:
    found: dict[str, Any] = schema.definition.get("properties", {})
    return found


def good_documents(schema: Schema) -> list[dict[str, Any]]:
    """What was really asked, answered or called back and fits; else the least that can be said."""
    fitting = [one for one in _said() if schema.admits(one) and set(one) <= set(properties(schema))]
    return fitting[:4] or [{}]


@cache
def _said() -> list[dict[str, Any]]:
    """The forms of the webhooks and all JSON that a mock asks for and answers in a small story."""
    site = Site(Settings(), lambda _: ManualClock())
    world, said = site.world, [form for forms in GOOD.values() for form in forms.values()]
    twilio = (world.account_sid, world.auth_token)
    doors = {"/2010-04-01": twilio, LAML: (world.project_id, world.api_token)}

    def say(
        method: str, path: str, given: Any = None, *, control: bool = False, at: str = "/2010-04-01"
    ) -> Any:
        base = "/_mockconf" if control else f"{at}/Accounts/{doors[at][0]}"
        kind = "application/json" if control else FORM
        credentials = "Basic " + b64encode(":".join(doors[at]).encode()).decode()
        body = (
            b"" if given is None else (json.dumps(given) if control else urlencode(given)).encode()
        )
        headers = {"authorization": credentials, "content-type": kind}
        request = Request(method=method, path=f"{base}/{path}", headers=headers, body=body)
        answer = json.loads(site.answer(request).body or "null")
        said.extend(one for one in (given, answer) if one)
        return answer

    def say_as_signalwire(room: str) -> None:
        for path in ("Conferences", room, f"{room}/Participants", f"{room}/Recordings"):
            listed = say("GET", path, at=LAML)
        recording = f"{room}/Recordings/{listed['recordings'][0]['sid']}"
        call = say("GET", f"{room}/Participants", at=LAML)["participants"][0]["call_sid"]
        say("GET", f"{room}/Participants/{call}", at=LAML)
        say("GET", "Recordings", at=LAML)
        say("GET", recording, at=LAML)
        say("POST", recording, {"Status": "in-progress"}, at=LAML)
        say("POST", recording, {"Status": "resumed"}, at=LAML)
        stream = say("POST", f"{room}/Streams", {"Url": "wss://app.example"}, at=LAML)["sid"]
        say("POST", f"{room}/Streams/{stream}", {"Status": "stopped"}, at=LAML)

    for label, record in (("agent", "true"), ("customer", "false")):
        form = CALLER | {"Label": label, "ConferenceRecord": record, "Region": "ie1"}
        room = f"Conferences/{say('POST', 'Conferences/Room/Participants.json', form)['conference_sid']}"
    say("GET", "Conferences.json")
    say("GET", f"{room}.json")
    say("GET", f"{room}/Participants.json")
    say("POST", f"{room}/Participants/agent.json", {"WaitUrl": ""})
    recording = say("GET", f"{room}/Recordings.json")["recordings"][0]["sid"]
    say("GET", f"{room}/Recordings/{recording}.json")
    say("POST", f"{room}/Recordings/{recording}.json", {"Status": "paused"})
    say("GET", f"{room}/Participants/nobody.json")
    say_as_signalwire(f"Conferences/{uuid_of(room.removeprefix('Conferences/'))}")
    said.extend(_forms_of_signalwire(world, room.removeprefix("Conferences/")))
    said.extend(_documents_of_2008(world, room.removeprefix("Conferences/")))
    say("POST", f"{room}.json", {"Status": "completed"})
    opened = say("POST", "conferences", {"friendly_name": "Open"}, control=True)
    where = f"conferences/{opened['sid']}"
    say("POST", f"{where}/events", {"event": "participant-join", "label": "x"}, control=True)
    say("PUT", "clock", {"advance": 1}, control=True)
    say("PUT", "clock", {"now": "2027-01-05T09:00:00+00:00"}, control=True)
    for path in ("health", "conferences", where, "requests", "findings", "coverage", "nowhere"):
        say("GET", path, control=True)
    say("POST", "reset", {"seed": "other"}, control=True)
    return said


def _documents_of_2008(world: World, sid: str) -> list[dict[str, Any]]:
    """What this version says before it becomes XML, or JSON of another shape."""
    dialect = next(one for one in DIALECTS if one.name == "twilio-2008-08-01")
    account_sid, shown = world.account_sid, Shown(world.account_sid, world.settings)
    conference = dialect.conference(world.switchboard.fetch_conference(account_sid, sid), shown)
    agent = world.switchboard.fetch_participant(account_sid, sid, "agent")
    participant = dialect.participant(agent, shown)
    request = PageRequest(by_number=True)
    listing = Listing("/", {}, request, None, None, total=1, settings=world.settings)
    pages = [
        dialect.page(f"{one.name}s", one.name, [one], listing) for one in (conference, participant)
    ]
    refusal = dialect.refusal(NoSuchPath("/nowhere"), "/nowhere", None).document
    return [one.body for one in (conference, participant, *pages, refusal)]


def _forms_of_signalwire(world: World, sid: str) -> list[dict[str, str]]:
    """What it would tell of everything that has happened so far."""
    dialect = next(one for one in DIALECTS if one.name == "signalwire")
    recording = world.switchboard.recordings.fetch(world.account_sid, sid, None)
    told: list[Happened] = [
        *world.journal.events,
        RecordingEvent(recording, None, world.clock.now()),
    ]
    identity = world.accounts.identity(world.account_sid)
    forms = [dialect.form(happened, identity) for happened in told]
    return [form.params for form in forms if form]
