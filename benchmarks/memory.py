"""What a stored conference costs, and that a mock that is asked for long does not grow.

Run as a module it prints the cost of a conference, in bytes.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

from benchmarks.lists import history
from benchmarks.load import drive, raw
from benchmarks.peers import Mock, mock
from benchmarks.processes import ask, python, resident, running
from benchmarks.table import Row, at_most
from mockconf.world import World

_STORED = 200_000
_REQUESTS = 100_000
_KIB, _MIB = 1_024, 1_048_576
_MOST_FOR_ONE = 1.5
_MOST_GROWTH = 10.0
_LONGEST_RUN = 300.0


def measure(quick: bool) -> Iterator[Row]:
    """Both by the kernel's count of resident memory."""
    stored, requests = (_STORED // 10, _REQUESTS // 10) if quick else (_STORED, _REQUESTS)
    with running(python("benchmarks.memory", stored), _LONGEST_RUN) as process:
        size = ask(process) / stored / _KIB
    yield at_most("KiB for a stored conference", [size], _MOST_FOR_ONE, f"of {stored:,}")
    with mock() as ours:
        asked = _mixed(ours)
        # The journal is full after 1,000; ten times as many, and threads and caches are there as well.
        drive(ours.url, asked, 8, count=_REQUESTS // 10, statuses=(200, 400, 404))
        before = resident(ours.pid)
        saw = drive(ours.url, asked, 8, count=requests, statuses=(200, 400, 404))
        growth = (resident(ours.pid) - before) / _MIB
    what = f"MiB of growth over {requests:,} requests"
    says = f"from {before / _MIB:.0f} MiB, at {saw.per_second:,.0f}/s"
    yield at_most(what, [growth], _MOST_GROWTH, says)


def _mixed(ours: Mock) -> list[str]:
    """Looks, a page, a change with its event, a tolerated mistake, a refusal, something that is not there."""
    room, person = ours.open_conference(), ours.participant()
    return [
        raw("GET", f"{room}.json", ours.headers),
        raw("GET", f"{ours.url}/Conferences.json?Status=completed&PageSize=5", ours.headers),
        raw("POST", person, ours.headers, "Muted=true&Hold=false"),
        raw("GET", person, ours.headers),
        raw("POST", person, ours.headers, "Muted=false&muted=true&Stranger=1"),
        raw("POST", person, ours.headers, "HoldMethod=FETCH"),
        raw("GET", f"{ours.url}/Conferences/CF{'0' * 32}.json", ours.headers),
    ]


def _main() -> None:
    world = World()
    gc.collect()
    before = resident(os.getpid())
    for conference in history(world, int(sys.argv[1])):
        world.switchboard.restore(conference, [])
    gc.collect()
    print(resident(os.getpid()) - before, flush=True)


if __name__ == "__main__":
    _main()
