"""What a dialect must know: how one vendor's API version spells what the switchboard holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mockconf.errors import ApiError
from mockconf.events import Happened
from mockconf.exchange import Finding
from mockconf.model import Conference, Participant, Recording
from mockconf.paging import PageRequest, PageToken
from mockconf.settings import Settings

#: A resource in the vendor's JSON spelling; the schema judges it before it is encoded.
Body = dict[str, Any]

Headers = tuple[tuple[str, str], ...]


class Document(NamedTuple):
    """What an answer says, before it becomes bytes."""

    #: The name of the resource in XML: `Conference`, `Conferences`, `RestException`.
    name: str
    body: Body
    #: For a list, the name of one of its resources.
    item: str | None = None

    @property
    def items(self) -> list[Body]:
        """The resources of a list."""
        return next(value for value in self.body.values() if isinstance(value, list))


class Encoding(NamedTuple):
    """How a document becomes bytes."""

    content_type: str
    encode: Callable[[Document], bytes]


class Listing(NamedTuple):
    """What the envelope of a list repeats of its request, and where its neighbours are."""

    #: As the contract spells it, with the values filled in.
    path: str
    #: The parameters as they were sent, in the order of the contract.
    sent: Mapping[str, str]
    request: PageRequest
    next_token: PageToken | None
    previous_token: PageToken | None


class Refusal(NamedTuple):
    """How an error reads."""

    status: int
    #: The vendor's number of the error.
    code: int
    document: Document


class Form(NamedTuple):
    """What a callback tells."""

    #: The contract's name of the webhook.
    topic: str
    #: What happened, in the vendor's word; of a call and a recording with `call-` or `recording-` before it.
    event: str
    params: dict[str, str]


class Dialect(NamedTuple):
    """One vendor's API version: plain values and functions. Nobody asks which dialect it is."""

    #: Also the name of its folder of schemas.
    name: str
    #: All its paths begin so.
    base: str
    #: By suffix of the path; "" is for a path without suffix.
    encodings: Mapping[str, Encoding]
    #: The suffix that the contract's paths carry.
    contract_suffix: str
    #: Stands in the path for the recording that is running.
    current_recording: str
    #: Whether a conference is recorded, from what a new participant asks for.
    asks_for_recording: Callable[[Mapping[str, Any]], bool]
    #: Whether a pause is left out of a recording, from what an update asks for.
    asks_to_skip: Callable[[Mapping[str, Any]], bool]
    #: What a 401 asks for.
    challenge: str
    #: Whether a text in the place of a conference is a SID, and not a name.
    is_conference_sid: Callable[[str], bool]
    conference: Callable[[Conference], Document]
    participant: Callable[[Participant], Document]
    #: The answer to a creation tells more than a later look.
    new_participant: Callable[[Participant], Document]
    recording: Callable[[Recording], Document]
    #: The envelope of a list, from its name, the name of one of its resources, and their documents.
    page: Callable[[str, str, list[Document], Listing], Document]
    #: Reads the token of a page, which has been found well formed.
    page_token: Callable[[str], PageToken]
    #: How an error reads that happened at a path.
    refusal: Callable[[ApiError, str], Refusal]
    #: The document of a fault of our own, from what it says.
    fault: Callable[[str], Document]
    #: What every answer carries; the argument makes SIDs.
    headers: Callable[[Callable[[str], str]], Headers]
    #: What is sent to who asked to hear of something.
    form: Callable[[Happened], Form]
    #: What a callback carries, from the account's token, the method, the URL as requested, and the parameters.
    callback_headers: Callable[[str, str, str, Mapping[str, str]], Headers]
    #: What carries a token that stays the same when a callback is sent again.
    idempotency_header: str
    #: What is worth knowing about a legal call, by operationId and arguments.
    advice: Callable[[str, Mapping[str, Any], Settings], list[Finding]]
