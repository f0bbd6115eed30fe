"""Reads a vendor's OpenAPI file, JSON or YAML, or says what is wrong with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from mockconf.drift.document import Document, NotUnderstood
from mockconf.reports.problem import Place

#: Bytes. Twilio's largest file has two million; YAML takes fifty times as long to read.
MOST_BYTES = 16 * 1024 * 1024
MOST_BYTES_OF_YAML = MOST_BYTES // 2
_MARKS = {
    b"\x1f\x8b": "it is compressed with gzip",
    b"PK\x03\x04": "it is a ZIP archive",
    b"\xff\xfe\x00\x00": "it is UTF-32, where UTF-8 is expected",
    b"\x00\x00\xfe\xff": "it is UTF-32, where UTF-8 is expected",
    b"\xff\xfe": "it is UTF-16, where UTF-8 is expected",
    b"\xfe\xff": "it is UTF-16, where UTF-8 is expected",
}


def read(path: Path) -> Document:
    """Read an OpenAPI 3.0 or 3.1 document.

    Raises:
        NotUnderstood: the file cannot be read, is neither JSON nor YAML, or no OpenAPI 3.0 or 3.1.
    """
    file = str(path)
    try:
        content = _parsed(_text(path), file)
    except RecursionError:
        _refuse(file, "it is nested too deeply")
    _require_openapi(content, file)
    return Document(file, content)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        _refuse(str(path), f"it cannot be read: {error.strerror or error}")
    if len(raw) > MOST_BYTES:
        _refuse(str(path), f"it is larger than {_megabytes(MOST_BYTES)}")
    for mark, why in _MARKS.items():
        if raw.startswith(mark):
            _refuse(str(path), why)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(str(path), f"it is no text in UTF-8: byte {error.start:,} is {raw[error.start]:#x}")
    if not text.strip():
        _refuse(str(path), "it is empty")
    return text


def _parsed(text: str, file: str) -> Any:
    # A JSON document is nearly always YAML too, but reading it as such takes fifty times as long.
    if text.lstrip()[0] in "{[":
        return _json(text, file)
    if len(text) > MOST_BYTES_OF_YAML:
        _refuse(file, f"it is larger than {_megabytes(MOST_BYTES_OF_YAML)}, the most for YAML")
    from mockconf.drift.plain_yaml import NotPlain, plain_yaml

    try:
        return plain_yaml(text)
    except NotPlain as error:
        _refuse(file, f"it is neither JSON nor YAML that can be read: {error}", error.line)


def _megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        why = "it ends in the middle" if is_cut else f"it is no JSON: {error.msg}"
        _refuse(file, f"{why} (line {error.lineno}, column {error.colno})", error.lineno)
    except ValueError as error:
        _refuse(file, f"it is no JSON: {error}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"an object has the key {twice!r} twice, and which counts is not defined")
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value of JSON")


def _require_openapi(content: Any, file: str) -> None:
    if not isinstance(content, dict):
        _refuse(file, "it is no OpenAPI document, which is an object")
    if "swagger" in content:
        version = content["swagger"]
        _refuse(file, f"it is Swagger {version}; OpenAPI 3.0 and 3.1 are read, so convert it first")
    version = str(content.get("openapi", ""))
    if not version:
        _refuse(file, "it is no OpenAPI document, as it says no version under the key 'openapi'")
    if not re.match(r"3\.[01](\.|$)", version):
        _refuse(file, f"it is OpenAPI {version}; 3.0 and 3.1 are read")
    if not isinstance(content.get("paths"), dict) or not content["paths"]:
        _refuse(file, "it has no paths, so it describes no operation")


def _refuse(file: str, why: str, line: int | None = None) -> NoReturn:
    raise NotUnderstood(why, Place(file, line))
