"""The fixture gives each test a world of its own; what it is like, and how callbacks leave it, a project overrides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plugin.suites import Ran

Suite = Callable[..., Ran]


def test_every_test_has_a_world_of_its_own_at_one_address(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        SEEN = []

        @pytest.mark.parametrize("name", ["one", "two"])
        def test_it(mockconf, name):
            SEEN.append((mockconf.url, mockconf.account_sid))
            assert len(mockconf.world.journal.events) == 0
            mockconf.conference("Support").join()

        def test_all(mockconf):
            assert {url for url, _ in SEEN} == {mockconf.url}
            assert len({account for _, account in SEEN} | {mockconf.account_sid}) == 3
        """
    )
    assert ran.outcomes == {"passed": 3}, ran.output


def test_two_fixtures_of_a_test_share_its_mock(suite: Suite) -> None:
    ran = suite(
        """
        import pytest

        @pytest.fixture
        def room(mockconf):
            return mockconf.conference("Support")

        def test_it(room, mockconf, request):
            assert mockconf.conference("Support") == room
            assert request.getfixturevalue("mockconf") is mockconf
        """
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_the_settings_of_the_project_hold(suite: Suite, pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml("[tool.mockconf]\nanswer_after = 7\nnow = 2026-03-01T00:00:00Z\n")
    ran = suite(
        """
        def test_it(mockconf, mockconf_factory):
            for one in (mockconf, mockconf_factory()):
                assert one.world.settings.answer_after == 7
                assert one.clock.now().isoformat() == "2026-03-01T00:00:00+00:00"
        """
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_the_settings_of_the_environment_hold(
    suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKCONF_CONFERENCE_LIST_DEFAULT", "in-progress")
    ran = suite(
        """
        def test_it(mockconf):
            assert mockconf.world.settings.conference_list_default == "in-progress"
        """
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_a_mistake_in_the_settings_of_the_project_is_a_sentence(
    suite: Suite, pytester: pytest.Pytester
) -> None:
    pytester.makepyprojecttoml("[tool.mockconf]\nanswer_aftr = 7\n")
    ran = suite("def test_it(mockconf): raise SystemExit")
    assert ran.outcomes == {"error": 1}
    assert ran.failure == "unknown setting 'answer_aftr'; did you mean 'answer_after'?"


def test_a_module_chooses_settings_of_its_own_and_its_markers_add_to_them(suite: Suite) -> None:
    ran = suite(
        """
        import pytest
        from mockconf.settings import Settings

        @pytest.fixture
        def mockconf_settings(tmp_path):
            return Settings(answer_after=3, announcement_length=4)

        def test_it(mockconf, request):
            assert mockconf.world.settings.answer_after == 3
            assert mockconf.chosen.seed == request.node.nodeid

        @pytest.mark.mockconf(answer_after=5)
        def test_marked(mockconf):
            assert mockconf.world.settings.answer_after == 5
            assert mockconf.world.settings.announcement_length == 4
        """
    )
    assert ran.outcomes == {"passed": 2}, ran.output


def test_a_conftest_chooses_settings_that_build_on_those_of_the_project(
    suite: Suite, pytester: pytest.Pytester
) -> None:
    pytester.makepyprojecttoml("[tool.mockconf]\nanswer_after = 7\n")
    conftest = """
        import pytest

        @pytest.fixture(scope="session")
        def mockconf_settings(mockconf_settings):
            return mockconf_settings._replace(announcement_length=2)
    """
    ran = suite(
        """
        def test_it(mockconf):
            assert mockconf.world.settings.answer_after == 7
            assert mockconf.world.settings.announcement_length == 2
        """,
        conftest=conftest,
    )
    assert ran.outcomes == {"passed": 1}, ran.output


def test_a_seed_of_overridden_settings_stays(suite: Suite) -> None:
    ran = suite(
        """
        import pytest
        from mockconf.settings import Settings
        from mockconf.world import World

        @pytest.fixture(scope="module")
        def mockconf_settings():
            return Settings(seed="mine")

        @pytest.mark.parametrize("number", [1, 2])
        def test_it(mockconf, number):
            assert mockconf.account_sid == World(Settings(seed="mine")).account_sid
        """
    )
    assert ran.outcomes == {"passed": 2}, ran.output


TRANSPORT = """
import pytest
from mockconf.transport import Reply

@pytest.fixture
def sent():
    return []

@pytest.fixture
def mockconf_transport(sent):
    def note(callback):
        sent.append(callback)
        return Reply(204, {}, b"")
    return note
"""
HEARD = """
def test_it(mockconf, sent):
    room = mockconf.conference("Support", status_callback="http://127.0.0.1:9/hook")
    room.join()
    assert [one.event for one in sent] == ["participant-join"]
    assert mockconf.callbacks[0].status == 204
"""


@pytest.mark.parametrize("place", ["module", "conftest"])
def test_a_transport_is_a_function_of_ones_own(suite: Suite, place: str) -> None:
    ran = suite(HEARD, conftest=TRANSPORT) if place == "conftest" else suite(TRANSPORT + HEARD)
    assert ran.outcomes == {"passed": 1}, ran.output
