"""Why a request is refused. An error names the cause; the dialect knows its code, status and wording."""

from __future__ import annotations


class MockconfError(Exception):
    """A mistake in how mockconf itself is used: the message says what to change."""


class ApiError(Exception):
    """A request that the vendor refuses; the text is for our log, the vendor's words are the dialect's."""

    #: What of the request the vendor's message repeats.
    value: object = ""


class NoSuchResource(ApiError):
    """Nothing is served at this path, or not to this account."""

    def __init__(self, what: str) -> None:
        super().__init__(f"there is no {what}")


class MethodNotAllowed(ApiError):
    """The path exists, but not for this method."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(f"allowed here: {', '.join(sorted(allowed))}")
        self.allowed = allowed


class NotAuthenticated(ApiError):
    """No credentials, unreadable ones, or ones that do not open this account."""


class RequestTooLarge(ApiError):
    """The request is larger than the mock is willing to hold."""


class MalformedRequest(ApiError):
    """The request cannot be read at all."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.value = why


class ParameterRefused(ApiError):
    """A parameter breaks the contract in a way that the vendor does not tolerate."""

    def __init__(self, code: int, name: str, value: object) -> None:
        super().__init__(f"{name} is not valid: {value!r}")
        self.code = code
        self.name = name
        self.value = value


class PageTokenRequired(ApiError):
    """A later page was asked for by its number alone."""


class InvalidPageToken(ApiError):
    """The page token was not issued for this list."""

    def __init__(self, token: str) -> None:
        super().__init__(f"{token} was not issued for this list")
        self.value = token


class ConferenceUnavailable(ApiError):
    """The conference that somebody should be added to does not exist or has ended."""


class ConferenceInWrongState(ApiError):
    """The life cycle does not allow this now."""


class ConferenceNotBridged(ApiError):
    """An announcement needs a started conference with at least two connected participants."""


class ConferenceFull(ApiError):
    """MaxParticipants is reached."""


class LabelTaken(ApiError):
    """Another participant of this conference carries the label."""

    def __init__(self, label: str) -> None:
        super().__init__(f"another participant has the label {label!r}")
        self.value = label


class CoachTargetMissing(ApiError):
    """The call that should be coached is not connected to this conference."""


class CoachTargetOnHold(ApiError):
    """The participant that should be coached is on hold."""


class CoachingWithoutTarget(ApiError):
    """Coaching is asked for without saying whom."""


class RecordingInWrongState(ApiError):
    """The recording cannot go from its status to the one asked for."""
