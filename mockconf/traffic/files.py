"""Opens recordings and reads them entry by entry, so that a file of any size takes little memory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple

from mockconf.errors import UnreadableInput
from mockconf.reports.problem import Place
from mockconf.traffic import cassette, exchange_log, har
from mockconf.traffic.entry import Entry, Reading, Unusable, told
from mockconf.traffic.json_stream import JsonStream

#: What stands before the first entry of any recording is shorter.
_HEAD = 65_536
#: The longest line of an exchange log.
_LONGEST_LINE = 64 * 2**20

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: How an exchange log begins.
_LOG = re.compile(rb'\{\s*"%s"' % exchange_log.MARK.encode())

#: Is told of progress, in bytes.
Advance = Callable[[int], object]
_Reader = Callable[[Mapping[str, Any], Place], Entry]


class Broken(NamedTuple):
    """An entry that could not be read."""

    place: Place
    message: str


#: What a recording holds: exchanges, what was read of their answers, and what cannot be read.
Row = Entry | Reading | Broken


def entries(file: Path, advance: Advance = lambda _: None) -> Iterator[Row]:
    """Read a recording: HAR 1.2, a cassette of vcrpy in YAML or JSON, or an exchange log of mockconf.

    Args:
        file: its path; the format is told by what is in it, not by its name.
        advance: is told how many more bytes have been read.

    Yields:
        The entries in their order, and of a log what was read of the answers; what lacks something is `Broken`, and the others
        are still read.

    Raises:
        UnreadableInput: the file cannot be read, is no such recording, or breaks off.
    """
    try:
        with file.open("rb") as stream:
            yield from _entries(stream, str(file), advance)
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror or error}") from error


def _entries(stream: BufferedReader, file: str, advance: Advance) -> Iterator[Row]:
    head = stream.peek(_HEAD)[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise UnreadableInput(f"{file} is empty")
    if head.startswith(_UTF_16):
        raise UnreadableInput(f"{file} is text in UTF-16; save it in UTF-8")
    if b"\0" in head or head.startswith(b"\x1f\x8b"):
        raise UnreadableInput(f"{file} is binary; a recording is text (gunzip it first?)")
    counted = _Counted(stream, advance)
    if not head.startswith(b"{"):
        from mockconf.traffic.yaml_stream import interactions

        yield from _read(interactions(counted, file), "/interactions", file, cassette.entry_of)
    elif _LOG.match(head):
        yield from _lines(counted, file)
    else:
        document = JsonStream(counted)
        base, reader = _objects(document, file)
        yield from _read(_elements(document, file), base, file, reader)


class _Counted:
    """A stream that tells how much of it has been read."""

    def __init__(self, stream: BufferedReader, advance: Advance) -> None:
        self._stream = stream
        self._advance = advance

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._advance(len(data))
        return data

    def readline(self, size: int) -> bytes:
        line = self._stream.readline(size)
        self._advance(len(line))
        return line


def _objects(document: JsonStream, file: str) -> tuple[str, _Reader]:
    """Walk to the entries of a JSON document: the pointer to them, and what reads one."""
    try:
        key = document.enter(("log", "interactions"))
        if key == "interactions":
            return "/interactions", cassette.entry_of
        if key == "log" and document.enter(("entries",)):
            return "/log/entries", har.entry_of
    except ValueError as error:
        raise UnreadableInput(f"{file} is no JSON: {told(error)}") from None
    raise UnreadableInput(
        f"{file} is JSON, but neither HAR (an object with log), nor a cassette (with interactions), "
        "nor an exchange log (with mockconf)"
    )


def _elements(document: JsonStream, file: str) -> Iterator[Any]:
    number = 0
    try:
        for element in document.elements():
            yield element
            number += 1
    except ValueError as error:
        says = f"{file} breaks off behind {number:,} entries: {told(error)}"
        raise UnreadableInput(says) from None


def _read(elements: Iterator[Any], base: str, file: str, entry_of: _Reader) -> Iterator[Row]:
    for number, element in enumerate(elements):
        place = Place(file, entry=number, pointer=f"{base}/{number}")
        try:
            if isinstance(element, Unusable):
                raise element
            yield entry_of(element, place)
        except Unusable as error:
            yield Broken(place, str(error))


def _lines(stream: _Counted, file: str) -> Iterator[Row]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        place = Place(file, line=number + 1, entry=number)
        number += 1
        try:
            recorded = json.loads(line)
            if exchange_log.tells_of_a_request(recorded):
                yield exchange_log.entry_of(recorded, place)
            elif reading := exchange_log.reading_of(recorded, place):
                yield reading
        except Unusable as error:
            yield Broken(place, str(error))
        except (ValueError, RecursionError) as error:
            yield Broken(place, f"the line is no JSON: {told(error)}")
