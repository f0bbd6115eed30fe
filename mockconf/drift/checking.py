"""The two checks: our contract against a vendor's file, and one file of a vendor against a later one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mockconf.bundle import bundled
from mockconf.dialects import require
from mockconf.drift import vendor_file
from mockconf.drift.baseline import Baseline, Entry
from mockconf.drift.comparing import differences
from mockconf.drift.document import Document, NotUnderstood
from mockconf.drift.drifted import DriftResult, Sides, told
from mockconf.drift.servers import without_names
from mockconf.drift.silence import Everything, Published, Terms
from mockconf.drift.surface import Operation, count_all, operations
from mockconf.exchange import Severity
from mockconf.reports.problem import Place, Problem

#: The resources that mockconf plays: whatever is new below them is news.
_RESOURCES = "/Accounts/{}/Conferences"
_SUFFIX = ".json"

_Surface = Mapping[str, Operation]


def drift_from_contract(
    path: Path, dialect: str = "twilio-2010-04-01", baseline: Path | None = None
) -> DriftResult:
    """Hold the contract of a dialect against the vendor's OpenAPI file.

    What cannot be understood is in `unreadable` of the result, with where it stands.

    Args:
        path: the vendor's file, OpenAPI 3.0 or 3.1, as JSON or YAML.
        dialect: its name.
        baseline: a file of accepted differences.

    Raises:
        MockconfError: there is no such dialect.
    """
    spoken = require(dialect)

    def key(path: str) -> str:
        below = without_names(path).removesuffix(_SUFFIX)
        return below.removeprefix(spoken.base) if below.startswith(f"{spoken.base}/") else below

    def check(result: DriftResult) -> None:
        contract = Document(f"the contract of {dialect}", bundled(dialect))
        ours = operations(contract, key)
        known = {name.partition(" ")[2] for name in ours}

        def is_meant(path: str) -> bool:
            return path in known or f"{path}/".startswith(f"{_RESOURCES}/")

        vendor = vendor_file.read(path)
        theirs = operations(vendor, lambda path: one if is_meant(one := key(path)) else None)
        _leave_out(result, vendor, theirs, "operations of other resources")
        _compare(result, ours, theirs, Published())

    return _checked(path, baseline, Sides("our contract", "the vendor"), check)


def drift_between(
    old: Path, new: Path, only: str = "", baseline: Path | None = None
) -> DriftResult:
    """Hold an OpenAPI file of a vendor against a later one.

    What cannot be understood is in `unreadable` of the result, with where it stands.

    Args:
        old: the earlier file, OpenAPI 3.0 or 3.1, as JSON or YAML.
        new: the later file.
        only: compares only the paths that begin so, such as `/2010-04-01/Accounts/{AccountSid}/Calls`.
        baseline: a file of accepted differences.
    """
    start = without_names(only)

    def key(path: str) -> str | None:
        plain = without_names(path)
        return plain if plain.startswith(start) else None

    def check(result: DriftResult) -> None:
        earlier, later = vendor_file.read(old), vendor_file.read(new)
        before, now = operations(earlier, key), operations(later, key)
        _leave_out(result, later, now, f"operations that do not begin with {only}")
        _compare(result, before, now, Everything())

    return _checked(new, baseline, Sides("before", "now"), check)


def _checked(
    path: Path, baseline: Path | None, sides: Sides, check: Callable[[DriftResult], None]
) -> DriftResult:
    result = DriftResult(str(path), sides)
    try:
        result.baseline = Baseline.read(baseline) if baseline else Baseline()
        check(result)
    except NotUnderstood as error:
        result.add_unreadable(error.why, error.place)
    except RecursionError:
        result.add_unreadable("its schemas are nested too deeply", Place(str(path)))
    return result


def _leave_out(result: DriftResult, document: Document, taken: _Surface, why: str) -> None:
    if others := count_all(document) - len(taken):
        result.skipped[why] = others


def _compare(result: DriftResult, old: _Surface, new: _Surface, terms: Terms) -> None:
    common = len(old.keys() & new.keys())
    if not common:  # of another API: that everything is gone and new would say nothing
        return
    result.differences = list(differences(old, new, terms))
    result.subjects[result.file] = common  # now that all of it was understood
    fresh = [one for one in result.differences if not result.baseline.accepts(one)]
    if accepted := len(result.differences) - len(fresh):
        result.skipped["differences that the baseline accepts"] = accepted
    result.tell(told(fresh, result.file, result.sides))
    for entry, place in result.baseline.stale:
        result.add(_stale(entry, place))


def _stale(entry: Entry, place: Place) -> Problem:
    gone = f"{entry.operation}: {entry.rule} {entry.subject}".rstrip()
    message = f"the baseline accepts what is no longer there: {gone}"
    return Problem("stale-baseline", Severity.NOTE, message, place)
