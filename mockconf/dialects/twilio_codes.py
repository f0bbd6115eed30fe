"""The numbers that Twilio gives to errors that have nothing to do with conferences, in every version of its API."""

from __future__ import annotations

from collections.abc import Mapping

from mockconf import errors

#: A parameter that is refused without a number of its own.
INVALID = 20001
INTERNAL = 20500

#: By cause; status and message stand in each contract's table of errors.
GENERAL: Mapping[type[errors.ApiError], int] = {
    errors.NoSuchPath: 20404,
    errors.NoSuchResource: 20404,
    errors.MethodNotAllowed: 20004,
    errors.NotAuthenticated: 20003,
    errors.RequestTooLarge: 20413,
    errors.MalformedRequest: INVALID,
}
