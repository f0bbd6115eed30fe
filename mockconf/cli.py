"""The command `mockconf`."""

from __future__ import annotations

from importlib import import_module

import click

from mockconf.hints import nearest

#: What shells say of a command that SIGINT has ended.
_INTERRUPTED = 130
_COMMANDS = ("check", "coverage", "drift", "openapi", "portability", "serve")


class _Commands(click.Group):
    """Imports a command when it is asked for: the reports of all others must not let `serve` begin late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"mockconf.commands.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and (near := nearest(args[0], _COMMANDS)):
            ctx.fail(f"No such command {args[0]!r}; did you mean {near!r}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Carry the command out; who stops it with Ctrl-C sees that, and no exit code of a check."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Aborted!", err=True)
            raise SystemExit(_INTERRUPTED) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mockconf")
def main() -> None:
    """A contract-testing double for conference-call APIs."""
