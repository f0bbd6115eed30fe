"""Steps of a script: what callers do in a conference, in the vocabulary of the vendors' webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mockconf.errors import NoSuchResource
from mockconf.events import Event, Kind
from mockconf.model import Conference, NewParticipant, Participant, ParticipantChanges
from mockconf.states import CallOutcome
from mockconf.world import World

#: What a step changes of a participant, apart from what `participant-modify` names itself.
_CHANGES: Mapping[Kind, ParticipantChanges] = {
    Kind.PARTICIPANT_MUTE: ParticipantChanges(muted=True),
    Kind.PARTICIPANT_UNMUTE: ParticipantChanges(muted=False),
    Kind.PARTICIPANT_HOLD: ParticipantChanges(hold=True),
    Kind.PARTICIPANT_UNHOLD: ParticipantChanges(hold=False),
}


#: Steps of a call that is on its way, which the vendors tell only to the call's own callback.
_OUTCOMES: Mapping[str, CallOutcome] = {
    "call-ringing": CallOutcome.RING,
    "call-answered": CallOutcome.ANSWER,
    "call-busy": CallOutcome.BUSY,
    "call-no-answer": CallOutcome.NO_ANSWER,
    "call-failed": CallOutcome.FAIL,
    "call-canceled": CallOutcome.CANCEL,
}
#: What only announcements have.
_DETAILS = ("announce_url", "reason_announcement_failed")


class Step(NamedTuple):
    """What a step led to."""

    conference: Conference
    #: None for a step without a participant, and for one who left.
    participant: Participant | None
    events: list[Event]


def play(world: World, account_sid: str, sid: str, given: Mapping[str, Any]) -> Step:
    """Let `given["event"]` happen in the conference `sid`, with the attributes that stand beside it.

    Raises:
        ApiError: the life cycle forbids it now, or nobody of that CallSid or label is there.
    """
    with world.switchboard.turn(), world.journal.listening() as heard:
        address: str | None = given.get("call_sid") or given.get("label")
        outcome = _OUTCOMES.get(given["event"])
        if outcome and address:
            world.switchboard.settle_call(account_sid, sid, address, outcome)
        else:
            address = _happen(world, account_sid, sid, Kind(given["event"]), given) or address
        return Step(
            conference=world.switchboard.fetch_conference(account_sid, sid),
            participant=_look_for(world, account_sid, sid, address),
            # Where the clock runs, something may fall due elsewhere in the middle of the step.
            events=[event for event in heard if event.conference.sid == sid],
        )


def _happen(
    world: World, account_sid: str, sid: str, kind: Kind, given: Mapping[str, Any]
) -> str | None:
    """Carry a step out; who has joined by it is returned."""
    switchboard, room = world.switchboard, (account_sid, sid)
    address: str | None = given.get("call_sid") or given.get("label")
    if kind is Kind.PARTICIPANT_JOIN:
        return switchboard.join(*room, NewParticipant.of(_in_python(given))).call_sid
    if kind is Kind.CONFERENCE_END:
        switchboard.update_conference(*room, complete=True)
    elif kind is Kind.PARTICIPANT_LEAVE and address:
        switchboard.leave(*room, address)
    elif kind is Kind.PARTICIPANT_MODIFY and address:
        switchboard.update_participant(*room, address, ParticipantChanges.of(given))
    elif kind in _CHANGES and address:
        switchboard.update_participant(*room, address, _CHANGES[kind])
    else:
        switchboard.tell(
            *room, kind, address, **{name: given[name] for name in _DETAILS if name in given}
        )
    return None


def _look_for(world: World, account_sid: str, sid: str, address: str | None) -> Participant | None:
    if address is None:
        return None
    try:
        return world.switchboard.fetch_participant(account_sid, sid, address)
    except NoSuchResource:
        return None


def _in_python(given: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes by their Python names: `from` is a word of the language."""
    return {("from_" if name == "from" else name): value for name, value in given.items()}
