"""A bar shows how far long work has come: to a person at a terminal, and to nobody else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

WORK = """
from mockconf.commands.progress import progress

with progress("checking", total=4) as advance:
    for _ in range({steps}):
        advance(1)
print("done")
"""


def work(stderr: int, steps: int = 4, **environ: str) -> str:
    """What the work prints on its standard output."""
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [sys.executable, "-c", WORK.format(steps=steps)],
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**clean, "TERM": "xterm", **environ},
        timeout=20,
        check=True,
    )
    return done.stdout.decode()


def shown_at_a_terminal(**environ: str) -> str:
    """What the work shows on a terminal that is its standard error."""
    ours, theirs = pty.openpty()
    try:
        assert work(theirs, **environ) == "done\n"
        os.write(theirs, b"end")
        shown = b""
        while not shown.endswith(b"end"):
            shown += os.read(ours, 4096)
        return shown.decode().removesuffix("end")
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_terminal_shows_how_far_the_work_has_come() -> None:
    shown = shown_at_a_terminal()
    assert "checking" in shown
    assert "100%" in shown


@pytest.mark.parametrize("environ", [{"CI": "true"}, {"TERM": "dumb"}], ids=["ci", "dumb"])
def test_a_terminal_that_nobody_watches_shows_nothing(environ: dict[str, str]) -> None:
    assert shown_at_a_terminal(**environ) == ""


def test_a_pipe_gets_nothing_of_it() -> None:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as pipe:
        assert work(theirs) == "done\n"
        os.close(theirs)
        assert pipe.read() == b""
