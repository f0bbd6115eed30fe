"""The interactions of a cassette in YAML, one at a time, made of nothing but plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor

from mockconf.errors import UnreadableInput
from mockconf.traffic.entry import Unusable, told

_MERGE = "tag:yaml.org,2002:merge"
#: What is anchored is kept to the end of the document.
_MOST_ANCHORS = 50_000
#: libyaml's parser is ten times as fast; its own composer takes whole documents only.
_BASES = (Composer, yaml.CSafeLoader) if yaml.__with_libyaml__ else (yaml.SafeLoader,)


def interactions(stream: Any, file: str) -> Iterator[Any]:
    """The elements of `interactions`; a tag that asks for a Python object is refused, and nothing is ever executed.

    Args:
        stream: has `read(size)`, which returns bytes.
        file: what errors call it.

    Yields:
        The elements; one that cannot be made of plain values is an `Unusable`.

    Raises:
        UnreadableInput: it is no such YAML, or breaks off.
    """
    number = 0
    try:
        for element in _Loader(stream).elements("interactions"):
            yield element
            number += 1
    except (yaml.YAMLError, RecursionError) as error:
        says = f"{file} cannot be read behind {number:,} entries: {told(error)}"
        raise UnreadableInput(says) from None
    except UnicodeDecodeError:
        raise UnreadableInput(f"{file} is no text in UTF-8") from None


class _Loader(*_BASES):  # type: ignore[misc]  # which of the two is known when it runs
    """PyYAML's safe loader, stopped in the middle of a document."""

    def __init__(self, stream: Any) -> None:
        _BASES[-1].__init__(self, stream)
        Composer.__init__(self)

    def elements(self, wanted: str) -> Iterator[Any]:
        """The elements of the list under the key `wanted` of the mapping that the document is."""
        for expected in (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.MappingStartEvent):
            self._take(expected, f"a mapping with {wanted}")
        found = False
        while not self.check_event(yaml.MappingEndEvent):
            if self._value() != wanted:
                self.compose_node(None, None)
                continue
            found = True
            self._take(yaml.SequenceStartEvent, f"a list under {wanted}")
            while not self.check_event(yaml.SequenceEndEvent):
                yield self._element()
            self.get_event()
        if not found:
            raise yaml.YAMLError(f"there are no {wanted}, so it is no cassette")

    def _take(self, expected: type[yaml.Event], what: str) -> None:
        if not self.check_event(expected):
            raise yaml.YAMLError(f"there should be {what}")
        self.get_event()

    def flatten_mapping(self, node: Any) -> None:
        """Refuse to merge mappings, which grow without bound in a few lines; no recorder writes that."""
        if any(key.tag == _MERGE for key, _ in node.value):
            raise yaml.YAMLError("mappings are merged by <<, which is not read")

    def _element(self) -> Any:
        if len(self.anchors) > _MOST_ANCHORS:
            raise yaml.YAMLError(f"there are more than {_MOST_ANCHORS:,} anchors")
        node = self.compose_node(None, None)
        try:
            return self.construct_document(node)
        except RecursionError:
            raise
        except (yaml.YAMLError, ValueError, TypeError, AttributeError, OverflowError) as error:
            SafeConstructor.__init__(self)  # it was left in the middle
            return Unusable(told(error))

    def _value(self) -> Any:
        value = self._element()
        if isinstance(value, Unusable):
            raise yaml.YAMLError(str(value))
        return value
