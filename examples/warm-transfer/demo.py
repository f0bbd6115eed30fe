"""Runs the suite of the warm transfer, which passes, and three tests that are broken on purpose, which fail by themselves.

    make demo

Arguments go to the pytest that runs the suite. The exit code is 0 if both runs went as they should.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    passed, _ = run("test_warm_transfer.py", "-v", *arguments)
    failed, report = run("broken_on_purpose.py", "--no-header")
    if passed != 0:
        return passed
    if failed != 1 or not re.search(r"\b3 failed in", report):
        print("\nThis should have been 3 failed tests, and no other.")
        return 1
    print("\nThe suite passes, and what was broken on purpose has failed: all is well.")
    return 0


def run(*arguments: str) -> tuple[int, str]:
    """Show what a user would type and what pytest answers."""
    print(f"$ cd {HERE.name} && pytest {' '.join(arguments)}", flush=True)
    color = f"--color={'yes' if sys.stdout.isatty() else 'no'}"
    command = [sys.executable, "-m", "pytest", color, "-p", "no:cacheprovider", *arguments]
    ended = subprocess.run(command, check=False, cwd=HERE, stdout=subprocess.PIPE, text=True)
    print(ended.stdout, flush=True)
    return ended.returncode, ended.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
