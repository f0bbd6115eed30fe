"""The formats in which coverage is told."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mockconf.coverage import junit, markdown, terminal
from mockconf.coverage.checking import Checked
from mockconf.coverage.stored import document
from mockconf.exchange import Severity
from mockconf.reports.writing import Renderer

#: Those of its own; a command has those of every check besides.
FORMATS = ("terminal", "json", "markdown", "html", "junit")


def renderers(checked: Checked, fail_on: Severity = Severity.WARNING) -> Mapping[str, Renderer]:
    """What makes the text of a report, by its format; `fail_on` is the mildest severity that fails a test of JUnit."""
    return {
        "terminal": lambda: terminal.render(checked),
        "json": lambda: _json(checked),
        "markdown": lambda: markdown.render(checked),
        "html": lambda: _html(checked),
        "junit": lambda: junit.render(checked, fail_on),
    }


def _json(checked: Checked) -> str:
    said = document(checked.book, checked.measured, checked.result)
    return json.dumps(said, indent=1) + "\n"


def _html(checked: Checked) -> str:
    from mockconf.coverage import page  # its template engine is loaded for nothing else

    return page.render(checked)
