"""Three calls of the SDK, as a small test makes them."""

from __future__ import annotations

from typing import Any


def converse(client: Any) -> None:
    """Dial somebody into a conference, look at the conference and at who is in it."""
    conferences = client.conferences
    dialled = conferences("Support").participants.create(from_="+15017122661", to="+15558675310")
    assert conferences(dialled.conference_sid).fetch().friendly_name == "Support"
    present = conferences(dialled.conference_sid).participants.list()
    assert [one.call_sid for one in present] == [dialled.call_sid]
