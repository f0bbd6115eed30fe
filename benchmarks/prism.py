"""Prism, the stateless mock server of any OpenAPI document, on our own contract."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.probe import fetch, free_port, wait_for
from benchmarks.processes import Broken, running
from mockconf.bundle import bundled

#: Of these npm takes the newest version that runs on the Node that is here.
_PACKAGE = "@stoplight/prism-cli@5"
_FETCH = "/2010-04-01/Accounts/{AccountSid}/Conferences/{Sid}.json"
_LONGEST_RUN = 1_800.0
_LONGEST_INSTALL = 300.0


@contextmanager
def prism(like: str, headers: dict[str, str]) -> Iterator[str]:
    """Prism on our contract, answering what `like` answered once; yields its URL.

    Left to itself, Prism makes up an answer without most of its properties and then reports that on every request.
    With an example in the contract it says as much as we do, and has nothing to report.

    Raises:
        Broken: it is not present; the text says why.
    """
    program = _installed_prism()
    answered, body = fetch(like, headers)
    contract: Any = bundled("twilio-2010-04-01")
    success = contract["paths"][_FETCH]["get"]["responses"]["200"]
    success["content"]["application/json"]["example"] = json.loads(body)
    request_id = contract["components"]["headers"]["TwilioRequestId"]
    request_id["example"] = dict(answered)["Twilio-Request-Id"]
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "openapi.json")
        document.write_text(json.dumps(contract))
        port = free_port()
        options = ["-v", "silent", "-h", "127.0.0.1", "-p", str(port), "--multiprocess=false"]
        command = ["node", program, "mock", *options, str(document)]
        with running(command, _LONGEST_RUN, is_heard=False):
            url = f"http://127.0.0.1:{port}{urlsplit(like).path}"
            wait_for(url, headers)
            yield url


def _installed_prism() -> str:
    """The program, installed beside this interpreter if it is not yet there."""
    if shutil.which("node") is None or (npm := shutil.which("npm")) is None:
        raise Broken("there is no Node with npm here")
    if sys.prefix == sys.base_prefix:
        raise Broken("this Python has no environment of its own to install it into")
    folder = Path(sys.prefix, "node")
    program = folder / "node_modules/@stoplight/prism-cli/dist/index.js"
    if not program.exists():
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        command = [npm, "install", "--prefix", str(folder), *quiet, _PACKAGE]
        try:
            said = subprocess.run(
                command, capture_output=True, text=True, timeout=_LONGEST_INSTALL, check=False
            )
        except subprocess.TimeoutExpired:
            raise Broken(f"npm did not install it within {_LONGEST_INSTALL:.0f} s") from None
        if said.returncode:
            lines = said.stderr.strip().splitlines() or [""]
            raise Broken(f"npm did not install it: {lines[0]}")
    return str(program)
