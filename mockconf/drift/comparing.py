"""The differences between two surfaces, operation by operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mockconf.drift.shape import Shape
from mockconf.drift.silence import Terms, is_error
from mockconf.drift.surface import JSON, Answer, Input, Operation
from mockconf.drift.values import Change, Walk, nearest_of


class Difference(NamedTuple):
    """A change, and where a client meets it."""

    rule: str
    #: The operation on the newer side, or on the older one where it is gone.
    operation: Operation
    #: What changed in it, such as `query parameter Status`; empty for the operation itself.
    subject: str
    is_received: bool
    old: str | None
    new: str | None
    #: Into the newer document.
    pointer: str
    nearest: str | None = None


def differences(
    old: Mapping[str, Operation], new: Mapping[str, Operation], terms: Terms
) -> Iterator[Difference]:
    """All differences between two surfaces, by operation.

    Args:
        old: operations by their keys.
        new: the same, of the newer side.
        terms: how much of the older side counts.

    Raises:
        NotUnderstood: a part that is needed cannot be understood.
    """
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield Difference("operation-removed", old[key], "", False, None, None, "/paths")
        elif key not in old:
            added = new[key]
            yield Difference("operation-added", added, "", False, None, None, added.pointer)
        else:
            yield from _within(terms.operation(old[key], new[key]), new[key], terms)


def _within(old: Operation, new: Operation, terms: Terms) -> Iterator[Difference]:
    for change in _of_operation(old, new):
        yield _sent(new, change, "")
    for change in _media_types(old.media_types, new.media_types, new.pointer):
        yield _sent(new, change, "body")
    yield from _inputs(old, new, terms)
    yield from _answers(old, new, terms)


def _of_operation(old: Operation, new: Operation) -> Iterator[Change]:
    if old.operation_id != new.operation_id:
        yield Change("operation-renamed", old.operation_id, new.operation_id, new.pointer)
    if old.needs_body != new.needs_body:
        yield Change(
            f"body-{'now' if new.needs_body else 'no-longer'}-required", None, None, new.pointer
        )
    yield from _words(old, new)


def _words(old: Operation | Input | Shape, new: Operation | Input | Shape) -> Iterator[Change]:
    if old.deprecated != new.deprecated:
        yield Change(
            "deprecated" if new.deprecated else "no-longer-deprecated", None, None, new.pointer
        )
    if old.description != new.description:
        yield Change("description-changed", old.description, new.description, new.pointer)


def _media_types(old: frozenset[str], new: frozenset[str], pointer: str) -> Iterator[Change]:
    for name in sorted(old - new):
        yield Change("media-type-removed", name, None, pointer)
    for name in sorted(new - old):
        yield Change("media-type-added", None, name, pointer)


def _inputs(old: Operation, new: Operation, terms: Terms) -> Iterator[Difference]:
    is_json = old.media_types == new.media_types == {JSON}
    added = [key for key in new.inputs if key not in old.inputs and key[0] != "path"]
    for key, one in old.inputs.items():
        if key in new.inputs:
            other = new.inputs[key]
            for change in _of_input(one, other):
                yield _sent(new, change, other.label)
            walk = Walk(terms, is_received=False, has_nulls=is_json and one.place == "body")
            for change, path in walk.changes(one.schemas, other.schemas, is_member=True):
                yield _sent(new, change, f"{other.label}.{path}" if path else other.label)
        elif one.place != "path":
            near = nearest_of(one.name, [name for place, name in added if place == one.place])
            gone = Change("parameter-removed", None, None, new.pointer)
            yield _sent(new, gone, one.label)._replace(nearest=near)
    for key in added:
        one = new.inputs[key]
        rule = "required-parameter-added" if one.required else "parameter-added"
        yield _sent(new, Change(rule, None, None, one.pointer), one.label)


def _of_input(old: Input, new: Input) -> Iterator[Change]:
    if old.place == "path" and old.name != new.name:
        yield Change("parameter-renamed", old.name, new.name, new.pointer)
    if old.required != new.required:
        rule = "parameter-now-required" if new.required else "parameter-no-longer-required"
        yield Change(rule, None, None, new.pointer)
    yield from _words(old, new)


def _answers(old: Operation, new: Operation, terms: Terms) -> Iterator[Difference]:
    for status, answer in old.answers.items():
        subject = f"answer {status}"
        if status in new.answers:
            other = new.answers[status]
            for change, path in _of_answer(answer, other, terms):
                yield _received(new, change, f"{subject}, property {path}" if path else subject)
        else:
            rule = "error-status-removed" if is_error(status) else "status-removed"
            where = f"{new.pointer}/responses"
            yield _received(new, Change(rule, None, None, where), subject)
    for status in [one for one in new.answers if one not in old.answers]:
        rule = "error-status-added" if is_error(status) else "status-added"
        added = Change(rule, None, None, new.answers[status].pointer)
        yield _received(new, added, f"answer {status}")


def _of_answer(old: Answer, new: Answer, terms: Terms) -> Iterator[tuple[Change, str]]:
    if bool(old.media_types) != bool(new.media_types):
        rule = "body-added" if new.media_types else "body-removed"
        yield Change(rule, None, None, new.pointer), ""
        return
    for change in _media_types(old.media_types, new.media_types, new.pointer):
        yield change, ""
    if old.schema and new.schema:
        walk = Walk(terms, is_received=True)
        yield from walk.changes((old.schema,), (new.schema,), is_member=False)


def _sent(operation: Operation, change: Change, subject: str) -> Difference:
    return Difference(
        change.rule,
        operation,
        subject,
        False,
        change.old,
        change.new,
        change.pointer,
        change.nearest,
    )


def _received(operation: Operation, change: Change, subject: str) -> Difference:
    return _sent(operation, change, subject)._replace(is_received=True)
