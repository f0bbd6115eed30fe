"""Looks through recorded traffic for what would break in another dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mockconf.addressing import Address, address_of, router_of
from mockconf.contract import load
from mockconf.dialects import BY_NAME
from mockconf.dialects.protocol import Dialect
from mockconf.errors import ApiError, UnreadableInput
from mockconf.exchange import Severity
from mockconf.portability.answers import obstacle_of_error, obstacle_of_reading, obstacles_of_answer
from mockconf.portability.obstacle import Met, Obstacle
from mockconf.portability.requests import Comparison
from mockconf.portability.vendor import replacement
from mockconf.portability.webhooks import obstacles_of_webhook
from mockconf.reports.problem import Place
from mockconf.reports.result import Result
from mockconf.routing import Route
from mockconf.traffic.entry import Entry, Reading
from mockconf.traffic.files import Advance, Broken, entries
from mockconf.traffic.webhooks import webhook_of

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
    """

    def __init__(self, target: Dialect) -> None:
        self.target = target
        self.result = Result("portability", "exchange")
        self._met: dict[tuple[str, ...], Met] = {}

    @property
    def met(self) -> list[Met]:
        """The obstacles, the worst first, and of those the most frequent."""
        found = self._met.values()
        return sorted(found, key=lambda one: (_SEVERITIES.index(one.obstacle.severity), -one.times))

    def look_at(self, entry: Entry) -> None:
        """Take an entry of a recording."""
        address = address_of(entry.request.path)
        webhook = webhook_of(entry) if address is None else None
        spoken = address or webhook
        if spoken is None:
            self.result.skipped[_FOREIGN] += 1
        elif spoken.dialect.name == self.target.name:
            self.result.skipped[_ALREADY] += 1
        elif isinstance(spoken, Address):
            self._look_at_request(entry, spoken)
        else:
            self._count(entry, obstacles_of_webhook(spoken, self.target))

    def look_at_reading(self, reading: Reading) -> None:
        """Take that a property is read; of how many exchanges is not known."""
        is_known = reading.dialect in BY_NAME and reading.dialect != self.target.name
        if not is_known or not reading.times:
            return
        if obstacle := obstacle_of_reading(reading, self.target.name):
            key = obstacle.rule, obstacle.operation, obstacle.subject
            self._met[key] = Met(obstacle, reading.times, reading.place, reading.call_site)

    def _look_at_request(self, entry: Entry, address: Address) -> None:
        try:
            route = router_of(address.dialect.name).route(entry.request.method, address.stem)
        except ApiError:
            self.result.skipped[_REFUSED] += 1
            return
        self._count(entry, self._obstacles(entry, address, route))

    def _obstacles(self, entry: Entry, address: Address, route: Route) -> Iterator[Obstacle]:
        here, target = route.operation, self.target
        there = load(target.name).operations.get(here.id)
        if there is None:
            says = "the operation does not exist there"
            instead = replacement(target.name, here.id)
            yield Obstacle("operation-missing", Severity.ERROR, here.id, "", says, instead)
            return
        if address.suffix not in target.encodings:
            says = f"{address.suffix} is not served there"
            yield Obstacle("representation-missing", Severity.ERROR, here.id, address.suffix, says)
        compared = Comparison(address.dialect, target, here, there)
        yield from compared.obstacles(entry.request, route)
        if entry.answer is None:
            return
        document = _document(entry, address, route)
        if entry.answer.status >= 400:
            if obstacle := obstacle_of_error(document, here.id, target.name):
                yield obstacle
        elif document is not None:
            yield from obstacles_of_answer(document, here, there, target.name)

    def _count(self, entry: Entry, obstacles: Iterable[Obstacle]) -> None:
        self.result.subjects[entry.place.file] += 1
        for key, obstacle in {
            (one.rule, one.operation, one.subject): one for one in obstacles
        }.items():
            if known := self._met.get(key):
                self._met[key] = known._replace(times=known.times + 1)
            elif len(self._met) < _MOST:
                self._met[key] = Met(obstacle, 1, entry.place, entry.call_site)


def assess(files: Iterable[Path], target: Dialect, advance: Advance = lambda _: None) -> Assessment:
    """Say which recorded exchanges would break in another dialect, and why.

    Args:
        files: HAR 1.2, cassettes of vcrpy, or exchange logs of mockconf.
        target: the dialect that is meant.
        advance: is told of progress, in bytes.

    Returns:
        The obstacles; its `result` has them as findings, and names the files that could not be read.
    """
    assessment = Assessment(target)
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
                    assessment.look_at(entry)
        except UnreadableInput as error:
            result.add_unreadable(str(error), Place(str(file)))
    for met in assessment.met:
        result.add(met.problem())
    return assessment


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
