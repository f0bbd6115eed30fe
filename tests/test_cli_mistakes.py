"""What `mockconf` says of a mistake: one sentence that names what to change, and never a traceback."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.commands import SECONDS, Served, run, script, started


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = run(tmp_path, "serve", "--port", str(port))
    assert code == 1
    assert said.startswith("Error: ")
    assert said.count("\n") == 1
    assert str(port) in said
    assert "in use" in said


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("MOCKCONF_SED=1", "'seed'"),
        ("MOCKCONF_PORT=abc", "port"),
        ("MOCKCONF_PORT=99999", "port"),
        ("MOCKCONF_PORT=-1", "port"),
        ("MOCKCONF_PORT=", "port"),
        ("MOCKCONF_MAX_BODY=much", "max_body"),
        ("MOCKCONF_ANSWER_AFTER=inf", "answer_after"),
        ("MOCKCONF_ACCOUNT_MODE=closed", "listed"),
        ("MOCKCONF_NOW=yesterday", "now"),
        ("MOCKCONF_NOW=2026-01-05T09:00:00", "time zone"),
        ("MOCKCONF_ACCOUNTS=AC1", "accounts"),
        ("MOCKCONF_HOST=256.256.256.256", "256.256.256.256"),
    ],
)
def test_a_bad_setting_in_the_environment_is_said_in_one_sentence(
    tmp_path: Path, setting: str, says: str
) -> None:
    name, _, value = setting.partition("=")
    code, said = run(tmp_path, "serve", **{name: value})
    assert (code, said.count("\n")) == (1, 1), said
    assert says in said


OWNER = f'[[accounts]]\nsid = "AC{"1" * 32}"'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seed = [", "cannot be read"),
        ("sede = 1", "'seed'"),
        ("accounts = 5", "accounts"),
        (OWNER, "auth_token"),
        (f'{OWNER}\nauth_token = ""', "auth_token"),
        (f'{OWNER}\nauth_token = "x"\nparnt = "AC2"', "'parent'"),
        (f'{OWNER}\nauth_token = "x"\napi_keys = "SK1"', "api_keys"),
        (
            '[[accounts]]\nsid = "AC1"\nauth_token = "x"',
            "32 hexadecimal digits",
        ),
    ],
    ids=[
        *("no-toml", "unknown", "no-table", "incomplete", "empty-token", "unknown-of-account"),
        *("keys-no-table", "no-sid"),
    ],
)
def test_a_bad_settings_file_is_said_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "mockconf.toml").write_text(text)
    code, said = run(tmp_path, "serve", "--port", "0")
    assert (code, said.count("\n")) == (1, 1), said
    assert says in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["serve", "--sed", "1"], "--seed"),
        (["serve", "--port", "70000"], "65535"),
        (["serve", "--seed-data", "-1"], "--seed-data"),
        (["serve", "--answer-after", "soon"], "--answer-after"),
        (["servee"], "No such command 'servee'"),
    ],
)
def test_a_mistake_on_the_command_line_is_told(
    tmp_path: Path, arguments: list[str], says: str
) -> None:
    code, said = run(tmp_path, *arguments)
    assert code == 2
    assert says in said
    assert "Traceback" not in said


def test_an_empty_host_does_not_open_the_mock_to_the_network(tmp_path: Path) -> None:
    command = [script("mockconf"), "serve", "--port", "0"]
    with started(command, tmp_path, MOCKCONF_HOST="") as process:
        welcome = Served(process).welcome
        refused = not welcome and process.wait(SECONDS) == 1
    assert refused or "listens at http://127.0.0.1:" in welcome


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("chekc", "No such command 'chekc'; did you mean 'check'?"),
        ("zzz", "No such command 'zzz'"),
    ],
)
def test_a_command_that_is_none_is_refused_with_the_nearest(
    name: str, says: str, tmp_path: Path
) -> None:
    code, said = run(tmp_path, name)
    assert (code, says in said) == (2, True), said


def test_who_stops_a_check_sees_no_exit_code_of_a_check(tmp_path: Path) -> None:
    pipe = tmp_path / "endless.har"
    os.mkfifo(pipe)
    command = [script("mockconf"), "check", str(pipe)]
    # Whoever opens it for writing waits until the command reads, which then waits for more.
    with started(command, tmp_path) as process, pipe.open("wb") as endless:
        endless.write(b'{"log": {"entries": [')
        endless.flush()
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=SECONDS)
    assert (process.returncode, said, complained) == (130, "", "Aborted!\n")
