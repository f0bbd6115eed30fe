"""The app against a mock that remembers: it calls the SDK, the test says what callers do, the app's webhook handler hears of it."""

from __future__ import annotations

from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from twilio.rest import Client
from werkzeug.serving import make_server

from pytest_mockconf import MockConf
from warm_transfer import create_app

PUBLIC_URL = "https://transfer.example"
NAME = "case-4711"
CALLER_ID, CUSTOMER, AGENT, SECOND_AGENT = "+15005550006", "+14155550100", "+15550001", "+15550002"


class Desk:
    """What the agent's browser does."""

    def __init__(self, browser: FlaskClient, mockconf: MockConf) -> None:
        self._browser = browser
        self._mockconf = mockconf

    def start(self) -> int:
        return self._post("/sessions", name=NAME, customer=CUSTOMER, agent=AGENT)

    def bring_in(self, number: str = SECOND_AGENT, hold: str = "true") -> int:
        return self._post(f"/sessions/{NAME}/second-agent", number=number, hold=hold)

    def complete(self) -> int:
        return self._post(f"/sessions/{NAME}/complete-transfer")

    @property
    def state(self) -> dict:
        return self._browser.get(f"/sessions/{NAME}").json

    def _post(self, path: str, **form: str) -> int:
        answer = self._browser.post(path, data=form)
        self._mockconf.settle()  # the webhooks of what the app has just asked for
        return answer.status_code


@pytest.fixture
def app(mockconf: MockConf) -> Flask:
    app = create_app(mockconf.twilio_client(), PUBLIC_URL, mockconf.auth_token, CALLER_ID)
    app.testing = True  # an exception in a webhook is told as what it is, and not as a 500
    mockconf.mount(PUBLIC_URL, app)
    return app


@pytest.fixture
def desk(mockconf: MockConf, app: Flask) -> Desk:
    return Desk(app.test_client(), mockconf)


def test_the_customer_and_the_agent_meet_in_a_conference_named_after_the_session(mockconf, desk):
    desk.start()

    assert desk.state == {
        "status": "in-progress",
        "there": ["agent", "customer"],
        "on_hold": [],
        "unreached": {},
        "ended_because": None,
    }
    assert mockconf.conference(NAME).status == "in-progress"
    mockconf.assert_requested(
        "CreateParticipant", times=2, From=CALLER_ID, EndConferenceOnExit=True
    )
    mockconf.assert_callback("conference-start", FriendlyName=NAME)


def test_a_customer_is_handed_to_a_second_agent(mockconf, desk):
    desk.start()

    desk.bring_in()
    assert desk.state["there"] == ["agent", "customer", "second-agent"]
    assert desk.state["on_hold"] == ["customer"]

    desk.complete()
    assert desk.state["there"] == ["customer", "second-agent"]
    assert desk.state["on_hold"] == []
    # Without this, the conference would have ended with the first agent.
    mockconf.assert_requested("UpdateParticipant", CallSid="agent", EndConferenceOnExit=False)

    mockconf.participant("second-agent").leave()
    assert desk.state["status"] == "completed"
    assert desk.state["ended_because"] == "participant-with-end-conference-on-exit-left"


def test_a_second_agent_may_join_the_talk_without_anybody_being_on_hold(mockconf, desk):
    desk.start()

    desk.bring_in(hold="false")

    assert desk.state["there"] == ["agent", "customer", "second-agent"]
    mockconf.assert_requested("UpdateParticipant", times=0)


def test_no_customer_waits_for_an_agent_who_cannot_be_reached(mockconf, desk):
    mockconf.on_dial(AGENT, "ring")
    desk.start()
    assert desk.state["there"] == ["customer"]

    mockconf.participant("agent").busy()

    assert desk.state["unreached"] == {"agent": "busy"}
    assert desk.state["status"] == "completed"


def test_a_transfer_waits_for_the_second_agent_to_answer(mockconf, desk):
    mockconf.on_dial(SECOND_AGENT, "ring")
    desk.start()
    desk.bring_in()
    assert desk.complete() == 409

    mockconf.participant("second-agent").answer()

    assert desk.complete() == 204


def test_the_customer_is_off_hold_again_when_the_second_agent_is_busy(mockconf, desk):
    mockconf.on_dial("+1555*2", "busy")
    desk.start()

    desk.bring_in()

    assert desk.state["unreached"] == {"second-agent": "busy"}
    assert desk.state["on_hold"] == []
    mockconf.assert_callback("participant-hold", ParticipantLabel="customer")
    mockconf.assert_callback("participant-unhold", ParticipantLabel="customer")


def test_the_customer_is_off_hold_again_when_nobody_has_answered_for_a_minute(mockconf, desk):
    mockconf.on_dial(SECOND_AGENT, "ring")
    desk.start()
    desk.bring_in()
    assert desk.state["on_hold"] == ["customer"]

    mockconf.clock.advance(70)

    assert desk.state["unreached"] == {"second-agent": "no-answer"}
    assert desk.state["on_hold"] == []


def test_a_customer_who_hangs_up_in_the_middle_of_it_ends_everything(mockconf, desk):
    mockconf.on_dial(SECOND_AGENT, "ring")
    desk.start()
    desk.bring_in()

    mockconf.participant("customer").leave()

    assert desk.state["there"] == []
    assert desk.state["ended_because"] == "participant-with-end-conference-on-exit-left"
    mockconf.assert_callback("participant-leave", ParticipantLabel="second-agent")
    mockconf.assert_requested("UpdateParticipant", times=1)  # to put them on hold, and never again


def test_a_customer_who_is_gone_before_the_app_knows_it_does_no_harm(mockconf, desk):
    mockconf.on_dial(SECOND_AGENT, "ring")
    desk.start()
    desk.bring_in()
    mockconf.callbacks.hold()
    mockconf.participant("second-agent").busy()
    mockconf.participant("customer").leave()

    with mockconf.expect_finding("no-such-resource", operation="UpdateParticipant"):
        mockconf.callbacks.release()

    assert desk.state["status"] == "completed"


def test_webhooks_may_arrive_twice_and_in_any_order(mockconf, desk):
    desk.start()
    mockconf.callbacks.hold()
    desk.bring_in()
    mockconf.participant("second-agent").leave()
    assert [one.event for one in mockconf.callbacks.held] == [
        "participant-hold",
        "participant-join",
        "participant-leave",
    ]

    mockconf.callbacks.release(order="reversed", duplicate=[0, 1, 2])

    assert desk.state["there"] == ["agent", "customer"]
    assert desk.state["on_hold"] == []
    mockconf.assert_requested("UpdateParticipant", Hold=False)  # once, though it was told twice


def test_a_webhook_that_twilio_has_not_signed_is_refused(mockconf, app, desk):
    desk.start()
    genuine = mockconf.assert_callback("participant-join", ParticipantLabel="customer")
    forged = {**genuine.params, "StatusCallbackEvent": "participant-leave", "SequenceNumber": "99"}

    answer = app.test_client().post("/conference-events", data=forged, headers=genuine.headers)

    assert answer.status_code == 403
    assert "customer" in desk.state["there"]


def test_a_number_that_is_none_leaves_nobody_on_hold(mockconf, desk):
    mockconf.expect_finding("missing-parameter", name="To")
    desk.start()

    assert desk.bring_in(number="") == 502

    assert desk.state["on_hold"] == []


def test_the_same_app_works_over_sockets(mockconf):
    """As with the real service: the SDK speaks HTTP, webhooks come over HTTP, and nothing is mounted."""
    client = Client(mockconf.account_sid, mockconf.auth_token)
    client.api.base_url = mockconf.url
    server = make_server("127.0.0.1", 0, lambda *request: app(*request), threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    app = create_app(client, url, mockconf.auth_token, CALLER_ID)
    thread = Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        desk = Desk(app.test_client(), mockconf)
        desk.start()
        assert desk.state["there"] == ["agent", "customer"]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
