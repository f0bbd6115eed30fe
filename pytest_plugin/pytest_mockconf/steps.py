"""What every step of a script has in common: it is carried out, its callbacks are waited for, and a refusal is explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from mockconf.errors import ApiError, MockconfError, NoSuchResource
from mockconf.filters import ConferenceFilter, ParticipantFilter
from mockconf.hints import nearest
from mockconf.model import Conference, Participant
from mockconf.paging import PageRequest
from mockconf.states import ConferenceStatus
from mockconf.world import World
from pytest_mockconf.naming import addresses, shown

_Result = TypeVar("_Result")
_EVERY_ONE = PageRequest(size=1_000)
_MOST_NAMES = 10


class ScriptError(MockconfError):
    """A step of a script that cannot happen now; the text names the state that stands against it."""


class Mock(Protocol):
    """What a script needs of the `mockconf` fixture."""

    account_sid: str
    world: World

    def settle(self, timeout: float | None = None) -> None:
        """Wait for the callbacks."""

    @property
    def dialect(self) -> str:
        """The name of the dialect in which records are named and callbacks told."""


def take(mock: Mock, who: str, cannot: str, sid: str, step: Callable[[], _Result]) -> _Result:
    """Let a step happen and wait for what it causes.

    Args:
        mock: whose world it happens in.
        who: `alice`, `conference 'Support'`.
        cannot: what the text of a refusal says of them: `cannot be muted`.
        sid: the conference.
        step: calls the switchboard.

    Raises:
        ScriptError: it cannot happen now.
    """
    __tracebackhide__ = True
    try:
        result = step()
    except ApiError as error:
        raise refusal(mock, f"{who} {cannot}: {_why(mock, sid, error)}") from None
    except MockconfError as error:
        raise refusal(mock, f"{who} {cannot}: {error}") from None
    mock.settle()
    return result


def refusal(mock: Mock, text: str) -> ScriptError:
    """A step cannot happen; the text names records as the test knows them."""
    return ScriptError(shown(mock.dialect, text))


def shown_at_the_test(step: Callable[[], _Result]) -> _Result:
    """Let a step happen; a mistake in how it is asked for is shown at the test's own line, and not deep below it."""
    __tracebackhide__ = True
    try:
        return step()
    except MockconfError as error:
        mistake = str(error)
    raise MockconfError(mistake)


def somebody(mock: Mock, address: str, sid: str | None = None) -> Participant:
    """Whoever has this CallSid, in either spelling, or label, in one conference or in whichever is open.

    Raises:
        ScriptError: nobody has; the text names those who are there.
    """
    __tracebackhide__ = True
    if not isinstance(address, str):
        raise MockconfError(f"a participant is named by a CallSid or label, and not by {address!r}")
    switchboard, account_sid = mock.world.switchboard, mock.account_sid
    why = ""
    for one in addresses(address):
        try:
            if sid is None:
                return switchboard.find_participant(account_sid, one)
            return switchboard.fetch_participant(account_sid, sid, one)
        except NoSuchResource as error:
            why = _why(mock, sid, error) if sid else str(error)
    there = _but_there_are(mock, address, sid)
    raise refusal(mock, f"{address!r} cannot be found: {why}{there}")


def described(conference: Conference) -> str:
    """A conference and where it stands.

    >>> from mockconf.world import World
    >>> world = World()
    >>> described(world.switchboard.open_conference(world.account_sid, "Support"))[-22:]
    ' which has not started'
    """
    reason = conference.reason_conference_ended
    if conference.status is ConferenceStatus.INIT:
        state = "has not started"
    else:
        state = f"is {conference.status.value}{f' ({reason.value})' if reason else ''}"
    return f"conference {conference.friendly_name!r} {conference.sid}, which {state}"


def name_of(participant: Participant) -> str:
    """How a text calls somebody."""
    return participant.label or participant.call_sid


def _but_there_are(mock: Mock, address: str, sid: str | None) -> str:
    """What to say of those who are in a conference, or in any."""
    switchboard, account_sid = mock.world.switchboard, mock.account_sid
    if sid is None:
        every = switchboard.list_conferences(account_sid, ConferenceFilter(), _EVERY_ONE).items
        sids = [one.sid for one in every if one.status is not ConferenceStatus.COMPLETED]
    else:
        sids = [sid]
    names = [
        name_of(one)
        for each in sids
        for one in switchboard.list_participants(
            account_sid, each, ParticipantFilter(), _EVERY_ONE
        ).items[::-1]
    ]
    if not names:
        return ""
    near = nearest(address, names)
    there = f"{'is' if len(names) == 1 else 'are'} {', '.join(names[:_MOST_NAMES])}"
    return f"; did you mean {near!r}? There {there}" if near else f"; there {there}"


def _why(mock: Mock, sid: str, error: ApiError) -> str:
    try:
        conference = mock.world.switchboard.fetch_conference(mock.account_sid, sid)
    except ApiError:
        return str(error)
    if isinstance(error, NoSuchResource):
        return f"not in {described(conference)}"
    return f"{error}, in {described(conference)}"
