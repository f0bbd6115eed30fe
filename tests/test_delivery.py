"""How callbacks travel: headers and signatures, whose token signs, and which hosts are called."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from mockconf.settings import load
from tests.conftest import CALLER, Mock
from tests.hooks import ABOUT_CALL, ABOUT_CONFERENCE, ABOUT_RECORDING, OF_CALLS, A, B, Stage
from tests.listener import Received, answering
from tests.wire import Wire

TOKEN = "i-twilio-idempotency-token"
PARENT, PARENT_TOKEN = f"AC{'2' * 32}", "parenttoken"
CHILD, CHILD_TOKEN = f"AC{'3' * 32}", "childtoken"
STRANGER = f"AC{'9' * 32}"
FAMILY: list[dict[str, Any]] = [
    {"sid": PARENT, "auth_token": PARENT_TOKEN},
    {"sid": CHILD, "auth_token": CHILD_TOKEN, "parent": PARENT},
]
NOT_ALLOWED = (
    "host '{host}' is not allowed: mockconf calls only loopback and mounted apps; "
    'mockconf.mount("https://{host}", app), or add it to allowed_hosts'
)


@pytest.fixture
def stage(mock_with: Callable[..., Mock]) -> Iterator[Stage]:
    with Stage(mock_with()) as stage:
        yield stage


def is_signed(stage: Stage, got: Received, auth_token: str | None = None) -> bool:
    """Whether the SDK's own validator believes the request."""
    url = f"http://{got.headers['host']}{got.target}"
    form = got.params if got.method == "POST" else {}
    validator = RequestValidator(auth_token or stage.world.auth_token)
    return bool(validator.validate(url, form, got.headers["x-twilio-signature"]))


def story(stage: Stage, method: str = "POST") -> None:
    """Something of everything is told: of the conference, of both calls, and of the recording."""
    for _ in range(2):
        created = stage.dial(
            "Zoë & Co",
            **stage.asking(ABOUT_CONFERENCE, "join", "leave", "end", method=method),
            **stage.asking(ABOUT_CALL, *OF_CALLS, method=method),
            **stage.asking(ABOUT_RECORDING, "in-progress", "completed", method=method),
            ConferenceRecord="true",
        )
    stage.update(created["conference_sid"], Status="completed")


# Headers


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_validator_of_the_sdk_believes_every_callback(stage: Stage, method: str) -> None:
    story(stage, method)
    got = stage.received()
    assert len(got) == 5 + 8 + 2
    assert {one.method for one in got} == {method}
    assert [one for one in got if not is_signed(stage, one)] == []


def test_a_signature_is_for_its_own_request_only(stage: Stage) -> None:
    story(stage)
    first, *others = stage.received()
    assert [one for one in others if is_signed(stage, one._replace(body=first.body))] == []
    assert not is_signed(stage, first._replace(target=f"{first.target}?x=1"))
    assert not is_signed(stage, first, "anothertoken")


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_query_of_the_url_is_signed_and_its_fragment_is_neither_sent_nor_signed(
    stage: Stage, method: str
) -> None:
    url = f"{stage.receiver.url}/hook?tenant=7#rc=2&rp=all"
    stage.opened(A, status_callback=url, status_callback_method=method)
    (got,) = stage.received()
    assert got.target.startswith("/hook?tenant=7")
    assert "#" not in got.target
    assert "rp=all" not in got.target
    assert is_signed(stage, got)


def test_username_and_password_become_a_header_and_are_not_signed(stage: Stage) -> None:
    url = stage.receiver.url.replace("://", "://ada:s%40crat@") + "/hook"
    stage.opened(A, status_callback=url)
    (got,) = stage.received()
    assert got.headers["authorization"] == "Basic YWRhOnNAY3JhdA=="
    assert is_signed(stage, got)
    (row,) = stage.shown()
    assert (row["outcome"], "crat" in row["url"]) == ("delivered", False)


def test_a_callback_looks_like_the_vendors(stage: Stage) -> None:
    stage.opened(A)
    stage.opened(room="Other", status_callback_method="GET")
    stage.dial("Other")
    post, get = stage.received()
    for got in (post, get):
        assert got.headers["user-agent"] == "TwilioProxy/1.1"
        assert got.headers["accept"] == "*/*"
    form = "application/x-www-form-urlencoded; charset=utf-8"
    assert post.headers["content-type"] == form
    assert "content-type" not in get.headers


def test_every_callback_carries_a_token_of_its_own(stage: Stage) -> None:
    story(stage)
    tokens = [one.headers[TOKEN] for one in stage.received()]
    assert len(set(tokens)) == len(tokens)
    uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    assert [token for token in tokens if not re.fullmatch(uuid, token)] == []


def test_another_attempt_is_the_same_request(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(), answering(500), answering(500), answering(200)) as stage:
        stage.opened(A, status_callback=f"{stage.receiver.url}/hook#rc=2&rp=5xx")
        got = stage.received()
        (row,) = stage.shown()
    assert len(got) == 3
    assert got[0] == got[1] == got[2]
    assert (row["outcome"], row["attempts"], row["status"]) == ("delivered", 3, 200)


@pytest.mark.parametrize(
    ("fragment", "attempts"),
    [("", 1), ("#rc=3", 1), ("#rp=5xx", 2), ("#rc=3&rp=4xx", 1), ("#rc=3&rp=all", 4)],
)
def test_a_callback_is_tried_again_where_its_url_asks_for_it(
    mock_with: Callable[..., Mock], fragment: str, attempts: int
) -> None:
    with Stage(mock_with(), answering(503)) as stage:
        stage.opened(A, status_callback=f"{stage.receiver.url}/hook{fragment}")
        assert len(stage.received()) == attempts
        (row,) = stage.shown()
    assert (row["outcome"], row["status"], row["attempts"]) == ("failed", 503, attempts)
    assert row["reason"] == f"{stage.receiver.url}/hook answered 503"


def test_a_failed_callback_harms_neither_the_conference_nor_what_comes_after(
    mock_with: Callable[..., Mock],
) -> None:
    with Stage(mock_with(), answering(500), answering(200)) as stage:
        sid = stage.opened(A, B)
        assert [row["outcome"] for row in stage.shown()] == ["failed", "delivered", "delivered"]
        assert stage.wire.get(f"Conferences/{sid}.json").json["status"] == "in-progress"


def test_what_the_receiver_answers_is_kept_but_not_heeded(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(), answering(200, b"<Response><Hangup/></Response>")) as stage:
        sid = stage.opened(A, B)
        assert stage.told() == ["participant-join", "participant-join", "conference-start"]
        assert {one.answer for one in stage.world.journal.deliveries} == {
            b"<Response><Hangup/></Response>"
        }
        assert len(stage.wire.get(f"Conferences/{sid}/Participants.json").json["participants"]) == 2


# Whose token signs


def dial_as(stage: Stage, account_sid: str, auth: tuple[str, str]) -> None:
    asked = stage.asking(ABOUT_CONFERENCE, "join")
    path = f"/2010-04-01/Accounts/{account_sid}/Conferences/Support/Participants.json"
    reply = Wire(stage.mock.url, *auth).post(path, CALLER | asked)
    assert reply.status == 201, reply.json


@pytest.mark.parametrize("auth", [(PARENT, PARENT_TOKEN), (CHILD, CHILD_TOKEN)])
def test_a_subaccount_signs_with_its_own_token_whoever_asked(
    mock_with: Callable[..., Mock], auth: tuple[str, str]
) -> None:
    with Stage(mock_with(accounts=FAMILY)) as stage:
        dial_as(stage, CHILD, auth)
        (got,) = stage.received()
        assert is_signed(stage, got, CHILD_TOKEN)
        assert not is_signed(stage, got, PARENT_TOKEN)
    assert got.params["AccountSid"] == CHILD


def test_an_account_that_came_by_itself_signs_with_the_token_it_came_with(stage: Stage) -> None:
    dial_as(stage, STRANGER, (STRANGER, "strangertoken"))
    (got,) = stage.received()
    assert is_signed(stage, got, "strangertoken")


def test_nothing_can_be_signed_for_an_account_of_which_only_a_key_is_known(stage: Stage) -> None:
    dial_as(stage, STRANGER, (f"SK{'9' * 32}", "secret"))
    (row,) = stage.shown()
    assert stage.receiver.requests == []
    assert (row["outcome"], row["attempts"], row["status"]) == ("failed", 0, None)
    assert row["reason"] == (
        f"nothing can be signed for {STRANGER}: its auth token or signing key is not known, as only "
        "its parent, an API key or the other vendor's token has been seen; name it under [[accounts]]"
    )


# Which hosts are called


def reason(stage: Stage, url: str) -> str:
    """Why the callback to a URL failed."""
    stage.opened(A, status_callback=url)
    (row,) = stage.shown()
    assert (row["outcome"], row["status"]) == ("failed", None)
    return str(row["reason"])


@pytest.mark.parametrize("host", ["hook.invalid", "10.0.0.1", "127.0.0.1.hook.invalid"])
def test_a_host_beyond_this_machine_is_not_called(stage: Stage, host: str) -> None:
    assert reason(stage, f"https://{host}/hook") == NOT_ALLOWED.format(host=host)


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name leads beyond this machine, and nobody is asked."""
    real = socket.getaddrinfo

    def known(host: str, *args: Any, **more: Any) -> Any:
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", known)


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("allowed", ["hook.invalid", "*.invalid", "hook.invalid:8443"])
def test_a_host_that_the_settings_allow_is_called(
    mock_with: Callable[..., Mock], allowed: str
) -> None:
    with Stage(mock_with(allowed_hosts=[allowed])) as stage:
        said = reason(stage, "https://hook.invalid:8443/hook")
    assert said.startswith("host 'hook.invalid' cannot be found")


def test_another_host_than_the_allowed_one_is_not_called(mock_with: Callable[..., Mock]) -> None:
    with Stage(mock_with(allowed_hosts=["hook.invalid"])) as stage:
        assert reason(stage, "https://evil.invalid/") == NOT_ALLOWED.format(host="evil.invalid")


@pytest.mark.usefixtures("nowhere")
def test_the_environment_allows_hosts_too(mock_with: Callable[..., Mock], tmp_path: Path) -> None:
    settings = load(tmp_path, {"MOCKCONF_ALLOWED_HOSTS": "app.invalid,*.hook.invalid"})
    with Stage(mock_with(allowed_hosts=settings.allowed_hosts)) as stage:
        said = reason(stage, "https://eu.hook.invalid/")
    assert said.startswith("host 'eu.hook.invalid' cannot be found")
