"""What the webhooks of one conference tell, in whatever order they come, and however often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class State(NamedTuple):
    """A conference as far as its webhooks have told."""

    #: "waiting", "in-progress" or "completed".
    status: str
    there: list[str]
    on_hold: list[str]
    #: Who could not be reached, and why: "busy", "no-answer", "failed" or "canceled".
    unreached: dict[str, str]
    ended_because: str | None


class Heard:
    """All webhooks of one conference; their SequenceNumbers sort them out."""

    def __init__(self) -> None:
        self._forms: dict[int, Mapping[str, str]] = {}

    def take(self, form: Mapping[str, str]) -> bool:
        """Remember a webhook; False if it has come before."""
        return self._forms.setdefault(int(form["SequenceNumber"]), form) is form

    def state(self) -> State:
        """What they tell, read from the first to the last, whatever their order of arrival."""
        status, ended_because = "waiting", None
        holds: dict[str, bool] = {}  # by the label of everybody who is there
        unreached: dict[str, str] = {}
        for number in sorted(self._forms):
            form = self._forms[number]
            event, label = form["StatusCallbackEvent"], form.get("ParticipantLabel", "")
            if event == "conference-start":
                status = "in-progress"
            elif event == "conference-end":
                status, ended_because = "completed", form["ReasonConferenceEnded"]
            elif event == "participant-leave":
                holds.pop(label, None)
                if could_not_be_reached(form):
                    unreached[label] = form["ParticipantCallStatus"]
            else:
                holds[label] = form["Hold"] == "true"
                unreached.pop(label, None)  # the second attempt may succeed
        on_hold = sorted(label for label, is_on_hold in holds.items() if is_on_hold)
        return State(status, sorted(holds), on_hold, unreached, ended_because)


def could_not_be_reached(form: Mapping[str, str]) -> bool:
    """Whether a webhook tells of somebody who was dialled in vain."""
    return form.get("ReasonParticipantLeft") == "participant_add_failed"
