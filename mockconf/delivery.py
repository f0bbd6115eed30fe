"""What became of one callback: the record that the journal and the test see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from mockconf.redaction import shown_target
from mockconf.transport import Callback


class Outcome(StrEnum):
    """How far a callback has come."""

    WAITING = "waiting"
    HELD = "held"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


class Delivery(NamedTuple):
    """A callback and how it fared."""

    #: Counted from 1, in the order in which the callbacks came to be.
    number: int
    callback: Callback
    outcome: Outcome = Outcome.WAITING
    #: The final HTTP status; None if there was no answer.
    status: int | None = None
    #: Why it failed, as a sentence.
    reason: str | None = None
    attempts: int = 0
    #: The first KiB of what was answered.
    answer: bytes = b""
    #: The number of the delivery that this one repeats on a test's wish.
    duplicate_of: int | None = None

    @property
    def fate(self) -> str:
        """What has become of it, in a few words."""
        if self.outcome is Outcome.DELIVERED:
            return str(self.status)
        if self.outcome is Outcome.FAILED:
            return f"failed: {self.reason or self.status}"
        return "on its way" if self.outcome is Outcome.WAITING else self.outcome.value

    def __repr__(self) -> str:
        again = f" (#{self.duplicate_of} again)" if self.duplicate_of else ""
        return f"<@{self.number} {self.title}{again} -> {self.fate}>"

    @property
    def title(self) -> str:
        """The event, its number and where it is told."""
        number = self.params.get("SequenceNumber", "")
        where = shown_target(self.url.partition("?")[0])
        return " ".join(filter(None, (self.event, number, self.method, where)))

    def failed(self, reason: str) -> Delivery:
        """The same, failed for this reason."""
        return self._replace(outcome=Outcome.FAILED, reason=reason)

    @property
    def event(self) -> str:
        return self.callback.event

    @property
    def url(self) -> str:
        return self.callback.url

    @property
    def method(self) -> str:
        return self.callback.method

    @property
    def params(self) -> Mapping[str, str]:
        return self.callback.params

    @property
    def headers(self) -> Mapping[str, str]:
        return self.callback.headers

    @property
    def timestamp(self) -> datetime:
        return self.callback.timestamp
