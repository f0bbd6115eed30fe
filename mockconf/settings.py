"""What a user may configure, from file, environment and command line; unknown keys are refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from mockconf import readers
from mockconf.errors import MockconfError
from mockconf.hints import nearest

#: In bytes.
DEFAULT_MAX_BODY = 262_144

AccountMode = Literal["open", "listed"]
ListDefault = Literal["all", "in-progress"]
DateBefore = Literal["midnight", "inclusive"]
IsoDatetime = Literal["refused", "tolerated"]
ListUris = Literal["specified", "seen"]
Flags = Literal["words", "digits"]
Singular = Literal["refused", "alias"]
EmptyRecordings = Literal["completed", "absent"]

_PREFIX = "MOCKCONF_"
#: Their values are not repeated in an error.
_SECRETS = ("accounts", "auth_token", "api_keys", "api_token", "signing_key", "control_token")


class AccountSettings(NamedTuple):
    """One configured account: an entry of `[[accounts]]` in the settings file."""

    sid: str
    auth_token: str
    #: The account whose credentials also open this one.
    parent: str | None = None
    #: API keys of this account: key SID to secret.
    api_keys: Mapping[str, str] = MappingProxyType({})
    #: SignalWire's name of the same account, a UUID, with its API token and the key that signs its callbacks.
    project_id: str | None = None
    api_token: str | None = None
    signing_key: str | None = None
    #: Whether the API token has the scope Voice, without which it opens nothing here.
    voice_scope: bool = True


class Settings(NamedTuple):
    """Everything that can be switched, with its default."""

    #: Where `mockconf serve` listens; port 0 takes a free one.
    host: str = "127.0.0.1"
    port: int = 2010
    #: Decides all SIDs and all made-up data.
    seed: str = "mockconf"
    #: Where the clock starts, in ISO 8601 with a zone; by default now for a server, 5 January 2026 for a World of a test.
    now: datetime | None = None
    #: `open`: the first credentials that name an account set its token. `listed`: only configured accounts.
    account_mode: AccountMode = "open"
    accounts: tuple[AccountSettings, ...] = ()
    #: Seconds from creating a participant to the callee's answer, on the world's clock.
    answer_after: float = 0.0
    #: Seconds from an announcement to its end, on the world's clock.
    announcement_length: float = 0.0
    #: Hosts beyond loopback that callbacks may go to, such as `app.example`, `*.example` or `app.example:8443`.
    allowed_hosts: tuple[str, ...] = ()
    #: What a Conferences list without Status holds.
    conference_list_default: ListDefault = "all"
    #: `midnight`: `DateCreated<=D` ends as day D begins. `inclusive`: it includes day D.
    date_before: DateBefore = "midnight"
    #: What becomes of an ISO date-time where a date is asked for.
    iso_datetime: IsoDatetime = "refused"
    #: How SignalWire's lists of participants name themselves: as specified, or with the dot that was seen.
    signalwire_list_uris: ListUris = "specified"
    #: The time zone of the dates and days of 2008-08-01.
    zone_2008: str = "America/Los_Angeles"
    #: How the flags of participants read in 2008-08-01: `true` or `1`.
    flags_2008: Flags = "words"
    #: Whether 2008-08-01 also serves `/Conference/`, as the examples of its documentation have it.
    singular_2008: Singular = "refused"
    #: What becomes of a recording in which nothing was recorded.
    empty_recordings: EmptyRecordings = "completed"
    #: Largest request body, in bytes.
    max_body: int = DEFAULT_MAX_BODY
    #: How many exchanges and events are remembered.
    log_size: int = 1_000
    #: About how many bytes of requests, findings and answers are remembered.
    log_bytes: int = 4_194_304
    #: How many accounts and API keys may come into being by themselves.
    max_accounts: int = 10_000
    #: Opens the control API to callers beyond loopback; they send it as a bearer token.
    control_token: str | None = None


def load(
    folder: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    **overrides: Any,
) -> Settings:
    """The settings that hold: defaults, then file, then environment, then `overrides` that are not None.

    Args:
        folder: where `mockconf.toml` is looked for, and else `[tool.mockconf]` in `pyproject.toml`; the current one.
        environ: variables, of which those that begin with `MOCKCONF_` count.
        overrides: values by the names of `Settings`.

    Raises:
        MockconfError: a key is unknown, and the text names the nearest one; or a value does not fit.

    >>> load(environ={"MOCKCONF_ANSWER_AFTER": "3"}, seed="demo").answer_after
    3.0
    >>> load(environ={"MOCKCONF_SED": "x"})
    Traceback (most recent call last):
    mockconf.errors.MockconfError: unknown setting 'sed'; did you mean 'seed'?
    """
    values = _from_file(folder or Path.cwd()) | _from_environment(environ)
    values |= {key: value for key, value in overrides.items() if value is not None}
    return Settings(**_read(values, _READERS))


def _from_file(folder: Path) -> dict[str, Any]:
    import tomllib  # few folders have a file to read

    own, shared = folder / "mockconf.toml", folder / "pyproject.toml"
    try:
        if own.is_file():
            return tomllib.loads(own.read_text(encoding="utf-8"))
        if shared.is_file():
            tables = tomllib.loads(shared.read_text(encoding="utf-8"))
            return dict(tables.get("tool", {}).get("mockconf", {}))
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise MockconfError(f"the settings file in {folder} cannot be read: {error}") from error
    return {}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        key.removeprefix(_PREFIX).lower(): value
        for key, value in environ.items()
        if key.startswith(_PREFIX)
    }


def _read(values: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    read = {}
    for key, value in values.items():
        if key not in readers:
            near = nearest(key.lower(), readers)
            hint = f"; did you mean {near!r}?" if near else f"; known are {', '.join(readers)}"
            raise MockconfError(f"unknown setting {key!r}{hint}")
        try:
            read[key] = readers[key](value)
        except (TypeError, ValueError, OverflowError) as error:
            shown = "this" if key in _SECRETS else repr(value)
            raise MockconfError(f"setting {key!r} cannot be {shown}: {error}") from error
    return read


def _accounts(value: Any) -> tuple[AccountSettings, ...]:
    if isinstance(value, str | Mapping):
        raise TypeError("it must be a list of tables, [[accounts]] in the settings file")
    return tuple(_account(entry) for entry in value)


def _account(entry: Any) -> AccountSettings:
    if isinstance(entry, AccountSettings):
        return entry
    if not isinstance(entry, Mapping):
        raise TypeError("an account is a table with sid and auth_token")
    if missing := {"sid", "auth_token"} - entry.keys():
        raise ValueError(f"an account lacks {' and '.join(sorted(missing))}")
    if ("project_id" in entry) != ("api_token" in entry):
        raise ValueError("a project_id and its api_token belong together")
    return AccountSettings(**_read(entry, _ACCOUNT_READERS))


_ACCOUNT_READERS: Mapping[str, Callable[[Any], Any]] = {
    "sid": readers.sid("AC"),
    "auth_token": readers.text,
    "parent": readers.sid("AC"),
    "api_keys": readers.keys,
    "project_id": readers.uuid,
    "api_token": readers.text,
    "signing_key": readers.text,
    "voice_scope": readers.truth,
}

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "host": readers.text,
    "port": readers.whole(65_535),
    "seed": readers.text,
    "now": readers.moment,
    "account_mode": readers.one_of(AccountMode),
    "accounts": _accounts,
    "answer_after": readers.seconds,
    "announcement_length": readers.seconds,
    "allowed_hosts": readers.hosts,
    "conference_list_default": readers.one_of(ListDefault),
    "date_before": readers.one_of(DateBefore),
    "iso_datetime": readers.one_of(IsoDatetime),
    "signalwire_list_uris": readers.one_of(ListUris),
    "zone_2008": readers.zone,
    "flags_2008": readers.one_of(Flags),
    "singular_2008": readers.one_of(Singular),
    "empty_recordings": readers.one_of(EmptyRecordings),
    "max_body": readers.whole(),
    "log_size": readers.whole(),
    "log_bytes": readers.whole(),
    "max_accounts": readers.whole(),
    "control_token": readers.token,
}
