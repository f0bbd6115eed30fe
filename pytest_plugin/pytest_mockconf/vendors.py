"""What a mock is to the clients of each vendor: its address, the two identities of its account, and the SDKs without a socket."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mockconf.errors import MockconfError
from mockconf.exchange import Answer, Request
from mockconf.world import World
from pytest_mockconf.naming import dialect_of, require_dialect

_TWILIO, _SIGNALWIRE = "twilio-2010-04-01", "signalwire"
_SDKS = ("twilio", "signalwire")


class Vendors:
    """The part of the `mockconf` fixture that applications are configured with."""

    url: str
    dialect: str
    account_sid: str
    auth_token: str
    world: World
    is_closed: bool
    _late: Counter[str]

    @property
    def project_id(self) -> str:
        """What SignalWire calls the account, a UUID: it shows the same conferences as `account_sid`."""
        return self.world.project_id

    @property
    def api_token(self) -> str:
        """The token of that project, for SignalWire's clients."""
        return self.world.api_token

    @property
    def signing_key(self) -> str:
        """What signs SignalWire's callbacks; Twilio's are signed with `auth_token`."""
        return self.world.signing_key

    def base_url(self, dialect: str | None = None) -> str:
        """Where the API of a dialect begins, for clients that are told the version.

        Args:
            dialect: its name; the test's own by default.

        Raises:
            MockconfError: it is not spoken here.

        >>> mockconf.base_url().removeprefix(mockconf.url)
        '/2010-04-01'
        """
        __tracebackhide__ = True
        return self.url + dialect_of(require_dialect(dialect or self.dialect)).base

    def client(self, *, async_: bool = False) -> Any:
        """The SDK of the test's dialect: that of Twilio, or of SignalWire.

        Args:
            async_: whether its `..._async` methods are to be used.

        Raises:
            MockconfError: the SDK is not installed or has no such methods, or the dialect has none.

        >>> mockconf.client().conferences.list(status="in-progress")
        []
        """
        __tracebackhide__ = True
        if self.dialect == _TWILIO:
            return self.twilio_client(async_=async_)
        if self.dialect != _SIGNALWIRE:
            raise MockconfError(
                f"{self.dialect} has no SDK: give mockconf.base_url(), mockconf.account_sid and "
                "mockconf.auth_token to any client that reads XML"
            )
        if async_:
            raise MockconfError("the SDK of SignalWire has no async methods: leave out async_")
        return self.signalwire_client()

    def twilio_client(self, *, async_: bool = False) -> Any:
        """Twilio's official SDK, unmodified but for its HTTP client: requests reach the mock without a socket.

        Args:
            async_: whether its `..._async` methods are to be used.

        Raises:
            MockconfError: the SDK is not installed, or too old for those methods.

        >>> mockconf.twilio_client().conferences.list(status="in-progress")
        []
        """
        __tracebackhide__ = True
        try:
            from pytest_mockconf.clients import twilio_client
        except ImportError as error:
            if not _is_of_an_sdk(error):
                raise
            is_older = not isinstance(error, ModuleNotFoundError)
        else:
            return twilio_client(
                self.account_sid, self.auth_token, self.url, self._answer, is_async=async_
            )
        if not is_older:
            raise MockconfError(
                "the SDK of Twilio is not installed: pip install 'mockconf[twilio]'"
            )
        if async_:
            raise MockconfError(
                "this SDK of Twilio has no async methods: pip install 'mockconf[twilio]'"
            )
        from pytest_mockconf import older_clients

        return older_clients.twilio_client(
            self.account_sid, self.auth_token, self.url, self._answer
        )

    def signalwire_client(self) -> Any:
        """SignalWire's official SDK, unmodified, for its project: requests reach the mock without a socket.

        It brings Twilio's SDK 6.54, with which `twilio_client()` works as well.

        Raises:
            MockconfError: the SDK is not installed.
        """
        __tracebackhide__ = True
        try:
            from pytest_mockconf.older_clients import signalwire_client

            return signalwire_client(self.project_id, self.api_token, self.url, self._answer)
        except ImportError as error:
            if not _is_of_an_sdk(error):
                raise
        raise MockconfError(
            "the SDK of SignalWire is not installed: pip install signalwire==2.1.1, in an environment "
            "of its own, as it needs twilio 6.54 and not the newer one of 'mockconf[twilio]'"
        )

    def _answer(self, request: Request) -> Answer:
        if self.is_closed:  # the front door counts those that come by the socket
            self._late["request-after-its-test"] += 1
        return self.world.answer(request)


def _is_of_an_sdk(error: ImportError) -> bool:
    return (error.name or "").partition(".")[0] in _SDKS
