"""How Twilio's 2010-04-01 resources look as XML: the order that was captured, and links without suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mockconf.dialects.decoding import Definition, from_xml, listed
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


def decode(body: bytes, definition: Definition) -> Any:
    """The document of an answer in XML, as the JSON would have it.

    Raises:
        ValueError: it is no such XML.
    """
    document = from_xml(body, definition, _ATTRIBUTES)
    items = listed(definition)
    if items is None:
        return _with_json_links(document)
    document[items] = [_with_json_links(item) for item in document[items]]
    for key, value in document.items():
        if value and isinstance(value, str) and key.endswith("uri"):
            document[key] = _json_page_link(value)
    # The XML leaves out what its page, its size and its items tell.
    page, size = document.get("page"), document.get("page_size")
    if not (isinstance(page, int) and isinstance(size, int)):
        return document
    start = page * size
    return {"start": start, "end": start + max(len(document[items]) - 1, 0), **document}


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


def _json_page_link(link: str) -> str:
    path, _, query = link.partition("?")
    swapped = re.sub(r"(Page=\d+)&(PageSize=\d+)", r"\2&\1", query)
    return f"{path}.json?{swapped}"


def _with_json_links(body: Body) -> Body:
    shown = dict(body)
    if "uri" in body:
        shown["uri"] = f"{body['uri']}.json"
    if isinstance(body.get("subresource_uris"), dict):
        links = body["subresource_uris"].items()
        shown["subresource_uris"] = {name: f"{link}.json" for name, link in links}
    return shown
