"""`mockconf openapi`: a contract as one document, for other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mockconf.commands.reporting import mistakes


@click.command()
@click.argument("dialect")
@click.option("--output", type=click.Path(path_type=Path), help="A file, instead of printing it.")
@click.option("--server", metavar="URL", help="Where the API is, such as http://127.0.0.1:2010.")
def openapi(dialect: str, output: Path | None, server: str | None) -> None:
    """Print the contract of DIALECT as one OpenAPI 3.1 document."""
    from mockconf.bundle import bundled
    from mockconf.dialects import require
    from mockconf.reports.writing import write_whole

    with mistakes():
        document = bundled(require(dialect).name)
        if server:
            document["servers"] = [{"url": server}]
        text = json.dumps(document, indent=2) + "\n"
        if output is None:
            click.echo(text, nl=False)
        else:
            write_whole(output, text)
