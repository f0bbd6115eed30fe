"""What a dialect must know: how one vendor's API version spells what the switchboard holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from mockconf.errors import ApiError
from mockconf.exchange import Finding
from mockconf.model import Conference, Participant, Recording
from mockconf.settings import Settings

#: A resource in the vendor's JSON spelling; the schema judges it before it is encoded.
Body = dict[str, Any]

Headers = tuple[tuple[str, str], ...]


class Document(NamedTuple):
    """What an answer says, before it becomes bytes."""

    #: The name of the resource in XML: `Conference`, `Conferences`, `RestException`.
    name: str
    body: Body


class Encoding(NamedTuple):
    """How a document becomes bytes."""

    content_type: str
    encode: Callable[[Document], bytes]


class Listing(NamedTuple):
    """What the envelope of a list repeats of its request, and where its neighbours are."""

    #: As the contract spells it, with the values filled in.
    path: str
    #: The filters as they were sent, in the order of the contract.
    filters: Mapping[str, str]
    number: int
    size: int
    token: str | None
    next_token: str | None
    previous_token: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dialect:
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
    #: What a 401 asks for.
    challenge: str
    #: Whether a text in the place of a conference is a SID, and not a name.
    is_conference_sid: Callable[[str], bool]
    conference: Callable[[Conference], Document]
    participant: Callable[[Participant], Document]
    #: The answer to a creation tells more than a later look.
    new_participant: Callable[[Participant], Document]
    recording: Callable[[Recording], Document]
    #: The envelope of a list, from its name and its documents.
    page: Callable[[str, list[Document], Listing], Document]
    #: The status and the document of an error that happened at a path.
    error: Callable[[ApiError, str], tuple[int, Document]]
    #: The status and the document of a fault of our own.
    fault: Callable[[str], tuple[int, Document]]
    #: What every answer carries; the argument makes SIDs.
    headers: Callable[[Callable[[str], str]], Headers]
    #: What is worth knowing about a legal call, by operationId and arguments.
    advice: Callable[[str, Mapping[str, Any], Settings], list[Finding]]
