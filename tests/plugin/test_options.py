"""Command line, ini file and marker: what each of them decides, and how their mistakes are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.plugin.breaking import BREACH
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
DIALECT = "twilio-2010-04-01"
#: All that are spoken, as a mistake is told.
SPOKEN = f"{DIALECT}, twilio-2008-08-01, signalwire"
#: Of each option: what the ini file says, the command line, the marker, and which value of `chosen` is then read.
LEVELS: dict[str, tuple[str, str, Any, list[Any]]] = {
    "seed": ("7", "--mockconf-seed=8", "nine", ["7:{id}", "8:{id}", "nine"]),
    "settle_timeout": ("1.5", "--mockconf-settle-timeout=2.5", 3, [1.5, 2.5, 3.0]),
    "strict": ("false", "--mockconf-strict", False, [False, True, False]),
    "strict, the other way": ("true", "--mockconf-no-strict", True, [True, False, True]),
    "dialect": (DIALECT, f"--mockconf-dialect={DIALECT}", DIALECT, [DIALECT] * 3),
}


def test_the_defaults_are_strict_five_seconds_and_the_name_of_the_test(suite: Suite) -> None:
    ran = suite(
        f"""
        def test_it(mockconf, request):
            assert mockconf.chosen.strict is True
            assert mockconf.chosen.settle_timeout == 5
            assert mockconf.chosen.seed == request.node.nodeid
            assert mockconf.dialect == {DIALECT!r}
        """
    )
    assert ran.outcomes == {"passed": 1}


@pytest.mark.parametrize("option", LEVELS)
@pytest.mark.parametrize("level", ["ini", "command line", "marker"])
def test_the_command_line_wins_over_the_ini_file_and_the_marker_over_both(
    suite: Suite, pytester: pytest.Pytester, option: str, level: str
) -> None:
    in_ini, on_command_line, in_marker, read = LEVELS[option]
    place = ["ini", "command line", "marker"].index(level)
    name = option.partition(",")[0]
    pytester.makeini(f"[pytest]\nmockconf_{name} = {in_ini}\n")
    marker = f"@pytest.mark.mockconf({name}={in_marker!r})" if place == 2 else ""
    expected = repr(read[place]).format(id="test_it.py::test_it")
    ran = suite(
        f"import pytest\n{marker}\n"
        f"def test_it(mockconf): assert mockconf.chosen.{name} == {expected}",
        *([on_command_line] if place else []),
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_the_closest_marker_wins_keyword_by_keyword(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        pytestmark = pytest.mark.mockconf(seed="module", strict=False, answer_after=1)

        @pytest.mark.mockconf(seed="class", settle_timeout=2)
        class TestIt:
            @pytest.mark.mockconf(seed="method")
            def test_method(self, mockconf):
                assert mockconf.chosen.seed == "method"
                assert mockconf.chosen.settle_timeout == 2
                assert mockconf.chosen.strict is False
                assert mockconf.world.settings.answer_after == 1

            def test_class(self, mockconf):
                assert mockconf.chosen.seed == "class"

        def test_module(mockconf):
            assert mockconf.chosen.seed == "module"
        """
    )
    assert ran.outcomes == {"passed": 3}, ran.output


def test_a_marker_takes_the_settings_of_mockconf(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        @pytest.mark.mockconf(
            now="2026-03-01T00:00:00Z", announcement_length=3, conference_list_default="in-progress"
        )
        def test_it(mockconf):
            assert mockconf.clock.now().isoformat() == "2026-03-01T00:00:00+00:00"
            assert mockconf.world.settings.announcement_length == 3
            assert mockconf.world.settings.conference_list_default == "in-progress"
        """
    )
    assert ran.outcomes == {"passed": 1}, ran.output


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ("strikt=False", "@pytest.mark.mockconf knows no keyword 'strikt'; did you mean 'strict'?"),
        ("answer_aftr=1", "knows no keyword 'answer_aftr'; did you mean 'answer_after'?"),
        ("xyz=1", "knows no keyword 'xyz'; known are dialect, seed, strict, settle_timeout,"),
        ("port=80", "knows no keyword 'port'"),
        ("'twilio'", "takes keywords, such as strict=False, and not 'twilio'"),
        ("dialect='twilio-2010'", f"mockconf speaks {SPOKEN}, and not 'twilio-2010'"),
        ("dialect=None", f"mockconf speaks {SPOKEN}, and not None"),
        ("dialect=['a list']", f"mockconf speaks {SPOKEN}, and not ['a list']"),
        ("strict='no'", "strict is True or False, and not 'no'"),
        ("strict=0", "strict is True or False, and not 0"),
        ("settle_timeout='soon'", "settle_timeout is a number of seconds from 0, and not 'soon'"),
        ("settle_timeout=-1", "settle_timeout is a number of seconds from 0, and not -1"),
        ("settle_timeout=float('inf')", "settle_timeout is a number of seconds from 0"),
        ("settle_timeout=float('nan')", "settle_timeout is a number of seconds from 0"),
        ("answer_after='soon'", "setting 'answer_after' cannot be 'soon'"),
        ("date_before='noon'", "it must be one of midnight, inclusive"),
        ("allowed_hosts=['a host']", "'a host' is not a host, such as app.example"),
        ("seed=''", "'seed' cannot be '': it must be a text"),
    ],
)
def test_a_mistake_in_a_marker_is_refused_in_a_sentence(
    suite: Suite, marker: str, says: str
) -> None:
    ran = suite(
        f"import pytest\n@pytest.mark.mockconf({marker})\ndef test_it(mockconf): raise SystemExit"
    )
    assert ran.outcomes == {"error": 1}, ran.output
    assert says in ran.failure
    assert "Traceback" not in ran.failure
    assert len(ran.failure.splitlines()) == 1


def test_a_mistake_in_a_marker_of_a_class_is_refused_too(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        @pytest.mark.mockconf(sed="x")
        class TestIt:
            @pytest.mark.mockconf(seed="y")
            def test_it(self, mockconf):
                pass
        """
    )
    assert "knows no keyword 'sed'; did you mean 'seed'?" in ran.failure


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--mockconf-dialect=twilio-2010", f"mockconf speaks {SPOKEN}, and not 'twilio-2010'"),
        ("--mockconf-settle-timeout=soon", "a number of seconds from 0, and not 'soon'"),
        ("--mockconf-settle-timeout=-1", "a number of seconds from 0, and not '-1'"),
    ],
)
@pytest.mark.parametrize("is_in_ini", [False, True], ids=["command line", "ini"])
def test_a_mistake_on_the_command_line_or_in_the_ini_file_is_refused_in_a_sentence(
    suite: Suite, pytester: pytest.Pytester, option: str, says: str, is_in_ini: bool
) -> None:
    name, _, value = option.removeprefix("--mockconf-").partition("=")
    if is_in_ini:
        pytester.makeini(f"[pytest]\nmockconf_{name.replace('-', '_')} = {value}\n")
    ran = suite("def test_it(mockconf): raise SystemExit", *([] if is_in_ini else [option]))
    assert ran.outcomes == {"error": 1}
    assert says in ran.failure
    assert "Traceback" not in ran.failure


def test_an_option_that_does_not_exist_is_refused_by_pytest(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--mockconf-sed=7")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines("*unrecognized arguments: --mockconf-sed=7")


@pytest.mark.parametrize(
    ("options", "outcome"),
    [([], "failed"), (["--mockconf-strict"], "failed"), (["--mockconf-no-strict"], "passed")],
    ids=["by default", "strict", "not strict"],
)
def test_strict_decides_whether_a_breach_fails_its_test(
    suite: Suite, options: list[str], outcome: str
) -> None:
    source = f"{BREACH}\ndef test_it(mockconf): breach(mockconf)"
    assert suite(source, *options).outcomes == {outcome: 1}


def test_strict_markers_strict_config_and_warnings_as_errors_find_nothing(
    suite: Suite, pytester: pytest.Pytester
) -> None:
    pytester.makeini(
        """
        [pytest]
        mockconf_seed = 7
        mockconf_dialect = twilio-2010-04-01
        mockconf_settle_timeout = 3
        mockconf_strict = yes
        """
    )
    ran = suite(
        """
        import pytest

        @pytest.mark.mockconf(strict=False, seed=7)
        def test_it(mockconf):
            mockconf.conference("Support").join()
        """,
        *("--strict-markers", "--strict-config", "-W", "error"),
    )
    assert ran.outcomes == {"passed": 1}, ran.output
    assert "warnings summary" not in ran.output


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ([], f"mockconf: dialect {DIALECT}, seed each test's id"),
        (["--mockconf-seed=7"], f"mockconf: dialect {DIALECT}, seed 7 and each test's id"),
    ],
    ids=["without a seed", "with a seed"],
)
def test_the_header_tells_dialect_and_seed(suite: Suite, options: list[str], line: str) -> None:
    assert line in suite("def test_it(): pass", *options).output.splitlines()


def test_a_quiet_session_has_no_header(suite: Suite) -> None:
    assert "mockconf" not in suite("def test_it(): pass", "-q").output


@pytest.mark.parametrize(
    "name",
    [
        "mockconf",
        "mockconf_factory",
        "mockconf_front_door",
        "mockconf_settings",
        "mockconf_transport",
    ],
)
def test_pytest_lists_the_fixtures_with_a_sentence_each(suite: Suite, name: str) -> None:
    lines = suite("", "--fixtures").output.splitlines()
    [place] = [at for at, line in enumerate(lines) if line.split()[:1] == [name]]
    assert lines[place + 1].startswith("    ")
    assert "no docstring" not in lines[place + 1]


@pytest.mark.parametrize("name", ["seed", "dialect", "settle-timeout", "strict"])
def test_help_shows_each_option_and_its_twin_in_the_ini_file(suite: Suite, name: str) -> None:
    said = suite("", "--help").output
    assert f"  --mockconf-{name}" in said
    assert f"  mockconf_{name.replace('-', '_')} (" in said


def test_the_marker_is_explained(suite: Suite) -> None:
    said = suite("", "--markers").output
    assert "@pytest.mark.mockconf(dialect=..., seed=..., strict=..., settle_timeout=...," in said
    assert "dialects=[...] runs the test once in each" in " ".join(said.split())
