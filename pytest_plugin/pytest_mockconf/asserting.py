"""What a test may claim of a mock: this was requested, that was told, this will come, and that is found on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from mockconf.events import CallEvent, Event, Happened, RecordingEvent
from pytest_mockconf import lines, matching
from pytest_mockconf.expecting import Expectation, Expectations
from pytest_mockconf.ledger import Found, Ledger
from pytest_mockconf.naming import dialect_of, require_dialect
from pytest_mockconf.timing import require_seconds
from pytest_mockconf.vocabulary import require_event, require_params, require_told

if TYPE_CHECKING:
    from mockconf.delivery import Delivery
    from mockconf.exchange import Exchange
    from mockconf.world import World

_MOST_SHOWN = 10
CallName = Literal["call-initiated", "call-ringing", "call-answered", "call-completed"]
RecordingName = Literal["recording-in-progress", "recording-completed"]


class Asserting:
    """The assertions of the `mockconf` fixture."""

    dialect: str
    world: World
    ledger: Ledger
    expectations: Expectations

    def settle(self, timeout: float | None = None) -> None:
        """Wait for the callbacks."""
        raise NotImplementedError

    @overload
    def assert_requested(
        self, operation: str, *, times: Literal[0], dialect: str | None = None, **params: Any
    ) -> None: ...
    @overload
    def assert_requested(
        self, operation: str, *, times: int = 1, dialect: str | None = None, **params: Any
    ) -> Exchange: ...
    def assert_requested(
        self, operation: str, *, times: int = 1, dialect: str | None = None, **params: Any
    ) -> Exchange | None:
        """An operation was called with these parameters so often; others do not matter.

        Args:
            operation: its operationId, such as `UpdateParticipant`.
            times: how often exactly.
            dialect: through whose API; that of the test by default.
            params: as the contract spells them, those of the path included; True stands for "true" or "True", None for a
                parameter that was not sent, and a list for one that was repeated.

        Returns:
            The last of those requests; None where none is expected.

        Raises:
            AssertionError: it was not; the text says what came near, and what was seen.
            MockconfError: the contract has no such operation or parameter, or there is no such dialect.

        >>> room = mockconf.conference("Support")
        >>> alice = room.join(label="alice")
        >>> alice_over_rest = mockconf.twilio_client().conferences(room.sid).participants("alice")
        >>> updated = alice_over_rest.update(muted=True)
        >>> mockconf.assert_requested("UpdateParticipant", CallSid="alice", Muted=True).answer.status
        200
        >>> mockconf.assert_requested("UpdateParticipant", CallSid="alice", Hold=True)
        Traceback (most recent call last):
        AssertionError: expected 1 UpdateParticipant with CallSid='alice', Hold='true', got 0
          near: #1 Hold: expected 'true', got none
          seen: UpdateParticipant
        """
        __tracebackhide__ = True
        matching.require_times(times)
        exchanges = self.world.journal.exchanges
        spoken = self.dialect if dialect is None else require_dialect(dialect)
        fitting, text = matching.requested(spoken, exchanges, operation, params)
        if len(fitting) != times:
            raise AssertionError(f"expected {times} {text}")
        return fitting[-1] if fitting else None

    @overload
    def assert_callback(self, event: str, *, times: Literal[0], **params: Any) -> None: ...
    @overload
    def assert_callback(self, event: str, *, times: int = 1, **params: Any) -> Delivery: ...
    def assert_callback(self, event: str, *, times: int = 1, **params: Any) -> Delivery | None:
        """An event was told with these parameters so often; others do not matter.

        Callbacks that are still under way are waited for. Those that the app refused count, as it has seen them;
        those that are held back or were dropped do not.

        Args:
            event: such as `participant-mute`, `call-answered`, `recording-completed`.
            times: how often exactly.
            params: as the vendor spells them; True stands for "true", and None for a parameter that is absent.

        Returns:
            The last of those callbacks; None where none is expected.

        Raises:
            AssertionError: it was not; the text says what came near, and what was seen.
            MockconfError: there is no such event or parameter, or not in callbacks of the test's dialect; or callbacks are
                still under way.

        >>> def app(environ, start_response):
        ...     start_response("204 No Content", [])
        ...     return []
        >>> mockconf.mount("https://app.example", app)
        >>> room = mockconf.conference("Support", status_callback="https://app.example/hook")
        >>> room.join(label="alice").mute()
        >>> mockconf.assert_callback("participant-mute", ParticipantLabel="alice", Muted=True).status
        204
        """
        __tracebackhide__ = True
        matching.require_times(times)
        self.settle()
        deliveries = self.world.journal.deliveries
        fitting, text = matching.told(self.dialect, deliveries, event, params)
        if len(fitting) < times:
            text += matching.unheard(event, self.world.journal.timeline)
        if len(fitting) != times:
            raise AssertionError(f"expected {times} {text}")
        return fitting[-1] if fitting else None

    def assert_no_findings(self) -> None:
        """Nothing was found in any request so far, not even what the vendor tolerates, but for what is expected.

        Raises:
            AssertionError: something was.

        >>> mockconf.assert_no_findings()
        """
        __tracebackhide__ = True
        unexpected, _ = self.expectations.compare()
        found = [lines.of_found(one) for _, one in unexpected if isinstance(one, Found)]
        if found:
            more = [f"and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else []
            shown = "\n  ".join(
                [f"expected no findings, got {len(found)}", *found[:_MOST_SHOWN], *more]
            )
            raise AssertionError(shown)

    def expect_finding(self, rule: str, *, times: int = 1, **match: Any) -> Expectation:
        """Something is broken on purpose: what fits does not fail the test, and its absence does.

        It counts for the whole test, wherever it stands; `with mockconf.expect_finding(...):` counts for its block.

        Args:
            rule: such as `unknown-parameter`; `callback-failed` for callbacks that the app refuses, `callback-held` for
                those that the test holds and never releases.
            times: how often exactly.
            match: what it must say: `name`, `value`, `nearest`, `code`, `location`, `operation`; of a callback `event`,
                `url`, `status`, `reason` and its parameters as the vendor spells them.

        Raises:
            AssertionError: in the end of the `with` block, it is not so.
            MockconfError: there is no such rule, or a finding has no such part.

        >>> room = mockconf.conference("Support")
        >>> with mockconf.expect_finding("refused-parameter", name="Status"):
        ...     try:
        ...         mockconf.twilio_client().conferences(room.sid).update(status="over")
        ...     except Exception as error:
        ...         print(error.code)
        20001
        """
        __tracebackhide__ = True
        return self.expectations.add(rule, times, match, self.settle)

    @overload
    def wait_for(self, event: CallName, *, timeout: float = 5.0, **params: Any) -> CallEvent: ...
    @overload
    def wait_for(
        self, event: RecordingName, *, timeout: float = 5.0, **params: Any
    ) -> RecordingEvent: ...
    @overload
    def wait_for(self, event: str, *, timeout: float = 5.0, **params: Any) -> Event: ...
    def wait_for(self, event: str, *, timeout: float = 5.0, **params: Any) -> Happened:
        """The next event of this name that has not been waited for before, and has these parameters.

        For apps that act on threads or processes of their own; its callbacks have arrived when this returns.

        Args:
            event: such as `participant-leave`, `recording-completed`, and `call-answered` of a call of which somebody asked
                to hear that.
            timeout: seconds of real time.
            params: as a callback would spell them: `CallSid=alice.call_sid, Muted=True`.

        Raises:
            AssertionError: it did not come; the text says what came.
            MockconfError: there is no such event or parameter, or callbacks are still under way.

        >>> alice = mockconf.conference("Support").join(label="alice")
        >>> mockconf.wait_for("participant-join", ParticipantLabel="alice").sequence_number
        1
        """
        __tracebackhide__ = True
        require_seconds("timeout", timeout)
        require_event(event)
        if params:
            require_told(self.dialect, event)
        require_params(self.dialect, event, params)
        tell = dialect_of(self.dialect).form

        def candidate(one: Happened) -> matching.Candidate[Happened]:
            form = tell(one, self.world.accounts.identity(one.owner[0]))
            values = {name: [text] for name, text in form.params.items()} if form else {}
            number = "" if isinstance(one, RecordingEvent) else f" #{one.sequence_number}"
            return matching.Candidate(one, f"{one.name}{number}", values)

        def fits(one: Happened) -> bool:
            return one.name == event and not (
                params and matching.differences(params, candidate(one).values)
            )

        found = self.ledger.take(fits, timeout)
        if found is None:
            seen = self.ledger.events
            near = [candidate(one) for one in seen if one.name == event]
            _, text = matching.picked(event, near, params, [one.name for one in seen])
            raise AssertionError(f"waited {timeout:g} s for {text}")
        self.settle()
        return found
