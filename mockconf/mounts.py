"""Decides where a callback goes: into an application mounted in this process, to this machine, or nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from mockconf.errors import MockconfError
from mockconf.mounted_asgi import into_asgi
from mockconf.mounted_wsgi import into_wsgi
from mockconf.transport import Callback, Reply, Target, Transport, Undeliverable, target_of

__all__ = ["Mounts", "into_asgi", "into_wsgi"]

_Place = tuple[str, str, int]


class Mounts:
    """A transport that knows the applications of this process and keeps everything else on this machine.

    Args:
        beyond: takes what is not mounted.
        allowed_hosts: what it may call besides loopback: `app.example`, `app.example:8443`, `*.example`.

    Raises:
        MockconfError: one of them is no host.
    """

    def __init__(self, beyond: Transport, allowed_hosts: Collection[str] = ()) -> None:
        for host in allowed_hosts:
            if "/" in host or not host.strip():
                raise MockconfError(
                    f"allowed_hosts takes hosts such as app.example:8443 or *.example, not {host!r}"
                )
        self._beyond = beyond
        self._allowed = tuple(host.lower() for host in allowed_hosts)
        #: By scheme, host and port: paths and what is mounted there, the longest path first.
        self._mounted: dict[_Place, list[tuple[str, Transport]]] = {}

    def mount(self, base_url: str, app: Any) -> None:
        """Let `app` answer what is sent to `base_url` and below; it takes the place of what was mounted there.

        Args:
            base_url: the public URL of the application, such as `https://app.example`.
            app: a WSGI or ASGI application: Flask, Django, FastAPI, Starlette, or any callable of that form.

        Raises:
            MockconfError: the URL is none, or the application is neither.
        """
        target = _base(base_url)
        transport = _into(app)(app, base_url)
        place, path = _place(target), target.path.rstrip("/")
        others = [pair for pair in self._mounted.get(place, ()) if pair[0] != path]
        for replaced in self._mounted.get(place, ()):
            if replaced not in others:
                _close(replaced[1])
        ranked = sorted([*others, (path, transport)], key=lambda pair: -len(pair[0]))
        self._mounted[place] = ranked

    def __call__(self, callback: Callback) -> Reply:
        """Deliver to the mounted application with the longest matching path, or beyond.

        Raises:
            Undeliverable: it could not be delivered, or may not be.
        """
        target = target_of(callback.url)
        if mounted := self._mounted_at(target):
            return mounted(callback)
        if not self._may_call(target):
            raise Undeliverable("host", self._refusal(target))
        return self._beyond(callback)

    def __contains__(self, url: str) -> bool:
        """Whether an application of this process answers at `url`."""
        return self._mounted_at(target_of(url)) is not None

    def close(self) -> None:
        """End the lifespans of what is mounted and mount nothing any more."""
        mounted, self._mounted = self._mounted, {}
        for pairs in mounted.values():
            for _, transport in pairs:
                _close(transport)

    def _mounted_at(self, target: Target) -> Transport | None:
        for path, transport in self._mounted.get(_place(target), ()):
            if target.path.startswith(f"{path}/") or target.path == path:
                return transport
        return None

    def _may_call(self, target: Target) -> bool:
        if _is_loopback(target.host):
            return True
        if not self._allowed:
            return False
        from fnmatch import fnmatchcase

        names = (target.host, f"{target.host}:{target.port}")
        return any(fnmatchcase(name, host) for host in self._allowed for name in names)

    def _refusal(self, target: Target) -> str:
        text = (
            f"host {target.host!r} is not allowed: mockconf calls only loopback and mounted apps; "
            f'mockconf.mount("{target.scheme}://{target.authority}", app), '
            "or add it to allowed_hosts"
        )
        if not self._mounted:
            return text
        known = (
            f"{scheme}://{host}:{port}{path}"
            for (scheme, host, port), pairs in self._mounted.items()
            for path, _ in pairs
        )
        return f"{text}. Mounted: {', '.join(list(known)[:3])}"


def _place(target: Target) -> _Place:
    return target.scheme, target.host, target.port


def _close(transport: Transport) -> None:
    close = getattr(transport, "close", None)
    if close is not None:
        close()


@lru_cache(maxsize=256)
def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _base(base_url: str) -> Target:
    example = "mount('https://app.example', app)"
    if not isinstance(base_url, str):
        raise MockconfError(f"the URL comes first: {example}")
    try:
        target = target_of(base_url)
    except Undeliverable as error:
        raise MockconfError(f"{error}; a base URL has scheme and host: {example}") from None
    if target.query or "#" in base_url or target.authorization:
        raise MockconfError(
            f"a base URL has no query, fragment, username or password: {example}; "
            "they belong to the callback's URL"
        )
    return target


def _into(app: Any) -> Callable[[Any, str], Transport]:
    """The way into an application, by the form in which it is called."""
    import inspect

    if not callable(app) or isinstance(app, type):
        raise MockconfError(_no_app(app))
    is_async = inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(app.__call__)
    try:
        signature = inspect.signature(app)
    except (TypeError, ValueError):  # written in C, most likely
        return into_asgi if is_async else into_wsgi
    if not is_async and _takes(signature, 2):
        return into_wsgi
    # A decorator may have hidden the coroutine function, but not that three arguments are needed.
    if _takes(signature, 3):
        return into_asgi
    raise MockconfError(
        f"{_name(app)} is called neither as a WSGI app, (environ, start_response), nor as an ASGI "
        "app, (scope, receive, send). If it makes the app, mount what it returns: "
        "mount(url, create_app())"
    )


def _takes(signature: Any, count: int) -> bool:
    try:
        signature.bind(*range(count))
    except TypeError:
        return False
    return True


def _no_app(app: Any) -> str:
    import inspect

    if isinstance(app, type):
        return f"{app.__name__} is a class: mount an object of it"
    if inspect.ismodule(app):
        return f"{app.__name__} is a module: mount the app in it, such as {app.__name__}.app"
    if inspect.iscoroutine(app):
        app.close()
        return "a coroutine is no app: await it, and mount what it returns"
    return f"mount takes a WSGI or ASGI app, and {_name(app)} cannot be called"


def _name(app: Any) -> str:
    return getattr(app, "__qualname__", None) or f"an object of type {type(app).__name__}"
