"""The contracts that mockconf keeps, as data: one folder of JSON documents for each version of a vendor's API."""

import json
from importlib.resources import files
from typing import Any

__all__ = ["load", "names"]


def load(name: str) -> dict[str, Any]:
    """Read one document of a contract, for example ``"twilio-2010-04-01/openapi.json"``.

    Args:
        name: The folder of the contract and the file in it, with a slash between them.

    Raises:
        FileNotFoundError: There is no such document.
    """
    steps = name.split("/")
    resource = files(__name__).joinpath(*steps)
    if not all(_is_plain(step) for step in steps) or not resource.is_file():
        raise FileNotFoundError(f"no contract document {name!r}")
    document: dict[str, Any] = json.loads(resource.read_text(encoding="utf-8"))
    return document


def names() -> list[str]:
    """Name the contracts, which are the folders that hold an ``openapi.json``, in alphabetical order."""
    folders = [entry for entry in files(__name__).iterdir() if entry.is_dir()]
    return sorted(folder.name for folder in folders if folder.joinpath("openapi.json").is_file())


def _is_plain(step: str) -> bool:
    # A name may come from a URL, and must not lead out of this package.
    return step not in ("", ".", "..") and "\\" not in step and ":" not in step
