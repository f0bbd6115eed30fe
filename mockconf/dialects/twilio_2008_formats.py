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
    """What the mirror of the XML says."""
    from mockconf.dialects.decoding import listed

    inner = from_json(body, definition)
    inner = inner.get(_ROOT) if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or not inner:
        raise ValueError(f"it is no JSON object around {_ROOT}")
    items = listed(definition)
    if items is None:
        return _values(next(iter(inner.values())), definition)
    properties = definition["properties"]
    rows = [one for row in inner.pop(items, []) for one in row.values()]
    document = _values(inner, definition)
    return document | {items: [_values(row, properties[items]["items"]) for row in rows]}


def _values(texts: Mapping[str, str], definition: Mapping[str, Any]) -> dict[str, Any]:
    from mockconf.dialects.decoding import value_of

    properties = definition.get("properties", {})
    return {name: value_of(text, properties.get(name, {})) for name, text in texts.items()}


ENCODINGS: Mapping[str, Encoding] = {
    "": Encoding("application/xml", _to_xml, _from_xml),
    ".json": Encoding("application/json", _to_json, _from_json),
    ".csv": Encoding("text/csv", _to_csv),
}
