"""What a test asks of its mock: command line and ini, marker and keywords, read into one value."""

from __future__ import annotations

from collections.abc import Mapping
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
_DEFAULTS = Settings()
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


def chosen(item: Any, session: Mapping[str, Any], keywords: Mapping[str, Any]) -> Chosen:
    """What holds for a mock of a test.

    Args:
        item: pytest's node of the test.
        session: what command line and ini say of `seed`, `dialect`, `strict` and `settle_timeout`.
        keywords: those with which a further mock is asked for; they win over the marker.

    Raises:
        MockconfError: a keyword is unknown, and the text names the nearest one; or a value does not fit.
    """
    asked = _marked(item) | _known(keywords, "mockconf_factory")
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


def _marked(item: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for marker in item.iter_markers("mockconf"):  # the closest first
        if marker.args:
            raise MockconfError(
                f"@pytest.mark.mockconf takes keywords, such as strict=False, and not {marker.args[0]!r}"
            )
        asked = {**_known(marker.kwargs, "@pytest.mark.mockconf"), **asked}
    return asked


def _known(keywords: Mapping[str, Any], where: str) -> dict[str, Any]:
    for name in keywords:
        if name not in _KEYWORDS:
            near = nearest(name, _KEYWORDS)
            hint = f"did you mean {near!r}?" if near else f"known are {', '.join(_KEYWORDS)}"
            raise MockconfError(f"{where} knows no keyword {name!r}; {hint}")
    return dict(keywords)


def _settings(asked: Mapping[str, Any]) -> dict[str, Any]:
    read = load(_NOWHERE, {}, **asked)
    return {name: getattr(read, name) for name in asked}


def _dialect(name: Any) -> str:
    if name not in _dialects():
        raise MockconfError(f"mockconf speaks {', '.join(_dialects())}, and not {name!r}")
    return str(name)


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
