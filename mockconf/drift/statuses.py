"""The statuses of answers: what they tell a client, and where one went that is not listed any more."""

from __future__ import annotations

from collections.abc import Collection


def is_error(status: str) -> bool:
    """Whether it is a status of failure.

    >>> is_error("404"), is_error("4XX"), is_error("default"), is_error("201")
    (True, True, True, False)
    """
    return status.startswith(("4", "5", "default"))


def added_rule(status: str) -> str:
    """What it is when a status is new.

    >>> added_rule("204"), added_rule("302"), added_rule("5XX")
    ('status-added', 'other-status-added', 'error-status-added')
    """
    return f"{_kind(status)}status-added"


def removed_rule(status: str) -> str:
    """What it is when a status is gone."""
    return f"{_kind(status)}status-removed"


def moved(status: str, listed: Collection[str]) -> list[str]:
    """Under which of the listed statuses its answer is described; none where it is gone.

    >>> moved("200", ["200", "2XX"]), moved("200", ["2XX"]), moved("2XX", ["200", "404"])
    (['200'], ['2XX'], ['200'])
    >>> moved("200", ["404", "default"]), moved("200", ["201", "default"]), moved("404", ["default"])
    (['default'], [], [])
    """
    if status in listed:
        return [status]
    if status == "default":
        return []
    if status.endswith("XX"):
        return [one for one in listed if one[0] == status[0]]
    if f"{status[0]}XX" in listed:
        return [f"{status[0]}XX"]
    is_last = status.startswith("2") and not any(one.startswith("2") for one in listed)
    return ["default"] if is_last and "default" in listed else []


def _kind(status: str) -> str:
    if is_error(status):
        return "error-"
    return "" if status.startswith("2") else "other-"
