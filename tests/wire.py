"""A client without manners: it sends exactly what a test says, and shows exactly what came back."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

FORM = "application/x-www-form-urlencoded"
SECONDS = 10.0


@dataclass(frozen=True)
class Reply:
    """What the mock answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def xml(self) -> Element:
        return fromstring(self.body)

    @property
    def error(self) -> tuple[int, int]:
        """The HTTP status and the vendor's code."""
        return self.status, self.json["code"]


class Wire:
    """Sends requests to a mock, by default with the credentials of its account.

    Paths that start with a slash are sent as they are; others are below the account: `Conferences.json`.
    """

    def __init__(
        self, url: str, account_sid: str, auth_token: str, base: str = "/2010-04-01"
    ) -> None:
        self.url = url
        self.base = base
        self.account_sid = account_sid
        self.auth_token = auth_token

    def send(
        self,
        method: str,
        path: str,
        form: Mapping[str, Any] | list[tuple[str, str]] | None = None,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | str | None = "",
    ) -> Reply:
        """Send one request; `auth` is a pair, a whole Authorization header, "" for the account's own or None."""
        sent = dict(headers or {})
        if form is not None:
            body = urlencode(form, doseq=True).encode()
        if body is not None:
            sent.setdefault("Content-Type", FORM)
        if auth is not None:
            sent["Authorization"] = self.authorization(auth)
        if not path.startswith("/"):
            path = f"{self.base}/Accounts/{self.account_sid}/{path}"
        where = urlsplit(self.url)
        connection = HTTPConnection(str(where.hostname), where.port, timeout=SECONDS)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.headers), answer.read())
        finally:
            connection.close()

    def get(self, path: str, **more: Any) -> Reply:
        return self.send("GET", path, **more)

    def post(self, path: str, form: Any = None, **more: Any) -> Reply:
        return self.send("POST", path, form, **more)

    def control(self, method: str, path: str, given: Any = None) -> Reply:
        """A request to the control API."""
        body = None if given is None else json.dumps(given).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        return self.send(method, f"/_mockconf/{path}", body=body, headers=headers, auth=None)

    def dial(self, room: str, **form: Any) -> Reply:
        """Create a participant in a room, by its SID or friendly name."""
        called = {"From": "+15017122661", "To": "+15558675310", **form}
        return self.post(f"Conferences/{quote(room, safe='')}/Participants.json", called)

    def script(self, conference_sid: str, event: str, **given: Any) -> Reply:
        """Let something happen in a conference, through the control API."""
        return self.control(
            "POST", f"conferences/{conference_sid}/events", {"event": event, **given}
        )

    def authorization(self, auth: tuple[str, str] | str) -> str:
        if isinstance(auth, str) and auth:
            return auth
        username, password = auth or (self.account_sid, self.auth_token)
        return "Basic " + b64encode(f"{username}:{password}".encode()).decode()
