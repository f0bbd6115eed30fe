"""The names of all that can be found in a test, so that a misspelled one is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

from mockconf.delivery import Delivery, Outcome
from mockconf.errors import ApiError
from mockconf.exchange import Rule
from pytest_mockconf.ledger import Found, Trouble
from pytest_mockconf.vocabulary import require_known

#: What goes wrong beside the requests.
CALLBACK_FAILED = "callback-failed"
CALLBACK_HELD = "callback-held"
CALLBACK_UNFINISHED = "callback-unfinished"
OF_CALLBACKS = (CALLBACK_FAILED, CALLBACK_HELD, CALLBACK_UNFINISHED)


def rule_of(trouble: Trouble) -> str:
    """The rule that something breaks."""
    if isinstance(trouble, Found):
        return trouble.finding.rule
    if isinstance(trouble, Delivery):
        return CALLBACK_HELD if trouble.outcome is Outcome.HELD else CALLBACK_FAILED
    return CALLBACK_UNFINISHED


def require_rule(rule: str) -> None:
    """Something may be found by this rule.

    Raises:
        MockconfError: there is no such rule, and the text names the nearest one.
    """
    __tracebackhide__ = True
    require_known("rule", rule, every_rule())


@cache
def every_rule() -> tuple[str, ...]:
    """All rules; docs/findings.md says what they are about."""
    of_errors = (error.rule for error in _errors())
    return tuple(dict.fromkeys((*get_args(Rule), *of_errors, *OF_CALLBACKS)))


@cache
def rules_of_state() -> frozenset[str]:
    """Rules of requests that keep the contract, and that only the present state of the world refuses."""
    breaches = {error.rule for error in _errors() if error.is_breach}
    return frozenset(error.rule for error in _errors() if not error.is_breach) - breaches


def _errors(error: type[ApiError] = ApiError) -> Iterator[type[ApiError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from _errors(kind)
