"""Drifts for a person: by operation, and in it what breaks a client before what does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mockconf.drift.classing import Class
from mockconf.drift.drifted import Drift, DriftResult
from mockconf.reports import markdown
from mockconf.reports.plain import one_line
from mockconf.reports.problem import Problem
from mockconf.reports.result import counted

#: How many are shown one by one.
_MOST_SHOWN = 500
_ORDER = list(Class)


def terminal(result: DriftResult) -> str:
    """The drifts, what was left out, and the sums."""
    lines: list[str] = []
    for titles, drifts in _grouped(result.drifts[:_MOST_SHOWN]):
        lines += ["", *titles]
        for drift in drifts:
            lines.append(f"  {drift.kind:<10}  {drift.says} [{drift.rule}]")
            lines += [f"{'':14}{line}" for line in _beneath(drift)]
    lines += ["", *(f"{one.place}: {one.severity}: {one.message}" for one in _others(result))]
    lines += [f"{one.place}: error: {one.message}" for one in result.unreadable]
    if hidden := max(0, len(result.drifts) + result.lost - _MOST_SHOWN):
        lines.append(f"... and {counted(hidden, 'more difference')}")
    lines += [f"left out: {number:,} {why}" for why, number in result.skipped.items()]
    return "\n".join(map(one_line, [*lines, headline(result)])).lstrip("\n") + "\n"


def summary(result: DriftResult) -> str:
    """The same as Markdown."""
    lines = [f"### mockconf {markdown.text(headline(result))}", ""]
    for titles, drifts in _grouped(result.drifts[:_MOST_SHOWN]):
        lines += [f"#### {', '.join(map(_code, titles))}", ""]
        lines += [*markdown.table(("class", "what", "rule", "where"), map(_row, drifts)), ""]
    lines += [f"- {markdown.text(one.message)}" for one in _others(result)]
    lines += [
        f"- cannot be understood: {markdown.text(f'{one.place}: {one.message}')}"
        for one in result.unreadable
    ]
    if hidden := max(0, len(result.drifts) + result.lost - _MOST_SHOWN):
        lines.append(f"- ... and {counted(hidden, 'more difference')}")
    lines += [
        f"- left out: {number:,} {markdown.text(why)}" for why, number in result.skipped.items()
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def headline(result: DriftResult) -> str:
    """All in a line: `drift: 12 operations, 1 breaking, 2 compatible`."""
    if not result.checked:
        return result.headline
    sums = [(one, result.count_of(one.severity)) for one in Class]
    parts = [f"{number:,} {kind}" for kind, number in sums if number]
    return f"drift: {counted(result.checked, 'operation')}, {', '.join(parts) or 'no drift'}"


def _grouped(drifts: Iterable[Drift]) -> Iterator[tuple[Sequence[str], list[Drift]]]:
    groups: dict[tuple[str, ...], list[Drift]] = {}
    for one in drifts:
        titles = tuple(
            title if name in title else f"{title} ({name})"
            for title, name in zip(one.titles, one.operations, strict=False)
        )
        groups.setdefault(titles, []).append(one)
    for titles, members in groups.items():
        yield titles, sorted(members, key=lambda one: _ORDER.index(one.kind))


def _beneath(drift: Drift) -> Iterator[str]:
    yield f"at {drift.place}"
    if drift.nearest:
        yield f"nearest: {drift.nearest}"


def _others(result: DriftResult) -> list[Problem]:
    return [one for one in result.problems if one.rule == "stale-baseline"]


def _row(drift: Drift) -> tuple[str, ...]:
    near = f" (nearest: {drift.nearest})" if drift.nearest else ""
    says = markdown.text(drift.says + near)
    return drift.kind.value, says, markdown.text(drift.rule), _code(drift.place.pointer)


def _code(words: str) -> str:
    plain = one_line(words)
    return f"`{plain}`".replace("|", "\\|") if "`" not in plain else markdown.text(plain)
