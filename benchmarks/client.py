"""What a call of the SDK costs through the fixture's client, against the SDK's own floor and against `responses`.

Run as a module it times whichever of the three it is asked for.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from benchmarks.processes import ask, python, running
from benchmarks.table import Row, at_most, interleaved

_OF_THE_FLOOR = 3.0
_OF_RESPONSES = 0.15
_BATCH = 500
_LONGEST_RUN = 300.0
_CONFERENCES = "https://api.twilio.com/2010-04-01/Accounts/{}/Conferences/{}.json"


def measure(quick: bool) -> Iterator[Row]:
    """The same fetch() in one process: by our client, by a client that answers a constant, by one that is intercepted."""
    times: dict[str, list[float]] = {"mockconf": [], "constant": [], "responses": []}
    with running(python("benchmarks.client"), _LONGEST_RUN) as process:
        for name in times:
            ask(process, name)  # warm-up
        for is_backwards in interleaved(5 if quick else 21):
            for name in sorted(times, reverse=is_backwards):
                times[name].append(ask(process, name))
    yield _compared(times, "constant", "the SDK's own floor", _OF_THE_FLOOR)
    yield _compared(times, "responses", "responses", _OF_RESPONSES)


def _compared(times: dict[str, list[float]], peer: str, known_as: str, ceiling: float) -> Row:
    ours, theirs = times["mockconf"], times[peer]
    return at_most(
        f"fetch() by its client / {known_as}",
        [one / other for one, other in zip(ours, theirs, strict=True)],
        ceiling,
        f"{median(ours) * 1e6:.0f} of {median(theirs) * 1e6:.0f} us",
    )


def _timed(act: Callable[[], Any]) -> float:
    """The median of the seconds that `act` takes."""
    times = []
    for _ in range(_BATCH):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return median(times)


def _main() -> None:
    import responses
    from twilio.http import HttpClient
    from twilio.http.response import Response
    from twilio.rest import Client

    from benchmarks.lent import lent

    class Constant(HttpClient):  # type: ignore[misc]  # the SDK carries no types
        def __init__(self) -> None:
            super().__init__(logging.getLogger("twilio.http_client"), False)

        def request(self, *_: object, **__: object) -> Response:
            return answer

    with lent() as mock:
        sid = mock.conference("Support").sid
        ours = mock.twilio_client().conferences(sid)
        ours.fetch()
        text = mock.requests[-1].answer.body.decode()
        answer = Response(200, text)
        account = mock.account_sid, mock.auth_token
        constant = Client(*account, http_client=Constant()).conferences(sid)
        intercepted = Client(*account).conferences(sid)

        def by_responses() -> float:
            url = _CONFERENCES.format(mock.account_sid, sid)
            with responses.RequestsMock() as vendor:
                vendor.get(url, body=text, content_type="application/json")
                return _timed(intercepted.fetch)

        acts: dict[str, Callable[[], float]] = {
            "mockconf": lambda: _timed(ours.fetch),
            "constant": lambda: _timed(constant.fetch),
            "responses": by_responses,
        }
        for line in sys.stdin:
            print(acts[json.loads(line)](), flush=True)


if __name__ == "__main__":
    _main()
