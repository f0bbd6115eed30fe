"""The contract of the webhooks: a well-made form of each event is admitted, a badly made one is not."""

from __future__ import annotations

import pytest

from mockconf.bundle import dereferenced
from mockconf.events import Kind
from mockconf.schema import Schema

FORM = "application/x-www-form-urlencoded"
A, CA, CF, RE = (f"{prefix}{'0a' * 16}" for prefix in ("AC", "CA", "CF", "RE"))

ANY = {
    "AccountSid": A,
    "ConferenceSid": CF,
    "FriendlyName": "Standup",
    "SequenceNumber": "1",
    "Timestamp": "Thu, 1 Jun 2017 20:48:32 +0000",
}
WHO = {
    "CallSid": CA,
    "Muted": "false",
    "Hold": "true",
    "Coaching": "false",
    "EndConferenceOnExit": "false",
    "StartConferenceOnEnter": "true",
}
ANNOUNCED = {"AnnounceUrl": "https://example.com/late.mp3"}
LEFT = {"ParticipantCallStatus": "completed", "ReasonParticipantLeft": "participant_hung_up"}
ENDED = {"ReasonConferenceEnded": "last-participant-left", "CallSidEndingConference": CA}

#: By event: what its form holds besides what every form holds.
OF_CONFERENCE = {
    "conference-start": {},
    "conference-end": ENDED,
    "participant-join": WHO | {"ParticipantLabel": "agent"},
    "participant-leave": WHO | LEFT,
    "participant-mute": WHO | {"Muted": "true"},
    "participant-unmute": WHO,
    "participant-hold": WHO,
    "participant-unhold": WHO | {"Hold": "false"},
    "participant-modify": WHO | {"Coaching": "true"},
    "participant-speech-start": WHO,
    "participant-speech-stop": WHO,
    "announcement-end": ANNOUNCED,
    "announcement-fail": ANNOUNCED | {"ReasonAnnouncementFailed": "not found"},
}

CALL = {
    "AccountSid": A,
    "CallSid": CA,
    "From": "+15017122661",
    "To": "+15558675310",
    "CallStatus": "ringing",
    "ApiVersion": "2010-04-01",
    "Direction": "outbound-api",
    "CallbackSource": "call-progress-events",
    "SequenceNumber": "0",
    "Timestamp": "Mon, 05 Jan 2026 09:00:00 +0000",
}
CALL_OVER = CALL | {"CallStatus": "completed", "CallDuration": "12", "Duration": "1"}

RECORDING = {
    "AccountSid": A,
    "ConferenceSid": CF,
    "RecordingSid": RE,
    "RecordingStatus": "in-progress",
    "RecordingSource": "Conference",
}
RECORDED = RECORDING | {
    "RecordingStatus": "completed",
    "RecordingUrl": "https://api.example.com/recordings/RE1",
    "RecordingDuration": "6",
    "RecordingChannels": "1",
    "RecordingStartTime": "Mon, 05 Jan 2026 09:00:00 +0000",
}
LEG = {**RECORDING, "RecordingSource": "OutboundAPI", "CallSid": CA, "RecordingStatus": "paused"}
del LEG["ConferenceSid"]

#: Well-made forms, by webhook and what each one tells.
GOOD = {
    "conferenceStatus": {
        event: ANY | {"StatusCallbackEvent": event} | more for event, more in OF_CONFERENCE.items()
    },
    "callStatus": {"ringing": CALL, "completed": CALL_OVER},
    "recordingStatus": {"in-progress": RECORDING, "completed": RECORDED, "leg": LEG},
}

BAD = {
    "an unknown event": ("conferenceStatus", ANY | {"StatusCallbackEvent": "conference-pause"}),
    "a start with a reason for the end": (
        "conferenceStatus",
        GOOD["conferenceStatus"]["conference-start"] | ENDED,
    ),
    "a start with a participant": (
        "conferenceStatus",
        GOOD["conferenceStatus"]["conference-start"] | WHO,
    ),
    "an end without a reason": (
        "conferenceStatus",
        ANY | {"StatusCallbackEvent": "conference-end"},
    ),
    "a join that tells why somebody left": (
        "conferenceStatus",
        GOOD["conferenceStatus"]["participant-join"] | LEFT,
    ),
    "an announcement without its address": (
        "conferenceStatus",
        ANY | {"StatusCallbackEvent": "announcement-end"},
    ),
    "a failed announcement without a reason": (
        "conferenceStatus",
        ANY | ANNOUNCED | {"StatusCallbackEvent": "announcement-fail"},
    ),
    "a reason for a leave in the spelling of the ends": (
        "conferenceStatus",
        GOOD["conferenceStatus"]["participant-leave"]
        | {"ReasonParticipantLeft": "conference-ended-via-api"},
    ),
    "a name that is not documented": (
        "conferenceStatus",
        GOOD["conferenceStatus"]["participant-join"] | {"CallSidToCoach": CA},
    ),
    "a date in ISO": (
        "conferenceStatus",
        GOOD["conferenceStatus"]["conference-start"] | {"Timestamp": "2026-01-05T09:00:00Z"},
    ),
    "a ringing call with a duration": ("callStatus", CALL | {"CallDuration": "12"}),
    "a finished call without a duration": ("callStatus", CALL | {"CallStatus": "busy"}),
    "a status of conferences for a call": ("callStatus", CALL | {"CallStatus": "init"}),
    "a paused recording of a conference": (
        "recordingStatus",
        RECORDING | {"RecordingStatus": "paused"},
    ),
    "a finished recording without its address": (
        "recordingStatus",
        RECORDING | {"RecordingStatus": "completed"},
    ),
    "an address of a recording with an extension": (
        "recordingStatus",
        RECORDED | {"RecordingUrl": "https://api.example.com/recordings/RE1.mp3"},
    ),
}


def schema_of(webhook: str) -> Schema:
    content = dereferenced("twilio-2010-04-01")["webhooks"][webhook]["post"]["requestBody"][
        "content"
    ]
    assert list(content) == [FORM]
    return Schema(content[FORM]["schema"])


every_good_form = pytest.mark.parametrize(
    ("webhook", "told"), [(webhook, told) for webhook, forms in GOOD.items() for told in forms]
)


def test_there_is_a_form_for_every_event_of_a_conference() -> None:
    declared = schema_of("conferenceStatus").definition["properties"]["StatusCallbackEvent"]["enum"]
    assert set(GOOD["conferenceStatus"]) == set(declared) == {kind.value for kind in Kind}


@every_good_form
def test_a_well_made_form_is_admitted(webhook: str, told: str) -> None:
    assert schema_of(webhook).breaches(GOOD[webhook][told]) == []


@every_good_form
def test_a_form_that_lacks_a_required_parameter_is_not_admitted(webhook: str, told: str) -> None:
    schema, form = schema_of(webhook), GOOD[webhook][told]
    for name in schema.definition["required"]:
        breaches = schema.breaches({key: value for key, value in form.items() if key != name})
        assert (name, "required") in {(one.name, one.keyword) for one in breaches}


@pytest.mark.parametrize(
    "told", [told for told in OF_CONFERENCE if told.startswith("participant-")]
)
@pytest.mark.parametrize("name", WHO)
def test_an_event_of_a_participant_tells_all_about_the_participant(told: str, name: str) -> None:
    form = {key: one for key, one in GOOD["conferenceStatus"][told].items() if key != name}
    assert not schema_of("conferenceStatus").admits(form)


@pytest.mark.parametrize("what", BAD)
def test_a_badly_made_form_is_not_admitted(what: str) -> None:
    webhook, form = BAD[what]
    assert not schema_of(webhook).admits(form)


@pytest.mark.parametrize("told", ["announcement-end", "announcement-fail"])
def test_an_announcement_names_a_participant_completely_or_not_at_all(told: str) -> None:
    schema, form = schema_of("conferenceStatus"), GOOD["conferenceStatus"][told]
    assert schema.admits(form | WHO)
    assert not schema.admits(form | {"CallSid": CA})
    assert not schema.admits(form | {"ParticipantLabel": "agent"})


def test_a_webhook_is_signed() -> None:
    webhooks = dereferenced("twilio-2010-04-01")["webhooks"]
    required = {
        name: [one["name"] for one in webhook["post"]["parameters"] if one.get("required")]
        for name, webhook in webhooks.items()
    }
    assert required == {name: ["X-Twilio-Signature"] for name in GOOD}
