"""What a vendor could publish: our own contract, with something changed by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockconf.bundle import bundled
from tests.drift.specs import FORM, Tree

TWILIO = "twilio-2010-04-01"
ROOMS = "/2010-04-01/Accounts/{AccountSid}/Conferences.json"
ROOM = "/2010-04-01/Accounts/{AccountSid}/Conferences/{Sid}.json"
PEOPLE = "/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants.json"
PERSON = PEOPLE.replace(".json", "/{CallSid}.json")


def published(dialect: str = TWILIO) -> Tree:
    """The contract, as if it were the vendor's file."""
    return bundled(dialect)


def form(vendor: Tree, path: str) -> Tree:
    """The members of the form that is posted to a path."""
    schema = vendor["paths"][path]["post"]["requestBody"]["content"][FORM]["schema"]
    members: Tree = schema["properties"]
    return members


def schema(vendor: Tree, name: str) -> Tree:
    """A schema of an answer, such as `conference`."""
    found: Tree = vendor["components"]["schemas"][name]
    return found


def everywhere(tree: Any, change: Callable[[Tree], None]) -> None:
    """Change each object of a document."""
    if isinstance(tree, dict):
        change(tree)
    for one in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        everywhere(one, change)


def without(*keys: str) -> Callable[[Tree], None]:
    """Leave keywords out of schemas, where the vendor does not say so much."""

    def change(node: Tree) -> None:
        for key in keys:
            if key in node and not isinstance(node[key], dict):
                del node[key]

    return lambda vendor: (
        everywhere(vendor["paths"], change) or everywhere(vendor["components"], change)
    )
