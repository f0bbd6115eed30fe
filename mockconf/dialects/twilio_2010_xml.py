"""How Twilio's 2010-04-01 resources look as XML: the order that was captured, and links without suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockconf.dialects.protocol import Body, Document
from mockconf.dialects.xml import to_xml

#: The order of elements in captured XML; what came later follows in the order of the JSON.
_CONFERENCE = "sid account_sid friendly_name status date_created api_version date_updated uri subresource_uris"
_FLAGS = "muted hold end_conference_on_exit start_conference_on_enter date_created date_updated uri"
_ORDERS: Mapping[str, list[str]] = {
    "Conference": _CONFERENCE.split(),
    "Participant": f"call_sid conference_sid account_sid {_FLAGS}".split(),
    "Participants": f"conference_sid account_sid call_sid {_FLAGS}".split(),
}

_ATTRIBUTES = (
    ("page", "page"),
    ("page_size", "pagesize"),
    ("uri", "uri"),
    ("first_page_uri", "firstpageuri"),
    ("previous_page_uri", "previouspageuri"),
    ("next_page_uri", "nextpageuri"),
)


def encode(document: Document) -> bytes:
    """The document as XML."""
    bare = document._replace(body=_for_xml(document.body))
    return to_xml(bare, root="TwilioResponse", orders=_ORDERS, attributes=_ATTRIBUTES)


def _for_xml(body: Body) -> Body:
    """In XML the links carry no suffix, and those of lists name the page before its size."""
    return {key: _for_xml_value(key, value) for key, value in body.items()}


def _for_xml_value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_for_xml(item) for item in value]
    if key == "subresource_uris":
        return {name: _bare(uri) for name, uri in value.items()}
    return _bare(value) if value and key.endswith("uri") else value


def _bare(uri: str) -> str:
    path, _, query = uri.partition("?")
    swapped = re.sub(r"(PageSize=\d+)&(Page=\d+)", r"\2&\1", query)
    return path.removesuffix(".json") + (f"?{swapped}" if swapped else "")
