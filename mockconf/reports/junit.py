"""A result as JUnit XML, which most CI services show as tests.

There is no standard. Jenkins wants `name` and `tests` of a suite and `name` and `classname` of a test; GitLab takes a test for
another when both its names are the same, and shows the text inside a failure; some read `time`, which we do not measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from mockconf.exchange import Severity
from mockconf.reports.plain import one_line, printable
from mockconf.reports.problem import Problem
from mockconf.reports.result import Result


def render(result: Result, fail_on: Severity = Severity.WARNING) -> str:
    """One test for each problem, and one that passes for each subject that has none.

    Args:
        result: what was found.
        fail_on: the mildest severity that fails its test.
    """
    failing = Severity.up_to(fail_on)
    cases = [_case(one, "failure", failing) for one in result.problems]
    cases += [_case(one, "error", failing) for one in result.unreadable]
    troubled = {one.place.file for one in (*result.problems, *result.unreadable)}
    cases += _passed(result, troubled)
    if not result.checked and not result.unreadable:
        cases.append(_nothing_checked(result))  # services take a suite without tests for a success
    return written(result, cases)


def written(result: Result, cases: list[Element]) -> str:
    """The document of these tests, with their sums.

    Args:
        result: what they tell of.
        cases: each is a `testcase`; of those that would have one name the later ones are numbered.
    """
    _number(cases)
    sums = {
        "name": f"mockconf {result.command}",
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        "time": "0",
    }
    suites, suite = Element("testsuites", sums), Element("testsuite", sums)
    suites.append(suite)
    suite.extend(cases)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(suites, encoding='unicode')}\n"


def _case(problem: Problem, kind: str, failing: tuple[Severity, ...]) -> Element:
    where = problem.place.pointer or f"line {problem.place.line or 1}"
    case = test_case(problem.place.file, f"{problem.rule} {where}")
    body = printable("\n".join(_body(problem)))
    if problem.severity in failing:
        told = {"type": one_line(problem.rule), "message": one_line(problem.message)}
        SubElement(case, kind, told).text = body
    else:
        SubElement(case, "system-out").text = body
    return case


def test_case(subject: str, name: str) -> Element:
    return Element("testcase", classname=one_line(subject), name=one_line(name), time="0")


def _body(problem: Problem) -> Iterator[str]:
    yield f"{problem.severity}: {problem.message}"
    yield f"at {problem.place}"
    if problem.call_site:
        yield f"from {problem.call_site}"
    if problem.nearest:
        yield f"nearest: {problem.nearest}"


def _passed(result: Result, troubled: set[str]) -> Iterator[Element]:
    for subject, number in result.subjects.items():
        if number and subject not in troubled:
            yield test_case(subject, f"mockconf {result.command}")


def _nothing_checked(result: Result) -> Element:
    case = test_case("mockconf", result.command)
    SubElement(case, "error", type="nothing-checked", message=one_line(result.headline))
    return case


def _number(cases: list[Element]) -> None:
    """Tell apart what would have one name."""
    seen: Counter[tuple[str, str]] = Counter()
    for case in cases:
        name = case.attrib["classname"], case.attrib["name"]
        seen[name] += 1
        if seen[name] > 1:
            case.set("name", f"{name[1]} ({seen[name]})")
