"""What a user may configure, from file, environment and command line; unknown keys are refused."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from mockconf.errors import MockconfError

_PREFIX = "MOCKCONF_"
#: Their values are not repeated in an error.
_SECRETS = ("accounts", "auth_token", "api_keys", "control_token")


class AccountSettings(NamedTuple):
    """One configured account: an entry of `[[accounts]]` in the settings file."""

    sid: str
    auth_token: str
    #: The account whose credentials also open this one.
    parent: str | None = None
    #: API keys of this account: key SID to secret.
    api_keys: Mapping[str, str] = MappingProxyType({})


class Settings(NamedTuple):
    """Everything that can be switched, with its default."""

    #: Where `mockconf serve` listens; port 0 takes a free one.
    host: str = "127.0.0.1"
    port: int = 2010
    #: Decides all SIDs and all made-up data.
    seed: str = "mockconf"
    #: Where the clock starts, in ISO 8601 with a zone; by default now for a server, 5 January 2026 for a World of a test.
    now: str | None = None
    #: `open`: the first credentials that name an account set its token. `listed`: only configured accounts.
    account_mode: Literal["open", "listed"] = "open"
    accounts: tuple[AccountSettings, ...] = ()
    #: Seconds from creating a participant to the callee's answer, on the world's clock.
    answer_after: float = 0.0
    #: What a Conferences list without Status holds.
    conference_list_default: Literal["all", "in-progress"] = "all"
    #: `midnight`: `DateCreated<=D` ends as day D begins. `inclusive`: it includes day D.
    date_before: Literal["midnight", "inclusive"] = "midnight"
    #: What becomes of an ISO date-time where a date is asked for.
    iso_datetime: Literal["refused", "tolerated"] = "refused"
    #: Largest request body, in bytes.
    max_body: int = 262_144
    #: So many exchanges and events are remembered.
    log_size: int = 1_000
    #: So many bytes of bodies are remembered with them.
    log_bytes: int = 4_194_304
    #: So many open accounts may come into being by themselves.
    max_accounts: int = 10_000
    #: Opens the control API to callers beyond loopback; they send it as a bearer token.
    control_token: str | None = None


def load(
    folder: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    **overrides: Any,
) -> Settings:
    """The settings that hold: defaults, then file, then environment, then `overrides` that are not None.

    The file is `mockconf.toml` in `folder` (by default the current one), else `[tool.mockconf]` of `pyproject.toml` there.

    Raises:
        MockconfError: a key is unknown or a value does not fit; the text names the nearest key.
    """
    values = _from_file(folder or Path.cwd()) | _from_environment(environ)
    values |= {key: value for key, value in overrides.items() if value is not None}
    return Settings(**_checked(Settings, values))


def _from_file(folder: Path) -> dict[str, Any]:
    import tomllib  # few folders have a file to read

    own, shared = folder / "mockconf.toml", folder / "pyproject.toml"
    try:
        if own.is_file():
            return tomllib.loads(own.read_text(encoding="utf-8"))
        if shared.is_file():
            tables = tomllib.loads(shared.read_text(encoding="utf-8"))
            return dict(tables.get("tool", {}).get("mockconf", {}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MockconfError(f"the settings file in {folder} cannot be read: {error}") from error
    return {}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        key.removeprefix(_PREFIX).lower(): value
        for key, value in environ.items()
        if key.startswith(_PREFIX)
    }


def _checked(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    known = list(hints)
    for key in values:
        if key not in known:
            near = get_close_matches(key.lower(), known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
            raise MockconfError(f"unknown setting {key!r}{hint}")
    return {key: _fitted(key, value, hints[key]) for key, value in values.items()}


def _fitted(key: str, value: Any, hint: Any) -> Any:
    try:
        if key == "accounts":
            return tuple(_account(entry) for entry in value)
        if key == "now":
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("it has no time zone")
            return moment.isoformat()
        if hint is int or hint is float:
            number = hint(value)
            if not 0 <= number < inf:
                raise ValueError("it is not a number from 0")
            return number
        if get_origin(hint) is Literal and value not in get_args(hint):
            raise ValueError(f"it is none of {', '.join(get_args(hint))}")
        if hint in (str, str | None) and not isinstance(value, str):
            return str(value)
    except (TypeError, ValueError) as error:
        shown = "this" if key in _SECRETS else repr(value)
        raise MockconfError(f"setting {key!r} cannot be {shown}: {error}") from error
    return value


def _account(entry: Any) -> AccountSettings:
    if isinstance(entry, AccountSettings):
        return entry
    if not isinstance(entry, Mapping):
        raise TypeError("an account is a table with sid and auth_token, given in the settings file")
    missing = {"sid", "auth_token"} - entry.keys()
    if missing:
        raise MockconfError(f"an account of the settings lacks {' and '.join(sorted(missing))}")
    return AccountSettings(**_checked(AccountSettings, entry))
