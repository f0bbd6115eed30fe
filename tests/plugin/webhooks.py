"""A webhook receiver that is mounted in this process and remembers what it was told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

APP = "https://app.example"
HOOK = f"{APP}/hook"


class Heard(list[dict[str, str]]):
    """The forms of the callbacks, oldest first."""

    @property
    def events(self) -> list[str]:
        """What the conference told."""
        return [form["StatusCallbackEvent"] for form in self if "StatusCallbackEvent" in form]

    def app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """A WSGI application."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = environ["wsgi.input"].read(length).decode() or environ["QUERY_STRING"]
        self.append(dict(parse_qsl(form, keep_blank_values=True)))
        start_response("204 No Content", [])
        return []
