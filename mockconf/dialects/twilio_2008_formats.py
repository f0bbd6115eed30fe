"""How documents of Twilio's 2008-08-01 become bytes: XML, its mirror in JSON, and tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mockconf.dialects.protocol import Document, Encoding, from_json
from mockconf.dialects.spelling import text_of

_NAME = "twilio-2008-08-01"
_ROOT = "TwilioResponse"
_PAGING = ("page", "numpages", "pagesize", "total", "start", "end")


def _to_xml(document: Document) -> bytes:
    from mockconf.dialects.xml import to_xml  # hardly anybody speaks this version

    attributes = [(name, name) for name in _PAGING]
    return to_xml(document, root=_ROOT, orders={}, attributes=attributes, declaration="")


def _to_json(document: Document) -> bytes:
    """The mirror of the XML, every value a text; that the paging stands beside the list is assumed."""
    inner: dict[str, Any]
    if document.item is None:
        inner = {document.name: _texts(document.body)}
    else:
        items = [{document.item: _texts(item)} for item in document.items]
        inner = {name: text_of(document.body[name]) for name in _PAGING} | {document.name: items}
    return json.dumps({_ROOT: inner}).encode()


def _texts(body: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else text_of(value) for name, value in body.items()
    }


def _to_csv(document: Document) -> bytes:
    from mockconf.dialects.tabular import csv_of

    return csv_of(_NAME, document)


def _from_xml(body: bytes, definition: Mapping[str, Any]) -> Any:
    from mockconf.dialects.decoding import from_xml

    return from_xml(body, definition, [(name, name) for name in _PAGING])


def _from_json(body: bytes, definition: Mapping[str, Any]) -> Any:
    """What the mirror of the XML says; a list without paging is one page, as it is only assumed where the paging stands."""
    from mockconf.dialects.decoding import listed

    inner = _object(_object(from_json(body, definition), "the document").get(_ROOT), _ROOT)
    items = listed(definition)
    if items is None:
        if len(inner) != 1:
            raise ValueError(f"{_ROOT} should hold one resource, and holds {len(inner)}")
        return _values(next(iter(inner.values())), definition)
    rows = inner.pop(items, None)
    if not isinstance(rows, list):
        raise ValueError(f"{items} is no list")  # noqa: TRY004 - it is a value of what was read
    schema = definition["properties"][items]["items"]
    resources = [_values(one, schema) for row in rows for one in _object(row, "a row").values()]
    paging = inner if inner.keys() & set(_PAGING) else _single_page(len(resources))
    return _values(paging, definition) | {items: resources}


def _single_page(total: int) -> dict[str, Any]:
    end = max(total - 1, 0)
    numbers = (0, min(total, 1), max(total, 1), total, 0, end)
    return dict(zip(_PAGING, numbers, strict=True))


def _values(texts: Any, definition: Mapping[str, Any]) -> dict[str, Any]:
    from mockconf.dialects.decoding import value_of

    properties = definition.get("properties", {})
    named = _object(texts, "a resource").items()
    return {name: value_of(text, properties.get(name, {})) for name, text in named}


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{what} is no JSON object")  # noqa: TRY004 - likewise
    return value


ENCODINGS: Mapping[str, Encoding] = {
    "": Encoding("application/xml", _to_xml, _from_xml),
    ".json": Encoding("application/json", _to_json, _from_json),
    ".csv": Encoding("text/csv", _to_csv),
}
