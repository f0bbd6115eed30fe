"""Run as a module it starts pytest with the one plugin that is named, and prints what loading that took.

It imports what pytest has imported by then, and nothing else: what a plugin finds there costs it nothing.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import EntryPoint, entry_points
from time import perf_counter
from typing import Any, NoReturn

_OURS = ("mockconf", "mockconf_schemas", "pytest_mockconf")


def _main(wanted: str, is_kept: str) -> None:
    # Where the bytecode goes is said on the command line, so that all are equal and the sources stay clean.
    sys.dont_write_bytecode = is_kept == "False"
    for name in ("PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    import pytest

    manager = pytest.PytestPluginManager
    load, register = EntryPoint.load, manager.register
    before: set[str] = set()
    since = 0.0

    def timed_load(self: EntryPoint) -> Any:
        nonlocal since
        before.update(sys.modules)
        since = perf_counter()
        return load(self)

    def timed_register(self: Any, plugin: Any, name: str | None = None) -> str | None:
        registered = register(self, plugin, name)
        if since:
            _tell(perf_counter() - since, set(sys.modules) - before)
        return registered

    EntryPoint.load = timed_load  # type: ignore[method-assign]
    manager.register = timed_register  # type: ignore[method-assign]
    others = {one.name for one in entry_points(group="pytest11")} - {wanted}
    pytest.main(["-c", os.devnull, *(f"-pno:{name}" for name in others)])
    raise SystemExit(f"pytest has loaded no plugin {wanted}")


def _tell(seconds: float, new: set[str]) -> NoReturn:
    strangers = sum(name.partition(".")[0] not in _OURS for name in new)
    print(f"[{seconds}, {len(new)}, {strangers}]", flush=True)
    os._exit(0)


if __name__ == "__main__":
    _main(*sys.argv[1:])
