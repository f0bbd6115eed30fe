"""Whether a page of a list costs the page, and not the history behind it.

Run as a module it holds a world with so many conferences and times whatever query it is asked.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from benchmarks.peers import basic
from benchmarks.processes import Process, ask, python, running
from benchmarks.table import Row, interleaved, told, within
from mockconf.exchange import Request
from mockconf.model import Conference
from mockconf.sids import SidFactory
from mockconf.states import ConferenceStatus
from mockconf.world import World

_FEW, _MANY = 1_000, 1_000_000
_STILL_OPEN = 60
_TO_A_NAME = 100
_HISTORY = timedelta(days=360)
#: So close together, even the few fill a day with more than a page.
_WIDEST_STEP = timedelta(minutes=10)
_LONGEST_RUN = 1_200.0

#: What fills a page of 50 in both worlds; the words in braces are of the conference in the middle of the history.
_QUERIES = {
    "first page": "",
    "in the middle, by token": "{page}",
    "Status=completed": "Status=completed",
    "Status=completed, in the middle": "Status=completed&{page}",
    "Status=in-progress": "Status=in-progress",
    "FriendlyName": "FriendlyName={name}",
    "DateCreated": "DateCreated={day}",
    "DateCreated<": "DateCreated%3C={day}",
    "Status, FriendlyName, DateCreated>": (
        "Status=completed&FriendlyName={name}&DateCreated%3E=2025-01-06"
    ),
}
#: No index serves it, and it is not among what is wanted.
_UNWANTED = {"DateUpdated<": "DateUpdated%3C={day}"}


def measure(quick: bool) -> Iterator[Row]:
    """The time of a page with many conferences behind it, over that with few."""
    rounds, budget = (3, 0.05) if quick else (9, 0.2)
    many = _MANY // 10 if quick else _MANY
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in _QUERIES | _UNWANTED}
    with (
        running(python("benchmarks.lists", many), _LONGEST_RUN) as large,
        running(python("benchmarks.lists", _FEW), _LONGEST_RUN) as small,
    ):
        ask(large)
        ask(small)
        for is_backwards in interleaved(rounds):
            for name, query in (_QUERIES | _UNWANTED).items():
                times[name].append(_pair(large, small, [query, budget], is_backwards))
    yield told("a page of 50 out of many / out of few", f"{many:,} / {_FEW:,} conferences")
    for name, pairs in times.items():
        ratios = [more / few for more, few in pairs]
        more, few = (median(column) * 1e6 for column in zip(*pairs, strict=True))
        says = f"{more:,.0f} / {few:,.0f} us"
        if name in _UNWANTED:
            yield told(f"  {name}", f"{median(ratios):.2f}  {says}")
        else:
            yield within(f"  {name}", ratios, 0.8, 1.2, says)


def _pair(
    large: Process, small: Process, job: list[Any], is_backwards: bool
) -> tuple[float, float]:
    """The seconds that a page takes in the large world and in the small one."""
    if is_backwards:
        few = ask(small, job)
        return ask(large, job), few
    return ask(large, job), ask(small, job)


def history(world: World, count: int) -> Iterator[Conference]:
    """Records of `count` conferences that ended, and of some that go on; the oldest first."""
    sids = SidFactory("history")
    step = min(_HISTORY / count, _WIDEST_STEP)
    for number in range(count + _STILL_OPEN):
        is_open = number >= count
        created = world.clock.now() - step * (count + _STILL_OPEN - number)
        yield Conference(
            sid=sids.make("CF"),
            account_sid=world.account_sid,
            friendly_name=f"open {number}" if is_open else f"room {number % (count // _TO_A_NAME)}",
            date_created=created,
            date_updated=created + timedelta(minutes=5),
            serial=world.switchboard.next_serial(),
            status=ConferenceStatus.IN_PROGRESS if is_open else ConferenceStatus.COMPLETED,
            region="us1",
        )


def _queries(pattern: str, middle: list[Conference]) -> list[str]:
    """The query for each of some conferences in the middle, so that no page stays in the processor's cache."""
    if "{" not in pattern:
        return [pattern]
    return [
        pattern.format(
            page=f"Page=7&PageToken=PA{one.sid}",
            name=one.friendly_name.replace(" ", "+"),
            day=one.date_created.date(),
        )
        for one in middle
    ]


def _timed(world: World, queries: list[str], budget: float) -> float:
    """The median of the seconds that a page takes."""
    path = f"/2010-04-01/Accounts/{world.account_sid}/Conferences.json"
    headers = {"authorization": basic(world.account_sid, world.auth_token)["Authorization"]}
    times: list[float] = []
    over = time.perf_counter() + budget
    while len(times) < 3 or time.perf_counter() < over:
        query = queries[len(times) % len(queries)]
        request = Request(method="GET", path=path, query=query, headers=headers)
        start = time.perf_counter()
        answer = world.answer(request)
        times.append(time.perf_counter() - start)
        if answer.status != 200 or answer.body.count(b'"friendly_name"') != 50:
            raise SystemExit(f"{query} gave no page of 50: {answer}")
    return median(times)


def _main() -> None:
    world, count = World(), int(sys.argv[1])
    middle = []
    for number, conference in enumerate(history(world, count)):
        world.switchboard.restore(conference, [])
        if abs(number - count // 2) < 50:
            middle.append(conference)
    print(len(middle), flush=True)
    for line in sys.stdin:
        pattern, budget = json.loads(line)
        print(_timed(world, _queries(pattern, middle), budget), flush=True)


if __name__ == "__main__":
    _main()
