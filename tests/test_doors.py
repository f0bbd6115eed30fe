"""The doors are equal: a world asked directly, a socket, and any WSGI server give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest

from mockconf.app import build
from mockconf.clock import ManualClock
from mockconf.exchange import Answer, Request
from mockconf.settings import load
from mockconf.site import Site
from tests.conftest import Mock
from tests.wire import FORM, Wire

CALLER = {"From": "+15017122661", "To": "+15558675310"}
#: Headers that only a server on a wire writes.
OF_THE_WIRE = {"date", "server", "connection", "content-length"}
Seen = tuple[int, list[tuple[str, str]], bytes]
Door = Callable[[str, str, bytes, dict[str, str]], Seen]

NAME = "B%C3%BCro%20%26%202nd%2Ffloor"
CREATE = f"Conferences/{NAME}/Participants"
#: What is asked through each door: method, target below the account, form.
STORY: list[tuple[str, str, dict[str, str] | None]] = [
    ("POST", f"{CREATE}.json", CALLER | {"Label": "my \u260e", "SipAuthPassword": "x"}),
    ("POST", f"{CREATE}.xml", CALLER | {"Muted": "banana", "ConferenceRecord": "true"}),
    ("POST", f"{CREATE}.json", CALLER | {"Timeout": "1"}),
    ("POST", f"{CREATE}.json?Label=x", CALLER),
    ("POST", f"{CREATE}.json", None),
    ("GET", "Conferences.json?PageSize=1&DateCreated>=2026-01-01&FriendlyName=a%20b+c", None),
    ("GET", "Conferences.json?Status=over", None),
    ("GET", "Conferences.json?Status=%zz", None),
    ("GET", "Conferences.csv", None),
    ("GET", "Conferences", None),
    ("GET", "Conferences/", None),
    ("GET", f"Conferences/{NAME}.json", None),
    ("GET", f"Conferences/CF{'0' * 32}/Participants/my%20label.json", None),
    ("PUT", "Conferences.json", None),
    ("GET", "../Conferences.json", None),
    ("GET", "Conferences/%ff.json", None),
]


@pytest.fixture
def site(tmp_path: Path) -> Callable[[], Site]:
    """Makes equal sites."""
    return lambda: Site(load(tmp_path, {}), lambda _: ManualClock())


@pytest.fixture
def doors(site: Callable[[], Site], mock_with: Callable[..., Mock]) -> dict[str, tuple[Wire, Door]]:
    """Each door with a world of its own behind it, and somebody who knows the credentials there."""
    direct, flask, bare = site(), site(), site()
    mock = mock_with()
    wire = mock.wire

    def over_the_socket(method: str, target: str, body: bytes, headers: dict[str, str]) -> Seen:
        reply = wire.send(method, target, body=body or None, headers=headers, auth=None)
        return seen(reply.status, reply.headers.items(), reply.body)

    return {
        "world": (knower(direct), lambda *asked: through_world(direct, *asked)),
        "socket": (wire, over_the_socket),
        "flask": (knower(flask), lambda *asked: through_flask(flask, *asked)),
        "wsgi": (knower(bare), lambda *asked: through_wsgi(bare, *asked)),
    }


def knower(site: Site) -> Wire:
    return Wire("http://127.0.0.1", site.world.account_sid, site.world.auth_token)


def seen(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Seen:
    kept = [(name.lower(), value) for name, value in headers if name.lower() not in OF_THE_WIRE]
    return status, sorted(kept), body


def through_world(
    site: Site, method: str, target: str, body: bytes, headers: dict[str, str]
) -> Seen:
    path, _, query = target.partition("?")
    lowered = {name.lower(): value for name, value in headers.items()}
    request = Request(method=method, path=path, query=query, headers=lowered, body=body)
    answer: Answer = site.answer(request)
    return seen(answer.status, answer.headers, answer.body)


def through_flask(
    site: Site, method: str, target: str, body: bytes, headers: dict[str, str]
) -> Seen:
    client = build(site).test_client()
    response = client.open(target, method=method, data=body, headers=headers)
    return seen(response.status_code, response.headers.items(), response.data)


def through_wsgi(
    site: Site, method: str, target: str, body: bytes, headers: dict[str, str]
) -> Seen:
    """As a server asks that passes the raw target on, as gunicorn does."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/as/it/pleases",
        "RAW_URI": target,
        "QUERY_STRING": target.partition("?")[2],
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "wsgi.input": BytesIO(body),
        "HTTP_AUTHORIZATION": headers["Authorization"],
    }
    setup_testing_defaults(environ)
    started: list[Any] = []
    chunks = build(site)(environ, lambda *response: started.extend(response[:2]))
    return seen(int(started[0][:3]), started[1], b"".join(chunks))


def ask(
    door: tuple[Wire, Door], method: str, path: str, form: dict[str, str] | None = None
) -> Seen:
    wire, send = door
    credentials = wire.authorization((wire.account_sid, wire.auth_token))
    headers = {"Authorization": credentials, "Accept": "*/*"}
    body = b"" if form is None else urlencode(form).encode()
    if form is not None:
        headers["Content-Type"] = FORM
    target = path if path.startswith("/") else f"/2010-04-01/Accounts/{wire.account_sid}/{path}"
    return send(method, target, body, headers)


@pytest.mark.parametrize("name", ["socket", "flask", "wsgi"])
def test_a_door_gives_the_bytes_that_the_world_gives(
    doors: dict[str, tuple[Wire, Door]], name: str
) -> None:
    for method, path, form in STORY:
        directly = ask(doors["world"], method, path, form)
        assert ask(doors[name], method, path, form) == directly, (method, path)
        assert directly[2]


@pytest.mark.parametrize("name", ["socket", "flask", "wsgi"])
def test_a_door_adds_nothing_to_an_answer_without_a_body(
    doors: dict[str, tuple[Wire, Door]], name: str
) -> None:
    asked = [("OPTIONS", "Conferences.json"), ("HEAD", "Conferences.json")]
    for door in (doors["world"], doors[name]):
        ask(door, "POST", f"{CREATE}.json", CALLER | {"Label": "x"})
        listed = ask(door, "GET", "Conferences.json")[2].decode()
    sid = listed[listed.index("CF") :][:34]
    asked.append(("DELETE", f"Conferences/{sid}/Participants/x.json"))
    for method, path in asked:
        directly = ask(doors["world"], method, path)
        assert ask(doors[name], method, path) == directly
        assert directly[2] == b""


@pytest.mark.parametrize("name", ["socket", "flask", "wsgi"])
def test_a_door_gives_the_bytes_of_the_control_api(
    doors: dict[str, tuple[Wire, Door]], name: str
) -> None:
    for path in ("health", "conferences", "clock", "coverage", "openapi/control.json", "nowhere"):
        directly = ask(doors["world"], "GET", f"/_mockconf/{path}")
        assert ask(doors[name], "GET", f"/_mockconf/{path}") == directly


def test_a_server_that_tells_only_the_decoded_path_is_understood(
    site: Callable[[], Site],
) -> None:
    served = site()
    wire = knower(served)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/2010-04-01/Accounts/{wire.account_sid}/Conferences/"
        + "B\u00fcro 100% ?/Participants.json".encode().decode("latin-1"),
        "CONTENT_TYPE": FORM,
        "HTTP_AUTHORIZATION": wire.authorization((wire.account_sid, wire.auth_token)),
    }
    body = urlencode(CALLER).encode()
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    setup_testing_defaults(environ)
    started: list[Any] = []
    b"".join(build(served)(environ, lambda *response: started.extend(response[:2])))
    assert started[0].startswith("201 ")
    (event,) = served.world.journal.events
    assert event.conference.friendly_name == "B\u00fcro 100% ?"


def test_one_world_stands_behind_all_its_doors(mock_with: Callable[..., Mock]) -> None:
    mock = mock_with()
    sid = mock.wire.dial("Room").json["conference_sid"]
    path = f"Conferences/{sid}.json"
    directly = ask((mock.wire, lambda *asked: through_world(mock.site, *asked)), "GET", path)
    assert directly[0] == 200
    assert directly[2] == mock.wire.get(path).body
