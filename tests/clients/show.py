"""Prints one conference as three dialects spell it, and as every client that is installed sees it.

python -m tests.clients.show
"""

from __future__ import annotations

import json
from urllib.request import Request, urlopen
from xml.dom.minidom import parseString

from tests.clients.running import CLIENTS, Mock, a_mock
from tests.line import basic

ADDRESSES = {
    "twilio-2010-04-01": "/2010-04-01/Accounts/{}/Conferences/{}.json",
    "signalwire": "/api/laml/2010-04-01/Accounts/{}/Conferences/{}",
    "twilio-2008-08-01": "/2008-08-01/Accounts/{}/Conferences/{}",
}


def main() -> None:
    with a_mock(callers=3) as mock:
        for dialect, address in ADDRESSES.items():
            print(f"{dialect}\n{_indented(spelled(mock, dialect, address))}\n")
        for client in CLIENTS:
            print(client.name)
            if client.lacks:
                print(f"  {client.lacks}")
                continue
            for seen in client.drive(mock, "look"):
                print(f"  {seen.pop('step')}: {json.dumps(seen, ensure_ascii=False)}")


def spelled(mock: Mock, dialect: str, address: str) -> str:
    """The conference as a dialect answers it, made readable."""
    account, token = mock.identity(dialect)
    url = mock.url + address.format(account, mock.sid(dialect))
    with urlopen(Request(url, headers={"Authorization": basic(account, token)})) as answer:
        body = answer.read()
    if body.startswith(b"<"):
        return parseString(body).documentElement.toprettyxml(indent="  ").strip()
    return json.dumps(json.loads(body), indent=2)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


if __name__ == "__main__":
    main()
