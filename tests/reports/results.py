"""Results to make reports of, and a command that makes them."""

from __future__ import annotations

import click

from mockconf.commands.reporting import conclude, mistakes, prepared, report_options
from mockconf.exchange import Severity
from mockconf.reports.problem import Place, Problem
from mockconf.reports.result import Result
from mockconf.reports.writing import Wish

#: What a recording may hold that a report repeats: markup, quotes, controls, half of a surrogate pair, another direction.
HOSTILE = (
    "a|b `c` <script>&amp;</script>\n::error::100%, *d* ~e~ $f$ \x1b[2J\x00\udcff \u202eevil [x](y)"
)
FILE = Place("calls.har", entry=3, pointer="/log/entries/3/request/postData")
CALL_SITE = Place("app/coaching.py", line=41)


def problem(
    severity: Severity = Severity.WARNING,
    message: str = "there is no such parameter",
    rule: str = "unknown-parameter",
    place: Place = FILE,
    call_site: Place | None = None,
    nearest: str | None = None,
) -> Problem:
    return Problem(rule, severity, message, place, call_site, nearest)


def result(*problems: Problem, checked: int = 5, unreadable: str = "") -> Result:
    """What a check of two files has found, of which the other has no problem."""
    made = Result("probe", "exchange")
    made.subjects.update({"calls.har": checked, "clean.har": checked})
    made.skipped.update({"of other services": 2} if checked else {})
    for one in problems:
        made.add(one)
    if unreadable:
        made.add_unreadable(unreadable, Place("broken.har"))
    return made


@click.command()
@report_options("html")
@click.option("--found", type=click.Choice([one.value for one in Severity]), multiple=True)
@click.option("--checked", default=5)
@click.option("--unreadable", default="")
@click.option("--breaks", is_flag=True, help="Let the format html fail.")
def probe(
    wishes: list[Wish],
    fail_on: str,
    found: tuple[str, ...],
    checked: int,
    unreadable: str,
    breaks: bool,
) -> None:
    """Report what is asked for."""
    with mistakes():
        wanted = prepared(wishes)
    made = result(
        *(problem(Severity(one)) for one in found), checked=checked, unreadable=unreadable
    )
    own = {"html": lambda: str(1 // 0) if breaks else "<p>"}
    conclude(made, wanted, fail_on, own)


if __name__ == "__main__":
    probe()
