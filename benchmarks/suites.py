"""What a test costs that makes three calls of the SDK, in suites that differ in nothing but what answers the calls.

Run as a module it runs one of those suites under pytest and prints how long a test took, and the end of the session.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.conversing import converse
from benchmarks.processes import ask, python, running
from benchmarks.table import Row, at_most, interleaved, told

_TESTS = 300
_STARTING = 20
_LONGEST_RUN = 120.0
_MOST_TO_STOP = 5.0
_CEILINGS = {
    ("mockconf", "constant"): 1.5,
    ("mockconf", "responses"): 0.5,
    ("mockconf", "httpserver"): 0.2,
    ("socket", "httpserver"): 0.9,
}
_KNOWN_AS = {
    "constant": "a constant HttpClient",
    "responses": "responses",
    "httpserver": "pytest-httpserver",
}
_PLUGINS = {"mockconf": "mockconf", "socket": "mockconf", "httpserver": "pytest_httpserver"}

#: How the calls of each suite are answered; `ACCOUNT` and `ANSWERS` stand above, as they were recorded.
_HEADS = {
    "empty": "",
    "mockconf": "",
    "socket": "from twilio.rest import Client\n",
    "constant": """
import logging

import pytest
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client


class Constant(HttpClient):
    answers = {(method, path): Response(status, body) for method, path, status, body in ANSWERS}

    def __init__(self):
        super().__init__(logging.getLogger("twilio.http_client"), False)

    def request(self, method, uri, *_, **__):
        return self.answers[method, uri.removeprefix("https://api.twilio.com")]


@pytest.fixture
def client():
    return Client(*ACCOUNT, http_client=Constant())
""",
    "responses": """
import pytest
import responses
from twilio.rest import Client


@pytest.fixture
def client():
    with responses.RequestsMock() as vendor:
        for method, path, status, body in ANSWERS:
            url = f"https://api.twilio.com{path}"
            vendor.add(method, url, body=body, status=status, content_type="application/json")
        yield Client(*ACCOUNT)
""",
    "httpserver": """
import pytest
from twilio.rest import Client


@pytest.fixture
def client(httpserver):
    for method, path, status, body in ANSWERS:
        expected = httpserver.expect_request(path, method=method)
        expected.respond_with_data(body, status=status, content_type="application/json")
    client = Client(*ACCOUNT)
    client.api.base_url = httpserver.url_for("").rstrip("/")
    return client
""",
}
_TEST = "def test_{}(client):\n    converse(client)\n\n"
_TEMPLATES = {
    "empty": "def test_{}():\n    pass\n\n",
    "mockconf": "def test_{}(mockconf):\n    converse(mockconf.twilio_client())\n\n",
    "socket": (
        "def test_{}(mockconf):\n"
        "    client = Client(mockconf.account_sid, mockconf.auth_token)\n"
        "    client.api.base_url = mockconf.url\n"
        "    converse(client)\n\n"
    ),
}


class Run(NamedTuple):
    """Of one run, in milliseconds."""

    #: On average from the end of one test to the end of the next, so with all that pytest does for it.
    test: float
    #: What the last teardown took longer than the others: it stops the session's server.
    stop: float


def measure(quick: bool) -> Iterator[Row]:
    """All suites in turn, each in a pytest of its own that loads the one plugin it needs."""
    runs: dict[str, list[Run]] = {name: [] for name in _HEADS}
    with TemporaryDirectory() as folder:
        _write_suites(Path(folder), _TESTS // 3 if quick else _TESTS)
        for is_backwards in interleaved(3 if quick else 11):
            for name in sorted(runs, reverse=is_backwards):
                runs[name].append(_run(Path(folder, f"test_{name}.py"), _PLUGINS.get(name)))
    for (ours, peer), ceiling in _CEILINGS.items():
        yield _compared(runs, ours, peer, ceiling)
    yield told("  an empty test", f"{_median(runs['empty'], 'test'):.2f} ms")
    yield at_most(
        "ms to stop the session's socket", [run.stop for run in runs["socket"]], _MOST_TO_STOP
    )
    yield told("  pytest-httpserver", f"{_median(runs['httpserver'], 'stop'):.1f} ms")


def _compared(runs: dict[str, list[Run]], ours: str, peer: str, ceiling: float) -> Row:
    pairs = zip(runs[ours], runs[peer], strict=True)
    how = "over the socket" if ours == "socket" else "a test of three calls"
    return at_most(
        f"{how} / {_KNOWN_AS[peer]}",
        [one.test / other.test for one, other in pairs],
        ceiling,
        f"{_median(runs[ours], 'test'):.2f} of {_median(runs[peer], 'test'):.2f} ms",
    )


def _median(runs: list[Run], name: str) -> float:
    return median(getattr(run, name) for run in runs)


def _run(suite: Path, plugin: str | None) -> Run:
    with running(python("benchmarks.suites", suite, plugin or ""), _LONGEST_RUN) as process:
        return Run(*ask(process))


def _write_suites(folder: Path, count: int) -> None:
    from benchmarks.lent import lent

    with lent() as mock:
        converse(mock.twilio_client())
        account = mock.account_sid, mock.auth_token
        answers = [
            (one.request.method, one.request.path, one.answer.status, one.answer.body.decode())
            for one in mock.requests
        ]
    for name, head in _HEADS.items():
        template = _TEMPLATES.get(name, _TEST)
        lines = [
            "from benchmarks.conversing import converse",
            f"ACCOUNT, ANSWERS = {account!r}, {answers!r}",
            head,
            *(template.format(number) for number in range(count + _STARTING)),
        ]
        (folder / f"test_{name}.py").write_text("\n\n".join(lines))


def _main(suite: str, wanted: str) -> None:
    from importlib.metadata import entry_points
    from os import devnull
    from time import perf_counter

    import pytest

    class Stopwatch:
        def __init__(self) -> None:
            self.ends: list[float] = []
            self.teardowns: list[float] = []

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.when == "teardown":
                self.teardowns.append(report.duration)

        def pytest_runtest_logfinish(self) -> None:
            self.ends.append(perf_counter())

    watch = Stopwatch()
    others = {one.name for one in entry_points(group="pytest11")} - {wanted}
    options = ["-q", "-c", devnull, "-pno:cacheprovider", *(f"-pno:{name}" for name in others)]
    with redirect_stdout(StringIO()) as said:
        status = pytest.main([*options, f"--rootdir={Path(suite).parent}", suite], plugins=[watch])
    if status != pytest.ExitCode.OK:
        raise SystemExit(said.getvalue())
    # The first tests import and fill caches, and the last one takes the session down.
    ends = watch.ends[_STARTING - 1 : -1]
    seconds = (
        (ends[-1] - ends[0]) / (len(ends) - 1),
        watch.teardowns[-1] - median(watch.teardowns),
    )
    print(json.dumps([one * 1e3 for one in seconds]), flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
