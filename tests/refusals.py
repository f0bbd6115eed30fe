"""How an error reads in each representation, and how a test sees that it changed nothing."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.wire import Reply, Wire

CONTENT_TYPES = {
    ".json": "application/json",
    ".xml": "application/xml",
    "": "application/xml",
    ".csv": "text/csv",
}

in_every_representation = pytest.mark.parametrize(
    "suffix", CONTENT_TYPES, ids=["json", "xml", "no-suffix", "csv"]
)


def refusal(reply: Reply, suffix: str) -> tuple[int, int]:
    """The HTTP status and the vendor's code of an error, which reads as the suffix asked for."""
    assert reply.headers["Content-Type"] == CONTENT_TYPES[suffix]
    told = _told(reply, suffix)
    assert int(told["Status"]) == reply.status
    assert told["MoreInfo"] == f"https://www.twilio.com/docs/errors/{told['Code']}"
    assert told["Message"]
    return reply.status, int(told["Code"])


def readable(reply: Reply, suffix: str) -> bool:
    """Whether an answer is what its suffix asked for, so that it can be read as such."""
    assert reply.headers["Content-Type"] == CONTENT_TYPES[suffix]
    if suffix == ".json":
        return isinstance(reply.json, dict)
    if suffix == ".csv":
        return len(list(csv.reader(io.StringIO(reply.body.decode(), newline="")))) > 0
    return reply.xml.tag == "TwilioResponse"


def photograph(wire: Wire) -> list[Any]:
    """The conferences of the account with their participants and everything that happened in them."""
    listed = wire.control("GET", "conferences").json["conferences"]
    return [wire.control("GET", f"conferences/{one['sid']}").json for one in listed]


def _told(reply: Reply, suffix: str) -> dict[str, str]:
    if suffix == ".json":
        assert set(reply.json) == {"code", "message", "more_info", "status"}
        names = {"code": "Code", "message": "Message", "more_info": "MoreInfo", "status": "Status"}
        return {names[key]: str(value) for key, value in reply.json.items()}
    if suffix == ".csv":
        (row,) = csv.DictReader(io.StringIO(reply.body.decode(), newline=""))
        return row
    (exception,) = reply.xml.findall("RestException")
    return {element.tag: element.text or "" for element in exception}
