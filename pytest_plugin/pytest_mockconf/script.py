"""What a test holds in its hands: the mock, its conferences, what was asked and told, and what is expected of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from mockconf.clock import DEFAULT_START, ManualClock
from mockconf.errors import MockconfError, NoSuchResource
from mockconf.filters import ConferenceFilter
from mockconf.hints import nearest
from mockconf.model import Conference
from mockconf.paging import PageRequest
from mockconf.settings import Settings
from mockconf.states import CallOutcome, ConferenceStatus
from mockconf.transport import Transport
from mockconf.world import World
from pytest_mockconf.asking import EVERY_EVENT, conference_callbacks, require_given
from pytest_mockconf.asserting import Asserting
from pytest_mockconf.callers import ParticipantScript
from pytest_mockconf.expecting import Expectations
from pytest_mockconf.front_door import FrontDoor
from pytest_mockconf.ledger import Ledger
from pytest_mockconf.logs import Callbacks, Findings, Requests
from pytest_mockconf.naming import dialect_of, read_conference_sid
from pytest_mockconf.options import Chosen
from pytest_mockconf.rooms import ConferenceScript, Method
from pytest_mockconf.steps import shown_at_the_test, somebody, take
from pytest_mockconf.timing import ScriptClock, require_seconds
from pytest_mockconf.vendors import Vendors

_EVERY_ONE = PageRequest(size=1_000)
_EVERY_RECORDING_EVENT = ("in-progress", "completed", "absent")


class MockConf(Asserting, Vendors):
    """The `mockconf` fixture: a vendor of one's own, for one test.

    Attributes:
        url: the address of the mock, such as `http://127.0.0.1:40123`; for `client.api.base_url`.
        account_sid: the account that the mock knows, as Twilio names it.
        auth_token: the token of that account, with which Twilio's callbacks are signed.
        project_id, api_token, signing_key: the same account, as SignalWire names it.
        world: what stands behind the address: `world.journal`, `world.switchboard`, `world.settings`.
        dialect: the name of the API version that is spoken.
    """

    def __init__(
        self, door: FrontDoor, settings: Settings, transport: Transport, chosen: Chosen
    ) -> None:
        self._door = door
        self._settings = settings
        self._transport = transport
        self._mounted: dict[str, Any] = {}
        #: Takes what each world has recorded, where somebody wants to know what was covered.
        self.harvest: Callable[[World], None] | None = None
        self.is_closed = False
        self.chosen = chosen
        self.dialect = chosen.dialect
        self.ledger = Ledger(door.port)
        self.expectations = Expectations(self.ledger)
        self.url = door.url
        self.world = self._made(settings)
        self.account_sid, self.auth_token = self.world.account_sid, self.world.auth_token
        self._late = door.late
        door.open(self.world, self._renewed)

    # Made when they are asked for: kept here, they would hold what holds them, and a mock would outlive its test.

    @property
    def clock(self) -> ScriptClock:
        """The time; it stands still until the test moves it."""
        return ScriptClock(self)

    @property
    def requests(self) -> Requests:
        """What was asked over the API, oldest first."""
        return Requests(self)

    @property
    def callbacks(self) -> Callbacks:
        """What was told to the app, oldest first; and the way to hold, drop and repeat it."""
        return Callbacks(self)

    @property
    def findings(self) -> Findings:
        """What was wrong with the requests, oldest first."""
        return Findings(self)

    def conference(
        self,
        friendly_name: str,
        *,
        status_callback: str | None = None,
        status_callback_event: str | Iterable[str] = EVERY_EVENT,
        status_callback_method: Method = "POST",
        recording_status_callback: str | None = None,
        recording_status_callback_event: str | Iterable[str] = _EVERY_RECORDING_EVENT,
        recording_status_callback_method: Method = "POST",
    ) -> ConferenceScript:
        """The conference of this name: the open one, else the latest that has ended, else a new one, opened now.

        Of one that has ended a test sees what became of it; `join()` opens the next one of that name, which the object is
        from then on, and so do callbacks at once. With the vendor, too, a name belongs to one conference after the other.

        Args:
            friendly_name: the name, or the ConferenceSid of one that exists, completed or not, in either vendor's spelling.
            status_callback: the URL that hears of it; only of one that nobody has entered yet.
            status_callback_event: from `start end join leave mute hold modify speaker announcement`.
            recording_status_callback: the URL that hears of its recording.

        Raises:
            ScriptError: who hears of it has been fixed otherwise already, or there is no such SID.
            MockconfError: a URL, event or method is none.

        >>> room = mockconf.conference("Support")
        >>> alice, bob = room.join(label="alice"), room.join(label="bob")
        >>> room.status
        'in-progress'
        >>> room.end()
        >>> mockconf.conference("Support").status
        'completed'
        """
        __tracebackhide__ = True
        require_given("conference", friendly_name, longest=128)
        callbacks = conference_callbacks(
            self.dialect,
            (status_callback, status_callback_method, status_callback_event),
            (
                recording_status_callback,
                recording_status_callback_method,
                recording_status_callback_event,
            ),
        )
        switchboard, name = self.world.switchboard, friendly_name
        sid = self._sid_of(name)
        if sid and callbacks:
            raise MockconfError("a conference that exists has its callbacks; open it by name")

        def find() -> Conference:
            if sid:
                return switchboard.fetch_conference(self.account_sid, sid)
            with switchboard.turn():
                ended = None if callbacks else self._ended(name)
                return ended or switchboard.open_conference(self.account_sid, name, callbacks)

        cannot = "cannot be found" if sid else "cannot be opened"
        found = take(self, repr(name), cannot, sid or name, find)
        has_ended = found.status is ConferenceStatus.COMPLETED
        return ConferenceScript(self, found, opens_next=has_ended and not sid)

    def participant(self, address: str) -> ParticipantScript:
        """Whoever has this CallSid, in either spelling, or label in an open conference, such as one that the app has dialled.

        Raises:
            ScriptError: nobody has.
        """
        __tracebackhide__ = True
        return ParticipantScript(self, somebody(self, address))

    def on_dial(
        self,
        pattern: str,
        outcome: Literal["answer", "busy", "no-answer", "fail", "cancel", "ring"],
        *,
        after: float | None = None,
    ) -> None:
        """From now on, let callees do this whom the app dials; the newest rule that fits counts.

        Args:
            pattern: of the number or address, such as `+1555*` or `client:*`.
            outcome: what they do; `ring` leaves it to the Timeout of the call, or to a step such as `answer()`.
            after: seconds on the clock from the dialling; at once by default, and after the Timeout for `no-answer`.

        Raises:
            MockconfError: there is no such outcome, or `after` is no number of seconds.

        >>> mockconf.on_dial("+1555*", "busy", after=4)
        >>> participants = mockconf.twilio_client().conferences("Support").participants
        >>> created = participants.create(from_="+15017122661", to="+15558675310")
        >>> mockconf.clock.advance(4)
        >>> mockconf.wait_for("participant-leave").participant_call_status.value
        'busy'
        """
        __tracebackhide__ = True
        require_given("on_dial", pattern)
        known = [one.value for one in CallOutcome]
        if outcome not in known:
            near = nearest(str(outcome), known) or ", ".join(known)
            raise MockconfError(
                f"nobody does {outcome!r} when the phone rings; did you mean {near}?"
            )
        if after is not None:
            require_seconds("after", after)
        self.world.switchboard.on_dial(pattern, CallOutcome(outcome), after)

    def mount(self, base_url: str, app: Any) -> None:
        """Let callbacks to this URL, and below it, reach a WSGI or ASGI app in this process, without a socket.

        Args:
            base_url: the app's public URL, such as `https://app.example`; callbacks are signed for it.
            app: a Flask, Django, FastAPI, Starlette or any other WSGI or ASGI app.

        Raises:
            MockconfError: the URL is none, or the app is neither.
        """
        __tracebackhide__ = True
        shown_at_the_test(lambda: self.world.mounts.mount(base_url, app))
        self._mounted[base_url] = app

    def settle(self, timeout: float | None = None) -> None:
        """Wait until all callbacks have arrived or failed, those included that the app causes meanwhile.

        Steps of a script do that by themselves; after a request of the app, a test does.

        Args:
            timeout: seconds of real time; by default what `--mockconf-settle-timeout` says, 5.

        Raises:
            MockconfError: some are still under way then.
        """
        __tracebackhide__ = True
        bound = self.chosen.settle_timeout if timeout is None else timeout
        require_seconds("settle", bound)
        shown_at_the_test(lambda: self.world.settle(bound))

    def close(self) -> None:
        """Send nothing more and leave the address to the next test; the fixture does it."""
        self.is_closed = True
        self._stop_listening()
        self._door.close(self.world)
        self._let_go(self.world)

    def _ended(self, name: str) -> Conference | None:
        """The latest conference of this name, if all of them have ended."""
        known = self.world.switchboard.list_conferences(
            self.account_sid, ConferenceFilter(friendly_name=name), _EVERY_ONE
        ).items
        has_ended = all(one.status is ConferenceStatus.COMPLETED for one in known)
        return known[0] if known and has_ended else None

    def _sid_of(self, text: str) -> str | None:
        """Our SID of the conference that a test means; None if the text is a name.

        What is no SID to the test's vendor may be one to the other, and else is a name, such as a UUID to Twilio.
        """
        sid = read_conference_sid(text)
        if sid is None or dialect_of(self.dialect).is_conference_sid(text):
            return sid
        try:
            return self.world.switchboard.fetch_conference(self.account_sid, sid).sid
        except NoSuchResource:
            return None

    def _made(self, settings: Settings) -> World:
        clock = ManualClock(settings.now or DEFAULT_START)
        world = World(settings, clock=clock, transport=self._transport)
        self._stop_listening = world.journal.listen(self.ledger.hear)
        return world

    def _renewed(self, seed: str | None) -> World:
        """A new world in the place of the current one, for whom the control API has told to reset it."""
        former = self.world
        self._stop_listening()
        self._settings = self._settings._replace(seed=seed or self._settings.seed)
        self.world = self._made(self._settings)
        self.account_sid, self.auth_token = self.world.account_sid, self.world.auth_token
        for base_url, app in self._mounted.items():
            self.world.mounts.mount(base_url, app)
        self._let_go(former)
        return self.world

    def _let_go(self, world: World) -> None:
        world.close()
        if self.harvest:
            self.harvest(world)
