"""What of a recorded request another dialect does not have."""

from __future__ import annotations

from collections.abc import Iterator

from mockconf.contract import Operation
from mockconf.dialects.protocol import Dialect
from mockconf.errors import MalformedRequest
from mockconf.exchange import Request, Severity
from mockconf.hints import nearest
from mockconf.parameters import Parameter
from mockconf.portability.obstacle import Obstacle
from mockconf.portability.vendor import replacement, schema_of_parameter, translated
from mockconf.reading import fields_of_body, fields_of_query, value_of
from mockconf.redaction import REDACTED, looks_secret, without_secrets
from mockconf.routing import Route

_LONGEST = 80
#: Vendors hand these out, and clients only give them back.
_ISSUED = frozenset({"page_token"})


class Comparison:
    """Compares an operation of one dialect with the same of another."""

    def __init__(self, source: Dialect, target: Dialect, here: Operation, there: Operation) -> None:
        self._source = source
        self._target = target
        self._here = here
        self._there = there

    def obstacles(self, request: Request, route: Route) -> Iterator[Obstacle]:
        """What would break of a request.

        Args:
            request: as it was recorded.
            route: where it led.
        """
        yield from self._ids(route)
        given = self._given(request)
        for name, (here, texts) in given.items():
            there = self._there.parameters.find(name)
            if there is None:
                says = f"{name} does not exist there, and is ignored"
                yield self._obstacle("parameter-missing", name, says, self._like(here))
            elif here.attribute not in _ISSUED:
                yield from self._values(here, there, texts)
        required = self._there.parameters.schema.definition.get("required", ())
        for name in set(required) - given.keys():
            yield self._obstacle("parameter-required", name, f"{name} is required there")

    def _ids(self, route: Route) -> Iterator[Obstacle]:
        for one in self._there.path_parameters:
            attribute = one.parameter.attribute
            value = route.arguments.get(attribute, "")
            if attribute == "account_sid":  # every account has another name at another vendor's
                continue
            there = translated(attribute, value, self._source, self._target)
            fits = one.judged_by is None or one.judged_by.admits(there)
            if not fits or (one.pattern is not None and not one.pattern.fullmatch(there)):
                says = f"{one.parameter.name} cannot be {value[:_LONGEST]!r}, but only an id"
                yield self._obstacle("id-pattern", one.parameter.name, says)
            elif there != value:
                name = one.parameter.name
                says = f"{name} is spelt otherwise, such as {there}"
                yield Obstacle("id-spelling", Severity.NOTE, self._here.id, name, says)

    def _given(self, request: Request) -> dict[str, tuple[Parameter, list[str]]]:
        """The parameters that the source has, each with its texts, by name."""
        try:
            is_read = request.method != "POST"
            body_types = self._here.body_types
            fields = fields_of_query(request) if is_read else fields_of_body(request, body_types)
        except MalformedRequest:
            return {}
        given: dict[str, tuple[Parameter, list[str]]] = {}
        for name, text in fields:
            if parameter := self._here.parameters.find(name):
                given.setdefault(name, (parameter, []))[1].append(text)
        return given

    def _values(self, here: Parameter, there: Parameter, texts: list[str]) -> Iterator[Obstacle]:
        """What the target makes of the texts of a parameter, with the ids as they are spelt there."""
        name = there.attribute
        spelt = [translated(name, text, self._source, self._target) for text in texts]
        value = value_of(there, spelt)
        schema = schema_of_parameter(self._target.name, self._there.id, there.name)
        if value == "" or there.clamped or schema.admits(value):
            return
        bad = (
            [one for one in value if one not in there.choices]
            if isinstance(value, list)
            else texts[-1:]
        )
        is_misread = there.kind == "boolean" and there.read_as is not None
        for text in bad:
            if is_misread and text.lower() != "true":
                yield self._misread(here, there, text)
            elif not is_misread:
                yield self._refused(here, there, text)

    def _refused(self, here: Parameter, there: Parameter, text: str) -> Obstacle:
        shown, near = _shown(there, text), _meaning_the_same(here, there, text)
        says = f"{there.name} cannot be {shown} there"
        return self._obstacle("value-refused", f"{there.name}={shown}", says, near)

    def _misread(self, here: Parameter, there: Parameter, text: str) -> Obstacle:
        shown, near = _shown(there, text), _meaning_the_same(here, there, text)
        says = f"{there.name}={shown} is read as {'true' if there.read_as else 'false'} there"
        subject = f"{there.name}={shown}"
        return self._obstacle("value-misread", subject, says, near)._replace(
            severity=Severity.WARNING
        )

    def _like(self, here: Parameter) -> str | None:
        """The parameter of the target that means the same, or else the nearest name."""
        known = self._there.parameters.by_name
        same = (one.name for one in known.values() if one.attribute == here.attribute)
        return next(same, None) or nearest(here.name, known)

    def _obstacle(
        self,
        rule: str,
        subject: str,
        message: str,
        near: str | None = None,
    ) -> Obstacle:
        named = subject.partition("=")[0]
        instead = replacement(self._target.name, f"{self._here.id} {named}", named) or near
        return Obstacle(rule, Severity.ERROR, self._here.id, subject, message, instead)


def _meaning_the_same(here: Parameter, there: Parameter, text: str) -> str | None:
    """What says in the target what a text says in the source, or else the nearest legal value."""
    meaning = here.meanings.get(text, text)
    spelt = next((one for one, means in there.meanings.items() if means == meaning), meaning)
    if spelt != text and spelt in there.choices:
        return spelt
    return nearest(text, there.choices)


def _shown(parameter: Parameter, text: str) -> str:
    hidden = parameter.is_secret or looks_secret(parameter.name)
    return REDACTED if hidden else repr(without_secrets(text)[:_LONGEST])
