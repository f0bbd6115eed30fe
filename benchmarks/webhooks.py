"""What a step of a script costs whose callback a mounted application receives, against that application alone.

Run as a module it times whichever of the two it is asked for.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from statistics import median
from typing import Any

from benchmarks.processes import Broken, ask, python, running
from benchmarks.table import Row, at_most, interleaved

_TIMES_THE_APP = 1.5
_SECONDS_BESIDE = 1e-3
_BATCH = 200
_LONGEST_RUN = 300.0
_URL = "https://app.example/events"


def measure(quick: bool) -> Iterator[Row]:
    """A join with its signed callback, delivered when it returns; and the same request, given to the same app by hand."""
    times: dict[str, list[float]] = {"app": [], "join": []}
    with running(python("benchmarks.webhooks"), _LONGEST_RUN) as process:
        for name in times:
            ask(process, name)  # warm-up
        for is_backwards in interleaved(5 if quick else 21):
            for name in sorted(times, reverse=is_backwards):
                times[name].append(ask(process, name))
    ratios = [
        join / (_TIMES_THE_APP * app + _SECONDS_BESIDE)
        for join, app in zip(times["join"], times["app"], strict=True)
    ]
    join, app = (median(times[name]) * 1e6 for name in ("join", "app"))
    what = f"join with its callback / {_TIMES_THE_APP:g} x the app + 1 ms"
    yield at_most(what, ratios, 1.0, f"{join:.0f} us, the app {app:.0f} us")


class _Tapped:
    """An application that keeps the last request it was given."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self._body = b""
        self._environ: dict[str, Any] = {}
        self.calls = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self._environ, self._body = environ.copy(), environ["wsgi.input"].read()
        self.calls += 1
        environ["wsgi.input"] = BytesIO(self._body)
        return self._app(environ, start_response)

    def again(self) -> None:
        """Give the last request to the app once more."""
        environ = {**self._environ, "wsgi.input": BytesIO(self._body)}
        started: list[Any] = []
        chunks = self._app(environ, lambda *response: started.append(response))
        b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        if started[0][0] != "204 NO CONTENT":
            raise Broken(f"the app answered {started[0][0]}")


def _timed(act: Callable[[], object], afterwards: Callable[[], object]) -> float:
    """The median of the seconds that `act` takes."""
    times = []
    for _ in range(_BATCH):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
        afterwards()
    return median(times)


def _main() -> None:
    from flask import Flask, request

    from benchmarks.lent import lent

    present: list[str] = []
    flask = Flask("support")

    @flask.post("/events")
    def events() -> tuple[str, int]:
        present.append(request.form["CallSid"])
        return "", 204

    app = _Tapped(flask)
    with lent() as mock:
        mock.mount("https://app.example", app)
        room = mock.conference("Support", status_callback=_URL, status_callback_event="join")
        room.join()
        room.join()  # from now on it is in progress, whoever comes and goes

        def join() -> None:
            joined.append(room.join())

        def leave() -> None:
            joined.pop().leave()
            if present.pop() != mock.callbacks[-1].params["CallSid"]:
                raise Broken("the app did not hear of who joined")

        joined: list[Any] = []
        acts: dict[str, Callable[[], float]] = {
            "join": lambda: _timed(join, leave),
            "app": lambda: _timed(app.again, present.pop),
        }
        for line in sys.stdin:
            print(acts[json.loads(line)](), flush=True)


if __name__ == "__main__":
    _main()
