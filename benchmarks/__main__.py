"""`make bench`, or `python -m benchmarks throughput start --quick`: measures and prints a table."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterator

from benchmarks import (
    check,
    client,
    coverage,
    crosstalk,
    drift,
    fetching,
    judgement,
    lists,
    memory,
    plugin,
    representations,
    start,
    suites,
    throughput,
    webhooks,
)
from benchmarks.processes import Broken
from benchmarks.table import Row, print_rows

_THEMES = {
    "throughput": throughput.measure,
    "lists": lists.measure,
    "representations": representations.measure,
    "memory": memory.measure,
    "judgement": judgement.measure,
    "start": start.measure,
    "plugin": plugin.measure,
    "client": client.measure,
    "suites": suites.measure,
    "webhooks": webhooks.measure,
    "check": check.measure,
    "crosstalk": crosstalk.measure,
    "coverage": coverage.measure,
    "drift": drift.measure,
}


def main() -> None:
    """Measure all themes, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("themes", nargs="*", metavar="theme", help=f"of {', '.join(_THEMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--no-wrk", action="store_true", help="our own client, also if wrk is here")
    asked = parser.parse_args()
    if strangers := set(asked.themes) - set(_THEMES):
        parser.error(f"no theme {', '.join(sorted(strangers))}; there are {', '.join(_THEMES)}")
    if asked.no_wrk:
        fetching.wrk = None
    loads = "wrk" if fetching.wrk else "a client of our own"
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {loads}.")
    print("Ratios are medians of interleaved rounds, in parentheses the lowest and the highest.")
    print(f"Who else is at work here: a load of {os.getloadavg()[0]:.1f} before the first round.\n")
    try:
        missed = print_rows(_rows(asked.themes or list(_THEMES), asked.quick))
    except Broken as error:
        raise SystemExit(f"cannot measure: {error}") from error
    print(f"\n{missed or 'none'} missed" + (" (in a quick run)" if asked.quick else ""))


def _rows(themes: list[str], quick: bool) -> Iterator[Row]:
    for theme in themes:
        yield from _THEMES[theme](quick)


if __name__ == "__main__":
    main()
