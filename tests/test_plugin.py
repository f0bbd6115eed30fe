"""The fixture, in suites of its own."""

from __future__ import annotations

import pytest


def test_the_fixture_takes_the_settings_of_the_project(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml("[tool.mockconf]\nanswer_after = 7\nnow = 2026-03-01T00:00:00Z\n")
    pytester.makepyfile(
        """
        def test_it(mockconf):
            assert mockconf.world.settings.answer_after == 7
            assert mockconf.clock.now().isoformat() == "2026-03-01T00:00:00+00:00"
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_fixture_takes_the_settings_of_the_environment(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKCONF_CONFERENCE_LIST_DEFAULT", "in-progress")
    pytester.makepyfile(
        """
        def test_it(mockconf):
            assert mockconf.world.settings.conference_list_default == "in-progress"
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_every_test_has_a_world_of_its_own_at_one_address(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        SEEN = []

        @pytest.mark.parametrize("name", ["one", "two"])
        def test_it(mockconf, name):
            mockconf.world.switchboard.open_conference(mockconf.account_sid, "Room")
            SEEN.append((mockconf.url, mockconf.account_sid))
            assert len(mockconf.world.journal.exchanges) == 0

        def test_all(mockconf):
            assert len({url for url, _ in SEEN}) == 1
            assert len({account for _, account in SEEN}) == 2
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=3)


def test_loading_the_plugin_imports_nothing_that_is_heavy(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it(request):
            assert request.config.pluginmanager.has_plugin("mockconf")
            heavy = {"flask", "werkzeug", "jsonschema", "jsonschema_rs", "faker", "mockconf"}
            assert heavy & set(sys.modules) == set()
        """
    )
    pytester.runpytest_subprocess("-p", "no:faker").assert_outcomes(passed=1)
