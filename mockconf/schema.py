"""A JSON Schema and its two validators.

`jsonschema_rs` gives the verdict, as it is fast; `jsonschema` explains a breach, as it can say where and why.
Both are imported when they are first needed, so that a world that nobody asks costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs

#: Says in a schema how it is known.
_EVIDENCE = "x-evidence"
_LIMITS = (("from", "minimum"), ("to", "maximum"))


class Breach(NamedTuple):
    """One place where a document breaks its schema."""

    #: The property at the top that is concerned; none when the document as a whole is.
    name: str | None
    #: The keyword that is broken, such as `enum` or `required`.
    keyword: str
    message: str
    #: Where in the document: keys and positions, from the top.
    path: tuple[str | int, ...] = ()
    #: Whether no source says so, and the contract only assumes it.
    is_assumed: bool = False


class Schema:
    """A JSON Schema 2020-12 and its two validators."""

    def __init__(self, definition: dict[str, Any]) -> None:
        self.definition = definition

    def admits(self, value: object) -> bool:
        """The verdict, in a microsecond or less."""
        return self._verdict.is_valid(value)

    def breaches(self, value: object) -> list[Breach]:
        """The explanation: every breach, in the order of the schema."""
        return [breach for error in self._explainer.iter_errors(value) for breach in _named(error)]

    @cached_property
    def _verdict(self) -> jsonschema_rs.Draft202012Validator:
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator(self.definition)

    @cached_property
    def _explainer(self) -> jsonschema.Draft202012Validator:
        import jsonschema

        return jsonschema.Draft202012Validator(self.definition)


def _named(error: Any) -> Iterable[Breach]:
    says = error.schema
    is_assumed = isinstance(says, Mapping) and says.get(_EVIDENCE) == "assumed"
    if error.validator == "required" and not error.absolute_path:
        for name in error.validator_value:
            if name not in error.instance:
                yield Breach(name, "required", f"{name} is required", is_assumed=is_assumed)
        return
    path = tuple(error.absolute_path)
    name = str(path[0]) if path else None
    if (
        says is False
    ):  # it is not expected beside something else; the library does not tell its name
        yield Breach(name, "false", f"the value {error.instance!r} is not expected here", path)
    else:
        yield Breach(name, str(error.validator), str(error.message), path, is_assumed)


def sentence(definition: Mapping[str, Any], keyword: str) -> str:
    """What to tell a person of a value that breaks this keyword of its schema, without the words of schemas.

    A schema may say it itself, in `x-says`.

    >>> sentence({"type": "integer", "minimum": 5, "maximum": 600}, "maximum")
    'it is no whole number from 5 to 600'
    """
    values = definition.get("items", definition).get("enum")
    kind = definition.get("type")
    if keyword in ("minLength", "maxLength"):
        which, limit = ("short", "least") if keyword == "minLength" else ("long", "most")
        return f"it is too {which}: at {limit} {definition[keyword]} characters"
    if "x-says" in definition:
        return str(definition["x-says"])
    if values:
        return f"{'each of its words' if kind == 'array' else 'it'} has to be one of {', '.join(values)}"
    if kind == "boolean":
        return "it is neither true nor false"
    if kind == "integer":
        limits = (f"{word} {definition[key]}" for word, key in _LIMITS if key in definition)
        return " ".join(["it is no whole number", *limits])
    says = {"uri": "it is no http(s) URL", "date": "it is no day such as 2026-01-31"}
    return says.get(definition.get("format", ""), "it does not have the form of such a value")
