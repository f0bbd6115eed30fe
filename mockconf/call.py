"""An operation that an account asks for: what views read of it, and how its records and lists are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from mockconf.dialects.protocol import Dialect, Document, Listing, Shown
from mockconf.errors import PageTokenRequired
from mockconf.filters import Span
from mockconf.model import Conference, Participant, Recording, Stream, Webhook
from mockconf.paging import DEFAULT_SIZE, Page, PageRequest, PageToken
from mockconf.settings import Settings
from mockconf.switchboard import Switchboard

Record = TypeVar("Record", Conference, Participant, Recording)


class Call(NamedTuple):
    """An operation asked for by an account, judged and ready to be carried out."""

    switchboard: Switchboard
    dialect: Dialect
    #: To whom the records are shown.
    shown: Shown
    account_sid: str
    #: The path as the contract spells it.
    path: str
    #: By Python name; what was not sent is missing.
    arguments: Mapping[str, Any]
    #: What the vendor takes for parameters that were not sent, by Python name.
    defaults: Mapping[str, Any]
    #: Declared parameters as they were spelled, in the order of the contract.
    sent: Mapping[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        """The argument, or `default` when it is not sent."""
        return self.arguments.get(name, default)

    def webhook(self, name: str) -> Webhook | None:
        """Where somebody wants to hear of something: the parameter `name`, and those for its method and events."""
        url = self.get(name)
        if not url:
            return None
        events = f"{name}_event"
        return Webhook(
            url=url,
            dialect=self.dialect.name,
            method="GET" if self.get(f"{name}_method") == "GET" else "POST",
            events=frozenset(self.get(events, self.defaults.get(events, ()))),
        )

    def conference(self, conference: Conference) -> Document:
        """A conference, as this vendor shows it."""
        return self.dialect.conference(conference, self.shown)

    def participant(self, participant: Participant) -> Document:
        """A participant, as this vendor shows it."""
        return self.dialect.participant(participant, self.shown)

    def recording(self, recording: Recording) -> Document:
        """A recording, as this vendor shows it."""
        return self.dialect.recording(recording, self.shown)

    def stream(self, stream: Stream) -> Document:
        """A stream, as this vendor shows it."""
        return self.dialect.stream(stream, self.shown)

    @property
    def settings(self) -> Settings:
        """What is switched."""
        return self.shown.settings

    @property
    def room(self) -> tuple[str, str]:
        """The account and the conference that the path names."""
        return self.account_sid, self.arguments["conference_sid"]

    def page_request(self, prefix: str) -> PageRequest:
        """The page that is asked for, of a list whose SIDs have this prefix."""
        number, token = self.get("page", 0), self.get("page_token")
        by_number = self.dialect.pages_by == "number"
        if number and not token and not by_number:
            raise PageTokenRequired(f"page {number} is asked for without a token")
        return PageRequest(
            number=number,
            size=self.get("page_size", DEFAULT_SIZE),
            token=self.dialect.page_token(token, prefix) if token else None,
            by_number=by_number,
        )

    def span(self, name: str) -> Span:
        """The stretch of time that the date filters of this name leave."""
        return Span.of_days(
            self.get(name),
            self.get(f"{name}_before"),
            self.get(f"{name}_after"),
            whole_last_day=self.settings.date_before == "inclusive",
            zone=self.dialect.zone(self.settings),
        )

    def listing(
        self, name: str, page: Page[Record], render: Callable[[Record], Document]
    ) -> Document:
        """The envelope of a page, under the name of the list."""
        request, items = page.request, page.items
        listing = Listing(
            path=self.path,
            sent=self.sent,
            request=request,
            next_token=PageToken("after", items[-1].sid) if items and page.has_next else None,
            previous_token=PageToken("before", items[0].sid) if items and request.number else None,
            total=page.total,
            settings=self.settings,
        )
        item = name.removesuffix("s")
        return self.dialect.page(name, item, [render(record) for record in items], listing)
