"""What the clients for Python do in a conference; each thing seen is a line of JSON. `story.cjs` is the same in JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from twilio.base.exceptions import TwilioRestException


def tell(step: str, **seen: Any) -> None:
    print(json.dumps({"step": step, **seen}), flush=True)


def refused(step: str, attempt: Callable[[], Any]) -> None:
    """Tell how an attempt is refused."""
    try:
        attempt()
    except TwilioRestException as error:
        tell(step, http=error.status, code=error.code)
    else:
        tell(step, http=None, code=None)


def look(client: Any, sid: str, name: str) -> None:
    """See the conference and who is in it."""
    found = client.conferences.list(friendly_name=name, status="in-progress")
    tell(
        "found", names=[one.friendly_name for one in found], same=[one.sid == sid for one in found]
    )
    room = client.conferences(sid).fetch()
    created = room.date_created.strftime("%Y-%m-%dT%H:%M:%SZ")
    tell("conference", name=room.friendly_name, status=room.status, created=created)
    people = client.conferences(sid).participants.list()
    tell(
        "participants",
        statuses=[one.status for one in people],
        muted=[one.muted for one in people],
        hold=[one.hold for one in people],
        starts=[one.start_conference_on_enter for one in people],
    )


def pages(client: Any, sid: str) -> None:
    """Follow the links from page to page."""
    waiting = client.conferences.list(status="init", page_size=2)
    tell("waiting", names=[one.friendly_name for one in waiting])
    everybody = client.conferences(sid).participants.list(page_size=1)
    tell("one by one", different=len({one.call_sid for one in everybody}))


def steer(client: Any, sid: str) -> None:
    """Mute, hold, coach and announce."""
    room = client.conferences(sid)
    last, *_, first = room.participants.list()
    muted = room.participants(first.call_sid).update(muted=True)
    tell("mute", muted=muted.muted, hold=muted.hold)
    held = room.participants(first.call_sid).update(
        hold=True, hold_url="https://example.com/music", hold_method="GET"
    )
    tell("hold", muted=held.muted, hold=held.hold)
    of_muted = room.participants.list(muted=True)
    of_present = room.participants.list(hold=False)
    tell("who", muted=[one.call_sid == first.call_sid for one in of_muted], here=len(of_present))
    back = room.participants(first.call_sid).update(muted=False, hold=False)
    tell("back", muted=back.muted, hold=back.hold)
    coach = room.participants(last.call_sid).update(coaching=True, call_sid_to_coach=first.call_sid)
    tell("coach", coaching=coach.coaching, same=coach.call_sid_to_coach == first.call_sid)
    announced = room.update(announce_url="https://example.com/a b?x=1&y=2", announce_method="GET")
    tell("announce", status=announced.status)


def record(client: Any, sid: str) -> None:
    """Pause, resume and stop the recording, and delete it."""
    recordings = client.conferences(sid).recordings
    (running,) = recordings.list()
    tell("recording", status=running.status, source=running.source)
    recording = client.conferences(sid).recordings(running.sid)
    tell("pause", status=recording.update(status="paused", pause_behavior="skip").status)
    tell("resume", status=recording.update(status="in-progress").status)
    tell("stop", status=recording.update(status="stopped").status)
    done = recording.fetch()
    tell("done", status=done.status, same=done.conference_sid == sid)
    refused("pause again", lambda: recording.update(status="paused"))
    refused("no such status", lambda: recording.update(status="over"))


def end(client: Any, sid: str) -> None:
    """Delete what was recorded, remove somebody, end the conference, and be told what is over."""
    room = client.conferences(sid)
    recording = room.recordings(room.recordings.list()[0].sid)
    tell("delete", done=recording.delete())
    refused("deleted", recording.fetch)
    last = room.participants(room.participants.list()[0].call_sid)
    tell("remove", done=last.delete())
    refused("removed", last.fetch)
    tell("left", count=len(room.participants.list()))
    tell("end", status=room.update(status="completed").status)
    refused("end again", lambda: room.update(status="completed"))
    refused("unknown", client.conferences(sid[:-12] + "0" * 12).fetch)
