"""Who may steer a world through the control API."""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import urlsplit

from mockconf.exchange import Request


def may_steer(request: Request, token: str | None) -> bool:
    """Whether a request may: from loopback, or with the token where one is configured.

    A page in a browser on this machine may not: its origin gives it away, or the rebound name that it used.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if token and scheme.lower() == "bearer" and compare_digest(given.encode(), token.encode()):
        return True
    if request.peer is None:  # no socket is involved
        return True
    host = _host_of(f"//{request.headers.get('host', 'localhost')}")
    origin = _host_of(request.headers.get("origin", "//localhost"))
    return all(_is_loopback(one) for one in (request.peer, host, origin))


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
