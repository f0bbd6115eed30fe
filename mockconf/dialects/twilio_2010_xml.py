"""How Twilio's 2010-04-01 resources look as XML: the order that was captured, and links without suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mockconf.dialects.protocol import Body, Document
from mockconf.dialects.xml import to_xml

#: The order of elements in captured XML; what came later follows in the order of the JSON.
_CONFERENCE = "sid account_sid friendly_name status date_created api_version date_updated uri subresource_uris"
_FLAGS = "muted hold end_conference_on_exit start_conference_on_enter date_created date_updated uri"
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "Conference": tuple(_CONFERENCE.split()),
    "Participant": tuple(f"call_sid conference_sid account_sid {_FLAGS}".split()),
    "Participants": tuple(f"conference_sid account_sid call_sid {_FLAGS}".split()),
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
    body = _with_links(document.body) if document.item is None else _envelope(document.body)
    bare = document._replace(body=body)
    return to_xml(bare, root="TwilioResponse", orders=_ORDERS, attributes=_ATTRIBUTES)


def _envelope(body: Body) -> Body:
    """The links of a list name the page before its size."""
    shown = dict(body)
    for key, value in body.items():
        if isinstance(value, list):
            shown[key] = [_with_links(item) for item in value]
        elif value and key.endswith("uri"):
            shown[key] = _page_link(value)
    return shown


def _page_link(uri: str) -> str:
    path, _, query = uri.partition("?")
    swapped = re.sub(r"(PageSize=\d+)&(Page=\d+)", r"\2&\1", query)
    return f"{path.removesuffix('.json')}?{swapped}"


def _with_links(body: Body) -> Body:
    """The links of a resource carry no suffix; errors have none."""
    shown = dict(body)
    if "uri" in body:
        shown["uri"] = body["uri"].removesuffix(".json")
    if "subresource_uris" in body:
        links = body["subresource_uris"].items()
        shown["subresource_uris"] = {name: uri.removesuffix(".json") for name, uri in links}
    return shown
