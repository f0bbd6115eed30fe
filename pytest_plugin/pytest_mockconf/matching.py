"""Whether something was requested or told as a test expects, and if not, what came near."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import unquote

from mockconf.contract import Operation, load
from mockconf.delivery import Delivery, Outcome
from mockconf.dialects import DIALECTS
from mockconf.errors import ApiError, MockconfError
from mockconf.events import ASKED_FOR_BY, Event, Happened, RecordingEvent
from mockconf.exchange import Exchange
from mockconf.reading import fields_of_body, fields_of_query
from mockconf.redaction import REDACTED, looks_secret, without_secrets
from pytest_mockconf.naming import dialect_of
from pytest_mockconf.vocabulary import require_event, require_known, require_params, require_told

_Row = TypeVar("_Row")
_MOST_SHOWN = 3
_LONGEST_VALUE = 200
#: What becomes of callbacks that the app has never seen.
_UNSEEN = (Outcome.WAITING, Outcome.HELD, Outcome.DROPPED)


class Candidate(NamedTuple, Generic[_Row]):
    """A row that has the right name; its values decide."""

    row: _Row
    #: What a text calls it.
    title: str
    #: By the contract's names; more than one text where a name was repeated.
    values: Mapping[str, Sequence[str]]


def requested(
    dialect: str, exchanges: Sequence[Exchange], operation: str, params: Mapping[str, Any]
) -> tuple[list[Exchange], str]:
    """The requests for an operation that carried these parameters, and what to say if there should be others.

    Those to the API of another dialect are another operation, whatever it is called.

    Raises:
        MockconfError: the contract has no such operation, or the operation no such parameter.
    """
    __tracebackhide__ = True
    known = load(dialect).operations
    require_known("operation", operation, known)
    parameters = (one.parameter.name for one in known[operation].path_parameters)
    names = [*known[operation].parameters.by_name, *parameters]
    for name in params:
        require_known(f"parameter of {operation}", name, names)
    rows = [one for one in exchanges if one.operation is not None]
    candidates = [
        Candidate(one, f"#{one.number}", _values_of(known[operation], one))
        for one in rows
        if (one.operation, one.dialect) == (operation, dialect)
    ]
    forgotten = exchanges[0].number - 1 if exchanges else 0
    seen = (
        f"{one.operation}{'' if one.dialect == dialect else f' of {one.dialect}'}" for one in rows
    )
    return picked(operation, candidates, params, seen, forgotten)


def told(
    dialect: str, deliveries: Sequence[Delivery], event: str, params: Mapping[str, Any]
) -> tuple[list[Delivery], str]:
    """The callbacks of an event that carried these parameters, and what to say if there should be others.

    Raises:
        MockconfError: there is no such event, or its callbacks have no such parameter.
    """
    __tracebackhide__ = True
    require_event(event)
    require_told(dialect, event)
    require_params(dialect, event, params)
    rows = [one for one in deliveries if one.outcome not in _UNSEEN]
    candidates = [
        Candidate(one, _title(one), {name: [text] for name, text in one.params.items()})
        for one in rows
        if one.event == event
    ]
    forgotten = deliveries[0].number - 1 if deliveries else 0
    return picked(f"{event} callback", candidates, params, [one.event for one in rows], forgotten)


def unheard(event: str, rows: Iterable[object]) -> str:
    """What to say of events of this name that happened and were told to nobody; nothing if there are none."""
    happened = [row for row in rows if isinstance(row, Happened) and row.name == event]
    silent = [row for row in happened if row.webhook is None]
    if not silent:
        return ""
    one = silent[0]
    word = ASKED_FOR_BY[one.kind] if isinstance(one, Event) else event.partition("-")[2]
    of = "recording_" if isinstance(one, RecordingEvent) else ""
    return (
        f"\n  it happened{f' {len(silent)} times' if len(silent) > 1 else ''}, but nobody asked to "
        f"hear of it: {of}status_callback_event={word!r}"
    )


def differences(expected: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> list[str]:
    """Field by field what is not as expected.

    >>> differences({"Muted": True, "Label": None}, {"Muted": ["false"]})
    ["Muted: expected 'true', got 'false'"]
    """
    return [
        f"{name}: expected {_shown(name, _texts(value))}, got {_shown(name, values.get(name))}"
        for name, value in expected.items()
        if not _is(value, values.get(name))
    ]


def shown_params(params: Mapping[str, Any]) -> str:
    """What was expected, for a text."""
    shown = (f"{name}={_shown(name, _texts(value))}" for name, value in params.items())
    return f" with {', '.join(shown)}" if params else ""


def shown_counts(names: Iterable[str]) -> str:
    """How often each came, in the order in which they first came."""
    counts = Counter(names)
    shown = (name if times == 1 else f"{name} x{times}" for name, times in counts.items())
    return ", ".join(shown) or "nothing"


def plural(number: int, what: str) -> str:
    """`1 callback`, `2 callbacks`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def picked(
    what: str,
    candidates: list[Candidate[_Row]],
    params: Mapping[str, Any],
    seen: Iterable[str],
    forgotten: int = 0,
) -> tuple[list[_Row], str]:
    """The rows that have these values, and what to say if there should be others.

    Args:
        what: what is looked for.
        candidates: rows of that name.
        params: the values that are looked for; None stands for one that is absent.
        seen: the names of all rows, for comparison.
        forgotten: how many rows there were before.
    """
    judged = [(differences(params, one.values), one) for one in candidates]
    fitting = [one for wrong, one in judged if not wrong]
    text = [f"{what}{shown_params(params)}, got {len(fitting)}"]
    if fitting:
        text.append(f"  got: {', '.join(one.title for one in fitting[:10])}")
    near = sorted((pair for pair in judged if pair[0]), key=lambda pair: len(pair[0]))
    text += [f"  near: {one.title} {'; '.join(wrong)}" for wrong, one in near[:_MOST_SHOWN]]
    if len(near) > _MOST_SHOWN:
        text.append(f"  and {len(near) - _MOST_SHOWN} more of them")
    text.append(f"  seen: {shown_counts(seen)}")
    if forgotten:
        text.append(f"  The first {forgotten} are forgotten: see the setting log_size.")
    return [one.row for one in fitting], "\n".join(text)


def require_times(times: Any) -> None:
    """A value says how often something is expected.

    Raises:
        MockconfError: it does not.
    """
    __tracebackhide__ = True
    if isinstance(times, bool) or not isinstance(times, int) or times < 0:
        raise MockconfError(f"times is a whole number from 0, and not {times!r}")


def _values_of(operation: Operation, exchange: Exchange) -> dict[str, list[str]]:
    """Parameters as they were sent, those of the path included."""
    values: dict[str, list[str]] = {}
    for name, text in _fields_of(exchange):
        values.setdefault(name, []).append(text)
    path = dialect_of(exchange.dialect).own_path(exchange.request.path)
    found = _path_of(operation).fullmatch(path or exchange.request.path)
    if found:
        values |= {name: [unquote(text)] for name, text in found.groupdict().items()}
    return values


def _fields_of(exchange: Exchange) -> list[tuple[str, str]]:
    try:
        if exchange.request.method == "POST":
            return fields_of_body(exchange.request)
        return fields_of_query(exchange.request)
    except ApiError:  # it could not be read, and was refused for that
        return []


@cache
def _pattern(path: str, suffix: str, suffixes: tuple[str, ...]) -> re.Pattern[str]:
    parts = re.split(r"{(\w+)}", path.removesuffix(suffix))
    stem = "".join(
        f"(?P<{part}>[^/]+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
    return re.compile(f"{stem}(?:{'|'.join(map(re.escape, suffixes))})")


def _path_of(operation: Operation) -> re.Pattern[str]:
    dialect = next(one for one in DIALECTS if operation.path.startswith(one.base))
    return _pattern(operation.path, dialect.contract_suffix, tuple(dialect.encodings))


def _is(value: Any, texts: Sequence[str] | None) -> bool:
    if isinstance(value, bool) and texts:  # older SDKs write True
        texts = [text.lower() for text in texts]
    return _texts(value) == (None if texts is None else list(texts))


def _texts(value: Any) -> list[str] | None:
    """A value as texts: a list was repeated, and None was not sent."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one) or ()]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)]


def _shown(name: str, texts: Sequence[str] | None) -> str:
    if texts is None:
        return "none"
    if looks_secret(name):
        return REDACTED
    shown = [_bounded(without_secrets(text)) for text in texts]
    return repr(shown[0]) if len(shown) == 1 else _bounded(repr(shown))


def _bounded(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def _title(delivery: Delivery) -> str:
    number = delivery.params.get("SequenceNumber")
    return f"{delivery.event} #{number}" if number else f"@{delivery.number}"
