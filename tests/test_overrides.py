from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockconf.overrides import DEFAULTS, Overrides, split

HOOK = "https://app.example/hook"


def overrides(fragment: str) -> Overrides:
    return split(f"{HOOK}#{fragment}")[1]


def test_a_url_without_a_fragment_has_the_vendors_defaults() -> None:
    assert split(HOOK) == (HOOK, Overrides(5.0, 15.0, 15.0, 1, frozenset({"ct"})))


@pytest.mark.parametrize(
    ("url", "requested"),
    [
        ("https://app.example", "https://app.example/"),
        ("https://app.example:8443#rc=2", "https://app.example:8443/"),
        ("https://app.example?step=a/b", "https://app.example/?step=a/b"),
        ("https://bob:pw@app.example", "https://bob:pw@app.example/"),
        ("https://app.example?step=a b", "https://app.example/?step=a%20b"),
        ("https://app.example/hook?step=1", "https://app.example/hook?step=1"),
    ],
)
def test_a_url_without_a_path_is_requested_with_one(url: str, requested: str) -> None:
    assert split(url)[0] == requested


def test_the_fragment_says_how_long_and_how_often_and_is_not_requested() -> None:
    url, found = split(f"{HOOK}?step=1#ct=200&rt=1500&tt=9000&rc=3&rp=4xx,5xx,rt")
    assert url == f"{HOOK}?step=1"
    assert found == Overrides(0.2, 1.5, 9.0, 3, frozenset({"4xx", "5xx", "rt"}))


@pytest.mark.parametrize(
    ("key", "field", "least", "most", "per_unit"),
    [
        ("ct", "connect_timeout", 100, 10_000, 1_000),
        ("rt", "read_timeout", 100, 15_000, 1_000),
        ("tt", "total_timeout", 100, 15_000, 1_000),
        ("rc", "retries", 0, 5, 1),
    ],
)
def test_a_value_counts_within_its_range(
    key: str, field: str, least: int, most: int, per_unit: int
) -> None:
    for value in (least, most):
        assert getattr(overrides(f"{key}={value}"), field) == value / per_unit
    for value in (least - 1, most + 1):
        assert overrides(f"{key}={value}") == DEFAULTS


@pytest.mark.parametrize(
    "fragment",
    [
        "ct",
        "ct=",
        "ct=fast",
        "rc=1.5",
        "rc=-1",
        "tt=1e3",
        "rc=٣",
        "rt=" + "9" * 5_000,
        "top",
        "&&=&",
    ],
)
def test_what_cannot_be_read_counts_as_not_given(fragment: str) -> None:
    assert overrides(fragment) == DEFAULTS


@pytest.mark.parametrize(
    ("policy", "causes"),
    [
        ("all", {"4xx", "5xx", "ct", "rt"}),
        ("rt", {"rt"}),
        ("5XX, CT", {"5xx", "ct"}),
        ("5xx,6xx", {"5xx"}),
        ("6xx", {"ct"}),
        ("", {"ct"}),
    ],
)
def test_a_policy_names_what_is_tried_again(policy: str, causes: set[str]) -> None:
    assert overrides(f"rp={policy}").retry_on == causes


def test_sni_and_edge_are_accepted_without_effect() -> None:
    assert overrides("sni=n&e=ashburn,dublin") == DEFAULTS


def test_what_cannot_stand_in_a_request_is_escaped() -> None:
    url, _ = split("https://app.example/a b\r\nX: y?name=Zoë&ok=%20#rc=0")
    assert url == "https://app.example/a%20b%0D%0AX:%20y?name=Zo%C3%AB&ok=%20"


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    url, found = split(text)
    assert "#" not in url
    assert split(url) == (url, DEFAULTS)
    assert 0.1 <= found.total_timeout <= 15
