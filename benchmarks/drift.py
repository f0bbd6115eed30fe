"""How long `mockconf drift` takes for a file as large as Twilio's, start of the process included, against a limit."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.processes import Broken, script
from benchmarks.table import Row, at_most, told

#: Seconds for a file of 1.5 MB.
_MOST = 2.0
_LONGEST_RUN = 120.0
_RESOURCES = 100
_FIELDS = 12
_Tree = dict[str, Any]


def measure(quick: bool) -> Iterator[Row]:
    """The command with one file and with two, in JSON; with YAML for information."""
    import yaml

    rounds = 2 if quick else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = folder / "old.json", folder / "new.json"
        old.write_text(json.dumps(_vendor(changed=False), indent=2), encoding="utf-8")
        new.write_text(json.dumps(_vendor(changed=True), indent=2), encoding="utf-8")
        size = f"{new.stat().st_size / 1e6:.2f} MB"
        loads = [_timed_load(new) for _ in range(rounds)]
        spec = [_timed("--spec", new) for _ in range(rounds)]
        yield at_most(f"drift: seconds for --spec, {size}", spec, _MOST, _against(spec, loads))
        both = [_timed("--from", old, "--to", new) for _ in range(rounds)]
        yield at_most(
            f"drift: seconds for --from, --to, {size}", both, _MOST, _against(both, loads)
        )
        written = folder / "new.yaml"
        written.write_text(yaml.safe_dump(_vendor(changed=True)), encoding="utf-8")
        slow = [_timed("--spec", written) for _ in range(min(rounds, 3))]
        size = f"{written.stat().st_size / 1e6:.2f} MB"
        yield told(f"drift: seconds for --spec as YAML, {size}", f"{median(slow):.2f}")


def _against(times: list[float], loads: list[float]) -> str:
    return f"{median(times) / median(loads):.0f} x json.load"


def _timed_load(file: Path) -> float:
    start = time.perf_counter()
    with file.open(encoding="utf-8") as stream:
        json.load(stream)
    return time.perf_counter() - start


def _timed(*arguments: str | Path) -> float:
    start = time.perf_counter()
    command = [script("mockconf"), "drift", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, timeout=_LONGEST_RUN, check=False)
    took = time.perf_counter() - start
    if ended.returncode != 1:  # there are differences to be found
        raise Broken(f"mockconf drift ended with {ended.returncode}: {ended.stderr.decode()}")
    return took


def _vendor(changed: bool) -> _Tree:
    """Our contract among a hundred other resources; where it is changed, each of them is."""
    from mockconf.bundle import bundled

    vendor = bundled("twilio-2010-04-01")
    for number in range(_RESOURCES):
        name = f"Thing{number}"
        vendor["components"]["schemas"][name] = _schema(number, changed)
        vendor["paths"].update(_resource(name, changed))
    if changed:
        vendor["components"]["schemas"]["conference"]["properties"]["size"] = {"type": "integer"}
    return vendor


def _schema(number: int, changed: bool) -> _Tree:
    fields: _Tree = {
        f"field_{index}": {
            "type": ["string", "null"],
            "minLength": 34,
            "maxLength": 34,
            "pattern": "^TH[0-9a-fA-F]{32}$",
            "description": f"The SID of thing {number}, which field {index} of it shows.",
        }
        for index in range(_FIELDS)
    }
    statuses = ["queued", "running", "completed", *(["failed"] if changed else [])]
    return {"type": "object", "properties": {**fields, "status": {"enum": statuses}}}


def _resource(name: str, changed: bool) -> _Tree:
    base = f"/2010-04-01/Accounts/{{AccountSid}}/{name}s"
    one = {"$ref": f"#/components/schemas/{name}"}
    page = {"type": "object", "properties": {"things": {"type": "array", "items": one}}}
    more = {"StatusMethod": {"type": "string", "enum": ["GET", "POST"]}} if changed else {}
    return {
        f"{base}.json": {
            "get": _operation(f"List{name}", page, _parameters("query", _FIELDS // 2)),
            "post": _operation(f"Create{name}", one, [], more),
        },
        f"{base}/{{Sid}}.json": {
            "get": _operation(f"Fetch{name}", one, _parameters("path", 1)),
            "post": _operation(f"Update{name}", one, _parameters("path", 1), more),
        },
    }


def _parameters(place: str, count: int) -> list[_Tree]:
    names = ["Sid"] if place == "path" else [f"Filter{index}" for index in range(count)]
    schema = {"type": "string", "minLength": 1, "maxLength": 64}
    words = "Keeps the things of which this is true, and leaves out all the others."
    return [
        {"name": name, "in": place, "required": place == "path", "description": words}
        | {"schema": schema}
        for name in names
    ]


def _operation(
    name: str, answer: _Tree, parameters: list[_Tree], more: _Tree | None = None
) -> _Tree:
    shown = {f"field_{index}": "TH" + "a" * 32 for index in range(_FIELDS // 2)}
    content = {"schema": answer, "examples": {"one": {"value": shown}}}
    method: _Tree = {
        "operationId": name,
        "description": "Does what its name says, with the thing that is meant.",
        "parameters": parameters,
        "responses": {"200": {"description": "OK", "content": {"application/json": content}}},
    }
    if more is not None:
        words = "What the thing is to be afterwards, as it was not before."
        fields = {f"Field{index}": {"type": "string", "description": words} for index in range(12)}
        schema = {"type": "object", "properties": fields | more}
        method["requestBody"] = {
            "content": {"application/x-www-form-urlencoded": {"schema": schema}}
        }
    return method
