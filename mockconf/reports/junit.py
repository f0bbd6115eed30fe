"""A result as JUnit XML, which most CI services show as tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from mockconf.exchange import Severity
from mockconf.reports.problem import Problem
from mockconf.reports.result import Result

_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(result: Result) -> str:
    """One test for each problem, and one that passes for each subject that has none."""
    cases = [_case(one, "failure") for one in result.problems]
    cases += [_case(one, "error") for one in result.unreadable]
    troubled = {one.place.file for one in (*result.problems, *result.unreadable)}
    cases += _passed(result, troubled)
    if not cases:  # services take a suite without tests for a success
        cases.append(_empty(result))
    return written(result, cases)


def written(result: Result, cases: list[Element]) -> str:
    """The document of these tests."""
    failures = sum(case.find("failure") is not None for case in cases)
    errors = sum(case.find("error") is not None for case in cases)
    suite = Element(
        "testsuite",
        name=f"mockconf {result.command}",
        tests=str(len(cases)),
        failures=str(failures),
        errors=str(errors),
    )
    suite.extend(cases)
    suites = Element("testsuites")
    suites.append(suite)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(suites, encoding='unicode')}\n"


def _case(problem: Problem, kind: str) -> Element:
    where = problem.place.pointer or f"line {problem.place.line or 1}"
    case = Element("testcase", classname=said(problem.place.file), name=said(problem.rule))
    case.set("name", said(f"{problem.rule} {where}"))
    body = said("\n".join(_body(problem)))
    if problem.severity is Severity.NOTE:
        SubElement(case, "system-out").text = body
    else:
        told = SubElement(case, kind, type=problem.rule, message=said(problem.message))
        told.text = body
    return case


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
            yield Element("testcase", classname=said(subject), name=f"mockconf {result.command}")


def _empty(result: Result) -> Element:
    case = Element("testcase", classname="mockconf", name=result.command)
    SubElement(case, "error", type="nothing-checked", message="nothing was checked")
    return case


def said(words: str) -> str:
    """Words without the characters that XML has no way to write."""
    return _UNSPEAKABLE.sub("\ufffd", words)
