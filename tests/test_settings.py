"""Settings: where they come from, which one wins, and what a mistake is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mockconf import create_app
from mockconf.errors import MockconfError
from mockconf.exchange import Request
from mockconf.settings import AccountSettings, Settings, load
from mockconf.world import World

ACCOUNT = {"sid": f"AC{'0' * 32}", "auth_token": "token"}


def own_file(folder: Path, text: str) -> None:
    (folder / "mockconf.toml").write_text(text)


def shared_file(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(f"[project]\nname = 'x'\n[tool.mockconf]\n{text}")


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.seed) == ("127.0.0.1", 2010, "mockconf")
    assert (settings.account_mode, settings.conference_list_default) == ("open", "all")
    assert (settings.date_before, settings.iso_datetime) == ("midnight", "refused")
    assert settings.control_token is None


@pytest.mark.parametrize("write", [own_file, shared_file])
def test_a_file_overrides_the_defaults(tmp_path: Path, write: Any) -> None:
    write(tmp_path, 'seed = "file"\nanswer_after = 2\nport = 0\n')
    settings = load(tmp_path, {})
    assert (settings.seed, settings.answer_after, settings.port) == ("file", 2.0, 0)


def test_a_file_of_its_own_is_read_alone(tmp_path: Path) -> None:
    shared_file(tmp_path, 'seed = "shared"\nport = 1\n')
    own_file(tmp_path, 'seed = "own"\n')
    assert (load(tmp_path, {}).seed, load(tmp_path, {}).port) == ("own", 2010)


def test_a_pyproject_without_our_table_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nseed = 'x'\n")
    assert load(tmp_path, {}) == Settings()


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    own_file(tmp_path, 'seed = "file"\nmax_body = 10\n')
    environ = {"MOCKCONF_SEED": "environment", "SEED": "other", "PATH": "/bin"}
    settings = load(tmp_path, environ)
    assert (settings.seed, settings.max_body) == ("environment", 10)


def test_an_override_wins_unless_it_is_none(tmp_path: Path) -> None:
    own_file(tmp_path, 'seed = "file"\n')
    environ = {"MOCKCONF_SEED": "environment", "MOCKCONF_PORT": "1"}
    settings = load(tmp_path, environ, seed="keyword", port=None)
    assert (settings.seed, settings.port) == ("keyword", 1)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PORT", "8080", 8080),
        ("ANSWER_AFTER", "1.5", 1.5),
        ("LOG_SIZE", "0", 0),
        ("ACCOUNT_MODE", "listed", "listed"),
        ("CONFERENCE_LIST_DEFAULT", "in-progress", "in-progress"),
        ("DATE_BEFORE", "inclusive", "inclusive"),
        ("ISO_DATETIME", "tolerated", "tolerated"),
        ("CONTROL_TOKEN", "s3cret", "s3cret"),
        ("NOW", "2026-01-05T09:00:00Z", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("SEED", "123", "123"),
    ],
)
def test_the_text_of_a_variable_is_read_as_its_kind(
    tmp_path: Path, name: str, text: str, value: object
) -> None:
    settings = load(tmp_path, {f"MOCKCONF_{name}": text})
    assert getattr(settings, name.lower()) == value


def test_a_moment_may_be_written_as_toml_has_it(tmp_path: Path) -> None:
    own_file(tmp_path, "now = 2026-03-01T00:00:00+02:00\n")
    settings = load(tmp_path, {})
    assert World(settings).clock.now().isoformat() == "2026-02-28T22:00:00+00:00"


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        *(("sed", "seed"), ("Seed", "seed"), ("answer-after", "answer_after"), ("ports", "port")),
        *(("controltoken", "control_token"), ("conference_list", "conference_list_default")),
    ],
)
@pytest.mark.parametrize("source", ["file", "keyword"])
def test_an_unknown_key_is_an_error_that_names_the_nearest(
    tmp_path: Path, key: str, nearest: str, source: str
) -> None:
    if source == "file":
        own_file(tmp_path, f'"{key}" = "1"\n')
    with pytest.raises(MockconfError, match=f"'{key}'.*did you mean '{nearest}'"):
        load(tmp_path, {}, **({key: "1"} if source == "keyword" else {}))


def test_an_unknown_variable_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(MockconfError, match=r"'sede'.*did you mean 'seed'"):
        load(tmp_path, {"MOCKCONF_SEDE": "1"})


def test_a_key_that_resembles_nothing_is_told_all_known_ones(tmp_path: Path) -> None:
    with pytest.raises(MockconfError, match=r"'qqqq'.*host, port, seed.*control_token"):
        load(tmp_path, {}, qqqq=1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("port", "http"), ("port", -1), ("port", 65_536), ("port", "2010.5"), ("port", 2010.5)),
        *(("port", True), ("port", []), ("max_body", "1k"), ("log_size", -1)),
        *(("answer_after", "nan"), ("answer_after", "inf"), ("answer_after", -0.5)),
        *(("answer_after", "soon"), ("account_mode", "closed"), ("date_before", "Midnight")),
        *(("conference_list_default", "completed"), ("iso_datetime", True)),
        *(("now", "yesterday"), ("now", "2026-01-05T09:00:00"), ("now", "2026-02-30T09:00:00Z")),
        *(("now", 5), ("accounts", "AC1:token"), ("accounts", 5), ("accounts", ["AC1"])),
        *(("accounts", {"sid": "AC1"}), ("accounts", [{"sid": "AC1"}])),
        ("accounts", [{**ACCOUNT, "tokn": "x"}]),
        ("accounts", [{**ACCOUNT, "api_keys": ["SK1"]}]),
        ("accounts", [{**ACCOUNT, "sid": "AC1"}]),
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_is_an_error(tmp_path: Path, key: str, value: Any) -> None:
    with pytest.raises(MockconfError, match=r"setting '|account of the settings"):
        World(load(tmp_path, {}, **{key: value}))


@pytest.mark.parametrize("text", ["seed = ", "\x00", "[[accounts]\n"], ids=["cut", "nul", "table"])
def test_a_file_that_is_no_toml_is_an_error_that_names_its_folder(
    tmp_path: Path, text: str
) -> None:
    own_file(tmp_path, text)
    with pytest.raises(MockconfError, match=str(tmp_path)):
        load(tmp_path, {})


def test_a_file_that_is_no_text_is_an_error_that_names_its_folder(tmp_path: Path) -> None:
    (tmp_path / "mockconf.toml").write_bytes(b"seed = '\xff'\n")
    with pytest.raises(MockconfError, match=str(tmp_path)):
        load(tmp_path, {})


def test_accounts_are_tables_of_the_file(tmp_path: Path) -> None:
    parent, child, key = f"AC{'1' * 32}", f"AC{'2' * 32}", f"SK{'3' * 32}"
    own_file(
        tmp_path,
        f'[[accounts]]\nsid = "{parent}"\nauth_token = "a"\n'
        f'[[accounts]]\nsid = "{child}"\nauth_token = "b"\nparent = "{parent}"\n'
        f'api_keys = {{ {key} = "c" }}\n',
    )
    assert load(tmp_path, {}).accounts == (
        AccountSettings(sid=parent, auth_token="a"),
        AccountSettings(sid=child, auth_token="b", parent=parent, api_keys={key: "c"}),
    )


def test_an_account_that_lacks_something_is_told_what(tmp_path: Path) -> None:
    with pytest.raises(MockconfError, match="lacks auth_token and sid"):
        load(tmp_path, {}, accounts=[{}])


def test_the_app_takes_settings_as_keywords() -> None:
    client = create_app(seed="keyword", now="2026-01-05T09:00:00Z").test_client()
    health = client.get("/_mockconf/health").json
    assert health["seed"] == "keyword"
    assert health["now"].startswith("2026-01-05T09:00:")


def test_the_app_refuses_a_keyword_that_is_no_setting() -> None:
    with pytest.raises(MockconfError, match="did you mean 'seed'"):
        create_app(sed="x")


def test_the_app_starts_with_as_many_conferences_as_it_is_told() -> None:
    client = create_app(seed_data=3).test_client()
    assert len(client.get("/_mockconf/conferences").json["conferences"]) == 3


def test_a_size_of_the_log_bounds_what_is_remembered(tmp_path: Path) -> None:
    world = World(load(tmp_path, {}, log_size=2))
    for place in range(5):
        world.answer(Request(method="GET", path=f"/{place}"))
    assert [one.request.path for one in world.journal.exchanges] == ["/3", "/4"]
    assert [one.number for one in world.journal.exchanges] == [4, 5]
