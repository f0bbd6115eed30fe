"""What every version of Twilio's API says alike of requests that have nothing to do with conferences."""

from __future__ import annotations

from collections.abc import Mapping

from mockconf import errors

#: A parameter that is refused without a number of its own.
INVALID = 20001
INTERNAL = 20500

#: What is found of the other vendor's ids.
FOREIGN_ID = (
    "a UUID is an id of SignalWire's, while Twilio's are two letters and 32 digits, as CF..."
)

#: The number of each error, by cause; status and message stand in each contract's table of errors.
GENERAL: Mapping[type[errors.ApiError], int] = {
    errors.NoSuchPath: 20404,
    errors.NoSuchResource: 20404,
    errors.MethodNotAllowed: 20004,
    errors.NotAuthenticated: 20003,
    errors.RequestTooLarge: 20413,
    errors.MalformedRequest: INVALID,
}
