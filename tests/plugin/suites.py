"""Runs test suites of somebody else's in this process, which takes a tenth of the time of a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import dedent
from types import MappingProxyType
from typing import Any

import pytest

# A run forgets what was first imported during it. Two copies of these modules would be strangers to each other.
import pytest_mockconf.clients
import pytest_mockconf.lending
import pytest_mockconf.recording
import pytest_mockconf.report  # noqa: F401

#: Only our plugin, by its module, for whose name pytest has no complaint.
_OPTIONS = ("-p", "pytest_mockconf.plugin", "-p", "no:cacheprovider")
_BORDER = "mockconf"


@dataclass(frozen=True)
class Ran:
    """A suite that has run."""

    reports: list[pytest.TestReport]
    #: The exit status.
    status: int
    #: What it printed.
    output: str

    @property
    def outcomes(self) -> Counter[str]:
        """How many phases of tests had which outcome, setups and teardowns that passed left out."""
        return Counter(
            "error" if one.failed and one.when != "call" else one.outcome
            for one in self.reports
            if one.when == "call" or not one.passed
        )

    @property
    def failures(self) -> dict[str, str]:
        """Why tests failed, by their names."""
        return {one.location[2]: one.longreprtext for one in self.reports if one.failed}

    @property
    def failure(self) -> str:
        """Why the only test that failed did so."""
        [text] = self.failures.values()
        return text

    @property
    def section(self) -> str:
        """What the report of the only failure shows besides."""
        [failed] = [one for one in self.reports if one.failed]
        return dict(failed.sections)[_BORDER]


def run(
    pytester: pytest.Pytester,
    source: str,
    options: Iterable[str] = (),
    modules: Mapping[str, str] = MappingProxyType({}),
) -> Ran:
    """Run a module of tests, and modules beside it that it may import."""
    made = {name: dedent(text) for name, text in {"test_it": source, **modules}.items()}
    for name, text in made.items():
        pytester.path.joinpath(f"{name}.py").write_text(text, encoding="utf-8")
    given: Any = {"syspathinsert": True, "no_reraise_ctrlc": True}
    result = pytester.runpytest_inprocess(*_OPTIONS, *options, **given)
    recorder: Any = result.reprec  # type: ignore[attr-defined]
    reports = [call.report for call in recorder.getcalls("pytest_runtest_logreport")]
    return Ran(reports, int(result.ret), result.stdout.str())
