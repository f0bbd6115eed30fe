"""One thing that stands in the way to another dialect, however often it is met."""

from __future__ import annotations

from typing import NamedTuple

from mockconf.exchange import Severity
from mockconf.reports.problem import Place, Problem


class Obstacle(NamedTuple):
    """Why exchanges would break."""

    rule: str
    severity: Severity
    #: The operationId, or the name of a webhook.
    operation: str
    #: The parameter, property, value or id that is concerned; empty where it is the operation itself.
    subject: str
    #: A sentence without a full stop.
    message: str
    #: What to use in its place.
    replacement: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.rule, self.operation, self.subject

    def of_its_kind(self) -> Obstacle:
        """One that stands for all of its rule and operation, where there are too many to tell apart."""
        says = f"and others of the kind, such as: {self.message}"
        return self._replace(subject="...", message=says)


class Met(NamedTuple):
    """An obstacle and where it was met."""

    obstacle: Obstacle
    times: int
    #: The first time.
    place: Place
    call_site: Place | None

    def problem(self) -> Problem:
        """As a finding of a check."""
        one = self.obstacle
        times = f" ({self.times:,} times)" if self.times > 1 else ""
        says = f"{one.operation}: {one.message}{times}"
        return Problem(one.rule, one.severity, says, self.place, self.call_site, one.replacement)
