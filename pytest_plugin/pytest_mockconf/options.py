"""What a test asks of its mock: command line and ini, marker and keywords, read into one value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mockconf.errors import MockconfError
from mockconf.hints import nearest
from mockconf.settings import Settings, load

#: How much a test remembers, which is over sooner than a server: nothing that it asks for is forgotten.
_LOG_SIZE = 10_000
#: What belongs to a server of one's own.
_NOT_FOR_TESTS = {"host", "port"}
_OWN = ("dialect", "seed", "strict", "settle_timeout")
_KEYWORDS = (*_OWN, *(name for name in Settings._fields if name not in {*_OWN, *_NOT_FOR_TESTS}))
#: A further mock speaks one dialect.
_OF_MARKERS = (*_KEYWORDS, "dialects")
_DEFAULTS = Settings()
_SPOKEN = {"dialect", "dialects"}
_TOO_LATE = (
    "@pytest.mark.mockconf(dialects=...) cannot let this test run once per dialect: it is a unittest.TestCase, "
    "asks for mockconf only by request.getfixturevalue(), or has a marker in a pytest.param; say dialect= there"
)
#: A folder without a settings file.
_NOWHERE = Path(__file__)


class Chosen(NamedTuple):
    """What holds for one mock."""

    #: The name of a dialect.
    dialect: str
    #: Whether a breach of the contract fails the test.
    strict: bool
    #: Seconds of real time.
    settle_timeout: float
    seed: str
    #: Values by the names of `Settings`, which have been looked at.
    settings: Mapping[str, Any]

    def applied_to(self, settings: Settings, number: int = 1) -> Settings:
        """The settings with all that was asked for; a seed or a log_size that they have been given before stays.

        Args:
            settings: those of the project, or of a test that overrides `mockconf_settings`.
            number: which mock of its test it is; from 2 on they have seeds of their own.
        """
        seed = self.seed if settings.seed == _DEFAULTS.seed else settings.seed
        log_size = _LOG_SIZE if settings.log_size == _DEFAULTS.log_size else settings.log_size
        values = {"log_size": log_size, **self.settings}
        return settings._replace(seed=seed if number == 1 else f"{seed}#{number}", **values)


def chosen(
    item: Any, session: Mapping[str, Any], keywords: Mapping[str, Any], dialect: str | None = None
) -> Chosen:
    """What holds for a mock of a test.

    Args:
        item: pytest's node of the test.
        session: what command line and ini say of `seed`, `dialect`, `strict` and `settle_timeout`.
        keywords: those with which a further mock is asked for; they win over the marker.
        dialect: that of this run of the test, if it runs once in each of several.

    Raises:
        MockconfError: a keyword is unknown, and the text names the nearest one; or a value does not fit.
    """
    asked = _in_one_dialect(_marked(item), dialect) | _known(
        keywords, "mockconf_factory", _KEYWORDS
    )
    seed = asked.pop("seed", None)
    values = {**session, **{name: asked.pop(name) for name in _OWN if name in asked}}
    if seed is None:
        seed = f"{session['seed']}:{item.nodeid}" if session["seed"] else item.nodeid
    else:
        seed = _settings({"seed": str(seed)})["seed"]
    return Chosen(
        dialect=_dialect(values["dialect"]),
        strict=_truth(values["strict"]),
        settle_timeout=_seconds(values["settle_timeout"]),
        seed=seed,
        settings=_settings(asked) if asked else {},
    )


def dialects_of(item: Any) -> Sequence[str]:
    """In which dialects a test runs, once in each; none where its markers do not say so or say it wrong.

    What is wrong is told by `chosen`, at the test, as a mistake here would be one of its whole module.
    """
    try:
        marked = _marked(item)
        return _several(marked["dialects"]) if "dialects" in marked else ()
    except MockconfError:
        return ()


def _marked(item: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for marker in item.iter_markers("mockconf"):  # the closest first
        if marker.args:
            raise MockconfError(
                f"@pytest.mark.mockconf takes keywords, such as strict=False, and not {marker.args[0]!r}"
            )
        known = _known(marker.kwargs, "@pytest.mark.mockconf", _OF_MARKERS)
        if known.keys() >= _SPOKEN:
            raise MockconfError("@pytest.mark.mockconf takes dialect= or dialects=, and not both")
        if _SPOKEN & asked.keys():  # one wins over the other, too
            known = {name: value for name, value in known.items() if name not in _SPOKEN}
        asked = {**known, **asked}
    return asked


def _in_one_dialect(marked: dict[str, Any], dialect: str | None) -> dict[str, Any]:
    """What markers ask for, with the dialect of this run in the place of all in which the test runs."""
    if "dialects" not in marked and dialect is None:
        return marked
    if dialect not in _several(marked.pop("dialects", [dialect])) or "dialect" in marked:
        raise MockconfError(_TOO_LATE)
    return {**marked, "dialect": dialect}


def _several(names: Any) -> Sequence[str]:
    if not isinstance(names, list | tuple):
        raise MockconfError(f"dialects is a list, such as {[*_dialects()[:1]]}, and not {names!r}")
    if not names:
        raise MockconfError(f"dialects is empty; mockconf speaks {', '.join(_dialects())}")
    listed = [_dialect(name) for name in names]
    for name in listed:
        if listed.count(name) > 1:
            raise MockconfError(f"dialects names {name} twice")
    return listed


def _known(keywords: Mapping[str, Any], where: str, legal: Collection[str]) -> dict[str, Any]:
    for name in keywords:
        if name not in legal:
            near = nearest(name, legal)
            hint = f"did you mean {near!r}?" if near else f"known are {', '.join(legal)}"
            raise MockconfError(f"{where} knows no keyword {name!r}; {hint}")
    return dict(keywords)


def _settings(asked: Mapping[str, Any]) -> dict[str, Any]:
    read = load(_NOWHERE, {}, **asked)
    return {name: getattr(read, name) for name in asked}


def _dialect(name: Any) -> str:
    from pytest_mockconf.naming import require_dialect

    return require_dialect(name)


@cache
def _dialects() -> tuple[str, ...]:
    from mockconf.dialects import DIALECTS

    return tuple(dialect.name for dialect in DIALECTS)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise MockconfError(f"strict is True or False, and not {value!r}")
    return value


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise MockconfError(f"settle_timeout is a number of seconds from 0, and not {value!r}")
    return seconds
