"""Loading the plugin costs next to nothing, for sessions too that never use it."""

from __future__ import annotations

import ast
import json
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest

import pytest_mockconf

#: Notes, in the end of a session, what has been imported until then.
NOTES = """
import json
import sys
from pathlib import Path

def pytest_unconfigure():
    Path("modules.json").write_text(json.dumps(sorted(sys.modules)))
"""
HEAVY = {"faker", "flask", "http.server", "jsonschema", "jsonschema_rs", "twilio", "werkzeug"}
OURS = {"mockconf", "mockconf_schemas"}


def imported(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, test: str, *plugins: str
) -> set[str]:
    """The modules of a session in a process of its own that runs one test, with these plugins alone."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(NOTES)
    pytester.makepyfile(test)
    options = [f"-p{name}" for name in plugins]
    pytester.runpytest_subprocess(*options, "-pno:cacheprovider").assert_outcomes(passed=1)
    return set(json.loads(pytester.path.joinpath("modules.json").read_text()))


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    [found] = entry_points(group="pytest11", name="mockconf")
    assert found.value == "pytest_mockconf.plugin"


def test_a_session_that_does_not_use_the_fixture_imports_two_modules_of_ours_and_no_other(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = "def test_it(): pass"
    bare = imported(pytester, monkeypatch, test)
    modules = imported(pytester, monkeypatch, test, "mockconf")
    assert modules - bare == {"pytest_mockconf", "pytest_mockconf.plugin"}
    assert not modules & (HEAVY | OURS)  # nor was it there without us


def test_the_fixture_imports_neither_flask_nor_faker_nor_an_sdk(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = "def test_it(mockconf): mockconf.conference('Support').join()"
    modules = imported(pytester, monkeypatch, test, "mockconf")
    assert modules >= OURS
    assert not modules & {"faker", "flask", "twilio"}


def test_the_plugin_can_be_left_out(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_without(request):
            assert not request.config.pluginmanager.has_plugin("mockconf")

        def test_with(mockconf):
            pass
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:mockconf")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines("*fixture 'mockconf' not found*")
    result.stdout.no_fnmatch_line("mockconf: *")


def test_the_plugin_is_there_without_being_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(mockconf): assert mockconf.url")
    result = pytester.runpytest_inprocess("-W", "error")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("plugins: *mockconf-*")


def test_pytest_does_not_rewrite_what_it_loads_of_ours(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(other="WHAT = 'a plugin that says nothing about rewriting'")
    pytester.makeconftest("pytest_plugins = ['pytest_mockconf.plugin', 'other']")
    pytester.makepyfile(
        """
        import sys

        def is_rewritten(name):
            return any(one.startswith("@py") for one in vars(sys.modules[name]))

        def test_it():
            assert is_rewritten("other")
            assert not is_rewritten("pytest_mockconf.plugin")
            assert not is_rewritten("pytest_mockconf")
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize("module", ["pytest_mockconf", "pytest_mockconf.plugin"])
def test_what_is_not_rewritten_says_so_and_asserts_nothing(module: str) -> None:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    assert "PYTEST_DONT_REWRITE" in (ast.get_docstring(tree) or "")
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("name", pytest_mockconf.__all__)
def test_the_names_of_the_package_are_found_when_they_are_asked_for(name: str) -> None:
    found = getattr(pytest_mockconf, name)
    assert found.__name__ == name
    assert found.__module__ in sys.modules


def test_another_name_is_not_in_the_package() -> None:
    with pytest.raises(AttributeError, match="'pytest_mockconf' has no attribute 'MockKonf'"):
        pytest_mockconf.MockKonf  # noqa: B018
