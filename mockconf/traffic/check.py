"""Checks recorded traffic: every request to the API, its answer, and every webhook, in files of any size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mockconf.errors import UnreadableInput
from mockconf.reports.problem import Place
from mockconf.reports.result import Result
from mockconf.settings import Settings
from mockconf.traffic.accounts import with_some_account
from mockconf.traffic.entry import Entry
from mockconf.traffic.exchanges import check_exchange
from mockconf.traffic.files import Advance, Broken, entries
from mockconf.traffic.webhooks import webhook_of

_FOREIGN = "requests that have nothing to do with these APIs"
_OTHER_DIALECT = "webhooks of other dialects"
_HIDDEN = "signatures of webhooks, as the log hides what was signed"
_UNVERIFIED = "signatures of webhooks, as their secret was not given"


def check(
    files: Iterable[Path],
    dialect: str | None = None,
    settings: Settings | None = None,
    secrets: Mapping[str, str] | None = None,
    advance: Advance = lambda _: None,
) -> Result:
    """Hold recordings against the contract.

    Args:
        files: HAR 1.2, cassettes of vcrpy in YAML or JSON, or exchange logs of mockconf.
        dialect: the one that is wanted; each request is judged by its own by default.
        settings: what is switched, such as `iso_datetime`; the defaults otherwise.
        secrets: what signs the webhooks of a dialect, by its name: an auth token, or a signing key.
        advance: is told of progress, in bytes.

    Returns:
        What was found. A file that cannot be read is noted there, and the others are still checked.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile(suffix=".har") as file:
    ...     _ = file.write(b'{"log": {"entries": []}}')
    ...     file.flush()
    ...     check([Path(file.name)]).headline
    'check: 0 exchanges, so nothing was checked'
    """
    checker = _Checker(dialect, settings or Settings(), secrets or {})
    for file in files:
        checker.check_file(file, advance)
    return checker.result


class _Checker:
    def __init__(self, only: str | None, settings: Settings, secrets: Mapping[str, str]) -> None:
        self._only = only
        self._settings = settings
        self._secrets = secrets
        self.result = Result("check", "exchange")

    def check_file(self, file: Path, advance: Advance) -> None:
        self.result.subjects[str(file)] += 0
        try:
            for entry in entries(file, advance):
                if isinstance(entry, Broken):
                    self.result.add_unreadable(entry.message, entry.place)
                elif isinstance(entry, Entry):
                    self._check(entry)
        except UnreadableInput as error:
            self.result.add_unreadable(str(error), Place(str(file)))

    def _check(self, entry: Entry) -> None:
        checked = check_exchange(with_some_account(entry), self._settings, self._only)
        if checked is None:
            self._check_webhook(entry)
        elif checked.left_out:
            self.result.skipped[checked.left_out] += 1
        else:
            self.result.subjects[entry.place.file] += 1
            for problem in checked.problems:
                self.result.add(problem)

    def _check_webhook(self, entry: Entry) -> None:
        webhook = webhook_of(entry)
        if webhook is None:
            self.result.skipped[_FOREIGN] += 1
            return
        dialect = webhook.dialect.name
        if self._only not in (None, dialect):
            self.result.skipped[_OTHER_DIALECT] += 1
            return
        if entry.is_redacted:
            self.result.skipped[_HIDDEN] += 1
        elif dialect not in self._secrets:
            self.result.skipped[_UNVERIFIED] += 1
        self.result.subjects[entry.place.file] += 1
        for problem in webhook.problems(entry, self._secrets.get(dialect)):
            self.result.add(problem)
