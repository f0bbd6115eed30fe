"""Differences that were looked at and accepted, in a file that stands in the user's repository."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from mockconf.drift.comparing import Difference
from mockconf.drift.document import NotUnderstood
from mockconf.drift.servers import without_names
from mockconf.hints import nearest
from mockconf.reports.problem import Place, pointer

#: The version of the file.
VERSION = 1
_MOST_BYTES = 16 * 1024 * 1024
_NAMES = ("rule", "operation", "subject", "old", "new")
_OWN_WORDS = "because"


class Entry(NamedTuple):
    """What makes a difference the same one as before; where it stands in the vendor's file does not."""

    rule: str
    #: Its method and path, without the names of the parameters in it.
    operation: str
    subject: str
    old: str | None
    new: str | None

    @classmethod
    def of(cls, difference: Difference) -> Entry:
        """The entry that accepts a difference."""
        return cls(
            difference.rule,
            without_names(difference.operation.title),
            difference.subject,
            difference.old,
            difference.new,
        )


class Baseline:
    """The accepted differences.

    Args:
        file: how the file was named; empty where there is none.
        listed: in its order, each with the words of whoever accepted it.
    """

    def __init__(self, file: str = "", listed: Iterable[tuple[Entry, str | None]] = ()) -> None:
        self.file = file
        self._listed = list(listed)
        self._words: dict[Entry, str | None] = {}
        for entry, words in self._listed:
            self._words[entry] = self._words.get(entry) if words is None else words
        self._met: set[Entry] = set()

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a file that `text` wrote, or a person.

        Raises:
            NotUnderstood: it cannot be read, and the text says why and where.
        """
        file = str(path)
        return cls(file, _listed(_content(path, file), file))

    def accepts(self, difference: Difference) -> bool:
        """Whether the difference was accepted; it counts as met."""
        entry = Entry.of(difference)
        if entry in self._words:
            self._met.add(entry)
        return entry in self._words

    @property
    def stale(self) -> Iterator[tuple[Entry, Place]]:
        """The entries that were not met, and where they stand."""
        for index, (entry, _) in enumerate(self._listed):
            if entry not in self._met:
                yield entry, Place(self.file, pointer=pointer("accepted", index))

    def text(self, differences: Iterable[Difference]) -> str:
        """A file that accepts just these, with the words that were given to them before."""
        entries = dict.fromkeys(map(Entry.of, differences))
        accepted = [
            entry._asdict()
            | ({} if (words := self._words.get(entry)) is None else {_OWN_WORDS: words})
            for entry in entries
        ]
        whole = {"mockconf_drift_baseline": VERSION, "accepted": accepted}
        return json.dumps(whole, indent=2) + "\n"


def _content(path: Path, file: str) -> Any:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        _refuse(file, "", f"the baseline cannot be read: {error.strerror or error}")
    if len(raw) > _MOST_BYTES:
        _refuse(file, "", "the baseline is larger than 16 MB")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        _refuse(file, "", f"the baseline is no JSON: {error}")


def _listed(content: Any, file: str) -> Iterator[tuple[Entry, str | None]]:
    version = content.get("mockconf_drift_baseline") if isinstance(content, dict) else None
    if version != VERSION or isinstance(version, bool):
        why = f'it is no baseline, which says "mockconf_drift_baseline": {VERSION}'
        _refuse(file, "", f"{why}; --write-baseline makes one")
    _require_known(content, ("mockconf_drift_baseline", "accepted"), file, "")
    accepted = content.get("accepted")
    if not isinstance(accepted, list):
        _refuse(file, "/accepted", "a baseline has a list here")
    for index, one in enumerate(accepted):
        yield _entry(one, file, pointer("accepted", index))


def _entry(one: Any, file: str, where: str) -> tuple[Entry, str | None]:
    if not isinstance(one, dict):
        _refuse(file, where, "an accepted difference is an object")
    _require_known(one, (*_NAMES, _OWN_WORDS), file, where)
    for name in _NAMES:
        value = one.get(name)
        if name not in one or not (
            isinstance(value, str) or (value is None and name in _NAMES[3:])
        ):
            _refuse(file, where, f"{name!r} is missing or no text")
    words = one.get(_OWN_WORDS)
    if _OWN_WORDS in one and not isinstance(words, str):
        _refuse(file, where, f"{_OWN_WORDS!r} is no text")
    entry = Entry(*(one[name] for name in _NAMES))
    return entry._replace(operation=without_names(entry.operation)), words


def _require_known(one: Mapping[str, Any], known: Sequence[str], file: str, where: str) -> None:
    for name in one:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near!r}?" if near else ""
            _refuse(file, where, f"there is no key {name!r}{hint}")


def _refuse(file: str, where: str, why: str) -> NoReturn:
    raise NotUnderstood(why, Place(file, pointer=where))
