"""Where an operation is served: the path that its server's URL puts before its own, and the hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mockconf.drift.document import Node

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_URL = re.compile(r"(?P<host>(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*)?(?P<path>[^?#]*)")


class Served(NamedTuple):
    """What the nearest `servers` of an operation say."""

    #: Of the first of them; empty, or with a slash before it and none behind.
    base: str
    #: Of all of them, with their schemes; none where they leave it to whoever serves the file.
    hosts: frozenset[str]
    #: To where they are listed.
    pointer: str


def served(holders: Iterable[Node]) -> Served:
    """Read the servers that count.

    Args:
        holders: what may list servers; the first that does counts.

    Raises:
        NotUnderstood: a server cannot be understood.
    """
    for holder in holders:
        listed = holder.below("servers") if isinstance(holder.value, dict) else None
        servers = list(listed.items()) if listed else []
        if listed and servers:
            hosts = frozenset(host for one in servers if (host := _host(one)))
            return Served(_base(servers[0]), hosts, listed.pointer)
    return Served("", frozenset(), "")


def without_names(path: str) -> str:
    """A path whose parameters have no names.

    >>> without_names("/Accounts/{AccountSid}/Calls.json")
    '/Accounts/{}/Calls.json'
    """
    return _VARIABLE.sub("{}", path)


def names_in(path: str) -> list[str]:
    """The names of the parameters in a path."""
    return _VARIABLE.findall(path)


def _url(server: Node) -> str:
    server.mapping()
    return server.text("url") or ""


def _host(server: Node) -> str:
    """Its variables are the client's to fill in, so their names and defaults do not matter."""
    found = _URL.match(without_names(_url(server)))
    return ((found and found["host"]) or "").lower()


def _base(server: Node) -> str:
    url = _url(server)
    variables = server.below("variables")
    for name, variable in variables.fields() if variables else ():
        default = variable.mapping().get("default", "")
        url = url.replace(f"{{{name}}}", str(default))
    found = _URL.match(url)
    path = (found["path"] if found else "").strip("/")
    return f"/{path}" if path else ""
