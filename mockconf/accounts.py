"""Whose credentials open which account."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Mapping
from functools import lru_cache
from hmac import compare_digest
from threading import Lock
from typing import NamedTuple

from mockconf.errors import NotAuthenticated
from mockconf.settings import Settings
from mockconf.sids import is_sid

#: Longer credentials are not even decoded.
_LONGEST_HEADER = 2_048
_MOST_REMEMBERED = 1_024


class _ApiKey(NamedTuple):
    account_sid: str
    secret: str


class Accounts:
    """The accounts of a world: configured ones and, in an open world, those whose credentials came first."""

    def __init__(self, settings: Settings) -> None:
        self._is_open = settings.account_mode == "open"
        self._room_for = settings.max_accounts
        self._tokens: dict[str, str] = {}  # by account sid
        self._parents: dict[str, str] = {}  # subaccount sid -> account sid
        self._keys: dict[str, _ApiKey] = {}  # by API key sid
        self._opened: set[tuple[str | None, str]] = (
            set()
        )  # a token never changes, so these stay open
        self._lock = Lock()
        for account in settings.accounts:
            self.add(account.sid, account.auth_token, account.parent, account.api_keys)

    def add(
        self,
        sid: str,
        auth_token: str,
        parent: str | None = None,
        api_keys: Mapping[str, str] | None = None,
    ) -> None:
        """Configure an account, whose `parent` may act for it, with its `api_keys` by SID."""
        self._tokens[sid] = auth_token
        if parent is not None:
            self._parents[sid] = parent
        for key_sid, secret in (api_keys or {}).items():
            self._keys[key_sid] = _ApiKey(sid, secret)

    def token(self, sid: str) -> tuple[str, str | None]:
        """The token with which callbacks of an account are signed, or an empty one and why there is none."""
        token = self._tokens.get(sid)
        if token is not None:
            return token, None
        return "", (
            f"nothing can be signed for {sid}: its auth token is not known, as only its parent or an "
            "API key has been seen; name it under [[accounts]]"
        )

    def authenticate(self, authorization: str | None, account_sid: str) -> None:
        """Let a request for `account_sid` pass if its Authorization header opens that account.

        Raises:
            NotAuthenticated: it does not; the text says why, for the log.
        """
        if (authorization, account_sid) in self._opened:
            return
        username, password = _basic(authorization)
        with self._lock:
            if is_sid("SK", username):
                self._check_key(username, password, account_sid)
            elif is_sid("AC", username):
                self._check_token(username, password, account_sid)
            else:
                raise NotAuthenticated("the username is neither an account SID nor an API key")
            if len(self._opened) < _MOST_REMEMBERED:
                self._opened.add((authorization, account_sid))

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


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode())
