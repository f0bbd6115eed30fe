"""What every start of pytest pays for a plugin that is installed, whether its tests use it or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.processes import Broken, ask, python, running
from benchmarks.table import Row, at_most, interleaved, skipped, told

_MOST_MILLISECONDS = 2.0
_MOST_MODULES = 3
_OURS = "mockconf"
#: By what they are called on the command line, as in `-p no:faker`.
_PEERS = {"pytest_httpserver": "pytest-httpserver", "faker": "Faker", "respx": "respx"}
_LONGEST_RUN = 60.0

Load = tuple[float, int, int]  # milliseconds, new modules, those of them that are not ours


def measure(quick: bool) -> Iterator[Row]:
    """Loading and registering each plugin alone, in a pytest that has just started."""
    plugins = [_OURS, *_PEERS]
    broken: dict[str, str] = {}
    kept: dict[str, list[Load]] = {name: [] for name in plugins}
    fresh: dict[str, list[Load]] = {name: [] for name in plugins}
    with TemporaryDirectory() as cache, TemporaryDirectory() as nothing:
        for name in plugins:
            try:
                _load(name, cache, is_kept=True)  # warm-up: compiles
            except Broken as error:
                broken[name] = str(error)
        present = [name for name in plugins if name not in broken]
        for is_backwards in interleaved(3 if quick else 21):
            for name in present[::-1] if is_backwards else present:
                kept[name].append(_load(name, cache, is_kept=True))
        for is_backwards in interleaved(1 if quick else 3):
            for name in present[::-1] if is_backwards else present:
                fresh[name].append(_load(name, nothing, is_kept=False))
    if _OURS in broken:
        raise Broken(broken[_OURS])
    ours = kept[_OURS]
    yield at_most(
        "plugin: ms to load it after pytest", [one[0] for one in ours], _MOST_MILLISECONDS
    )
    yield at_most("plugin: modules that come with it", [ours[0][1]], _MOST_MODULES)
    yield at_most("  those of them that are not ours", [ours[0][2]], 0)
    yield told(
        "  and where no bytecode is kept", f"{median(one[0] for one in fresh[_OURS]):.1f} ms"
    )
    for name, known_as in _PEERS.items():
        if name in broken:
            yield skipped(f"  {known_as}", broken[name])
            continue
        warm, cold = (median(one[0] for one in loads[name]) for loads in (kept, fresh))
        says = f"{warm:.1f} ms, {kept[name][0][1]} modules; {cold:.0f} ms without bytecode"
        yield told(f"  {known_as}", says)


def _load(plugin: str, cache: str, *, is_kept: bool) -> Load:
    command = python("benchmarks.loading", plugin, is_kept)
    with running(
        [sys.executable, "-X", f"pycache_prefix={cache}", *command[1:]], _LONGEST_RUN
    ) as p:
        seconds, new, strangers = ask(p)
    return seconds * 1e3, new, strangers
