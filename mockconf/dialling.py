"""Dials: what the callee of each number does, and when, on the world's clock.

Everything here runs under the Switchboard's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from fnmatch import fnmatchcase
from functools import partial
from typing import NamedTuple

from mockconf.agenda import Agenda
from mockconf.errors import MockconfError
from mockconf.lifecycle import Lifecycle
from mockconf.model import Participant
from mockconf.states import UNREACHED, CallOutcome, LeaveReason, ParticipantStatus
from mockconf.store import Store

#: Documented: a phone rings about five seconds longer than its Timeout.
_GRACE = 5
#: One call a second is let through.
_UNTIL_IT_RINGS = 1.0
_ON_THE_WAY = (
    ParticipantStatus.QUEUED,
    ParticipantStatus.CONNECTING,
    ParticipantStatus.RINGING,
)


class DialRule(NamedTuple):
    """What callees do whose number or address fits a pattern of `fnmatch`, such as `+1555*`."""

    pattern: str
    outcome: CallOutcome
    #: Seconds from the dialling; None is at once, and for no answer after the Timeout. To ring is always to ring until then.
    after: float | None = None


class Dialler:
    """Places the calls of new participants and lets their callees do what the rules say."""

    def __init__(
        self, life: Lifecycle, store: Store, agenda: Agenda, answer_after: float = 0.0
    ) -> None:
        self._life = life
        self._store = store
        self._agenda = agenda
        self._rules = [DialRule("*", CallOutcome.ANSWER, answer_after)]

    def add(self, rule: DialRule) -> None:
        """Let `rule` come before all that were added earlier."""
        self._rules.insert(0, rule)

    def dial(self, queued: Participant) -> None:
        """Place the call; what follows at once has happened when this returns."""
        rule = next(one for one in self._rules if fnmatchcase(queued.to or "", one.pattern))
        queued = self._life.call(queued)
        longest = float(queued.timeout + _GRACE)
        outcome, after = rule.outcome, rule.after or 0.0
        nobody = outcome is CallOutcome.NO_ANSWER and rule.after is None
        if outcome is CallOutcome.RING or nobody or after > longest:
            outcome, after = CallOutcome.NO_ANSWER, longest
        if not after:
            self.settle(queued, outcome)
            return
        ring = partial(self.settle, outcome=CallOutcome.RING)
        self._later(min(_UNTIL_IT_RINGS, after / 2), queued, ring)
        self._later(after, queued, lambda there: self.settle(there, outcome))

    def settle(self, participant: Participant, outcome: CallOutcome) -> None:
        """Let the callee of somebody who is still on the way do this now.

        Raises:
            MockconfError: the call is not on its way any more.
        """
        if participant.status not in _ON_THE_WAY:
            raise MockconfError(
                f"the call {participant.call_sid} is {participant.status.value}; only one that is "
                f"{', '.join(_ON_THE_WAY[:-1])} or {_ON_THE_WAY[-1]} can end as {outcome.value!r}"
            )
        rings = outcome in (CallOutcome.RING, CallOutcome.ANSWER, CallOutcome.NO_ANSWER)
        if rings and participant.status is not ParticipantStatus.RINGING:
            participant = self._life.ring(participant)
        if outcome is CallOutcome.ANSWER:
            self._connect(participant)
        elif outcome in UNREACHED:
            self._life.depart(participant, LeaveReason.ADD_FAILED, call_status=UNREACHED[outcome])

    def _connect(self, participant: Participant) -> None:
        connected = self._life.connect(participant)
        if connected.time_limit is not None:
            self._schedule(
                float(connected.time_limit),
                connected,
                lambda there: self._life.depart(there, LeaveReason.HUNG_UP),
            )

    def _later(
        self, seconds: float, participant: Participant, step: Callable[[Participant], object]
    ) -> None:
        """Let something happen to a call, unless it has been decided otherwise by then."""

        def if_on_the_way(there: Participant) -> None:
            if there.status in _ON_THE_WAY:
                step(there)

        self._schedule(seconds, participant, if_on_the_way)

    def _schedule(
        self, seconds: float, participant: Participant, step: Callable[[Participant], object]
    ) -> None:
        def unless_gone() -> None:
            there = self._store.participant(participant.conference_sid, participant.call_sid)
            if there is not None and there.sid == participant.sid:
                step(there)

        with suppress(OverflowError):  # what lies beyond the calendar never comes
            self._agenda.enter(self._life.moment + timedelta(seconds=seconds), unless_gone)
