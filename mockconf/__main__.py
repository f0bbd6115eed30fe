"""Where the command `mockconf` begins, and `python -m mockconf`."""

from __future__ import annotations

import gc


def main() -> None:
    """Load the command and run it. Nothing that loading makes is garbage, so nobody looks for it meanwhile."""
    gc.disable()
    from mockconf.cli import main as command

    gc.freeze()
    gc.enable()
    command(prog_name="mockconf")


if __name__ == "__main__":
    main()
