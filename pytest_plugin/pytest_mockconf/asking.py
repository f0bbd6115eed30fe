"""Holds what a script asks for against the contract, as a typing error there must not pass for a behaviour of the app."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from mockconf.contract import load
from mockconf.dialects import DIALECTS
from mockconf.errors import MockconfError
from mockconf.events import ASKED_FOR_BY
from mockconf.hints import nearest
from mockconf.model import ConferenceCallbacks, Webhook
from mockconf.redaction import without_secrets
from mockconf.schema import Schema, sentence

#: What may be subscribed to, in the order of the vendor's table.
EVERY_EVENT = tuple(dict.fromkeys(ASKED_FOR_BY.values()))
_FULLEST = DIALECTS[0].name
_LONGEST = 200
_CALLBACK = "ConferenceStatusCallback"
_RECORDING_CALLBACK = "ConferenceRecordingStatusCallback"
#: Of the attribute in TwiML; the parameter has two words more.
_RECORDS = ("do-not-record", "record-from-start")
#: What the TwiML attribute is called whose values are those of the parameter.
_ATTRIBUTES = {_CALLBACK: "status_callback", _RECORDING_CALLBACK: "recording_status_callback"}


def require_legal(name: str, parameter: str, value: Any) -> None:
    """A value is legal for this parameter of CreateParticipant; None stands for none.

    Args:
        name: what the value is called where it was given.

    Raises:
        MockconfError: it is not legal, and the text names the nearest that is.
    """
    __tracebackhide__ = True
    if value is None or (schema := _schema(parameter)).admits(value):
        return
    definition = schema.definition
    choices = definition.get("items", definition).get("enum", ())
    strangers = [
        one for one in (value if isinstance(value, list) else [value]) if one not in choices
    ]
    near = nearest(str(strangers[0]), choices) if strangers else None
    says = sentence(definition, schema.breaches(value)[0].keyword)
    shown = repr(without_secrets(value) if isinstance(value, str) else value)
    raise MockconfError(
        f"{name} cannot be {shown[:_LONGEST]}: {f'did you mean {near!r}?' if near else says}"
    )


def require_attributes(*, label: Any, record: Any, **values: Any) -> None:
    """What a caller brings along is legal for the parameters of the same names.

    Raises:
        MockconfError: something is not, and the text names it.
    """
    __tracebackhide__ = True
    require_text("label", label)
    if record not in _RECORDS:
        raise MockconfError(f"record is {' or '.join(_RECORDS)}, and not {record!r}")
    for name, value in {"label": label, **values}.items():
        require_legal(name, "".join(map(str.capitalize, name.split("_"))), value)


def require_text(name: str, value: Any) -> None:
    """A value is a text with something in it; None stands for none.

    Raises:
        MockconfError: it is not.
    """
    __tracebackhide__ = True
    if value is not None:
        require_given(name, value)


def require_given(name: str, value: Any, longest: int | None = None) -> None:
    """A value is a text with something in it.

    Raises:
        MockconfError: it is not.
    """
    __tracebackhide__ = True
    if not isinstance(value, str) or not value:
        raise MockconfError(f"{name} takes a text, and not {value!r}")
    if longest and len(value) > longest:
        raise MockconfError(f"{name} takes at most {longest} characters, and not {len(value)}")


def require_flags(**values: Any) -> None:
    """Each value is True or False.

    Raises:
        MockconfError: one is not.
    """
    __tracebackhide__ = True
    for name, value in values.items():
        if not isinstance(value, bool):
            raise MockconfError(f"{name} is True or False, and not {value!r}")


def webhook(
    dialect: str,
    parameter: str,
    url: str | None,
    method: str,
    events: str | Iterable[str] | None,
) -> Webhook | None:
    """Where somebody wants to hear of something; None without a URL.

    Raises:
        MockconfError: URL, method or one of the events is not one that the contract knows, or there are no events.
    """
    __tracebackhide__ = True
    if url is None:
        return None
    attribute = _ATTRIBUTES[parameter]
    if not load(dialect).webhooks:
        raise MockconfError(
            f"{dialect} tells nothing by callbacks, so {attribute} would hear nothing: leave it out, "
            f"or let the test speak {_FULLEST}, which shows the same conferences"
        )
    if events is None:
        raise MockconfError(
            f"{attribute} without {attribute}_event hears nothing, as TwiML has no default for it: "
            f"add {attribute}_event={' '.join(EVERY_EVENT)!r}, or the events you want"
        )
    if not isinstance(events, Iterable):
        raise MockconfError(
            f"{attribute}_event takes words, such as 'start end', and not {events!r}"
        )
    wanted = events.split() if isinstance(events, str) else list(events)
    if not wanted:
        raise MockconfError(f"{attribute}_event names no event, so {attribute} would hear nothing")
    require_legal(attribute, parameter, url)
    require_legal(f"{attribute}_method", f"{parameter}Method", str(method))
    require_legal(f"{attribute}_event", f"{parameter}Event", wanted)
    return Webhook(url=url, dialect=dialect, method=method, events=frozenset(wanted))


def conference_callbacks(
    dialect: str,
    status: tuple[str | None, str, str | Iterable[str]],
    recording: tuple[str | None, str, str | Iterable[str]],
) -> ConferenceCallbacks | None:
    """Who hears of a conference and of its recording, each by URL, method and events; None if nobody does."""
    __tracebackhide__ = True
    callbacks = ConferenceCallbacks(
        status=webhook(dialect, _CALLBACK, *status),
        recording=webhook(dialect, _RECORDING_CALLBACK, *recording),
    )
    return callbacks if callbacks != ConferenceCallbacks() else None


@cache
def _schema(name: str) -> Schema:
    parameters = load(_FULLEST).operations["CreateParticipant"].parameters
    return Schema(parameters.schema.definition["properties"][name])
