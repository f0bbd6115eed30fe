"""One contract document out of the files that it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

import mockconf_schemas
from mockconf.errors import MockconfError

#: Where `mockconf serve` is found unless it is told otherwise.
MOCK = "http://127.0.0.1:2010"

_FILE_REF = ".json"
_COMPONENTS = "#/components/"
#: How many slashes there are on the way to a whole component.
_COMPONENT_STEPS = 3
_ACCOUNT = "AccountSid"
_XML = "application/xml"
#: Ends a pattern. For Python `$` also matches before a last line feed. For ECMA-262, whose patterns JSON Schema means,
#: it does not, so that others need no look-ahead, which RE2 lacks.
_END = r"(?!\n)$"


def dereferenced(name: str, *parts: str) -> dict[str, Any]:
    """The OpenAPI document of the dialect `name`, with every reference replaced by what it refers to.

    Keys that stand beside a reference, such as a description, take precedence over what it brings.

    Args:
        name: the folder of the dialect.
        parts: the keys at the top that are wanted, such as `paths`; by default all.
    """
    document: dict[str, Any] = _inlined(name, "openapi.json", parts)
    return document


def bundled(name: str, server: str = MOCK, account: str | None = None) -> dict[str, Any]:
    """The OpenAPI document of the dialect `name` as a single file that other tools can use.

    Sibling files become components, references lead to whole components, patterns do without look-ahead, and an answer in
    XML is described with the element around it. The vendor's own address is left out, so that no tool sends anything there
    by mistake.

    Args:
        name: the folder of the dialect.
        server: the only address that it names.
        account: the only one whose resources it describes; by default those of any.

    Raises:
        MockconfError: such an account cannot be asked for, and the text says why.
    """
    whole = _read(name, "openapi.json")

    def refer(ref: str) -> dict[str, Any]:
        if ref.startswith(_COMPONENTS) and ref.count("/") > _COMPONENT_STEPS:
            inner: dict[str, Any] = _with_refs(_step_to(whole, ref), refer)
            return inner  # many generators know no way into a component
        return {"$ref": _as_component(ref)}

    document: dict[str, Any] = _with_refs(whole, refer)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for file in sorted(_files_referred_to(name, "openapi.json")):
        schemas[file.removesuffix(_FILE_REF)] = _with_refs(
            _read(name, file), lambda ref: {"$ref": _as_component(ref)}
        )
    document["servers"] = [{"url": server}]
    if account is not None:
        _narrow(document, name, account)
    _surround(document, schemas, document.pop("x-xml-root", None))
    portable: dict[str, Any] = _with_portable_patterns(document)
    return portable


def _narrow(document: dict[str, Any], name: str, account: str) -> None:
    """Let the parameter for an account be this one; a mock refuses requests for those that are not of its credentials."""
    parameter = document["components"].get("parameters", {}).get(_ACCOUNT, {})
    if parameter.get("name") != _ACCOUNT:
        raise MockconfError(f"{name} has no {_ACCOUNT} in its paths, so leave --account out")
    schema = parameter["schema"]
    says = _step_to(document, schema["$ref"]) if "$ref" in schema else schema
    if not re.fullmatch(says["pattern"], account):
        raise MockconfError(
            f"--account {account!r} is no {_ACCOUNT} of {name}, which is like {says['pattern']}"
            f"{_hint(says['pattern'], account)}"
        )
    parameter["schema"] = {"type": "string", "enum": [account]}


def _hint(pattern: str, account: str) -> str:
    """The same account as this API spells it."""
    plain = account.strip()
    digits = plain.lower().replace("-", "").removeprefix("ac")
    if not re.fullmatch("[0-9a-f]{32}", digits):
        return ""
    near = next(one for one in (f"AC{digits}", str(UUID(digits))) if re.fullmatch(pattern, one))
    return f"; did you mean {near!r}?"


def _read(name: str, file: str) -> dict[str, Any]:
    return mockconf_schemas.load(f"{name}/{file}")


@cache
def _inlined(name: str, file: str, parts: tuple[str, ...] = ()) -> Any:
    whole = _read(name, file)
    known: dict[str, Any] = {}

    def resolve(ref: str) -> Any:
        if ref not in known:
            is_here = ref.startswith("#")
            known[ref] = (
                _with_refs(_step_to(whole, ref), resolve) if is_here else _inlined(name, ref)
            )
        return known[ref]

    return _with_refs({part: whole[part] for part in parts} if parts else whole, resolve)


def _step_to(whole: Any, ref: str) -> Any:
    for step in ref.removeprefix("#/").split("/"):
        whole = whole[step.replace("~1", "/").replace("~0", "~")]
    return whole


def _with_refs(node: Any, resolve: Callable[[str], Any]) -> Any:
    if isinstance(node, list):
        return [_with_refs(item, resolve) for item in node]
    if not isinstance(node, dict):
        return node
    rest = {key: _with_refs(value, resolve) for key, value in node.items() if key != "$ref"}
    ref = node.get("$ref")
    return {**resolve(ref), **rest} if isinstance(ref, str) else rest


def _as_component(ref: str) -> str:
    if ref.startswith("#"):
        return ref
    return f"#/components/schemas/{ref.removesuffix(_FILE_REF)}"


def _files_referred_to(name: str, file: str) -> set[str]:
    found: set[str] = set()

    def note(ref: str) -> dict[str, Any]:
        if not ref.startswith("#") and ref not in found:
            found.add(ref)
            found.update(_files_referred_to(name, ref))
        return {}

    _with_refs(_read(name, file), note)
    return found


def _surround(node: Any, schemas: dict[str, Any], root: str | None) -> None:
    """Describe each answer in XML with the element `root`, in which it stands on the wire."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if key == _XML and root:
            inner = value["schema"]
            name = schemas[inner["$ref"].rpartition("/")[2]]["xml"]["name"]
            value["schema"] = {
                "type": "object",
                "properties": {name: inner},
                "required": [name],
                "additionalProperties": False,
                "xml": {"name": root},
            }
        elif isinstance(value, dict | list):
            _surround(value, schemas, root)


def _with_portable_patterns(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_portable_patterns(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_portable_patterns(value) for key, value in node.items()}
    if isinstance(made.get("pattern"), str):
        made["pattern"] = _portable(made["pattern"])
    if "patternProperties" in made:
        made["patternProperties"] = {
            _portable(pattern): one for pattern, one in made["patternProperties"].items()
        }
    return made


def _portable(pattern: str) -> str:
    return pattern.replace(_END, "$")
