"""Coverage as JUnit XML: a test for each operation, webhook and resource, which fails if something of it was lost."""

from __future__ import annotations

from collections.abc import Collection
from xml.etree.ElementTree import Element, SubElement

from mockconf.coverage.checking import Checked, is_operation, spelled
from mockconf.coverage.measuring import Node, State
from mockconf.exchange import Severity
from mockconf.reports.junit import test_case, written
from mockconf.reports.plain import one_line, printable


def render(checked: Checked, fail_on: Severity = Severity.WARNING) -> str:
    """One suite; that enough is covered is a test of its own.

    Args:
        checked: what was covered.
        fail_on: the mildest severity that fails its test.
    """
    failing = Severity.up_to(fail_on)
    parts = [part for dialect in checked.shown.dialects for part in dialect.children]
    cases = [_case(part, failing) for part in parts]
    cases.append(_limit(checked, failing))
    return written(checked.result, cases)


def _case(part: Node, failing: Collection[Severity]) -> Element:
    case = test_case(f"mockconf.{part.path[0]}", part.name)
    lost = [spelled(leaf.path) for leaf in part.leaves() if leaf.lost]
    if lost:
        message = f"{len(lost)} cells were covered in the baseline and are not now"
        SubElement(case, "failure", type="coverage-lost", message=message).text = printable(
            "\n".join(lost)
        )
    elif Severity.NOTE in failing and part.state is State.NEVER and is_operation(part):
        message = f"{spelled(part.path)} was never called"
        SubElement(case, "failure", type="never-exercised", message=message)
    elif part.state is State.UNOBSERVED:
        SubElement(case, "skipped", message="no SDK is at work that shows what is read")
    share = f"{part.percentage} %: {part.covered} of {part.cells} cells, {part.state}"
    SubElement(case, "system-out").text = share
    return case


def _limit(checked: Checked, failing: Collection[Severity]) -> Element:
    case = test_case("mockconf", "coverage")
    for one in checked.troubles:
        if one.rule != "coverage-lost" and one.severity in failing:
            SubElement(case, "failure", type=one.rule, message=one_line(one.message))
    if not checked.result.checked:
        SubElement(case, "error", type="nothing-checked", message="nothing was exercised")
    SubElement(case, "system-out").text = checked.headline
    return case
