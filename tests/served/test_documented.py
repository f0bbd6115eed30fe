"""The command lines of the page about CI that serve a mock and try its contract: they run, and requests succeed."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.commands import Served, run, script, started

PAGE = (Path(__file__).parents[2] / "docs" / "ci.md").read_text()
LINES = re.findall("^((?:mockconf (?:openapi|serve)|st run).*?)(?: +#.*)?$", PAGE, re.MULTILINE)
#: Fewer examples than the page has made, which are enough to get through.
BOUNDED = ("--phases", "fuzzing", "--max-examples", "4", "--generation-deterministic", "--no-color")
SECONDS = 30


def words(start: str, named: str) -> list[str]:
    """The only line that begins so and names this."""
    [line] = [one for one in LINES if one.startswith(start) and named in one]
    return shlex.split(line)


@pytest.mark.parametrize(
    ("dialect", "account", "secret"),
    [
        ("twilio-2010-04-01", "SID", "TOKEN"),
        ("signalwire", "PROJECT", "API_TOKEN"),
    ],
)
def test_what_the_page_says_of_schemathesis_works(
    tmp_path: Path, dialect: str, account: str, secret: str
) -> None:
    serve = [script("mockconf"), *words("mockconf serve", "")[1:], "--port", "0", "--quiet"]
    with started(serve, tmp_path) as process:
        served = Served(process)
        is_twilio = account == "SID"
        known = {
            "http://127.0.0.1:2010": served.url,
            account: served.told(f"{'account SID' if is_twilio else 'project ID'} +(\\S+)$"),
            secret: served.told(f"{'auth token' if is_twilio else 'API token'} +(\\S+)$"),
        }
        known[f"{account}:{secret}"] = f"{known[account]}:{known[secret]}"
        printed = [known.get(word, word) for word in words(f"mockconf openapi {dialect}", "--acc")]
        assert run(tmp_path, *printed[1:]) == (0, "")
        tried = [known.get(word, word) for word in words("st run", f"{account}:{secret}")]
        done = subprocess.run(
            [script("st"), *tried[1:], *BOUNDED],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        seen = served.wire.control("GET", "coverage").json[dialect]
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200" in seen["ListConference"]["statuses"]
