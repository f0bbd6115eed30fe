"""YAML as plain values: no tags, no endless aliases, and the scalars of JSON.

It is built out of the parser's events. PyYAML's own composer descends into nested nodes on the stack of C,
where a hostile file ends the process, and its constructors know dates and sexagesimal numbers.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

#: How deep a document may nest.
_DEEPEST = 200
#: How many values it may have once all aliases stand for what they repeat.
_MOST_VALUES = 400_000
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,100}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,100}|[0-9]{1,100}(\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,3})?")
_PARSER: Any = getattr(yaml, "CParser", None)


class NotPlain(Exception):
    """The text is no YAML, or holds what plain values cannot."""

    def __init__(self, why: str, line: int | None) -> None:
        super().__init__(f"{why} (line {line})" if line else why)
        self.line = line


def plain_yaml(text: str) -> Any:
    """Read one YAML document.

    Raises:
        NotPlain: it cannot be read, and the text says why and in which line.

    >>> plain_yaml("version: 2010-04-01\\nreplies: {200: on}")
    {'version': '2010-04-01', 'replies': {'200': 'on'}}
    """
    building = _Building()
    try:
        for event in _events(text):
            building.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = error.problem or error.context or "it cannot be parsed"
        raise NotPlain(why, mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise NotPlain(" ".join(str(error).split()), None) from error
    if not building.documents:
        raise NotPlain("it is empty", None)
    return building.documents[0]


def _events(text: str) -> Any:
    if _PARSER is None:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
        return
    parser = _PARSER(text)
    while (event := parser.get_event()) is not None and not isinstance(event, yaml.StreamEndEvent):
        yield event


class _Open:
    """A list or object that is not complete."""

    def __init__(self, value: Any, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.size = 1
        self.key: str | None = None


class _Building:
    """Takes events, and has made a document when the last one was taken."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        self._open: list[_Open] = []
        #: What an anchor stands for, and how many values that is.
        self._anchors: dict[str, tuple[Any, int]] = {}

    def take(self, event: Any) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1
        if getattr(event, "tag", None) is not None:
            raise NotPlain(f"it has the tag {event.tag}, and tags are not obeyed", line)
        if isinstance(event, yaml.ScalarEvent):
            is_key = bool(self._open) and self._awaits_key()
            is_plain, _ = event.implicit
            if is_key and is_plain and event.value == "<<":
                raise NotPlain("mappings are merged by <<, which is not read", line)
            value = event.value if is_key or not is_plain else _scalar(event.value)
            self._place(value, 1, event.anchor, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end(line)
        elif isinstance(event, yaml.AliasEvent):
            value, size = self._repeated(str(event.anchor), line)
            self._place(value, size, None, line)
        elif isinstance(event, yaml.DocumentStartEvent) and self.documents:
            raise NotPlain("it holds more than one document", line)

    def _awaits_key(self) -> bool:
        return isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _begin(self, event: Any, line: int) -> None:
        is_object = isinstance(event, yaml.MappingStartEvent)
        if len(self._open) >= _DEEPEST:
            raise NotPlain(f"it is nested deeper than {_DEEPEST} levels", line)
        if self._open and self._awaits_key():
            raise NotPlain("a key is no text", line)
        self._open.append(_Open({} if is_object else [], event.anchor))

    def _end(self, line: int) -> None:
        done = self._open.pop()
        self._place(done.value, done.size, done.anchor, line)

    def _repeated(self, anchor: str, line: int) -> tuple[Any, int]:
        if anchor not in self._anchors:
            is_inside = any(one.anchor == anchor for one in self._open)
            why = "contains itself" if is_inside else "stands for nothing"
            raise NotPlain(f"the alias *{anchor} {why}", line)
        return self._anchors[anchor]

    def _place(self, value: Any, size: int, anchor: str | None, line: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = value, size
        if not self._open:
            self.documents.append(value)
            return
        parent = self._open[-1]
        parent.size += size
        if parent.size > _MOST_VALUES:
            raise NotPlain(f"it holds more than {_MOST_VALUES:,} values, aliases resolved", line)
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            self._begin_entry(parent, value, line)
        else:
            parent.value[parent.key] = value
            parent.key = None

    def _begin_entry(self, parent: _Open, key: Any, line: int) -> None:
        if not isinstance(key, str):
            raise NotPlain("a key is no text", line)
        if key in parent.value:
            raise NotPlain(f"an object has the key {key!r} twice", line)
        parent.key = key


def _scalar(text: str) -> Any:
    if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.title()):
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
