"""The same GET over and over, by wrk where it is present, else by the client of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping

from benchmarks.load import Load, drive, raw
from benchmarks.processes import Broken

_LONGEST_ANSWER = 30
_IN_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
_FOUND = re.compile(r" (?:50|99)% +([\d.]+)([a-z]+)|Requests/sec: +([\d.]+)")

#: Where wrk is, or None: then the client of our own is used.
wrk = shutil.which("wrk")


def fetch_repeatedly(url: str, headers: Mapping[str, str], connections: int, seconds: int) -> Load:
    """GET `url` for so many seconds; every answer must be a 200.

    Raises:
        Broken: an answer was something else, or none came.
    """
    if wrk is None:
        return drive(url, [raw("GET", url, headers)], connections, seconds=seconds)
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += ["--timeout", f"{_LONGEST_ANSWER}s", url]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    patience = seconds + 2 * _LONGEST_ANSWER
    said = subprocess.run(
        command, capture_output=True, text=True, timeout=patience, check=False
    ).stdout
    found = _FOUND.findall(said)
    if len(found) != 3 or "Non-2xx" in said or "Socket errors" in said:
        raise Broken(f"wrk was not served well by {url}: {said}")
    p50, p99 = (float(number) * _IN_SECONDS[unit] for number, unit, _ in found[:2])
    return Load(per_second=float(found[2][2]), p50=p50, p99=p99)
