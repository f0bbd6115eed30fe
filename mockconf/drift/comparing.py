"""The differences between two surfaces, operation by operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mockconf.drift.bodies import is_json
from mockconf.drift.silence import Terms
from mockconf.drift.statuses import added_rule, moved, removed_rule
from mockconf.drift.surface import Answer, Input, Operation
from mockconf.drift.values import Change, Way, nearest_of
from mockconf.drift.walking import Found, Walks

#: More than anybody reads; each takes memory.
_MOST = 200_000
_RECEIVED = Way(is_received=True)
#: What a parameter and its schema can both say.
_SAID_TWICE = ("deprecated", "no-longer-deprecated")


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
    #: The last name in the subject.
    leaf: str = ""


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
    for number, one in enumerate(_all(old, new, terms)):
        if number == _MOST:
            why = f"there are more than {_MOST:,} differences up to here; --only compares a part"
            first = next(iter(new.values()))
            first.document.refuse(one.pointer, why)
        yield one


def _all(
    old: Mapping[str, Operation], new: Mapping[str, Operation], terms: Terms
) -> Iterator[Difference]:
    walks = Walks(terms)
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield Difference("operation-removed", old[key], "", False, None, None, "/paths")
        elif key not in old:
            added = new[key]
            yield Difference("operation-added", added, "", False, None, None, added.pointer)
        else:
            yield from _within(terms.operation(old[key], new[key]), new[key], walks)


def _within(old: Operation, new: Operation, walks: Walks) -> Iterator[Difference]:
    for change in _of_operation(old, new):
        yield _sent(new, change, "")
    for change in _media_types(old.media_types, new.media_types, new.pointer):
        yield _sent(new, change, "body")
    yield from _inputs(old, new, walks)
    yield from _answers(old, new, walks)


def _of_operation(old: Operation, new: Operation) -> Iterator[Change]:
    if old.operation_id != new.operation_id:
        yield Change("operation-renamed", old.operation_id, new.operation_id, new.pointer)
    if old.needs_body != new.needs_body:
        yield Change(
            f"body-{'now' if new.needs_body else 'no-longer'}-required", None, None, new.pointer
        )
    before, now = old.served.hosts, new.served.hosts
    if before and now and before != now:
        rule = "server-changed" if before - now else "server-added"
        yield Change(rule, ", ".join(sorted(before)), ", ".join(sorted(now)), new.served.pointer)
    yield from _words(old, new)


def _words(old: Operation | Input, new: Operation | Input) -> Iterator[Change]:
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


def _inputs(old: Operation, new: Operation, walks: Walks) -> Iterator[Difference]:
    in_json = is_json(old.media_types) and is_json(new.media_types)
    added = [key for key in new.inputs if key not in old.inputs and key[0] != "path"]
    gone = [key for key in old.inputs if key not in new.inputs and key[0] != "path"]
    for key, one in old.inputs.items():
        if key in new.inputs:
            other = new.inputs[key]
            for change in _of_input(one, other):
                yield _sent(new, change, other.label, other.name)
            way = Way(is_received=False, is_json=in_json and one.place == "body")
            for found in walks.changes(one.part, other.part, way, is_member=True):
                if found.path or found.change.rule not in _SAID_TWICE:
                    subject, leaf = _inside(other.label, found), found.leaf or other.name
                    yield _sent(new, found.change, subject, leaf)
        elif key in gone:
            beside = [name for place, name in added if place == one.place]
            near = nearest_of(one.name, beside, len(gone))
            change = Change("parameter-removed", None, None, new.pointer, near)
            yield _sent(new, change, one.label, one.name)
    for key in added:
        one = new.inputs[key]
        rule = "required-parameter-added" if one.required else "parameter-added"
        yield _sent(new, Change(rule, None, None, one.pointer), one.label, one.name)


def _inside(label: str, found: Found) -> str:
    if not found.path:
        return label
    return f"{label}{'' if found.path.startswith('[]') else '.'}{found.path}"


def _of_input(old: Input, new: Input) -> Iterator[Change]:
    if old.place == "path" and old.name != new.name:
        yield Change("parameter-renamed", old.name, new.name, new.pointer)
    if old.required != new.required:
        rule = "parameter-now-required" if new.required else "parameter-no-longer-required"
        yield Change(rule, None, None, new.pointer)
    yield from _words(old, new)


def _answers(old: Operation, new: Operation, walks: Walks) -> Iterator[Difference]:
    for status, answer in old.answers.items():
        subject = f"answer {status}"
        others = moved(status, new.answers)
        for other in others:
            for change, path, leaf in _of_answer(answer, new.answers[other], walks):
                where = f"{subject}, property {path}" if path else subject
                yield _received(new, change, where, leaf)
        if not others:
            gone = Change(removed_rule(status), None, None, f"{new.pointer}/responses")
            yield _received(new, gone, subject, status)
    for status in [one for one in new.answers if one not in old.answers]:
        added = Change(added_rule(status), None, None, new.answers[status].pointer)
        yield _received(new, added, f"answer {status}", status)


def _of_answer(old: Answer, new: Answer, walks: Walks) -> Iterator[Found]:
    if bool(old.media_types) != bool(new.media_types):
        rule = "body-added" if new.media_types else "body-removed"
        yield Found(Change(rule, None, None, new.pointer), "", "")
        return
    for change in _media_types(old.media_types, new.media_types, new.pointer):
        yield Found(change, "", "")
    if old.schema and new.schema:
        yield from walks.changes(old.schema, new.schema, _RECEIVED, is_member=False)


def _sent(operation: Operation, change: Change, subject: str, leaf: str = "") -> Difference:
    rule, old, new, pointer, near = change
    return Difference(rule, operation, subject, False, old, new, pointer, near, leaf)


def _received(operation: Operation, change: Change, subject: str, leaf: str) -> Difference:
    return _sent(operation, change, subject, leaf)._replace(is_received=True)
