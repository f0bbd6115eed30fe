"""The only source of chance: identifiers drawn from a seeded generator."""

from __future__ import annotations

import random
import re

_HEX = re.compile("[0-9a-fA-F]{32}")


def is_sid(prefix: str, text: str) -> bool:
    """Whether `text` is a SID of that prefix.

    >>> is_sid("CF", "CF" + "0" * 32), is_sid("CF", "Support")
    (True, False)
    """
    return len(text) == 34 and text.startswith(prefix) and _HEX.fullmatch(text, 2) is not None


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
        return "-".join(
            (digits[:8], digits[8:12], f"4{digits[13:16]}", f"8{digits[17:20]}", digits[20:])
        )
