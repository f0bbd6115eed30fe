"""Recordings as mockconf writes them: a JSON object in a line for each exchange and each callback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockconf.exchange import Answer
from mockconf.reports.problem import Place
from mockconf.traffic.bodies import from_base64
from mockconf.traffic.entry import Entry, Unusable, request_of

_PARTS = {
    "path": "/request/url",
    "query": "/request/url",
    "form": "/request/body",
    "body": "/request/body",
    "header": "/request/headers",
    "answer": "/answer/body",
    "status": "/answer/status",
}


def entry_of(recorded: Mapping[str, Any], place: Place) -> Entry:
    """Read a line.

    Raises:
        Unusable: it is none of such a log.
    """
    try:
        asked, answered, site = recorded["request"], recorded["answer"], recorded.get("call_site")
        headers = {name.lower(): text for name, text in asked["headers"].items()}
        request = request_of(asked["method"], asked["url"], headers, _bytes(asked))
        answer = None
        if answered:
            named = tuple((name, text) for name, text in answered["headers"].items())
            answer = Answer(answered["status"], named, _bytes(answered))
        where = Place(site["file"], site["line"]) if site else None
        return Entry(place, asked["url"], request, answer, _PARTS, where)
    except KeyError as error:
        raise Unusable(f"it lacks {error}") from None
    except (TypeError, AttributeError):
        raise Unusable("it is no line of an exchange log") from None


def _bytes(message: Mapping[str, Any]) -> bytes:
    text: str = message["body"]
    return from_base64(text) if message.get("encoding") == "base64" else text.encode()
