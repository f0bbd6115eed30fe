"""What a failure tells of a breach: the rule, what was sent, the nearest legal name, the application's own line, the request again."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest

from tests.plugin.suites import Ran


def test_a_breach_is_told_in_full(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        import app

        def test_it(mockconf):
            app.run(mockconf)
        """,
        app="""
        def run(mockconf):
            client = mockconf.twilio_client()
            room = client.conferences("Support").participants
            made = room.create(from_="+15017122661", to="+15558675310", label="alice")
            there = client.conferences(made.conference_sid).participants("alice")
            path = f"{mockconf.base_url()}{there._uri.replace('.json', '')}.json"
            there.fetch()
            client.request("POST", path, data={"Mutd": "true"})
            there.update(muted=False)
        """,
    )
    text = ran.failure.splitlines()
    before = text[text.index("  nearest  Muted") + 3]
    path = before.split("GET ")[1].split(" ")[0]
    *shown, again = text[:-2]
    assert shown == [
        "mockconf: unknown-parameter Mutd='true'",
        "1 breach that this test does not expect",
        "",
        "unknown-parameter (warning) in request #3, UpdateParticipant",
        "  Mutd: it is ignored",
        "  sent     Mutd='true' in the form",
        "  nearest  Muted",
        "  from     app.py:9, for test_it.py:5",
        '             client.request("POST", path, data={"Mutd": "true"})',
        f"  around     #2 GET {path} -> 200 FetchParticipant",
        f"  around   > #3 POST {path} Mutd=true -> 200 UpdateParticipant  ! unknown-parameter",
        f"  around     #4 POST {path} Muted=false -> 200 UpdateParticipant",
    ]
    words = shlex.split(again)
    assert words[:5] == ["again", "curl", "-u", "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN", "-d"]
    assert words[5] == "Mutd=true"
    assert words[6].startswith("http://127.0.0.1:")
    assert words[6].endswith(path)
    advice = "mockconf.expect_finding('unknown-parameter'), or the marker mockconf(strict=False)"
    assert text[-2:] == ["", f"On purpose? {advice}"]


@pytest.mark.parametrize(
    ("ask", "command"),
    [
        ("'DELETE', url", "-X DELETE"),
        ("'POST', url", "-X POST"),
        ("'GET', url, params={'A': \"it's & 100%\"}", "?A=it%27s+%26+100%25'"),
    ],
    ids=["DELETE", "POST", "GET"],
)
def test_the_command_repeats_the_request(suite: Callable[..., Ran], ask: str, command: str) -> None:
    ran = suite(
        f"""
        def test_it(mockconf):
            url = mockconf.base_url() + "/nowhere.json"
            mockconf.twilio_client().request({ask})
        """
    )
    [again] = [line for line in ran.failure.splitlines() if line.startswith("  again ")]
    assert command in again
    assert shlex.split(again)


def test_a_text_has_no_secrets(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            print("TOKEN", mockconf.auth_token)
            client = mockconf.twilio_client()
            path = f"/Accounts/{mockconf.account_sid}/Conferences/Support/Participants.json"
            numbers = {"From": "+15017122661", "To": "sip:bob@example.com"}
            secret = {"SipAuthPassword": "hunter2", "SipAuthPasword": "hunter2", "AuthToken": "hunter2"}
            client.request("POST", mockconf.base_url() + path, data={**numbers, **secret})
            client.request("GET", mockconf.base_url() + "/x.json", params=secret)
            room = mockconf.conference("Sales", status_callback="http://bob:hunter2@127.0.0.1:1/#rc=0")
            room.join()
        """
    )
    assert ran.outcomes == {"failed": 1}
    [failed] = [one for one in ran.reports if one.failed]
    token = failed.capstdout.split()[1]
    shown = ran.failure + ran.section
    assert "SipAuthPassword=***" in shown
    assert "hunter2" not in shown
    assert token not in shown


def test_a_text_has_no_secrets_of_urls_that_were_sent(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            room = mockconf.twilio_client().conferences("Support").participants
            for scheme in ("ftp", "gopher"):
                url = f"{scheme}://bob:hunter2@app.example/?api_key=hunter2&auth_token=hunter2"
                try:
                    room.create(from_="+15017122661", to="+15558675310", status_callback=url)
                except Exception:
                    pass
        """
    )
    assert ran.outcomes == {"failed": 1}
    shown = "ftp://***@app.example/?api_key=***&auth_token=***"
    assert f"  sent     StatusCallback={shown!r} in the form" in ran.failure.splitlines()
    assert "hunter2" not in ran.failure + ran.section


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("to='+1'", "To: it is no phone number, client:, sip: or app: address"),
        ("status_callback='nowhere'", "StatusCallback: it is no http(s) URL"),
        ("timeout='soon'", "Timeout: it is no whole number from 5 to 600"),
        ("timeout=601", "Timeout: it is no whole number from 5 to 600"),
        ("label='a/b'", "Label: it has a slash or a control character in it"),
        ("label='x' * 129", "Label: it is too long: at most 128 characters"),
        ("beep='maybe'", "Beep: it has to be one of true, false, onEnter, onExit"),
        ("call_sid_to_coach='bob'", "CallSidToCoach: it is no CallSid"),
        ("status_callback_event=['rings']", "each of its words has to be one of initiated, ringing"),
    ],
)  # fmt: skip
def test_a_refused_value_is_told_in_words_of_people_and_not_of_schemas(
    suite: Callable[..., Ran], sent: str, says: str
) -> None:
    ran = suite(
        f"""
        from contextlib import suppress

        def test_it(mockconf):
            given = dict(from_="+15017122661", to="+15558675310")
            with suppress(Exception):
                room = mockconf.twilio_client().conferences("Support").participants
                room.create(**given | dict({sent}))
        """
    )
    assert says in ran.failure.splitlines()[4]
    assert "schema" not in ran.failure


def test_what_was_sent_stays_on_its_line(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
            odd = {"Status": "init", "A\\nB": "\\x1b[31m" + "x" * 3000}
            mockconf.twilio_client().request("GET", url, params=odd)
        """
    )
    assert ran.outcomes == {"failed": 1}
    assert len(ran.failure.splitlines()) < 25
    assert "\x1b" not in ran.failure
    assert max(map(len, ran.failure.splitlines())) <= 1_100


def test_the_command_of_a_long_request_is_one_that_a_shell_reads(
    suite: Callable[..., Ran],
) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            url = f"{mockconf.base_url()}/Accounts/{mockconf.account_sid}/Conferences.json"
            odd = {"Status": "init", "Odd": "it's " * 400}
            mockconf.twilio_client().request("GET", url, params=odd)
        """
    )
    [again] = [line for line in ran.failure.splitlines() if line.startswith("  again ")]
    assert shlex.split(again)


def test_the_section_is_the_story_in_its_order(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            mockconf.mount("https://app.example", lambda _, start: [start("204 No", [])][:0])
            room = mockconf.conference("Support", status_callback="https://app.example/hook")
            room.join(label="alice")
            mockconf.twilio_client().conferences(room.sid).participants("alice").update(muted=True)
            mockconf.settle()
            assert False
        """
    )
    head, *lines = ran.section.splitlines()
    assert head.startswith("http://127.0.0.1:")
    assert head.endswith(", 2026-01-05 09:00:00 on its clock")
    assert [line.split(" ->")[0][:27].rstrip() for line in lines] == [
        "   participant-join 1 alice",
        "@1 participant-join 1 POST",
        lines[2][:27].rstrip(),
        "   participant-mute 2 alice",
        "@2 participant-mute 2 POST",
    ]
    assert lines[2].startswith("#1 POST Conferences/CF")
    assert lines[2].endswith("/Participants/alice.json Muted=true -> 200 UpdateParticipant")


def test_a_long_story_is_told_from_its_end(suite: Callable[..., Ran]) -> None:
    ran = suite(
        """
        def test_it(mockconf):
            room = mockconf.conference("Support")
            for _ in range(100):
                room.join()
            assert False
        """
    )
    _, left_out, *lines = ran.section.splitlines()
    assert left_out == "... 61 earlier"
    assert len(lines) == 40
    assert lines[-1].startswith("   participant-join 101 CA")
