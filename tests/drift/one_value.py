"""Two documents that differ in one value, which a client sends or receives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.drift.specs import (
    FORM,
    Told,
    Tree,
    answering,
    between,
    document,
    holding,
    operation,
)

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


def ref(name: str) -> Tree:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def receiving(schema: Any, schemas: Tree | None = None, openapi: str = "3.1.0") -> Tree:
    """A document whose answer is this."""
    paths = {"/rooms": {"get": operation("ListRoom", responses=answering(schema))}}
    return document(paths, components={"schemas": schemas or {}}, openapi=openapi)


def sending(
    schema: Any, *media_types: str, schemas: Tree | None = None, openapi: str = "3.1.0"
) -> Tree:
    """A document whose body is this: a form, unless it is said otherwise."""
    content = {name: {"schema": schema} for name in media_types or (FORM,)}
    made = operation("CreateRoom", requestBody={"content": content})
    return document(
        {"/rooms": {"post": made}}, components={"schemas": schemas or {}}, openapi=openapi
    )


def rules(told: tuple[int, list[Told]]) -> list[str]:
    """The kinds of the changes."""
    return [one.rule for one in told[1]]


def received(folder: Path, old: Any, new: Any, **more: Any) -> list[str]:
    """The kinds of changes of a property `p`."""
    before, now = receiving(holding(p=old), **more), receiving(holding(p=new), **more)
    return rules(between(folder, before, now))


def sent(folder: Path, old: Any, new: Any, *media_types: str, **more: Any) -> list[str]:
    """The kinds of changes of a member `p` of a body."""
    before = sending(holding(p=old), *media_types, **more)
    now = sending(holding(p=new), *media_types, **more)
    return rules(between(folder, before, now))
