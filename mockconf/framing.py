"""How a request lies on the wire: its first line, its headers, where its body ends. Strict, and so also quick."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BufferedIOBase
from typing import NamedTuple

_LONGEST_LINE = 65_536
_MOST_HEADERS = 100
#: Of all headers together.
_MOST_BYTES = 65_536
_REQUEST_LINE = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^\x00-\x20\x7f]+) HTTP/(\d)\.(\d)\r?\n"
)
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00\r\n]*?)[ \t]*\r?\n")
_LENGTH = re.compile("[0-9]{1,18}")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")

Headers = Mapping[str, str]


class Unreadable(Exception):
    """What came is no request: an HTTP status and what is wrong."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status


class RequestLine(NamedTuple):
    """The first line of a request."""

    method: str
    #: Path and query as sent, a character for each byte.
    target: str
    version: tuple[int, int]


class Body(NamedTuple):
    """The beginning of a body, and whether that is all of it."""

    content: bytes
    is_complete: bool


def request_line(line: bytes) -> RequestLine:
    """Read the first line.

    Raises:
        Unreadable: it is none, or speaks another version than HTTP/1.
    """
    found = _REQUEST_LINE.fullmatch(line)
    if found is None:
        raise Unreadable(400, "this is not an HTTP request line")
    version = int(found[3]), int(found[4])
    if version[0] != 1:
        raise Unreadable(505, "only HTTP/1 is spoken here")
    return RequestLine(found[1].decode(), found[2].decode("latin-1"), version)


def headers(stream: BufferedIOBase) -> Headers:
    """Read the headers up to the empty line: names in lower case, repeated ones joined by commas.

    Raises:
        Unreadable: a line is no header, or there is too much of them.
    """
    found: dict[str, str] = {}
    room = _MOST_BYTES
    for _ in range(_MOST_HEADERS + 1):
        line = stream.readline(room + 1)
        if line in (b"\r\n", b"\n"):
            return found
        room -= len(line)
        if room < 0:
            raise Unreadable(431, "the headers are too long")
        header = _HEADER.fullmatch(line)
        if header is None:
            raise Unreadable(400, "a line among the headers is not a header")
        name, value = header[1].decode().lower(), header[2].decode("latin-1")
        if name == "content-length" and found.get(name, value) != value:
            raise Unreadable(400, "there are two lengths that contradict each other")
        found[name] = (
            f"{found[name]},{value}" if name in found and name != "content-length" else value
        )
    raise Unreadable(431, "there are too many headers")


def body(fields: Headers, stream: BufferedIOBase, most: int) -> Body:
    """Read the body, or its first `most` bytes.

    Raises:
        Unreadable: it breaks off, or the headers do not tell where it ends.
    """
    coding = fields.get("transfer-encoding")
    if coding is None:
        return _counted(fields.get("content-length", "0"), stream, most)
    if coding.lower() != "chunked":
        raise Unreadable(501, f"the transfer coding {coding[:40]!r} is not known here")
    if "content-length" in fields:
        raise Unreadable(400, "there is a length, and there are chunks")
    return _chunked(stream, most)


def _counted(length: str, stream: BufferedIOBase, most: int) -> Body:
    if not _LENGTH.fullmatch(length):
        raise Unreadable(400, "Content-Length is not a number")
    wanted = min(int(length), most)
    return Body(_exactly(stream, wanted), wanted == int(length))


def _chunked(stream: BufferedIOBase, most: int) -> Body:
    content = b""
    while True:
        size = _CHUNK_SIZE.fullmatch(stream.readline(_LONGEST_LINE))
        if size is None:
            raise Unreadable(400, "a chunk does not tell its size")
        length = int(size[1], 16)
        if length == 0:
            headers(stream)  # what follows the last chunk looks like headers and means nothing here
            return Body(content, True)
        if len(content) + length > most:
            return Body(content + _exactly(stream, most - len(content)), False)
        content += _exactly(stream, length)
        if stream.readline(3) not in (b"\r\n", b"\n"):
            raise Unreadable(400, "a chunk is longer than it said")


def _exactly(stream: BufferedIOBase, length: int) -> bytes:
    content = stream.read(length) or b""  # None, when the wait for it has timed out
    if len(content) < length:
        raise Unreadable(400, "the body breaks off")
    return content
