"""One test in several dialects: how it is asked for, what it sees in each, and how mistakes are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockconf.errors import MockconfError
from pytest_mockconf import MockConf
from tests.plugin.suites import Ran

Suite = Callable[..., Ran]
TWILIO, OF_2008, SIGNALWIRE = "twilio-2010-04-01", "twilio-2008-08-01", "signalwire"
TWO = f"dialects=[{TWILIO!r}, {SIGNALWIRE!r}]"


def names(ran: Ran) -> list[str]:
    """What was run, in its order."""
    return [one.location[2] for one in ran.reports if one.when == "call"]


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.mockconf({})\ndef test_it(mockconf): check(mockconf)",
        "pytestmark = pytest.mark.mockconf({})\ndef test_it(mockconf): check(mockconf)",
        "@pytest.mark.mockconf({})\nclass TestIt:\n    def test_it(self, mockconf): check(mockconf)",
        (
            "@pytest.fixture\ndef mock(mockconf): return mockconf\n"
            "@pytest.mark.mockconf({})\ndef test_it(mock): check(mock)"
        ),
        "@pytest.mark.mockconf({})\ndef test_it(mockconf_factory): check(mockconf_factory())",
        (
            "@pytest.fixture(autouse=True)\ndef also(mockconf): check(mockconf)\n"
            "@pytest.mark.mockconf({})\ndef test_it(mockconf): check(mockconf)"
        ),
    ],
    ids=["function", "module", "class", "fixture", "factory", "autouse"],
)
def test_a_test_runs_once_in_each_dialect_which_is_in_its_id(suite: Suite, source: str) -> None:
    ran = suite(
        "import pytest\nSPOKEN = []\n"
        "def check(mock): SPOKEN.append(mock.dialect)\n" + source.format(TWO) + "\n"
        f"def test_last(): assert list(dict.fromkeys(SPOKEN)) == [{TWILIO!r}, {SIGNALWIRE!r}]"
    )
    assert ran.outcomes == {"passed": 3}, ran.output
    assert [name.partition("test_it")[2] for name in names(ran)[:2]] == [
        f"[{TWILIO}]",
        f"[{SIGNALWIRE}]",
    ]


def test_other_parametrisation_is_multiplied(suite: Suite) -> None:
    ran = suite(
        f"""
        import pytest

        @pytest.fixture(params=["x", "y"])
        def letter(request):
            return request.param

        @pytest.mark.mockconf({TWO})
        @pytest.mark.parametrize("number", [1, 2])
        def test_it(number, mockconf, letter):
            mockconf.conference(f"{{letter}}{{number}}").join()
        """
    )
    assert ran.outcomes == {"passed": 8}, ran.output
    assert len(set(names(ran))) == 8
    assert sum(SIGNALWIRE in name for name in names(ran)) == 4
    assert f"test_it[{TWILIO}-x-1]" in names(ran)


def test_every_run_has_a_seed_of_its_own_and_the_same_in_every_session(suite: Suite) -> None:
    source = f"""
        import pytest

        @pytest.mark.mockconf({TWO})
        def test_it(mockconf, request):
            assert mockconf.chosen.seed == request.node.nodeid
            raise AssertionError(mockconf.conference("Support").sid)
        """
    first, second = suite(source), suite(source)
    sids = [text.splitlines()[-3] for text in first.failures.values()]
    assert sids == [text.splitlines()[-3] for text in second.failures.values()]
    assert len(set(sids)) == 2


def test_tests_that_use_no_mock_run_once(suite: Suite) -> None:
    ran = suite(
        f"""
        import pytest

        pytestmark = pytest.mark.mockconf({TWO})

        def test_without(tmp_path):
            pass
        """
    )
    assert names(ran) == ["test_without"]


def test_the_closest_marker_wins_whether_it_names_one_or_several(suite: Suite) -> None:
    ran = suite(
        f"""
        import pytest

        pytestmark = pytest.mark.mockconf({TWO}, answer_after=3)

        def test_two(mockconf):
            assert mockconf.world.settings.answer_after == 3

        @pytest.mark.mockconf(dialect={OF_2008!r})
        def test_one(mockconf):
            assert mockconf.dialect == {OF_2008!r}
            assert mockconf.world.settings.answer_after == 3

        @pytest.mark.mockconf(dialect={OF_2008!r})
        class TestIt:
            @pytest.mark.mockconf(dialects=[{SIGNALWIRE!r}])
            def test_again(self, mockconf):
                assert mockconf.dialect == {SIGNALWIRE!r}

        @pytest.mark.mockconf(answer_after=4)
        def test_other_keywords(mockconf):
            assert mockconf.world.settings.answer_after == 4
        """,
        f"--mockconf-dialect={OF_2008}",
    )
    assert ran.outcomes == {"passed": 6}, ran.output


def test_a_further_mock_speaks_as_the_test_does_unless_it_is_told_otherwise(suite: Suite) -> None:
    ran = suite(
        f"""
        import pytest

        @pytest.mark.mockconf({TWO})
        def test_it(mockconf, mockconf_factory):
            assert mockconf_factory().dialect == mockconf.dialect
            assert mockconf_factory(dialect={OF_2008!r}).dialect == {OF_2008!r}
        """
    )
    assert ran.outcomes == {"passed": 2}, ran.output


def test_markers_that_are_added_later_change_other_things(suite: Suite) -> None:
    ran = suite(
        f"""
        import pytest

        @pytest.mark.mockconf({TWO})
        def test_it(mockconf):
            assert not mockconf.chosen.strict
        """,
        conftest="""
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.mockconf(strict=False))
        """,
    )
    assert ran.outcomes == {"passed": 2}, ran.output


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ("dialects=[]", f"dialects is empty; mockconf speaks {TWILIO}, {OF_2008}, {SIGNALWIRE}"),
        ("dialects=['signalwir']", "and not 'signalwir'; did you mean 'signalwire'?"),
        ("dialects=['twilio-2010', 'signalwire']", "and not 'twilio-2010'"),
        ("dialects=['signalwire'] * 2", "dialects names signalwire twice"),
        ("dialects=[None]", f"mockconf speaks {TWILIO}, {OF_2008}, {SIGNALWIRE}, and not None"),
        (
            "dialects='signalwire'",
            f"dialects is a list, such as ['{TWILIO}'], and not 'signalwire'",
        ),
        ("dialects={'signalwire'}", "dialects is a list, such as"),
        (
            "dialect='signalwire', dialects=['signalwire']",
            "takes dialect= or dialects=, and not both",
        ),
        ("dialekts=['signalwire']", "no keyword 'dialekts'; did you mean 'dialects'?"),
        ("dialect='signalwir'", "and not 'signalwir'; did you mean 'signalwire'?"),
    ],
)
def test_a_mistake_is_refused_in_a_sentence_at_its_own_test(
    suite: Suite, marker: str, says: str
) -> None:
    ran = suite(
        f"import pytest\n@pytest.mark.mockconf({marker})\ndef test_it(mockconf): raise SystemExit\n"
        "def test_other(mockconf): pass"
    )
    assert ran.outcomes == {"error": 1, "passed": 1}, ran.output
    assert says in ran.failure
    assert len(ran.failure.splitlines()) == 1


def test_the_factory_makes_one_mock_in_one_dialect(suite: Suite) -> None:
    ran = suite("def test_it(mockconf_factory): mockconf_factory(dialects=['signalwire'])")
    assert "mockconf_factory knows no keyword 'dialects'; did you mean 'dialect'?" in ran.failure


@pytest.mark.parametrize(
    "source",
    [
        (
            "import unittest\n@pytest.mark.mockconf({})\nclass TestIt(unittest.TestCase):\n"
            "    @pytest.fixture(autouse=True)\n    def lent(self, mockconf): pass\n"
            "    def test_it(self): pass"
        ),
        "@pytest.mark.mockconf({})\ndef test_it(request): request.getfixturevalue('mockconf')",
        (
            "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.mockconf({}))])\n"
            "def test_it(x, mockconf): pass"
        ),
        (
            f"pytestmark = pytest.mark.mockconf(dialects=[{OF_2008!r}])\n"
            "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.mockconf({}))])\n"
            "def test_it(x, mockconf): pass"
        ),
        (
            "pytestmark = pytest.mark.mockconf(dialects=['signalwire'])\n"
            "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.mockconf(dialect='signalwire'))])\n"
            "def test_it(x, mockconf): pass"
        ),
    ],
    ids=["TestCase", "getfixturevalue", "param", "param over module", "one in a param"],
)
def test_where_a_test_cannot_run_more_than_once_it_is_refused(suite: Suite, source: str) -> None:
    ran = suite("import pytest\n" + source.replace("{}", TWO))
    assert set(ran.outcomes) <= {"error", "failed"}, ran.output
    assert "cannot let this test run once per dialect" in ran.failure


@pytest.mark.mockconf(dialect=OF_2008)
def test_the_oldest_dialect_has_no_sdk_and_says_what_to_use(mockconf: MockConf) -> None:
    with pytest.raises(MockconfError) as missing:
        mockconf.client()
    assert str(missing.value) == (
        f"{OF_2008} has no SDK: give mockconf.base_url(), mockconf.account_sid and "
        "mockconf.auth_token to any client that reads XML"
    )


@pytest.mark.mockconf(dialect=SIGNALWIRE)
def test_signalwires_sdk_has_no_async_methods(mockconf: MockConf) -> None:
    with pytest.raises(MockconfError, match="the SDK of SignalWire has no async methods"):
        mockconf.client(async_=True)


@pytest.mark.parametrize("async_", [False, True])
def test_the_client_of_the_default_dialect_is_twilios(mockconf: MockConf, async_: bool) -> None:
    client = mockconf.client(async_=async_)
    assert type(client) is type(mockconf.twilio_client())
    assert client.account_sid == mockconf.account_sid


def test_each_dialect_has_a_base_url(mockconf: MockConf) -> None:
    bases = [
        mockconf.base_url(one).removeprefix(mockconf.url) for one in (TWILIO, OF_2008, SIGNALWIRE)
    ]
    assert bases == ["/2010-04-01", "/2008-08-01", "/api/laml/2010-04-01"]
    with pytest.raises(MockconfError, match="did you mean 'signalwire'"):
        mockconf.base_url("signalwir")
