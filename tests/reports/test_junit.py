"""JUnit XML: what Jenkins, GitLab and their like read of it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from mockconf.exchange import Severity
from mockconf.reports.junit import render
from mockconf.reports.problem import Place
from mockconf.reports.result import Result
from tests.reports.results import CALL_SITE, HOSTILE, problem, result

EVERY_KIND = {
    "clean": result(),
    "nothing": result(checked=0),
    "unreadable": result(unreadable="it ends in the middle"),
    "hostile": result(problem(message=HOSTILE, rule=HOSTILE, place=Place(HOSTILE))),
    "many": result(*(problem(severity) for severity in [*Severity] * 3)),
}
every_kind = pytest.mark.parametrize("one", EVERY_KIND.values(), ids=EVERY_KIND)


def suite(one: Result, fail_on: Severity = Severity.WARNING) -> Element:
    (only,) = fromstring(render(one, fail_on).encode())
    return only


def held(one: Result) -> dict[str, str]:
    """Of every test what it holds, by its name."""
    return {
        case.attrib["name"]: child.tag if (child := next(iter(case), None)) is not None else ""
        for case in suite(one)
    }


@every_kind
def test_the_elements_are_those_that_services_know(one: Result) -> None:
    root = fromstring(render(one).encode())
    assert root.tag == "testsuites"
    assert [child.tag for child in root] == ["testsuite"]
    assert {case.tag for case in root[0]} == {"testcase"}
    assert {child.tag for case in root[0] for child in case} <= {"failure", "error", "system-out"}


@every_kind
def test_every_attribute_that_services_require_is_there(one: Result) -> None:
    root = fromstring(render(one).encode())
    counted = {"name", "tests", "failures", "errors", "skipped", "time"}
    assert counted == {*root.attrib} == {*root[0].attrib}
    for case in root[0]:
        assert {"classname", "name", "time"} == {*case.attrib}
        assert all(case.attrib.values())
        assert all({"type", "message"} == {*child.attrib} for child in case if child.attrib)


@every_kind
def test_the_sums_are_right(one: Result) -> None:
    said = suite(one).attrib
    assert said["tests"] == str(len(suite(one)))
    assert said["failures"] == str(len(suite(one).findall("testcase/failure")))
    assert said["errors"] == str(len(suite(one).findall("testcase/error")))


@every_kind
def test_no_two_tests_have_the_same_names(one: Result) -> None:
    names = [(case.attrib["classname"], case.attrib["name"]) for case in suite(one)]
    assert len(set(names)) == len(names)


def test_a_problem_is_a_failure_of_its_file_that_says_where_and_what_instead() -> None:
    one = result(problem(message="no such name", call_site=CALL_SITE, nearest="Muted"))
    case = suite(one)[0]
    assert case.attrib["classname"] == "calls.har"
    assert case.attrib["name"] == "unknown-parameter /log/entries/3/request/postData"
    assert case[0].attrib == {"type": "unknown-parameter", "message": "no such name"}
    assert case[0].text == (
        "warning: no such name\nat calls.har /log/entries/3/request/postData\n"
        "from app/coaching.py:41\ninstead: Muted"
    )


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [(Severity.ERROR, 1), (Severity.WARNING, 2), (Severity.NOTE, 3)],
)
def test_what_is_milder_than_what_fails_the_command_fails_no_test(
    fail_on: Severity, failures: int
) -> None:
    one = result(*(problem(severity) for severity in Severity))
    assert suite(one, fail_on).attrib["failures"] == str(failures)
    assert len(suite(one, fail_on)) == 4


def test_a_file_without_a_problem_is_a_test_that_passes() -> None:
    assert held(result(problem())) == {
        "unknown-parameter /log/entries/3/request/postData": "failure",
        "mockconf probe": "",
    }


def test_what_cannot_be_read_is_an_error() -> None:
    assert held(result(unreadable="it is no JSON"))["unreadable line 1"] == "error"


def test_a_check_that_checked_nothing_is_an_error() -> None:
    assert held(result(checked=0)) == {"probe": "error"}


def test_what_was_recorded_stays_within_its_test() -> None:
    one = suite(EVERY_KIND["hostile"])
    assert "<script>&amp;</script>\n::error::100%" in (one[0][0].text or "")
    assert "\\x1b[2J\\x00\\udcff \\u202eevil" in (one[0][0].text or "")
