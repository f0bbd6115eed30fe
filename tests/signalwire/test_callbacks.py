"""What SignalWire tells by callbacks: its events, its forms, its signature, and how often it tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from mockconf.contract import load
from mockconf.dialects import signalwire_callbacks
from mockconf.events import CallEvent, CallKind
from mockconf.model import ConferenceCallbacks, Identity, NewParticipant, Participant, Webhook
from mockconf.overrides import split
from mockconf.states import CallStatus
from tests.conftest import Mock
from tests.hooks import JINGLE, Stage
from tests.listener import Habit, Received, answering, hanging, redirecting
from tests.signalwire.conftest import CALL_A, CALL_B, NOW, A, B, uuid

WORDS = ("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement")
STARTED = ["participant-join", "participant-join", "conference-start"]
PHONES = {"from_": "+15017122661", "to": "+15558675310"}
WHO = {
    "CallSid": CALL_B,
    "CallStatus": "in-progress",
    "Direction": "inbound",
    "From": "+15017122661",
    "To": "+15558675310",
    "Muted": "false",
    "Hold": "false",
    "StartConferenceOnEnter": "true",
    "EndConferenceOnExit": "false",
}


class Told:
    """A stage whose conferences are heard of in SignalWire's words."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.world = stage.world
        self.sid = ""

    def open(
        self,
        *calls: str,
        name: str = "Support",
        method: str = "POST",
        record: bool = False,
        url: str = "",
    ) -> None:
        """Open a conference that tells everything, and let these calls join it."""
        hook = Webhook(url or f"{self.stage.receiver.url}/hook", "signalwire", method)
        callbacks = ConferenceCallbacks(
            status=hook._replace(events=frozenset(WORDS)),
            recording=hook._replace(events=frozenset(("in-progress", "completed", "absent"))),
        )
        switchboard, account_sid = self.world.switchboard, self.world.account_sid
        self.sid = switchboard.open_conference(account_sid, name, callbacks).sid
        for call in calls:
            new = NewParticipant(call_sid=call, record=record, **PHONES)  # type: ignore[arg-type]
            switchboard.join(account_sid, self.sid, new)

    def play(self, event: str, **given: Any) -> None:
        self.stage.play(self.sid, event, **given)

    @property
    def received(self) -> list[Received]:
        return self.stage.received()

    @property
    def forms(self) -> list[dict[str, str]]:
        return [one.params for one in self.received]

    @property
    def events(self) -> list[str]:
        return [form["StatusCallbackEvent"] for form in self.forms]

    @property
    def common(self) -> dict[str, str]:
        """What every event of the conference tells, but for its name."""
        return {
            "AccountSid": self.world.project_id,
            "ApiVersion": "2010-04-01",
            "ConferenceSid": uuid(self.sid),
            "FriendlyName": "Support",
            "Timestamp": NOW,
        }


@pytest.fixture
def told(mock_with: Callable[..., Mock]) -> Iterator[Told]:
    with Stage(mock_with()) as stage:
        yield Told(stage)


@pytest.fixture
def told_to(mock_with: Callable[..., Mock]) -> Iterator[Callable[..., Told]]:
    """Lets the receiver have habits."""
    stages: list[Stage] = []

    def start(*habits: Habit) -> Told:
        stages.append(Stage(mock_with(), *habits).__enter__())
        return Told(stages[-1])

    yield start
    for stage in stages:
        stage.__exit__(None, None, None)


# Events and forms


@pytest.mark.parametrize(
    ("event", "given", "changes"),
    [
        ("participant-mute", {}, {"Muted": "true"}),
        ("participant-hold", {}, {"Hold": "true"}),
        ("participant-speech-start", {}, {}),
        ("participant-speech-stop", {}, {}),
        ("participant-leave", {}, {"CallStatus": "completed"}),
    ],
)
def test_an_event_of_a_participant_tells_all_about_them(
    told: Told, event: str, given: dict[str, str], changes: dict[str, str]
) -> None:
    told.open(A, B)
    told.play(event, call_sid=B, **given)
    assert told.forms[-1] == told.common | {"StatusCallbackEvent": event} | WHO | changes


@pytest.mark.parametrize(("step", "back"), [("mute", "unmute"), ("hold", "unhold")])
def test_what_is_taken_back_is_told_too(told: Told, step: str, back: str) -> None:
    told.open(A, B)
    told.play(f"participant-{step}", call_sid=B)
    told.play(f"participant-{back}", call_sid=B)
    assert told.events[3:] == [f"participant-{step}", f"participant-{back}"]
    assert told.forms[-1].items() >= WHO.items()


def test_a_start_tells_of_the_conference_alone(told: Told) -> None:
    told.open(A, B)
    assert told.events == STARTED
    assert told.forms[-1] == told.common | {"StatusCallbackEvent": "conference-start"}


def test_the_end_tells_how_long_it_was(told: Told) -> None:
    told.open(A, B)
    told.stage.clock.advance(75)
    told.play("conference-end")
    assert told.forms[-1] == told.common | {
        "StatusCallbackEvent": "conference-end",
        "Timestamp": "Mon, 05 Jan 2026 09:01:15 +0000",
        "Duration": "75",
    }


def test_a_call_that_was_dialled_is_outbound(told: Told) -> None:
    told.open(A)
    told.stage.dial(told.sid)
    assert [form["Direction"] for form in told.forms[:2]] == ["inbound", "outbound-api"]


def test_modifications_and_announcements_are_not_told(told: Told) -> None:
    told.open(A, B)
    told.play("participant-modify", call_sid=B, end_conference_on_exit=True)
    told.play("announcement-end", announce_url=JINGLE)
    told.play("announcement-fail", announce_url=JINGLE, reason_announcement_failed="no audio")
    assert told.events == STARTED
    assert len(told.stage.shown()) == 3


def test_a_name_is_cut_as_it_is_in_the_api(told: Told) -> None:
    told.open(A, name="x" * 100)
    assert told.forms[0]["FriendlyName"] == "x" * 64


def test_a_change_by_the_other_vendor_is_told_in_these_words(told: Told) -> None:
    told.open(A, B)
    told.stage.update(told.sid, B, Muted="true")
    assert told.forms[-1] == told.common | {"StatusCallbackEvent": "participant-mute"} | WHO | {
        "Muted": "true"
    }


def test_a_recording_is_told_with_everything_whatever_its_status(told: Told) -> None:
    told.open(A, B, record=True)
    told.stage.clock.advance(9)
    told.play("conference-end")
    first, last = [form for form in told.forms if "RecordingSid" in form]
    account, sid = told.world.project_id, first["RecordingSid"]
    assert first == {
        "AccountSid": account,
        "CallSid": CALL_A,
        "RecordingSid": sid,
        "RecordingUrl": "https://example.signalwire.com/api/laml/2010-04-01/Accounts/"
        f"{account}/Recordings/{sid}",
        "RecordingStatus": "in-progress",
        "RecordingDuration": "0",
        "RecordingChannels": "1",
        "RecordingSource": "Conference",
    }
    assert last == first | {"RecordingStatus": "completed", "RecordingDuration": "9"}


def test_the_recording_that_is_told_of_is_found_under_that_name(told: Told) -> None:
    told.open(A, B, record=True)
    sid = told.forms[-1]["RecordingSid"]
    found = told.world.switchboard.recordings.fetch(
        told.world.account_sid, told.sid, f"RE{sid.replace('-', '')}"
    )
    assert uuid(found.sid) == sid


def test_every_form_is_what_the_contract_says(told: Told) -> None:
    told.open(A, B, record=True)
    for step in ("mute", "unmute", "hold", "unhold", "speech-start", "speech-stop", "leave"):
        told.play(f"participant-{step}", call_sid=B)
    told.play("conference-end")
    webhooks = load("signalwire").webhooks
    assert len(told.forms) == 14
    for form in told.forms:
        topic = "Recording" if "RecordingSid" in form else "Conference"
        assert webhooks[f"{topic}StatusCallback"].breaches(form) == []
    assert {row["outcome"] for row in told.stage.shown()} == {"delivered"}


def test_the_steps_of_a_call_are_not_told(told: Told) -> None:
    told.open(A)
    world = told.world
    participant: Participant = world.switchboard.fetch_participant(world.account_sid, told.sid, A)
    event = CallEvent(CallKind.ANSWERED, participant, CallStatus.IN_PROGRESS, 0, world.clock.now())
    identity: Identity = world.accounts.identity(world.account_sid)
    assert signalwire_callbacks.form(event, identity) is None


# The request


def test_a_callback_is_a_form_without_a_token_of_its_own(told: Told) -> None:
    told.open(A)
    (got,) = told.received
    assert (got.method, got.headers["content-type"]) == (
        "POST",
        "application/x-www-form-urlencoded",
    )
    assert not [name for name in got.headers if "twilio" in name]


def test_with_get_the_form_is_the_query(told: Told) -> None:
    told.open(A, method="GET")
    (got,) = told.received
    assert (got.method, got.body, got.params["StatusCallbackEvent"]) == (
        "GET",
        b"",
        "participant-join",
    )


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_callback_is_signed_with_the_signing_key(told: Told, method: str) -> None:
    told.open(A, B, method=method)
    validator = RequestValidator(told.world.signing_key)
    assert len(told.received) == 3
    for got in told.received:
        signature = got.headers["x-signalwire-signature"]
        form = got.params if method == "POST" else {}
        assert validator.validate(f"{told.stage.receiver.url}{got.target}", form, signature)


def test_no_other_secret_signs_it(told: Told) -> None:
    told.open(A)
    (got,) = told.received
    url = f"{told.stage.receiver.url}{got.target}"
    for secret in (told.world.auth_token, told.world.api_token):
        validator = RequestValidator(secret)
        assert not validator.validate(url, got.params, got.headers["x-signalwire-signature"])


def test_a_signature_is_the_one_that_the_vendors_validator_accepts() -> None:
    params = {
        "AccountSid": "b3877c40-da60-4998-90ad-b792e98472af",
        "ConferenceSid": "b3877c40-da60-4998-90ad-b792e98472cf",
        "FriendlyName": "My Room",
        "Muted": "false",
        "StatusCallbackEvent": "participant-join",
    }
    url = "https://example.com/conf-cb"
    headers = signalwire_callbacks.headers("PSK_test_signing_key", "POST", url, params)
    assert dict(headers)["X-SignalWire-Signature"] == "NY0yLgZ1M/kwIEziFh9BtazTmQ8="


def test_without_a_signing_key_nothing_leaves(mock_with: Callable[..., Mock]) -> None:
    account = {
        "sid": f"AC{'1' * 32}",
        "auth_token": "t",
        "project_id": "11111111-2222-3333-4444-555555555555",
        "api_token": "PT",
    }
    with Stage(mock_with(accounts=[account])) as stage:
        hook = Webhook(stage.receiver.url, "signalwire", events=frozenset(WORDS))
        switchboard, sid = stage.world.switchboard, account["sid"]
        opened = switchboard.open_conference(sid, "Room", ConferenceCallbacks(status=hook))
        switchboard.join(sid, opened.sid, NewParticipant())
        (row,) = stage.shown()
        assert stage.receiver.requests == []
    assert row["outcome"] == "failed"
    assert "its auth token or signing key is not known" in row["reason"]


# Trying again


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_receiver_that_refuses_is_tried_three_times(
    told_to: Callable[..., Told], status: int
) -> None:
    told = told_to(answering(status))
    told.open(A)
    (row,) = told.stage.shown()
    assert (row["outcome"], row["status"], row["attempts"]) == ("failed", status, 3)
    assert len(told.received) == 3


def test_a_receiver_that_comes_round_has_been_told(told_to: Callable[..., Told]) -> None:
    told = told_to(answering(500), answering(204))
    told.open(A)
    (row,) = told.stage.shown()
    assert (row["outcome"], row["attempts"]) == ("delivered", 2)


def test_every_attempt_is_the_same(told_to: Callable[..., Told]) -> None:
    told = told_to(answering(500))
    told.open(A)
    assert len({(one.body, one.headers["x-signalwire-signature"]) for one in told.received}) == 1


def test_a_receiver_that_is_silent_is_given_up_when_its_url_says_so(
    told_to: Callable[..., Told],
) -> None:
    told = told_to(hanging)
    told.open(A, url=f"{told.stage.receiver.url}/hook#rt=100&tt=100")
    (row,) = told.stage.shown()
    assert (row["outcome"], row["status"], row["attempts"]) == ("failed", None, 1)


@pytest.mark.parametrize(("times", "outcome"), [(3, "delivered"), (4, "failed")])
def test_three_redirects_are_followed(
    told_to: Callable[..., Told], times: int, outcome: str
) -> None:
    told = told_to(*[redirecting("/elsewhere")] * times, answering(200))
    told.open(A)
    (row,) = told.stage.shown()
    assert row["outcome"] == outcome


def test_the_limits_are_the_documented_ones() -> None:
    limits = signalwire_callbacks.CUSTOMS.defaults
    assert (limits.connect_timeout, limits.read_timeout, limits.total_timeout) == (2.0, 5.0, 15.0)
    assert (limits.retries, limits.redirects) == (2, 3)


@pytest.mark.parametrize(
    ("fragment", "changes"),
    [
        ("ot=100&rt=15000&tt=9000", {"connect_timeout": 0.1, "read_timeout": 15.0}),
        ("ot=99&rt=15001&tt=x", {"total_timeout": 15.0}),
        ("ct=100&rc=0&rp=5xx", {"total_timeout": 15.0}),
    ],
)
def test_a_fragment_has_the_three_keys_of_this_vendor(
    fragment: str, changes: dict[str, float]
) -> None:
    customs = signalwire_callbacks.CUSTOMS
    url, found = split(f"https://app.example/hook#{fragment}", customs)
    expected = {"total_timeout": 9.0} | changes
    assert url == "https://app.example/hook"
    assert found == customs.defaults._replace(**expected)  # type: ignore[arg-type]
