"""`mockconf coverage`: what the runs of a suite exercised together, and whether that is enough."""

from __future__ import annotations

from functools import partial
from math import isnan
from pathlib import Path

import click

from mockconf.commands.paths import FILE
from mockconf.commands.progress import progress, size_of
from mockconf.commands.reporting import EXITS, conclude, mistakes, prepared, report_options
from mockconf.errors import MockconfError
from mockconf.exchange import Severity
from mockconf.reports.writing import Wish


@click.command(epilog=EXITS)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="What must be covered at the least.",
)
@click.option(
    "--baseline",
    type=FILE,
    metavar="FILE",
    help="An earlier JSON report: what it covered must still be covered.",
)
@click.option("--only-lost", is_flag=True, help="Show only what the baseline covered and is lost.")
@click.option(
    "--dialect",
    "dialects",
    multiple=True,
    metavar="NAME",
    help="Look at this dialect, spoken or not; may be repeated. By default at all that were spoken.",
)
@report_options("html")
def coverage(
    files: tuple[Path, ...],
    fail_under: float | None,
    baseline: Path | None,
    only_lost: bool,
    dialects: tuple[str, ...],
    wishes: list[Wish],
    fail_on: str,
) -> None:
    """Judge what tests or real traffic covered of the contract.

    A FILE is a JSON report of `pytest --mockconf-report=json=FILE`, or a recording: HAR 1.2, a cassette of vcrpy, or an exchange log.
    Several are taken together.
    """
    from mockconf.coverage.checking import check_files
    from mockconf.coverage.rendering import renderers
    from mockconf.dialects import require
    from mockconf.settings import load
    from mockconf.traffic.covered import book_of

    if fail_under is not None and isnan(fail_under):
        raise click.BadParameter("nan is no percentage", param_hint="--fail-under")
    with mistakes(), progress("reading", size_of(files)) as advance:
        if only_lost and baseline is None:
            raise MockconfError("--only-lost compares with a baseline: add --baseline=FILE")
        wanted = prepared(wishes, (*files, baseline))
        checked = check_files(
            files,
            baseline=baseline,
            fail_under=fail_under,
            dialects=[require(name).name for name in dict.fromkeys(dialects)],
            only_lost=only_lost,
            read=partial(book_of, settings=load(), advance=advance),
        )
    conclude(checked.result, wanted, fail_on, renderers(checked, Severity(fail_on)))
