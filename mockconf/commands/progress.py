"""How far long work has come, for a person who waits at a terminal, and for nobody else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on the standard error while the body runs; not where that is no terminal, and not in CI.

    Args:
        label: what is being done, such as `checking`.
        total: of how many bytes, or whatever else is counted.

    >>> with progress("checking", total=5) as advance:
    ...     advance(5)
    """
    if not total or not _is_watched():
        yield lambda _: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield bar.update


def size_of(files: Iterable[Path]) -> int:
    """How many bytes these files hold together; those that cannot be read hold none."""
    return sum(file.stat().st_size for file in files if file.is_file())


def _is_watched() -> bool:
    is_ci = os.environ.get("CI", "false") not in ("", "false")
    return sys.stderr.isatty() and not is_ci and os.environ.get("TERM") != "dumb"
