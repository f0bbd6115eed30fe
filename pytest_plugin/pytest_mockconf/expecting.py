"""What a test breaks on purpose, held against what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from mockconf.delivery import Delivery
from mockconf.errors import MockconfError
from mockconf.exchange import Finding
from mockconf.redaction import without_secrets
from pytest_mockconf.ledger import Found, Ledger, Trouble
from pytest_mockconf.matching import (
    Candidate,
    differences,
    picked,
    require_times,
    shown_params,
)
from pytest_mockconf.rules import (
    CALLBACK_FAILED,
    CALLBACK_HELD,
    CALLBACK_UNFINISHED,
    OF_CALLBACKS,
    require_rule,
    rule_of,
)
from pytest_mockconf.vocabulary import require_known

#: What is known when the test has ended, and not before.
_OF_THE_END = (CALLBACK_HELD, CALLBACK_UNFINISHED)
_OF_A_FINDING = (*(name for name in Finding._fields if name != "rule"), "operation")
_OF_A_CALLBACK = ("event", "url", "method", "status", "reason", "attempts")


class Expectation:
    """One thing that will be found. As a context manager it counts within the block, and is checked where that ends."""

    def __init__(
        self,
        ledger: Ledger,
        settle: Callable[[], None],
        rule: str,
        times: int,
        match: Mapping[str, Any],
    ) -> None:
        self._ledger = ledger
        self._settle = settle
        self._since = 0
        self._until: int | None = None
        self.rule = rule
        self.times = times
        self.match = match

    def fitting(self) -> list[int]:
        """Where in the ledger that stands which fits."""
        troubles = self._ledger.troubles[: self._until]
        return [
            place
            for place, one in enumerate(troubles)
            if place >= self._since and rule_of(one) == self.rule
            if not (self.match and differences(self.match, _values_of(one)))
        ]

    def explained(self) -> str:
        """What was expected, what came near, and what was found."""
        troubles = self._ledger.troubles[self._since : self._until]
        near = [
            Candidate(one, _title(one), _values_of(one))
            for one in troubles
            if rule_of(one) == self.rule
        ]
        _, text = picked(self.rule, near, self.match, map(rule_of, troubles))
        return f"expected to find {self.times} {text}"

    def __enter__(self) -> Self:
        __tracebackhide__ = True
        if self.rule in _OF_THE_END:
            raise MockconfError(
                f"{self.rule} is known when the test has ended, and not at the end of a block: "
                f"say mockconf.expect_finding({self.rule!r}) without `with`"
            )
        self._since = len(self._ledger.troubles)
        return self

    def __exit__(self, raised: object, *_: object) -> None:
        __tracebackhide__ = True
        if raised is None and self.rule == CALLBACK_FAILED:
            self._settle()
        self._until = len(self._ledger.troubles)
        if raised is None and len(self.fitting()) != self.times:
            raise AssertionError(self.explained())

    def __repr__(self) -> str:
        return f"<expects {self.times} {self.rule}{shown_params(self.match)}>"


class Expectations:
    """All that a test expects to find."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._expected: list[Expectation] = []

    def __len__(self) -> int:
        return len(self._expected)

    def add(
        self, rule: str, times: int, match: Mapping[str, Any], settle: Callable[[], None]
    ) -> Expectation:
        """Expect something; `settle` waits for callbacks, which may be what is expected.

        Raises:
            MockconfError: there is no such rule, nothing of it has such a part, or the number is none.
        """
        __tracebackhide__ = True
        require_times(times)
        require_rule(rule)
        for name in match:
            if rule not in (CALLBACK_FAILED, CALLBACK_HELD):
                require_known("part of a finding", name, _OF_A_FINDING)
            elif not name[:1].isupper():  # else a parameter of the callback
                require_known("part of a callback", name, _OF_A_CALLBACK)
        if rule not in OF_CALLBACKS:  # as findings are kept
            match = {
                name: without_secrets(value) if isinstance(value, str) else value
                for name, value in match.items()
            }
        expectation = Expectation(self._ledger, settle, rule, times, match)
        self._expected.append(expectation)
        return expectation

    def compare(self) -> tuple[list[tuple[int, Trouble]], list[Expectation]]:
        """What nobody expects, each with its place in the ledger; and what was expected and has not been found."""
        taken: set[int] = set()
        unmet = []
        for one in self._expected:
            fitting = [place for place in one.fitting() if place not in taken][: one.times]
            taken.update(fitting)
            if len(fitting) < one.times:
                unmet.append(one)
        troubles = enumerate(list(self._ledger.troubles))
        return [(place, one) for place, one in troubles if place not in taken], unmet


def _values_of(trouble: Trouble) -> dict[str, list[str]]:
    if isinstance(trouble, Found):
        values = {**trouble.finding._asdict(), "operation": trouble.exchange.operation}
    elif isinstance(trouble, Delivery):
        values = {name: getattr(trouble, name) for name in _OF_A_CALLBACK} | dict(trouble.params)
    else:
        values = trouble._asdict()
    return {name: [str(value)] for name, value in values.items() if value is not None}


def _title(trouble: Trouble) -> str:
    if isinstance(trouble, Found):
        return f"#{trouble.exchange.number}"
    return f"@{trouble.number}" if isinstance(trouble, Delivery) else ""
