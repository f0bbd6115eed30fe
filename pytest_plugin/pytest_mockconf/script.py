"""What a test holds in its hands: the address, the credentials and the world behind them."""

from __future__ import annotations

from mockconf.clock import ManualClock
from mockconf.world import World
from pytest_mockconf.front_door import FrontDoor


class MockConf:
    """The `mockconf` fixture.

    Attributes:
        url: the address of the mock, such as `http://127.0.0.1:40123`.
        account_sid: an account that the mock knows.
        auth_token: the token of that account.
        world: what stands behind the address: `world.clock`, `world.journal`, `world.switchboard`.
    """

    def __init__(self, front_door: FrontDoor, seed: str) -> None:
        self.world: World = front_door.open(seed)
        self.url = front_door.url
        self.account_sid = self.world.account_sid
        self.auth_token = self.world.auth_token

    @property
    def clock(self) -> ManualClock:
        """The clock of the world; it stands still until the test advances it."""
        return self.world.clock
