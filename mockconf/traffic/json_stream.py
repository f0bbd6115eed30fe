"""The elements of an array deep in a JSON document, one at a time, so that a document of any size takes little memory.

The standard library reads values, and only the way to them is walked here. Ready-made parsers for streams keep the whole path
for every level of nesting, and a hundred kilobytes of brackets take all memory there is.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Collection, Iterator
from typing import Any, Protocol

#: How much is read at once, in bytes, and how long a single value may be, in characters.
_CHUNK = 2**18
_LONGEST = 2**25
_NO_SPACE = re.compile("[^ \t\n\r]")


class Readable(Protocol):
    """A binary stream."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class JsonStream:
    """Walks into a JSON document.

    Its methods raise ValueError where the document is no JSON, breaks off, or holds a value of more than 32 Mi characters.

    >>> from io import BytesIO
    >>> document = JsonStream(BytesIO(b'{"version": 1, "log": {"entries": [1, 2], "pages": []}}'))
    >>> document.enter(["log"]), document.enter(["entries"]), list(document.elements())
    ('log', 'entries', [1, 2])
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._is_whole = False
        self._open = 0  # objects that have been entered

    def enter(self, keys: Collection[str]) -> str | None:
        """Go into the object that comes next, up to the value of the first of `keys`; None if it has none of them."""
        self._take("{")
        self._open += 1
        if self._next() == "}":
            return None
        while True:
            key: str = self._value()
            self._take(":")
            if key in keys:
                return key
            self._value()
            if self._next() != ",":
                return None
            self._take(",")

    def elements(self) -> Iterator[Any]:
        """The elements of the array that comes next; then the rest of the document is read."""
        self._take("[")
        if self._next() != "]":
            yield self._value()
            while self._next() == ",":
                self._at += 1
                yield self._value()
        self._take("]")
        for _ in range(self._open):
            self._leave()
        if self._next():
            raise ValueError("something follows the end of the document")

    def _leave(self) -> None:
        """Read an object to its end, from behind a value."""
        while self._next() == ",":
            self._take(",")
            self._value()
            self._take(":")
            self._value()
        self._take("}")

    def _next(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            if found := _NO_SPACE.search(self._text, self._at):
                self._at = found.start()
                return found[0]
            self._at = len(self._text)
            if not self._read():
                return ""

    def _take(self, character: str) -> None:
        found = self._next()
        if found != character:
            raise ValueError(f"there should be {character!r}, and there is {found or 'the end'!r}")
        self._at += 1

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except RecursionError:
                raise ValueError("it is nested too deeply") from None
            except json.JSONDecodeError as error:
                if not self._breaks_off(error) or not self._read():
                    raise
                continue
            if end == len(self._text) and self._read():  # a number may go on
                continue
            self._at = end
            return value

    def _breaks_off(self, error: json.JSONDecodeError) -> bool:
        """Whether there is only not enough yet of what cannot be read."""
        is_string = error.msg.startswith("Unterminated string")
        return is_string or error.pos > len(self._text) - len("-Infinity")

    def _read(self) -> bool:
        """Have more of the text; False if there is none."""
        if self._is_whole:
            return False
        left = self._text[self._at :]
        if len(left) > _LONGEST:
            raise ValueError(f"a value is longer than {_LONGEST:,} characters")
        chunk = self._stream.read(max(_CHUNK, len(left)))
        self._is_whole = not chunk
        self._text, self._at = left + self._decode(chunk, self._is_whole), 0
        return True
