"""Into which classes the values of a parameter fall, as its schema divides them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mockconf.parameters import Parameter
from mockconf.reading import value_of
from mockconf.schema import Schema

ABSENT, EMPTY, GIVEN = "absent", "empty", "given"
MINIMUM, BETWEEN, MAXIMUM = "minimum", "between", "maximum"
#: Where there is only one limit.
ABOVE, BELOW = "above", "below"
SHORTEST, LONGEST = "shortest", "longest"
#: Goes before a value that the contract lists, as a value may itself be called `absent`.
LISTED = "="


class Values(NamedTuple):
    """The classes of one parameter."""

    #: In the order of the contract, each with what it says, such as the limit that it stands for.
    classes: Mapping[str, str]
    #: The classes of a text that was sent.
    read: Callable[[str], tuple[str, ...]]


def values_of(parameter: Parameter, schema: Mapping[str, Any], *, in_body: bool) -> Values:
    """The classes of a parameter.

    Args:
        parameter: as the contract declares it.
        schema: that of its values.
        in_body: whether it stands in a form, where an empty value is one; in a query it counts as not sent.
    """
    if parameter.kind == "boolean":
        return _listed(parameter, ("true", "false"))
    if parameter.choices:
        return _listed(parameter, parameter.choices)
    if parameter.kind == "integer":
        return _limited(parameter, schema)
    return _measured(schema, in_body=in_body)


def _listed(parameter: Parameter, choices: tuple[str, ...]) -> Values:
    classes = {LISTED + choice: "" for choice in choices if choice not in parameter.uncounted}

    def read(text: str) -> tuple[str, ...]:
        value = value_of(parameter, [text])
        spelled = [str(value).lower()] if isinstance(value, bool) else value
        words = spelled if isinstance(spelled, list) else [spelled]
        return tuple(LISTED + word for word in words if LISTED + word in classes)

    return Values(classes, read)


def _limited(parameter: Parameter, schema: Mapping[str, Any]) -> Values:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and high is None:
        return Values({GIVEN: ""}, lambda _: (GIVEN,))
    within = ABOVE if high is None else BELOW if low is None else BETWEEN
    classes = {MINIMUM: str(low)} if low is not None else {}
    if low is None or high is None or high - low > 1:
        classes[within] = ""
    if high is not None and high != low:
        classes[MAXIMUM] = str(high)

    def read(text: str) -> tuple[str, ...]:
        value = value_of(parameter, [text])
        if not isinstance(value, int) or (low is not None and value < low):
            return ()
        if high is not None and value >= high:
            return (MAXIMUM,) if value == high and MAXIMUM in classes else ()
        return (MINIMUM,) if value == low else (within,)

    return Values(classes, read)


def _measured(schema: Mapping[str, Any], *, in_body: bool) -> Values:
    """Of a text only its length is told apart, and only where the contract leaves room for different ones."""
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 0)
    is_free = "format" not in schema and longest > 2 * shortest
    has_empty = in_body and not shortest and Schema(dict(schema)).admits("")
    classes = {EMPTY: ""} if has_empty else {}
    if not is_free:
        return Values({**classes, GIVEN: ""}, lambda text: (GIVEN,) if text else (EMPTY,))
    if shortest:
        classes[SHORTEST] = _characters(shortest)
    classes |= {BETWEEN: "", LONGEST: _characters(longest)}

    def read(text: str) -> tuple[str, ...]:
        if len(text) == longest:
            return (LONGEST,)
        if len(text) <= shortest:
            return (SHORTEST,) if text else (EMPTY,)
        return (BETWEEN,)

    return Values(classes, read)


def _characters(number: int) -> str:
    return f"{number} character{'' if number == 1 else 's'}"
