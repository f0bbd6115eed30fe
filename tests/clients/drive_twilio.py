"""Drives a conference with the official SDK: drive_twilio.py url account token conference name [look]"""

from __future__ import annotations

import sys

import story
from twilio.rest import Client

url, account, token, sid, name, *only = sys.argv[1:]
client = Client(account, token)
client.api.base_url = url

if only:
    story.look(client, sid, name)
    sys.exit()

# What only this vendor has: the API dials, the name of a conference will do, and so will a label.
called = client.conferences(name).participants.create(
    from_="+15017122661",
    to="client:zoë",
    label="supervisor é",
    early_media=True,
    status_callback="https://example.com/call",
    status_callback_event=["ringing", "answered"],
)
story.tell("dial", status=called.status, label=called.label, same=called.conference_sid == sid)
by_label = client.conferences(sid).participants("supervisor é")
found = by_label.fetch()
story.tell("label", status=found.status, same=found.call_sid == called.call_sid)
host = by_label.update(end_conference_on_exit=True, beep_on_exit=False)
story.tell("host", ends=host.end_conference_on_exit)
guest = by_label.update(end_conference_on_exit=False)
story.tell("guest", ends=guest.end_conference_on_exit)

story.look(client, sid, name)
story.pages(client, sid)
story.steer(client, sid)
story.record(client, sid)
story.end(client, sid)
