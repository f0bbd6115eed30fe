"""Whose credentials open which account."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as BadBase64
from functools import lru_cache
from hmac import compare_digest
from threading import Lock
from typing import NamedTuple

from mockconf.errors import NotAuthenticated
from mockconf.model import Identity
from mockconf.settings import AccountSettings, Settings
from mockconf.sids import folded, is_sid, is_uuid, sid_of, uuid_of

#: Longer credentials are not even decoded.
_LONGEST_HEADER = 2_048
_MOST_REMEMBERED = 1_024


class _ApiKey(NamedTuple):
    account_sid: str
    secret: str


class Accounts:
    """The accounts of a world: configured ones and, in an open world, those whose credentials came first.

    An account is spelled by its SID or, as SignalWire does, by the UUID of a project. Where no project is configured,
    it is the UUID with the digits of the SID; where one is, that one alone.
    """

    def __init__(self, settings: Settings) -> None:
        self._is_open = settings.account_mode == "open"
        self._room_for = settings.max_accounts
        self._tokens: dict[str, str] = {}  # by SID and by project id, as they are spelled
        self._parents: dict[str, str] = {}  # subaccount sid -> account sid
        self._keys: dict[str, _ApiKey] = {}  # by API key sid
        self._accounts: dict[str, str] = {}  # project id -> account sid, where they are configured
        self._projects: dict[str, str] = {}  # and the other way round
        self._signing_keys: dict[str, str] = {}  # by account sid
        self._voiceless: set[str] = set()  # project ids
        self._opened: dict[tuple[str | None, str], str] = {}  # a token never changes
        self._lock = Lock()
        for account in settings.accounts:
            self.add(account)

    def add(self, account: AccountSettings) -> None:
        """Configure an account."""
        account = account._replace(sid=folded(account.sid))
        self._tokens[account.sid] = account.auth_token
        if account.parent is not None:
            self._parents[account.sid] = folded(account.parent)
        for key_sid, secret in account.api_keys.items():
            self._keys[key_sid] = _ApiKey(account.sid, secret)
        if account.signing_key is not None:
            self._signing_keys[account.sid] = account.signing_key
        if account.project_id is not None and account.api_token is not None:
            self._accounts[account.project_id] = account.sid
            self._projects[account.sid] = account.project_id
            self._tokens[account.project_id] = account.api_token
            if not account.voice_scope:
                self._voiceless.add(account.project_id)

    def identity(self, account_sid: str) -> Identity:
        """How the vendors know an account, and what signs its callbacks."""
        return Identity(
            account_sid=account_sid,
            project_id=self._projects.get(account_sid) or uuid_of(account_sid),
            auth_token=self._tokens.get(account_sid),
            signing_key=self._signing_keys.get(account_sid),
        )

    def authenticate(self, authorization: str | None, account: str) -> str:
        """The SID of the account that is spelled so, if the Authorization header opens it.

        Raises:
            NotAuthenticated: it does not; the text says why, for the log.
        """
        spelled = account
        known = self._opened.get((authorization, spelled))
        if known is not None:
            return known
        username, password = _basic(authorization)
        username, account = _without_capitals(username), _without_capitals(account)
        with self._lock:
            account_sid = self._sid_of(account)
            if is_sid("SK", username) and account == account_sid:
                self._check_key(username, password, account)
            elif is_sid("AC", username) or is_uuid(username):
                self._check_token(username, password, account)
            else:
                raise NotAuthenticated("the username is neither an account nor an API key")
            if len(self._opened) < _MOST_REMEMBERED:
                self._opened[authorization, spelled] = account_sid
        return account_sid

    def _sid_of(self, account: str) -> str:
        if not is_uuid(account):
            return account
        account_sid = self._accounts.get(account) or sid_of("AC", account)
        if self._projects.get(account_sid, account) != account:
            raise NotAuthenticated("the account is another project")
        return account_sid

    def _check_key(self, key_sid: str, secret: str, account_sid: str) -> None:
        key = self._keys.get(key_sid)
        if key is None and self._may_grow():
            key = self._keys[key_sid] = _ApiKey(account_sid, secret)
            self._room_for -= 1
        if key is None or not _same(key.secret, secret):
            raise NotAuthenticated("the API key or its secret is not known")
        if key.account_sid != account_sid:
            raise NotAuthenticated("the API key belongs to another account")

    def _check_token(self, username: str, token: str, account_sid: str) -> None:
        if username not in (account_sid, self._parents.get(account_sid)):
            raise NotAuthenticated("the credentials belong to another account")
        if username not in self._tokens and self._may_grow():
            self._tokens[username] = token
            self._room_for -= 1
        if not _same(self._tokens.get(username, ""), token):
            raise NotAuthenticated("the account or its token is not known")
        if username in self._voiceless:
            raise NotAuthenticated("the API token lacks the scope Voice")

    def _may_grow(self) -> bool:
        return self._is_open and self._room_for > 0


@lru_cache(maxsize=256)
def _basic(authorization: str | None) -> tuple[str, str]:
    if not authorization:
        raise NotAuthenticated("there is no Authorization header")
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > _LONGEST_HEADER:
        raise NotAuthenticated("the Authorization header is not Basic, or too long")
    try:
        username, colon, password = b64decode(encoded, validate=True).decode().partition(":")
    except (BadBase64, ValueError):
        raise NotAuthenticated("the Authorization header cannot be decoded") from None
    if not (colon and password):
        raise NotAuthenticated("the Authorization header holds no password")
    return username, password


def _without_capitals(name: str) -> str:
    """An account as it is kept; capital digits are another spelling of the same."""
    return folded(name) if is_sid("AC", name) else name


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode())
