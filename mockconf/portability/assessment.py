"""Looks through recorded traffic for what would break in another dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mockconf.addressing import Address
from mockconf.contract import load
from mockconf.dialects import BY_NAME
from mockconf.dialects.protocol import Dialect, Encoding
from mockconf.errors import UnreadableInput
from mockconf.exchange import Severity
from mockconf.portability.answers import obstacle_of_error, obstacle_of_reading, obstacles_of_answer
from mockconf.portability.obstacle import Met, Obstacle
from mockconf.portability.requests import Comparison
from mockconf.portability.vendor import replacement
from mockconf.portability.webhooks import obstacles_of_webhook
from mockconf.reports.problem import Place
from mockconf.reports.result import Result
from mockconf.routing import Route
from mockconf.settings import Settings
from mockconf.traffic.accounts import with_some_account
from mockconf.traffic.entry import Entry, Reading
from mockconf.traffic.files import Advance, Broken, entries
from mockconf.traffic.judging import Judgement, judge
from mockconf.traffic.webhooks import Webhook, webhook_of

#: Distinct obstacles that are kept; a value that is another in every exchange must not fill the memory.
_MOST = 5_000
_FOREIGN = "requests that have nothing to do with these APIs"
_ALREADY = "exchanges in that dialect"
_REFUSED = "requests that lead nowhere in their own dialect"
_SEVERITIES = tuple(Severity)


class Assessment:
    """What stands in the way to a dialect.

    Args:
        target: the dialect that is meant.
        settings: by which requests are read in their own dialect.
    """

    def __init__(self, target: Dialect, settings: Settings) -> None:
        self.target = target
        self._settings = settings
        self.result = Result("portability", "exchange")
        self._met: dict[tuple[str, ...], Met] = {}

    @property
    def met(self) -> list[Met]:
        """The obstacles, the worst first, and of those the most frequent."""
        found = self._met.values()
        return sorted(found, key=lambda one: (_SEVERITIES.index(one.obstacle.severity), -one.times))

    def look_at(self, entry: Entry) -> None:
        """Take an entry of a recording."""
        spoken = judge(entry, self._settings) or webhook_of(entry)
        if spoken is None:
            self.result.skipped[_FOREIGN] += 1
        elif spoken.dialect.name == self.target.name:
            self.result.skipped[_ALREADY] += 1
        elif isinstance(spoken, Webhook):
            self._count(entry, obstacles_of_webhook(spoken, self.target))
        elif spoken.route is None:
            self.result.skipped[_REFUSED] += 1
        else:
            self._count(entry, self._obstacles(entry, spoken, spoken.route))

    def look_at_reading(self, reading: Reading) -> None:
        """Take that a property is read; of how many exchanges is not known."""
        is_known = reading.dialect in BY_NAME and reading.dialect != self.target.name
        if not is_known or not reading.times:
            return
        if obstacle := obstacle_of_reading(reading, self.target.name):
            self._meet(obstacle, Met(obstacle, reading.times, reading.place, reading.call_site))

    def _obstacles(self, entry: Entry, judgement: Judgement, route: Route) -> Iterator[Obstacle]:
        here, target = route.operation, self.target
        there = load(target.name).operations.get(here.id)
        if there is None:
            says = "the operation does not exist there"
            instead = replacement(target.name, here.id)
            yield Obstacle("operation-missing", Severity.ERROR, here.id, "", says, instead)
            return
        yield from _representation(judgement.address, here.id, target)
        compared = Comparison(judgement.dialect, target, here, there)
        yield from compared.obstacles(judgement.request, route)
        if entry.answer is None:
            return
        document = _document(entry, judgement.address, route)
        if entry.answer.status >= 400:
            if obstacle := obstacle_of_error(document, here.id, target.name):
                yield obstacle
        elif document is not None:
            yield from obstacles_of_answer(document, here, there, target.name)

    def _count(self, entry: Entry, obstacles: Iterable[Obstacle]) -> None:
        self.result.subjects[entry.place.file] += 1
        for obstacle in {one.key: one for one in obstacles}.values():
            self._meet(obstacle, Met(obstacle, 1, entry.place, entry.call_site))

    def _meet(self, obstacle: Obstacle, met: Met) -> None:
        key = obstacle.key
        if key not in self._met and len(self._met) >= _MOST:  # then those of a kind are one
            met = met._replace(obstacle=obstacle.of_its_kind())
            key = met.obstacle.key
        known = self._met.get(key)
        self._met[key] = known._replace(times=known.times + met.times) if known else met


def assess(
    files: Iterable[Path],
    target: Dialect,
    settings: Settings | None = None,
    advance: Advance = lambda _: None,
) -> Assessment:
    """Say which recorded exchanges would break in another dialect, and why.

    Args:
        files: HAR 1.2, cassettes of vcrpy, or exchange logs of mockconf.
        target: the dialect that is meant.
        settings: what is switched, such as `singular_2008`; the defaults otherwise.
        advance: is told of progress, in bytes.

    Returns:
        The obstacles; its `result` has them as findings, and names the files that could not be read.
    """
    assessment = Assessment(target, settings or Settings())
    result = assessment.result
    for file in files:
        result.subjects[str(file)] += 0
        try:
            for entry in entries(file, advance):
                if isinstance(entry, Broken):
                    result.add_unreadable(entry.message, entry.place)
                elif isinstance(entry, Reading):
                    assessment.look_at_reading(entry)
                else:
                    assessment.look_at(with_some_account(entry))
        except UnreadableInput as error:
            result.add_unreadable(str(error), Place(str(file)))
    for met in assessment.met:
        result.add(met.problem())
    return assessment


def _representation(address: Address, operation: str, target: Dialect) -> Iterator[Obstacle]:
    """Whether what the suffix of the path asks for is something else there, or nothing."""
    here, there = address.dialect.encodings[address.suffix], target.encodings.get(address.suffix)
    kind, other = _type(here), there and _type(there)
    if kind != other:
        shown = address.suffix or "a path without suffix"
        says = (
            f"{shown} is not served there"
            if other is None
            else f"{shown} is {other} there, and not {kind}"
        )
        rule = "representation-missing"
        yield Obstacle(rule, Severity.ERROR, operation, address.suffix, says)


def _type(encoding: Encoding) -> str:
    return encoding.content_type.partition(";")[0]


def _document(entry: Entry, address: Address, route: Route) -> object:
    """What an answer says; None where it cannot be read, which `mockconf check` tells."""
    assert entry.answer is not None
    schema = route.operation.answer_schema(entry.answer.status)
    decode = address.dialect.encodings[address.suffix].decode
    if schema is None or decode is None:
        return None
    try:
        return decode(entry.answer.body, schema.definition)
    except ValueError:
        return None
