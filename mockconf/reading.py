"""From wire text to values: the fields of a query or form, and what a parameter's text says."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import UTC, date
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from mockconf.contract import FORM, JSON
from mockconf.errors import MalformedRequest
from mockconf.escapes import require_escapes
from mockconf.exchange import Request
from mockconf.parameters import Parameter

_MULTIPART = "multipart/form-data"

#: More fields than any operation has parameters, with room for lists that repeat their name.
_MOST_FIELDS = 500
_INTEGER = re.compile("[+-]?[0-9]{1,18}")

#: How SDKs spell booleans: the current ones in lower case, older Python ones as Python prints them.
_BOOLEANS = {"true": True, "True": True, "false": False, "False": False}


def fields_of_query(request: Request) -> list[tuple[str, str]]:
    """The names and texts of the query, decoded.

    Raises:
        MalformedRequest: the query breaks the encoding, or has too many fields.
    """
    return _split(request.query)


def fields_of_body(
    request: Request, body_types: Collection[str] = (FORM, JSON)
) -> list[tuple[str, str]]:
    """The names and texts of the body, decoded. A body without a Content-Type is taken for a form.

    Args:
        request: whose body it is.
        body_types: what the operation takes.

    Raises:
        MalformedRequest: the body is something else, breaks the encoding, or has too many fields.
    """
    if not request.body:
        return []
    if _type_of(request) == JSON and JSON in body_types:
        return _fields_of_json(request.body)
    if _type_of(request) == _MULTIPART:
        return _fields_of_parts(request)
    if not is_form(request):
        sent_as = request.headers["content-type"][:80]
        read = " or ".join(sorted(body_types, reverse=True)) or FORM
        raise MalformedRequest(f"the body is {sent_as}, and only {read} is read")
    try:
        return _split(request.body.decode())
    except UnicodeDecodeError:
        raise MalformedRequest("the body is not UTF-8") from None


def is_form(request: Request) -> bool:
    """Whether the body says that it is a form, or nothing of the kind."""
    return _type_of(request) == FORM


def value_of(parameter: Parameter, texts: list[str]) -> Any:
    """What the texts given for `parameter` say; a text that says nothing of its kind stays a text."""
    if parameter.kind == "array":
        return [part for text in texts for part in text.split()]
    text = texts[-1]
    if parameter.spellings:
        return parameter.spellings.get(text.casefold(), text)
    if parameter.kind == "boolean":
        return _BOOLEANS.get(text, text)
    if text in _BOOLEANS and text.lower() in parameter.choices:  # SDKs pass a bool for such a text
        return text.lower()
    if parameter.kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    return text


def day_of(text: str) -> date:
    """The day that a date names, or the UTC day of a moment in RFC 2822.

    Raises:
        ValueError: there is no such day.

    >>> day_of("Wed, 26 Sep 2018 23:30:00 -0100").isoformat()
    '2018-09-27'
    """
    if text[:4].isdigit():
        return date.fromisoformat(text)
    from email.utils import parsedate_to_datetime  # one list of one vendor takes these

    return parsedate_to_datetime(text).astimezone(UTC).date()


def _type_of(request: Request) -> str:
    sent_as = request.headers.get("content-type") or FORM
    return sent_as.partition(";")[0].strip().lower()


def _fields_of_json(body: bytes) -> list[tuple[str, str]]:
    """The members of an object, as a form would spell them; what is null counts as not sent."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedRequest(f"the body is not JSON: {error}"[:200]) from None
    if not isinstance(given, dict):
        raise MalformedRequest("the body is JSON, but no object")
    fields = []
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict | list):
                raise MalformedRequest(
                    f"{name[:80]!a} is JSON within JSON; a parameter is a plain value"
                )
            if one is not None:
                text = one if isinstance(one, str) else json.dumps(one)
                fields.append((_whole(name), _whole(text)))
    if len(fields) > _MOST_FIELDS:
        raise MalformedRequest(f"there are more than {_MOST_FIELDS} fields")
    return fields


def _whole(text: str) -> str:
    """A text that can be written down, which half a character cannot."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise MalformedRequest("half a character cannot be written down")
    return text


def _fields_of_parts(request: Request) -> list[tuple[str, str]]:
    """The text fields of a multipart form, as twilio-node sent them until its version 3.40."""
    from werkzeug.exceptions import RequestEntityTooLarge  # hardly anybody sends such a form
    from werkzeug.formparser import MultiPartParser
    from werkzeug.http import parse_options_header

    body, size = request.body, len(request.body)
    boundary = parse_options_header(request.headers["content-type"])[1].get("boundary", "")
    parser = MultiPartParser(
        stream_factory=lambda *_, **__: BytesIO(),
        max_form_memory_size=size,
        max_form_parts=_MOST_FIELDS,
    )
    try:
        body.decode()  # the parser would put up with other bytes
        form, files = parser.parse(BytesIO(body), boundary.encode("latin-1"), size)
    except (ValueError, RequestEntityTooLarge):
        raise MalformedRequest("the parts of the body are not the fields of a form") from None
    if files or not form or not all(form):  # a part may lack its name
        raise MalformedRequest("the parts of the body are not the fields of a form")
    return list(form.items(multi=True))


def _split(text: str) -> list[tuple[str, str]]:
    if not text:
        return []
    require_escapes(text)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise MalformedRequest("the escapes are not UTF-8") from None
    except ValueError:
        raise MalformedRequest(f"there are more than {_MOST_FIELDS} fields") from None
