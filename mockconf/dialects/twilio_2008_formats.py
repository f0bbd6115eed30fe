"""How documents of Twilio's 2008-08-01 become bytes: XML, its mirror in JSON, and tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mockconf.dialects.protocol import Document, Encoding
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


ENCODINGS: Mapping[str, Encoding] = {
    "": Encoding(content_type="application/xml", encode=_to_xml),
    ".json": Encoding(content_type="application/json", encode=_to_json),
    ".csv": Encoding(content_type="text/csv", encode=_to_csv),
}
