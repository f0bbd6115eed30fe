"""Runs a suite where a client is installed, and what the tests need besides comes after that: drive_suite.py folder sys.path-as-JSON

It prints a line of JSON for each phase of a test that says something.
"""

from __future__ import annotations

import json
import os
import sys

folder, behind = sys.argv[1:]
sys.path += json.loads(behind)
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

import pytest  # it lies behind


class Told:
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            said = {"test": report.nodeid.partition("::")[2], "outcome": report.outcome}
            print(json.dumps({**said, "text": report.longreprtext}), file=sys.__stdout__)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            said = {"test": report.nodeid, "outcome": "error", "text": report.longreprtext}
            print(json.dumps(said), file=sys.__stdout__)


ours = ("-p", "pytest_mockconf.plugin", "-p", "no:cacheprovider", "-p", "no:terminal", "-s")
pytest.main([*ours, "--rootdir", folder, "-c", os.devnull, folder], plugins=[Told()])
