"""From wire text to values: the fields of a query or form, and what a parameter's text says."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from mockconf.contract import FORM, Parameter
from mockconf.errors import MalformedRequest
from mockconf.escapes import require_escapes
from mockconf.exchange import Request

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


def fields_of_form(request: Request) -> list[tuple[str, str]]:
    """The names and texts of the body, decoded. A body without a Content-Type is taken for a form.

    Raises:
        MalformedRequest: the body is something else, breaks the encoding, or has too many fields.
    """
    if not request.body:
        return []
    if _type_of(request) == _MULTIPART:
        return _fields_of_parts(request)
    if not is_form(request):
        sent_as = request.headers["content-type"][:80]
        raise MalformedRequest(f"the body is {sent_as}, and only {FORM} is read")
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
    if parameter.kind == "boolean":
        return _BOOLEANS.get(text, text)
    if text in _BOOLEANS and text.lower() in parameter.choices:  # SDKs pass a bool for such a text
        return text.lower()
    if parameter.kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    return text


def _type_of(request: Request) -> str:
    sent_as = request.headers.get("content-type") or FORM
    return sent_as.partition(";")[0].strip().lower()


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
