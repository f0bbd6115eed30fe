"""What a failure shows of one breach: what was sent or told, by which line, what is legal, and how to send it again."""

from __future__ import annotations

import html
import re
import shlex
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mockconf.contract import load
from mockconf.delivery import Delivery, Outcome
from mockconf.exchange import Exchange
from mockconf.redaction import shown_target, without_secrets
from mockconf.transport import shown_url
from pytest_mockconf import lines
from pytest_mockconf.ledger import Found, Trouble
from pytest_mockconf.matching import plural
from pytest_mockconf.rules import rule_of

if TYPE_CHECKING:
    from pytest_mockconf.script import MockConf

_LONGEST_ANSWER = 200
_LONGEST_COMMAND = 1_000
_TOO_LONG = "(too long to paste: mockconf.requests has it)"
_TOO_LONG_A_FORM = "(too long to paste: mockconf.callbacks has it)"
_LONGEST_GIST = 80
#: More legal values than these explain nothing.
_MOST_LEGAL = 12
_NO_TEXT = re.compile(r"(?is)<(script|style|title|!--).*?(?:</\1>|-->|$)|<[^>]*(?:>|$)")
_SERVER_ERROR = 500
#: What a shell has to know to repeat a request.
_OF_TWILIO = '"$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"'
_CREDENTIALS = {"signalwire": '"$SIGNALWIRE_PROJECT_ID:$SIGNALWIRE_API_TOKEN"'}
_SWALLOWED = (
    "an app that catches its own exceptions: see the captured log; with app.testing = True "
    "(Flask) or propagated exceptions they are shown here"
)


def in_full(mock: MockConf, trouble: Trouble) -> list[str]:
    """All lines about a breach."""
    if isinstance(trouble, Found):
        return _finding(mock, trouble)
    if isinstance(trouble, Delivery):
        return _delivery(mock, trouble)
    return [rule_of(trouble), f"  {trouble.message}"]


def in_a_line(trouble: Trouble) -> str:
    """The same, much shorter."""
    if isinstance(trouble, Found):
        where = f" at {trouble.call_site}" if trouble.call_site else ""
        return lines.of_found(trouble) + where
    if isinstance(trouble, Delivery):
        return f"{rule_of(trouble)} {lines.of_delivery(trouble)}"
    return f"{rule_of(trouble)} {trouble.message}"


def gist(trouble: Trouble) -> str:
    """The rule and what broke it, for a summary: `boolean-spelling Hold='yes'`."""
    detail = ""
    if isinstance(trouble, Found):
        finding = trouble.finding
        detail = finding.name or trouble.exchange.operation or trouble.exchange.request.method
        if finding.name and finding.value is not None:
            detail += f"={finding.value!r}"
    elif isinstance(trouble, Delivery):
        url = shown_url(trouble.url)
        why = (trouble.reason or "").replace(f" at {url}", "").removeprefix(f"{url} ")
        detail = f"{trouble.event}{f': {why}' if why else ''}"
    text = lines.cut(f"{rule_of(trouble)} {detail}".rstrip())
    return text if len(text) <= _LONGEST_GIST else f"{text[: _LONGEST_GIST - 3]}..."


def likeness(trouble: Trouble) -> tuple[object, ...]:
    """What troubles have in common that need no line each."""
    if isinstance(trouble, Found):
        finding = trouble.finding
        return finding.rule, finding.name, finding.value, finding.message, trouble.call_site
    if isinstance(trouble, Delivery):
        return rule_of(trouble), trouble.reason
    return (trouble,)


def title(trouble: Trouble) -> str:
    """What a list calls it: the number of its request, or that of its callback and the event."""
    if isinstance(trouble, Found):
        return f"#{trouble.exchange.number}"
    return f"@{trouble.number} {trouble.event}" if isinstance(trouble, Delivery) else ""


def _finding(mock: MockConf, found: Found) -> list[str]:
    finding, exchange = found.finding, found.exchange
    code = f", error {finding.code}" if finding.code else ""
    text = [
        f"{finding.rule} ({finding.severity}{code}) in request #{exchange.number}"
        + (f", {exchange.operation}" if exchange.operation else ""),
        f"  {finding.message}",
    ]
    if finding.name and finding.value is not None:
        text.append(f"  sent     {finding.name}={finding.value!r} in the {finding.location}")
    if finding.nearest:
        text.append(f"  nearest  {finding.nearest}")
    elif legal := _legal_values(found):
        text.append(f"  legal    {', '.join(legal)}")
    text += _origin(found)
    text += [f"  around   {line}" for line in _neighbours(mock, exchange)]
    text.append(f"  again    {_command(mock, exchange)}")
    return text


def _legal_values(found: Found) -> list[str]:
    """All of them, if they are few."""
    exchange, name = found.exchange, found.finding.name
    if exchange.operation is None or found.finding.value is None:
        return []
    operation = load(exchange.dialect).operations[exchange.operation]
    parameter = operation.parameters.by_name.get(name or "")
    if parameter is None:
        return []
    values = ["true", "false"] if parameter.kind == "boolean" else [*map(str, parameter.choices)]
    return values if len(values) <= _MOST_LEGAL else []


def _origin(found: Found) -> list[str]:
    site = found.call_site
    if site is None:
        return [
            "  from     unknown: it came over the socket, and no one thread was seen to wait for it"
        ]
    test = f", for {site.on_behalf_of}" if site.on_behalf_of else ""
    return [f"  from     {site}{test}", f"             {site.source}"]


def _delivery(mock: MockConf, delivery: Delivery) -> list[str]:
    number = delivery.params.get("SequenceNumber")
    text = [
        f"{rule_of(delivery)}: {delivery.event}" + (f", SequenceNumber {number}" if number else ""),
        f"  to       {delivery.method} {shown_target(delivery.url)}",
    ]
    if delivery.outcome is Outcome.HELD:
        if delivery.reason:
            return [*text, f"  because  {delivery.reason}: mockconf.clock.advance(...)"]
        return [*text, "  because  it was held and never released: mockconf.callbacks.release()"]
    text.append(f"  because  {delivery.reason or 'unknown'}")
    if delivery.attempts > 1:
        text.append(f"  tried    {plural(delivery.attempts, 'time')}")
    answer = delivery.answer.decode(errors="replace")
    if shown := _readable(answer):
        text.append(f"  answered {delivery.status} {shown}")
    if "Traceback (most recent call last)" in answer:
        text += [f"           {line.strip()}" for line in _raised_at(answer)]
    elif delivery.status == _SERVER_ERROR and answer and delivery.url in mock.world.mounts:
        text.append(f"  hint     {_SWALLOWED}")
    if cause := _before(mock, delivery):
        text.append(f"  after    {lines.of_exchange(cause)}")
    return [*text, f"  again    {_repetition(delivery)}"]


def _before(mock: MockConf, delivery: Delivery) -> Exchange | None:
    """The latest request that may have changed something before the event of a callback."""
    event = (delivery.callback.conference_sid, delivery.event, delivery.timestamp)
    number = delivery.params.get("SequenceNumber", "None")
    latest = None
    for row in mock.world.journal.timeline:
        if isinstance(row, Exchange):
            latest = row if row.operation and row.request.method != "GET" else latest
        elif not isinstance(row, Delivery):
            told = (row.owner[1], row.name, row.timestamp)
            if told == event and str(getattr(row, "sequence_number", None)) == number:
                return latest
    return None


def _repetition(delivery: Delivery) -> str:
    """How to send a callback again by hand."""
    words = ["curl"]
    if delivery.method != "GET":
        shown = {name: without_secrets(text) for name, text in delivery.params.items()}
        words += ["-d", shlex.quote(urlencode(shown, safe="*"))]
    words += [shlex.quote(shown_target(delivery.url)), "# without its signature"]
    command = " ".join(words)
    return command if len(command) <= _LONGEST_COMMAND else _TOO_LONG_A_FORM


def _readable(answer: str) -> str:
    """The beginning of an answer, without the tags of a page."""
    if "<html" in answer.lower() or "<!doctype" in answer.lower():
        answer = html.unescape(_NO_TEXT.sub(" ", answer))
    return lines.cut(" ".join(answer.split())[:_LONGEST_ANSWER], _LONGEST_ANSWER)


def _raised_at(answer: str) -> list[str]:
    """The last place and the last line of a traceback."""
    written = [line for line in answer.splitlines() if line.strip()]
    places = [line for line in written if line.lstrip().startswith("File ")]
    return [*places[-1:], written[-1]]


def _neighbours(mock: MockConf, exchange: Exchange) -> list[str]:
    """The request itself between the one before and the one after."""
    known = {one.number: one for one in mock.world.journal.exchanges}
    last, number = max(known, default=0), exchange.number
    first = min(max(number - 1, 1), max(last - 2, 1))  # of three, if there are so many
    wanted = range(min(first, number), max(first + 3, number + 1))
    shown = []
    for one in wanted:
        if one == number:
            shown.append(f"> {lines.of_exchange(exchange)}")
        elif one in known:
            shown.append(f"  {lines.of_exchange(known[one])}")
        elif one <= last:
            shown.append(f"  #{one} is forgotten: see the setting log_size")
    return shown


def _command(mock: MockConf, exchange: Exchange) -> str:
    """How to send the request again by hand, without its secrets."""
    request = exchange.request
    target = f"{request.path}?{request.query}" if request.query else request.path
    words = ["curl", "-u", _CREDENTIALS.get(exchange.dialect, _OF_TWILIO)]
    if request.method not in ("GET", "POST"):
        words += ["-X", request.method]
    fields = lines.fields_of(exchange)
    if fields:
        words += ["-d", shlex.quote(urlencode(fields, safe="*"))]
    elif request.method == "POST":
        words += ["-X", "POST"]
    words.append(shlex.quote(mock.url + shown_target(target)))
    command = " ".join(words)
    return command if len(command) <= _LONGEST_COMMAND else _TOO_LONG
