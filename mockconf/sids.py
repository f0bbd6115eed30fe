"""The only source of chance: identifiers drawn from a seeded generator."""

from __future__ import annotations

import random
import re

_HEX = re.compile("[0-9a-fA-F]{32}")
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


class SidFactory:
    """Makes the identifiers of one world, the same ones for the same seed.

    >>> SidFactory("demo").make("CF") == SidFactory("demo").make("CF")
    True
    """

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def make(self, prefix: str) -> str:
        """A new SID: `prefix` (two letters, such as `CF`) and 32 hexadecimal digits."""
        return f"{prefix}{self._random.getrandbits(128):032x}"

    def uuid(self) -> str:
        """A new UUID.

        >>> len(SidFactory("demo").uuid())
        36
        """
        digits = f"{self._random.getrandbits(128):032x}"
        return uuid_of(f"--{digits[:12]}4{digits[13:16]}8{digits[17:]}")
