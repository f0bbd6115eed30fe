"""`mockconf serve`: the mock on a port of this machine."""

from __future__ import annotations

import logging
import signal
from threading import Event
from typing import Any

import click

from mockconf.errors import MockconfError
from mockconf.server import Server
from mockconf.settings import load
from mockconf.site import Site, running_clock
from mockconf.world import World
from mockconf.wsgi import wsgi_app

_WELCOME = """\
mockconf listens at {url}

  account SID  {sid}
  auth token   {token}
  project ID   {project}
  API token    {api_token}
  seed         {seed}

Python   client = Client("{sid}", "{token}")
         client.api.base_url = "{url}"
         client = signalwire.rest.Client("{project}", "{api_token}", signalwire_space_url="x")
         client.api.base_url = "{url}"
Node     const client = require("twilio")("{sid}", "{token}");
         client.api.baseUrl = "{url}";
curl     curl -u {sid}:{token} {url}/2010-04-01/Accounts/{sid}/Conferences.json
control  curl {url}/_mockconf/health

Ctrl-C stops it."""


@click.command()
@click.option("--host", help="Address to listen on; by default loopback.")
@click.option("--port", type=click.IntRange(0, 65535), help="By default 2010; 0 takes a free one.")
@click.option("--seed", help="Decides all SIDs and all made-up data.")
@click.option(
    "--seed-data", type=click.IntRange(0), default=0, help="How many conferences to begin with."
)
@click.option("--now", help="Where the clock starts: 2026-01-05T09:00:00+00:00.")
@click.option("--answer-after", type=click.FloatRange(0), help="Seconds until a callee answers.")
@click.option("--quiet", is_flag=True, help="Without access log.")
def serve(seed_data: int, quiet: bool, **given: Any) -> None:
    """Serve the mock until Ctrl-C or SIGTERM."""
    try:
        settings = load(**given)
        site = Site(settings, running_clock, seed_data)
        server = Server(wsgi_app(site), settings.host, settings.port, settings.max_body)
    except (MockconfError, OSError) as error:
        raise click.ClickException(str(error)) from error
    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, format="%(message)s")
    asked_to_stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: asked_to_stop.set())
    with server:
        click.echo(_welcome(server.url, site.world))
        asked_to_stop.wait()
    click.echo("mockconf has stopped")


def _welcome(url: str, world: World) -> str:
    return _WELCOME.format(
        url=url,
        sid=world.account_sid,
        token=world.auth_token,
        project=world.project_id,
        api_token=world.api_token,
        seed=world.settings.seed,
    )
