"""The commands of the environment that runs the tests, in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from tests.wire import Wire

SECONDS = 20.0
LAST_LINE = "Ctrl-C stops it."


class Served:
    """A `mockconf serve` that has said where it listens."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if LAST_LINE in line:
                break
        self.welcome = "".join(lines)

    def told(self, pattern: str) -> str:
        """What the welcome says where `pattern` has its brackets."""
        found = re.search(pattern, self.welcome, re.MULTILINE)
        assert found, f"{self.welcome!r} holds no {pattern!r}"
        return found[1]

    @property
    def url(self) -> str:
        return self.told(r"listens at (\S+)$")

    @property
    def wire(self) -> Wire:
        return Wire(self.url, self.told(r"account SID +(\S+)$"), self.told(r"auth token +(\S+)$"))

    def stop(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """End it by a signal: the exit code, and what it then said on both channels."""
        self.process.send_signal(by)
        said, complained = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, said, complained


@contextmanager
def started(command: list[str], folder: Path, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """A process that does not outlive its test, nor its seconds."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("MOCKCONF_")}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, env=clean | environ, stdout=pipe, stderr=pipe, text=True
    ) as process:
        guard = Timer(SECONDS, process.kill)
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()
            process.kill()


def script(name: str) -> str:
    """A command of the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


def run(folder: Path, *arguments: str, **environ: str) -> tuple[int, str]:
    """The exit code and all that `mockconf` says, when it is expected to end by itself."""
    with started([script("mockconf"), *arguments], folder, **environ) as process:
        said, complained = process.communicate(timeout=SECONDS)
        return process.returncode, said + complained
