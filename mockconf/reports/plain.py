"""Words that others have written, such as a recorded value, made fit to be shown."""

from __future__ import annotations

import re

#: Moves a cursor, turns the direction of writing, or cannot be encoded or stand in XML; line feeds and tabs do neither.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
#: A recording may hold values of any length; a report need not repeat them.
_LONGEST = 2_000


def printable(words: str) -> str:
    """Words that no terminal, log or parser takes for anything else.

    >>> printable("red \\x1b[31m")
    'red \\\\x1b[31m'
    """
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]}..."
    return _UNFIT.sub(_escaped, words)


def one_line(words: str) -> str:
    """The same, in a line that nobody takes for two.

    >>> one_line("first\\nsecond")
    'first\\\\nsecond'
    """
    return printable(words).replace("\n", "\\n").replace("\t", "\\t")


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
