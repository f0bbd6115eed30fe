"""Makes the mocks of a test, and judges and closes them when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockconf.errors import MockconfError
from mockconf.settings import Settings, load
from mockconf.transport import Transport
from pytest_mockconf import options, plugin
from pytest_mockconf.front_door import FrontDoor
from pytest_mockconf.options import Chosen
from pytest_mockconf.script import MockConf
from pytest_mockconf.verdict import Case

if TYPE_CHECKING:
    from pytest_mockconf.covering import Covering
    from pytest_mockconf.observing import Observer
    from pytest_mockconf.recording import Recorder

_OPTIONS = ("seed", "dialect", "settle_timeout", "strict")
#: The exit status of a session that Ctrl-C ends.
_INTERRUPTED = 2


def settings_of_the_project(config: Any) -> Settings:
    """Those of the file in the project's root and of the environment."""
    try:
        settings = load(config.rootpath)
    except MockconfError as error:
        refusal = str(error)
    else:
        session, default = _session(config), Settings().seed
        if not session["seed"] and settings.seed != default:
            session["seed"] = (
                settings.seed
            )  # it goes before each test's id, or all had the same SIDs
        return settings._replace(seed=default)
    plugin.fail(refusal)  # outside, or pytest would show both


def recorder_of(config: Any) -> Recorder:
    """What writes down the exchanges of a session, or of a worker's part of it."""
    from pytest_mockconf.recording import Recorder

    path = _folder(config, "log") / plugin.option(config, "log")
    draft = getattr(config, "workerinput", {}).get("mockconf_log")
    try:
        return Recorder(path, _observer_of(config), draft and Path(draft))
    except MockconfError as error:
        refusal = str(error)
    plugin.refuse(refusal)


def covering_of(config: Any) -> Covering:
    """What gathers what a session covers, or a worker's part of it."""
    from pytest_mockconf.covering import Asked, Covering

    asked = Asked(
        reports=plugin.option(config, "report"),
        reports_from=_folder(config, "report"),
        fail_under=plugin.option(config, "fail_under"),
        baseline=plugin.option(config, "baseline"),
        baseline_from=_folder(config, "baseline"),
    )
    try:
        covering = Covering(asked, _observer_of(config), is_worker=hasattr(config, "workerinput"))
        if recorder := config.stash.get(plugin.RECORDER, None):
            covering.require_other_files_than(recorder.path)
        return covering
    except MockconfError as error:
        refusal = str(error)
    plugin.refuse(refusal)


def _observer_of(config: Any) -> Observer:
    from pytest_mockconf.observing import Observer

    observer: Observer = config.stash.setdefault(plugin.OBSERVER, Observer())
    return observer


def _folder(config: Any, name: str) -> Path:
    """What a file is relative to: the folder of the ini file that names it, or that in which pytest was started."""
    is_from_ini = config.getoption(f"mockconf_{name}") is None
    folder: Path = config.rootpath if is_from_ini else config.invocation_params.dir
    return folder


def chosen(request: Any, keywords: Mapping[str, Any] | None = None) -> Chosen:
    """What holds for a mock of the test, `keywords` included."""
    try:
        dialect = request.getfixturevalue(plugin.DIALECT)
        return options.chosen(request.node, _session(request.config), keywords or {}, dialect)
    except MockconfError as error:
        refusal = str(error)
    plugin.fail(refusal)


def lend(
    request: Any, door: FrontDoor, settings: Settings, transport: Transport
) -> Iterator[MockConf]:
    """A mock behind an open door, until the test has ended."""
    asked = chosen(request)
    mock = _made(request, door, asked.applied_to(settings), transport, asked)
    yield mock
    _conclude(request, [mock])


def lend_more(
    request: Any, settings: Settings, transport: Transport
) -> Iterator[Callable[..., MockConf]]:
    """What makes mocks with doors of their own, until the test has ended."""
    made: list[MockConf] = []
    with ExitStack() as doors:

        def make(**keywords: Any) -> MockConf:
            asked = chosen(request, keywords)
            numbered = asked.applied_to(settings, number=len(made) + 2)
            door = doors.enter_context(FrontDoor())
            made.append(_made(request, door, numbered, transport, asked))
            return made[-1]

        yield make
        _conclude(request, made)


def _made(
    request: Any, door: FrontDoor, settings: Settings, transport: Transport, asked: Chosen
) -> MockConf:
    """A mock, made known to those who follow its test."""
    mock = MockConf(door, settings, transport, asked)
    _case_of(request.node).mocks.append(mock)
    if recorder := request.config.stash.get(plugin.RECORDER, None):
        mock.ledger.follow(recorder.follower(request.node.nodeid, mock.url))
    if covering := request.config.stash.get(plugin.COVERING, None):
        mock.harvest = partial(covering.harvest, test=request.node.nodeid)
    if observer := request.config.stash.get(plugin.OBSERVER, None):
        observer.urls.add(mock.url)
        observer.install()  # an application of the test may have a client of its own
    return mock


def _session(config: Any) -> dict[str, Any]:
    """What holds for all tests, looked up once."""
    known: dict[str, Any] | None = config.stash.get(plugin.SESSION, None)
    if known is None:
        known = {name: plugin.option(config, name) for name in _OPTIONS}
        config.stash[plugin.SESSION] = known
    return known


def _case_of(item: Any) -> Case:
    case: Case = item.stash.setdefault(plugin.CASE, Case())
    return case


def _conclude(request: Any, mocks: list[MockConf]) -> None:
    """Judge what came after the test, as in the teardown of other fixtures, and close."""
    case = _case_of(request.node)
    if request.session.exitstatus == _INTERRUPTED:
        case.has_ended = True
    try:
        text = case.verdict(mocks)
    finally:
        for mock in mocks:
            mock.close()
    if text:
        plugin.fail(text)
