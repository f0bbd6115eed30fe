"""Recorded bodies as bytes: some tools write them in base64, some leave them compressed."""

from __future__ import annotations

import zlib
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping

from mockconf.traffic.entry import Unusable

#: Far above any answer of these APIs.
_MOST_BYTES = 16 * 2**20
_PLAIN = ("", "identity")
_GZIP = b"\x1f\x8b"


def from_base64(text: str) -> bytes:
    """The bytes that `text` spells.

    Raises:
        Unusable: it spells none.
    """
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        raise Unusable("a body is said to be base64 and is not") from None


def plain(body: bytes, headers: Mapping[str, str]) -> bytes:
    """A body without the compression that its headers name; most tools have taken that off already.

    Args:
        body: as recorded.
        headers: by names in lower case.

    Raises:
        Unusable: the compression is broken, or hides more than 16 MiB.
    """
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in ("gzip", "x-gzip") and body.startswith(_GZIP):
        return _inflated(body, zlib.MAX_WBITS | 16)
    if coding == "deflate" and body[:1] == b"\x78":
        return _inflated(body, zlib.MAX_WBITS)
    if coding not in _PLAIN and not _is_text(body):
        raise Unusable(f"a body is compressed by {coding[:20]}, which is not read")
    return body


def _is_text(body: bytes) -> bool:
    """Whether a body is text after all, as most tools take the compression off and leave the header."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _inflated(body: bytes, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    try:
        whole = inflater.decompress(body, _MOST_BYTES)
    except zlib.error as error:
        raise Unusable(f"a compressed body cannot be read: {error}") from None
    if inflater.unconsumed_tail:
        raise Unusable(f"a compressed body holds more than {_MOST_BYTES:,} bytes")
    if not inflater.eof:
        raise Unusable("a compressed body ends too soon")
    return whole
