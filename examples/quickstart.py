"""A whole conference, run by the official twilio SDK against mockconf; then the contract is broken on purpose.

    python examples/quickstart.py

Everything happens on this machine: a server on 127.0.0.1, no account, no network, no cost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.request import urlopen

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from mockconf import create_app
from mockconf.server import Server

ACCOUNT_SID = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "any token: the first one that is used becomes the account's"
CALLER, AGENT, SUPERVISOR = "+15017122661", "+15558675310", "+15558675311"


def main() -> None:
    with Server(create_app(seed="quickstart")) as server:
        client = Client(ACCOUNT_SID, AUTH_TOKEN)
        client.api.base_url = server.url  # the only line that knows of mockconf
        print(f"mockconf listens at {server.url}\n")
        run_a_conference(client)
        break_the_contract(client)
        show_the_findings(server.url)


def run_a_conference(client: Client) -> None:
    support = client.conferences("Support")
    agent = support.participants.create(from_=CALLER, to=AGENT, label="agent")
    print(f"agent dialled into a new conference: {agent.conference_sid}, call {agent.status}")
    support.participants.create(
        from_=CALLER, to="client:alice", label="customer", end_conference_on_exit=True
    )
    room = client.conferences(agent.conference_sid)
    print(f"customer joined: the conference is {room.fetch().status}")

    print(f"customer muted: {room.participants('customer').update(muted=True).muted}")
    print(f"customer on hold: {room.participants('customer').update(hold=True).hold}")
    coach = support.participants.create(
        from_=CALLER, to=SUPERVISOR, label="supervisor", call_sid_to_coach=agent.call_sid
    )
    coach = room.participants(coach.call_sid).fetch()
    print(f"supervisor coaches the agent: {coach.coaching and coach.call_sid_to_coach}")
    everybody = room.participants.list(page_size=2)
    print(f"everybody, in pages of two: {', '.join(one.label for one in everybody)}")
    muted = room.participants.list(muted=True)
    print(f"who is muted: {', '.join(one.label for one in muted)}")
    running = client.conferences.list(status="in-progress", friendly_name="Support")
    print(f"conferences in progress with that name: {len(running)}")

    ended = room.update(status="completed")
    print(f"ended: {ended.status}, {ended.reason_conference_ended}")
    print(f"participants left behind: {len(room.participants.list())}\n")


def break_the_contract(client: Client) -> None:
    support = client.conferences("Support")
    refused(
        "a ringing time of 3 seconds",
        lambda: support.participants.create(from_=CALLER, to=AGENT, timeout=3),
    )
    again = support.participants.create(from_=CALLER, to=AGENT, label="agent")
    refused(
        "a label that is taken",
        lambda: support.participants.create(from_=CALLER, to=AGENT, label="agent"),
    )
    refused(
        "ending a conference that has not started",
        lambda: client.conferences(again.conference_sid).update(status="completed"),
    )
    # Here the vendor would say nothing: a name in the wrong case is ignored, an odd boolean is false.
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Conferences/{again.conference_sid}"
    answer = client.request(
        "POST",
        f"{client.api.base_url}{path}/Participants/agent.json",
        data={"Muted": "yes", "EndConferenceOnexit": "true"},
    )
    print(f"Muted=yes, EndConferenceOnexit=true: {answer.status_code}, and yet nobody is muted\n")


def refused(what: str, attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except TwilioRestException as error:
        print(f"{what}: HTTP {error.status}, code {error.code}: {error.msg}")
    else:
        raise SystemExit(f"{what} should have been refused")


def show_the_findings(url: str) -> None:
    print("what mockconf has found:")
    with urlopen(f"{url}/_mockconf/findings") as answer:
        for finding in json.load(answer)["findings"]:
            hint = f" (did you mean {finding['nearest']}?)" if finding["nearest"] else ""
            operation = finding["operation"]
            print(f"  {finding['severity']:8}{operation}: {finding['message']}{hint}")


if __name__ == "__main__":
    main()
