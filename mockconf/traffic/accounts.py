"""Recorders are told to hide who somebody is; the account in a path then is no id, and everything else can still be judged."""

from __future__ import annotations

from mockconf.addressing import address_of
from mockconf.sids import is_sid, is_uuid
from mockconf.traffic.entry import Entry

_BEFORE = "/Accounts/"
_SOME_ACCOUNT = "AC" + "0" * 32
_SOME_PROJECT = "00000000-0000-0000-0000-000000000000"


def with_some_account(entry: Entry) -> Entry:
    """The entry with an account where something else has been put in its place, in the path and in the answer.

    Args:
        entry: an exchange; if its path names an account, it is left as it is.
    """
    path = entry.request.path
    before, mark, after = path.partition(_BEFORE)
    hidden, slash, rest = after.partition("/")
    if not (hidden and slash) or is_sid("AC", hidden) or is_uuid(hidden):
        return entry
    address = address_of(path)
    if address is None:
        return entry
    some = _SOME_PROJECT if address.dialect.sid_prefixes else _SOME_ACCOUNT
    request = entry.request._replace(path=f"{before}{mark}{some}/{rest}")
    answer = entry.answer
    if answer is not None:
        answer = answer._replace(body=answer.body.replace(hidden.encode(), some.encode()))
    return entry._replace(request=request, answer=answer)
