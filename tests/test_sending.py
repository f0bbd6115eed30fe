"""Redirects, other attempts, and that sending never raises."""

from __future__ import annotations

import pytest

from mockconf.mounts import Mounts
from mockconf.sending import Sent, send
from mockconf.transport import Callback, Reply, over_http
from tests.listener import (
    Habit,
    Listener,
    answering,
    callback_to,
    closing_midway,
    redirecting,
    saying,
)


def sent_to(url: str) -> Sent:
    return send(over_http, callback_to(url))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_by_a_get_without_the_parameters(status: int) -> None:
    with Listener(redirecting("/new?a=1#top", status), answering(200)) as listener:
        callback = callback_to(f"{listener.url}/old?step=1")
        assert send(over_http, callback) == Sent(200, None, 1, b"")
    _, second = listener.requests
    assert (second.method, second.target, second.body) == ("GET", "/new?a=1", b"")
    assert second.headers["i-twilio-idempotency-token"] == "6b1b6c9e"
    assert second.headers["x-twilio-signature"] == callback.headers["X-Twilio-Signature"]
    assert not {"content-type", "content-length"} & set(second.headers)


@pytest.mark.parametrize(
    ("location", "target"),
    [("new", "/a/new"), ("../c", "/c"), ("?x=1", "/a/b?x=1"), ("/ü", "/%C3%BC"), ("", "/a/b")],
)
def test_a_location_may_be_relative(location: str, target: str) -> None:
    habit = redirecting(location.encode().decode("latin-1"))
    with Listener(habit, answering(200)) as listener:
        assert sent_to(f"{listener.url}/a/b").reason is None
    assert listener.requests[1].target == target


def test_a_redirect_may_lead_to_another_receiver() -> None:
    with Listener() as new, Listener(redirecting(f"{new.url}/hook")) as old:
        assert sent_to(old.url).reason is None
    assert new.requests[0].headers["host"] == f"127.0.0.1:{new.port}"


def test_a_failure_behind_a_redirect_says_what_was_lost_on_the_way() -> None:
    with Listener(redirecting("/hook/", 308), answering(405)) as listener:
        sent = sent_to(f"{listener.url}/hook")
    assert sent.status == 405
    assert sent.reason == (
        f"{listener.url}/hook/ answered 405; {listener.url}/hook had redirected there, "
        "and a redirect is followed by a GET without the parameters"
    )


def test_five_redirects_are_followed_and_no_more() -> None:
    with Listener(*[redirecting("/again")] * 5, answering(200)) as listener:
        assert sent_to(listener.url).reason is None
    with Listener(redirecting("/again")) as listener:
        sent = sent_to(listener.url)
    assert len(listener.requests) == 6
    assert sent.status == 302
    assert sent.reason is not None
    assert sent.reason.startswith(f"{listener.url}/again answered 302 after 5 redirects already")


def test_a_redirect_without_a_location_is_a_failure() -> None:
    with Listener(answering(302)) as listener:
        sent = sent_to(listener.url)
    assert (sent.status, sent.reason) == (302, f"{listener.url}/ answered 302 without a Location")


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/", "http://[::1", "http:///x", "//"])
def test_a_redirect_to_nowhere_is_a_failure(location: str) -> None:
    with Listener(redirecting(location), answering(500)) as listener:
        sent = sent_to(listener.url)
    assert sent.reason is not None
    assert sent.reason.endswith("a redirect is followed by a GET without the parameters")


def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed() -> None:
    with Listener(redirecting("http://evil.example/")) as listener:
        sent = send(Mounts(over_http), callback_to(listener.url))
    assert sent.status is None
    assert sent.reason is not None
    assert sent.reason.startswith("host 'evil.example' is not allowed")


@pytest.mark.parametrize(
    ("habit", "fragment", "attempts"),
    [
        (answering(500), "", 1),
        (answering(500), "rc=5", 1),
        (answering(500), "rp=5xx", 2),
        (answering(500), "rp=5xx&rc=0", 1),
        (answering(500), "rp=4xx,ct,rt&rc=3", 1),
        (answering(503), "rp=all&rc=5", 6),
        (answering(404), "rp=4xx&rc=2", 3),
        (answering(302), "rp=all&rc=2", 1),
        (saying(b""), "rc=2", 1),
        (saying(b""), "rp=rt&rc=2", 3),
    ],
)
def test_what_the_policy_names_is_tried_again(habit: Habit, fragment: str, attempts: int) -> None:
    with Listener(habit) as listener:
        assert sent_to(f"{listener.url}#{fragment}").attempts == attempts
    assert len(listener.requests) == attempts
    assert len({str(sorted(received.headers.items())) for received in listener.requests}) == 1


def test_a_later_attempt_may_succeed() -> None:
    with Listener(answering(500), closing_midway, answering(200)) as listener:
        assert sent_to(f"{listener.url}#rp=all&rc=5") == Sent(200, None, 3, b"")


def test_whatever_a_transport_raises_becomes_the_reason() -> None:
    def broken(callback: Callback) -> Reply:
        raise KeyError("oh")

    sent = send(broken, callback_to("https://app.example/"))
    assert sent == Sent(None, "the transport raised KeyError: 'oh'", 1, b"")
