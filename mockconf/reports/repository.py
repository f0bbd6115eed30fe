"""Where CI services look for a file: by its path from the root of the repository."""

from __future__ import annotations

import os
from pathlib import Path

#: Where GitHub and GitLab have checked it out.
_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def path_in(file: str) -> str | None:
    """The path of a file from the root of the repository, with slashes; none where it lies elsewhere.

    The root is what the CI service says, if the current folder lies in it, else the current folder.
    """
    path = Path(os.path.abspath(file))
    root = _root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def _root() -> Path:
    here = Path.cwd()
    for name in _ROOTS:
        told = os.environ.get(name)
        if told and here.is_relative_to(told):
            return Path(told)
    return here
