"""The command `mockconf`."""

from __future__ import annotations

import click

from mockconf.commands.check import check
from mockconf.commands.coverage import coverage
from mockconf.commands.drift import drift
from mockconf.commands.openapi import openapi
from mockconf.commands.portability import portability
from mockconf.commands.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mockconf")
def main() -> None:
    """A contract-testing double for conference-call APIs."""


for _command in (serve, check, coverage, drift, portability, openapi):
    main.add_command(_command)
