"""How the commands take files: any path, as what cannot be read is told in our words and with our exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mockconf.commands.reporting import mistakes
from mockconf.errors import MockconfError


class _File(click.Path):
    """A path, which is more than nothing."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, if there is one."""
        with mistakes():
            if value == "":
                name = param.opts[0] if isinstance(param, click.Option) else "FILE"
                raise MockconfError(f"{name} needs a file, and is empty")
        return super().convert(value, param, ctx)


FILE = _File()
