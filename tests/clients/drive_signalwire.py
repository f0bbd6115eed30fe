"""Drives a conference with the official SDK: drive_signalwire.py url project token conference name [look]"""

from __future__ import annotations

import sys

import story
from signalwire.rest import Client

url, project, token, sid, name, *only = sys.argv[1:]
client = Client(project, token, signalwire_space_url=url)
client.api.base_url = url  # it has made https of what it was given

if only:
    story.look(client, sid, name)
    sys.exit()

story.look(client, sid, name)
story.pages(client, sid)
story.steer(client, sid)
story.record(client, sid)
# Inherited from the SDK that this one wraps; the vendor has no such operation.
people = client.conferences(sid).participants
story.refused("dial", lambda: people.create(from_="+15017122661", to="+15558675310"))
whole = client.recordings.list()
story.tell("all recordings", statuses=[one.status for one in whole])
story.end(client, sid)
