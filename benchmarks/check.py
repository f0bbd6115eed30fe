"""How fast `mockconf check` goes through recorded traffic on one core, and how much memory a large recording takes.

Run as a module it checks one file and prints entries, seconds and the most bytes that it has held.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import quote

from benchmarks.peers import basic
from benchmarks.processes import Broken, ask, python, running
from benchmarks.table import Row, at_least, at_most, told
from mockconf.exchange import Request
from mockconf.world import World

_PER_SECOND = 20_000
_MOST_MIB = 200.0
_MIB = 2**20
_LONGEST_RUN = 600.0
_ENTRIES = 100_000
_LARGE = 2**30
_FORM = "application/x-www-form-urlencoded"
_BROWSER = {
    "accept": "application/json",
    "accept-charset": "utf-8",
    "user-agent": "twilio-python/9.13.0 (Linux x86_64) Python/3.11.7",
    "x-twilio-client": "python-9.13.0",
}


class _Measured(NamedTuple):
    checked: int
    #: Of processor time.
    seconds: float
    #: The most that was held at a time.
    bytes: int


def measure(quick: bool) -> Iterator[Row]:
    """HAR with the usual mixture of requests; the other formats for information; then a HAR of a gigabyte."""
    exchanges = _exchanges()
    number = _ENTRIES // 10 if quick else _ENTRIES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rates = {}
        for what, write in _FORMATS.items():
            file = folder / f"recorded.{what}"
            write(file, exchanges, number)
            runs = [_run(file, number) for _ in range(2 if quick else 5)]
            rates[what] = [number / one.seconds for one in runs]
            file.unlink()
        size = f"{number:,} exchanges"
        yield at_least("check: HAR entries per second, one core", rates["har"], _PER_SECOND, size)
        for what in ("jsonl", "json", "yaml"):
            yield told(f"  as {what}", f"{median(rates[what]):,.0f}")
        wanted = _LARGE // 10 if quick else _LARGE
        file = folder / "large.har"
        entries = _write_har(file, exchanges, wanted // _size_of(exchanges))
        size = f"{file.stat().st_size / 1e9:.2f} GB, {entries:,} entries"
        held = _run(file, entries).bytes / _MIB
    yield at_most("check: MiB at the most, of a large HAR", [held], _MOST_MIB, size)


def _run(file: Path, entries: int) -> _Measured:
    with running(python("benchmarks.check", file), _LONGEST_RUN) as process:
        measured = _Measured(*ask(process))
    if measured.checked != entries:
        raise Broken(f"{measured.checked:,} of {entries:,} entries were checked")
    return measured


def _exchanges() -> list[tuple[Request, int, str]]:
    """What an application says all day, and what it is answered."""
    world = World()
    home = f"/2010-04-01/Accounts/{world.account_sid}/Conferences"
    headers = {**basic(world.account_sid, world.auth_token), **_BROWSER}
    headers = {name.lower(): text for name, text in headers.items()}
    said: list[tuple[Request, int, str]] = []

    def ask_for(method: str, path: str, form: str = "", query: str = "") -> Any:
        posted = {"content-type": _FORM} if form else {}
        request = Request(method, f"{home}{path}.json", query, headers | posted, form.encode())
        answer = world.answer(request)
        said.append((request, answer.status, answer.body.decode()))
        return json.loads(answer.body or b"null")

    hook = quote("https://app.example/events", safe="")
    start = f"From=%2B15017122661&To=%2B15558675310&Label=agent&ConferenceStatusCallback={hook}"
    agent = ask_for("POST", "/Support/Participants", start)
    room, call = agent["conference_sid"], agent["call_sid"]
    ask_for("POST", "/Support/Participants", "From=%2B15017122661&To=client%3Abob&Muted=false")
    ask_for("GET", "", query="Status=in-progress&PageSize=20")
    ask_for("GET", f"/{room}")
    ask_for("GET", f"/{room}/Participants")
    ask_for("POST", f"/{room}/Participants/{call}", "Hold=true&HoldUrl=" + hook)
    ask_for("GET", f"/{room}/Participants/agent")
    ask_for("POST", f"/{room}/Participants/{call}", "Muted=true")
    ask_for("GET", f"/CF{'0' * 32}")
    ask_for("DELETE", f"/{room}/Participants/{call}")
    world.close()
    return said


def _entries(exchanges: list[tuple[Request, int, str]], number: int) -> Iterator[Any]:
    """As many exchanges as are wanted, each about another conference."""
    for place in range(number):
        request, status, answer = exchanges[place % len(exchanges)]
        steps = request.path.split("/")
        if len(steps) > 5:
            last = steps[5].partition(".")[0]
            other = f"CF{place:032x}" if last.startswith("CF") else last
            path = request.path.replace(last, other, 1)
            answer = answer.replace(last, other) if last != other else answer
            request = request._replace(path=path)
        yield request, status, answer


def _write_har(file: Path, exchanges: list[tuple[Request, int, str]], number: int) -> int:
    with file.open("w", encoding="utf-8") as stream:
        stream.write('{"log": {"version": "1.2", "creator": {"name": "benchmark"}, "entries": [\n')
        for place, one in enumerate(_entries(exchanges, number)):
            stream.write((",\n" if place else "") + json.dumps(_har_entry(*one), indent=2))
        stream.write("\n]}}\n")
    return number


def _size_of(exchanges: list[tuple[Request, int, str]]) -> int:
    return sum(len(json.dumps(_har_entry(*one), indent=2)) for one in exchanges) // len(exchanges)


def _har_entry(request: Request, status: int, answer: str) -> dict[str, Any]:
    query = f"?{request.query}" if request.query else ""
    entry = {
        "startedDateTime": "2026-01-05T09:00:00.000Z",
        "time": 31,
        "request": {
            "method": request.method,
            "url": f"https://api.twilio.com{request.path}{query}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [{"name": name, "value": text} for name, text in request.headers.items()],
            "queryString": [],
            "headersSize": -1,
            "bodySize": len(request.body),
        },
        "response": {
            "status": status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"size": len(answer), "mimeType": "application/json", "text": answer},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(answer),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 30, "receive": 1},
    }
    if request.body:
        entry["request"]["postData"] = {"mimeType": _FORM, "text": request.body.decode()}  # type: ignore[index]
    return entry


def _write_log(file: Path, exchanges: list[tuple[Request, int, str]], number: int) -> int:
    with file.open("w", encoding="utf-8") as stream:
        for request, status, answer in _entries(exchanges, number):
            query = f"?{request.query}" if request.query else ""
            asked = {
                "method": request.method,
                "url": f"https://api.twilio.com{request.path}{query}",
                "headers": dict(request.headers),
                "body": request.body.decode(),
            }
            answered = {"status": status, "headers": {}, "body": answer}
            line = {"mockconf": 1, "kind": "exchange", "request": asked, "answer": answered}
            stream.write(json.dumps(line) + "\n")
    return number


def _write_json(file: Path, exchanges: list[tuple[Request, int, str]], number: int) -> int:
    cassette = {"version": 1, "interactions": _interactions(exchanges, number)}
    file.write_text(json.dumps(cassette, indent=4), encoding="utf-8")
    return number


def _write_yaml(file: Path, exchanges: list[tuple[Request, int, str]], number: int) -> int:
    import yaml

    cassette = {"interactions": _interactions(exchanges, number), "version": 1}
    file.write_text(yaml.dump(cassette, Dumper=yaml.CDumper), encoding="utf-8")
    return number


def _interactions(exchanges: list[tuple[Request, int, str]], number: int) -> list[Any]:
    return [
        {
            "request": {
                "method": request.method,
                "uri": f"https://api.twilio.com{request.path}?{request.query}".rstrip("?"),
                "body": request.body.decode() or None,
                "headers": {name: [text] for name, text in request.headers.items()},
            },
            "response": {
                "status": {"code": status, "message": ""},
                "headers": {"Content-Type": ["application/json"]},
                "body": {"string": answer},
            },
        }
        for request, status, answer in _entries(exchanges, number)
    ]


_FORMATS: dict[str, Callable[[Path, list[tuple[Request, int, str]], int], int]] = {
    "har": _write_har,
    "jsonl": _write_log,
    "json": _write_json,
    "yaml": _write_yaml,
}


def _main() -> None:
    from mockconf.traffic.check import check

    file = Path(sys.argv[1])
    start = time.process_time()  # of one core, whoever else is at work
    result = check([file])
    seconds = time.process_time() - start
    print(json.dumps([result.checked, seconds, _most_held()]), flush=True)


def _most_held() -> int:
    """The most memory that this process has held, by the kernel's count; a parent's is no part of it."""
    status = Path("/proc/self/status")
    if status.exists():
        [kib] = re.findall(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(kib) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _main()
