"""A JSON Schema and its two validators.

`jsonschema_rs` gives the verdict, as it is fast; `jsonschema` explains a breach, as it can say where and why.
Both are imported when they are first needed, so that a world that nobody asks costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs


class Breach(NamedTuple):
    """One place where a document breaks its schema."""

    #: The property at the top that is concerned; none when the document as a whole is.
    name: str | None
    #: The keyword that is broken, such as `enum` or `required`.
    keyword: str
    message: str


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
    if error.validator == "required" and not error.absolute_path:
        for name in error.validator_value:
            if name not in error.instance:
                yield Breach(name, "required", f"{name} is required")
        return
    path = list(error.absolute_path)
    yield Breach(str(path[0]) if path else None, str(error.validator), str(error.message))
