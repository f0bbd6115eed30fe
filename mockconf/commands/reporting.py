"""What the commands that check something share: their options for reports, and how they end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import click

from mockconf.errors import MockconfError, UnreadableInput
from mockconf.exchange import Severity
from mockconf.reports.result import Exit, Result
from mockconf.reports.writing import USUAL, Renderer, Wish, require_writable, usual, write

_Command = TypeVar("_Command", bound=Callable[..., Any])

EXITS = "Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 nothing was checked, 4 unreadable input."


def report_options(*own: str) -> Callable[[_Command], _Command]:
    """Give a command `--report` and `--fail-on`.

    Args:
        own: the formats that it has beside the usual ones.
    """
    formats = (*USUAL, *own)

    def read(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> list[Wish]:
        with mistakes():
            return [Wish.read(text, formats) for text in texts]

    def add(command: _Command) -> _Command:
        report = click.option(
            "--report",
            "wishes",
            multiple=True,
            metavar="FORMAT[=FILE]",
            callback=read,
            help=f"May be repeated: {', '.join(formats)}. Without a file it is printed.",
        )
        fail_on = click.option(
            "--fail-on",
            type=click.Choice([one.value for one in Severity]),
            default=Severity.WARNING.value,
            show_default=True,
            help="The mildest severity that ends the command with 1.",
        )
        return report(fail_on(command))

    return add


@contextmanager
def mistakes() -> Iterator[None]:
    """End with 2 for a mistake in the usage, and with 4 for what cannot be read, and say which."""
    try:
        yield
    except UnreadableInput as error:
        _end(error, Exit.UNREADABLE)
    except MockconfError as error:
        _end(error, Exit.USAGE)


def prepared(wishes: Iterable[Wish]) -> list[Wish]:
    """The reports that are wanted: one is printed unless another takes its place, and GitHub hears of it in its own way.

    Raises:
        MockconfError: one of them cannot be written, which is better known before the work.
    """
    wanted = list(wishes)
    if all(wish.path for wish in wanted):
        wanted.insert(0, Wish("terminal"))
        if os.environ.get("GITHUB_ACTIONS") == "true":
            wanted.append(Wish("github"))
    require_writable(wanted)
    return wanted


def conclude(
    result: Result,
    wishes: Iterable[Wish],
    fail_on: str,
    own: Mapping[str, Renderer] | None = None,
) -> NoReturn:
    """Write the reports and end with the code that the result deserves.

    Args:
        result: what was found.
        wishes: as `prepared`.
        fail_on: a severity.
        own: formats that the command has beside the usual ones, or in their place.
    """
    with mistakes():
        click.echo(write(wishes, usual(result) | dict(own or {})), nl=False)
    raise SystemExit(result.exit(Severity(fail_on)))


def _end(error: MockconfError, code: Exit) -> NoReturn:
    click.echo(f"Error: {error}", err=True)
    raise SystemExit(code) from error
