"""`mockconf portability`: what of recorded traffic would break at another vendor's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from mockconf.commands.paths import FILE
from mockconf.commands.progress import progress, size_of
from mockconf.commands.reporting import EXITS, conclude, mistakes, prepared, report_options
from mockconf.errors import MockconfError
from mockconf.reports.writing import Wish

#: Where pytest keeps what our plugin has told its cache.
_LAST_LOG = Path(".pytest_cache", "v", "mockconf", "log")
_NO_LOG = "name a FILE, or run `pytest --mockconf-log=FILE` before, with pytest's cache in its usual place"
#: Where a project begins; a log from beyond is another's.
_MARKS = (".pytest_cache", ".git", "pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")


@click.command(epilog=EXITS)
@click.argument("files", nargs=-1, type=FILE, metavar="[FILE...]")
@click.option("--to", required=True, metavar="DIALECT", help="The dialect that is meant.")
@report_options()
def portability(files: tuple[Path, ...], to: str, wishes: list[Wish], fail_on: str) -> None:
    """List what of recorded traffic would break in another dialect.

    Each obstacle comes with its reason, how often and where it was met, and what to use instead. A FILE is HAR 1.2, a cassette of vcrpy, or an exchange log. Without one it is the log that the last
    `pytest --mockconf-log` of this folder has written.
    """
    from mockconf.dialects import require
    from mockconf.portability import markdown
    from mockconf.portability.assessment import assess
    from mockconf.settings import load

    with mistakes():
        recordings = files or (_last_log(),)
        wanted, target = prepared(wishes, recordings), require(to)
        with progress("comparing", size_of(recordings)) as advance:
            assessment = assess(recordings, target, load(), advance)
    own = {"markdown": lambda: markdown.render(assessment)}
    conclude(assessment.result, wanted, fail_on, own)


def _last_log() -> Path:
    try:
        latest = Path(json.loads((_project() / _LAST_LOG).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise MockconfError(_NO_LOG) from None
    shown = Path(os.path.relpath(latest)) if latest.is_relative_to(Path.cwd()) else latest
    click.echo(f"{shown} is the log of the last run", err=True)
    return shown


def _project() -> Path:
    """The folder whose tests pytest would run: the nearest that looks like a project, or the current one."""
    here = Path.cwd()
    marked = (one for one in (here, *here.parents) if any((one / mark).exists() for mark in _MARKS))
    return next(marked, here)
