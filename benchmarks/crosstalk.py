"""Whether tests that run side by side, and one after the other at the same port, see anything of each other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import Broken
from benchmarks.table import Row, skipped, told

#: The suite; it is no module to import.
SUITE = Path(__file__).with_name("neighbours.py")
_WORKERS = 2
_FOR_EACH_WORKER, _SEEDS = 500, 20
_LONGEST_RUN = 300.0


def measure(quick: bool) -> Iterator[Row]:
    """In an order of its own for each seed."""
    what = "cross-talk of tests at the same names"
    if find_spec("xdist") is None:
        yield skipped(what, "pytest-xdist is not installed")
        return
    tests, seeds = (50 if quick else _FOR_EACH_WORKER) * _WORKERS, 3 if quick else _SEEDS
    failed, began = 0, time.perf_counter()
    for seed in range(seeds):
        failed += tests - _passed(tests, seed)
    took = (time.perf_counter() - began) / seeds
    seen = f"{failed} of {tests * seeds:,} tests saw another's"
    yield Row(what, seen, "0", "MISSED" if failed else "ok")
    yield told("cross-talk: a run", f"{tests:,} tests, {_WORKERS} workers, {took:.1f} s, x {seeds}")


def _passed(tests: int, seed: int) -> int:
    """How many tests of one run have passed, its last words included."""
    options = (
        f"-q -W error -p mockconf -p xdist -n {_WORKERS} -p no:cacheprovider --mockconf-seed={seed}"
    )
    with TemporaryDirectory() as folder:
        shutil.copy(SUITE, Path(folder, "test_neighbours.py"))
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *options.split()],
            cwd=folder,
            env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "NEIGHBOURS": str(tests)},
            capture_output=True,
            text=True,
            timeout=_LONGEST_RUN,
            check=False,
        )
    passed = re.search(r"^(?:(\d+) failed, )?(\d+) passed", ended.stdout, re.MULTILINE)
    if passed is None or int(passed[1] or 0) + int(passed[2]) != tests:
        raise Broken(f"seed {seed} has not run its tests:\n{ended.stdout[-2000:]}{ended.stderr}")
    if ended.returncode:
        print(ended.stdout[-4000:], file=sys.stderr)
    return int(passed[2]) - (ended.returncode != 0 and not passed[1])
