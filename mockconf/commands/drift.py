"""`mockconf drift`: what a vendor's OpenAPI file says that our contract, or an earlier file, does not."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mockconf.commands.paths import FILE
from mockconf.commands.reporting import EXITS, conclude, mistakes, prepared, report_options
from mockconf.errors import MockconfError
from mockconf.reports.writing import Wish

if TYPE_CHECKING:
    from mockconf.drift.drifted import DriftResult

_DIALECT = "twilio-2010-04-01"


@click.command(epilog=EXITS)
@click.option("--spec", type=FILE, help="The vendor's file, which our contract is held against.")
@click.option("--dialect", help=f"The contract that is meant; by default {_DIALECT}.")
@click.option("--from", "old", type=FILE, metavar="FILE", help="An earlier file of a vendor.")
@click.option("--to", "new", type=FILE, metavar="FILE", help="The later one it is compared with.")
@click.option("--only", metavar="PREFIX", help="With --from: only the paths that begin so.")
@click.option("--baseline", type=FILE, help="Accepted differences, which do not count.")
@click.option("--write-baseline", type=FILE, help="Accept all that is found, in this file.")
@report_options()
def drift(
    spec: Path | None,
    dialect: str | None,
    old: Path | None,
    new: Path | None,
    only: str | None,
    baseline: Path | None,
    write_baseline: Path | None,
    wishes: Iterable[Wish],
    fail_on: str,
) -> None:
    """Compare our contract with a vendor's OpenAPI file.

    Or one such file with a later one. Each difference is classed for a client: breaking (error), compatible (warning), doc-only (note).
    """
    from mockconf.drift import telling
    from mockconf.drift.checking import drift_between, drift_from_contract
    from mockconf.reports.writing import require_writable, write_whole

    def check(accepted: Path | None) -> DriftResult:
        if old and new:
            return drift_between(old, new, only or "", accepted)
        assert spec
        return drift_from_contract(spec, dialect or _DIALECT, accepted)

    with mistakes():
        _require_a_pair(spec, dialect, old, new, only)
        inputs = [spec, old, new, baseline, write_baseline]
        wanted = prepared(wishes, inputs)
        if write_baseline:
            _require_no_input(write_baseline, [spec, old, new])
            require_writable([*wanted, Wish("baseline", write_baseline)])
        result = check(baseline)
        if write_baseline and result.checked and not result.unreadable:
            write_whole(write_baseline, result.baseline.text(result.differences))
            result = check(write_baseline)
    own = {
        "terminal": lambda: telling.terminal(result),
        "markdown": lambda: telling.summary(result),
    }
    conclude(result, wanted, fail_on, own)


def _require_a_pair(
    spec: Path | None, dialect: str | None, old: Path | None, new: Path | None, only: str | None
) -> None:
    if spec and (old or new or only):
        raise MockconfError(
            "--spec compares with our contract, so it goes without --from, --to, --only"
        )
    if not spec and dialect:
        raise MockconfError(
            "--dialect chooses the contract that --spec is compared with; name --spec, too"
        )
    if not spec and not (old and new):
        raise MockconfError("name --spec FILE, or both --from OLD and --to NEW")


def _require_no_input(write_baseline: Path, inputs: Iterable[Path | None]) -> None:
    if str(write_baseline) == "-":
        raise MockconfError("--write-baseline needs a file, and prints nothing")
    if os.path.realpath(write_baseline) in {os.path.realpath(one) for one in inputs if one}:
        raise MockconfError(f"the baseline would take the place of {write_baseline}, which is read")
