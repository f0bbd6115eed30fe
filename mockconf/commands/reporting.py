"""What the commands that check something share: their options for reports, and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from mockconf.errors import MockconfError, UnreadableInput
from mockconf.exchange import Severity
from mockconf.reports.plain import one_line
from mockconf.reports.result import Exit, Result
from mockconf.reports.writing import USUAL, Renderer, Wish, require_writable, usual, write

_TERMINAL = Wish("terminal")
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


def prepared(wishes: Iterable[Wish], inputs: Iterable[Path | None] = ()) -> list[Wish]:
    """The reports that are wanted: one is printed unless another takes its place, and GitHub hears of it in its own way.

    Args:
        wishes: what the command line says.
        inputs: the files that are read, which no report may replace.

    Raises:
        MockconfError: one of them cannot be written, which is better known before the work.
    """
    wanted = list(wishes)
    read = {os.path.realpath(file) for file in inputs if file}
    for wish in wanted:
        if wish.path and os.path.realpath(wish.path) in read:
            raise MockconfError(f"the report would take the place of {wish.path}, which is read")
    if all(wish.path for wish in wanted):
        wanted.insert(0, _TERMINAL)
    printed = [wish for wish in wanted if not wish.path]
    if os.environ.get("GITHUB_ACTIONS") == "true" and printed == [_TERMINAL]:
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
    mildest = Severity(fail_on)
    with mistakes():
        say(write(wishes, usual(result, mildest) | dict(own or {})))
    raise SystemExit(result.exit(mildest))


def say(text: str) -> None:
    """Print a text, whatever the standard output can show of it.

    Raises:
        MockconfError: it cannot be printed, as the disk is full.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False)
    except BrokenPipeError:
        raise  # whoever read it has seen enough
    except OSError as error:
        raise MockconfError(f"nothing can be printed: {error.strerror or error}") from error


def _end(error: MockconfError, code: Exit) -> NoReturn:
    click.echo(f"Error: {one_line(str(error))}", err=True)
    raise SystemExit(code) from error
