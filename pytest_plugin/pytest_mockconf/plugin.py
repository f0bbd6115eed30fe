"""Hooks and fixtures, nothing else. What they need is imported inside them, so that loading the plugin costs next to nothing.

PYTEST_DONT_REWRITE: there is no assert here.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from mockconf.settings import Settings
    from mockconf.transport import Transport
    from pytest_mockconf.covering import Covering
    from pytest_mockconf.front_door import FrontDoor
    from pytest_mockconf.observing import Observer
    from pytest_mockconf.recording import Recorder
    from pytest_mockconf.script import MockConf
    from pytest_mockconf.verdict import Case

_DEFAULT_DIALECT = "twilio-2010-04-01"
_MARKER = (
    "mockconf(dialect=..., seed=..., strict=..., settle_timeout=..., any setting of mockconf): "
    "what the mock of this test is like; the closest marker wins, keyword by keyword; "
    "dialects=[...] runs the test once in each"
)
#: The fixture with the dialect of one run of a test.
DIALECT = "_mockconf_dialect"
#: Of a test: what is known of its mocks.
CASE: pytest.StashKey[Case] = pytest.StashKey()
#: Of a session: what command line and ini say of seed, dialect, strict and settle_timeout.
SESSION: pytest.StashKey[dict[str, Any]] = pytest.StashKey()
#: Of a session: what sees which properties are read, if somebody wants to know.
OBSERVER: pytest.StashKey[Observer] = pytest.StashKey()
#: Of a session: what writes down its exchanges, if something does.
RECORDER: pytest.StashKey[Recorder] = pytest.StashKey()
#: Of a session: how often each rule was broken without failing a test.
_TALLY: pytest.StashKey[Counter[str]] = pytest.StashKey()
#: Of a session of which a report on coverage is asked for.
COVERING: pytest.StashKey[Covering] = pytest.StashKey()
#: Of such a session: what it says in the end.
_COVERED: pytest.StashKey[str] = pytest.StashKey()
#: Of a session: whether tests have run.
_HAS_RUN: pytest.StashKey[bool] = pytest.StashKey()
#: The exit statuses of sessions in which tests have run, and of all that came to their end.
_RAN = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
_COMPLETE = (*_RAN, pytest.ExitCode.NO_TESTS_COLLECTED)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mockconf", "a mock of Twilio's conference API")

    def add(name: str, says: str, default: Any, kind: Any = None, **more: Any) -> None:
        group.addoption(f"--mockconf-{name}", default=None, help=says, **more)
        parser.addini(f"mockconf_{name.replace('-', '_')}", says, type=kind, default=default)

    add("seed", "goes before each test's id to seed its world", None, metavar="SEED")
    add("dialect", "the API version that is spoken", _DEFAULT_DIALECT, metavar="NAME")
    add("settle-timeout", "seconds to wait for callbacks", "5", metavar="SECONDS")
    add("strict", "a breach of the contract fails its test", True, "bool", action="store_true")
    add("log", "writes down all exchanges and callbacks, as JSON Lines", None, metavar="FILE")
    lenient = {"dest": "mockconf_strict", "action": "store_false"}
    group.addoption("--mockconf-no-strict", help="a breach is only counted", **lenient)
    report = "tell what of the contract the session covers: terminal, json, markdown, html, junit; may be repeated"
    add("report", report, [], "linelist", metavar="FORMAT[=FILE]", action="append")
    add(
        "fail-under", "fail the session if less of the contract is covered", None, metavar="PERCENT"
    )
    add("baseline", "fail if what this JSON report covers is not covered", None, metavar="FILE")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)
    config.stash[_TALLY] = Counter[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Look at what is asked for, before any test; a look at the help needs none of the files that the ini names."""
    config = session.config
    for name in ("log", "fail_under", "baseline"):
        if config.getoption(f"mockconf_{name}") == "":
            refuse(
                f"--mockconf-{name.replace('_', '-')} is empty; give it a value, or leave it out"
            )
    if option(config, "log"):
        from pytest_mockconf.lending import recorder_of

        config.stash[RECORDER] = recorder_of(config)
    if any(option(config, name) for name in ("report", "fail_under", "baseline")):
        from pytest_mockconf.lending import covering_of

        config.stash[COVERING] = covering_of(config)


def pytest_report_header(config: pytest.Config) -> str:
    dialect, seed = option(config, "dialect"), option(config, "seed")
    return f"mockconf: dialect {dialect}, seed {f'{seed} and ' if seed else ''}each test's id"


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test run once in each dialect that its marker names; the dialect stands first in its id."""
    if DIALECT not in metafunc.fixturenames:
        return
    test = metafunc.definition
    if any("dialects" in marker.kwargs for marker in test.iter_markers("mockconf")):
        from pytest_mockconf.options import dialects_of

        if names := dialects_of(test):
            metafunc.parametrize(DIALECT, names, indirect=True)


@pytest.fixture
def _mockconf_dialect(request: pytest.FixtureRequest) -> str | None:
    return getattr(request, "param", None)


@pytest.fixture(scope="session")
def mockconf_front_door(pytestconfig: pytest.Config) -> Iterator[FrontDoor]:
    """The socket that the `mockconf` fixtures of a session share: 127.0.0.1 and a free port."""
    from pytest_mockconf.front_door import FrontDoor

    with FrontDoor() as front_door:
        yield front_door
    tally = pytestconfig.stash[_TALLY]
    tally.update(front_door.late)


@pytest.fixture(scope="session")
def mockconf_settings(pytestconfig: pytest.Config) -> Settings:
    """What the worlds are like, from the project's file and the environment; override it, in any scope, to choose otherwise.

    A test's marker is applied to what it returns.
    """
    from pytest_mockconf.lending import settings_of_the_project

    return settings_of_the_project(pytestconfig)


@pytest.fixture(scope="session")
def mockconf_transport() -> Transport:
    """How callbacks get to what is not mounted: over HTTP. Override it, in any scope, with a function of your own."""
    from mockconf.transport import over_http

    return over_http


@pytest.fixture
def mockconf(
    request: pytest.FixtureRequest,
    mockconf_front_door: FrontDoor,
    mockconf_settings: Settings,
    mockconf_transport: Transport,
    _mockconf_dialect: str | None,
) -> Iterator[MockConf]:
    """A mock of one's own: a new world at the session's address, the same one in every run of the test."""
    from pytest_mockconf.lending import lend

    yield from lend(request, mockconf_front_door, mockconf_settings, mockconf_transport)


@pytest.fixture
def mockconf_factory(
    request: pytest.FixtureRequest,
    mockconf_settings: Settings,
    mockconf_transport: Transport,
    _mockconf_dialect: str | None,
) -> Iterator[Callable[..., MockConf]]:
    """Makes further mocks, each with a socket and a world of its own, with the keywords of the marker."""
    from pytest_mockconf.lending import lend_more

    yield from lend_more(request, mockconf_settings, mockconf_transport)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    session.config.stash[_HAS_RUN] = not session.config.option.collectonly


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Judge the test while it can still fail, and not only be followed by an error."""
    try:
        result = yield
    except BaseException:
        if case := item.stash.get(CASE, None):
            case.end()
        raise
    if case := item.stash.get(CASE, None):
        # Where the failure of a unittest.TestCase waits.
        if getattr(item, "_excinfo", None):
            case.end()
        if text := case.verdict(case.mocks):
            fail(text)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    report: pytest.TestReport = yield
    if case := item.stash.get(CASE, None):
        case.was_skipped |= report.skipped and not hasattr(report, "wasxfail")
        if report.failed:
            case.has_ended = True
            report.sections.append(("mockconf", case.section()))
        if report.when == "teardown":
            item.config.stash[_TALLY] += case.tally()
            del item.stash[CASE]
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if observer := config.stash.get(OBSERVER, None):
        observer.remove()
    config.stash[_HAS_RUN] = session.exitstatus in _RAN and config.stash.get(_HAS_RUN, False)
    covering = config.stash.get(COVERING, None)
    if hasattr(config, "workeroutput"):  # this is a worker of pytest-xdist
        tally: Counter[str] = config.stash[_TALLY]
        config.workeroutput["mockconf"] = {**tally}
        if covering:
            config.workeroutput["mockconf_coverage"] = covering.hand_in()
        if recorder := config.stash.get(RECORDER, None):
            recorder.end()
    elif covering and not config.option.collectonly:
        # pytest-xdist interrupts a session that has failed often enough.
        has_failed_enough = 0 < (config.option.maxfail or 0) <= session.testsfailed
        if has_failed_enough or session.shouldfail or session.shouldstop:
            covering.miss()
        is_complete = session.exitstatus in _COMPLETE or has_failed_enough
        config.stash[_COVERED], has_failed = covering.conclude(is_complete=is_complete)
        if has_failed and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if has_failed and not config.pluginmanager.has_plugin("terminalreporter"):
            print(config.stash[_COVERED], file=sys.stderr)  # else nobody would know why


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    output = getattr(node, "workeroutput", {})
    node.config.stash[_TALLY].update(output.get("mockconf", {}))
    if covering := node.config.stash.get(COVERING, None):
        covering.take(output.get("mockconf_coverage"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    if recorder := node.config.stash.get(RECORDER, None):
        node.workerinput["mockconf_log"] = recorder.draft_of(node.gateway.id)


def pytest_unconfigure(config: pytest.Config) -> None:
    recorder = config.stash.get(RECORDER, None)
    if recorder and not hasattr(config, "workeroutput"):
        recorder.publish(has_run=config.stash.get(_HAS_RUN, False))
        if cache := getattr(config, "cache", None):  # where `mockconf portability` looks for it
            cache.set("mockconf/log", str(recorder.path))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    lines = [config.stash[_COVERED]] if _COVERED in config.stash else []
    if tally := config.stash[_TALLY]:
        from pytest_mockconf.report import summary

        lines.insert(0, summary(tally))
    if lines:
        terminalreporter.write_sep("=", "mockconf")
        terminalreporter.write_line("\n".join(lines))


def option(config: pytest.Config, name: str) -> Any:
    """What the command line says, and else the ini file."""
    given = config.getoption(f"mockconf_{name}")
    return config.getini(f"mockconf_{name}") if given is None else given


def fail(text: str) -> NoReturn:
    """Fail the test with a text that needs no traceback."""
    pytest.fail(text, pytrace=False)


def refuse(text: str) -> NoReturn:
    """End the session before it has begun: the command line is wrong."""
    raise pytest.UsageError(f"mockconf: {text}")
