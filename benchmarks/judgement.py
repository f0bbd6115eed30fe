"""Which share of a request is its judgement, for a form of ten fields.

Run as a module it times the judgement alone, or a whole answer without a socket, whichever it is asked for.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from urllib.parse import urlencode

from benchmarks.load import drive, raw
from benchmarks.peers import basic, mock
from benchmarks.processes import ask, python, running
from benchmarks.table import Row, at_most, interleaved, told
from mockconf.contract import FORM, load
from mockconf.exchange import Request
from mockconf.judgement import Judge
from mockconf.routing import Router
from mockconf.world import World

_SHARE = 0.15
_LONGEST_RUN = 300.0
_BATCH = 500
_FORM = urlencode(
    {
        "Muted": "true",
        "Hold": "false",
        "HoldUrl": "https://example.com/hold",
        "HoldMethod": "GET",
        "AnnounceUrl": "https://example.com/announce",
        "AnnounceMethod": "POST",
        "WaitUrl": "https://example.com/wait",
        "WaitMethod": "GET",
        "BeepOnExit": "false",
        "EndConferenceOnExit": "false",
    }
)


def measure(quick: bool) -> Iterator[Row]:
    """The time to judge UpdateParticipant, over the same on a connection that stays open."""
    rounds, seconds = (3, 0.5) if quick else (9, 2.0)
    wire, core, judging = [], [], []
    with mock() as ours, running(python("benchmarks.judgement"), _LONGEST_RUN) as process:
        update = [raw("POST", ours.participant(), ours.headers, _FORM)]
        drive(ours.url, update, 1, seconds=seconds)  # warm-up
        for is_backwards in interleaved(rounds):
            if not is_backwards:
                wire.append(drive(ours.url, update, 1, seconds=seconds).p50)
            judging.append(ask(process, "judge"))
            core.append(ask(process, "answer"))
            if is_backwards:
                wire.append(drive(ours.url, update, 1, seconds=seconds).p50)
    alone, over_http, within_core = (median(column) * 1e6 for column in (judging, wire, core))
    yield at_most(
        "judging ten fields / the request over HTTP",
        [one / other for one, other in zip(judging, wire, strict=True)],
        _SHARE,
        f"{alone:.0f} of {over_http:,.0f} us",
    )
    shares = [one / other for one, other in zip(judging, core, strict=True)]
    yield told(
        "judging ten fields / World.answer",
        f"{median(shares):.2f}  {alone:.0f} of {within_core:,.0f} us",
    )


def _participant(world: World, headers: dict[str, str]) -> str:
    """The path of somebody in a conference of `world`, who is not alone and so can hear an announcement."""
    base = f"/2010-04-01/Accounts/{world.account_sid}/Conferences/room/Participants"
    for number in ("+15550100002", "+15550100003"):
        body = urlencode({"From": "+15550100001", "To": number}).encode()
        post = Request(method="POST", path=f"{base}.json", headers=headers, body=body)
        said = json.loads(world.answer(post).body)
    return str(said["uri"])


def _timed(act: Callable[[], object]) -> float:
    """The median of the seconds that `act` takes."""
    times = []
    for _ in range(_BATCH):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return median(times)


def _main() -> None:
    world = World()
    key = basic(world.account_sid, world.auth_token)["Authorization"]
    headers = {"authorization": key, "content-type": FORM}
    path = _participant(world, headers)
    request = Request(method="POST", path=path, headers=headers, body=_FORM.encode())
    route = Router(load("twilio-2010-04-01").operations.values(), ".json").route(
        "POST", path.removesuffix(".json")
    )
    if world.answer(request).status != 200:
        raise SystemExit(f"{world.answer(request)}")
    acts: dict[str, Callable[[], object]] = {
        "judge": lambda: Judge(request, False, []).judge(route),
        "answer": lambda: world.answer(request),
    }
    for line in sys.stdin:
        print(_timed(acts[json.loads(line)]), flush=True)


if __name__ == "__main__":
    _main()
