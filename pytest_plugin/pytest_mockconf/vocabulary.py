"""The names that a test may use: events, parameters of callbacks and all others, and what was meant by one that is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mockconf.contract import load
from mockconf.errors import MockconfError
from mockconf.events import CallKind, Kind
from mockconf.hints import nearest
from mockconf.states import RecordingStatus

_SHORTEST_WORD = 3
_TOPICS: Mapping[str, Iterable[str]] = {
    "ConferenceStatusCallback": [kind.value for kind in Kind],
    "CallStatusCallback": [f"call-{kind}" for kind in CallKind],
    "RecordingStatusCallback": [f"recording-{status}" for status in RecordingStatus],
}
#: What people say for the last word of an event.
_OTHER_WORDS = {"hangup": "leave", "left": "leave", "exit": "leave", "enter": "join"}
#: What callbacks tell.
EVENTS = [word for words in _TOPICS.values() for word in words]


def require_event(event: Any, known: Iterable[str] = EVENTS) -> None:
    """There are callbacks of this name.

    Raises:
        MockconfError: there are not, and the text names the nearest one.
    """
    __tracebackhide__ = True
    words = event.split("-") if isinstance(event, str) else ()
    meant = "-".join(_OTHER_WORDS.get(word, word) for word in words)
    require_known("event", event, known, meant)


def require_told(dialect: str, event: str) -> None:
    """Callbacks of the dialect tell this event, if they tell of it at all.

    Raises:
        MockconfError: they never do.
    """
    __tracebackhide__ = True
    topic = next(topic for topic, words in _TOPICS.items() if event in words)
    schema = load(dialect).webhooks.get(topic)
    words = schema and schema.definition["properties"].get("StatusCallbackEvent", {}).get("enum")
    if schema is None or (words and event not in words):
        raise MockconfError(
            f"{dialect} tells no {event} by callbacks; mockconf.wait_for({event!r}) sees that it happened"
        )


def require_params(dialect: str, event: str, params: Iterable[str]) -> None:
    """The callbacks of this event may have these parameters.

    Raises:
        MockconfError: they never have, and the text names the nearest one.
    """
    __tracebackhide__ = True
    webhooks = load(dialect).webhooks
    topics = [topic for topic, words in _TOPICS.items() if event in words and topic in webhooks]
    names = [name for one in topics for name in webhooks[one].definition["properties"]]
    for name in params:
        require_known(f"parameter of {event}", name, names)


def require_known(what: str, name: str, known: Iterable[str], meant: str | None = None) -> None:
    """`name` is one of those that are known; in other words it is perhaps `meant`.

    Raises:
        MockconfError: it is not, and the text names the nearest one.
    """
    __tracebackhide__ = True
    names = list(known)
    if name not in names:
        word = str(meant or name)
        near = _containing(word, names) or nearest(word, names)
        hint = f"did you mean {near!r}?" if near else f"known are {', '.join(names)}"
        raise MockconfError(f"there is no {what} {name!r}; {hint}")


def _containing(word: str, names: Iterable[str]) -> str | None:
    """The name that has the word in it, best at its end: ParticipantLabel for a Label."""
    folded = word.lower()
    inside = (name for name in names if folded in name.lower())
    ranked = sorted(inside, key=lambda name: (not _ends_with(name, folded), len(name)))
    return ranked[0] if ranked and len(word) >= _SHORTEST_WORD else None


def _ends_with(name: str, folded: str) -> bool:
    """Whether a name's last word is this one: a hold is no unhold."""
    before = name[: -len(folded)]
    is_word = before.endswith("-") or name[len(before) : len(before) + 1].isupper() or not before
    return name.lower().endswith(folded) and is_word
