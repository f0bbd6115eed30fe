"""A document as CSV: a header of property names, then a row for each resource."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from mockconf.dialects.protocol import Document
from mockconf.dialects.spelling import camel_case, text_of


def to_csv(document: Document, columns: Iterable[str]) -> bytes:
    """Encode `document`, a list or a single resource, which is a list of one."""
    rows = [document.body] if document.item is None else document.items
    names = list(columns)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(camel_case(name) for name in names)
    writer.writerows([text_of(row[name]) for name in names] for row in rows)
    return text.getvalue().encode()
