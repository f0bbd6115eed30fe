"""`mockconf openapi`: a contract as one document, for other tools."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import click

from mockconf.bundle import MOCK
from mockconf.commands.reporting import mistakes, say
from mockconf.errors import MockconfError
from mockconf.hints import nearest


@click.command()
@click.argument("dialect")
@click.option("--output", type=click.Path(path_type=Path), help="A file, instead of printing it.")
@click.option(
    "--server",
    metavar="URL",
    default=MOCK,
    show_default=True,
    help="Where the API is; no other address is named.",
)
@click.option(
    "--account",
    metavar="SID",
    help="The only account that is asked for, such as that of `mockconf serve`.",
)
def openapi(dialect: str, output: Path | None, server: str, account: str | None) -> None:
    """Print the contract of DIALECT as one OpenAPI 3.1 document.

    DIALECT is twilio-2010-04-01, twilio-2008-08-01 or signalwire; control is the API of mockconf itself.
    """
    from mockconf.reports.writing import write_whole

    with mistakes():
        text = document(dialect, server, account)
        if output and output != Path("-"):
            write_whole(output, text)
        else:
            say(text)


def document(name: str, server: str = MOCK, account: str | None = None) -> str:
    """The contract of a dialect as the text of one OpenAPI 3.1 document.

    Args:
        name: a dialect, or `control` for the API of mockconf itself.
        server: where the API is.
        account: the only one that tools shall ask for; by default any.

    Raises:
        MockconfError: there is no such contract, and the text names the nearest; `server` is no address; or there cannot be
            such an account.

    >>> json.loads(document("signalwire"))["servers"]
    [{'url': 'http://127.0.0.1:2010'}]
    """
    import mockconf_schemas
    from mockconf.bundle import bundled

    known = mockconf_schemas.names()
    if name not in known:
        near = nearest(name, known)
        hint = f"; did you mean {near!r}?" if near else f"; known are {', '.join(known)}"
        raise MockconfError(f"there is no contract {name!r}{hint}")
    if not _is_address(server):
        raise MockconfError(f"--server {server!r} is no http(s) URL such as {MOCK}")
    return json.dumps(bundled(name, server, account), indent=2) + "\n"


def _is_address(text: str) -> bool:
    try:
        where = urlsplit(text)
    except ValueError:
        return False
    return where.scheme in ("http", "https") and bool(where.netloc)
