"""A client of 2008: paths below the account of that version, and answers read as the XML that they are."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree.ElementTree import Element

from pytest_mockconf import MockConf
from tests.wire import Reply, Wire

BASE = "/2008-08-01"
ATTRIBUTES = ["page", "numpages", "pagesize", "total", "start", "end"]
CONFERENCE = ["Sid", "AccountSid", "FriendlyName", "Status", "DateCreated", "DateUpdated"]
PARTICIPANT = [
    *("ConferenceSid", "AccountSid", "CallSid", "Muted"),
    *("StartConferenceOnEnter", "EndConferenceOnExit", "DateCreated", "DateUpdated"),
]
#: By suffix of the path.
CONTENT_TYPES = {"": "application/xml", ".json": "application/json", ".csv": "text/csv"}


class Old:
    """Sends requests to the API of 2008; paths that start with a slash are sent as they are."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.account_sid = wire.account_sid

    def send(self, method: str, path: str, form: Any = None, **more: Any) -> Reply:
        if not path.startswith("/"):
            path = f"{BASE}/Accounts/{self.account_sid}/{path}"
        return self.wire.send(method, path, form, **more)

    def get(self, path: str, **more: Any) -> Reply:
        return self.send("GET", path, **more)

    def post(self, path: str, form: Any = None, **more: Any) -> Reply:
        return self.send("POST", path, form, **more)


def child(reply: Reply, status: int = 200) -> Element:
    """The only element of an answer."""
    assert reply.status == status, reply.body
    assert reply.headers["Content-Type"] == "application/xml"
    assert reply.xml.tag == "TwilioResponse"
    (only,) = reply.xml
    return only


def tags(element: Element) -> list[str]:
    return [one.tag for one in element]


def texts(element: Element) -> dict[str, str]:
    return {one.tag: one.text or "" for one in element}


def column(reply: Reply, name: str) -> list[str]:
    """The texts of one element in all resources of a list."""
    return [one.findtext(name) or "" for one in child(reply)]


def refused(reply: Reply, suffix: str = "") -> dict[str, str]:
    """What an error says in its representation, in its order."""
    assert reply.headers["Content-Type"] == CONTENT_TYPES[suffix]
    told = _told(reply, suffix)
    assert told["Status"] == str(reply.status)
    return told


def rules(mockconf: MockConf) -> list[str]:
    """The rules of what was found in the newest request."""
    return [one.rule for one in mockconf.world.journal.exchanges[-1].findings]


def _told(reply: Reply, suffix: str) -> dict[str, str]:
    if suffix == ".json":
        ((name, told),) = reply.json["TwilioResponse"].items()
        assert name == "RestException"
        return dict(told)
    if suffix == ".csv":
        (row,) = csv.DictReader(io.StringIO(reply.body.decode(), newline=""))
        return row
    error = child(reply, reply.status)
    assert error.tag == "RestException"
    return texts(error)
