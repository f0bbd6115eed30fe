"""Lets schemathesis hold an answer in XML against its schema, read as OpenAPI's `xml` objects say.

Schemathesis reads no XML by itself; without this module it would pass over the answers of 2008-08-01 in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import Element

import schemathesis
from defusedxml.ElementTree import fromstring

Document = Mapping[str, Any]
_BOOLEANS = {"true": True, "false": False}
_READ = {"integer": int, "string": str, "boolean": _BOOLEANS.__getitem__}


@schemathesis.deserializer("application/xml")
def from_xml(context: Any, response: Any) -> Any:
    """The document in the body of an answer, for schemathesis to judge."""
    operation = context.operation
    document = operation.schema.raw_schema
    answers = document["paths"][operation.path][operation.method]["responses"]
    answer = _resolved(answers.get(str(response.status_code), answers["default"]), document)
    schema = _resolved(answer["content"]["application/xml"]["schema"], document)
    root = fromstring(response.content)
    if root.tag != schema["xml"]["name"]:
        raise ValueError(f"the root is {root.tag}, and not {schema['xml']['name']}")
    return _value(root, schema, document)


def _value(element: Element, schema: Document, document: Document) -> Any:
    if schema["type"] != "object":
        return _plain(element.text or "", schema)
    # What the schema does not know stays, so that it is found.
    found: dict[str, Any] = {**element.attrib, **{child.tag: child.text for child in element}}
    for name, declared in schema["properties"].items():
        says = _resolved(declared, document)
        if says.get("xml", {}).get("attribute"):
            if name in found:  # whether it must be there is judged by the schema
                found[name] = _plain(found[name], says)
        elif says["type"] == "array":
            item = _resolved(says["items"], document)
            children = element.findall(item["xml"]["name"])
            found.pop(item["xml"]["name"], None)
            found[name] = [_value(child, item, document) for child in children]
        elif (child := element.find(name)) is not None:
            found[name] = _value(child, says, document)
    return found


def _plain(text: str, schema: Document) -> Any:
    """A value of the first of its types that has such a text."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    for one in types:
        with suppress(ValueError, KeyError):
            return _READ[one](text)
    raise ValueError(f"{text!r} is none of {types}")


def _resolved(node: Document, document: Document) -> Document:
    while "$ref" in node:
        found: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    return node
