"""What somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, if any is.

    >>> nearest("sed", ["seed", "port"])
    'seed'
    """
    from difflib import get_close_matches  # mistakes are rare

    return next(iter(get_close_matches(name, list(known), n=1)), None)
