"""Schemathesis, let loose on a mock with nothing but the contract that `mockconf openapi` prints."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from mockconf import contract
from mockconf.app import build
from mockconf.clock import DEFAULT_START, ManualClock
from mockconf.exchange import Exchange
from mockconf.server import Server
from mockconf.settings import load
from mockconf.site import Site
from mockconf.world import World
from tests.commands import run, script
from tests.wire import Wire

#: For one dialect; it takes a tenth of that.
_SECONDS = 120
_EXAMPLES = 30
_PHASES = "examples,coverage,fuzzing,stateful"
#: All checks are made but these.
_LEFT_OUT = {
    # The vendors take unknown parameters, and odd values of known ones, in silence; so do we, with a finding.
    "negative_data_rejection": ["twilio-2010-04-01", "signalwire", "twilio-2008-08-01"],
    # Whether legal data is accepted depends on the state: a page token that was never issued is refused.
    "positive_data_acceptance": ["twilio-2010-04-01", "signalwire", "twilio-2008-08-01"],
    # It wants a 405. At SignalWire a method that a path does not have leaves an unknown path, so 404.
    "unsupported_method": ["signalwire"],
}
_CONFIGURATION = """\
hooks = "tests.served.xml_answers"
auth.basic = {{ username = "{username}", password = "{password}" }}

[dictionaries]
calls = {{ values = {calls} }}
rooms = {{ values = {rooms} }}
recordings = {{ values = {recordings} }}

[parameters]
"path.AccountSid" = "{username}"
"path.ConferenceSid" = "{hall}"
"path.CallSid" = {{ dictionary = "calls", probability = 0.8 }}
"""
#: A parameter that means something else in each path: what is there to be had.
_BY_PATH = {
    "{AccountSid}/Conferences/{Sid}": '{ dictionary = "rooms", probability = 0.8 }',
    "{AccountSid}/Recordings/{Sid}": '{ dictionary = "recordings", probability = 0.8 }',
    "{ConferenceSid}/Recordings/{Sid}": '"%(recording)s"',
    "{ConferenceSid}/Streams/{Sid}": '"%(stream)s"',
}


class Run(NamedTuple):
    """What schemathesis did, and what the mock saw of it."""

    code: int
    said: str
    exchanges: list[Exchange]
    #: The rules of all findings.
    findings: set[str]


def let_loose(dialect: str, folder: Path) -> Run:
    """Serve a world with things in it, and have schemathesis ask for whatever the contract allows."""
    code, said = run(folder, "openapi", dialect, "--output", "openapi.json")
    assert code == 0, said
    site = Site(load(folder, {"MOCKCONF_LOG_SIZE": "10000"}), lambda _: ManualClock(DEFAULT_START))
    world = site.world
    with Server(build(site)) as server:
        wire = Wire(server.url, world.account_sid, world.auth_token)
        configuration = _configuration(dialect, wire, world)
        Path(folder, "schemathesis.toml").write_text(configuration)
        before = len(world.journal.exchanges)
        done = subprocess.run(
            [
                script("st"),
                "--no-color",
                "run",
                "openapi.json",
                "-u",
                server.url,
                *_options(dialect),
            ],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    rules = {finding.rule for _, finding in world.journal.findings}
    exchanges = [*world.journal.exchanges][before:]
    return Run(done.returncode, done.stdout + done.stderr, exchanges, rules)


def _options(dialect: str) -> list[str]:
    left_out = ",".join(check for check, dialects in _LEFT_OUT.items() if dialect in dialects)
    return [
        *("--phases", _PHASES, "--max-examples", str(_EXAMPLES), "--generation-deterministic"),
        *("--exclude-checks", left_out, "--continue-on-failure"),
    ]


def _configuration(dialect: str, wire: Wire, world: World) -> str:
    """Names what there is: a hall full of people, and rooms that may be ended."""
    there = _furnished(wire, world)
    if dialect == "signalwire":
        there = {
            name: _uuid(sids) if isinstance(sids, str) else [*map(_uuid, sids)]
            for name, sids in there.items()
        }
        username, password = world.project_id, world.api_token
    else:
        username, password = world.account_sid, world.auth_token
    listed = {name: json.dumps(sids) for name, sids in there.items() if isinstance(sids, list)}
    operations = [
        f"[[operations]]\ninclude-path-regex = '{re.escape(path)}'\n"
        f"parameters = {{ 'path.Sid' = {value % there} }}\n"
        for path, value in _BY_PATH.items()
        if any(path in one.path for one in contract.load(dialect).operations.values())
    ]
    text = _CONFIGURATION.format(**{**there, **listed}, username=username, password=password)
    return "\n".join([text, *operations])


def _furnished(wire: Wire, world: World) -> dict[str, str | list[str]]:
    calls = [wire.dial("Hall", ConferenceRecord="true").json for _ in range(40)]
    rooms = [
        wire.dial(f"Room {number // 2}", ConferenceRecord="true").json["conference_sid"]
        for number in range(40)
    ][::2]  # two in each, as it takes two to start a recording
    hall = calls[0]["conference_sid"]
    recordings = [
        one["sid"]
        for room in [hall, *rooms]
        for one in wire.get(f"Conferences/{room}/Recordings.json").json["recordings"]
    ]
    stream = world.switchboard.streams.create(world.account_sid, hall, "wss://a.example", None)
    return {
        "calls": [call["call_sid"] for call in calls],
        "rooms": rooms,
        "recordings": recordings[1:],
        "hall": hall,
        "recording": recordings[0],
        "stream": stream.sid,
    }


def _uuid(sid: str) -> str:
    return str(UUID(sid[2:]))
