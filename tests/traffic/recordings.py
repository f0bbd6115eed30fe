"""Recorded traffic as the tools write it: the same exchanges in every format."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ACCOUNT, CONFERENCE, CALL = "AC" + "a" * 32, "CF" + "b" * 32, "CA" + "c" * 32
FORM = "application/x-www-form-urlencoded"
HOST = "https://api.twilio.com"
CONFERENCES = f"{HOST}/2010-04-01/Accounts/{ACCOUNT}/Conferences"
ONE = f"{CONFERENCES}/{CONFERENCE}.json"
SOMEBODY = f"{CONFERENCES}/{CONFERENCE}/Participants/{CALL}.json"
NOWHERE = {
    "code": 20404,
    "message": "The requested resource was not found",
    "more_info": "https://www.twilio.com/docs/errors/20404",
    "status": 404,
}


class Recorded(NamedTuple):
    """A request and its answer."""

    method: str = "GET"
    url: str = ONE
    form: str = ""
    headers: Mapping[str, str] = {}
    status: int = 404
    answer: str | bytes = json.dumps(NOWHERE)
    answer_headers: Mapping[str, str] = {"Content-Type": "application/json"}

    @property
    def sent(self) -> Mapping[str, str]:
        """The headers of the request."""
        return {"Content-Type": FORM, **self.headers} if self.form else self.headers

    @property
    def body(self) -> bytes:
        """The body of the answer."""
        return self.answer if isinstance(self.answer, bytes) else self.answer.encode()


MUTE = Recorded("POST", SOMEBODY, "Muted=true")
MISSPELT = MUTE._replace(form="Mutd=true")


def har_entry(one: Recorded) -> dict[str, Any]:
    """An element of `log.entries`; what is no text is in base64, as browsers write it."""
    content: dict[str, Any] = {"size": len(one.body), "mimeType": "application/json"}
    try:
        content["text"] = one.body.decode()
    except UnicodeDecodeError:
        content |= {"text": b64encode(one.body).decode(), "encoding": "base64"}
    asked: dict[str, Any] = {
        "method": one.method,
        "url": one.url,
        "httpVersion": "HTTP/1.1",
        "headers": _pairs(one.sent),
        "queryString": [],
    }
    if one.form:
        asked["postData"] = {"mimeType": FORM, "text": one.form}
    answered = {"status": one.status, "headers": _pairs(one.answer_headers), "content": content}
    return {"startedDateTime": "2026-01-05T09:00:00Z", "request": asked, "response": answered}


def har(*recorded: Recorded) -> bytes:
    """HAR 1.2."""
    entries = [har_entry(one) for one in recorded]
    log = {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": entries}
    return json.dumps({"log": log}, indent=1).encode()


def interaction(one: Recorded) -> dict[str, Any]:
    """An element of `interactions`."""
    return {
        "request": {
            "method": one.method,
            "uri": one.url,
            "body": one.form or None,
            "headers": {name: [text] for name, text in one.sent.items()},
        },
        "response": {
            "status": {"code": one.status, "message": ""},
            "headers": {name: [text] for name, text in one.answer_headers.items()},
            "body": {"string": one.answer},
        },
    }


def yaml_cassette(*recorded: Recorded) -> bytes:
    """A cassette as vcrpy writes it by default."""
    cassette = {"interactions": [interaction(one) for one in recorded], "version": 1}
    return yaml.safe_dump(cassette).encode()


def json_cassette(*recorded: Recorded) -> bytes:
    """A cassette of `serializer="json"`."""
    cassette = {"version": 1, "interactions": [interaction(one) for one in recorded]}
    return json.dumps(cassette, indent=4).encode()


def exchange_log(*recorded: Recorded) -> bytes:
    """A log of mockconf's own."""
    lines = [
        {
            "mockconf": 1,
            "kind": "exchange",
            "request": {
                "method": one.method,
                "url": one.url,
                "headers": dict(one.sent),
                "body": one.form,
            },
            "answer": {
                "status": one.status,
                "headers": dict(one.answer_headers),
                "body": b64encode(one.body).decode(),
                "encoding": "base64",
            },
        }
        for one in recorded
    ]
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


class Format(NamedTuple):
    """A kind of recording."""

    name: str
    write: Callable[..., bytes]
    #: The pointers to the form and to the answer of the second entry.
    form: str
    answer: str

    def at(self, folder: Path, *recorded: Recorded) -> Path:
        """A file with these exchanges."""
        file = folder / f"recorded.{self.name}"
        file.write_bytes(self.write(*recorded))
        return file


HAR = Format("har", har, "/log/entries/1/request/postData", "/log/entries/1/response/content/text")
YAML = Format(
    "yaml", yaml_cassette, "/interactions/1/request/body", "/interactions/1/response/body/string"
)
JSON = YAML._replace(name="json", write=json_cassette)
LOG = Format("jsonl", exchange_log, "/request/body", "/answer/body")
FORMATS = (HAR, YAML, JSON, LOG)


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": text} for name, text in headers.items()]
