"""What may be asked of a room, given who is in it. Each function returns, or raises the reason why not."""

from __future__ import annotations

from mockconf.errors import (
    CoachingWithoutTarget,
    CoachTargetMissing,
    CoachTargetOnHold,
    ConferenceFull,
    ConferenceNotBridged,
    LabelTaken,
    RecordingInWrongState,
)
from mockconf.model import (
    MOST_PARTICIPANTS,
    Conference,
    NewParticipant,
    Participant,
    ParticipantChanges,
    Recording,
)
from mockconf.states import (
    RECORDING_LIFE_CYCLE,
    ConferenceStatus,
    ParticipantStatus,
    RecordingStatus,
)

Room = list[Participant]


def require_place(conference: Conference | None, room: Room, new: NewParticipant) -> None:
    """Somebody may join when there is a place, the label is free and the coached call is there.

    Documented: parameters of Twilio's "Create a Participant", error dictionary 16020, 16026, 16027 and 16028. That the
    first participant who names MaxParticipants fixes it is assumed.

    Args:
        conference: the one to be joined; None when it is about to be opened.
        room: who is in it, those included whose phone still rings.
        new: who wants to join.

    Raises:
        ConferenceFull, LabelTaken, CoachingWithoutTarget, CoachTargetMissing, CoachTargetOnHold: what stands against it.
    """
    fixed = conference.max_participants if conference else None
    if len(room) >= (fixed or new.max_participants or MOST_PARTICIPANTS):
        raise ConferenceFull(f"{len(room)} participants are there")
    if new.label and any(one.label == new.label for one in room):
        raise LabelTaken(new.label)
    if new.coaching and not new.call_sid_to_coach:
        raise CoachingWithoutTarget("nobody is named to be coached")
    if new.call_sid_to_coach and new.coaching is not False:
        _require_target(room, new.call_sid_to_coach, coach=None)


def require_bridge(conference: Conference, room: Room) -> None:
    """An announcement needs a conference that has started and two who hear each other.

    Documented: error dictionary 16001, which names a single participant and a missing moderator.

    Raises:
        ConferenceNotBridged: it is not so.
    """
    connected = [one for one in room if one.status is ParticipantStatus.CONNECTED]
    if conference.status is not ConferenceStatus.IN_PROGRESS or len(connected) < 2:
        raise ConferenceNotBridged(
            f"{len(connected)} are connected while it is {conference.status.value}"
        )


def require_transition(recording: Recording, status: RecordingStatus) -> None:
    """A recording is paused, resumed and stopped only from where that makes sense.

    Documented: error dictionary 16114, and the statuses of "Update a Conference Recording".

    Raises:
        RecordingInWrongState: it is over, or already where it is asked to go.
    """
    if status not in RECORDING_LIFE_CYCLE.get(recording.status, ()):
        raise RecordingInWrongState(
            f"a recording that is {recording.status.value} cannot become {status.value}"
        )


def require_finished(recording: Recording) -> None:
    """A recording is deleted only when it is over (assumed).

    Raises:
        RecordingInWrongState: it still runs.
    """
    if recording.is_active:
        raise RecordingInWrongState("a recording that still runs cannot be deleted")


def coaching_values(
    room: Room, coach: Participant, changes: ParticipantChanges
) -> dict[str, object]:
    """What an update makes of coaching: a target alone starts it, `coaching=False` ends it.

    Documented: Coaching and CallSidToCoach of "Update a Participant". Seen: a target alone retargets, false lets the
    coach barge in. Assumed: false forgets the target.

    Raises:
        CoachingWithoutTarget, CoachTargetMissing, CoachTargetOnHold: whom to coach is not said, not there, or on hold.
    """
    if changes.coaching is False:
        return {"coaching": False, "call_sid_to_coach": None}
    if changes.coaching is None and not changes.call_sid_to_coach:
        return {}
    target = changes.call_sid_to_coach or coach.call_sid_to_coach
    if not target:
        raise CoachingWithoutTarget("nobody is named to be coached")
    _require_target(room, target, coach)
    return {"coaching": True, "call_sid_to_coach": target}


def _require_target(room: Room, call_sid: str, coach: Participant | None) -> None:
    target = next((one for one in room if one.call_sid == call_sid), None)
    if target is None or target.status is not ParticipantStatus.CONNECTED:
        raise CoachTargetMissing(f"{call_sid} is not connected here")
    if coach is not None and target.call_sid == coach.call_sid:
        raise CoachTargetMissing("nobody coaches themselves")
    if target.hold:
        raise CoachTargetOnHold(f"{call_sid} is on hold")
