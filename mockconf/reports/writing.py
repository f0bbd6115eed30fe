"""Where reports go: which were wished for, whether they can be written at all, and writing them whole or not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mockconf.errors import MockconfError
from mockconf.hints import nearest
from mockconf.reports import github, json_document, junit, markdown, sarif, terminal
from mockconf.reports.result import Result

#: Makes the text of a report.
Renderer = Callable[[], str]


class Wish(NamedTuple):
    """A report that somebody wants."""

    format: str
    #: None for the standard output.
    path: Path | None = None

    @classmethod
    def read(cls, text: str, formats: Iterable[str]) -> Wish:
        """Read `sarif=out.sarif`, or `github` for the standard output.

        Raises:
            MockconfError: there is no such format, and the text names the nearest; or the path is empty.

        >>> Wish.read("github", ["github", "sarif"])
        Wish(format='github', path=None)
        """
        name, equals, path = text.partition("=")
        known = list(formats)
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else f"known are {', '.join(known)}"
            raise MockconfError(f"there is no report {name!r}; {hint}")
        if equals and not path:
            raise MockconfError(f"{text!r} names no file; say {name}=PATH, or {name} alone")
        return cls(name, None if path in ("", "-") else Path(path))


def usual(result: Result) -> dict[str, Renderer]:
    """The formats that every command has."""
    return {
        "terminal": lambda: terminal.render(result),
        "json": lambda: json_document.render(result),
        "markdown": lambda: markdown.render(result),
        "junit": lambda: junit.render(result),
        "sarif": lambda: sarif.render(result),
        "github": lambda: github.render(result),
    }


#: Their names.
USUAL = ("terminal", "json", "markdown", "junit", "sarif", "github")


def require_writable(wishes: Iterable[Wish]) -> None:
    """All files that are wished for can be written; nothing is written yet.

    Raises:
        MockconfError: one cannot, and the text says why.
    """
    paths = [wish.path for wish in wishes if wish.path]
    for path in paths:
        if paths.count(path) > 1:
            raise MockconfError(f"two reports want to be written to {path}")
        if path.is_dir():
            raise MockconfError(f"the report cannot be written to {path}: it is a folder")
        try:
            tempfile.TemporaryFile(dir=path.parent).close()
        except OSError as error:
            raise _unwritable(path, error) from error


def write(wishes: Iterable[Wish], renderers: Mapping[str, Renderer]) -> str:
    """Write each report whole or not at all.

    Returns:
        What is to be printed.

    Raises:
        MockconfError: a file cannot be written, and the text says why.
    """
    printed = []
    for wish in wishes:
        text = renderers[wish.format]()
        if wish.path is None:
            printed.append(text)
        else:
            write_whole(wish.path, text)
    return "\n".join(printed)


def write_whole(path: Path, text: str) -> None:
    """Write a text file, or leave what was there.

    Raises:
        MockconfError: it cannot be written, and the text says why.
    """
    try:
        if path.exists() and not path.is_file():  # such as /dev/stdout, which nothing can replace
            path.write_text(text, encoding="utf-8")
            return
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(draft, _mode_of(path))
            os.replace(draft, path)
        except BaseException:
            os.unlink(draft)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def _mode_of(path: Path) -> int:
    """That of the file before, or what a new file would have."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path, error: OSError) -> MockconfError:
    return MockconfError(f"the report cannot be written to {path}: {error.strerror or error}")
