"""Drives a conference as people did in 2008, with XML and no SDK: drive_2008.py url account token conference name [look]"""

from __future__ import annotations

import sys
from base64 import b64encode
from email.utils import parsedate_to_datetime
from json import dumps
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree

url, account, token, sid, name, *only = sys.argv[1:]
room = f"Conferences/{sid}"


def tell(step: str, **seen: Any) -> None:
    print(dumps({"step": step, **seen}), flush=True)


def ask(path: str, **form: str) -> tuple[int, Any]:
    """The status of an answer, and what stands in its TwilioResponse."""
    credentials = b64encode(f"{account}:{token}".encode()).decode()
    request = Request(
        f"{url}/2008-08-01/Accounts/{account}/{path}",
        urlencode(form).encode() if form else None,
        {"Authorization": f"Basic {credentials}"},
    )
    try:
        with urlopen(request) as answer:
            status, body = answer.status, answer.read()
    except HTTPError as error:
        status, body = error.code, error.read()
    return status, ElementTree.fromstring(body)[0] if body else None


def texts(records: Any, *names: str) -> list[list[str]]:
    return [[record.findtext(name) for name in names] for record in records]


_, found = ask(f"Conferences?{urlencode({'Status': 1, 'FriendlyName': name})}")
tell(
    "found",
    names=[text for (text,) in texts(found, "FriendlyName")],
    same=[text == sid for (text,) in texts(found, "Sid")],
    attributes=dict(found.attrib),
)
_, conference = ask(room)
created = parsedate_to_datetime(conference.findtext("DateCreated")).isoformat()
(told,) = texts([conference], "FriendlyName", "Status")
tell("conference", name=told[0], status=told[1], created=created)
_, people = ask(f"{room}/Participants")
flags = ("Muted", "StartConferenceOnEnter", "EndConferenceOnExit")
tell("participants", flags=texts(people, *flags), total=people.get("total"))
if only:
    sys.exit()

calls = [call for (call,) in texts(people, "CallSid")]
_, muted = ask(f"{room}/Participants/{calls[0]}", Muted="true")
tell("mute", muted=muted.findtext("Muted"))
_, who = ask(f"{room}/Participants?Muted=true")
tell("who", muted=[call == calls[0] for (call,) in texts(who, "CallSid")])
status, refusal = ask(room, Status="2")
tell("no way to end", http=status, says=[part.tag for part in refusal])
removed = [ask(f"{room}/Participants/{call}?_method=DELETE", Muted="")[0] for call in calls]
tell("remove", http=removed)
status, refusal = ask(f"{room}/Participants/{calls[0]}")
tell("removed", http=status, says=[part.tag for part in refusal])
_, conference = ask(room)
tell("over", status=conference.findtext("Status"))
