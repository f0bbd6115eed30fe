"""How suites that tests write break the contract, and what their sessions say of it in the end."""

from __future__ import annotations

import re

from tests.plugin.suites import Ran

#: `breach(mockconf)` asks for a path that does not exist: over the socket, without an SDK.
BREACH = """
from urllib.error import HTTPError
from urllib.request import urlopen

def breach(mockconf):
    try:
        urlopen(mockconf.url + "/nowhere", timeout=5)
    except HTTPError:
        pass
"""
#: The tests of a module fail by no breach.
LENIENT = """
import pytest
pytestmark = pytest.mark.mockconf(strict=False)
"""


def summary(ran: Ran) -> str | None:
    """What stands below the title of our summary; None if there is none."""
    found = re.findall(r"^=+ mockconf =+\n+(.*)$", ran.output, re.MULTILINE)
    assert len(found) <= 1, ran.output
    return found[0] if found else None
