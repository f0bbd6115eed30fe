"""Why a request is refused. An error names the cause; the dialect knows its code, status and wording."""

from __future__ import annotations

from typing import ClassVar


class MockconfError(Exception):
    """A mistake in how mockconf itself is used: the message says what to change."""


class UnreadableInput(MockconfError):
    """A file that a check was given cannot be read; the message says where and why."""


class ApiError(Exception):
    """A request that the vendor refuses; the text is for our log, the vendor's words are the dialect's."""

    #: The rule of the finding, listed in docs/findings.md.
    rule: ClassVar[str]
    #: Whether the request breaks the contract; else it keeps it, and only the world's present state stands against it.
    is_breach: ClassVar[bool] = True
    #: Where in the request the cause lies: a location of a Finding.
    location: ClassVar[str] = "path"
    #: What of the request the vendor's message repeats.
    value: object = ""


class NoSuchResource(ApiError):
    """The resource is not there, no longer there, or another account's."""

    rule, is_breach = "no-such-resource", False

    def __init__(self, what: str, *, is_over: bool = False) -> None:
        super().__init__(f"there is no {what}")
        #: Whether it cannot be there any more, as its conference is over.
        self.is_over = is_over


class NoSuchPath(NoSuchResource):
    """Nothing is ever served at this path."""

    rule, is_breach = "no-such-path", True


class MethodNotAllowed(ApiError):
    """The path exists, but not for this method."""

    rule = "method-not-allowed"

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(f"allowed here: {', '.join(sorted(allowed))}")
        self.allowed = allowed


class NotAuthenticated(ApiError):
    """No credentials, unreadable ones, or ones that do not open this account."""

    rule, location = "not-authenticated", "header"


class RequestTooLarge(ApiError):
    """The request is larger than the mock is willing to hold."""

    rule, location = "request-too-large", "body"


class MalformedRequest(ApiError):
    """The request cannot be read at all."""

    rule = "malformed-request"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.value = why


class ParameterRefused(ApiError):
    """A parameter breaks the contract in a way that the vendor does not tolerate."""

    rule = "refused-parameter"

    def __init__(self, code: int | None, name: str, value: object) -> None:
        super().__init__(f"{name} is not valid: {value!r}")
        #: The vendor's code; none where the contract names none.
        self.code = code
        self.name = name
        self.value = value


class PageTokenRequired(ApiError):
    """A later page was asked for by its number alone."""

    rule, location = "page-token-required", "query"


class InvalidPageToken(ApiError):
    """The page token was not issued for this list."""

    rule, location = "invalid-page-token", "query"

    def __init__(self, token: object) -> None:
        super().__init__("the page token was not issued for this list")
        self.value = token


class ConferenceUnavailable(ApiError):
    """The conference that somebody should be added to does not exist or has ended."""

    rule, is_breach = "conference-unavailable", False


class ConferenceInWrongState(ApiError):
    """The life cycle does not allow this now."""

    rule, is_breach = "conference-in-wrong-state", False


class ConferenceNotBridged(ApiError):
    """An announcement needs a started conference with at least two connected participants."""

    rule, is_breach = "conference-not-bridged", False


class ConferenceFull(ApiError):
    """MaxParticipants is reached."""

    rule, is_breach = "conference-full", False


class LabelTaken(ApiError):
    """Another participant of this conference carries the label."""

    rule, location, is_breach = "label-taken", "form", False

    def __init__(self, label: str) -> None:
        super().__init__(f"another participant has the label {label!r}")
        self.value = label


class CoachTargetMissing(ApiError):
    """The call that should be coached is not connected to this conference."""

    rule, location, is_breach = "coach-target-missing", "form", False


class CoachTargetOnHold(ApiError):
    """The participant that should be coached is on hold."""

    rule, location, is_breach = "coach-target-on-hold", "form", False


class CoachingWithoutTarget(ApiError):
    """Coaching is asked for without saying whom."""

    rule, location = "coaching-without-target", "form"


class StreamUnavailable(ApiError):
    """The audio of the conference cannot be sent anywhere, as it does not run."""

    rule, is_breach = "stream-unavailable", False


class StreamNameTaken(ApiError):
    """Another running stream of this conference has the name."""

    rule, location, is_breach = "stream-name-taken", "form", False

    def __init__(self, name: str) -> None:
        super().__init__(f"another stream has the name {name!r}")
        self.value = name


class StreamInWrongState(ApiError):
    """The stream has stopped already."""

    rule, location, is_breach = "stream-in-wrong-state", "form", False


class RecordingInWrongState(ApiError):
    """The recording cannot go from its status to the one asked for."""

    rule, location, is_breach = "recording-in-wrong-state", "form", False
