"""What a page of 50 costs as XML, over what it costs as JSON."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import cycle
from statistics import median
from typing import NamedTuple

from benchmarks.lists import history
from benchmarks.peers import basic
from benchmarks.processes import Broken
from benchmarks.table import Row, at_most, interleaved, told
from mockconf.exchange import Request
from mockconf.model import NewParticipant
from mockconf.world import World

_CEILING = 1.5
_COUNT = 1_000
_PAGE = 50


class _Lists(NamedTuple):
    """A world, and the lists of it that are asked for; a path begins with the version."""

    world: World
    #: So many pages that what was written for one is not at hand for the next.
    queries: list[str]
    crowd: str

    def timed(self, path: str, queries: list[str], budget: float) -> float:
        """The median of the seconds that a page takes."""
        version, name = path.split("/", 1)
        path = f"/{version}/Accounts/{self.world.account_sid}/{name}"
        headers = {
            "authorization": basic(self.world.account_sid, self.world.auth_token)["Authorization"]
        }
        times: list[float] = []
        over, turns = time.perf_counter() + budget, cycle(queries)
        while len(times) < 3 or time.perf_counter() < over:
            request = Request(method="GET", path=path, query=next(turns), headers=headers)
            start = time.perf_counter()
            answer = self.world.answer(request)
            times.append(time.perf_counter() - start)
            if answer.status != 200 or len(answer.body) < 100 * _PAGE:
                raise Broken(f"{path} gave no page of {_PAGE}: {answer.body[:200]!r}")
        return median(times)


def measure(quick: bool) -> Iterator[Row]:
    """The time of a page in one representation, over that in another."""
    rounds, budget = (5, 0.05) if quick else (15, 0.2)
    lists = _lists()
    people = f"2010-04-01/Conferences/{lists.crowd}/Participants"
    for what, path, queries in (
        ("conferences", "2010-04-01/Conferences", lists.queries),
        ("participants", people, [""]),
    ):
        pairs = []
        for is_backwards in interleaved(rounds):
            order = (".json", ".xml") if is_backwards else (".xml", ".json")
            took = {suffix: lists.timed(path + suffix, queries, budget) for suffix in order}
            pairs.append((took[".xml"], took[".json"]))
        xml, json = (median(column) * 1e6 for column in zip(*pairs, strict=True))
        ratios = [one / other for one, other in pairs]
        says = f"{xml:,.0f} / {json:,.0f} us"
        yield at_most(f"a page of {_PAGE} {what}, XML / JSON", ratios, _CEILING, says)
    pages = [f"page={number}" for number in range(_COUNT // _PAGE)]
    times = [lists.timed("2008-08-01/Conferences", pages, budget) for _ in range(rounds)]
    yield told("  of conferences, in the XML of 2008-08-01", f"{median(times) * 1e6:,.0f} us")


def _lists() -> _Lists:
    world = World()
    conferences = list(history(world, _COUNT))
    for conference in conferences:
        world.switchboard.restore(conference, [])
    crowd = world.switchboard.open_conference(world.account_sid, "crowd")
    for _ in range(_PAGE):
        world.switchboard.join(world.account_sid, crowd.sid, NewParticipant())
    middle = conferences[_COUNT // 2 :: 10]
    return _Lists(world, [f"Page=7&PageToken=PA{one.sid}" for one in middle], crowd.sid)
