"""A document as CSV: a header of property names, then a row for each resource."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cache

import mockconf_schemas
from mockconf.dialects.protocol import Document
from mockconf.dialects.spelling import camel_case, text_of


def csv_of(contract: str, document: Document) -> bytes:
    """Encode `document` with the properties that a contract gives its resources; an error has those it has."""
    if document.name == "RestException":
        return to_csv(document, document.body)
    return to_csv(document, _columns(contract, document.item or document.name))


def to_csv(document: Document, columns: Iterable[str]) -> bytes:
    """Encode `document`, a list or a single resource, which is a list of one."""
    rows = [document.body] if document.item is None else document.items
    names = list(columns)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(camel_case(name) for name in names)
    writer.writerows([text_of(row[name]) for name in names] for row in rows)
    return text.getvalue().encode()


@cache
def _columns(contract: str, resource: str) -> list[str]:
    """The properties of a resource; links have no column."""
    schema = mockconf_schemas.load(f"{contract}/{resource.lower()}.json")
    return [name for name in schema["properties"] if name != "subresource_uris"]
