"""Child processes that end: each with a limit in time, ended by its pid and waited for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 5.0


class Broken(Exception):
    """A measurement could not be made; the text says why."""


Process = subprocess.Popen[str]


def python(module: str, *arguments: object) -> list[str]:
    """The command that runs a module of the benchmarks with this interpreter."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def script(name: str) -> str:
    """The command `name` of the environment that this interpreter belongs to."""
    return str(Path(sys.executable).with_name(name))


@contextmanager
def running(command: Sequence[str], limit: float, *, is_heard: bool = True) -> Iterator[Process]:
    """Run `command` for as long as the block lasts, and at most `limit` seconds; what is not heard says nothing."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MOCKCONF_")}
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if is_heard else subprocess.DEVNULL,
        stderr=None if is_heard else subprocess.DEVNULL,
        text=True,
        cwd=_ROOT,
        env=clean,
    )
    watchdog = Timer(limit, process.kill)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        _end(process)


def ask(process: Process, question: Any = None) -> Any:
    """Send a child one line of JSON, unless there is nothing to ask, and read one line of JSON."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):
        if question is not None:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise Broken(f"{' '.join(process.args)} gave no answer")  # type: ignore[arg-type]
    return json.loads(line)


def resident(pid: int) -> int:
    """How many bytes of memory the process `pid` holds, by the kernel's count."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    said = subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)], timeout=_PATIENCE)
    return int(said) * 1024


def _end(process: Process) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
