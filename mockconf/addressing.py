"""Whom a path addresses: the dialect that speaks there, and the representation that its suffix asks for."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from mockconf.contract import load
from mockconf.dialects import BY_NAME, DIALECTS
from mockconf.dialects.protocol import Dialect
from mockconf.routing import Router


class Address(NamedTuple):
    """What a path says before its operation is looked for."""

    dialect: Dialect
    #: A key of the dialect's encodings.
    suffix: str
    #: The path without its suffix, still percent-encoded.
    stem: str


@lru_cache(maxsize=1_024)
def address_of(path: str) -> Address | None:
    """The address that a path is; None where no dialect is spoken.

    >>> address_of("/2008-08-01/Accounts/AC1/Conferences.csv")[1:]
    ('.csv', '/2008-08-01/Accounts/AC1/Conferences')
    """
    for dialect in DIALECTS:
        own = dialect.own_path(path)
        if own is not None:
            return _address(dialect, own)
    return None


def nowhere(path: str) -> Address:
    """A path where no dialect is spoken, in the words of the first one."""
    return _address(DIALECTS[0], path)


@cache
def router_of(dialect: str) -> Router:
    """Finds the operations of a dialect."""
    return Router(load(dialect).operations.values(), BY_NAME[dialect].contract_suffix)


def _address(dialect: Dialect, path: str) -> Address:
    suffix = next((one for one in dialect.encodings if one and path.endswith(one)), "")
    return Address(dialect, suffix, path.removesuffix(suffix))
