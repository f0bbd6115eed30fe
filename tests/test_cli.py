"""The command line, in processes of its own: what it prints works, its options hold, and it ends when told."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from tests.commands import SECONDS, Served, run, script, started
from tests.line import Line, request
from tests.wire import Wire

Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Runs `mockconf serve` on a free port."""
    with ExitStack() as stack:

        def start(*options: str, **environ: str) -> Served:
            command = [script("mockconf"), "serve", "--port", "0", *options]
            return Served(stack.enter_context(started(command, tmp_path, **environ)))

        yield start


def test_the_address_and_the_credentials_that_it_prints_are_good(serve: Serve) -> None:
    wire = serve().wire
    assert wire.url.startswith("http://127.0.0.1:")
    assert wire.dial("Support").status == 201
    assert wire.get("Conferences.json").status == 200


def test_the_python_lines_that_it_prints_run(serve: Serve) -> None:
    served = serve()
    snippet = served.told(r"^Python +(client = .*\n +client\.\S+ = .*)$")
    lines = ["from twilio.rest import Client", *map(str.strip, snippet.splitlines())]
    call = "client.conferences('Support').participants.create(from_='+15017122661', to='client:a')"
    code = "\n".join([*lines, f"print({call}.account_sid)"])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    assert done.stdout.strip() == served.wire.account_sid


def test_the_node_lines_that_it_prints_name_the_same_place(serve: Serve) -> None:
    served = serve()
    wire = served.wire
    assert served.told(r'^Node .*\("(\S+)", ') == wire.account_sid
    assert served.told(r'^Node .*, "(\S+)"\);$') == wire.auth_token
    assert served.told(r'client\.api\.baseUrl = "(\S+)";$') == wire.url


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize(
    ("label", "answer"), [("curl", '"conferences": []'), ("control", '"status": "ok"')]
)
def test_the_curl_lines_that_it_prints_run(serve: Serve, label: str, answer: str) -> None:
    line = serve().told(rf"^{label} +(curl .*)$")
    options = ["--silent", "--show-error", "--fail", "--noproxy", "*", "--max-time", "10"]
    done = subprocess.run(
        [*shlex.split(line), *options], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    assert answer in done.stdout


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT], ids=["sigterm", "sigint"])
@pytest.mark.parametrize("calls", [0, 1], ids=["unused", "with-an-open-connection"])
def test_it_ends_cleanly_and_soon_at_a_signal(serve: Serve, by: signal.Signals, calls: int) -> None:
    served = serve()
    with ExitStack() as stack:
        for _ in range(calls):
            line = stack.enter_context(Line(served.url))
            line.send(request("GET", "/_mockconf/health"))
            assert line.answer().status == 200
        before = monotonic()
        code, said, complained = served.stop(by)
        assert (code, said) == (0, "mockconf has stopped\n")
        assert monotonic() - before < 5
    assert "Traceback" not in complained


def test_it_logs_requests_unless_it_shall_be_quiet(serve: Serve) -> None:
    loud, quiet = serve(), serve("--quiet")
    for served in (loud, quiet):
        with Line(served.url) as line:
            line.send(request("GET", "/x?SipAuthPassword=hush", {"Connection": "close"}))
            assert line.answer().status == 404
            assert line.is_closed()
    assert loud.stop()[2] == "GET /x?SipAuthPassword=*** 404\n"
    assert quiet.stop()[2] == ""


def test_it_comes_with_as_many_conferences_as_asked_for_the_same_for_the_same_seed(
    serve: Serve,
) -> None:
    now = "2026-03-01T12:00:00+00:00"
    told = [
        serve("--seed-data", "20", "--seed", seed, "--now", now)
        .wire.get("Conferences.xml?PageSize=1000")
        .body
        for seed in ("one", "one", "two")
    ]
    assert told[0].count(b"<Conference>") == 20
    assert told[0] == told[1] != told[2]


def test_its_clock_starts_where_it_is_told(serve: Serve) -> None:
    now = serve("--now", "2026-03-01T12:00:00+00:00").wire.control("GET", "clock").json["now"]
    assert now.startswith("2026-03-01T12:00:")


def test_an_option_counts_more_than_the_environment_and_that_more_than_the_file(
    serve: Serve, tmp_path: Path
) -> None:
    (tmp_path / "mockconf.toml").write_text('seed = "file"\nmax_body = 50\n')
    served = serve("--seed", "option", MOCKCONF_SEED="environment", MOCKCONF_MAX_ACCOUNTS="0")
    assert served.told(r"seed +(\S+)$") == "option"
    assert served.wire.dial("Support", Label="a" * 50).error == (413, 20413)
    assert Wire(served.url, f"AC{'9' * 32}", "x").get("Conferences.json").error == (401, 20003)


@pytest.mark.parametrize("option", ["--version", "--help", "-h"])
def test_it_tells_what_it_is(tmp_path: Path, option: str) -> None:
    code, said = run(tmp_path, option)
    assert code == 0
    assert "mockconf" in said


def test_flask_runs_it_too(tmp_path: Path) -> None:
    command = [script("flask"), "--app", "mockconf", "run", "--port", "0"]
    with started(command, tmp_path) as process:
        assert process.stderr is not None
        found = next(filter(None, (re.search(r"http://\S+", line) for line in process.stderr)))
        given = Wire(found[0], "", "").control("POST", "reset", {}).json
        wire = Wire(found[0], given["account_sid"], given["auth_token"])
        sid = wire.dial("a/b Zoë").json["conference_sid"]
        assert wire.get(f"Conferences/{sid}.json").json["friendly_name"] == "a/b Zoë"
        assert wire.get("Conferences.json?FriendlyName=%zz").error == (400, 20001)


def test_flask_logs_no_secrets_either(tmp_path: Path) -> None:
    command = [script("flask"), "--app", "mockconf", "run", "--port", "0"]
    with started(command, tmp_path) as process:
        assert process.stderr is not None
        found = next(filter(None, (re.search(r"http://\S+", line) for line in process.stderr)))
        wire = Wire(found[0], "", "")
        assert wire.get("/2010-04-01/x?AuthToken=hunter2&Page=1", auth=None).status == 404
        logged = next(line for line in process.stderr if "/2010-04-01/x" in line)
    assert "GET /2010-04-01/x?AuthToken=***&Page=1 HTTP/1.1" in logged
    assert "x1b" not in logged
    assert "hunter2" not in logged
