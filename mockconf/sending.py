"""Sends one callback as the vendor does: follows redirects, tries again where the URL asks for it, and never raises."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple
from urllib.parse import urljoin

from mockconf.overrides import split
from mockconf.transport import Callback, Reply, Transport, Undeliverable, shown_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_SHOWN = 1_024
#: What an application that raises would have answered behind a real server.
_SERVER_ERROR = 500
_OF_THE_FORM = frozenset({"content-type", "content-length"})


class Sent(NamedTuple):
    """How the sending of a callback went."""

    #: The last HTTP status; None if there was no answer.
    status: int | None
    #: Why it failed, as a sentence; None if it was delivered.
    reason: str | None
    attempts: int
    #: The beginning of the last answer.
    answer: bytes


def send(transport: Transport, callback: Callback) -> Sent:
    """Deliver a callback, or find out why not, within its total timeout."""
    limits = callback.overrides
    deadline = monotonic() + limits.total_timeout
    attempts, is_over = 0, False
    while not is_over:
        attempts += 1
        result = _attempt(transport, callback, deadline)
        is_over = attempts > limits.retries or result.cause not in limits.retry_on
        is_over = is_over or monotonic() >= deadline
    return Sent(result.status, result.reason, attempts, result.answer[:_MOST_SHOWN])


class _Result(NamedTuple):
    status: int | None
    reason: str | None = None
    #: What a retry policy calls this failure.
    cause: str | None = None
    answer: bytes = b""


def _attempt(transport: Transport, callback: Callback, deadline: float) -> _Result:
    """Send once, wherever that leads."""
    visited, hops, most = callback, 0, callback.overrides.redirects
    try:
        reply = transport(_within(visited, deadline))
        while reply.status in _REDIRECTS and "location" in reply.headers and hops < most:
            visited, hops = _redirected(visited, reply.headers["location"]), hops + 1
            reply = transport(_within(visited, deadline))
        result = _judged(visited, reply)
    except Undeliverable as error:
        is_app = error.kind == "app"
        status, cause = (_SERVER_ERROR, "5xx") if is_app else (None, error.kind)
        result = _Result(status, str(error), cause)
    except Exception as error:  # noqa: BLE001 - a transport of the test's own
        result = _Result(None, f"the transport raised {type(error).__name__}: {error}")
    if hops and result.reason:
        return result._replace(reason=f"{result.reason}; {_the_way(callback)}")
    return result


def _within(callback: Callback, deadline: float) -> Callback:
    """The callback with what is left of its time."""
    limits = callback.overrides
    left = min(limits.total_timeout, max(deadline - monotonic(), 0.0))
    return callback._replace(overrides=limits._replace(total_timeout=left))


def _redirected(callback: Callback, location: str) -> Callback:
    # Headers are read byte by byte; a Location with other characters is most likely UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        url, _ = split(urljoin(callback.url, location))
    except ValueError:
        url = location  # the transport says what is wrong with it
    headers = {
        name: value for name, value in callback.headers.items() if name.lower() not in _OF_THE_FORM
    }
    return callback._replace(method="GET", url=url, headers=headers, body=b"", params={})


def _judged(callback: Callback, reply: Reply) -> _Result:
    status, answered = reply.status, f"{shown_url(callback.url)} answered {reply.status}"
    if 200 <= status <= 299:
        return _Result(status, answer=reply.body)
    if status in _REDIRECTS:
        is_lost, most = "location" not in reply.headers, callback.overrides.redirects
        why = "without a Location" if is_lost else f"after {most} redirects already"
        return _Result(status, f"{answered} {why}", answer=reply.body)
    if not 100 <= status <= 599:
        return _Result(status, f"{answered}, which is no HTTP status", answer=reply.body)
    return _Result(status, answered, f"{status // 100}xx", reply.body)


def _the_way(callback: Callback) -> str:
    where = shown_url(callback.url)
    return (
        f"{where} had redirected there, and a redirect is followed by a GET without the parameters"
    )
