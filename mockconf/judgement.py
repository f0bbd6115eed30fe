"""Holds a request against its operation: what it says, what the vendor refuses, what the vendor only tolerates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from mockconf.contract import Operation
from mockconf.errors import MalformedRequest, ParameterRefused
from mockconf.exchange import Finding, Request, Rule, Severity
from mockconf.hints import nearest
from mockconf.parameters import Parameter
from mockconf.reading import day_of, fields_of_body, fields_of_query, value_of
from mockconf.redaction import REDACTED, looks_secret, without_secrets
from mockconf.routing import Route
from mockconf.schema import Breach, sentence

_LONGEST_SHOWN = 120
#: What an odd boolean was meant to be, as far as one can tell.
_MEANT = dict.fromkeys(("true", "1", "yes", "y", "on", "t"), "true") | dict.fromkeys(
    ("false", "0", "no", "n", "off", "f"), "false"
)
_ISO_DATETIME = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*")


class Judged(NamedTuple):
    """A request that may go on."""

    #: Values by Python name, path parameters included; what was not sent is not here.
    arguments: Mapping[str, Any]
    #: The declared parameters that were sent, in the order of the contract, as they were spelled; of a list that repeats its
    #: name all texts, with blanks between them.
    sent: Mapping[str, str]


class Judge:
    """Judges one request.

    Args:
        request: what is judged.
        tolerates_moments: whether an ISO date-time may stand in the place of a date.
        findings: takes what is found, also where an error ends the judgement.
    """

    def __init__(self, request: Request, tolerates_moments: bool, findings: list[Finding]) -> None:
        self._request = request
        self._tolerates_moments = tolerates_moments
        self._findings = findings

    def judge(self, route: Route) -> Judged:
        """Read and check all parameters.

        Raises:
            ParameterRefused: the vendor answers a value, or its absence, with an error.
            MalformedRequest: the query or the body cannot be read at all.
        """
        arguments = self._path_arguments(route)
        operation, request = route.operation, self._request
        is_bare = not (request.query or request.body)  # as most GETs are
        texts = {} if is_bare else self._recognised(operation)
        if not texts and operation.parameters.may_be_empty:
            return Judged(arguments=arguments, sent={})
        document = self._read(operation, texts)
        if not operation.parameters.schema.admits(document):
            self._refuse_or_mend_all(operation, document)
        for name, value in document.items():
            parameter = _found(operation, name)
            if name in operation.parameters.by_name:
                if parameter.attribute in arguments:
                    says = "it was sent under another name too; the last one counts"
                    self._tolerate("repeated-parameter", says, parameter, texts[name][-1])
                arguments[parameter.attribute] = self._meant(parameter, value)
            else:  # one of many numbered ones
                arguments.setdefault(parameter.attribute, {})[name] = value
        in_order = [*operation.parameters.by_name, *document]
        sent = {name: texts[name][-1] for name in in_order if name in document}
        for name, given in texts.items():
            if len(given) > 1 and isinstance(document.get(name), list):
                sent[name] = " ".join(given)
        return Judged(arguments=arguments, sent=sent)

    def _path_arguments(self, route: Route) -> dict[str, Any]:
        for one, value in route.doubtful:
            if one.judged_by is not None and not one.judged_by.admits(value):
                raise self._refusal(one.parameter, value, "it cannot be used here", "path")
        return dict(route.arguments)

    def _recognised(self, operation: Operation) -> dict[str, list[str]]:
        """The texts of the declared parameters; every other field is a finding."""
        texts: dict[str, list[str]] = {}
        for name, text in self._fields(operation):
            if operation.parameters.find(name):
                texts.setdefault(name, []).append(text)
            else:
                self._note_stranger(operation, name, text)
        return texts

    def _fields(self, operation: Operation) -> list[tuple[str, str]]:
        try:
            if self._request.method != "POST":
                return fields_of_query(self._request)
            if self._request.query:
                self._note("query-ignored", "a POST is read from its body, not from its query")
            return fields_of_body(self._request, operation.body_types)
        except MalformedRequest as error:
            self._note("malformed-request", str(error), Severity.ERROR)
            raise

    def _note_stranger(self, operation: Operation, name: str, text: str) -> None:
        legal = operation.parameters.by_folded_name
        miscased = name.lower() in legal
        near = name.lower() if miscased else nearest(name.lower()[:_LONGEST_SHOWN], legal)
        meant = legal[near] if near else None
        self._note(
            "miscased-parameter" if miscased else "unknown-parameter",
            "names are case-sensitive, so it is ignored" if miscased else "it is ignored",
            name=name,
            value=REDACTED if looks_secret(name) or (meant and meant.is_secret) else text,
            nearest=meant.name if meant else None,
        )

    def _read(self, operation: Operation, texts: Mapping[str, list[str]]) -> dict[str, Any]:
        document: dict[str, Any] = {}
        for name, given in texts.items():
            parameter = _found(operation, name)
            if len(given) > 1 and parameter.kind != "array":
                self._tolerate("repeated-parameter", "the last one counts", parameter, given[-1])
            if parameter.kind == "array" and any("," in text for text in given):
                says = "a list repeats its name, or separates with spaces"
                self._tolerate("list-spelling", says, parameter, given[-1])
                given = [text.replace(",", " ") for text in given]
            value = value_of(parameter, given)
            if value == "" and (parameter.kind != "string" or self._request.method != "POST"):
                self._tolerate("empty-parameter", "it counts as not sent", parameter, "")
            elif parameter.kind == "boolean" and not isinstance(value, bool):
                document[name] = self._boolean(parameter, value)
            else:
                document[name] = value
        return document

    def _boolean(self, parameter: Parameter, text: str) -> Any:
        read = text.lower() == "true" or parameter.read_as
        if read is None:
            return text
        says = f"it is read as {'true' if read else 'false'}"
        self._tolerate("boolean-spelling", says, parameter, text, _MEANT.get(text.lower()))
        return read

    def _refuse_or_mend_all(self, operation: Operation, document: dict[str, Any]) -> None:
        """Look at each bad value once; what has been mended may have broken more than one rule."""
        seen: set[str | None] = set()
        for breach in operation.parameters.schema.breaches(document):
            if breach.name not in seen:
                seen.add(breach.name)
                self._refuse_or_mend(operation, document, breach)

    def _refuse_or_mend(
        self, operation: Operation, document: dict[str, Any], breach: Breach
    ) -> None:
        parameter = _found(operation, breach.name or "")
        value = document.pop(parameter.name, "")
        is_missing = value == "" and parameter.is_ever_required
        if is_missing or breach.keyword == "required":
            raise self._refusal(parameter, None, "it is required")
        says = sentence(operation.parameters.definition_of(parameter.name), breach.keyword)
        mended = self._mended(parameter, value, breach.keyword, says)
        if mended is not None:
            document[parameter.name] = mended

    def _mended(self, parameter: Parameter, value: Any, keyword: str, says: str) -> Any:
        """What the vendor reads in the place of a bad value; None where it counts as not sent."""
        if value == "":
            self._tolerate("empty-parameter", "it counts as not sent", parameter, "")
            return None
        if parameter.clamped and keyword == "maximum":
            self._tolerate(
                "page-size-clamped",
                f"it is read as {parameter.maximum}",
                parameter,
                str(value),
                nearest=str(parameter.maximum),
                severity=Severity.NOTE,
            )
            return parameter.maximum
        if value in parameter.deprecated_values:
            why = "only older published versions had this value"
            self._tolerate("deprecated-value", why, parameter, value)
            return value
        if self._tolerates_moments and parameter.is_date and _ISO_DATETIME.fullmatch(value):
            self._tolerate("iso-datetime", "only its day counts", parameter, value, value[:10])
            return value[:10]
        raise self._refusal(parameter, value, says)

    def _meant(self, parameter: Parameter, value: Any) -> Any:
        """What a legal value says to us."""
        if not parameter.is_date:
            return parameter.meanings.get(str(value), value) if parameter.meanings else value
        try:
            return day_of(value)
        except ValueError:
            raise self._refusal(parameter, value, "there is no such day") from None

    def _refusal(
        self, parameter: Parameter, value: Any, says: str, location: str | None = None
    ) -> ParameterRefused:
        missing = value is None
        code = parameter.missing_with if missing else parameter.refused_with
        text = " ".join(value) if isinstance(value, list) else str(value)
        shown = None if missing else REDACTED if parameter.is_secret else without_secrets(text)
        self._note(
            "missing-parameter" if missing else "refused-parameter",
            says if shown in (None, text) else "it is refused",
            Severity.ERROR,
            name=parameter.name,
            value=shown,
            nearest=_nearest_value(parameter, value),
            code=code,
            location=location,
        )
        return ParameterRefused(code, parameter.name, shown)

    def _tolerate(
        self,
        rule: Rule,
        says: str,
        parameter: Parameter,
        value: str,
        nearest: str | None = None,
        severity: Severity = Severity.WARNING,
    ) -> None:
        shown = REDACTED if parameter.is_secret else value
        self._note(rule, says, severity, name=parameter.name, value=shown, nearest=nearest)

    def _note(
        self,
        rule: Rule,
        says: str,
        severity: Severity = Severity.WARNING,
        *,
        name: str | None = None,
        value: str | None = None,
        nearest: str | None = None,
        code: int | None = None,
        location: str | None = None,
    ) -> None:
        name = name and name[:_LONGEST_SHOWN]
        self._findings.append(
            Finding(
                rule=rule,
                severity=severity,
                location=location or ("form" if self._request.method == "POST" else "query"),
                message=f"{name}: {says[:300]}" if name else says[:300],
                name=name,
                value=value and without_secrets(value)[:_LONGEST_SHOWN],
                nearest=nearest,
                code=code,
            )
        )


def _found(operation: Operation, name: str) -> Parameter:
    parameter = operation.parameters.find(name)
    assert parameter is not None, "only declared parameters are judged"
    return parameter


def _nearest_value(parameter: Parameter, value: Any) -> str | None:
    if parameter.is_date and (found := _ISO_DATETIME.fullmatch(str(value))):
        return found[1]
    folded = {legal.lower(): legal for legal in parameter.choices}
    folded |= {meaning: text for text, meaning in parameter.meanings.items()}
    parts = value if isinstance(value, list) else [str(value)]
    strangers = [part.lower() for part in parts if part not in parameter.choices]
    near = filter(None, (nearest(part, folded) for part in strangers))
    return next((folded[name] for name in near), None)
