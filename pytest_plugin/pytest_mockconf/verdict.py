"""Decides whether a test has kept the contract: what was found in its mocks, and nobody expects, fails it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from mockconf.errors import MockconfError
from mockconf.exchange import Severity
from pytest_mockconf.expecting import Expectation
from pytest_mockconf.ledger import Found, Trouble, Unfinished
from pytest_mockconf.rules import rule_of, rules_of_state
from pytest_mockconf.script import MockConf

#: The vendor announced it; no request is wrong because of that.
_ANNOUNCED = "announced-change"


class Judgement(NamedTuple):
    """What fails a test, of one of its mocks."""

    mock: MockConf
    breaches: list[Trouble]
    unmet: list[Expectation]
    #: Troubles beyond those that are kept.
    lost: int


class Case:
    """A test and its mocks."""

    def __init__(self) -> None:
        self.mocks: list[MockConf] = []
        #: Whether the test has failed or was skipped, so that there is nothing to decide.
        self.has_ended = False
        #: Whether it was skipped, so that nothing has failed it.
        self.was_skipped = False
        #: How many callbacks were on their way when it ended so.
        self._under_way = 0
        self._seen: dict[MockConf, int] = {}  # how much of each ledger has failed the test already
        self._told: set[Expectation] = set()

    def end(self) -> None:
        """The test has failed or was skipped, just now."""
        self.has_ended = True
        self._under_way = sum(mock.world.courier.under_way for mock in self.mocks)

    def verdict(self, mocks: list[MockConf]) -> str | None:
        """Why the test fails, once the callbacks of these mocks have been waited for; None if it does not, or has ended."""
        if self.has_ended:
            return None
        judgements = [one for mock in mocks for one in self._judged(mock)]
        if not judgements:
            return None
        from pytest_mockconf.report import failure

        return failure(judgements)

    def section(self) -> str:
        """What a report of a failure shows besides: the timeline, and what would have failed the test anyway."""
        from pytest_mockconf.report import failure, timeline, under_way

        parts = [under_way(self._under_way)] if self._under_way else []
        parts += [timeline(mock) for mock in self.mocks]
        waiting = [one for mock in self.mocks for one in self._open(mock)]
        return "\n\n".join(parts + ([failure(waiting)] if waiting else []))

    def tally(self) -> Counter[str]:
        """How often each rule was broken without failing the test, apart from what it expects."""
        counted: Counter[str] = Counter()
        for mock in self.mocks:
            unexpected, _ = mock.expectations.compare()
            counted.update(
                rule_of(one)
                for _, one in unexpected
                if not _is_answer_of_the_world(one)
                if self.was_skipped or not (mock.chosen.strict and _is_breach(one))
            )
        return counted

    def _judged(self, mock: MockConf) -> Iterator[Judgement]:
        if mock.chosen.strict or mock.expectations:
            try:
                mock.settle()
            except MockconfError as error:
                mock.ledger.keep([Unfinished(str(error))])
            mock.ledger.keep_held(mock.world.courier.held)
        for judgement in self._open(mock):
            self._told.update(judgement.unmet)
            yield judgement
        self._seen[mock] = len(mock.ledger.troubles)

    def _open(self, mock: MockConf) -> Iterator[Judgement]:
        """What fails the test and has not failed it yet; what a test expects is due also where nothing is strict."""
        unexpected, unmet = mock.expectations.compare()
        since = self._seen.get(mock, 0)
        fresh = [one for place, one in unexpected if place >= since]
        breaches = [one for one in fresh if _is_breach(one)] if mock.chosen.strict else []
        unmet = [one for one in unmet if one not in self._told]
        if breaches or unmet:
            yield Judgement(mock, breaches, unmet, mock.ledger.lost)


def _is_breach(trouble: Trouble) -> bool:
    if not isinstance(trouble, Found):
        return True
    if trouble.finding.severity is Severity.NOTE or trouble.finding.rule == _ANNOUNCED:
        return False
    return not _is_answer_of_the_world(trouble)


def _is_answer_of_the_world(trouble: Trouble) -> bool:
    """Whether the request keeps the contract, and only the present state stood against it."""
    return isinstance(trouble, Found) and trouble.finding.rule in rules_of_state()
