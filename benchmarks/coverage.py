"""What the recording of coverage adds to a request, the counting included.

Run as a module it times one kind of request, with the recording or without it, whichever it is asked for.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from urllib.parse import urlencode

from benchmarks.peers import basic
from benchmarks.processes import ask, python, running
from benchmarks.table import Row, at_most, interleaved
from mockconf.contract import FORM
from mockconf.coverage.recording import Coverage
from mockconf.exchange import Request
from mockconf.world import World

_CEILING = 1.05
_LONGEST_RUN = 300.0
_BATCH = 200
_KINDS = {
    "fetch": "a fetch",
    "list": "a list with 4 parameters",
    "update": "an update with 3 parameters",
}


def measure(quick: bool) -> Iterator[Row]:
    """The time of a request with coverage, over the same without."""
    rounds = 15 if quick else 101
    with running(python("benchmarks.coverage"), _LONGEST_RUN) as process:
        for kind, says in _KINDS.items():
            ratios, alone = [], []
            for is_backwards in interleaved(rounds):
                order = (True, False) if is_backwards else (False, True)
                taken = {each: ask(process, f"{kind} {each}") for each in order}
                ratios.append(taken[True] / taken[False])
                alone.append(taken[False])
            micro = median(alone) * 1e6
            yield at_most(
                f"{says}: recorded / not recorded", ratios, _CEILING, f"of {micro:.0f} us"
            )


class _Deaf(Coverage):
    """Records nothing."""

    def note(self, *_: object) -> None:
        """Do nothing."""


class _Asked:
    """A world and the requests that it is asked."""

    def __init__(self, coverage: Coverage) -> None:
        self.world = World()
        self._coverage = coverage
        self.world._desk._coverage = coverage
        base = f"/2010-04-01/Accounts/{self.world.account_sid}/Conferences"
        key = basic(self.world.account_sid, self.world.auth_token)["Authorization"]
        self._headers = {"authorization": key, "content-type": FORM}
        dialled = self._post(f"{base}/room/Participants.json", From="+15550100001", To="client:a")
        participant = json.loads(self.world.answer(dialled).body)["uri"]
        get = {"method": "GET", "headers": self._headers}
        query = urlencode({"Muted": "false", "Hold": "false", "PageSize": "20", "Page": "0"})
        path = participant.rpartition("/")[0] + ".json"
        self._requests = {
            "fetch": Request(path=participant, **get),
            "list": Request(path=path, query=query, **get),
            "update": self._post(
                participant, Muted="true", Hold="false", HoldUrl="https://a.example/b"
            ),
        }

    def seconds(self, kind: str) -> float:
        """The mean of a batch, with the counting of what was recorded."""
        request, answer = self._requests[kind], self.world.answer
        start = time.perf_counter()
        for _ in range(_BATCH):
            answer(request)
        self._coverage.calls()
        return (time.perf_counter() - start) / _BATCH

    def _post(self, path: str, **form: str) -> Request:
        body = urlencode(form).encode()
        return Request(method="POST", path=path, headers=self._headers, body=body)


def _main() -> None:
    asked = {"True": _Asked(Coverage()), "False": _Asked(_Deaf())}
    acts: dict[str, Callable[[str], float]] = {name: one.seconds for name, one in asked.items()}
    for line in sys.stdin:
        kind, recorded = json.loads(line).split()
        print(acts[recorded](kind), flush=True)


if __name__ == "__main__":
    _main()
