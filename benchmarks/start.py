"""How long one waits from the start of the process for the first answer, against a bare Flask app."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from benchmarks.peers import basic
from benchmarks.probe import free_port, wait_for
from benchmarks.processes import python, running, script
from benchmarks.table import Row, at_most, interleaved, told

_MOST = 1.2
_LONGEST_RUN = 60.0
_ACCOUNT = f"AC{'0' * 32}"
#: A mock is open to whoever comes first.
_HEADERS = basic(_ACCOUNT, "token")
_LIST = f"/2010-04-01/Accounts/{_ACCOUNT}/Conferences.json"


def measure(quick: bool) -> Iterator[Row]:
    """All by the same means: a port that is free, the command, and a request again and again until it is answered."""
    flask = [script("flask"), "--app"]
    commands = {
        "serve": ([script("mockconf"), "serve", "--quiet", "--port"], _LIST),
        "bare": (python("benchmarks.bare"), "/"),
        "flask mockconf": ([*flask, "mockconf", "run", "--port"], _LIST),
        "flask bare": ([*flask, "benchmarks.bare", "run", "--port"], "/"),
    }
    for command, path in commands.values():
        _seconds(command, path)  # warm-up: compiles what is not compiled, fills the disk's cache
    times: dict[str, list[float]] = {name: [] for name in commands}
    for is_backwards in interleaved(3 if quick else 15):
        for name in sorted(commands, reverse=is_backwards):
            times[name].append(_seconds(*commands[name]))
    yield at_most(
        "start: mockconf serve / bare Flask on werkzeug", *_compared(times, "serve", "bare")
    )
    ratios, _, says = _compared(times, "flask mockconf", "flask bare")
    yield told("start: flask --app mockconf run / a bare app", f"{median(ratios):.2f}  {says}")


def _seconds(command: list[str], path: str) -> float:
    """From the start of the process to its first answer."""
    port = free_port()
    start = time.perf_counter()
    with running([*command, str(port)], _LONGEST_RUN, is_heard=False):
        wait_for(f"http://127.0.0.1:{port}{path}", _HEADERS)
        return time.perf_counter() - start


def _compared(
    times: dict[str, list[float]], ours: str, theirs: str
) -> tuple[list[float], float, str]:
    ratios = [one / other for one, other in zip(times[ours], times[theirs], strict=True)]
    says = f"{median(times[ours]) * 1e3:.0f} of {median(times[theirs]) * 1e3:.0f} ms"
    return ratios, _MOST, says
