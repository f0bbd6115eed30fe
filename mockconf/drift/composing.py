"""The shape of a value out of all that its schema is composed of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from mockconf.drift.document import Node
from mockconf.drift.joining import both, either
from mockconf.drift.shape import Joined, Part, Shape, anything, key_of, leaves
from mockconf.drift.stated import stated

#: How deep schemas may be composed of one another, by `$ref`, `allOf`, `anyOf`, `oneOf`.
_DEEPEST = 200
#: How many schemas and properties may be put together for all shapes of a document.
_MOST_JOINED = 300_000
_NOTHING = Shape()


def shape_of(part: Part) -> Shape:
    """What is said of a value that keeps to this.

    Raises:
        NotUnderstood: a schema cannot be understood.
    """
    known = part.document.known
    key = "shape", key_of(part)
    if key not in known:
        known[key] = _finished(part, _gathered(part))
    shape: Shape = known[key]
    return shape


def members(shape: Shape, part: Part, *, is_received: bool) -> dict[str, Part]:
    """The properties that a client sends or receives, by name; what a request must have is one of them.

    Args:
        shape: that of the part.
        part: where it comes from.
        is_received: which of the two it is.
    """
    found = {}
    for name, one in shape.properties.items():
        says = shape_of(one)
        is_hidden = says.write_only if is_received else says.read_only
        if not is_hidden and (says.types != frozenset() or says.nullable):
            found[name] = one
    if not is_received:
        for name in sorted((shape.required or frozenset()) - shape.properties.keys()):
            found[name] = anything(part.document, f"{shape.pointer}/required")
    return found


def _finished(part: Part, shape: Shape) -> Shape:
    first = next(leaves(part))
    if part.document.is_3_0 and shape.nullable is None and (shape.types or shape.values):
        shape = shape._replace(nullable=False)
    return shape._replace(pointer=first.followed().pointer)


def _gathered(part: Part) -> Shape:
    if isinstance(part, Joined):
        shapes = [_gathered(one) for one in part.parts]
        return _all(part, shapes) if part.is_all else _any(part, shapes)
    if part.value is True:  # JSON Schema: anything
        return _NOTHING
    document = part.document
    if part.pointer in document.known:
        shape: Shape = document.known[part.pointer]
        return shape
    if part.pointer in document.open:  # what stands within itself adds nothing to itself
        document.outermost = min(document.outermost, document.open[part.pointer])
        return _NOTHING
    return _entered(part)


def _entered(part: Node) -> Shape:
    """What it is composed of; known from then on, unless it is within another that is not complete."""
    document = part.document
    depth, before = len(document.open), document.outermost
    if depth >= _DEEPEST:
        part.refuse(f"schemas are composed of one another more than {_DEEPEST} deep")
    document.open[part.pointer] = document.outermost = depth
    shape = _composed(part)
    del document.open[part.pointer]
    if document.outermost >= depth:
        document.known[part.pointer] = shape
    document.outermost = min(before, document.outermost)
    return shape


def _composed(schema: Node) -> Shape:
    own = stated(schema)
    if schema.value is False:
        return own
    target = schema.target()
    if target is not None and schema.document.is_3_0:
        return _beside_reference(own, _gathered(target))
    parts = [own] if target is None else [own, _gathered(target)]
    parts += [_gathered(one) for one in _listed(schema, "allOf")]
    for keyword in ("anyOf", "oneOf"):
        if options := [_gathered(one) for one in _listed(schema, keyword)]:
            others = [one for one in options if not one.is_only_null]
            alternatives = _any(schema, others)
            if len(others) < len(options):
                alternatives = alternatives._replace(nullable=True)
            parts.append(alternatives)
    return _all(schema, parts)


def _beside_reference(own: Shape, target: Shape) -> Shape:
    """In OpenAPI 3.0 a reference stands alone; of what is written beside it, as many do, only this can be meant."""
    if own.nullable is not None:
        target = target._replace(nullable=own.nullable, nullable_is_doubtful=True)
    return target._replace(
        description=target.description if own.description is None else own.description,
        default=target.default if own.default is None else own.default,
        deprecated=own.deprecated or target.deprecated,
    )


def _listed(schema: Node, keyword: str) -> list[Node]:
    found = schema.below(keyword)
    return list(found.items()) if found else []


def _all(where: Part, shapes: Iterable[Shape]) -> Shape:
    def join(upper: Shape, lower: Shape) -> Shape:
        _count(where, upper, lower)
        return both(upper, lower)

    return reduce(join, shapes)


def _any(where: Part, shapes: Iterable[Shape]) -> Shape:
    def join(one: Shape, other: Shape) -> Shape:
        _count(where, one, other)
        return either(one, other)

    listed = list(shapes)
    return reduce(join, listed) if listed else _NOTHING


def _count(where: Part, one: Shape, other: Shape) -> None:
    document = where.document
    document.joined += 1 + min(len(one.properties), len(other.properties))
    if document.joined > _MOST_JOINED:
        next(leaves(where)).refuse(
            f"more than {_MOST_JOINED:,} schemas and properties are put together up to here"
        )
