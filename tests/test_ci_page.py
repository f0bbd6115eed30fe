"""The jobs on the page about CI can be copied: they are YAML, and the command lines in them are understood."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from mockconf.cli import main
from mockconf.reports.writing import USUAL, Wish

PAGE = (Path(__file__).parents[1] / "docs" / "ci.md").read_text()
JOBS = [
    yaml.safe_load(block)
    for block in re.findall("^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
]


def command_lines(node: Any) -> Iterator[list[str]]:
    """The lines of every `run` and `script`, in words."""
    if isinstance(node, list):
        for one in node:
            yield from command_lines(one)
    for key, value in node.items() if isinstance(node, dict) else ():
        if key in ("run", "script"):
            lines = value if isinstance(value, list) else value.splitlines()
            yield from (shlex.split(line, comments=True) for line in lines)
        else:
            yield from command_lines(value)


COMMANDS = {
    name: command
    for ctx in [click.Context(main)]
    for name in main.list_commands(ctx)
    if (command := main.get_command(ctx, name))
}
LINES = [words for job in JOBS for words in command_lines(job)]
OURS = [words for words in LINES if words[0] == "mockconf"]
PYTEST = {word.partition("=")[0] for words in LINES for word in words if "--mockconf" in word}


def test_there_is_a_job_for_each_of_two_services() -> None:
    github, gitlab = JOBS
    assert {"on", "jobs"} <= {key if isinstance(key, str) else "on" for key in github}
    assert all("script" in job for name, job in gitlab.items() if not name.startswith("."))


def test_the_jobs_run_every_check() -> None:
    assert {words[1] for words in OURS} == {"check", "drift", "portability"}
    assert {"--mockconf-report", "--mockconf-fail-under"} == PYTEST


@pytest.mark.parametrize("words", OURS, ids=lambda words: words[1])
def test_a_command_line_of_a_job_is_understood(words: list[str]) -> None:
    command = COMMANDS[words[1]]
    context = click.Context(command, info_name=words[1])
    options, rest, _ = command.make_parser(context).parse_args(words[2:])
    assert all(not word.startswith("-") for word in rest)
    assert {Wish.read(text, USUAL).format for text in options["wishes"]} <= {*USUAL}


@pytest.mark.parametrize("option", sorted(PYTEST))
def test_an_option_of_pytest_in_a_job_is_there(option: str, pytestconfig: pytest.Config) -> None:
    name = option.removeprefix("--").replace("-", "_")
    assert name in vars(pytestconfig.option)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_on_the_page_or_serves(command: str) -> None:
    assert f"`mockconf {command}" in PAGE or command == "serve"
