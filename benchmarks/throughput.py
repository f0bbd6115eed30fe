"""How fast a conference is fetched, against a constant route on the same server and against Prism."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.fetching import fetch_repeatedly
from benchmarks.load import Load
from benchmarks.peers import constant, mock
from benchmarks.prism import prism
from benchmarks.processes import Broken
from benchmarks.table import Row, at_least, interleaved, skipped, told

_JUDGED = (1, 8)
_CROWD = 64
_OF_THE_LIMIT = 0.6
_OF_PRISM = 1.2

Rounds = dict[tuple[str, int], list[Load]]  # by peer and number of connections


def measure(quick: bool) -> Iterator[Row]:
    """Ratios of requests per second in the same round, and the slowest hundredth when there is a crowd."""
    with ExitStack() as stack:
        ours = stack.enter_context(mock())
        address = f"{ours.open_conference()}.json"
        urls = {
            "mockconf": address,
            "limit": stack.enter_context(constant(address, ours.headers)),
        }
        reason = None
        try:
            urls["prism"] = stack.enter_context(prism(address, ours.headers))
        except Broken as error:
            reason = str(error)
        rounds = _run(urls, ours.headers, quick)
    for connections in _JUDGED:
        yield _ratio(rounds, "limit", "a constant route", connections, _OF_THE_LIMIT)
    for connections in _JUDGED:
        if reason is None:
            yield _ratio(rounds, "prism", "prism", connections, _OF_PRISM)
    if reason is not None:
        yield skipped("prism", reason)
    for peer in urls:
        yield told(f"p99 at {_CROWD} connections: {peer}", _shown(rounds[peer, _CROWD]))


def _run(urls: dict[str, str], headers: dict[str, str], quick: bool) -> Rounds:
    count, seconds = (3, 1) if quick else (15, 1)
    for url in urls.values():
        fetch_repeatedly(url, headers, 8, seconds)  # warm-up
    rounds: Rounds = {}
    for is_backwards in interleaved(count):
        for connections in (*_JUDGED, _CROWD):
            for peer in sorted(urls, reverse=is_backwards):
                saw = fetch_repeatedly(urls[peer], headers, connections, seconds)
                rounds.setdefault((peer, connections), []).append(saw)
    return rounds


def _ratio(rounds: Rounds, peer: str, name: str, connections: int, floor: float) -> Row:
    ours = [saw.per_second for saw in rounds["mockconf", connections]]
    theirs = [saw.per_second for saw in rounds[peer, connections]]
    plural = "" if connections == 1 else "s"
    return at_least(
        f"fetch / {name}, {connections} connection{plural}",
        [one / other for one, other in zip(ours, theirs, strict=True)],
        floor,
        f"{_median(ours):,.0f} of {_median(theirs):,.0f}/s",
    )


def _shown(seen: list[Load]) -> str:
    p50, p99 = (_median([getattr(saw, name) for saw in seen]) * 1e3 for name in ("p50", "p99"))
    return f"{p99:.1f} ms (p50 {p50:.1f} ms, {_median([saw.per_second for saw in seen]):,.0f}/s)"


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
