"""OpenAPI documents of our own, and the command that is tested with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from mockconf.cli import main

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
Tree = dict[str, Any]


def operation(name: str, **more: Any) -> Tree:
    """An operation that answers 200 without a body, unless `more` says otherwise."""
    return {"operationId": name, "responses": {"200": {"description": "Fine."}}} | more


def document(paths: Tree, **more: Any) -> Tree:
    """An OpenAPI 3.1 document, unless `more` says otherwise."""
    return {"openapi": "3.1.0", "info": {"title": "Ours", "version": "1"}, "paths": paths} | more


def taking(schema: Tree, media_type: str = FORM, **more: Any) -> Tree:
    """A `requestBody`."""
    return {"content": {media_type: {"schema": schema}}} | more


def answering(schema: Tree, status: str = "200", media_type: str = JSON) -> Tree:
    """`responses` of one status."""
    return {status: {"description": "Fine.", "content": {media_type: {"schema": schema}}}}


def holding(**properties: Tree) -> Tree:
    """The schema of an object."""
    return {"type": "object", "properties": properties}


def written(path: Path, content: Any) -> Path:
    """A file with a JSON document."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def drift(*arguments: str | Path) -> tuple[int, str]:
    """The exit code of `mockconf drift` and all that it says."""
    ended = CliRunner().invoke(main, ["drift", *map(str, arguments)])
    return ended.exit_code, ended.output


class Told(NamedTuple):
    """A finding in the JSON report."""

    rule: str
    severity: str
    message: str
    pointer: str
    nearest: str | None


def findings(*arguments: str | Path) -> tuple[int, list[Told]]:
    """The exit code of `mockconf drift`, and what it finds."""
    code, said = drift(*arguments, "--report", "json")
    found = json.loads(said)["findings"]
    return code, [
        Told(
            *(one[key] for key in ("rule", "severity", "message")),
            one["place"]["pointer"],
            one["nearest"],
        )
        for one in found
    ]


def between(folder: Path, old: Tree, new: Tree, *options: str) -> tuple[int, list[Told]]:
    """What `mockconf drift --from old --to new` finds."""
    earlier, later = written(folder / "old.json", old), written(folder / "new.json", new)
    return findings("--from", earlier, "--to", later, *options)
