"""What a dialect must know: how one vendor's API version spells what the switchboard holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any, Literal, NamedTuple

from mockconf.contract import Operation
from mockconf.errors import ApiError
from mockconf.events import Happened
from mockconf.exchange import Finding, Request
from mockconf.model import Conference, Identity, Participant, Recording, Stream
from mockconf.overrides import USUAL, Customs
from mockconf.paging import PageRequest, PageToken
from mockconf.settings import ListDefault, Settings
from mockconf.states import ConferenceStatus, ParticipantStatus

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
    #: A recorded body as the schema sees it, from the bytes and the schema; ValueError where it cannot be read. None
    #: where bytes tell too little of their document.
    decode: Callable[[bytes, Mapping[str, Any]], Any] | None = None


def from_json(body: bytes, _: Mapping[str, Any]) -> Any:
    """A document that is JSON as it stands.

    Raises:
        ValueError: it is none.
    """
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


class Shown(NamedTuple):
    """To whom a record is shown: how the account is spelled there, and what is switched."""

    account: str
    settings: Settings


class Listing(NamedTuple):
    """What the envelope of a list repeats of its request, and where its neighbours are."""

    #: As the contract spells it, with the values filled in.
    path: str
    #: The parameters as they were sent, in the order of the contract.
    sent: Mapping[str, str]
    request: PageRequest
    next_token: PageToken | None
    previous_token: PageToken | None
    #: How many there are on all pages, where the vendor tells.
    total: int | None
    settings: Settings


class Refusal(NamedTuple):
    """How an error reads."""

    status: int
    #: The vendor's number of the error; none where it has none.
    code: int | None
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
    #: A path as the contract spells it, before its suffix is cut off; None where another dialect is spoken.
    own_path: Callable[[str], str | None]
    #: The request that is meant, where it is not the one that was sent; none where it always is.
    meant: Callable[[Request, Settings], Request] | None
    #: By suffix of the path; "" is for a path without suffix.
    encodings: Mapping[str, Encoding]
    #: The suffix that the contract's paths carry.
    contract_suffix: str
    #: Stands in the path for the recording that is running, where something does.
    current_recording: str | None
    #: The prefixes of our SIDs, by the names of the arguments that spell them as UUIDs.
    sid_prefixes: Mapping[str, str]
    #: Which participants can be seen, by the status of their conference and their own.
    shows: Callable[[ConferenceStatus, ParticipantStatus], bool]
    #: Whether pages are asked for by token, or by their number alone.
    pages_by: Literal["token", "number"]
    #: Which conferences of a list come first.
    newest_by: Literal["creation", "update"]
    #: In which days the date filters are meant.
    zone: Callable[[Settings], tzinfo]
    #: Whether a conference is recorded, from what a new participant asks for.
    asks_for_recording: Callable[[Mapping[str, Any]], bool]
    #: Whether a pause is left out of a recording, from what an update asks for.
    asks_to_skip: Callable[[Mapping[str, Any]], bool]
    #: What a 401 asks for.
    challenge: str
    #: Whether a text in the place of a conference is a SID, and not a name.
    is_conference_sid: Callable[[str], bool]
    conference: Callable[[Conference, Shown], Document]
    participant: Callable[[Participant, Shown], Document]
    #: The answer to a creation tells more than a later look.
    new_participant: Callable[[Participant, Shown], Document]
    recording: Callable[[Recording, Shown], Document]
    stream: Callable[[Stream, Shown], Document]
    #: The envelope of a list, from its name, the name of one of its resources, and their documents.
    page: Callable[[str, str, list[Document], Listing], Document]
    #: Reads the token of a page, which has been found well formed, and the prefix of the SIDs in the list.
    page_token: Callable[[str, str], PageToken]
    #: How an error reads that happened at a path, to an operation if there is one.
    refusal: Callable[[ApiError, str, Operation | None], Refusal]
    #: What leads on from a method and path that lead nowhere, as a sentence, if something does.
    detour: Callable[[str, str], str | None]
    #: The document of a fault of our own, from what it says.
    fault: Callable[[str], Document]
    #: What every answer carries; the argument makes SIDs.
    headers: Callable[[Callable[[str], str]], Headers]
    #: What is sent to who asked to hear of something, if the vendor tells of it.
    form: Callable[[Happened, Identity], Form | None]
    #: What signs the callbacks of an account.
    signing_secret: Callable[[Identity], str | None]
    #: What a callback carries, from that secret, the method, the URL as requested, and the parameters.
    callback_headers: Callable[[str, str, str, Mapping[str, str]], Headers]
    #: What carries a token that stays the same when a callback is sent again, if something does.
    idempotency_header: str | None
    #: What is worth knowing about a legal call, by operationId and arguments.
    advice: Callable[[str, Mapping[str, Any], Settings], list[Finding]]
    #: How long and how often a callback is tried.
    customs: Customs = USUAL
    #: Which conferences a list holds that names no status.
    list_default: Callable[[Settings], ListDefault] = lambda settings: "all"
