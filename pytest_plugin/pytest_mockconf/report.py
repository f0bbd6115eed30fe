"""The texts: why a test fails, what happened in it, and what a session has to say in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pytest_mockconf import explaining, lines, naming
from pytest_mockconf.ledger import Trouble
from pytest_mockconf.matching import plural
from pytest_mockconf.rules import rule_of

if TYPE_CHECKING:
    from pytest_mockconf.script import MockConf
    from pytest_mockconf.verdict import Judgement

#: A failure is read on one screen, which has 25.
_MOST_LINES = 24
_MOST_OTHERS = 5
_MOST_ALIKE = 4
#: Rules that mockconf itself breaks.
_FAULTS = ("crash", "self-check")
_MOST_IN_TIMELINE = 40


def failure(judgements: list[Judgement]) -> str:
    """Why a test fails: the first breach in full, and the others in a line each."""
    troubles = [(one.mock, trouble) for one in judgements for trouble in one.breaches]
    unmet = [text for one in judgements for text in (each.explained() for each in one.unmet)]
    lost = sum(one.lost for one in judgements)
    if not troubles:
        rest = f" (and {len(unmet) - 1} more)" if len(unmet) > 1 else ""
        head = [
            f"mockconf: {unmet[0].splitlines()[0]}{rest}",
            "what this test expects was not found",
        ]
        also = [one.splitlines()[0] for one in unmet[1:]]
        return _bounded([*head, *_indented(unmet[:1]), *_also(also)])
    mock, first = troubles[0]
    others = [trouble for _, trouble in troubles[1:]]
    more = len(others) + len(unmet) + lost
    text = [
        f"mockconf: {explaining.gist(first)}{f' (and {more} more)' if more else ''}",
        _counted(len(troubles) + lost),
        "",
        *explaining.in_full(mock, first),
    ]
    also = [*_grouped(first, others), *(one.split("\n")[0] for one in unmet)]
    return _bounded([*text, *_also(also, lost)], ["", _advice(rule_of(first))])


def timeline(mock: MockConf) -> str:
    """Requests, events and callbacks in the order in which they happened."""
    rows = mock.world.journal.timeline
    shown = [lines.of_row(row, mock.dialect) for row in rows[-_MOST_IN_TIMELINE:]]
    left_out = len(rows) - len(shown)
    account = mock.world.accounts.identity(mock.account_sid)
    name = account.project_id if naming.has_uuids(mock.dialect) else account.account_sid
    head = f"{mock.url}, account {name}, {mock.clock.now():%Y-%m-%d %H:%M:%S} on its clock"
    return "\n".join([head, *([f"... {left_out} earlier"] if left_out else []), *shown])


def under_way(number: int) -> str:
    """A warning that the test looked too early, perhaps."""
    way = "was still on its way" if number == 1 else "were still on their way"
    return f"{plural(number, 'callback')} {way}: mockconf.settle()?"


def summary(tally: Mapping[str, int]) -> str:
    """What was found and has failed no test."""
    counted = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    return (
        f"found without failing a test: {', '.join(f'{number} {rule}' for rule, number in counted)}"
    )


def _advice(rule: str) -> str:
    if rule in _FAULTS:
        return "This is a fault of mockconf and not of the test: please report it."
    return f"On purpose? mockconf.expect_finding({rule!r}), or the marker mockconf(strict=False)"


def _counted(number: int) -> str:
    return f"{number} {'breach' if number == 1 else 'breaches'} that this test does not expect"


def _grouped(first: Trouble, others: list[Trouble]) -> list[str]:
    """A line for each kind of trouble, as one mistake is often told many times."""
    groups: dict[tuple[object, ...], list[Trouble]] = {}
    for one in others:
        groups.setdefault(explaining.likeness(one), []).append(one)
    known = groups.pop(explaining.likeness(first), [])
    shown = [f"{rule_of(first)} for the same reason: {_titles(known)}"] if known else []
    for head, *alike in groups.values():
        likewise = f"; likewise {_titles(alike)}" if alike else ""
        shown.append(explaining.in_a_line(head) + likewise)
    return shown


def _titles(alike: list[Trouble]) -> str:
    more = len(alike) - _MOST_ALIKE
    titles = [explaining.title(one) for one in alike[:_MOST_ALIKE]]
    return ", ".join([*titles, *([f"and {more} more"] if more > 0 else [])])


def _indented(texts: Iterable[str]) -> list[str]:
    return [f"  {line}" for text in texts for line in text.split("\n")]


def _also(others: list[str], lost: int = 0) -> list[str]:
    """The other reasons, a line each."""
    text = ["", "also:", *_indented(others[:_MOST_OTHERS])] if others else []
    left = max(len(others) - _MOST_OTHERS, 0) + lost
    return [*text, f"  and {left} more"] if left else text


def _bounded(text: list[str], end: Sequence[str] = ()) -> str:
    room = _MOST_LINES - len(end)
    if len(text) > room:
        text = [*text[: room - 1], "  ..."]
    return "\n".join([*text, *end])
