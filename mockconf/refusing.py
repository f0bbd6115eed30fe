"""A finding for an error that no judgement has explained already."""

from __future__ import annotations

from mockconf.dialects.protocol import Dialect
from mockconf.errors import ApiError, MethodNotAllowed, NoSuchPath
from mockconf.exchange import Finding, Severity
from mockconf.sids import with_uuids


def finding_of(
    error: ApiError, code: int | None, dialect: Dialect, method: str, stem: str
) -> Finding:
    """What was wrong with a request, in the dialect's spelling of ids.

    Args:
        error: why it is refused.
        code: the vendor's number of that.
        dialect: the one that is spoken.
        method: of the request.
        stem: its path without suffix; where it leads nowhere, the dialect may know what was meant.
    """
    leads_nowhere = isinstance(error, NoSuchPath | MethodNotAllowed)
    detour = dialect.detour(method, stem) if leads_nowhere else None
    message = detour or str(error) or error.rule
    return Finding(
        rule=error.rule,
        severity=Severity.ERROR,
        location=error.location,
        message=(with_uuids(message) if dialect.sid_prefixes else message)[:300],
        code=code,
    )
