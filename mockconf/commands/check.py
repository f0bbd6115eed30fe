"""`mockconf check`: recorded traffic against the contract."""

from __future__ import annotations

from pathlib import Path

import click

from mockconf.commands.paths import FILE
from mockconf.commands.progress import progress, size_of
from mockconf.commands.reporting import EXITS, conclude, mistakes, prepared, report_options
from mockconf.reports.writing import Wish


@click.command(epilog=EXITS)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--dialect", help="Check only what speaks it; by default each by its own.")
@click.option(
    "--auth-token",
    envvar="TWILIO_AUTH_TOKEN",
    help="Checks the signatures of Twilio's webhooks; better in TWILIO_AUTH_TOKEN.",
)
@click.option(
    "--signing-key",
    envvar="SIGNALWIRE_SIGNING_KEY",
    help="The same for SignalWire's webhooks; better in SIGNALWIRE_SIGNING_KEY.",
)
@report_options()
def check(
    files: tuple[Path, ...],
    dialect: str | None,
    auth_token: str | None,
    signing_key: str | None,
    wishes: list[Wish],
    fail_on: str,
) -> None:
    """Hold recorded traffic against the contract.

    A FILE is HAR 1.2, a cassette of vcrpy in YAML or JSON, or an exchange log that `pytest --mockconf-log` has written.
    """
    from mockconf.dialects import require
    from mockconf.settings import load
    from mockconf.traffic import check as checks

    secrets = {"twilio-2010-04-01": auth_token, "signalwire": signing_key}
    with mistakes(), progress("checking", size_of(files)) as advance:
        wanted = prepared(wishes, files)
        result = checks.check(
            files,
            dialect and require(dialect).name,
            load(),
            {name: secret for name, secret in secrets.items() if secret},
            advance,
        )
    conclude(result, wanted, fail_on)
