"""The only source of chance: identifiers drawn from a seed."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import count

_HEX = re.compile("[0-9a-fA-F]{32}")
_ANY_SID = re.compile("\\b[A-Z]{2}[0-9a-f]{32}\\b")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_sid(prefix: str, text: str) -> bool:
    """Whether `text` is a SID of that prefix.

    >>> is_sid("CF", "CF" + "0" * 32), is_sid("CF", "Support")
    (True, False)
    """
    return len(text) == 34 and text.startswith(prefix) and _HEX.fullmatch(text, 2) is not None


def is_uuid(text: str) -> bool:
    """Whether `text` has the shape of a UUID, in lower case.

    >>> is_uuid("b3877c40-da60-4998-90ad-b792e98472cf")
    True
    """
    return len(text) == 36 and _UUID.fullmatch(text) is not None


def uuid_of(sid: str) -> str:
    """The UUID of the same digits as a SID, for vendors that have no prefixes.

    >>> uuid_of("CFb3877c40da60499890adb792e98472cf")
    'b3877c40-da60-4998-90ad-b792e98472cf'
    """
    digits = sid[2:].lower()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def sid_of(prefix: str, uuid: str) -> str:
    """The SID of the same digits as a UUID; no other UUID has the same.

    >>> sid_of("CF", "b3877c40-da60-4998-90ad-b792e98472cf")
    'CFb3877c40da60499890adb792e98472cf'
    """
    return prefix + uuid.replace("-", "")


def with_uuids(text: str) -> str:
    """A sentence with UUIDs in the place of all SIDs."""
    return _ANY_SID.sub(lambda found: uuid_of(found[0]), text)


def folded(sid: str) -> str:
    """A SID with its digits in lower case, without which two SIDs could stand for one UUID.

    >>> folded("CA" + "AB" * 16) == "CA" + "ab" * 16
    True
    """
    return sid[:2] + sid[2:].lower()


class SidFactory:
    """Makes the identifiers of one world, the same ones for the same seed.

    >>> SidFactory("demo").make("CF") == SidFactory("demo").make("CF")
    True
    """

    def __init__(self, seed: int | str) -> None:
        # Every test begins several of these, and a hash begins ten times as fast as a generator of random numbers.
        self._seeded = blake2b(str(seed).encode(), digest_size=16)
        self._numbers = count()

    def make(self, prefix: str) -> str:
        """A new SID: `prefix` (two letters, such as `CF`) and 32 hexadecimal digits."""
        return prefix + self._digits()

    def uuid(self) -> str:
        """A new UUID.

        >>> len(SidFactory("demo").uuid())
        36
        """
        digits = self._digits()
        return uuid_of(f"--{digits[:12]}4{digits[13:16]}8{digits[17:]}")

    def _digits(self) -> str:
        drawn = self._seeded.copy()
        drawn.update(next(self._numbers).to_bytes(8, "big"))
        return drawn.hexdigest()
