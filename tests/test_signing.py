"""Signatures are compared with published vectors and with the vendor's own validator, never with our own signer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from mockconf.signing import sign

KEY = "12345"
CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
START = {
    "AccountSid": "AC" + "a" * 32,
    "ConferenceSid": "CF" + "b" * 32,
    "FriendlyName": "My Room",
    "SequenceNumber": "1",
    "StatusCallbackEvent": "conference-start",
    "Timestamp": "Thu, 01 Jun 2017 20:48:32 +0000",
}
ODD = START | {"FriendlyName": "Zoë & Co", "ParticipantLabel": ""}
BODY_HASH = "5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"
QUERY = "ConferenceSid=CF" + "a" * 32 + "&FriendlyName=My+Room&StatusCallbackEvent=conference-start"

VECTORS = {
    "a form": (
        "https://example.com/myapp.php?foo=1&bar=2",
        list(CALL.items()),
        "L/OH5YylLD5NRKLltdqwSvS0BnU=",
    ),
    "a body that is no form": (
        f"https://example.com/myapp?bodySHA256={BODY_HASH}",
        [],
        "hPXmLwIy3Fgqv1i9KPmH/HhQ6zo=",
    ),
    "GET": (f"http://127.0.0.1:5000/conf?{QUERY}", [], "FwJAgRM+54GEef2vhpjTj0GR0uY="),
    "a port": (
        "http://127.0.0.1:5000/conf",
        list(START.items()),
        "Xbu2jtAAwujau9g7PGr3n5fUUxc=",
    ),
    "no port": ("http://127.0.0.1/conf", list(START.items()), "80OrgM98wX0Sfe70FOEqVQvk33g="),
    "HTTPS": ("https://example.com/conf?x=1", list(START.items()), "hVTI1crq1cvBcGdnqGkhe9AnBuw="),
    "other letters and an empty value": (
        "http://127.0.0.1:5000/conf",
        list(ODD.items()),
        "sJanVHckiyvhD6c9Wv4/CoXVUAQ=",
    ),
    "upper case before lower case": (
        "http://127.0.0.1:5000/conf",
        [("b", "2"), ("A", "1"), ("a", "3")],
        "xyd9DYVnPAWaICzSEUVHb2t7XJw=",
    ),
    "a name sent three times": (
        "http://127.0.0.1:5000/conf",
        [("k", "b"), ("k", "a"), ("k", "a")],
        "CDiQOLFm6ELZxybY4GXMCr3hWNk=",
    ),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))
def test_a_signature_is_that_of_the_vector(
    vector: tuple[str, list[tuple[str, str]], str],
) -> None:
    url, params, signature = vector
    assert sign(KEY, url, params) == signature


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://app.example:8443/hook", "https://app.example/hook"),
        ("https://app.example:443/hook", "https://app.example/hook"),
        ("https://[::1]:8443/hook", "https://[::1]/hook"),
        ("https://app.example:8443?a=b:1", "https://app.example?a=b:1"),
    ],
)
def test_the_port_of_an_https_url_is_not_signed(url: str, signed: str) -> None:
    assert sign(KEY, url) == RequestValidator(KEY).compute_signature(signed, {})


def test_the_port_of_an_http_url_is_signed() -> None:
    url = "http://app.example:8080/hook"
    assert sign(KEY, url) == RequestValidator(KEY).compute_signature(url, {})


@pytest.mark.parametrize("userinfo", ["ada:secret", "ada", "ada:s@cret", "ada:s%2Fcret"])
def test_username_and_password_are_not_signed(userinfo: str) -> None:
    signature = RequestValidator(KEY).compute_signature("https://app.example/a@b", {})
    assert sign(KEY, f"https://{userinfo}@app.example/a@b") == signature


def test_the_fragment_is_not_signed() -> None:
    signature = RequestValidator(KEY).compute_signature("https://app.example/hook", {})
    assert sign(KEY, "https://app.example/hook#rc=3&rp=all") == signature


def test_different_values_of_a_repeated_name_are_signed_once_each_in_order() -> None:
    once = sign(KEY, "http://a.example/", [("k", "a"), ("k", "b")])
    assert sign(KEY, "http://a.example/", [("k", "b"), ("k", "a"), ("k", "b")]) == once
    assert sign(KEY, "http://a.example/", [("k", "a")]) != once


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HOSTS = st.sampled_from(["app.example", "127.0.0.1", "localhost", "xn--bcher-kva.example"])
PORTS = st.sampled_from(["", ":80", ":443", ":5000", ":8443"])
TAILS = st.from_regex(
    r"(/[A-Za-z0-9._~%@:+-]{0,9}){0,3}(\?[A-Za-z0-9=&%+._-]{1,12})?", fullmatch=True
)


@given(
    key=TEXT,
    scheme=st.sampled_from(["http", "https"]),
    host=HOSTS,
    port=PORTS,
    tail=TAILS,
    params=st.dictionaries(TEXT, TEXT, max_size=5),
)
def test_the_sdk_finds_every_signature_valid(
    key: str, scheme: str, host: str, port: str, tail: str, params: dict[str, str]
) -> None:
    url = f"{scheme}://{host}{port}{tail}"
    assert RequestValidator(key).validate(url, params, sign(key, url, params.items()))
