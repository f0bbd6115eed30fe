"""What of the contract recorded traffic covers, as a session of tests would have covered it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from mockconf.contract import load
from mockconf.coverage.book import Book
from mockconf.coverage.cells import EVENTS, PROPERTIES, STATUSES
from mockconf.coverage.examples import Row, of_exchange, of_webhook
from mockconf.coverage.stored import read_file
from mockconf.dialects import BY_NAME
from mockconf.errors import UnreadableInput
from mockconf.exchange import Exchange, Severity
from mockconf.settings import Settings
from mockconf.traffic.entry import Entry, Reading
from mockconf.traffic.files import Advance, Broken, entries
from mockconf.traffic.judging import Judgement, judge
from mockconf.traffic.webhooks import webhook_of

#: How a JSON report of coverage begins.
_REPORT = re.compile(rb'\s*\{\s*"command":\s*"coverage"')
_HEAD = 256
#: Recordings tell the time in many ways, and a report shows none.
_SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def book_of(file: Path, settings: Settings, advance: Advance = lambda _: None) -> Book:
    """What a file says was covered, be it a JSON report of coverage or a recording; it is told by what is in it.

    Args:
        file: its path.
        settings: by which a recording is judged.
        advance: is told of progress, in bytes.

    Raises:
        UnreadableInput: it cannot be read, or is neither.
    """
    try:
        if file.exists() and not file.is_file():
            raise UnreadableInput(f"{file} is no plain file: save what it says to one")
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror or error}") from error
    if _REPORT.match(head):
        advance(file.stat().st_size)
        return read_file(file)
    return covered_by(file, settings, advance)


def covered_by(file: Path, settings: Settings, advance: Advance = lambda _: None) -> Book:
    """What the exchanges and webhooks of a recording cover.

    Args:
        file: HAR 1.2, a cassette of vcrpy, or an exchange log.
        settings: what is switched, such as `iso_datetime`.
        advance: is told of progress, in bytes.

    Raises:
        UnreadableInput: the file, or one of its entries, cannot be read.
    """
    book = Book()
    for row in entries(file, advance):
        if isinstance(row, Broken):
            raise UnreadableInput(f"{row.place}: {row.message}")
        if isinstance(row, Reading):
            _note_reading(book, row)
        elif judgement := judge(row, settings):
            _note_exchange(book, row, judgement)
        else:
            _note_webhook(book, row)
    return book


def _note_exchange(book: Book, entry: Entry, judgement: Judgement) -> None:
    operation, sent, answer = judgement.operation, judgement.sent, entry.answer
    if operation is None or answer is None:
        return
    dialect = judgement.dialect.name

    def example() -> Row:
        exchange = Exchange(
            number=entry.place.entry or 0,
            timestamp=_SOME_TIME,
            request=judgement.request,
            answer=answer,
            dialect=dialect,
            operation=operation.id,
            account_sid=None,
            findings=tuple(judgement.findings),
        )
        return of_exchange(exchange, str(entry.place))

    if any(one.severity is Severity.ERROR for one in judgement.findings):
        book.calls[dialect, operation.id] += 1  # nobody has read its parameters
        book.add((dialect, operation.id, STATUSES, str(answer.status)), 1, example)
        return
    wrong = {one.name for one in judgement.findings if one.severity is not Severity.NOTE}
    legal = {name: [text] for name, text in sent.items() if name not in wrong}
    book.note(dialect, operation.id, legal, answer.status, example)


def _note_webhook(book: Book, entry: Entry) -> None:
    webhook = webhook_of(entry)
    is_delivered = entry.answer is None or 200 <= entry.answer.status < 300
    if webhook is not None and is_delivered:
        dialect = webhook.dialect.name
        event = webhook.params.get(load(dialect).events[webhook.topic].parameter, "")
        answer, params = entry.answer, webhook.params

        def example() -> Row:
            return of_webhook(dialect, webhook.topic, entry.request, params, answer, entry.place)

        book.add((dialect, webhook.topic, EVENTS, event), 1, example)


def _note_reading(book: Book, reading: Reading) -> None:
    if reading.dialect in BY_NAME and reading.resource in load(reading.dialect).resources:
        book.observed.add((reading.dialect, reading.resource))
        if reading.times:
            book.add((reading.dialect, reading.resource, PROPERTIES, reading.name), reading.times)
