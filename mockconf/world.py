"""One isolated universe: accounts, clock, seed, switchboard and journal. Nothing in it is ever cleared; take a new one."""

from __future__ import annotations

from functools import partial

from mockconf.accounts import Accounts
from mockconf.answer import Desk
from mockconf.callbacks import Composer
from mockconf.clock import DEFAULT_START, ManualClock
from mockconf.courier import Courier
from mockconf.coverage.recording import Coverage
from mockconf.delivery import Delivery, Outcome
from mockconf.errors import MockconfError
from mockconf.events import Happened
from mockconf.exchange import Answer, Request
from mockconf.journal import Journal
from mockconf.mounts import Mounts
from mockconf.sending import send
from mockconf.settings import AccountSettings, Settings
from mockconf.sids import SidFactory
from mockconf.switchboard import Switchboard
from mockconf.transport import Transport, over_http


class World:
    """A vendor of one's own: the same seed and the same calls give the same answers, byte for byte.

    Args:
        settings: what is switched; the defaults of `Settings` otherwise.
        clock: where time comes from; a clock that stands still at `settings.now` otherwise.
        transport: takes callbacks to hosts where no app is mounted; real HTTP otherwise.

    >>> world = World()
    >>> world.answer(Request(method="GET", path="/2010-04-01/nowhere.json")).status
    404
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: ManualClock | None = None,
        transport: Transport = over_http,
    ) -> None:
        self.settings = settings or Settings()
        seed = self.settings.seed
        self.clock = clock or ManualClock(self.settings.now or DEFAULT_START)
        self.journal = Journal(self.settings.log_size, self.settings.log_bytes)
        self.coverage = Coverage()
        # Looking must not change what is created next, so requests are numbered from a source of their own.
        identity = SidFactory(f"{seed}/account")
        #: The account that every world has, with its token.
        self.account_sid, self.auth_token = identity.make("AC"), identity.make("")
        #: The same account at SignalWire, with its API token and the key that signs its callbacks.
        self.project_id, self.api_token = identity.uuid(), identity.make("PT")
        self.signing_key = identity.make("PSK_")
        self.accounts = Accounts(self.settings)
        self.accounts.add(
            AccountSettings(
                sid=self.account_sid,
                auth_token=self.auth_token,
                project_id=self.project_id,
                api_token=self.api_token,
                signing_key=self.signing_key,
            )
        )
        #: Apps that callbacks reach without a socket.
        self.mounts = Mounts(transport, self.settings.allowed_hosts)
        self.courier = Courier(
            Composer(self.accounts, SidFactory(f"{seed}/callbacks")).compose,
            partial(send, self.mounts),
            partial(_keep, self.journal, self.coverage),
            self.clock,
        )
        self.switchboard = Switchboard(
            self.clock,
            SidFactory(f"{seed}/records"),
            partial(_tell, self.journal, self.courier),
            self.settings,
        )
        # What a world is made of holds no reference back to it, so that it is gone with its last user: tests make many.
        self._stop_listening = self.clock.listen(partial(_catch_up, self.switchboard, self.courier))
        self._desk = Desk(
            self.settings,
            self.accounts,
            self.switchboard,
            self.journal,
            self.coverage,
            self.clock,
            SidFactory(f"{seed}/requests"),
        )

    def answer(self, request: Request) -> Answer:
        """Answer one HTTP request, as plain values. It never raises; a fault of mockconf's own is a 500 that says so."""
        return self._desk.answer(request)

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until every callback has been delivered or has failed, including what those callbacks cause.

        Args:
            timeout: seconds of real time.

        Raises:
            MockconfError: something is still under way then.
        """
        self.courier.settle(timeout)

    def close(self) -> None:
        """Send nothing more, and let mounted apps go."""
        self._stop_listening()
        self.courier.close()
        self.mounts.close()

    def populate(self, conferences: int) -> None:
        """Fill the account with believable conferences of the past year, the last ones still open.

        Args:
            conferences: how many, from 0.

        Raises:
            MockconfError: it is no such number.
        """
        if conferences < 0:
            raise MockconfError(f"populate takes a whole number from 0, not {conferences!r}")
        if not conferences:
            return
        from mockconf.population import populate  # Faker is heavy, and few worlds want it

        populate(
            self.switchboard, self.account_sid, self.settings.seed, self.clock.now(), conferences
        )


def _tell(journal: Journal, courier: Courier, happened: Happened) -> None:
    journal.add_event(happened)
    courier.take(happened)


def _keep(journal: Journal, coverage: Coverage, delivery: Delivery) -> None:
    if delivery.outcome is Outcome.DELIVERED:
        coverage.note_delivery(delivery)
    journal.put_delivery(delivery)


def _catch_up(switchboard: Switchboard, courier: Courier) -> None:
    switchboard.catch_up()
    courier.catch_up()
