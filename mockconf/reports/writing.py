"""Where reports go: which were wished for, whether they can be written at all, and writing them whole or not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from errno import EACCES, EISDIR
from pathlib import Path
from typing import NamedTuple

from mockconf.errors import MockconfError
from mockconf.exchange import Severity
from mockconf.hints import nearest
from mockconf.reports import github, json_document, junit, markdown, sarif, terminal
from mockconf.reports.result import Result

#: Makes the text of a report.
Renderer = Callable[[], str]

_STANDARD_OUTPUT = "/dev/stdout"
#: What a person reads, and so may stand beside other reports; a program reads the others.
_FOR_PEOPLE = frozenset({"terminal", "markdown", "github"})


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
        return cls(name, None if path in ("", "-", _STANDARD_OUTPUT) else Path(path))


def usual(result: Result, fail_on: Severity = Severity.WARNING) -> dict[str, Renderer]:
    """The formats that every command has."""
    return {
        "terminal": lambda: terminal.render(result),
        "json": lambda: json_document.render(result),
        "markdown": lambda: markdown.render(result),
        "junit": lambda: junit.render(result, fail_on),
        "sarif": lambda: sarif.render(result),
        "github": lambda: github.render(result),
    }


#: Their names.
USUAL = ("terminal", "json", "markdown", "junit", "sarif", "github")


def require_writable(wishes: Iterable[Wish]) -> None:
    """All reports that are wished for can be written; nothing is written yet.

    Raises:
        MockconfError: one cannot, and the text says why.
    """
    wanted = list(wishes)
    printed = [wish.format for wish in wanted if not wish.path]
    if twice := [one for one in printed if printed.count(one) > 1]:
        raise MockconfError(f"{twice[0]} is to be printed twice; once is enough")
    if len(printed) > 1 and not _FOR_PEOPLE.issuperset(printed):
        raise MockconfError(f"{' and '.join(printed)} cannot be printed at once; name a FILE")
    paths = [wish.path for wish in wanted if wish.path]
    targets = [os.path.realpath(path) for path in paths]
    for path, target in zip(paths, targets, strict=True):
        if targets.count(target) > 1:
            raise MockconfError(f"two reports want to be written to {path}")
        try:
            _require_writable(path)
        except OSError as error:
            raise _unwritable(path, error) from error


def write(wishes: Iterable[Wish], renderers: Mapping[str, Renderer]) -> str:
    """Write each report whole or not at all.

    Returns:
        What is to be printed.

    Raises:
        MockconfError: a file cannot be written, and the text says why.
    """
    made = [(wish.path, _encoded(renderers[wish.format]())) for wish in wishes]
    for path, content in made:
        if path:
            _write_whole(path, content)
    return "\n".join(content.decode() for path, content in made if path is None)


def write_whole(path: Path, text: str) -> None:
    """Write a text file, or leave what was there.

    Raises:
        MockconfError: it cannot be written, and the text says why.
    """
    _write_whole(path, _encoded(text))


def _encoded(text: str) -> bytes:
    """A text in UTF-8; half of a character, which JSON may hold, as its escape."""
    return text.encode(errors="backslashreplace")


def _write_whole(path: Path, content: bytes) -> None:
    try:
        _require_writable(path)
        place = Path(os.path.realpath(path))  # and not the link that leads there
        if _is_stream(path):
            with path.open("ab") as file:
                file.write(content)
        elif _is_summary(place):
            said = place.read_bytes()
            _replace(place, said + (b"\n" if said else b"") + content)
        else:
            _replace(place, content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _require_writable(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))
    if not _is_stream(path):
        tempfile.TemporaryFile(dir=Path(os.path.realpath(path)).parent).close()


def _is_stream(path: Path) -> bool:
    """Whether nothing can take its place, as that of a pipe, or of a file that the shell holds open as /dev/stderr."""
    is_other = path.exists() and not path.is_file()
    return is_other or path.absolute().is_relative_to("/dev")


def _is_summary(place: Path) -> bool:
    """Whether this is GitHub's file for the summary of a step, to which several commands may have something to say."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(summary) and place.is_file() and place == Path(os.path.realpath(str(summary)))


def _replace(path: Path, content: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".mockconf-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, _mode_of(path))
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def _mode_of(path: Path) -> int:
    """That of the file before, or what a new file would have."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path, error: OSError) -> MockconfError:
    return MockconfError(f"nothing can be written to {path}: {error.strerror or error}")
