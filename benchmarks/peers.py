"""The mock, and what limits it: a constant Flask route on the same server.

Run as a module it is the constant route: it reads from its input what to answer, and prints its address.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from benchmarks.probe import fetch
from benchmarks.processes import Broken, ask, python, running, script

_LONGEST_RUN = 1_800.0
#: What the server writes by itself, whatever the app answers.
_OF_THE_SERVER = ("date", "connection", "content-length")


@dataclass(frozen=True, slots=True)
class Mock:
    """A mock that runs, with an account and believable conferences, the newest of which are open."""

    pid: int
    #: Of the account; all addresses begin with it.
    url: str
    headers: dict[str, str]

    def get(self, tail: str) -> Any:
        """A document below the account."""
        return json.loads(fetch(f"{self.url}/{tail}", self.headers)[1])

    def open_conference(self) -> str:
        """The address of the newest conference that is in progress, without suffix."""
        running = self.get("Conferences.json?Status=in-progress")["conferences"]
        return f"{self.url}/Conferences/{running[0]['sid']}"

    def participant(self) -> str:
        """The address of somebody in an open conference."""
        room = self.open_conference().removeprefix(f"{self.url}/")
        present = self.get(f"{room}/Participants.json")["participants"]
        return f"{self.url}/{room}/Participants/{present[0]['call_sid']}.json"


@contextmanager
def mock(conferences: int = 100) -> Iterator[Mock]:
    """`mockconf serve` as it is shipped, in a process of its own."""
    command = [script("mockconf"), "serve", "--port", "0", "--quiet"]
    with running([*command, "--seed-data", str(conferences)], _LONGEST_RUN) as process:
        assert process.stdout is not None
        welcome = ""
        while "Ctrl-C" not in welcome and (line := process.stdout.readline()):
            welcome += line
        found = re.search(r"at (\S+).*?account SID +(\w+).*?auth token +(\w+)", welcome, re.DOTALL)
        if found is None:
            raise Broken(f"mockconf serve said {welcome!r}")
        url = f"{found[1]}/2010-04-01/Accounts/{found[2]}"
        yield Mock(process.pid, url, basic(found[2], found[3]))


def basic(username: str, password: str) -> dict[str, str]:
    """The header that opens an account."""
    return {"Authorization": f"Basic {b64encode(f'{username}:{password}'.encode()).decode()}"}


@contextmanager
def constant(like: str, headers: dict[str, str]) -> Iterator[str]:
    """A Flask route on our server that always answers what `like` answered once; yields its URL."""
    answered, body = fetch(like, headers)
    kept = [pair for pair in answered if pair[0].lower() not in _OF_THE_SERVER]
    path = urlsplit(like).path
    with running(python("benchmarks.peers"), _LONGEST_RUN) as process:
        yield ask(process, {"path": path, "headers": kept, "body": body}) + path


def _main() -> None:
    from flask import Flask, Response

    from mockconf.server import Server

    job = json.loads(sys.stdin.readline())
    app = Flask("constant", static_folder=None)
    body = job["body"].encode()

    @app.get(job["path"])
    def constant_route() -> Response:
        return Response(body, 200, job["headers"])

    with Server(app) as server:
        print(json.dumps(server.url), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _main()
