"""Which clients drive a mock, where they are installed, and what they say they have seen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockconf.model import NewParticipant
from mockconf.server import Server
from mockconf.settings import Settings
from mockconf.sids import uuid_of
from mockconf.site import Site, still_clock
from mockconf.world import World
from mockconf.wsgi import wsgi_app

NAME = "My Room & Co"
TWILIO, SIGNALWIRE, OF_2008 = "twilio-2010-04-01", "signalwire", "twilio-2008-08-01"
_SECONDS = 60.0
_HERE = Path(__file__).resolve().parent
_MADE = _HERE.parent.parent / ".venvs" / "clients"
_JAVASCRIPT = _MADE / "node" / "node_modules"
#: Where `make clients` leaves its stamp, an environment is complete.
_STAMP = "made-with-*"


class Failed(Exception):
    """A client ended in another way than it should."""


@dataclass(frozen=True)
class Client:
    """One version of a client, and the script that drives it."""

    name: str
    driver: str
    dialect: str = TWILIO
    #: Its folder below .venvs/clients; None for what the environment of the tests has.
    environment: str | None = None

    @property
    def is_javascript(self) -> bool:
        return self.driver.endswith(".cjs")

    @property
    def is_out_of_reach(self) -> bool:
        """Whether nothing that `make clients` installs would help."""
        return self.is_javascript and not (shutil.which("node") and shutil.which("npm"))

    @property
    def lacks(self) -> str | None:
        """What is not here and should be, if anything."""
        if self.is_out_of_reach:
            return "there is no node or no npm here"
        if self.environment and not list((_MADE / self.environment).glob(_STAMP)):
            return f"there is no .venvs/clients/{self.environment}: make clients"
        return None

    def drive(self, mock: Mock, *only: str) -> list[dict[str, Any]]:
        """Let it drive the conference of a mock; what it has seen."""
        account, token = mock.identity(self.dialect)
        return self.run(self.driver, mock.url, account, token, mock.sid(self.dialect), NAME, *only)

    def run(self, script: str, *arguments: str) -> list[dict[str, Any]]:
        """Run a script where the client is installed; the lines that it prints."""
        done = subprocess.run(
            [self._program, str(_HERE / script), *arguments],
            # No proxy of this machine, and nothing else by which a client could be led elsewhere.
            env={"PATH": os.environ["PATH"], "NODE_PATH": str(_JAVASCRIPT)},
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            raise Failed(f"{self.name} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    @property
    def _program(self) -> str:
        if self.is_javascript:
            return "node"
        return str(_MADE / self.environment / "bin/python") if self.environment else sys.executable


CLIENTS = (
    Client("twilio", "drive_twilio.py"),
    Client("twilio-7", "drive_twilio.py", environment="twilio-7"),
    Client("twilio-8", "drive_twilio.py", environment="twilio-8"),
    Client("twilio-node", "drive_twilio.cjs", environment="node"),
    Client("signalwire", "drive_signalwire.py", SIGNALWIRE, "signalwire-2"),
    Client("signalwire-node", "drive_signalwire.cjs", SIGNALWIRE, "node"),
    Client("2008", "drive_2008.py", OF_2008),
)


@dataclass(frozen=True)
class Mock:
    """A mock with a conference that is being recorded, and five that wait."""

    world: World
    url: str
    room: str

    def identity(self, dialect: str) -> tuple[str, str]:
        """The account and its secret, as a dialect has them."""
        if dialect == SIGNALWIRE:
            return self.world.project_id, self.world.api_token
        return self.world.account_sid, self.world.auth_token

    def sid(self, dialect: str) -> str:
        """The conference, as a dialect names it."""
        return uuid_of(self.room) if dialect == SIGNALWIRE else self.room


@contextmanager
def a_mock(callers: int) -> Iterator[Mock]:
    """A mock in whose conference there are so many callers."""
    site = Site(Settings(), still_clock)
    try:
        with Server(wsgi_app(site)) as server:
            yield Mock(site.world, server.url, _played(site.world, callers))
    finally:
        site.world.close()


def _played(world: World, callers: int) -> str:
    account, switchboard = world.account_sid, world.switchboard
    for number in range(1, 6):
        switchboard.open_conference(account, f"Waiting {number}")
    room = switchboard.open_conference(account, NAME).sid
    for _ in range(callers):
        switchboard.join(account, room, NewParticipant(record=True))
    return room
